#include "CDemoDocuments.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char epikriis[] = {
#embed "files/epikriis.xml"
};

static const unsigned char laboratory[] = {
#embed "files/laboratory.xml"
};

static const unsigned char faulty[] = {
#embed "files/faulty.xml"
};

static const unsigned char oru[] = {
#embed "files/oru.hl7"
};

const unsigned char *ankur_demo_epikriis(size_t *length) { *length = sizeof epikriis; return epikriis; }
const unsigned char *ankur_demo_laboratory(size_t *length) { *length = sizeof laboratory; return laboratory; }
const unsigned char *ankur_demo_faulty(size_t *length) { *length = sizeof faulty; return faulty; }
const unsigned char *ankur_demo_oru(size_t *length) { *length = sizeof oru; return oru; }
