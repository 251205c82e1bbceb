/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lists, judges, keeps. Knows no page. */
#include "office/batch.h"

#include "core/catalog.h"
#include "core/ledger.h"
#include "office/vault.h"

#include "base/file.h"
#include "base/hex.h"
#include "base/str.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PART 200
#define SWEEP (30 * DAY)

static const char *const words[] = { "untold", "good", "changed", "bad", "gone", "unclear" };
#define WORDS (sizeof words / sizeof *words)

const char *batch_word(enum batch_result r)
{
	return words[r];
}

const char *batch_risk_word(enum batch_risk r)
{
	static const char *const risks[] = { "", "ending", "unstamped" };
	return risks[r];
}

enum err batch_day(const char *text, int days, int64_t *t_r)
{
	struct civil c = { 0 };
	int end = -1;
	if (sscanf(text, "%4d-%2d-%2d%n", &c.year, &c.month, &c.day, &end) != 3 || text[end] ||
	    end != 10 || c.year < 1970 || c.year > 2200 || c.month < 1 || c.month > 12 || c.day < 1 ||
	    c.day > 31)
		return INVALID;
	*t_r = clock_from_jst(&c) + days * DAY;
	return OK;
}

/* --- what is kept ------------------------------------------------------------------------ */

static void kept_path(const struct conf *c, const unsigned char *sha, char out[PATH_MAX])
{
	char hex[65] = "";
	if (sha)
		hex_encode(sha, 32, hex);
	snprintf(out, PATH_MAX, "%s/work/batch%s%s", c->var, sha ? "/" : "", hex);
}

/* "TKB1 WORD LEVEL WHY CHECKED", - for nothing. */
static void recall(const struct conf *c, struct arena *a, int64_t fresh, struct batch_row *r)
{
	char path[PATH_MAX], word[16], level[8], why[40];
	long long checked;
	struct buf b;
	kept_path(c, r->sha, path);
	buf_init(&b, 200);
	r->level = r->why = "";
	if (!file_read(AT_FDCWD, path, &b) &&
	    sscanf(buf_text(&b), "TKB1 %15s %7s %39s %lld", word, level, why, &checked) == 4 &&
	    checked >= fresh && checked <= clock_now()) {
		for (size_t i = 1; i < WORDS; i++)
			if (str_eq(word, words[i]))
				r->result = (enum batch_result)i;
		r->level = str_eq(level, "-") ? "" : arena_str(a, level);
		r->why = str_eq(why, "-") ? "" : arena_str(a, why);
		r->checked = checked;
	}
	buf_clear(&b);
}

static enum err keep(const struct conf *c, const struct batch_row *r)
{
	char path[PATH_MAX], text[200];
	kept_path(c, r->sha, path);
	snprintf(text, sizeof text, "TKB1 %s %s %.39s %lld\n", words[r->result],
		 *r->level ? r->level : "-", *r->why ? r->why : "-", (long long)r->checked);
	return file_replace(AT_FDCWD, path, text, strlen(text), 0600);
}

static void sweep(const struct conf *c)
{
	char path[PATH_MAX];
	struct stat st;
	int64_t before = clock_now() - SWEEP;
	kept_path(c, NULL, path);
	DIR *d = opendir(path);
	for (struct dirent *e; d && (e = readdir(d));)
		if (e->d_name[0] != '.' && !fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) &&
		    S_ISREG(st.st_mode) && (int64_t)st.st_mtim.tv_sec * SECOND < before)
			unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
}

/* --- the list ---------------------------------------------------------------------------------- */

struct listed {
	const struct conf *conf;
	struct arena *a;
	int64_t since, until, fresh, now;
	bool only_risky;
	struct batch *b;
	size_t cap;
};

static enum batch_risk risk_of(const struct listed *l, const struct paper *f)
{
	if (!f->stamps)
		return RISK_UNSTAMPED;
	return l->now >= f->stamp_end - l->conf->renew_days * DAY ? RISK_ENDING : RISK_NONE;
}

static struct batch_row *new_row(struct listed *l)
{
	struct batch *b = l->b;
	if (b->n == l->cap) {
		struct batch_row *old = b->rows;
		l->cap = l->cap ? l->cap * 2 : 64;
		b->rows = arena_new_array(l->a, struct batch_row, l->cap);
		if (b->n)
			memcpy(b->rows, old, b->n * sizeof *old);
	}
	return &b->rows[b->n++];
}

static void count(struct batch *b, const struct batch_row *r)
{
	b->told += r->result != BATCH_UNTOLD;
	b->bad += r->result > BATCH_GOOD;
}

static void add_paper(struct listed *l, const struct contract *c, size_t i)
{
	const struct paper *f = &c->papers[i];
	enum batch_risk risk = risk_of(l, f);
	if (l->only_risky && !risk)
		return;
	struct batch_row *r = new_row(l);
	*r = (struct batch_row){
		.contract = arena_str(l->a, c->id),
		.document = arena_printf(l->a, "%s-%zu", c->id, i + 1),
		.title = arena_str(l->a, c->title),
		.name = arena_str(l->a, f->name),
		.counterparty = arena_str(l->a, c->counterparty),
		.concluded = c->concluded,
		.bytes = f->revision_bytes,
		.stamped = f->stamps ? f->stamped : 0,
		.stamp_end = f->stamps ? f->stamp_end : 0,
		.risk = risk,
	};
	memcpy(r->sha, f->revision, 32);
	recall(l->conf, l->a, l->fresh, r);
	count(l->b, r);
	l->b->risky += risk != RISK_NONE;
}

