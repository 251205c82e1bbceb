/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The one error vocabulary. A function that can fail returns enum err and its
 * results through out-parameters (named *_r, last). Only lib/web turns an
 * error into an HTTP status; nobody below knows HTTP. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
	OK = 0,
	INVALID,  /* the input is wrong; saying it again will not help */
	DENIED,   /* well formed, but this caller may not */
	MISSING,  /* there is no such thing */
	CONFLICT, /* somebody else was first; load again and decide anew */
	RETRY,    /* not now (busy, full, peer down); nothing was changed */
	BROKEN    /* a promise of our own or of the machine does not hold */
};

#define MUST_USE __attribute__((warn_unused_result))

/* Short fixed word for logs and wire ("ok", "invalid", …); never NULL. */
const char *err_word(enum err e);
/* The reverse; an unknown word is BROKEN. */
enum err err_parse(const char *word);

#endif
