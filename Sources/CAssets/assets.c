#include "CAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// C23 #embed: no copy beside the executable, no path compiled in, and no array literal for the compiler to chew.
static const unsigned char portal_css[] = {
#embed "files/portal.css"
};

static const unsigned char anchor_svg[] = {
#embed "files/anchor.svg"
};

static const unsigned char login_js[] = {
#embed "files/login.js"
};

const unsigned char *ankur_login_js(void) { return login_js; }
size_t ankur_login_js_length(void) { return sizeof login_js; }

static const unsigned char sans_400[] = {
#embed "files/fonts/ankur-sans-400.woff2"
};

static const unsigned char sans_600[] = {
#embed "files/fonts/ankur-sans-600.woff2"
};

static const unsigned char print_regular[] = {
#embed "files/fonts/print-regular.ttf"
};

static const unsigned char print_bold[] = {
#embed "files/fonts/print-bold.ttf"
};

const unsigned char *ankur_sans_400(void) { return sans_400; }
size_t ankur_sans_400_length(void) { return sizeof sans_400; }

const unsigned char *ankur_sans_600(void) { return sans_600; }
size_t ankur_sans_600_length(void) { return sizeof sans_600; }

const unsigned char *ankur_print_regular(void) { return print_regular; }
size_t ankur_print_regular_length(void) { return sizeof print_regular; }

const unsigned char *ankur_print_bold(void) { return print_bold; }
size_t ankur_print_bold_length(void) { return sizeof print_bold; }

const unsigned char *ankur_portal_css(void) { return portal_css; }
size_t ankur_portal_css_length(void) { return sizeof portal_css; }

const unsigned char *ankur_anchor_svg(void) { return anchor_svg; }
size_t ankur_anchor_svg_length(void) { return sizeof anchor_svg; }
