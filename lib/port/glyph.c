/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows HarfBuzz; must not know PDF. */
#include "port/glyph.h"

#include "base/log.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define FONT_MAX ((off_t)128 << 20)
#define POSTSCRIPT_NAME 6 /* OpenType name table */

struct glyph_font {
	void *map;
	size_t length;
	hb_face_t *face, *bare; /* bare: glyphs and nothing else */
	hb_font_t *font;
	hb_buffer_t *line;
	double upem;
};

static int thousandth(const struct glyph_font *f, double units)
{
	return (int)lround(units * 1000 / f->upem);
}

/* ISO 32000-1 §9.9: what a CIDFontType2 needs. A subset made of a face with these
 * alone has no others, and HarfBuzz need not walk through them: with the map of
 * 54,000 characters each subset took 12 ms more. */
static hb_blob_t *needed_table(hb_face_t *face, hb_tag_t tag, void *font)
{
	static const hb_tag_t needed[] = { HB_TAG('g', 'l', 'y', 'f'), HB_TAG('h', 'e', 'a', 'd'),
					   HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
					   HB_TAG('l', 'o', 'c', 'a'), HB_TAG('m', 'a', 'x', 'p') };
	const struct glyph_font *f = font;
	(void)face;
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (tag == needed[i])
			return hb_face_reference_table(f->face, tag);
	return NULL;
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
	hb_blob_t *b = hb_face_reference_table(face, tag);
	bool there = hb_blob_get_length(b) > 0;
	hb_blob_destroy(b);
	return there;
}

enum err glyph_open(int fd, struct glyph_font **r)
{
	struct stat st;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size <= 0 || st.st_size > FONT_MAX)
		return INVALID;
	struct glyph_font *f = calloc(1, sizeof *f);
	if (!f)
		log_die("memory", "font");
	f->length = (size_t)st.st_size;
	f->map = mmap(NULL, f->length, PROT_READ, MAP_PRIVATE, fd, 0);
	if (f->map == MAP_FAILED) {
		free(f);
		return INVALID;
	}
	hb_blob_t *blob = hb_blob_create(f->map, (unsigned)f->length, HB_MEMORY_MODE_READONLY, NULL,
					 NULL);
	f->face = hb_face_create(blob, 0);
	hb_blob_destroy(blob);
	f->bare = hb_face_create_for_tables(needed_table, f, NULL);
	f->font = hb_font_create(f->face);
	f->line = hb_buffer_create();
	f->upem = hb_face_get_upem(f->face);
	*r = f;
	if (hb_face_get_glyph_count(f->face) > 1 && f->upem >= 16 &&
	    has_table(f->face, HB_TAG('g', 'l', 'y', 'f')) && hb_buffer_allocation_successful(f->line))
		return OK;
	glyph_close(f);
	*r = NULL;
	return INVALID;
}

void glyph_close(struct glyph_font *f)
{
	if (!f)
		return;
	hb_buffer_destroy(f->line);
	hb_font_destroy(f->font);
	hb_face_destroy(f->bare);
	hb_face_destroy(f->face);
	munmap(f->map, f->length);
	free(f);
}

/* --- facts ------------------------------------------------------------------------ */

static int metric(const struct glyph_font *f, hb_ot_metrics_tag_t tag)
{
	hb_position_t p = 0;
	hb_ot_metrics_get_position_with_fallback(f->font, tag, &p);
	return thousandth(f, p);
}

static int big_endian(const unsigned char *p)
{
	int v = p[0] << 8 | p[1];
	return v < 0x8000 ? v : v - 0x10000;
}

