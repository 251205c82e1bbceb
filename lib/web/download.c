/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What fetch gives out beside pictures. Judges nobody. */
#include "web/download.h"

#include "office/present.h"
#include "office/letter.h"
#include "office/papers.h"
#include "office/vault.h"
#include "web/session.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"

#include <string.h>

#define PAPERS 20       /* of one reader about one contract, in ten minutes */
#define PAPERS_PEER 100 /* of one address */

static enum err number(const struct req *r, int64_t *n_r)
{
	return str_to_int(req_part(r, "n"), 1, 1000000, n_r) ? MISSING : OK;
}

enum err download_pdf(struct req *r, struct reply *p, const struct contract *c)
{
	int64_t n;
	int fd = -1;
	enum err e = number(r, &n);
	if (e || n > (int64_t)c->n_papers)
		return MISSING;
	const struct paper *f = &c->papers[n - 1];
	e = vault_open(r->conf, present_hash(f, c), &fd);
	if (!e)
		reply_file(p, fd, 0, file_size(fd), "application/pdf",
			   letter_file_name(r->arena, f), 0);
	return e;
}

/* Papers are set anew by children each time. */
static bool too_often(const struct req *r, const struct contract *c, int64_t slot)
{
	const char *who = arena_printf(r->arena, "%s %lld", c->id, (long long)slot);
	return !rate_allow(r, "paper", who, PAPERS, 10 * MINUTE) ||
	       !rate_allow(r, "papers", r->peer, PAPERS_PEER, 10 * MINUTE);
}

enum err download_paper(struct req *r, struct reply *p, const struct contract *c, int64_t slot)
{
	const char *lang = r->lang_chosen || !slot ? r->lang : papers_lang(c, slot);
	const char *kind = strrchr(r->path, '/') + 1;
	int fd = -1;
	bool zip = str_eq(kind, "zip");
	if (too_often(r, c, slot))
		return reply_error(p, 429, NULL);
	enum err e = zip ? papers_zip(r->conf, r->arena, c, lang, &fd)
		     : str_eq(kind, "receipt")
			     ? papers_receipt(r->conf, r->arena, c, slot, lang, &fd)
			     : papers_certificate(r->conf, r->arena, c, lang, &fd);
	if (!e)
		reply_file(p, fd, 0, file_size(fd), zip ? "application/zip" : "application/pdf",
			   papers_name(r->arena, c, kind), 0);
	return e;
}
