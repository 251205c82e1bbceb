/* SPDX-License-Identifier: AGPL-3.0-or-later
 * pdf/lexer and pdf/value: what is a value, what it means, what is refused. */
#include "tap.h"

#include "pdf/value.h"

#define B(s) ((struct bytes){ (const unsigned char *)(s), sizeof(s) - 1 })

/* For the test's name: one line. */
static const char *shown(struct bytes s)
{
	static char line[80];
	size_t n = s.n < sizeof line - 1 ? s.n : sizeof line - 1;
	for (size_t i = 0; i < n; i++)
		line[i] = s.p[i] < ' ' || s.p[i] == '#' ? '.' : (char)s.p[i];
	line[n] = 0;
	return line;
}

static bool read_all(struct bytes src, struct value *v)
{
	struct lexer l;
	struct token t;
	lex_init(&l, src, 0);
	return value_read(&l, v) && lex_next(&l, &t) == LEX_END;
}

static const struct {
	const char *src;
	enum value_kind kind;
	long long number;
} values[] = {
	{ "null", VALUE_NULL, 0 },
	{ " true ", VALUE_BOOL, 1 },
	{ "false", VALUE_BOOL, 0 },
	{ "0", VALUE_INT, 0 },
	{ "-17", VALUE_INT, -17 },
	{ "+4", VALUE_INT, 4 },
	{ "999999999999999999", VALUE_INT, 999999999999999999 },
	{ "0000000012", VALUE_INT, 12 },
	{ "-.5", VALUE_REAL, 0 },
	{ "5.", VALUE_REAL, 0 },
	{ "12 0 R", VALUE_REF, 12 },
	{ "2147483647\n0\tR", VALUE_REF, 2147483647 },
	{ "/", VALUE_NAME, 0 },
	{ "/A#20B", VALUE_NAME, 0 },
	{ "()", VALUE_STRING, 0 },
	{ "(a(b)\\)c)", VALUE_STRING, 0 },
	{ "(\\\\)", VALUE_STRING, 0 },
	{ "<>", VALUE_STRING, 0 },
	{ "<0a F\n>", VALUE_STRING, 0 },
	{ "[]", VALUE_ARRAY, 0 },
	{ "[1 0 R/A(b)<<>>[2 3]]", VALUE_ARRAY, 0 },
	{ "<<>>", VALUE_DICT, 0 },
	{ "<</A<</B[1 2 0 R]>>/C<AB>>>", VALUE_DICT, 0 },
	{ "<</A null/B/C>>", VALUE_DICT, 0 },
};

static void good(void)
{
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct value v;
		struct bytes src = { (const unsigned char *)values[i].src, strlen(values[i].src) };
		bool fine =
		    read_all(src, &v) && v.kind == values[i].kind && v.number == values[i].number;
		ok(fine, "a value: %s", shown(src));
	}
}

static void bad(void)
{
	static const struct bytes rows[] = {
		B(""),
		B("  "),
		B("nul"),
		B("True"),
		B("1e5"),
		B("--5"),
		B("1.2.3"),
		B("+"),
		B("."),
		B("1234567890123456789"),
		B("0 0 R"),
		B("1 1 R"),
		B("1 65535 R"),
		B("-1 0 R"),
		B("2147483648 0 R"),
		B("1 0 obj"),
		B("(a"),
		B("(a\\)"),
		B("<a"),
		B("<ag>"),
		B("<0/>"),
		B("["),
		B("]"),
		B("[1"),
		B("[1>>"),
		B("<<"),
		B(">>"),
		B("<</A>>"),
		B("<</A 1/B>>"),
		B("<<1 2>>"),
		B("<<(A) 1>>"),
		B("<</A 1]"),
		B("<</A 1>"),
		B("[<</A 1]>>"),
		B("{1}"),
		B("% x\n1"),
		B("[1 % x\n]"),
		B("/A#"),
		B("/A#2"),
		B("/A#zz"),
		B("/A#00"),
		B("R"),
		B("[R]"),
		B("[obj]"),
		B("1 2 3"),
		B("/A/B"),
		B("<<>><<>>"),
		B(")"),
		B(">"),
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct value v;
		ok(!read_all(rows[i], &v), "not one value: %s", shown(rows[i]));
	}
}

static void nested(size_t depth, bool dicts, bool want)
{
	struct buf b;
	struct value v;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < depth; i++)
		buf_str(&b, dicts ? "<</A " : "[");
	if (dicts)
		buf_str(&b, "1");
	for (size_t i = 0; i < depth; i++)
		buf_str(&b, dicts ? ">>" : "]");
	ok(read_all(buf_bytes(&b), &v) == want, "%zu %s deep", depth, dicts ? "<<" : "[");
	buf_clear(&b);
}

