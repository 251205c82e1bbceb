/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table of permitted changes. Knows the shapes that our signing writes;
 * must not know the writer's code, nor anything of cryptography. */
#include "pdf/changes.h"

#include "pdf/compare.h"
#include "pdf/epilogue.h"
#include "pdf/filled.h"

#include <stdio.h>
#include <string.h>

/* What version 1 declares: filling in and signing only (ISO 32000-1 §12.8.2.2). */
#define CERTIFIES                                                                                  \
	"[<</Type /SigRef /TransformMethod /DocMDP "                                               \
	"/TransformParams <</Type /TransformParams /P 2 /V /1.2>>>>]"
#define REVISION_MOST 4096 /* objects; ours writes far fewer */

/* --- the signature dictionary ------------------------------------------------------- */

struct reading {
	struct walk w;
	bool good;
};

/* The next entry has this key; its value. */
static struct value next(struct reading *r, const char *key)
{
	struct value k, v = { .kind = VALUE_NULL };
	if (r->good)
		r->good = walk_next(&r->w, &k, &v) && compare_spelled(&k, key);
	return v;
}

static void next_is(struct reading *r, const char *key, const char *text)
{
	struct value v = next(r, key);
	r->good = r->good && compare_spelled(&v, text);
}

static struct value next_string(struct reading *r, const char *key)
{
	struct value v = next(r, key);
	r->good = r->good && v.kind == VALUE_STRING;
	return v;
}

/* Our signer prints exactly these, in this order (pdf/sigdict). */
static bool read_signature(const struct value *dict, const char *reference, struct step *s)
{
	struct reading r = { .good = dict->kind == VALUE_DICT };
	struct value extra;
	walk_init(&r.w, dict);
	next_is(&r, "/Type", "/Sig");
	next_is(&r, "/Filter", "/Adobe.PPKLite");
	next_is(&r, "/SubFilter", "/ETSI.CAdES.detached");
	s->m = next_string(&r, "/M");
	s->name = next_string(&r, "/Name");
	s->reason = next_string(&r, "/Reason");
	if (*reference)
		next_is(&r, "/Reference", reference);
	s->range = next(&r, "/ByteRange");
	s->contents = next_string(&r, "/Contents");
	return r.good && !walk_next(&r.w, &extra, &extra);
}

/* From 0 to the end with only the gap left out; the gap nothing but digits. */
static bool covers(const struct history *h, size_t i, const struct step *s)
{
	const struct value *range = &s->range, *gap = &s->contents;
	struct walk w;
	struct value v;
	char text[24];
	size_t at = (size_t)(gap->src.p - h->file.p), end = h->revisions[i].end;
	const size_t want[4] = { 0, at, at + gap->src.n, end - at - gap->src.n };
	walk_init(&w, range);
	for (int k = 0; k < 4; k++) {
		snprintf(text, sizeof text, "%zu", want[k]);
		if (!walk_next(&w, NULL, &v) || v.kind != VALUE_INT || !compare_spelled(&v, text))
			return false;
	}
	if (range->kind != VALUE_ARRAY || walk_next(&w, NULL, &v) || gap->src.n % 2 ||
	    gap->src.n < 4 || gap->src.p[0] != '<')
		return false;
	for (size_t k = 1; k + 1 < gap->src.n; k++)
		if (lex_hex_digit(gap->src.p[k]) < 0)
			return false;
	return true;
}

/* --- steps ----------------------------------------------------------------------------- */

/* /Perms /DocMDP (§12.8.4) is all that the catalog gains. */
static bool certified(const struct history *h, size_t i, uint32_t signature)
{
	const struct history_object *catalog = compare_find(&h->revisions[i], history_root(h));
	const struct history_object *old = history_object(h, i - 1, history_root(h));
	struct value perms, key, v;
	struct walk w;
	if (!catalog || catalog->stream.p ||
	    !compare_grown_by(&old->value, &catalog->value, "/Perms", &perms))
		return false;
	walk_init(&w, &perms);
	return perms.kind == VALUE_DICT && walk_next(&w, &key, &v) &&
	       compare_spelled(&key, "/DocMDP") && compare_is_ref(&v, signature) &&
	       !walk_next(&w, &key, &v);
}

/* A signing step writes the signature field, its new dictionary, the input fields
 * that it locks with what they look like, for version 1 the catalog, and nothing
 * else. The dictionary has the first new number. */
static enum err signing(const struct history *h, const struct walked *w, size_t i, struct step *s,
			const char **why_r)
{
	const struct basis *b = &w->base;
	const struct history_revision *r = &h->revisions[i];
	uint32_t fresh = h->revisions[i - 1].size, slot = b->number[i - 1];
	const struct history_object *field = compare_find(r, slot), *dict = compare_find(r, fresh);
	bool first = s->kind == STEP_CERTIFY;
	char reference[FILLED_LIST];
	size_t inputs;
	struct value v;
	*why_r = "kinds";
	if (r->count > REVISION_MOST || !field || !dict || field->stream.p || dict->stream.p)
		return INVALID;
	*why_r = "field";
	const struct history_object *old = history_object(h, i - 1, slot);
	if (!compare_grown_by(&old->value, &field->value, "/V", &v) || !compare_is_ref(&v, fresh))
		return INVALID;
	*why_r = "catalog";
	if (first && !certified(h, i, fresh))
		return INVALID;
	if (filled_judge(w->arena, h, b, i, s->slot, fresh + 1, &inputs, why_r))
		return INVALID;
	*why_r = "kinds";
	if (r->count != 2 + first + inputs)
		return INVALID;
	*why_r = "dictionary";
	filled_reference(b, s->slot, history_root(h), reference);
	if (!read_signature(&dict->value, first ? CERTIFIES : reference, s))
		return INVALID;
	*why_r = "range";
	if (!covers(h, i, s))
		return INVALID;
	*why_r = NULL;
	return OK;
}

/* Behind the last signature: validation data and document time stamps, never
 * two stores in a row. */
static enum err after(const struct history *h, struct walked *t, size_t i, struct step *s,
		      const char **why_r)
{
	s->kind = epilogue_kind(h, i);
	*why_r = "order";
	if (s->kind == STEP_DSS)
		return t->last == STEP_DSS ? INVALID : epilogue_dss(h, i, why_r);
	if (t->stamps == CHANGES_STAMPS)
		return INVALID;
	snprintf(s->field, sizeof s->field, "Dts%02u", (unsigned)(t->stamps + 1) % 100);
	enum err e = epilogue_dts(h, t->base.page, i, s, why_r);
	if (!e && !covers(h, i, s)) {
		*why_r = "range";
		e = INVALID;
	}
	t->stamps += !e;
	return e;
}

enum err changes_step(const struct history *h, struct walked *w, size_t i, struct step *s,
		      const char **why_r)
{
	memset(s, 0, sizeof *s);
	enum err e;
	if (i > w->base.count) {
		e = after(h, w, i, s, why_r);
	} else {
		s->kind = i == 1 ? STEP_CERTIFY : i == w->base.count ? STEP_CONCLUDE : STEP_SIGN;
		s->slot = i;
		basis_name(s->field, i, w->base.count);
		e = signing(h, w, i, s, why_r);
	}
	w->last = s->kind;
	return e;
}

const char *step_word(enum step_kind k)
{
	static const char *const words[] = { "certify", "sign", "conclude", "dss", "dts" };
	return words[k];
}
