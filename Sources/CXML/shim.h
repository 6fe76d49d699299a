#pragma once

// What of libxml2 Swift can't use as it is: mutable globals, macros, and fields that differ between versions.

#include <libxml/xmlversion.h>
// Its headers would bring in those of the system's ICU, which clash with Foundation's own; nothing here needs them.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

static void cxml_ignore(void *context, void *error) {
    (void)context;
    (void)error;
}

static inline void cxml_free(void *memory) {
    xmlFree(memory);
}

/// A context that prints nothing and stops after so many operations.
static inline xmlXPathContextPtr cxml_xpath_context(xmlDocPtr document, unsigned long operations) {
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    if (context) {
        context->error = (xmlStructuredErrorFunc)cxml_ignore;
        context->opLimit = operations;
    }
    return context;
}

/// The entity's character, 0 where HTML 4 has none of that name.
static inline unsigned int cxml_html_entity(const char *name) {
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    return entity ? entity->value : 0;
}
