/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the order ask – draw – attach – send – record. No SMTP here. */
#include "office/mailing.h"

#include "core/ledger.h"
#include "office/bounce.h"
#include "office/copies.h"
#include "office/letter.h"
#include "office/mime.h"
#include "core/policy.h"
#include "office/tool.h"
#include "office/verp.h"
#include "office/vault.h"

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "port/view.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LETTER_MAX ((size_t)48 << 20)

struct letter {
	const struct conf *conf;
	struct arena *a;
	const struct outbox_mail *m;
	struct contract *c; /* NULL for account mails */
	const char *lang, *to, *to_name;
	struct buf text;    /* subject, line break, body */
	struct mime_file files[CONTRACT_FILES];
	struct buf bytes[CONTRACT_FILES];
	size_t n_files;
};

static enum err draw(struct letter *l)
{
	struct xdoc *d = NULL;
	enum err e = OK;
	if (l->m->notice.kind == NOTICE_COPIES)
		e = copies_renew(l->conf, l->a, l->m->notice.address);
	if (!e)
		e = letter_model(l->conf, l->a, &l->m->notice, l->c, &d, &l->lang, &l->to,
				  &l->to_name);
	if (!e)
		e = view_text(l->lang, notice_word(l->m->notice.kind), d, &l->text);
	xdoc_free(d);
	return e;
}

static enum err attach(struct letter *l)
{
	size_t papers[CONTRACT_FILES];
	size_t n = l->c ? letter_attachments(l->conf, &l->m->notice, l->c, l->to, papers) : 0;
	for (size_t i = 0; i < n; i++) {
		const struct paper *f = &l->c->papers[papers[i]];
		int fd = -1;
		enum err e = vault_open(l->conf, f->revision, &fd);
		if (e)
			return e;
		buf_init(&l->bytes[i], LETTER_MAX);
		l->n_files = i + 1;
		e = file_read_fd(fd, &l->bytes[i]);
		close(fd);
		if (e)
			return e;
		l->files[i] = (struct mime_file){ .name = letter_file_name(l->a, f),
						  .type = "application/pdf",
						  .data = buf_bytes(&l->bytes[i]) };
	}
	return OK;
}

/* Service and operator in the brackets of the reader's script (U+FF08, U+FF09). */
static const char *from_name(const struct letter *l)
{
	const struct conf *c = l->conf;
	if (str_eq(l->lang, "en"))
		return arena_printf(l->a, "%s (%s)", c->service_en,
				    *c->operator_en ? c->operator_en : c->operator_);
	return arena_printf(l->a, "%s\xEF\xBC\x88%s\xEF\xBC\x89", c->service, c->operator_);
}

/* What goes on with the request that the reader has: the left part of its id. */
static const char *answered(const struct letter *l)
{
	const struct notice *n = &l->m->notice;
	const struct party *p = l->c ? contract_party(l->c, n->slot) : NULL;
	bool later = n->kind == NOTICE_WITHDRAWN ||
		     (notice_link(n) == LINKS_ACT && n->kind != NOTICE_REQUEST);
	return p && later ? p->letter : "";
}

static enum err build(struct letter *l, struct buf *out)
{
	char id[33];
	const char *nl = strchr(buf_text(&l->text), '\n');
	if (!nl)
		return BROKEN;
	outbox_message_id(l->m->key, id);
	const char *at = strrchr(l->conf->from, '@'), *before = answered(l);
	if (!at)
		at = "@localhost";
	struct mime_mail mail = {
		.from = l->conf->from,
		.from_name = from_name(l),
		.to = l->to,
		.to_name = l->to_name,
		.subject = arena_strn(l->a, buf_text(&l->text), (size_t)(nl - buf_text(&l->text))),
		.body = nl + 1 + strspn(nl + 1, "\n"),
		.language = l->lang,
		.message_id = arena_printf(l->a, "%s%s", id, at),
		.in_reply_to = *before ? arena_printf(l->a, "%s%s", before, at) : NULL,
		.time = l->m->notice.made,
		.files = l->files,
		.file_count = l->n_files,
	};
	return mime_build(&mail, out);
}

static enum err deliver(struct letter *l, enum outcome *o_r, const char **text_r)
{
	struct buf data;
	*o_r = OUTCOME_LATER;
	*text_r = "the letter could not be made";
	buf_init(&data, LETTER_MAX);
	enum err e = draw(l);
	if (!e)
		e = attach(l);
	if (!e)
		e = build(l, &data);
	if (e)
		log_line("mail.unmade", "kind=%s error=%s", notice_word(l->m->notice.kind),
			 err_word(e));
	if (e == INVALID) /* it will never be better */
		*o_r = OUTCOME_REFUSED;
	if (!e) {
		const struct notice *n = &l->m->notice;
		struct verp v = { .slot = n->slot, .generation = n->generation };
		char from[VERP_MAIL];
		snprintf(v.contract, sizeof v.contract, "%s", n->contract);
		verp_address(l->conf, &v, from);
		e = tool_letter(l->conf, l->a, from, l->to, buf_bytes(&data), text_r);
		*o_r = e == OK ? OUTCOME_SENT : e == DENIED ? OUTCOME_REFUSED : OUTCOME_LATER;
	}
	buf_clear(&data);
	return e;
}

enum err mailing_run(const struct conf *conf, const struct outbox_mail *m, int64_t now,
		     bool *waits_r)
{
	struct arena *a = arena_new(0);
	struct letter l = { .conf = conf, .a = a, .m = m, .to = "" };
	enum outcome o = OUTCOME_SUPERSEDED;
	const char *text = "";
	enum policy p = POLICY_YES;
	enum err e = OK;
	buf_init(&l.text, (size_t)1 << 20);
	*waits_r = false;
	if (*m->notice.contract)
		e = ledger_load(conf, a, m->notice.contract, &l.c);
	if (!e && l.c)
		p = policy_notice(l.c, &m->notice, now);
	if (!e && p == POLICY_NOT_TURN) {
		*waits_r = true;
		e = RETRY;
	}
	if (!e && p == POLICY_YES)
		e = deliver(&l, &o, &text);
	if (!*waits_r && (l.c || !*m->notice.contract)) {
		enum err kept = outbox_done(conf, a, m, o, l.to, o == OUTCOME_SENT ? "" : text,
					    bounce_why(text));
		log_line("mail", "kind=%s contract=%s slot=%lld outcome=%d kept=%s",
			 notice_word(m->notice.kind), m->notice.contract,
			 (long long)m->notice.slot, (int)o, err_word(kept));
		e = kept ? kept : o == OUTCOME_LATER ? RETRY : OK;
	}
	for (size_t i = 0; i < l.n_files; i++)
		buf_clear(&l.bytes[i]);
	buf_clear(&l.text);
	arena_free(a);
	return e;
}
