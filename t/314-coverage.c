/* SPDX-License-Identifier: AGPL-3.0-or-later
 * office/coverage says the same of every character as the fonts that compose
 * draws with. */
#include "tap.h"

#include "office/coverage.h"

#include "base/str.h"
#include "port/glyph.h"

#include <fcntl.h>
#include <unistd.h>

#define GOTHIC "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"
#define MINCHO "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"

static struct arena *a;

static void fine(const char *text, const char *what)
{
	const char *missing = coverage_missing(a, text);
	ok(!missing, "%s can be drawn%s%s", what, missing ? ", but: " : "", missing ? missing : "");
}

static void refused(const char *text, const char *want, const char *what)
{
	const char *missing = coverage_missing(a, text);
	is_str(missing, want, "refused: %s", what);
}

/* NULL: they may stand in one text. */
static void alike(const char *text, const char *first, const char *later, const char *what)
{
	const char *one = NULL, *other = NULL;
	bool found = coverage_alike(a, text, &one, &other);
	ok(found == (first != NULL), "%s: %s", what, first ? "drawn alike" : "told apart");
	if (found && first) {
		is_str(one, first, "the first of them");
		is_str(other, later, "the later one");
	}
}

static struct glyph_font *font(const char *path)
{
	struct glyph_font *f = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || glyph_open(fd, &f))
		return NULL;
	close(fd);
	return f;
}

static void every_character(void)
{
	struct glyph_font *g = font(GOTHIC), *m = font(MINCHO);
	int wrong = 0, known = 0;
	if (!ok(g && m, "both fonts open"))
		return;
	for (uint32_t c = 1; c < 0x110000; c++) {
		char text[5] = "";
		if (!str_utf8_put(c, text) || c == '\n')
			continue;
		if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF))
			continue;
		bool has = glyph_of(g, c) || glyph_of(m, c);
		known += has;
		wrong += has != !coverage_missing(a, text);
		arena_reset(a);
	}
	is_int(wrong, 0, "the table and the fonts agree on every character");
	ok(known > 50000 && known < 80000, "they know %d", known);
	glyph_close(g);
	glyph_close(m);
}

int main(void)
{
	a = arena_new(0);
	fine("", "nothing");
	fine("山田太郎", "a name");
	fine("髙﨑𠮷", "髙 﨑 𠮷");
	fine("辻\xF3\xA0\x84\x80" "葛\xF3\xA0\x84\x81", "variants");
	fine("か\xE3\x82\x9A", "a combining mark");
	fine("甲\n乙", "two lines");
	fine("ABC abc 123 ￥①㈱", "what forms are full of");
	refused("山😀田", "😀", "an emoji");
	refused("山😀\xEF\xB8\x8F田", "😀\xEF\xB8\x8F", "an emoji with its selector");
	refused("a\tb", "\t", "a control");
	refused("a\xC2\x85", "\xC2\x85", "another control");
	refused("𠮷\xF0\xB1\x8D\x90", "\xF0\xB1\x8D\x90", "a rare character, the first one missing is named");
	refused("\xFF", "\xFF", "no UTF-8");
	alike("\xC2\xB4" "ax\xCC\x81", "\xC2\xB4", "x\xCC\x81", "an accent and the sign that one glyph draws with it");
	alike("x\xCC\xB2_", "x\xCC\xB2", "_", "the same the other way round");
	alike("\xCC\xB2_", "\xCC\xB2", "_", "a mark on nothing");
	alike("\xF0\xA9\xBF\x8E\xF0\xA9\xBF\x97", "\xF0\xA9\xBF\x8E", "\xF0\xA9\xBF\x97", "two ideographs of one glyph");
	alike("\xC3\xA9\xC2\xB4 __", NULL, NULL, "a letter with its accent, and the sign");
	alike("x\xCC\x81x\xCC\x81", NULL, NULL, "the mark alone");
	fine("x\xCC\xB2_", "each of two that are alike");
	every_character();
	arena_free(a);
	done();
}
