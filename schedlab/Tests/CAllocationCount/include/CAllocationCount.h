// Counts the memory allocations of the calling thread.
#ifndef SCHEDLAB_CALLOCATIONCOUNT_H
#define SCHEDLAB_CALLOCATIONCOUNT_H

// Allocations of this thread so far; -1 where they cannot be counted.
long allocation_count(void);

#endif
