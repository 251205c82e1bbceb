/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Orchestrates intake, picture and compose around the ledger. Parses no PDF;
 * knows no form and no page. */
#include "office/dispatch.h"

#include "core/ledger.h"
#include "office/compose.h"
#include "office/tool.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/str.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

/* The upload's name without ".pdf"; the whole of it when nothing else is left. */
static const char *shown_name(struct arena *a, const char *name)
{
	size_t n = strlen(name);
	if (n > 4 && !strcasecmp(name + n - 4, ".pdf"))
		n -= 4;
	return arena_strn(a, name, n);
}

/* Why a cleaned file could not be drawn, as a reason of refusal. A child that
 * crashes or stalls says something about the file. */
static const char *drawing_reason(enum err e, const char *why)
{
	if (e == RETRY || str_eq(why, "too_slow"))
		return "too_slow";
	return str_eq(why, "needs_password") ? "password" : "cannot_draw";
}

static enum err draw(const struct conf *conf, struct arena *a, int fd, const struct paper *f,
		     int64_t wait, const char **reason_r)
{
	const int widths[] = { DISPATCH_WIDTH };
	const char *why = "";
	enum err e = tool_draw(conf, a, fd, f->clean, 1, (int)f->pages, widths, 1, true, wait,
			       &why);
	if (!e)
		return OK;
	*reason_r = drawing_reason(e, why);
	log_line("upload.undrawn", "error=%s why=%s", err_word(e), why);
	return INVALID;
}

static enum err clean(const struct conf *conf, struct arena *a, int fd, int out, struct paper *f,
		      const char **reason_r)
{
	struct intake verdict;
	enum err e = tool_judge(conf, a, fd, out, false, &verdict);
	if (!e && !verdict.accepted && str_eq(verdict.reason, "signed")) {
		struct intake flat; /* made at once, used only if the owner says so */
		e = tool_judge(conf, a, fd, out, true, &flat);
		f->flattened = !e && flat.accepted;
		if (f->flattened)
			verdict = flat;
	}
	if (!e && !verdict.accepted) {
		*reason_r = *verdict.reason ? verdict.reason : "damaged";
		log_line("upload.refused", "reason=%s", *reason_r);
		e = INVALID;
	}
	if (e)
		return e;
	f->pages = verdict.pages;
	f->repaired = verdict.repaired;
	f->removed = verdict.removed;
	return vault_name(out, f->clean);
}

/* Both children together: a person waits for this answer. */
static int64_t left(int64_t start)
{
	int64_t n = start + TOOL_WAIT - SECOND - clock_mono();
	return n > SECOND ? n : SECOND;
}

/* Drawn before it is kept: of a file that nobody can see nothing shall stay. */
enum err dispatch_take(const struct conf *conf, struct arena *a, int fd, const char *name,
		       const unsigned char sha[32], struct paper *f_r, const char **reason_r)
{
	int64_t start = clock_mono();
	int out = -1;
	enum err e = vault_scratch(conf, &out);
	if (e)
		return e;
	*f_r = (struct paper){ .name = shown_name(a, name), .removed = "",
				 .notes = "", .stage.sealed_by = "" };
	memcpy(f_r->upload, sha, 32);
	e = clean(conf, a, fd, out, f_r, reason_r);
	if (!e)
		e = draw(conf, a, out, f_r, left(start), reason_r);
	if (!e)
		e = vault_put(conf, out, -1, f_r->clean, &f_r->clean_bytes);
	close(out);
	return e;
}

struct sending {
	const struct account *sender;
	const struct paper *bases; /* base and base_bytes of each file; NULL = rehearsal */
};

