/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judging. Knows inspect's answer and the index of released files; parses no
 * PDF, and believes no text of the child's to be fit for showing. */
#include "core/proof.h"

#include "core/ledger.h"
#include "core/proof_keep.h"
#include "core/tool.h"

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

static const struct fact {
	const char *key;
	enum fact_type type;
	size_t at;
} facts[] = {
#define FACT(key, type) { #key, type, offsetof(struct proof_version, key) }
	FACT(length, FACT_NUMBER),     FACT(time, FACT_NUMBER),	    FACT(not_before, FACT_NUMBER),
	FACT(not_after, FACT_NUMBER),  FACT(stamp, FACT_NUMBER),    FACT(field, FACT_TEXT),
	FACT(kind, FACT_TEXT),	       FACT(name, FACT_TEXT),	    FACT(reason, FACT_TEXT),
	FACT(subject, FACT_TEXT),      FACT(issuer, FACT_TEXT),	    FACT(serial, FACT_TEXT),
	FACT(usage, FACT_TEXT),	       FACT(why, FACT_TEXT),	    FACT(stamp_why, FACT_TEXT),
	FACT(tsa, FACT_TEXT),	       FACT(valid, FACT_FLAG),	    FACT(changed, FACT_FLAG),
	FACT(stamp_valid, FACT_FLAG),  FACT(ltv, FACT_FLAG),
#undef FACT
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

static void put_fact(struct proof_version *v, struct arena *a, struct bytes k, struct bytes value)
{
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		char *at = (char *)v + facts[i].at;
		if (!is_key(k, facts[i].key))
			continue;
		if (facts[i].type == FACT_TEXT)
			*(const char **)at = clean(a, value);
		else if (facts[i].type == FACT_NUMBER)
			*(int64_t *)at = number_of(value);
		else
			*(bool *)at = number_of(value) == 1;
	}
	if (is_key(k, "stamp"))
		v->stamped = true;
	if (is_key(k, "path") && v->n_path < PROOF_PATH)
		v->path[v->n_path++] = clean(a, value);
}

static void read_versions(struct proof *p, struct arena *a, const struct msg *m)
{
	struct bytes k, value;
	struct proof_version *v = NULL;
	int64_t told = 0;
	if (msg_geti(m, "versions", 0, PROOF_VERSIONS, &told))
		told = 0;
	p->versions = arena_new_array(a, struct proof_version, (size_t)told + 1);
	for (size_t at = 0; msg_next(m, &at, &k, &value);) {
		if (is_key(k, "version")) {
			if ((int64_t)p->n == told)
				return;
			v = &p->versions[p->n++];
			v->field = v->kind = v->name = v->reason = v->subject = v->issuer = "";
			v->serial = v->usage = v->why = v->stamp_why = v->tsa = "";
			v->number = number_of(value);
		} else if (v) {
			put_fact(v, a, k, value);
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

static enum proof_word word_of(const struct proof *p, const char *verdict, bool strange)
{
	if (str_eq(verdict, "good") && p->whole && p->n && proof_valid(p))
		return p->concluded ? PROOF_OK : PROOF_STAGE;
	if (str_eq(verdict, "unsigned"))
		return PROOF_NONE;
	if (str_eq(verdict, "unreadable"))
		return PROOF_UNREADABLE;
	if (!str_eq(verdict, "foreign"))
		return PROOF_BAD;
	if (!p->n)
		return PROOF_FOREIGN;
	return p->whole && strange ? PROOF_UNKNOWN : PROOF_BAD;
}

enum err proof_read(struct arena *a, const struct msg *m, struct proof *p)
{
	char verdict[20], why[40], error[20];
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
	read_versions(p, a, m);
	if (!in_order(p))
		return BROKEN;
	bool holds = true, strange = p->n > 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct proof_version *v = &p->versions[i];
		holds = holds && v->valid && (!v->stamped || v->stamp_valid);
		strange = strange && (v->valid || str_eq(v->why, "not_trusted"));
		p->concluded |= holds && str_eq(v->kind, "conclude");
	}
	p->whole = p->n && end == p->size;
	p->word = word_of(p, verdict, strange);
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
	p->document = p->why = "";
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
