#ifndef ANKUR_XML_DOOR_H
#define ANKUR_XML_DOOR_H

#include <stddef.h>

/// What the parser calls while it reads; a non-zero answer stops it.
///
/// Texts are not zero-terminated where a length is given. Attributes come as libxml2's SAX2 quintuples
/// (local name, prefix, namespace URI, first byte of the value, byte after the value); `attribute_count` counts quintuples.
/// Names and namespace URIs are interned for the time of one parse: equal pointers are equal texts.
typedef struct {
    int (*start_element)(
        void *state, const unsigned char *local_name, const unsigned char *prefix, const unsigned char *namespace_uri,
        int attribute_count, const unsigned char *const *attributes);
    int (*end_element)(void *state);
    int (*characters)(void *state, const unsigned char *bytes, int length);
} xml_door_events;

typedef enum {
    XML_DOOR_ACCEPTED = 0,
    /// Not well-formed, or a namespace fault; `code`, `line` and `column` tell about the first one.
    XML_DOOR_NOT_WELL_FORMED = 1,
    /// A document type declaration.
    XML_DOOR_DOCTYPE = 2,
    /// One of the event functions asked to stop.
    XML_DOOR_STOPPED = 3,
    XML_DOOR_OUT_OF_MEMORY = 4,
} xml_door_result;

typedef struct {
    xml_door_result result;
    /// libxml2's `xmlParserErrors` value of the first fault; 0 when there is none.
    int code;
    int line;
    int column;
} xml_door_verdict;

/// Reads UTF-8 bytes (already validated, without byte order mark) as one XML document.
///
/// The only call of libxml2's parser in the project. Thread-safe: one context a call, nothing global after the first.
xml_door_verdict xml_door_parse(
    const unsigned char *bytes, int length, const xml_door_events *events, void *state);

#endif
