/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Random bytes from getrandom(2). Cannot fail: a machine without it is left
 * with a log line. Tests link another rand.c. */
#ifndef BASE_RAND_H
#define BASE_RAND_H
#include <stddef.h>
void rand_bytes(void *p, size_t n);
#endif
