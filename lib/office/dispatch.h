/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From an upload to a sent contract: the steps that need the limited children.
 * They run before the store's transaction, never inside one; whatever they
 * leave in the vault when the transaction then fails is an orphan and swept. */
#ifndef OFFICE_DISPATCH_H
#define OFFICE_DISPATCH_H

#include "core/account.h"
#include "core/contract.h"

#include "base/conf.h"

#define DISPATCH_WIDTH 320 /* px at which every page is drawn once */

/* Judges, cleans, keeps and draws one uploaded PDF. name: as the browser told
 * it; sha: of its bytes. Fills *f_r; f_r->flattened: it was signed, and is kept
 * without its signatures until the owner confirms or drops it. INVALID: refused, *reason_r is a fixed
 * word, "up.<word>" in the catalogues. RETRY: no room. BROKEN. */
enum err dispatch_take(const struct conf *conf, struct arena *a, int fd, const char *name,
		       const unsigned char sha[32], struct paper *f_r, const char **reason_r)
	MUST_USE;

/* Can what the sender filled in be written into the draft's files? INVALID: no, and
 * *u (office/compose.h) says why. RETRY, BROKEN. */
struct unfit;
enum err dispatch_fits(const struct conf *conf, const struct contract *c, struct unfit *u) MUST_USE;

/* 送信: makes every file's base (with the empty signature fields), then fixes
 * files, sender and everybody's link in one commit, if the draft still has this
 * version. CONFLICT: it has not, or was sent already. INVALID: something is
 * missing (contract_send), or, u->why is not UNFITS: as dispatch_fits. RETRY, BROKEN. */
enum err dispatch_send(const struct conf *conf, struct arena *a, const char *id, int64_t version,
		       const struct account *sender, struct contract **c_r,
		       struct unfit *u) MUST_USE;
/* What dispatch_send would do to the record alone, for previews: *c is changed
 * in memory, without base files, and must not be saved. */
enum err dispatch_rehearse(struct contract *c, const struct account *sender, int64_t now) MUST_USE;

#endif
