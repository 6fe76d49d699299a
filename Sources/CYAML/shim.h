#ifndef RONDO_CYAML_H
#define RONDO_CYAML_H
#include <yaml.h>
#endif
