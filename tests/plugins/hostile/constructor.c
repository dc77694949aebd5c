/* Sins that happen when the file is loaded, before any function of the plugin is called. */
#include "hostile.h"

#include <fenv.h>
#include <signal.h>
#include <stdlib.h>

#if defined(CONSTRUCTOR_EXITS)
__attribute__((constructor)) static void leave(void) { exit(0); }
const struct sin constructor_exits = {0};
#elif defined(CONSTRUCTOR_THROWS)
__attribute__((constructor)) static void fail(void) { hostile_throw(); }
const struct sin constructor_throws = {0};
#else
__attribute__((constructor)) static void change(void)
{
    signal(SIGTERM, SIG_IGN);
    fesetround(FE_UPWARD);
}
const struct sin constructor_changes_the_process = {0};
#endif
