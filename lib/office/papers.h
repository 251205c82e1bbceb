/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What is handed out about a contract besides its PDFs: 合意締結証明書, 控え and
 * the evidence as one ZIP. Made from the record and the released files each time
 * they are asked for: the same record gives the same bytes. A certificate tells
 * the history up to the conclusion, so that it does not change afterwards.
 *
 * view_open() must have been called. Errors: MISSING not in this state; RETRY;
 * BROKEN (a sheet, a child, a released file that inspect does not call good). */
#ifndef OFFICE_PAPERS_H
#define OFFICE_PAPERS_H

#include "core/contract.h"
#include "port/xdoc.h"

#include "base/arena.h"
#include "base/conf.h"

/* *fd_r: a file without a name, the caller's. lang: "ja" or "en". */
enum err papers_certificate(const struct conf *conf, struct arena *a, const struct contract *c,
			    const char *lang, int *fd_r) MUST_USE;
/* slot 0: the sender's, of a contract that was sent; else of a party that agreed,
 * or of a viewer. One page in large type. */
enum err papers_receipt(const struct conf *conf, struct arena *a, const struct contract *c,
			int64_t slot, const char *lang, int *fd_r) MUST_USE;
enum err papers_zip(const struct conf *conf, struct arena *a, const struct contract *c,
		    const char *lang, int *fd_r) MUST_USE;

/* The language of a party or viewer. */
const char *papers_lang(const struct contract *c, int64_t slot);
/* What a file is saved as: "certificate-<書類ID>.pdf", kind = certificate, receipt
 * or zip. */
const char *papers_name(struct arena *a, const struct contract *c, const char *kind);

/* papers_model.c: the view model of certificate and receipt,
 *   <paper lang service operator contact verify docid title sent agreed concluded reason? k n>
 *     <sender name company mail/>
 *     <file n name docid pages upload base released bytes repaired? removed level>
 *       <version n reason kind subject issuer serial from to stamp? tsa?/>*
 *     </file>*
 *     <party slot name company post mail invited opened terms terms_hash acted methods binds bound me?>
 *       <move kind from to time message?/>*</party>*
 *     <viewer name company mail/>*
 *     <event seq time kind slot who note hash/>*     certificate only
 *   </paper>
 * Instants in the form of the Reason; hashes in groups of 16 digits. */
struct papers {
	const struct conf *conf;
	struct arena *a;
	const struct contract *c;
	const char *lang;
	int64_t slot; /* of the reader of a receipt; -1: a certificate */
};
enum err papers_model(const struct papers *p, struct xdoc **d_r) MUST_USE;

#endif
