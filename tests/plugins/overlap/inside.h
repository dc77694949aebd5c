/* liboverlap-inside.so: how many calls are inside of a library that several plugins share, which is not thread safe. */
#ifndef OVERLAP_INSIDE_H
#define OVERLAP_INSIDE_H

/* How many are inside now, the caller among them. */
int overlap_enter(void);
void overlap_leave(void);

#endif
