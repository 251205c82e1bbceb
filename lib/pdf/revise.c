/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Signing revisions. Knows slots and the signature dictionary's place; must
 * not know keys, nor what CMS contains beyond its length. */
#include "pdf/revise.h"

#include "pdf/der.h"
#include "pdf/pages.h"
#include "port/digest.h"

#include <stdio.h>
#include <string.h>

/* The signature before must stand in the file: this revision signs its bytes. */
static bool filled(const struct pdf *p, const struct slot *s)
{
	struct object o;
	struct value v;
	if (pdf_object(p, s->signature, &o) || value_get(&o.value, "Contents", &v) ||
	    v.kind != VALUE_STRING || v.src.p[0] != '<')
		return false;
	for (size_t i = 1; i + 1 < v.src.n; i++)
		if (v.src.p[i] != '0')
			return true;
	return false;
}

static const char *fits_first(struct arena *a, const struct pdf *p, const struct act *act)
{
	unsigned char sum[SHA256_SIZE];
	uint32_t *page;
	size_t pages;
	struct bytes file = pdf_bytes(p);
	digest_sha256(file.p, file.n, sum);
	if (memcmp(sum, act->base, sizeof sum))
		return "base";
	if (pages_list(a, p, &page, &pages) || pages != (size_t)act->pages)
		return "pages";
	return NULL;
}

static enum err fits(struct arena *a, const struct pdf *p, const struct act *act,
		     struct slot **slot_r, const char **why_r)
{
	size_t count, done, version = (size_t)act->version;
	*why_r = "trailer";
	if (!pdf_plain_trailers(p))
		return INVALID;
	*why_r = "loose";
	if (!pdf_tight(p))
		return INVALID;
	*why_r = "form";
	if (slots_open(a, p, slot_r, &count, &done))
		return INVALID;
	bool last = act->kind == ACT_CONCLUDE;
	if (version > count || last != (version == count) ||
	    ((last || act->kind == ACT_FIX) && (size_t)act->parties + 3 != count))
		return INVALID;
	*why_r = "version";
	if (done + 1 != version || pdf_revisions(p) != version)
		return CONFLICT;
	*why_r = "unfilled";
	if (done && !filled(p, &(*slot_r)[done - 1]))
		return CONFLICT;
	*why_r = act->kind == ACT_FIX ? fits_first(a, p, act) : NULL;
	return *why_r ? INVALID : OK;
}

static void put_edited(struct revision *r, uint32_t number, const struct value *dict,
		       const char *key, const char *text)
{
	revision_begin(r, number);
	edit_dict(&r->out, dict, &(struct edit){ key, text }, 1);
	revision_end(r);
}

/* The numbers of ByteRange have fixed width, so the place is known before them. */
static enum err put_signature(struct revision *r, uint32_t number, const struct sigdict *s,
			      struct revised *out)
{
	size_t gap, from, n;
	struct buf exact;
	revision_begin(r, number);
	from = r->out.n;
	out->dict_off = revision_at(r);
	sigdict_print(s, (int64_t)out->dict_off, (int64_t)XREF_FILE_MAX, &r->out, &gap);
	n = r->out.n - from;
	out->gap_off = out->dict_off + gap;
	revision_end(r);
	if (revision_close(r, &out->length))
		return INVALID;
	buf_init(&exact, n);
	sigdict_print(s, (int64_t)out->dict_off, (int64_t)out->length, &exact, &gap);
	enum err e = exact.over || exact.n != n ? BROKEN : OK;
	if (!e)
		memcpy(r->out.p + from, exact.p, n);
	buf_clear(&exact);
	revision_seal(r);
	return e;
}

static const char *const *names(struct arena *a, const struct fills *f)
{
	const char **name = arena_new_array(a, const char *, f->n + 1);
	for (size_t i = 0; i < f->n; i++)
		name[i] = f->fill[i].name;
	return name;
}

enum err revise(struct arena *a, struct revision *r, struct sigdict *s, struct fills *f,
		struct revised *out, const char **why_r)
{
	struct slot *slot;
	struct value catalog;
	char text[48];
	enum err e = fits(a, r->pdf, s->act, &slot, why_r);
	if (e)
		return e;
	slot += s->act->version - 1;
	*why_r = "lock";
	if (!fills_locked(r->pdf, slot, f))
		return INVALID;
	s->catalog = pdf_root(r->pdf);
	s->lock = names(a, f);
	s->locks = f->n;
	uint32_t signature = revision_new(r);
	e = fills_write(a, r, f, why_r);
	if (e)
		return e;
	snprintf(text, sizeof text, "%lu 0 R", (unsigned long)signature);
	put_edited(r, slot->number, &slot->field, "V", text);
	if (s->act->kind == ACT_FIX) {
		*why_r = "form";
		if (pdf_catalog(r->pdf, &catalog))
			return INVALID;
		snprintf(text, sizeof text, "<</DocMDP %lu 0 R>>", (unsigned long)signature);
		put_edited(r, s->catalog, &catalog, "Perms", text);
	}
	*why_r = "size";
	e = put_signature(r, signature, s, out);
	if (!e)
		*why_r = NULL;
	return e;
}

enum err revise_fill(const struct pdf *p, size_t gap_off, size_t reserve, struct bytes cms,
		     struct buf *hex, const char **why_r)
{
	static const char digit[] = "0123456789ABCDEF";
	const unsigned char *file = pdf_bytes(p).p;
	size_t start = pdf_revision_start(p, pdf_revisions(p) - 1), end = pdf_xref(p);
	*why_r = "loose";
	if (!pdf_tight(p))
		return INVALID;
	*why_r = "gap";
	if (gap_off < start || gap_off >= end || end - gap_off < 2 * reserve + 2 ||
	    file[gap_off] != '<' || file[gap_off + 1 + 2 * reserve] != '>')
		return INVALID;
	for (size_t i = 0; i < 2 * reserve; i++)
		if (file[gap_off + 1 + i] != '0')
			return INVALID;
	*why_r = "cms";
	if (!cms.n || cms.n > reserve || der_sequence(cms) != cms.n)
		return INVALID;
	for (size_t i = 0; i < cms.n; i++) {
		buf_byte(hex, (unsigned char)digit[cms.p[i] >> 4]);
		buf_byte(hex, (unsigned char)digit[cms.p[i] & 15]);
	}
	*why_r = NULL;
	return hex->over ? INVALID : OK;
}