void glyph_facts(const struct glyph_font *f, struct glyph_facts *r)
{
	unsigned n = sizeof r->name, length;
	memset(r, 0, sizeof *r);
	hb_ot_name_get_utf8(f->face, POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, r->name);
	for (char *c = r->name; *c; c++)
		if (!((*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') ||
		      (*c >= '0' && *c <= '9')))
			*c = '-';
	if (!*r->name)
		memcpy(r->name, "Font", 5);
	r->ascent = metric(f, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
	r->descent = metric(f, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
	r->cap = metric(f, HB_OT_METRICS_TAG_CAP_HEIGHT);
	hb_blob_t *head = hb_face_reference_table(f->face, HB_TAG('h', 'e', 'a', 'd'));
	const unsigned char *p = (const unsigned char *)hb_blob_get_data(head, &length);
	for (int i = 0; i < 4 && length >= 44; i++) /* xMin yMin xMax yMax at 36 */
		r->box[i] = thousandth(f, big_endian(p + 36 + 2 * i));
	hb_blob_destroy(head);
}

static bool control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
}

uint32_t glyph_of(const struct glyph_font *f, uint32_t cp)
{
	hb_codepoint_t g;
	return !control(cp) && hb_font_get_nominal_glyph(f->font, cp, &g) ? g : 0;
}

uint32_t glyph_variant(const struct glyph_font *f, uint32_t cp, uint32_t selector)
{
	hb_codepoint_t g;
	return hb_font_get_variation_glyph(f->font, cp, selector, &g) ? g : 0;
}

int glyph_advance(const struct glyph_font *f, uint32_t glyph)
{
	return thousandth(f, hb_font_get_glyph_h_advance(f->font, glyph));
}

size_t glyph_set(const struct glyph_font *f, const uint32_t *cp, size_t n, bool upright,
		 struct glyph *out, size_t max)
{
	/* What the letters are must not depend on their neighbours. */
	static const hb_tag_t off[] = { HB_TAG('k', 'e', 'r', 'n'), HB_TAG('l', 'i', 'g', 'a'),
					HB_TAG('c', 'l', 'i', 'g'), HB_TAG('c', 'a', 'l', 't') };
	hb_feature_t feature[5];
	unsigned features = 0, count;
	for (size_t i = 0; i < sizeof off / sizeof *off; i++)
		feature[features++] = (hb_feature_t){ off[i], 0, 0, (unsigned)-1 };
	if (upright)
		feature[features++] =
		    (hb_feature_t){ HB_TAG('v', 'e', 'r', 't'), 1, 0, (unsigned)-1 };
	hb_buffer_clear_contents(f->line);
	hb_buffer_set_direction(f->line, HB_DIRECTION_LTR);
	hb_buffer_set_script(f->line, HB_SCRIPT_HAN);
	hb_buffer_set_language(f->line, hb_language_from_string("ja", -1));
	hb_buffer_add_codepoints(f->line, cp, (int)n, 0, (int)n);
	hb_shape(f->font, f->line, feature, features);
	hb_glyph_info_t *info = hb_buffer_get_glyph_infos(f->line, &count);
	hb_glyph_position_t *at = hb_buffer_get_glyph_positions(f->line, &count);
	if (!count || count > max)
		return 0;
	for (unsigned i = 0; i < count; i++) {
		if (!info[i].codepoint)
			return 0;
		out[i] = (struct glyph){ .id = info[i].codepoint,
					 .advance = thousandth(f, at[i].x_advance),
					 .width = glyph_advance(f, info[i].codepoint),
					 .x = thousandth(f, at[i].x_offset),
					 .y = thousandth(f, at[i].y_offset) };
	}
	return count;
}

/* --- subsets ---------------------------------------------------------------------- */

static enum err execute(struct arena *a, hb_subset_plan_t *plan, struct buf *out, uint32_t **old_r,
			size_t *count_r)
{
	unsigned length = 0;
	hb_face_t *face = hb_subset_plan_execute_or_fail(plan);
	if (!face)
		return BROKEN;
	const hb_map_t *was = hb_subset_plan_new_to_old_glyph_mapping(plan);
	hb_blob_t *blob = hb_face_reference_blob(face);
	const char *p = hb_blob_get_data(blob, &length);
	buf_add(out, p, length);
	*count_r = hb_face_get_glyph_count(face);
	*old_r = arena_new_array(a, uint32_t, *count_r);
	for (size_t i = 0; i < *count_r; i++)
		(*old_r)[i] = hb_map_get(was, (hb_codepoint_t)i);
	hb_blob_destroy(blob);
	hb_face_destroy(face);
	return length && !out->over ? OK : BROKEN;
}

enum err glyph_subset(struct arena *a, const struct glyph_font *f, const uint32_t *glyphs, size_t n,
		      struct buf *out, uint32_t **old_r, size_t *count_r)
{
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	if (!in)
		log_die("memory", "subset");
	hb_subset_input_set_flags(in, HB_SUBSET_FLAGS_NO_HINTING);
	hb_set_t *set = hb_subset_input_glyph_set(in);
	for (size_t i = 0; i < n; i++)
		hb_set_add(set, glyphs[i]);
	hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(f->bare, in);
	hb_subset_input_destroy(in);
	if (!plan)
		return BROKEN;
	enum err e = execute(a, plan, out, old_r, count_r);
	hb_subset_plan_destroy(plan);
	return e;
}

/* --- coverage --------------------------------------------------------------------- */

size_t glyph_ranges(struct arena *a, const struct glyph_font *const *fonts, size_t n,
		    struct glyph_range **r)
{
	hb_set_t *set = hb_set_create();
	for (size_t i = 0; i < n; i++)
		hb_face_collect_unicodes(fonts[i]->face, set);
	*r = arena_new_array(a, struct glyph_range, hb_set_get_population(set) + 1);
	size_t count = 0;
	for (hb_codepoint_t cp = HB_SET_VALUE_INVALID; hb_set_next(set, &cp);) {
		bool known = false;
		for (size_t i = 0; i < n && !known; i++)
			known = glyph_of(fonts[i], cp) != 0;
		if (!known)
			continue;
		if (count && (*r)[count - 1].last + 1 == cp)
			(*r)[count - 1].last = cp;
		else
			(*r)[count++] = (struct glyph_range){ cp, cp };
	}
	hb_set_destroy(set);
	return count;
}
