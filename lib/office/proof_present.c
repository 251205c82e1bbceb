/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The answer of a check as a view model. Decides what is shown; says nothing. */
#include "office/proof.h"

#include "office/present.h"

#include "base/hex.h"
#include "base/str.h"

#include <string.h>

#define SHOTS 24 /* pictures side by side */

/* --- names of certificates (RFC 4514) ---------------------------------------------------- */

/* The value at s without its escapes, up to an unescaped ',' or '+'. */
static const char *value_at(struct arena *a, const char *s)
{
	char *out = arena_str(a, s), *w = out;
	unsigned char byte;
	for (; *s && *s != ',' && *s != '+'; s++) {
		char two[3] = { 0 };
		if (*s == '\\' && s[1]) {
			memcpy(two, s + 1, s[2] ? 2 : 1);
			bool hex = !hex_decode(two, &byte, 1) && byte >= 0x20 && byte < 0x7F;
			*w++ = hex ? (char)byte : s[1];
			s += hex ? 2 : 1;
		} else {
			*w++ = *s;
		}
	}
	*w = 0;
	return out;
}

static const char *find_part(struct arena *a, const char *dn, const char *type)
{
	for (const char *s = dn; *s; s += *s != 0) {
		if (str_starts(s, type))
			return value_at(a, s + strlen(type));
		for (; *s && *s != ',' && *s != '+'; s++)
			if (*s == '\\' && s[1])
				s++;
	}
	return NULL;
}

/* The common name, else the organisation, else all of it. */
static const char *short_name(struct arena *a, const char *dn)
{
	const char *s = find_part(a, dn, "CN=");
	if (str_empty(s))
		s = find_part(a, dn, "O=");
	return str_empty(s) ? dn : s;
}

/* --- parts ----------------------------------------------------------------------------------- */

static void put_words(struct xnode *n, struct arena *a, const char *usage)
{
	char *s = arena_str(a, usage), *next;
	for (; *s; s = next) {
		next = s + strcspn(s, " ");
		if (*next)
			*next++ = 0;
		xdoc_attr(xdoc_add(n, "use"), *s >= '0' && *s <= '9' ? "oid" : "word", s);
	}
}

static void put_time(struct xnode *n, const char *name, int64_t t)
{
	if (t > 0)
		xdoc_attr_time(n, name, t);
}

static void put_stamp(struct xnode *n, struct arena *a, const struct proof_version *v)
{
	if (!v->stamped)
		return;
	xdoc_attr_flag(n, "stamped", true);
	xdoc_attr_flag(n, "stamp_valid", v->stamp_valid);
	put_time(n, "stamp", v->stamp);
	xdoc_attr(n, "stamp_why", v->stamp_why);
	xdoc_attr(n, "tsa", v->tsa);
	xdoc_attr(n, "tsa_cn", short_name(a, v->tsa));
}

/* Of a document time stamp: the authority's. */
static void put_certificate(struct xnode *n, struct arena *a, const struct proof_version *v)
{
	bool dts = str_eq(v->kind, "dts");
	const char *subject = dts ? v->tsa : v->subject, *issuer = dts ? v->tsa_issuer : v->issuer;
	const char *const *path = dts ? v->tsa_path : v->path;
	size_t links = dts ? v->n_tsa_path : v->n_path;
	xdoc_attr(n, "cn", short_name(a, subject));
	xdoc_attr(n, "subject", subject);
	xdoc_attr(n, "issuer", issuer);
	xdoc_attr(n, "issuer_cn", short_name(a, issuer));
	xdoc_attr(n, "serial", dts ? v->tsa_serial : v->serial);
	put_time(n, "not_before", dts ? v->tsa_not_before : v->not_before);
	put_time(n, "not_after", dts ? v->tsa_not_after : v->not_after);
	put_words(n, a, dts ? "" : v->usage);
	for (size_t i = links; i-- > 0;)
		xdoc_attr(xdoc_add_text(n, "path", path[i]), "cn", short_name(a, path[i]));
	if (links)
		xdoc_attr(n, "root", short_name(a, path[links - 1]));
}

static void put_foreign(struct xnode *parent, struct arena *a, const struct proof *p)
{
	for (size_t i = 0; i < p->n_foreign; i++) {
		const struct proof_foreign *f = &p->foreign[i];
		struct xnode *n = xdoc_add(parent, "foreign");
		xdoc_attr_flag(n, "form", f->form);
		xdoc_attr_flag(n, "stamp", f->stamp);
		xdoc_attr(n, "holds", f->holds);
		xdoc_attr(n, "cn", short_name(a, f->subject));
		xdoc_attr(n, "issuer_cn", short_name(a, f->issuer));
		put_time(n, "not_before", f->not_before);
		put_time(n, "not_after", f->not_after);
		if (f->covers < p->size)
			xdoc_attr_int(n, "more", p->size - f->covers);
	}
}

