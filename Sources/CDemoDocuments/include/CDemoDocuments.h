#ifndef ANKUR_DEMO_DOCUMENTS_H
#define ANKUR_DEMO_DOCUMENTS_H
#include <stddef.h>

/* The documents that `ankur demo` submits, embedded so that the binary can be copied anywhere. Written for this project. */
extern const unsigned char ankur_demo_epikriis[];
extern const size_t ankur_demo_epikriis_length;
extern const unsigned char ankur_demo_laboratory[];
extern const size_t ankur_demo_laboratory_length;
extern const unsigned char ankur_demo_faulty[];
extern const size_t ankur_demo_faulty_length;
extern const unsigned char ankur_demo_oru[];
extern const size_t ankur_demo_oru_length;

#endif
