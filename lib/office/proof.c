/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judging. Knows inspect's answer and the index of released files; parses no
 * PDF, and believes no text of the child's to be fit for showing. */
#include "office/proof.h"

#include "core/ledger.h"
#include "office/proof_keep.h"
#include "office/tool.h"

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "port/digest.h"
#include "port/unicode.h"

#include <stddef.h>
#include <string.h>

#define LINE 20000

const char *proof_text(enum proof_word w)
{
	static const char *const words[] = { "ok",	"stage",   "bad",	 "none",
					     "unknown", "foreign", "unreadable", "unclear" };
	return words[w];
}

/* --- reading inspect's answer ---------------------------------------------------------- */

enum fact_type { FACT_TEXT, FACT_NUMBER, FACT_FLAG };

struct fact {
	const char *key;
	enum fact_type type;
	size_t at;
};

static const struct fact version_facts[] = {
#define FACT(key, type) { #key, type, offsetof(struct proof_version, key) }
	FACT(length, FACT_NUMBER),     FACT(time, FACT_NUMBER),	    FACT(not_before, FACT_NUMBER),
	FACT(not_after, FACT_NUMBER),  FACT(stamp, FACT_NUMBER),    FACT(field, FACT_TEXT),
	FACT(kind, FACT_TEXT),	       FACT(name, FACT_TEXT),	    FACT(reason, FACT_TEXT),
	FACT(subject, FACT_TEXT),      FACT(issuer, FACT_TEXT),	    FACT(serial, FACT_TEXT),
	FACT(usage, FACT_TEXT),	       FACT(why, FACT_TEXT),	    FACT(stamp_why, FACT_TEXT),
	FACT(tsa, FACT_TEXT),	       FACT(valid, FACT_FLAG),	    FACT(changed, FACT_FLAG),
	FACT(stamp_valid, FACT_FLAG),  FACT(ltv, FACT_FLAG),	    FACT(stamp_ltv, FACT_FLAG),
	FACT(tsa_issuer, FACT_TEXT),   FACT(tsa_serial, FACT_TEXT),
	FACT(tsa_not_before, FACT_NUMBER), FACT(tsa_not_after, FACT_NUMBER),
#undef FACT
	{ 0 },
};

static const struct fact foreign_facts[] = {
#define FACT(key, type, at) { "foreign_" key, type, offsetof(struct proof_foreign, at) }
	FACT("form", FACT_FLAG, form),	     FACT("holds", FACT_TEXT, holds),
	FACT("stamp", FACT_FLAG, stamp),     FACT("subject", FACT_TEXT, subject),
	FACT("issuer", FACT_TEXT, issuer),   FACT("from", FACT_NUMBER, not_before),
	FACT("to", FACT_NUMBER, not_after),
#undef FACT
	{ 0 },
};

/* Strangers' words: no control, bidi or invisible characters. */
static const char *clean(struct arena *a, struct bytes v)
{
	struct buf b;
	const char *s = "";
	buf_init(&b, LINE);
	if (v.n && v.n < LINE / 2 && str_is_xml_text(v.p, v.n) &&
	    !unicode_clean(arena_strn(a, v.p, v.n), 0, &b))
		s = arena_strn(a, b.n ? (const void *)b.p : "", b.n);
	buf_clear(&b);
	return s;
}

static int64_t number_of(struct bytes v)
{
	char s[24];
	int64_t n = 0;
	if (!v.n || v.n >= sizeof s)
		return 0;
	memcpy(s, v.p, v.n);
	s[v.n] = 0;
	return str_to_int(s, INT64_MIN, INT64_MAX, &n) ? 0 : n;
}

static bool is_key(struct bytes k, const char *key)
{
	return k.n == strlen(key) && !memcmp(k.p, key, k.n);
}

static void put_fact(const struct fact *f, void *obj, struct arena *a, struct bytes k,
		     struct bytes value)
{
	for (; f->key; f++) {
		char *at = (char *)obj + f->at;
		if (!is_key(k, f->key))
			continue;
		if (f->type == FACT_TEXT)
			*(const char **)at = clean(a, value);
		else if (f->type == FACT_NUMBER)
			*(int64_t *)at = number_of(value);
		else
			*(bool *)at = number_of(value) == 1;
	}
}

/* No text is NULL afterwards. */
static void blank(const struct fact *f, void *obj)
{
	for (; f->key; f++)
		if (f->type == FACT_TEXT)
			*(const char **)((char *)obj + f->at) = "";
}

static void put_path(const char **path, size_t *n, struct arena *a, struct bytes name)
{
	if (*n < PROOF_PATH)
		path[(*n)++] = clean(a, name);
}

static void read_versions(struct proof *p, struct arena *a, const struct msg *m)
{
	struct bytes k, value;
	struct proof_version *v = NULL;
	int64_t told = 0;
	if (msg_geti(m, "versions", 0, PROOF_VERSIONS, &told))
		told = 0;
	struct proof_input *in = arena_new_array(a, struct proof_input, PROOF_INPUTS), *end = in;
	p->versions = arena_new_array(a, struct proof_version, (size_t)told + 1);
	for (size_t at = 0; msg_next(m, &at, &k, &value);) {
		if (is_key(k, "version")) {
			if ((int64_t)p->n == told)
				return;
			v = &p->versions[p->n++];
			blank(version_facts, v);
			v->number = number_of(value);
			continue;
		}
		if (!v)
			continue;
		if (is_key(k, "fields") && end < in + PROOF_INPUTS) {
			v->inputs = v->n_inputs++ ? v->inputs : end;
			*end++ = (struct proof_input){ clean(a, value), "" };
		}
		if (is_key(k, "label") && v->n_inputs)
			end[-1].label = clean(a, value);
		put_fact(version_facts, v, a, k, value);
		v->stamped |= is_key(k, "stamp");
		if (is_key(k, "path"))
			put_path(v->path, &v->n_path, a, value);
		if (is_key(k, "tsa_path"))
			put_path(v->tsa_path, &v->n_tsa_path, a, value);
	}
}

