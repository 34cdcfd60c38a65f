// libpq, PostgreSQL's own client library. Its constants import as they are; it needs no wrapper for macros.
#include <libpq-fe.h>
