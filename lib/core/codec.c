/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The tables of columns of a contract record. */
#include "core/codec.h"

#include "core/record.h"

#include "base/str.h"

#include <string.h>

static const char *const party_words[] = { "waits",  "invited",	"opened",
					   "agreed", "declined", NULL };
static const char *const forward_words[] = { "no", "domain", "anyone", NULL };
static const char *const lang_words[] = { "ja", "en", NULL };

#define C(type, m, t, w) { #m, t, offsetof(struct type, m), w }
#define TEXT(type, m) C(type, m, COLUMN_TEXT, NULL)
#define NUMBER(type, m) C(type, m, COLUMN_NUMBER, NULL)
#define TIME(type, m) C(type, m, COLUMN_TIME, NULL)
#define HASH(type, m) C(type, m, COLUMN_HASH, NULL)
#define FLAG(type, m) C(type, m, COLUMN_FLAG, NULL)
#define WORD(type, m, w) C(type, m, COLUMN_WORD, w)

static const struct column contract_columns[] = {
	TEXT(contract, id),	    NUMBER(contract, version), WORD(contract, state, contract_state_words),
	TEXT(contract, owner),	    TEXT(contract, title),     TEXT(contract, counterparty),
	TEXT(contract, name),	    TEXT(contract, company),   TEXT(contract, mail),
	WORD(contract, lang, lang_words),		       TIME(contract, created),
	TIME(contract, changed),    TIME(contract, sent),      TIME(contract, concluding),
	TIME(contract, concluded),  TEXT(contract, reason),    TIME(contract, closed),
	TEXT(contract, why),
	NUMBER(contract, sender_key_version),		       HASH(contract, sender_random),
	HASH(contract, send_binds), NUMBER(contract, events),  HASH(contract, head),
	NUMBER(contract, kept_fields), NUMBER(contract, kept_moves),
	NUMBER(contract, kept_questions), NUMBER(contract, remind_first),
	NUMBER(contract, remind_every), FLAG(contract, tell_agreed),
};
static const struct column paper_columns[] = {
	TEXT(paper, name),	 HASH(paper, upload),	  HASH(paper, clean),
	NUMBER(paper, clean_bytes), HASH(paper, base),	  NUMBER(paper, base_bytes),
	NUMBER(paper, pages),	 FLAG(paper, repaired),	  TEXT(paper, removed),
	NUMBER(paper, version),	 HASH(paper, revision),	  NUMBER(paper, revision_bytes),
	NUMBER(paper, stamps),	 TIME(paper, stamped),	  TIME(paper, stamp_end),
	HASH(paper, stage.sealed), TEXT(paper, stage.sealed_by),
	HASH(paper, stage.stored), TIME(paper, stage.stored_at),
	TEXT(paper, notes),	 FLAG(paper, flattened),  FLAG(paper, confirmed),
};
static const struct column party_columns[] = {
	WORD(party, state, party_words),
	TEXT(party, mail),	    TEXT(party, name),	      TEXT(party, company),
	TEXT(party, post),	    WORD(party, lang, lang_words),
	WORD(party, forward, forward_words),		      FLAG(party, is_sender),
	NUMBER(party, due_days),    TIME(party, due_set),     FLAG(party, has_code),
	HASH(party, code_salt),	    HASH(party, code_hash),   NUMBER(party, code_tries),
	TIME(party, code_locked),   NUMBER(party, generation), NUMBER(party, key_version),
	HASH(party, random),	    TIME(party, invited),     TIME(party, due),
	TIME(party, opened),	    TIME(party, acted),	      TIME(party, expiry_told),
	TIME(party, reminded),	    TIME(party, linked),
	TEXT(party, from_mail),	    TEXT(party, from_name),
	TEXT(party, from_company),  NUMBER(party, forwards),  TIME(party, forwarded),
	TEXT(party, terms_version), HASH(party, terms_hash),  NUMBER(party, methods),
	HASH(party, binds),	    NUMBER(party, bound),     FLAG(party, authority),
	FLAG(party, one_time),
	FLAG(party, authorised),    TEXT(party, approval),    TEXT(party, first_mail),
	TEXT(party, said_name),	    TEXT(party, said_company), TEXT(party, said_post),
	TIME(party, later),	    TEXT(party, later_note),  TIME(party, reported),
	NUMBER(party, once_serial), TIME(party, once_until),  NUMBER(party, once_tries),
	TIME(party, copied),
	TIME(party, due_told),	    TIME(party, mailed),      TIME(party, bounced),
	TEXT(party, letter),	    TEXT(party, bounce),
};
static const struct column viewer_columns[] = {
	TEXT(viewer, mail), TEXT(viewer, name), TEXT(viewer, company),
	WORD(viewer, lang, lang_words), NUMBER(viewer, key_version), HASH(viewer, random),
	TIME(viewer, bounced),
	NUMBER(viewer, by), TEXT(viewer, by_mail), TIME(viewer, copied),
};
static const char *const kind_words[] = { "text",  "lines",  "date", "check",
					  "round", "square", "oval", NULL };