static void read_foreign(struct proof *p, struct arena *a, const struct msg *m)
{
	struct bytes k, value;
	struct proof_foreign *f = NULL;
	p->foreign = arena_new_array(a, struct proof_foreign, PROOF_FOREIGN_MAX);
	for (size_t at = 0; msg_next(m, &at, &k, &value);) {
		if (is_key(k, "foreign") && p->n_foreign == PROOF_FOREIGN_MAX)
			return;
		if (is_key(k, "foreign")) {
			f = &p->foreign[p->n_foreign++];
			blank(foreign_facts, f);
			f->covers = number_of(value);
		} else if (f) {
			put_fact(foreign_facts, f, a, k, value);
		}
	}
}

/* --- the word ---------------------------------------------------------------------------- */

bool proof_valid(const struct proof *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!p->versions[i].valid ||
		    (p->versions[i].stamped && !p->versions[i].stamp_valid))
			return false;
	return p->n > 0 && p->whole;
}

/* A stamp that this site has no roots for is told as such, and breaks nothing. */
static bool holds(const struct proof_version *v)
{
	bool untold = v->stamped && str_eq(v->stamp_why, "no_roots");
	return (v->valid || (untold && str_eq(v->kind, "dts"))) &&
	       (!v->stamped || v->stamp_valid || untold);
}

/* Versions as they must stand: counted from 1, each longer than the one before,
 * within the file. Anything else would be a mistake of inspect's. */
static bool in_order(const struct proof *p)
{
	int64_t end = 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct proof_version *v = &p->versions[i];
		if (v->number != (int64_t)i + 1 || v->length <= end || v->length > p->size)
			return false;
		end = v->length;
	}
	return true;
}

static enum proof_word word_of(const struct proof *p, const char *verdict, bool sound,
			       bool strange)
{
	if (str_eq(verdict, "good") && p->whole && p->n && sound)
		return p->concluded ? PROOF_OK : PROOF_STAGE;
	if (str_eq(verdict, "unsigned"))
		return PROOF_NONE;
	if (str_eq(verdict, "unreadable"))
		return PROOF_UNREADABLE;
	if (!str_eq(verdict, "foreign"))
		return PROOF_BAD;
	if (!p->n) /* a place for a signature is none */
		return p->n_foreign ? PROOF_FOREIGN : PROOF_NONE;
	return p->whole && strange ? PROOF_UNKNOWN : PROOF_BAD;
}

enum err proof_read(struct arena *a, const struct msg *m, struct proof *p)
{
	char verdict[20], why[40], level[8], error[20];
	int64_t end = 0;
	if (!msg_text(m, "error", error, sizeof error)) {
		if (!str_eq(error, "retry"))
			return BROKEN;
		p->word = PROOF_UNCLEAR;
		return OK;
	}
	if (msg_text(m, "verdict", verdict, sizeof verdict) || msg_text(m, "why", why, sizeof why) ||
	    msg_geti(m, "end", 0, p->size, &end))
		return BROKEN;
	if (msg_geti(m, "slots", 0, PROOF_VERSIONS, &p->slots))
		p->slots = 0;
	p->why = arena_str(a, why);
	p->level = msg_text(m, "level", level, sizeof level) ? "" : arena_str(a, level);
	read_versions(p, a, m);
	read_foreign(p, a, m);
	if (!in_order(p))
		return BROKEN;
	bool sound = true, strange = p->n > 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct proof_version *v = &p->versions[i];
		sound = sound && holds(v);
		strange = strange && (holds(v) || str_eq(v->why, "not_trusted"));
		p->concluded |= sound && str_eq(v->kind, "conclude");
	}
	p->whole = p->n && end == p->size;
	p->word = word_of(p, verdict, sound, strange);
	if (p->same)
		p->word = PROOF_OK;
	return OK;
}

/* --- asking -------------------------------------------------------------------------------- */

enum err proof_ask(const struct conf *c, struct arena *a, int fd, const char *name,
		   struct proof *p, struct msg *answer)
{
	memset(p, 0, sizeof *p);
	p->name = name;
	p->document = p->why = p->level = "";
	p->checked = clock_now();
	p->size = file_size(fd);
	if (p->size < 0 || digest_file(fd, p->size, p->sha))
		return BROKEN;
	enum err e = ledger_released(c, a, p->sha, &p->document);
	if (e && e != MISSING)
		return e;
	p->same = e == OK;
	e = tool_examine(c, a, fd, answer);
	if (e) { /* a file that kills or stalls its child is a verdict about the file */
		log_line("proof.unclear", "error=%s bytes=%lld", err_word(e), (long long)p->size);
		msg_clear(answer);
		msg_puts(answer, "error", err_word(RETRY));
	}
	e = proof_read(a, answer, p);
	if (e)
		log_line("proof.broken", "inspect cannot judge here");
	return e;
}

enum err proof_judge(const struct conf *c, struct arena *a, int fd, const char *name,
		     struct proof *r)
{
	struct msg answer;
	msg_init(&answer, PROOF_ANSWER);
	enum err e = proof_ask(c, a, fd, name, r, &answer);
	msg_clear(&answer);
	return e;
}
