/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a look draws against what its value says: agreement, and every way not to. */
#include "pdf/shown.h"
#include "tap.h"

#include <string.h>

#define HEAD                                                                                       \
	"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"                         \
	"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"                                     \
	"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
#define TAIL "endcmap\nend\nend"
#define TEXT(s) ((struct bytes){ (const unsigned char *)(s), strlen(s) })

/* 1 a, 2 b, 3 か with its mark, 4 𠮷, 5 a hyphen, 6 the radical of a person, 7 a space */
static const char cmap[] = HEAD "7 beginbfchar\n<0001> <0061>\n<0002> <0062>\n<0003> <304B309A>\n"
				"<0004> <D842DFB7>\n<0005> <002D>\n<0006> <2F08>\n<0007> <0020>\n"
				"endbfchar\n" TAIL;

static struct arena *arena;

static bool meanings(const char *text, size_t count)
{
	struct shown_font f = { .name = 'G' };
	return shown_meanings(arena, TEXT(text), &f) && f.count == count;
}

static bool agrees(const char *content, const char *value)
{
	struct shown_font f[2] = { { .name = 'G' }, { .name = 'M' } };
	struct value v;
	struct lexer l;
	lex_init(&l, TEXT(value), 0);
	return shown_meanings(arena, TEXT(cmap), &f[0]) && shown_meanings(arena, TEXT(cmap), &f[1]) &&
	       value_read(&l, &v) && shown_agrees(arena, TEXT(content), f, 2, &v);
}

static void read_meanings(void)
{
	ok(meanings(cmap, 7), "seven codes have a meaning");
	ok(meanings(HEAD TAIL, 0), "none has one");
	ok(!meanings("", 0) && !meanings(HEAD, 0), "no table, half a table");
	ok(!meanings(HEAD "2 beginbfchar\n<0001> <0061>\nendbfchar\n" TAIL, 1), "a line missing");
	ok(!meanings(HEAD "1 beginbfchar\n<0001> <0061>\n<0002> <0062>\nendbfchar\n" TAIL, 2),
	   "a line too many");
	ok(!meanings(HEAD "2 beginbfchar\n<0002> <0061>\n<0001> <0062>\nendbfchar\n" TAIL, 2),
	   "codes that fall");
	ok(!meanings(HEAD "2 beginbfchar\n<0001> <0061>\n<0001> <0062>\nendbfchar\n" TAIL, 2),
	   "a code twice");
	ok(!meanings(HEAD "1 beginbfchar\n<0001> <>\nendbfchar\n" TAIL, 1), "an empty meaning");
	ok(!meanings(HEAD "1 beginbfchar\n<0001> <006>\nendbfchar\n" TAIL, 1), "half a unit");
	ok(!meanings(HEAD "1 beginbfrange\n<0001> <0061>\nendbfrange\n" TAIL, 1), "a range");
	ok(!meanings(HEAD "101 beginbfchar\n" TAIL, 0), "a block too long");
	ok(!meanings(HEAD TAIL "\n", 0), "something behind it");
}

static void agree(void)
{
	ok(agrees("", "()"), "nothing is nothing");
	ok(agrees("/Tx BMC BT /G 9 Tf <00010002> Tj ET EMC", "(ab)"), "two letters");
	ok(agrees("/G 9 Tf [<0001> 20 <0002>] TJ", "<FEFF00610062>"), "apart, and in UTF-16");
	ok(agrees("/G 9 Tf <0001> Tj /M 9 Tf <0002> Tj", "(ab)"), "from two fonts");
	ok(agrees("/G 9 Tf <000100070002> Tj", "(a \\t b )"), "blanks do not count");
	ok(agrees("/G 9 Tf <00010002> Tj", "<FEFF0061000D00623000>"), "nor do line ends");
	ok(agrees("/G 9 Tf <0004> Tj", "<FEFFD842DFB7DB40DD00>"), "nor do variation selectors");
	ok(agrees("/G 9 Tf <0003> Tj", "<FEFF304B309A>"), "a letter with its mark");
	ok(agrees("/G 9 Tf <00030009> Tj", "<FEFF304B309A>"), "drawn in two parts");
	ok(!agrees("/G 9 Tf <000300090009> Tj", "<FEFF304B309A>"), "but not in three");
	ok(!agrees("/G 9 Tf <00010009> Tj", "(a)"), "nor where there is no mark");
	ok(agrees("/G 9 Tf <00050005> Tj", "<FEFF002D2010>"), "two hyphens look alike");
	ok(!agrees("/G 9 Tf <00050005> Tj", "<FEFF20102010>"), "the first one speaks");
	ok(agrees("/G 9 Tf <00060006> Tj", "<FEFF2F084EBA>"), "so do radical and ideograph");
	ok(!agrees("/G 9 Tf <00010001> Tj", "(ab)"), "letters never do");
	ok(!agrees("/G 9 Tf <00050005> Tj", "(-1)"), "nor hyphen and digit");
}

static void differ(void)
{
	ok(!agrees("/G 9 Tf <0001> Tj", "(ab)"), "less than the value");
	ok(!agrees("/G 9 Tf <00010002> Tj", "(a)"), "more than the value");
	ok(!agrees("/G 9 Tf <00020001> Tj", "(ab)"), "in another order");
	ok(!agrees("", "(a)"), "nothing for something");
	ok(!agrees("/G 9 Tf <00010002> Tj", "/ab"), "a value that is a name");
	ok(!agrees("/G 9 Tf <00010002> Tj", "<6162E4>"), "a value in no encoding of ours");
	ok(!agrees("<0001> Tj", "(a)"), "no font");
	ok(!agrees("/X 9 Tf <0001> Tj", "(a)"), "a font that is not there");
	ok(!agrees("/G 9 Tf (a) Tj", "(a)"), "a literal string");
	ok(!agrees("/G 9 Tf <00> Tj", "()"), "half a code");
	static const char *const never[] = { "/X Do", "BI /W 1 ID x EI", "/S sh", "/E gs", "/OC /L BDC",
					     "/Cs cs", "x", "q % x", "<<>>", ")", "0 0 (", "MP" };
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		ok(!agrees(never[i], "()"), "not drawn with %s", never[i]);
}

int main(void)
{
	arena = arena_new(0);
	read_meanings();
	agree();
	differ();
	arena_free(arena);
	return done();
}
