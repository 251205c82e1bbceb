/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The site's time-stamping authorities (conf->tsa, in order) by way of the child
 * stamp. One is known by its address without user and password; that is what
 * records and logs carry. Parses no token. */
#ifndef OFFICE_TSA_H
#define OFFICE_TSA_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/msg.h"

#include <stdbool.h>
#include <stdint.h>

#define TSA_WAIT_MS 20000 /* for one question, all authorities and answers in it */

struct tsa_stamp {
	int64_t time;   /* genTime, ns UTC */
	int64_t end;    /* of the authority's certificate */
	const char *by; /* which one it was; in the arena */
};

/* The name of the one at this place from 0; NULL behind the last. */
const char *tsa_name(const struct conf *c, struct arena *a, size_t place);
/* Is this (still) one of ours? */
bool tsa_known(const struct conf *c, struct arena *a, const char *name);

/* by: the one to ask; NULL = each in order until one answers well. not_before: a
 * token of an earlier genTime does not count (rules.md 1.10); 0 = any. RETRY: none
 * answered well. BROKEN: our own settings or child. *why_r: its word. */
/* The signature in cms gets a token inside. */
enum err tsa_sign(const struct conf *c, struct arena *a, const char *by, int64_t not_before,
		  struct buf *cms, struct tsa_stamp *r, const char **why_r) MUST_USE;
/* A token over a hash; its DER is added to token. */
enum err tsa_hash(const struct conf *c, struct arena *a, const char *by, int64_t not_before,
		  const unsigned char hash[32], struct buf *token, struct tsa_stamp *r,
		  const char **why_r) MUST_USE;

#endif
