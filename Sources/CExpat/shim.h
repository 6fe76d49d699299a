#ifndef RONDO_CEXPAT_H
#define RONDO_CEXPAT_H
// Shows the limits on what entities may grow to, which are in every expat that was built with entities.
#ifndef XML_DTD
#define XML_DTD
#endif
#include <expat.h>
#endif