static const struct column field_columns[] = {
	WORD(field, kind, kind_words), NUMBER(field, paper), NUMBER(field, page),
	NUMBER(field, x),  NUMBER(field, y),    NUMBER(field, w),   NUMBER(field, h),
	NUMBER(field, slot), TEXT(field, label), TEXT(field, hint), FLAG(field, required),
	NUMBER(field, max), NUMBER(field, size), TEXT(field, value),
};
static const char *const move_words[] = { "forward", "undo", "correction", NULL };
static const struct column move_columns[] = {
	NUMBER(move, slot), NUMBER(move, generation), WORD(move, kind, move_words),
	TIME(move, time),   TEXT(move, mail),	      TEXT(move, name),
	TEXT(move, company), TEXT(move, post),	      TEXT(move, message),
	TEXT(move, said_name), TEXT(move, said_company), TEXT(move, said_post),
};
static const char *const why_words[] = { "ask", "time", "again", NULL };
static const struct column question_columns[] = {
	NUMBER(question, slot), WORD(question, why, why_words), TIME(question, asked),
	TEXT(question, mail),	TEXT(question, name),		TEXT(question, text),
	TIME(question, answered), TEXT(question, answer),
};
#define N(t) (sizeof t / sizeof *t)

void codec_blank(struct contract *c)
{
	memset(c, 0, sizeof *c);
	record_blank(contract_columns, N(contract_columns), c);
	c->message = "";
}

/* Arrays grow by doubling inside the arena; n is the count so far. */
static void *grown(struct arena *a, void *old, size_t n, size_t size)
{
	if (n && (n & (n - 1)))
		return old; /* room is left up to the next power of two */
	char *p = arena_alloc_array(a, n ? n * 2 : 1, size);
	if (n)
		memcpy(p, old, n * size);
	return p;
}

struct paper *codec_add_paper(struct contract *c, struct arena *a)
{
	c->papers = grown(a, c->papers, c->n_papers, sizeof *c->papers);
	struct paper *p = &c->papers[c->n_papers++];
	memset(p, 0, sizeof *p);
	record_blank(paper_columns, N(paper_columns), p);
	return p;
}

struct party *codec_add_party(struct contract *c, struct arena *a)
{
	c->parties = grown(a, c->parties, c->n_parties, sizeof *c->parties);
	struct party *p = &c->parties[c->n_parties++];
	memset(p, 0, sizeof *p);
	record_blank(party_columns, N(party_columns), p);
	return p;
}

struct viewer *codec_add_viewer(struct contract *c, struct arena *a)
{
	c->viewers = grown(a, c->viewers, c->n_viewers, sizeof *c->viewers);
	struct viewer *p = &c->viewers[c->n_viewers++];
	memset(p, 0, sizeof *p);
	record_blank(viewer_columns, N(viewer_columns), p);
	return p;
}

struct move *codec_add_move(struct contract *c, struct arena *a)
{
	c->moves = grown(a, c->moves, c->n_moves, sizeof *c->moves);
	struct move *m = &c->moves[c->n_moves++];
	memset(m, 0, sizeof *m);
	record_blank(move_columns, N(move_columns), m);
	return m;
}

struct question *codec_add_question(struct contract *c, struct arena *a)
{
	c->questions = grown(a, c->questions, c->n_questions, sizeof *c->questions);
	struct question *q = &c->questions[c->n_questions++];
	memset(q, 0, sizeof *q);
	record_blank(question_columns, N(question_columns), q);
	return q;
}

struct field *codec_add_field(struct contract *c, struct arena *a)
{
	c->fields = grown(a, c->fields, c->n_fields, sizeof *c->fields);
	struct field *f = &c->fields[c->n_fields++];
	memset(f, 0, sizeof *f);
	record_blank(field_columns, N(field_columns), f);
	return f;
}

/* ---- what lies under keys of its own ---- */

