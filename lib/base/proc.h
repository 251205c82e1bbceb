/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Running one of our own programs: no shell, absolute path, empty environment
 * (PATH, LANG=C.UTF-8, TZ=UTC and our own TEIKETSU_CONF only), every descriptor but 0, 1, 2 and the ones
 * named is closed in the child. Standard error is inherited (the log). */
#ifndef BASE_PROC_H
#define BASE_PROC_H

#include "base/err.h"
#include "base/msg.h"

#define PROC_FDS 8

struct proc {
	const char *path;          /* absolute; argv[0] is its last component */
	const char *const *args;   /* further arguments, NULL-terminated; NULL = none */
	int fd[PROC_FDS];          /* fd[i] becomes descriptor 3+i; -1 ends the list */
	int64_t wait;              /* ns until the child is killed: RETRY */
};

/* Sends `ask` as one frame on the child's standard input (closed after it),
 * reads one frame of at most answer->b.max bytes from its standard output and
 * waits for its end. OK only if the frame is whole and the child ended with
 * status 0. RETRY: killed at the deadline (the child is reaped). INVALID: the
 * frame was bad. BROKEN: it could not be started, crashed, or ended with
 * another status; *status_r (may be NULL) is the wait status then. */
enum err proc_ask(const struct proc *p, const struct msg *ask, struct msg *answer, int *status_r)
	MUST_USE;

/* Starts a program that nobody waits for (double fork, own session, descriptors
 * 0–2 on /dev/null resp. inherited standard error). */
enum err proc_detach(const char *path, const char *const *args) MUST_USE;

#endif
