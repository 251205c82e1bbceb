/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the shapes of a document security store and of a document time stamp;
 * must not know the writer's code, nor what certificates or tokens say. */
#include "pdf/epilogue.h"

#include "pdf/compare.h"

#define ENTRY_MOST 2048 /* objects of one store: ours writes 1,536 at most */

static const char *const arrays[ENTRY_KINDS] = { "Certs", "OCSPs", "CRLs" };

static struct value root_of(const struct history *h, size_t at)
{
	struct value ref = { .kind = VALUE_REF, .number = history_root(h) };
	return history_resolve(h, at, &ref);
}

/* Object number of the catalog's store in revisions 0…at; 0 = none. */
static uint32_t store_of(const struct history *h, size_t at)
{
	struct value v, catalog = root_of(h, at);
	return value_get(&catalog, "DSS", &v) || v.kind != VALUE_REF ? 0 : (uint32_t)v.number;
}

static struct value store_at(const struct history *h, size_t at)
{
	struct value ref = { .kind = VALUE_REF, .number = store_of(h, at) };
	return ref.number ? history_resolve(h, at, &ref) : (struct value){ .kind = VALUE_NULL };
}

/* An array of the store; empty when there is none. */
static struct value array_of(const struct value *store, int kind)
{
	struct value v;
	if (store->kind == VALUE_DICT && !value_get(store, arrays[kind], &v))
		return v;
	return (struct value){ .kind = VALUE_ARRAY, .src = { (const unsigned char *)"[]", 2 } };
}

/* /Type /DSS, then of the three arrays those that there are, in their order. */
static bool store_shape(const struct value *store)
{
	struct walk w;
	struct value k, v;
	int next = 0;
	walk_init(&w, store);
	if (store->kind != VALUE_DICT || !walk_next(&w, &k, &v) || !compare_spelled(&k, "/Type") ||
	    !compare_spelled(&v, "/DSS"))
		return false;
	while (walk_next(&w, &k, &v)) {
		while (next < ENTRY_KINDS && !value_name_is(&k, arrays[next]))
			next++;
		if (next++ >= ENTRY_KINDS || v.kind != VALUE_ARRAY)
			return false;
	}
	return true;
}

/* <</Length N>> and nothing else: no reader has to unpack anything. */
static bool plain_stream(const struct history_object *o)
{
	struct walk w;
	struct value k, v;
	walk_init(&w, &o->value);
	return o->stream.p && o->stream.n && walk_next(&w, &k, &v) &&
	       compare_spelled(&k, "/Length") && !walk_next(&w, &k, &v);
}

/* Walks what `now` has more than `old`: each a stream of this revision, none
 * twice. *count_r of them. */
static bool only_new(const struct history *h, size_t i, const struct value *old,
		     const struct value *now, size_t *count_r)
{
	uint32_t fresh = h->revisions[i - 1].size;
	bool seen[ENTRY_MOST] = { false };
	*count_r = 0;
	for (int kind = 0; kind < ENTRY_KINDS; kind++) {
		struct value was = array_of(old, kind), is = array_of(now, kind), v;
		struct walk rest;
		if (!compare_begins(&was, &is, &rest))
			return false;
		while (walk_next(&rest, NULL, &v)) {
			const struct history_object *o =
			    v.kind == VALUE_REF
				? compare_find(&h->revisions[i], (uint32_t)v.number)
				: NULL;
			if (!o || o->number < fresh || o->number - fresh >= ENTRY_MOST ||
			    seen[o->number - fresh] || !plain_stream(o))
				return false;
			seen[o->number - fresh] = true;
			++*count_r;
		}
	}
	return true;
}

enum err epilogue_dss(const struct history *h, size_t i, const char **why_r)
{
	const struct history_revision *r = &h->revisions[i];
	uint32_t root = history_root(h), old_store = store_of(h, i - 1), number = store_of(h, i);
	const struct history_object *catalog = compare_find(r, root),
				    *o = compare_find(r, number);
	struct value old = store_at(h, i - 1), added, before;
	size_t entries, others = old_store ? 1 : 2;
	*why_r = "kinds";
	if (r->count > ENTRY_MOST || !o || o->stream.p || !old_store != !!catalog)
		return INVALID;
	*why_r = "catalog";
	if (catalog) {
		before = root_of(h, i - 1);
		if (catalog->stream.p ||
		    !compare_grown_by(&before, &catalog->value, "/DSS", &added) ||
		    !compare_is_ref(&added, number) || number < h->revisions[i - 1].size)
			return INVALID;
	}
	*why_r = "dss";
	if (!store_shape(&o->value))
		return INVALID;
	*why_r = "stream";
	if (!only_new(h, i, &old, &o->value, &entries) || entries + others != r->count)
		return INVALID;
	*why_r = NULL;
	return OK;
}

const struct entry *epilogue_entries(struct arena *a, const struct history *h, size_t i,
				     size_t *count_r)
{
	const struct history_revision *r = &h->revisions[i];
	struct entry *entry = arena_new_array(a, struct entry, r->count);
	struct value old = store_at(h, i - 1), now = store_at(h, i), v;
	size_t n = 0;
	for (int kind = 0; kind < ENTRY_KINDS; kind++) {
		struct value was = array_of(&old, kind), is = array_of(&now, kind);
		struct walk rest;
		if (!compare_begins(&was, &is, &rest))
			continue;
		while (n < r->count && walk_next(&rest, NULL, &v))
			entry[n++] = (struct entry){
				(enum entry_kind)kind, compare_find(r, (uint32_t)v.number)->stream
			};
	}
	*count_r = n;
	return entry;
}

