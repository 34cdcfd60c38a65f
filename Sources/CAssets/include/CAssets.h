#ifndef ANKUR_CASSETS_H
#define ANKUR_CASSETS_H

#include <stddef.h>

/// The one stylesheet of all pages, as it stands in `files/portal.css`.
const unsigned char *ankur_portal_css(void);
size_t ankur_portal_css_length(void);

/// The mark shown in the header and as the icon of a browser's tab: `files/anchor.svg`.
const unsigned char *ankur_anchor_svg(void);
size_t ankur_anchor_svg_length(void);

/// The one script, for the log-in page: `files/login.js`.
const unsigned char *ankur_login_js(void);
size_t ankur_login_js_length(void);

/// Letters of the pages, WOFF2: Inter, regular and semibold, Latin and Cyrillic. Licence: `files/fonts/LICENSES.md`.
const unsigned char *ankur_sans_400(void);
size_t ankur_sans_400_length(void);
const unsigned char *ankur_sans_600(void);
size_t ankur_sans_600_length(void);

/// Letters of printed documents, TrueType: DejaVu Sans and its bold, Latin and Cyrillic.
const unsigned char *ankur_print_regular(void);
size_t ankur_print_regular_length(void);
const unsigned char *ankur_print_bold(void);
size_t ankur_print_bold_length(void);

#endif
