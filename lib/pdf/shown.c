/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads the content of a look. Knows codes and characters; must not know objects
 * nor the writer's code. */
#include "pdf/shown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CMAP_BYTES ((size_t)256 << 10)
#define VALUE_BYTES 65536
#define BLOCK 100

/* Operators that draw letters and paths in one's own colours. What paints
 * another object, an inline image, a shading or with a state of its own is none. */
static const char operators[] =
	" q Q cm w J j M d i m l c v y h re S s f F f* B B* b b* n W W* g G rg RG k K"
	" BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ BMC EMC ";

/* --- characters --------------------------------------------------------------------- */

enum class { BLANK, MARK, LETTER, IDEOGRAPH, RADICAL, SIGN };

static bool within(uint32_t c, const uint32_t (*range)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= range[i][0] && c <= range[i][1])
			return true;
	return false;
}
#define WITHIN(c, r) within((c), (r), sizeof(r) / sizeof *(r))

static enum class class_of(uint32_t c)
{
	static const uint32_t blank[][2] = {
		{ 0, 0x20 },	     { 0x7F, 0xA0 },	  { 0x1680, 0x1680 }, { 0x2000, 0x200A },
		{ 0x2028, 0x2029 },  { 0x202F, 0x202F },  { 0x205F, 0x205F }, { 0x3000, 0x3000 },
		{ 0xFE00, 0xFE0F },  { 0xE0100, 0xE01EF },
	};
	static const uint32_t mark[][2] = {
		{ 0x300, 0x36F },   { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF },
		{ 0x20D0, 0x20FF }, { 0x3099, 0x309A }, { 0xFE20, 0xFE2F },
	};
	static const uint32_t letter[][2] = {
		{ '0', '9' },	    { 'A', 'Z' },	{ 'a', 'z' },	    { 0xC0, 0x24F },
		{ 0x370, 0x52F },   { 0x3041, 0x3098 }, { 0x309D, 0x30FF }, { 0xFF10, 0xFF19 },
		{ 0xFF21, 0xFF3A }, { 0xFF41, 0xFF5A }, { 0xFF66, 0xFF9D },
	};
	/* The last block's compatibility pairs are drawn alike: radicals here. */
	static const uint32_t radical[][2] = { { 0x2E80, 0x2FDF }, { 0x2CEB0, 0x2EBEF } };
	static const uint32_t ideograph[][2] = { { 0x3005, 0x3007 },
						 { 0x3400, 0x9FFF },
						 { 0xF900, 0xFAFF },
						 { 0x20000, 0x3FFFF } };
	return WITHIN(c, blank)	      ? BLANK
	       : WITHIN(c, mark)      ? MARK
	       : WITHIN(c, letter)    ? LETTER
	       : WITHIN(c, radical)   ? RADICAL
	       : WITHIN(c, ideograph) ? IDEOGRAPH
				      : SIGN;
}

static bool drawn_alike(uint32_t a, uint32_t b)
{
	enum class x = class_of(a), y = class_of(b);
	return (x == SIGN && y == SIGN) || (x == RADICAL && (y == RADICAL || y == IDEOGRAPH)) ||
	       (x == IDEOGRAPH && y == RADICAL);
}

/* The next code point of UTF-16BE that is neither blank nor a mark; 0 at the end.
 * *marks_r counts the marks passed over. */
static uint32_t next_character(struct bytes *s, size_t *marks_r)
{
	while (s->n >= 2) {
		uint32_t c = (uint32_t)(s->p[0] << 8 | s->p[1]);
		size_t n = 2;
		if (c >= 0xD800 && c < 0xDC00 && s->n >= 4) {
			c = 0x10000 + ((c & 0x3FF) << 10) + ((uint32_t)(s->p[2] << 8 | s->p[3]) & 0x3FF);
			n = 4;
		}
		s->p += n;
		s->n -= n;
		enum class k = class_of(c);
		if (k != BLANK && k != MARK)
			return c;
		*marks_r += k == MARK;
	}
	return 0;
}

/* --- meanings ------------------------------------------------------------------------- */