static const struct part {
	const char *word, *section;
	const struct column *table;
	size_t n, size, max;
} parts[PARTS] = {
	[PART_FIELDS] = { "fields", "[field]", field_columns, N(field_columns),
			  sizeof(struct field), FIELDS },
	[PART_MOVES] = { "moves", "[move]", move_columns, N(move_columns), sizeof(struct move),
			 MOVES },
	[PART_QUESTIONS] = { "questions", "[question]", question_columns, N(question_columns),
			     sizeof(struct question), QUESTIONS },
};

const char *codec_part_word(enum codec_part k)
{
	return parts[k].word;
}

size_t codec_part_count(const struct contract *c, enum codec_part k)
{
	return k == PART_FIELDS ? c->n_fields : k == PART_MOVES ? c->n_moves : c->n_questions;
}

void codec_write_part(const struct contract *c, enum codec_part k, struct buf *out)
{
	const struct part *p = &parts[k];
	const void *const all[PARTS] = { c->fields, c->moves, c->questions };
	buf_printf(out, "%s 1\n", p->word);
	for (size_t i = 0; i < codec_part_count(c, k); i++) {
		buf_printf(out, "%s\n", p->section);
		record_format(p->table, p->n, (const char *)all[k] + i * p->size, out);
	}
}

static void *add_one(struct contract *c, struct arena *a, enum codec_part k)
{
	return k == PART_FIELDS  ? (void *)codec_add_field(c, a)
	       : k == PART_MOVES ? (void *)codec_add_move(c, a)
				 : (void *)codec_add_question(c, a);
}

enum err codec_read_part(struct bytes src, struct arena *a, struct contract *c, enum codec_part k)
{
	struct record r = { (const char *)src.p, (const char *)src.p + src.n, a };
	const struct part *p = &parts[k];
	const char *name, *value;
	bool bad = false;
	void *one = NULL;
	*(k == PART_FIELDS ? &c->n_fields : k == PART_MOVES ? &c->n_moves : &c->n_questions) = 0;
	if (!record_line(&r, &name, &value, &bad) || !str_eq(name, p->word) || !str_eq(value, "1"))
		return BROKEN;
	while (record_line(&r, &name, &value, &bad)) {
		if (str_eq(name, p->section) && codec_part_count(c, k) < p->max)
			one = add_one(c, a, k);
		else if (!one || record_set(p->table, p->n, one, name, value, a))
			return BROKEN;
	}
	return bad ? BROKEN : OK;
}

void codec_write(const struct contract *c, struct buf *out)
{
	buf_str(out, "contract 1\n");
	record_format(contract_columns, N(contract_columns), c, out);
	for (size_t i = 0; i < c->n_papers; i++) {
		buf_str(out, "[file]\n");
		record_format(paper_columns, N(paper_columns), &c->papers[i], out);
	}
	for (size_t i = 0; i < c->n_parties; i++) {
		buf_str(out, "[party]\n");
		record_format(party_columns, N(party_columns), &c->parties[i], out);
	}
	for (size_t i = 0; i < c->n_viewers; i++) {
		buf_str(out, "[viewer]\n");
		record_format(viewer_columns, N(viewer_columns), &c->viewers[i], out);
	}
}

struct section {
	const struct column *table;
	size_t n;
	void *obj;
};

static bool open_section(struct contract *c, struct arena *a, const char *name, struct section *s)
{
	if (str_eq(name, "[file]") && c->n_papers < CONTRACT_FILES)
		*s = (struct section){ paper_columns, N(paper_columns), codec_add_paper(c, a) };
	else if (str_eq(name, "[party]") && c->n_parties < ACT_SLOTS)
		*s = (struct section){ party_columns, N(party_columns), codec_add_party(c, a) };
	else if (str_eq(name, "[viewer]") && c->n_viewers < ACT_SLOTS)
		*s = (struct section){ viewer_columns, N(viewer_columns), codec_add_viewer(c, a) };
	else
		return false;
	return true;
}

enum err codec_read(struct bytes src, struct arena *a, struct contract *c)
{
	struct record r = { (const char *)src.p, (const char *)src.p + src.n, a };
	const char *name, *value;
	bool bad = false;
	codec_blank(c);
	if (!record_line(&r, &name, &value, &bad) || !str_eq(name, "contract") ||
	    !str_eq(value, "1"))
		return BROKEN;
	struct section s = { contract_columns, N(contract_columns), c };
	while (record_line(&r, &name, &value, &bad)) {
		if (*name == '[' ? !open_section(c, a, name, &s)
				 : record_set(s.table, s.n, s.obj, name, value, a) != OK)
			return BROKEN;
	}
	return bad ? BROKEN : OK;
}
