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

const unsigned char *ankur_portal_css(void) { return portal_css; }
size_t ankur_portal_css_length(void) { return sizeof portal_css; }

const unsigned char *ankur_anchor_svg(void) { return anchor_svg; }
size_t ankur_anchor_svg_length(void) { return sizeof anchor_svg; }