static void link_parties(struct contract *c, const struct account *sender)
{
	for (size_t i = 0; i < c->n_parties; i++) {
		struct party *p = &c->parties[i];
		rand_bytes(p->random, sizeof p->random);
		p->key_version = 1;
		p->generation = 1;
		if (!p->is_sender)
			continue;
		p->mail = sender->mail;
		p->name = sender->name;
		p->company = sender->company;
	}
	for (size_t i = 0; i < c->n_viewers; i++) {
		rand_bytes(c->viewers[i].random, sizeof c->viewers[i].random);
		c->viewers[i].key_version = 1;
	}
}

static enum err fix(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	const struct sending *s = ctx;
	(void)a;
	if (!contract_allows(c->state, DO_SEND))
		return CONFLICT;
	for (size_t i = 0; s->bases && i < c->n_papers; i++) {
		memcpy(c->papers[i].base, s->bases[i].base, 32);
		c->papers[i].base_bytes = s->bases[i].base_bytes;
	}
	c->name = s->sender->name;
	c->company = s->sender->company;
	c->mail = s->sender->mail;
	c->lang = str_eq(s->sender->lang, "en") ? LANG_EN : LANG_JA;
	link_parties(c, s->sender);
	return contract_send(c, now, ch);
}

static enum err try_values(const struct conf *conf, const struct contract *c, size_t paper,
			   struct unfit *u)
{
	int in = -1, out = -1;
	bool any = false;
	for (size_t i = 0; i < c->n_fields; i++)
		any |= c->fields[i].paper == (int64_t)paper + 1 && *c->fields[i].value;
	if (!any)
		return OK;
	enum err e = vault_open(conf, c->papers[paper].clean, &in);
	if (!e)
		e = vault_scratch(conf, &out);
	if (!e)
		e = compose_preview(conf, in, out, c, paper, NULL, NULL, u);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return e == MISSING ? BROKEN : e;
}

enum err dispatch_fits(const struct conf *conf, const struct contract *c, struct unfit *u)
{
	enum err e = OK;
	for (size_t i = 0; !e && i < c->n_papers; i++)
		e = try_values(conf, c, i, u);
	return e;
}

/* clean → signature and input fields added → one fresh section → vault. */
static enum err make_base(const struct conf *conf, const struct contract *c, size_t paper,
			  struct paper *base)
{
	int in = -1, fields = -1, out = -1;
	enum err e = vault_open(conf, c->papers[paper].clean, &in);
	if (e == MISSING)
		e = BROKEN; /* a record must not name a file that is not there */
	if (!e)
		e = vault_scratch(conf, &fields);
	if (!e)
		e = vault_scratch(conf, &out);
	if (!e)
		e = compose_base(conf, in, fields, c, paper);
	if (!e)
		e = tool_settle(conf, fields, out);
	if (!e)
		e = vault_put(conf, out, -1, base->base, &base->base_bytes);
	if (e)
		log_line("send.base", "error=%s", err_word(e));
	int fds[] = { in, fields, out };
	for (int i = 0; i < 3; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return e == INVALID ? BROKEN : e;
}

enum err dispatch_send(const struct conf *conf, struct arena *a, const char *id, int64_t version,
		       const struct account *sender, struct contract **c_r, struct unfit *u)
{
	struct contract *c;
	enum err e = ledger_load(conf, a, id, &c);
	u->why = UNFITS;
	if (e)
		return e;
	if (c->version != version || !contract_allows(c->state, DO_SEND))
		return CONFLICT;
	struct paper *bases = arena_new_array(a, struct paper, c->n_papers + 1);
	e = dispatch_fits(conf, c, u);
	for (size_t i = 0; !e && i < c->n_papers; i++)
		e = make_base(conf, c, i, &bases[i]);
	struct sending s = { sender, bases };
	return e ? e : ledger_change(conf, a, id, version, fix, &s, c_r);
}

enum err dispatch_rehearse(struct contract *c, const struct account *sender, int64_t now)
{
	struct arena *a = arena_new(0);
	struct change *ch = arena_alloc(a, sizeof *ch);
	struct sending s = { sender, NULL };
	enum err e = fix(c, now, ch, a, &s);
	arena_free(a);
	return e;
}
