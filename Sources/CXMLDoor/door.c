#include "CXMLDoor.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlIO.h>
#include <pthread.h>
#include <string.h>

/// The options of every parse. Absent on purpose: NOENT, DTDLOAD, DTDATTR, DTDVALID, XINCLUDE, HUGE, RECOVER.
/// IGNORE_ENC: the caller has decoded to UTF-8, whatever the declaration says.
static const int options = XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES | XML_PARSE_IGNORE_ENC;

typedef struct {
    const xml_door_events *events;
    void *state;
    xmlParserCtxtPtr context;
    xml_door_verdict verdict;
} door;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static xmlParserInputPtr no_external_entity(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)url, (void)id, (void)context;
    return NULL;
}

static void open_door(void) {
    xmlInitParser();
    xmlSetExternalEntityLoader(no_external_entity);
}

static void stop(door *self, xml_door_result result) {
    if (self->verdict.result == XML_DOOR_ACCEPTED) {
        self->verdict.result = result;
        if (self->context->input != NULL) {
            self->verdict.line = self->context->input->line;
            self->verdict.column = self->context->input->col;
        }
    }
    xmlStopParser(self->context);
}

static void on_start_element(
    void *user, const xmlChar *local_name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
    const xmlChar **namespaces, int attribute_count, int defaulted_count, const xmlChar **attributes) {
    (void)namespace_count, (void)namespaces, (void)defaulted_count;
    door *self = user;
    if (self->events->start_element(
            self->state, local_name, prefix, uri, attribute_count, (const unsigned char *const *)attributes))
        stop(self, XML_DOOR_STOPPED);
}

static void on_end_element(void *user, const xmlChar *local_name, const xmlChar *prefix, const xmlChar *uri) {
    (void)local_name, (void)prefix, (void)uri;
    door *self = user;
    if (self->events->end_element(self->state)) stop(self, XML_DOOR_STOPPED);
}

static void on_characters(void *user, const xmlChar *bytes, int length) {
    door *self = user;
    if (self->events->characters(self->state, bytes, length)) stop(self, XML_DOOR_STOPPED);
}

/// Called at `<!DOCTYPE name` before any declaration inside is read.
static void on_doctype(void *user, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id) {
    (void)name, (void)external_id, (void)system_id;
    stop(user, XML_DOOR_DOCTYPE);
}

/// Keeps the first fault: later ones are its consequences. A namespace URI that is merely badly written is none.
#if LIBXML_VERSION >= 21200
static void on_error(void *user, const xmlError *error) {
#else
static void on_error(void *user, xmlErrorPtr error) {
#endif
    door *self = user;
    if (error->level < XML_ERR_ERROR || error->code == XML_WAR_NS_URI) return;
    if (self->verdict.result != XML_DOOR_ACCEPTED) return;
    self->verdict.result = error->code == XML_ERR_NO_MEMORY ? XML_DOOR_OUT_OF_MEMORY : XML_DOOR_NOT_WELL_FORMED;
    self->verdict.code = error->code;
    self->verdict.line = error->line;
    self->verdict.column = error->int2;
    xmlStopParser(self->context);
}

xml_door_verdict xml_door_parse(
    const unsigned char *bytes, int length, const xml_door_events *events, void *state) {
    pthread_once(&once, open_door);
    door self = {.events = events, .state = state};
    xmlParserCtxtPtr context = xmlCreateMemoryParserCtxt((const char *)bytes, length);
    if (context == NULL) {
        self.verdict.result = length > 0 ? XML_DOOR_OUT_OF_MEMORY : XML_DOOR_NOT_WELL_FORMED;
        self.verdict.code = length > 0 ? XML_ERR_NO_MEMORY : XML_ERR_DOCUMENT_EMPTY;
        return self.verdict;
    }
    self.context = context;
    xmlCtxtUseOptions(context, options);
    xmlSAXHandler *sax = context->sax;
    memset(sax, 0, sizeof *sax);
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElementNs = on_start_element;
    sax->endElementNs = on_end_element;
    sax->characters = on_characters;
    sax->ignorableWhitespace = on_characters;
    sax->internalSubset = on_doctype;
    sax->serror = on_error;
    context->userData = &self;

    int failed = xmlParseDocument(context);
    if (self.verdict.result == XML_DOOR_ACCEPTED && (failed != 0 || !context->wellFormed)) {
        self.verdict.result = XML_DOOR_NOT_WELL_FORMED;
        self.verdict.code = context->errNo;
    }
    xmlFreeParserCtxt(context);
    return self.verdict;
}
