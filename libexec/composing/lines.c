/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The lines of a question that speak of input fields. Knows their spelling; must
 * not know PDF. */
#include "composing/job.h"

#include "base/str.h"
#include "pdf/mark.h"

#include <string.h>

#define VALUE_MAX 16384 /* bytes of a label or a value */
#define WORDS 8
#define MM100_MOST 2000000 /* 20 m */
#define SIZE_MOST 2000	   /* 1/10 pt */

/* "A B C\nthe rest": exactly n words, the rest behind the first line feed. */
struct spoken {
	char *word[WORDS];
	const char *rest;
};

static bool speak(struct job *j, struct bytes v, size_t n, struct spoken *s)
{
	const unsigned char *end = v.n ? memchr(v.p, '\n', v.n) : NULL;
	if (!end || v.n > VALUE_MAX || memchr(v.p, 0, v.n) || !str_is_xml_text(v.p, v.n))
		return false;
	char *at = arena_strn(j->arena, v.p, (size_t)(end - v.p));
	s->rest = arena_strn(j->arena, end + 1, v.n - (size_t)(end - v.p) - 1);
	for (size_t i = 0; i < n; i++) {
		s->word[i] = at;
		at = strchr(at, ' ');
		if (!at != (i + 1 == n) || !*s->word[i])
			return false;
		if (at)
			*at++ = '\0';
	}
	return true;
}

static bool name_and_kind(const struct spoken *s, char name[WIDGET_NAME], enum widget_kind *kind)
{
	if (!slot_input_name(s->word[0]))
		return false;
	memcpy(name, s->word[0], strlen(s->word[0]) + 1);
	*kind = widget_kind(s->word[1]);
	return *kind < WIDGET_KINDS;
}

static bool read_widget(struct job *j, struct bytes v, struct widget *w)
{
	struct spoken s;
	int64_t page, slot;
	if (!speak(j, v, 8, &s) || !name_and_kind(&s, w->name, &w->kind) ||
	    str_to_int(s.word[2], 1, INT32_MAX, &page) || str_to_int(s.word[3], -1, 128, &slot) ||
	    str_to_int(s.word[4], 0, MM100_MOST, &w->x) ||
	    str_to_int(s.word[5], 0, MM100_MOST, &w->y) ||
	    str_to_int(s.word[6], 0, MM100_MOST, &w->w) ||
	    str_to_int(s.word[7], 0, MM100_MOST, &w->h))
		return false;
	w->page = (size_t)page;
	w->slot = (int)slot;
	w->label = s.rest;
	return true;
}

static bool read_fill(struct job *j, struct bytes v, struct fill *f)
{
	struct spoken s;
	int64_t size;
	if (!speak(j, v, 3, &s) || !name_and_kind(&s, f->name, &f->kind) ||
	    str_to_int(s.word[2], 0, SIZE_MOST, &size) ||
	    (f->kind == WIDGET_CHECK && *s.rest && !str_eq(s.rest, "1")))
		return false;
	f->size = (int)size;
	f->value = s.rest;
	f->colour = -1;
	return true;
}

static bool is_key(struct bytes k, const char *key)
{
	return k.n == strlen(key) && !memcmp(k.p, key, k.n);
}

enum err job_widgets(struct job *j, struct widget **r, size_t *n_r)
{
	struct bytes k, v;
	size_t n = 0;
	*r = arena_new_array(j->arena, struct widget, WIDGETS);
	for (size_t at = 0; msg_next(&j->ask, &at, &k, &v);)
		if (is_key(k, "field") && (n == WIDGETS || !read_widget(j, v, &(*r)[n++])))
			return INVALID;
	*n_r = n;
	return OK;
}

enum err job_fonts(struct job *j)
{
	j->why = "fonts";
	if (glyph_open(FD_GOTHIC, &j->faces.font[TYPEFACE_GOTHIC]) ||
	    glyph_open(FD_MINCHO, &j->faces.font[TYPEFACE_MINCHO]))
		return INVALID;
	return OK;
}

enum err job_fills(struct job *j, struct fill **r, size_t *n_r)
{
	struct bytes k, v;
	size_t n = 0;
	j->why = "ask";
	*r = arena_new_array(j->arena, struct fill, WIDGETS);
	for (size_t at = 0; msg_next(&j->ask, &at, &k, &v);)
		if (is_key(k, "fill") && (n == WIDGETS || !read_fill(j, v, &(*r)[n++])))
			return INVALID;
	*n_r = n;
	return n ? job_fonts(j) : OK;
}

static bool read_mark(struct job *j, struct bytes v, struct fill *fills, size_t n)
{
	char *name = arena_strn(j->arena, v.p, v.n), *text = strchr(name, ' ');
	if (!text || memchr(v.p, 0, v.n))
		return false;
	*text++ = '\0';
	for (size_t i = 0; i < n; i++)
		if (str_eq(fills[i].name, name)) {
			fills[i].mark = text;
			return mark_is_text(text);
		}
	return false;
}

enum err job_marks(struct job *j, struct fill *fills, size_t n, size_t *marks_r)
{
	struct bytes k, v;
	j->why = "ask";
	*marks_r = 0;
	for (size_t at = 0; msg_next(&j->ask, &at, &k, &v);)
		if (is_key(k, "mark") && (++*marks_r > n || !read_mark(j, v, fills, n)))
			return INVALID;
	return OK;
}

void job_told(struct job *j, const struct fill *fills, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (fills[i].small)
			msg_puts(&j->answer, "small", fills[i].name);
		if (fills[i].tiny)
			msg_puts(&j->answer, "tiny", fills[i].name);
	}
}