static void put_version(struct xnode *parent, struct arena *a, const struct proof_version *v)
{
	struct xnode *n = xdoc_add(parent, "version");
	xdoc_attr_int(n, "n", v->number);
	xdoc_attr(n, "field", v->field);
	xdoc_attr(n, "kind", v->kind);
	xdoc_attr(n, "name", v->name);
	xdoc_attr(n, "reason", v->reason);
	put_time(n, "time", v->time);
	xdoc_attr_flag(n, "valid", v->valid);
	xdoc_attr(n, "why", v->why);
	xdoc_attr_flag(n, "changed", v->changed);
	xdoc_attr_flag(n, "ltv", str_eq(v->kind, "dts") ? v->stamp_ltv
							: v->ltv && (!v->stamped || v->stamp_ltv));
	put_time(n, "at", v->stamped && v->stamp_valid ? v->stamp : v->time);
	xdoc_attr_int(n, "kb", (v->length + 1023) / 1024);
	for (size_t i = 0; i < v->n_inputs; i++) {
		struct xnode *x = xdoc_add(n, "input");
		xdoc_attr(x, "name", v->inputs[i].name);
		xdoc_attr(x, "label", v->inputs[i].label);
	}
	put_certificate(n, a, v);
	put_stamp(n, a, v);
}

static void put_shots(struct xnode *n, const struct proof *p)
{
	size_t from = p->n > SHOTS ? p->n - SHOTS / 2 : SHOTS / 2;
	for (size_t i = 0; i < p->n; i++)
		if ((i < SHOTS / 2 || i >= from) && p->versions[i].valid)
			xdoc_attr_int(xdoc_add(n, "shot"), "n", p->versions[i].number);
	if (!p->whole)
		xdoc_attr_int(xdoc_add(n, "shot"), "n", 0);
}

static const char *headline(const struct proof *p)
{
	if (p->word == PROOF_OK || p->word == PROOF_STAGE)
		return proof_valid(p) ? "valid" : NULL;
	if (p->word != PROOF_BAD)
		return NULL;
	for (size_t i = 0; i < p->n; i++)
		if (!p->versions[i].valid ||
		    (p->versions[i].stamped && !p->versions[i].stamp_valid))
			return "trouble";
	return p->n ? "changed" : NULL;
}

static void put_page(struct xnode *n, const struct proof *p, int64_t page)
{
	int64_t last = p->pages > 1 ? p->pages : 1;
	page = page < 1 ? 1 : page > last ? last : page;
	xdoc_attr_int(n, "pages", p->pages);
	xdoc_attr_int(n, "page", page);
	if (page > 1)
		xdoc_attr_int(n, "prev", page - 1);
	if (page < last)
		xdoc_attr_int(n, "next", page + 1);
}

void proof_present(struct xnode *parent, struct arena *a, const struct proof *p,
		   const char *ticket, int64_t page)
{
	struct xnode *n = xdoc_add(parent, "proof");
	char hex[65];
	hex_encode(p->sha, sizeof p->sha, hex);
	xdoc_attr(n, "word", proof_text(p->word));
	xdoc_attr(n, "why", p->why);
	char *level = arena_str(a, p->level);
	str_lower_ascii(level);
	xdoc_attr(n, "level", level);
	xdoc_attr_flag(n, "same", p->same);
	xdoc_attr_flag(n, "whole", p->whole);
	xdoc_attr_flag(n, "concluded", p->concluded);
	xdoc_attr(n, "headline", headline(p));
	xdoc_attr(n, "document", p->document);
	xdoc_attr(n, "name", p->name);
	xdoc_attr_int(n, "kb", (p->size + 1023) / 1024);
	xdoc_attr(n, "sha256", hex);
	xdoc_attr(n, "hash", present_hash_groups(a, p->sha));
	xdoc_attr_time(n, "checked", p->checked);
	xdoc_attr_int(n, "slots", p->slots);
	xdoc_attr_int(n, "versions", (int64_t)p->n);
	xdoc_attr(n, "ticket", ticket);
	put_page(n, p, page);
	for (size_t i = 0; i < p->n; i++)
		put_version(n, a, &p->versions[i]);
	put_shots(n, p);
	put_foreign(n, a, p);
}
