/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How a setuid program makes itself independent of the one who started it
 * (rules.md §2.1, tried with two users). */
#ifndef SIGN_STARTUP_H
#define SIGN_STARTUP_H

#include "base/err.h"

#include <stdbool.h>
#include <sys/types.h>

#define STARTUP_DEADLINE 20 /* seconds a signature may take in all */

struct startup {
	uid_t ruid, euid; /* as the program was started */
	uid_t owner;      /* of the binary */
	bool setuid;      /* the binary has the setuid bit */
	bool no_new_privs;
	char binary[1024];
};

/* First thing in main: descriptors 0–2 open, all but 0–3 closed, environment
 * gone, real and saved uid = effective uid (from here on the caller can send
 * no signal), a child in its own session with default signals and its own
 * deadline. Returns only in the child; the parent waits and ends with the
 * child's status. NULL or a word: limits, fork, binary. */
const char *startup_begin(struct startup *s) MUST_USE;

/* True when neither the path nor any folder above it is a link, belongs to
 * somebody else than root and `owner`, or can be written by group or others
 * (a folder of root with the sticky bit excepted). The path is absolute. */
bool startup_safe_path(const char *path, uid_t owner);

#endif
