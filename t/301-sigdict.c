/* SPDX-License-Identifier: AGPL-3.0-or-later
 * pdf/sigdict, byte by byte: signer and compose both stand on it. */
#include "tap.h"

#include "base/clock.h"
#include "pdf/sigdict.h"

#define RESERVE 4096

static struct act person(const char *name)
{
	struct act a = { .kind = ACT_SEND, .version = 2, .methods = ACT_BY_MAIL };
	snprintf(a.chain, sizeof a.chain, "abcdefghijkmnpqr-1");
	snprintf(a.name, sizeof a.name, "%s", name);
	snprintf(a.mail, sizeof a.mail, "a@b.jp");
	a.time = INT64_C(1763870400) * SECOND + 123456789;
	return a;
}

/* The printed dictionary with its gap shortened to "<>"; free it. */
static char *printed(const struct sigdict *s, int64_t off, int64_t len, size_t *gap_r)
{
	struct buf b;
	buf_init(&b, SIGDICT_MAX + 2 * SIGDICT_RESERVE_MAX);
	buf_str(&b, "before");
	sigdict_print(s, off, len, &b, gap_r);
	char *all = strdup(buf_text(&b) + 6), *gap = all + *gap_r;
	size_t zeros = strspn(gap + 1, "0");
	ok(!b.over && gap[0] == '<' && zeros == 2 * s->reserve && gap[1 + zeros] == '>',
	   "the gap is '<', %zu zeros, '>'", zeros);
	memmove(gap + 1, gap + 1 + zeros, strlen(gap + 1 + zeros) + 1);
	buf_clear(&b);
	return all;
}

static void shape(void)
{
	static const char *const lock[] = { "F0001", "F0002" };
	struct act a = person("Taro (\\)");
	struct sigdict s = { &a, "Op (x)", RESERVE, 7, lock, 2 };
	size_t gap;
	char *d = printed(&s, 1000, 20000, &gap);
	char want[2048], range[64];
	snprintf(range, sizeof range, "[0 %zu %zu %zu]", 1000 + gap, 1000 + gap + 2 * RESERVE + 2,
		 20000 - (1000 + gap + 2 * RESERVE + 2));
	static const char head[] =
	    "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n"
	    "/M (D:20251123130000+09'00')\n"
	    "/Name (Op \\(x\\))\n"
	    "/Reason <FEFF005400610072006F00200028005C0029002800610040"
	    "0062002E006A00700029";
	static const char tail[] =
	    "/Reference [<</Type /SigRef /TransformMethod /FieldMDP /Data 7 0 R "
	    "/TransformParams <</Type /TransformParams /Action /Include "
	    "/Fields [(F0001)(F0002)] /V /1.2>>>>]\n";
	ok(!strncmp(d, head, strlen(head)), "begins as it must");
	const char *reference = strstr(d, "/Reference");
	snprintf(want, sizeof want, "%s/ByteRange %-48s\n/Contents <>\n>>", tail, range);
	is_str(reference, want, "ends as it must");
	free(d);
}

static void references(void)
{
	struct act a = person("山田太郎");
	struct sigdict s = { &a, "運用𠮷", RESERVE, 7, NULL, 0 };
	size_t gap;
	char *d = printed(&s, 1, 99999, &gap);
	ok(!strstr(d, "/Reference"), "no locks: no reference");
	ok(strstr(d, "/Name <FEFF904B7528D842DFB7>\n") != NULL, "plane 2 as surrogates");
	free(d);
	a.kind = ACT_CONCLUDE;
	static const char *const lock[] = { "F0001" };
	s.lock = lock;
	s.locks = 1;
	d = printed(&s, 1, 99999, &gap);
	ok(!strstr(d, "/Reference"), "the last one locks nothing");
	free(d);
	a.kind = ACT_FIX;
	d = printed(&s, 1, 99999, &gap);
	ok(strstr(d, "/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams "
		     "<</Type /TransformParams /P 2 /V /1.2>>>>]\n") != NULL &&
	       !strstr(d, "FieldMDP"),
	   "the first one certifies, P 2, and locks nothing");
	free(d);
}

static void width(void)
{
	struct act a = person("x");
	struct sigdict s = { &a, "x", RESERVE, 7, NULL, 0 };
	size_t gap[2];
	char *small = printed(&s, 10, 10000, &gap[0]);
	char *large = printed(&s, 83886080, 83886080 + 70000, &gap[1]);
	ok(strlen(small) == strlen(large) && gap[0] == gap[1],
	   "length and gap depend on no number");
	free(small);
	free(large);
}

static void largest(void)
{
	static char names[SIGDICT_LOCKS][SIGDICT_LOCK_NAME + 1];
	static const char *lock[SIGDICT_LOCKS];
	char name[481];
	for (int i = 0; i < SIGDICT_LOCKS; i++) {
		snprintf(names[i], sizeof names[i], "F%015d", i);
		lock[i] = names[i];
	}
	memset(name, 'x', sizeof name - 1);
	name[sizeof name - 1] = 0;
	struct act a = person(name);
	memset(a.mail, 'm', ACT_MAIL);
	struct sigdict s = { &a, name, RESERVE, UINT32_MAX, lock, SIGDICT_LOCKS };
	size_t gap;
	char *d = printed(&s, 1, 99999999, &gap);
	ok(strlen(d) < SIGDICT_MAX, "the largest dictionary has %zu bytes", strlen(d));
	free(d);
}

int main(void)
{
	shape();
	references();
	width();
	largest();
	return done();
}
