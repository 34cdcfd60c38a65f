#ifndef ANKUR_DEMO_DOCUMENTS_H
#define ANKUR_DEMO_DOCUMENTS_H
#include <stddef.h>

/* The documents that `ankur demo` submits, embedded so that the binary can be copied anywhere. Written for this project.
   Each function gives the first byte and puts the length into *length; the bytes live as long as the process. */
const unsigned char *ankur_demo_epikriis(size_t *length);
const unsigned char *ankur_demo_laboratory(size_t *length);
const unsigned char *ankur_demo_faulty(size_t *length);
const unsigned char *ankur_demo_oru(size_t *length);

#endif
