/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Files and papers of a contract for somebody who may have them: the caller has
 * asked. MISSING: there is no such file. */
#ifndef WEB_DOWNLOAD_H
#define WEB_DOWNLOAD_H

#include "core/contract.h"
#include "web/reply.h"
#include "web/req.h"

/* File {n}: before the release the one that is agreed to, afterwards the signed one. */
enum err download_pdf(struct req *r, struct reply *p, const struct contract *c) MUST_USE;
/* certificate, receipt or zip, by the last word of the address. slot: whose receipt it
 * is, and whose language; 0 = the sender's. */
enum err download_paper(struct req *r, struct reply *p, const struct contract *c, int64_t slot)
	MUST_USE;

#endif