/* --- document time stamps ------------------------------------------------------------- */

struct wanted {
	const char *key, *text; /* text NULL: a reference to `number` */
	uint32_t number;
};

static bool exactly(const struct value *dict, const struct wanted *want, size_t n)
{
	struct walk w;
	struct value k, v;
	if (dict->kind != VALUE_DICT)
		return false;
	walk_init(&w, dict);
	for (size_t i = 0; i < n; i++)
		if (!walk_next(&w, &k, &v) || !compare_spelled(&k, want[i].key) ||
		    !(want[i].text ? compare_spelled(&v, want[i].text)
				   : compare_is_ref(&v, want[i].number)))
			return false;
	return !walk_next(&w, &k, &v);
}

/* This revision wrote the array or dictionary that a reference leads to. */
static const struct history_object *written(const struct history *h, size_t i,
					    const struct value *dict, const char *key)
{
	struct value v;
	if (value_get(dict, key, &v) || v.kind != VALUE_REF)
		return NULL;
	const struct history_object *o = compare_find(&h->revisions[i], (uint32_t)v.number);
	return o && !o->stream.p ? o : NULL;
}

static bool form_longer(const struct history *h, size_t i, uint32_t field)
{
	struct value catalog = root_of(h, i - 1), was, is;
	const struct history_object *form = written(h, i, &catalog, "AcroForm");
	const struct history_object *old = form ? history_object(h, i - 1, form->number) : NULL;
	return old && compare_one_differs(&old->value, &form->value, "/Fields", &was, &is) &&
	       compare_one_more(&was, &is, field);
}

static bool annots_longer(const struct history *h, size_t i, uint32_t page_number, uint32_t field)
{
	const struct history_object *page = history_object(h, i - 1, page_number);
	const struct history_object *annots = page ? written(h, i, &page->value, "Annots") : NULL;
	const struct history_object *old = annots ? history_object(h, i - 1, annots->number) : NULL;
	return old && !old->stream.p && compare_one_more(&old->value, &annots->value, field);
}

static bool read_dictionary(const struct value *dict, struct step *s)
{
	static const char *const fixed[][2] = { { "/Type", "/DocTimeStamp" },
						{ "/Filter", "/Adobe.PPKLite" },
						{ "/SubFilter", "/ETSI.RFC3161" } };
	struct walk w;
	struct value k, v;
	if (dict->kind != VALUE_DICT)
		return false;
	walk_init(&w, dict);
	for (int i = 0; i < 3; i++)
		if (!walk_next(&w, &k, &v) || !compare_spelled(&k, fixed[i][0]) ||
		    !compare_spelled(&v, fixed[i][1]))
			return false;
	return walk_next(&w, &k, &s->range) && compare_spelled(&k, "/ByteRange") &&
	       walk_next(&w, &k, &s->contents) && compare_spelled(&k, "/Contents") &&
	       s->contents.kind == VALUE_STRING && !walk_next(&w, &k, &v);
}

enum err epilogue_dts(const struct history *h, uint32_t page, size_t i, struct step *s,
		      const char **why_r)
{
	const struct history_revision *r = &h->revisions[i];
	uint32_t number = h->revisions[i - 1].size;
	const struct history_object *field = compare_find(r, number),
				    *dict = compare_find(r, number + 1);
	char name[CHANGES_NAME + 2] = "(";
	for (size_t n = 0; n < CHANGES_NAME && s->field[n]; n++) {
		name[n + 1] = s->field[n];
		name[n + 2] = ')';
	}
	const struct wanted want[] = { { "/Type", "/Annot", 0 },   { "/Subtype", "/Widget", 0 },
				       { "/FT", "/Sig", 0 },	   { "/T", name, 0 },
				       { "/Rect", "[0 0 0 0]", 0 }, { "/F", "132", 0 },
				       { "/P", NULL, page },	   { "/V", NULL, number + 1 } };
	*why_r = "kinds";
	if (r->count != 4 || !field || !dict || field->stream.p || dict->stream.p)
		return INVALID;
	*why_r = "field";
	if (!exactly(&field->value, want, sizeof want / sizeof *want))
		return INVALID;
	*why_r = "form";
	if (!form_longer(h, i, number))
		return INVALID;
	*why_r = "annots";
	if (!annots_longer(h, i, page, number))
		return INVALID;
	*why_r = "dictionary";
	if (!read_dictionary(&dict->value, s))
		return INVALID;
	*why_r = NULL;
	return OK;
}

enum step_kind epilogue_kind(const struct history *h, size_t i)
{
	const struct history_object *dict =
	    compare_find(&h->revisions[i], h->revisions[i - 1].size + 1);
	struct value v;
	return dict && !dict->stream.p && !value_get(&dict->value, "Type", &v) &&
		       compare_spelled(&v, "/DocTimeStamp")
		   ? STEP_DTS
		   : STEP_DSS;
}
