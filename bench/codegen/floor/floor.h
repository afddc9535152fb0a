/* Hand-written BPF assembly: the floor. Same maps and semantics as the twin of the same number. */
#include "../c/twin.h"
#define NAKED __attribute__((naked))