static void names(void)
{
	struct value d, v, w;
	ok(read_all(B("<</Si#7ae 7/Type/Si#67 /Twice 1/#54wice 2>>"), &d), "a dictionary");
	ok(value_get(&d, "Size", &v) == OK && v.number == 7, "a key with an escape is found");
	ok(value_get(&d, "Type", &v) == OK && value_name_is(&v, "Sig") &&
	       !value_name_is(&v, "Si") && !value_name_is(&v, "Sigs"),
	   "a name with an escape is known");
	ok(value_get(&d, "Twice", &v) == INVALID, "a key twice, spelled differently, is refused");
	ok(value_get(&d, "None", &v) == MISSING, "a key that is not there");
	ok(read_all(B("[1]"), &v) && value_get(&v, "A", &w) == INVALID, "an array has no keys");
	ok(read_all(B("/A#42"), &v) && read_all(B("/#41B"), &w) && value_name_same(&v, &w),
	   "two spellings of a name");
	ok(read_all(B("/AB"), &v) && read_all(B("/ABC"), &w) && !value_name_same(&v, &w),
	   "a name is not its beginning");
	char longest[LEX_NAME + 3];
	memset(longest, 'n', sizeof longest);
	longest[0] = '/';
	struct bytes name = { (const unsigned char *)longest, LEX_NAME + 1 };
	ok(read_all(name, &v), "a name of %d bytes", LEX_NAME);
	name.n++;
	ok(!read_all(name, &v), "no longer one");
}

static void strings(void)
{
	static const struct {
		struct bytes src, want;
		enum err e;
	} rows[] = {
		{ B("()"), B(""), OK },
		{ B("(a(b)c)"), B("a(b)c"), OK },
		{ B("(\\n\\r\\t\\b\\f\\(\\)\\\\)"), B("\n\r\t\b\f()\\"), OK },
		{ B("(\\0053\\53\\5)"), B("\0053+\5"), OK },
		{ B("(\\1234)"), B("S4"), OK },
		{ B("(a\\\nb\\\r\nc\\\rd)"), B("abcd"), OK },
		{ B("(a\r\nb\rc\nd)"), B("a\nb\nc\nd"), OK },
		{ B("(\\x)"), B(""), INVALID },
		{ B("(\\400)"), B(""), INVALID },
		{ B("(\\9)"), B(""), INVALID },
		{ B("<>"), B(""), OK },
		{ B("<53 69\n67>"), B("Sig"), OK },
		{ B("<5>"), B("P"), OK },
		{ B("/Sig"), B(""), INVALID },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct value v;
		struct buf b;
		buf_init(&b, 64);
		bool fine = read_all(rows[i].src, &v) && value_string(&v, &b) == rows[i].e;
		ok(fine && (rows[i].e || bytes_eq(buf_bytes(&b), rows[i].want)), "string %s",
		   shown(rows[i].src));
		buf_clear(&b);
	}
	struct value v;
	ok(read_all(B("<5369673031>"), &v) && value_string_is(&v, "Sig01") &&
	       !value_string_is(&v, "Sig0") && !value_string_is(&v, "Sig011"),
	   "a string is these bytes, all of them");
}

static void walks(void)
{
	struct value d, k, v;
	struct walk w;
	size_t n = 0;
	ok(read_all(B("<</A[1 2]/B 3 0 R/C<</D(x)>> >>"), &d), "a dictionary of three");
	for (walk_init(&w, &d); walk_next(&w, &k, &v); n++)
		if (n == 1)
			ok(value_name_is(&k, "B") && v.kind == VALUE_REF && v.number == 3 &&
			       bytes_eq(v.src, B("3 0 R")),
			   "the second entry, spelled as it stands");
	is_int(n, 3, "three steps");
	n = 0;
	ok(read_all(B("[ 1 2 3 0 R 4 ]"), &d), "an array");
	for (walk_init(&w, &d); walk_next(&w, NULL, &v); n++)
		;
	is_int(n, 4, "of four");
	ok(read_all(B("7"), &d), "a number");
	walk_init(&w, &d);
	ok(!walk_next(&w, NULL, &v), "holds nothing");
}

int main(void)
{
	good();
	bad();
	for (int dicts = 0; dicts < 2; dicts++) {
		nested(VALUE_DEPTH, dicts, true);
		nested(VALUE_DEPTH + 1, dicts, false);
	}
	nested(10000, false, false);
	names();
	strings();
	walks();
	return done();
}
