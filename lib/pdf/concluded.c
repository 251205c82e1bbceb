/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows signature fields and their gaps; must not know what CMS says. */
#include "pdf/concluded.h"

#include "pdf/der.h"

#define CONTENTS_MAX ((size_t)128 << 10)

enum err concluded_contents(struct arena *a, const struct pdf *p, const struct slot *s,
			    struct bytes *der_r)
{
	struct object o;
	struct value v;
	struct buf b;
	if (pdf_object(p, s->signature, &o) || o.stream.p || value_get(&o.value, "Contents", &v) ||
	    v.kind != VALUE_STRING || v.src.p[0] != '<')
		return INVALID;
	buf_init(&b, CONTENTS_MAX);
	enum err e = value_string(&v, &b);
	size_t n = e || b.over ? 0 : der_sequence(buf_bytes(&b)), rest = n;
	while (rest < b.n && !b.p[rest])
		rest++;
	if (!e)
		e = b.over || rest < b.n ? INVALID : n ? OK : CONFLICT;
	if (!e)
		*der_r = (struct bytes){ arena_dup(a, b.p, n), n };
	buf_clear(&b);
	return e;
}

static enum err filled(struct arena *a, const struct pdf *p, const struct slot *s, size_t n)
{
	struct bytes der;
	enum err e = OK;
	for (size_t i = 0; !e && i < n; i++)
		e = concluded_contents(a, p, &s[i], &der);
	return e;
}

enum err concluded_open(struct arena *a, const struct pdf *p, struct concluded *c,
			const char **why_r)
{
	size_t done;
	*why_r = "trailer";
	if (!pdf_plain_trailers(p))
		return INVALID;
	*why_r = "loose";
	if (!pdf_tight(p))
		return INVALID;
	*why_r = "form";
	if (slots_open(a, p, &c->slot, &c->slots, &done) ||
	    slots_stamps(a, p, &c->stamp, &c->stamps))
		return INVALID;
	*why_r = "open";
	if (done < c->slots)
		return CONFLICT;
	*why_r = "unfilled";
	enum err e = filled(a, p, c->slot, c->slots);
	if (!e)
		e = filled(a, p, c->stamp, c->stamps);
	if (!e)
		*why_r = NULL;
	return e;
}
