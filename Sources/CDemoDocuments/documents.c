#include "CDemoDocuments.h"
#pragma clang diagnostic ignored "-Wc23-extensions"
const unsigned char ankur_demo_epikriis[] = {
#embed "files/epikriis.xml"
};
const size_t ankur_demo_epikriis_length = sizeof ankur_demo_epikriis;

const unsigned char ankur_demo_laboratory[] = {
#embed "files/laboratory.xml"
};
const size_t ankur_demo_laboratory_length = sizeof ankur_demo_laboratory;

const unsigned char ankur_demo_faulty[] = {
#embed "files/faulty.xml"
};
const size_t ankur_demo_faulty_length = sizeof ankur_demo_faulty;

const unsigned char ankur_demo_oru[] = {
#embed "files/oru.hl7"
};
const size_t ankur_demo_oru_length = sizeof ankur_demo_oru;
