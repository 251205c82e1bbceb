/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The signer's own small configuration (teiketsu-signature(5)). Its path is
 * compiled into sign; the site's configuration is never read by it. */
#ifndef SIGN_SETTINGS_H
#define SIGN_SETTINGS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define SETTINGS_PATH 1024
#define SETTINGS_NAME 480

struct settings {
	uid_t caller;
	char name[SETTINGS_NAME + 1]; /* XML-clean UTF-8 without control characters */
	char key[SETTINGS_PATH], log[SETTINGS_PATH];
	int64_t cap;       /* signatures a day */
	int64_t max_delay; /* ns */
	bool any_clock;    /* sign although the kernel calls the clock unsynchronised */
	char journal[SETTINGS_PATH]; /* "" = not said; only ctl check --audit reads it */
	char pull[SETTINGS_PATH]; /* "" = not said; only ctl sign-pull reads it */
	uid_t pages;       /* with pull: the web user, who is not the caller then */
	bool separate;     /* caller and signer must be two users */
};

/* MISSING, DENIED: cannot be read. INVALID: *line_r is the first bad line, or
 * 0 when a key is missing. */
enum err settings_load(const char *path, struct settings *s, int *line_r) MUST_USE;

#endif