static bool literal(struct bytes *s, const char *text)
{
	size_t n = strlen(text);
	if (s->n < n || memcmp(s->p, text, n))
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

static bool hex(struct bytes *s, size_t digits, uint32_t *r)
{
	*r = 0;
	if (s->n < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		int d = lex_hex_digit(s->p[i]);
		if (d < 0)
			return false;
		*r = *r << 4 | (uint32_t)d;
	}
	s->p += digits;
	s->n -= digits;
	return true;
}

/* "<0001> <65E5>\n" */
static bool one_meaning(struct arena *a, struct bytes *s, struct shown_code *c)
{
	uint32_t unit;
	if (!literal(s, "<") || !hex(s, 4, &c->code) || !literal(s, "> <"))
		return false;
	const unsigned char *end = memchr(s->p, '>', s->n);
	if (!end)
		return false;
	unsigned char *text = arena_alloc(a, (size_t)(end - s->p) / 2 + 2);
	c->text.p = text;
	while (hex(s, 4, &unit)) {
		text[c->text.n++] = (unsigned char)(unit >> 8);
		text[c->text.n++] = (unsigned char)unit;
	}
	return c->text.n && literal(s, ">\n");
}

/* How many lines a block has: "100 beginbfchar\n". */
static size_t block(struct bytes *s)
{
	size_t n = 0;
	while (s->n && *s->p >= '0' && *s->p <= '9' && n <= BLOCK) {
		n = n * 10 + (size_t)(*s->p - '0');
		s->p++;
		s->n--;
	}
	return n <= BLOCK && literal(s, " beginbfchar\n") ? n : 0;
}

bool shown_meanings(struct arena *a, struct bytes cmap, struct shown_font *f)
{
	f->count = 0;
	if (cmap.n > CMAP_BYTES ||
	    !literal(&cmap, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
			    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
			    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"))
		return false;
	f->code = arena_new_array(a, struct shown_code, cmap.n / sizeof "<0000> <0000>" + 1);
	while (!literal(&cmap, "endcmap\nend\nend")) {
		size_t n = block(&cmap);
		for (size_t i = 0; i < n; i++) {
			struct shown_code *c = &f->code[f->count];
			if (!one_meaning(a, &cmap, c) || (f->count && c->code <= c[-1].code))
				return false;
			f->count++;
		}
		if (!n || !literal(&cmap, "endbfchar\n"))
			return false;
	}
	return !cmap.n;
}

/* --- content ---------------------------------------------------------------------------- */

struct showing {
	struct shown_font *fonts, *font;
	size_t n;
	struct bytes rest;   /* of the value, UTF-16BE */
	size_t marks, parts; /* passed over in the value; drawn without a meaning */
};

static int by_code(const void *key, const void *element)
{
	uint32_t a;
	memcpy(&a, key, sizeof a);
	const struct shown_code *c = element;
	return a < c->code ? -1 : a > c->code;
}

/* One code drawn: what it means comes next in the value. Without a meaning it is
 * the mark of the letter before. */
static bool draw(struct showing *s, uint32_t code)
{
	struct shown_code *known =
		bsearch(&code, s->font->code, s->font->count, sizeof *known, by_code);
	if (!known)
		return ++s->parts > 0;
	struct bytes m = known->text;
	size_t marks = 0;
	for (uint32_t c; (c = next_character(&m, &marks)) != 0;) {
		uint32_t v = next_character(&s->rest, &s->marks);
		if (v != c && !(known->met && drawn_alike(v, c)))
			return false;
	}
	known->met = true;
	return true;
}

static bool draw_string(struct showing *s, struct bytes hex_string)
{
	struct bytes in = { hex_string.p + 1, hex_string.n - 2 };
	uint32_t code;
	if (!s->font)
		return false;
	while (in.n)
		if (!hex(&in, 4, &code) || !draw(s, code))
			return false;
	return true;
}

static bool operator(struct showing *s, const struct token *t, const struct token *name)
{
	char word[8];
	if (t->src.n > sizeof word - 3)
		return false;
	snprintf(word, sizeof word, " %.*s ", (int)t->src.n, (const char *)t->src.p);
	if (!strstr(operators, word))
		return false;
	if (strcmp(word, " Tf "))
		return true;
	s->font = NULL;
	for (size_t i = 0; i < s->n; i++)
		if (name->src.n == 2 && name->src.p[1] == s->fonts[i].name)
			s->font = &s->fonts[i];
	return s->font != NULL;
}

static bool walk(struct showing *s, struct bytes content)
{
	struct lexer l;
	struct token t, name = { .kind = LEX_END };
	for (lex_init(&l, content, 0); lex_next(&l, &t) != LEX_END;) {
		bool good = true;
		switch (t.kind) {
		case LEX_SLASH:
			name = t;
			break;
		case LEX_HEX:
			good = draw_string(s, t.src);
			break;
		case LEX_WORD:
			good = operator(s, &t, &name);
			break;
		case LEX_INT:
		case LEX_REAL:
		case LEX_ARRAY:
		case LEX_ARRAY_END:
			break;
		default:
			good = false;
		}
		if (!good)
			return false;
	}
	return !next_character(&s->rest, &s->marks) && s->parts <= s->marks;
}

/* A text string (ISO 32000-1 §7.9.2.2): ASCII or UTF-16BE, as UTF-16BE. */
static bool utf16(struct arena *a, const struct value *value, struct bytes *r)
{
	struct buf raw;
	buf_init(&raw, VALUE_BYTES);
	bool good = !value_string(value, &raw) && !raw.over;
	bool wide = good && raw.n >= 2 && raw.p[0] == 0xFE && raw.p[1] == 0xFF;
	unsigned char *out = arena_alloc(a, 2 * raw.n + 2);
	size_t n = 0;
	good = good && (!wide || raw.n % 2 == 0);
	for (size_t i = wide ? 2 : 0; good && i < raw.n; i++) {
		good = wide || raw.p[i] < 0x80;
		if (!wide)
			out[n++] = 0;
		out[n++] = raw.p[i];
	}
	buf_clear(&raw);
	*r = (struct bytes){ out, n };
	return good;
}

bool shown_agrees(struct arena *a, struct bytes content, struct shown_font *fonts, size_t n,
		  const struct value *value)
{
	struct showing s = { .fonts = fonts, .n = n };
	return utf16(a, value, &s.rest) && walk(&s, content);
}
