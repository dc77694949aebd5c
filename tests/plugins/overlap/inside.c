#include "inside.h"

#include <stdatomic.h>

static atomic_int inside;

int overlap_enter(void) { return atomic_fetch_add(&inside, 1) + 1; }
void overlap_leave(void) { atomic_fetch_sub(&inside, 1); }
