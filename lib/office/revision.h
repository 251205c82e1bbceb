/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The next signed version of a file: revise – sign – stamp – fill – inspect. A
 * function of the file and its act alone (rules.md 1.1), so that it may be made
 * again. Records nothing, parses nothing. */
#ifndef OFFICE_REVISION_H
#define OFFICE_REVISION_H

#include "office/tool.h"
#include "office/tsa.h"
#include "core/contract.h"

/* Of file `paper` into the empty scratch file out. stamp: a token inside the
 * signature is wanted; stamp_r->by is then NULL when there is none, which the
 * last version never comes without. RETRY: no TSA answered (the last version).
 * CONFLICT: the signature is being made elsewhere (ctl sign-pull), the clerk will be
 * woken. BROKEN: anything else; logged. *stamp_r in a. */
enum err revision_make(const struct conf *conf, struct arena *a, const struct contract *c,
		       size_t paper, bool stamp, int out, struct tsa_stamp *stamp_r,
		       struct sign_log *log_r) MUST_USE;
/* The history's line about that signature (EVENT_SIGNED): file, version, SHA-256 of
 * what was kept, number and hash of the signer's line. */
void revision_event(struct change *ch, struct arena *a, int64_t now, size_t paper, int64_t version,
		    const unsigned char sha[32], const struct sign_log *log);
/* The self-check before anything is kept: `versions` signatures and stamps, all
 * of them good. BROKEN otherwise; logged under that chain. */
enum err revision_check(const struct conf *conf, struct arena *a, const struct contract *c,
			size_t paper, int fd, int64_t versions) MUST_USE;
/* Writes what failed into the log and gives e back. */
enum err revision_refused(const struct contract *c, size_t paper, const char *step, enum err e,
			  const char *why);

#endif
