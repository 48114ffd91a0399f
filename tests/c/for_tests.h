/* What the library exports for tests and plays alone. It is in no header that is installed, and may
 * change or go at any time. */
#ifndef FOR_TESTS_H
#define FOR_TESTS_H

#include "subrosa.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Has the whole process work with this implementation, "accelerated" or "portable". */
subrosa_result subrosa_backend_select(const char *name);

/* Has a messenger go by this time instead of the system's: milliseconds since 1970, above 0. */
subrosa_result subrosa_messenger_set_time(subrosa_messenger *messenger, int64_t now_ms);

#ifdef __cplusplus
}
#endif

#endif