static enum err add_contract(struct listed *l, const char *id)
{
	struct arena *own = arena_new(0);
	struct contract *c;
	enum err e = ledger_load(l->conf, own, id, &c);
	if (!e && c->state == CONTRACT_CONCLUDED && c->concluded >= l->since && c->concluded < l->until)
		for (size_t i = 0; i < c->n_papers; i++)
			add_paper(l, c, i);
	arena_free(own);
	return e == MISSING ? OK : e;
}

static enum err everybodys(struct listed *l)
{
	char last[CONTRACT_ID + 1] = "";
	size_t n = PART;
	enum err e = OK;
	while (!e && n == PART) {
		struct arena *own = arena_new(0);
		const char **ids;
		e = catalog_all(l->conf, own, *last ? last : NULL, PART, &ids, &n);
		for (size_t i = 0; !e && i < n; i++)
			e = add_contract(l, ids[i]);
		if (!e && n)
			snprintf(last, sizeof last, "%s", ids[n - 1]);
		arena_free(own);
	}
	return e;
}

/* Newest change first; nothing is concluded after its last change. */
static enum err owners(struct listed *l, const char *owner)
{
	char last[SUMMARY_KEY] = "";
	struct listing rows = { .n = PART };
	bool more = true;
	enum err e = OK;
	while (!e && more && rows.n == PART) {
		struct arena *own = arena_new(0);
		e = catalog_list(l->conf, own, owner, FOLDER_DONE, *last ? last : NULL, PART, &rows);
		for (size_t i = 0; !e && more && i < rows.n; i++) {
			more = rows.rows[i].changed >= l->since;
			if (more)
				e = add_contract(l, rows.rows[i].id);
		}
		if (!e && rows.n)
			snprintf(last, sizeof last, "%s", rows.keys[rows.n - 1]);
		arena_free(own);
	}
	return e;
}

static int by_time(const void *a, const void *b)
{
	const struct batch_row *x = a, *y = b;
	if (x->concluded != y->concluded)
		return x->concluded < y->concluded ? -1 : 1;
	return strcmp(x->document, y->document);
}

enum err batch_list(const struct conf *c, struct arena *a, const char *owner, int64_t since,
		    int64_t until, int64_t fresh, bool only_risky, struct batch *r)
{
	struct listed l = { .conf = c, .a = a, .since = since, .until = until, .fresh = fresh,
			    .now = clock_now(), .only_risky = only_risky, .b = r };
	memset(r, 0, sizeof *r);
	enum err e = owner ? owners(&l, owner) : everybodys(&l);
	if (!e && r->n)
		qsort(r->rows, r->n, sizeof *r->rows, by_time);
	return e;
}

/* --- judging --------------------------------------------------------------------------------------- */

static enum batch_result result_of(const struct proof *p, const struct batch_row *r)
{
	if (memcmp(p->sha, r->sha, 32) || p->size != r->bytes)
		return BATCH_CHANGED;
	if (p->word == PROOF_UNCLEAR)
		return BATCH_UNCLEAR;
	/* "same" alone would say ok: here the signatures have to hold, too */
	return p->word == PROOF_OK && p->concluded && proof_valid(p) ? BATCH_GOOD : BATCH_BAD;
}

static enum err judge(const struct conf *c, struct arena *a, struct batch_row *r)
{
	struct arena *own = arena_new(0);
	struct proof p;
	int fd = -1;
	enum err e = vault_open(c, r->sha, &fd);
	r->checked = clock_now();
	r->level = r->why = "";
	if (e == MISSING) {
		r->result = BATCH_GONE;
		e = OK;
	} else if (!e) {
		e = proof_judge(c, own, fd, "", &p);
	}
	if (!e && fd >= 0) {
		r->result = result_of(&p, r);
		r->level = arena_str(a, p.level);
		r->why = arena_str(a, p.why);
	}
	if (fd >= 0)
		close(fd);
	arena_free(own);
	return e;
}

enum err batch_step(const struct conf *c, struct batch *b, struct arena *a, size_t most,
		    int64_t budget)
{
	char path[PATH_MAX];
	int lock = -1;
	kept_path(c, NULL, path);
	enum err e = file_mkdir(AT_FDCWD, path, 0700);
	snprintf(path + strlen(path), 8, ".lock");
	if (!e)
		e = file_open(AT_FDCWD, path, O_RDWR | O_CREAT, 0600, &lock);
	if (!e) /* one at a time: it takes the machine's time from those who agree */
		e = file_lock(lock, false, 2 * SECOND);
	int64_t end = clock_mono() + budget;
	for (size_t i = 0; !e && i < b->n && most && clock_mono() < end; i++) {
		struct batch_row *r = &b->rows[i];
		if (r->result != BATCH_UNTOLD)
			continue;
		most--;
		e = judge(c, a, r);
		if (!e)
			e = keep(c, r);
		count(b, r);
	}
	if (lock >= 0) {
		sweep(c);
		close(lock);
	}
	return e;
}
