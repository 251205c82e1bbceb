/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A whole chain by compose and cms_sign, judged by inspect; then the attacks of
 * pades.md §8 that this layout can suffer. Runs the real children. */
#include "base/act.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "port/cms_sign.h"
#include "port/demo_ca.h"
#include "port/digest.h"
#include "port/tsp.h"
#include "port/tsp_cms.h"
#include "tap.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>

#define PARTIES 1
#define VERSIONS (PARTIES + 3)
#define RESERVE 8192
#define FILE_MAX ((size_t)4 << 20)

static char libexec[PATH_MAX];
static struct demo_ca ca, other_ca;
static struct buf version[VERSIONS + 1]; /* [0] = base */
static int64_t start;

/* --- running the children -------------------------------------------------------- */

static int memory_file(struct bytes b)
{
	int fd = memfd_create("t", 0);
	if (fd < 0 || file_write_all(fd, b.p, b.n))
		exit(99);
	return fd;
}

static enum err child(const char *name, const struct msg *ask, struct bytes in, struct bytes in2,
		      struct bytes in3, struct buf *out, struct msg *answer)
{
	char path[PATH_MAX + 16];
	bool inspect = !strcmp(name, "inspect");
	snprintf(path, sizeof path, "%s/%s", libexec, name);
	int a = memory_file(in), b = memory_file(in2), c = memory_file(in3);
	struct proc p = { .path = path, .fd = { a, b, inspect ? c : -1, -1 }, .wait = 30 * SECOND };
	msg_init(answer, 8 << 20);
	enum err e = proc_ask(&p, ask, answer, NULL);
	if (out) {
		buf_init(out, FILE_MAX);
		if (file_read_fd(file_size(b) ? b : a, out)) /* filled in place? */
			exit(99);
	}
	close(a);
	close(b);
	close(c);
	return e;
}

static struct bytes none(void)
{
	return (struct bytes){ (const unsigned char *)"", 0 };
}

static int64_t number(const struct msg *m, const char *key)
{
	int64_t v = -1;
	return msg_geti(m, key, 0, INT64_MAX, &v) ? -1 : v;
}

static const char *word(const struct msg *m, const char *key)
{
	static char out[8][512];
	static int at;
	at = (at + 1) % 8;
	if (msg_text(m, key, out[at], sizeof out[at]))
		strcpy(out[at], "?");
	return out[at];
}

static void simple(const char *name, const char *op, const char *key, int64_t n, struct bytes in,
		   struct buf *out)
{
	struct msg ask, answer;
	msg_init(&ask, 1024);
	msg_puts(&ask, "op", op);
	if (key)
		msg_puti(&ask, key, n);
	ok(!child(name, &ask, in, none(), none(), out, &answer) &&
	       !strcmp(word(&answer, "error"), "?"),
	   "%s %s works", name, op);
	msg_clear(&ask);
	msg_clear(&answer);
}

/* --- making the golden file ---------------------------------------------------------- */

static void make_act(struct act *a, int v)
{
	memset(a, 0, sizeof *a);
	a->kind = v == 1 ? ACT_FIX : v == 2 ? ACT_SEND : v == VERSIONS ? ACT_CONCLUDE : ACT_AGREE;
	strcpy(a->chain, "abcdefghijkmnpqr-1");
	a->version = v;
	a->time = start + v * MINUTE;
	a->parties = PARTIES;
	strcpy(a->title, "業務委託契約書");
	a->pages = 1;
	memset(a->upload, 7, 32);
	digest_sha256(version[0].p, version[0].n, a->base);
	for (int i = 0; i <= PARTIES; i++)
		memset(a->roster[i], 40 + i, 32);
	a->slot = v - 2;
	strcpy(a->name, "山田 太郎");
	strcpy(a->mail, "taro@example.jp");
	a->methods = ACT_BY_MAIL;
	memset(a->binds, 9, 32);
	if (a->kind == ACT_FIX || a->kind == ACT_CONCLUDE)
		a->slot = 0, a->name[0] = a->mail[0] = 0, a->methods = 0;
}

static void sign(const struct buf *candidate, int64_t gap, const struct demo_ca *by,
		 struct buf *cms)
{
	struct cms_key *key;
	const char *why;
	unsigned char sum[32];
	struct digest *d = digest_new();
	size_t after = (size_t)gap + 2 * RESERVE + 2;
	digest_add(d, candidate->p, (size_t)gap);
	digest_add(d, candidate->p + after, candidate->n - after);
	digest_get(d, sum);
	digest_free(d);
	buf_init(cms, RESERVE);
	if (cms_key_load(buf_bytes(&by->sign_key), buf_bytes(&by->sign_cert), none(), &key, &why) ||
	    cms_sign(key, sum, cms))
		exit(99);
	cms_key_free(key);
}

/* The CMS with a time stamp by the openssl program as a TSA of `by`. */
static bool stamp(struct buf *cms, const struct demo_ca *by)
{
	static const char conf[] =
	    "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ndefault_policy=1.2.3.4\n"
	    "signer_digest=sha256\ndigests=sha256\ness_cert_id_alg=sha256\n"
	    "accuracy=secs:1\n";
	char dir[] = "/tmp/teiketsu-330-XXXXXX", command[256];
	unsigned char digest[32];
	struct tsp_query *q;
	struct tsp_roots *roots;
	struct tsp_info info;
	struct buf reply, token, out;
	const char *why;
	if (!mkdtemp(dir) || tsp_cms_digest(buf_bytes(cms), digest) ||
	    tsp_query_new(digest, NULL, &q))
		return false;
	int d = open(dir, O_RDONLY | O_DIRECTORY);
	struct bytes der = tsp_query_der(q);
	if (file_replace(d, "conf", conf, sizeof conf - 1, 0600) ||
	    file_replace(d, "q", der.p, der.n, 0600) ||
	    file_replace(d, "serial", "01\n", 3, 0600) ||
	    file_replace(d, "key", by->tsa_key.p, by->tsa_key.n, 0600) ||
	    file_replace(d, "cert", by->tsa.p, by->tsa.n, 0600))
		return false;
	snprintf(
	    command, sizeof command,
	    "cd %s && openssl ts -reply -config conf -section t -queryfile q -out r -inkey key "
	    "-signer cert 2>/dev/null",
	    dir);
	buf_init(&reply, 65536);
	buf_init(&token, 65536);
	buf_init(&out, RESERVE);
	bool good = system(command) == 0 && !file_read(d, "r", &reply) &&
		    !tsp_roots_parse(buf_bytes(&by->root), &roots) &&
		    !tsp_answer(q, buf_bytes(&reply), roots, &token, &info, &why) &&
		    !tsp_cms_embed(buf_bytes(cms), buf_bytes(&token), &out);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	if (system(command))
		good = false;
	buf_clear(cms);
	*cms = out;
	close(d);
	return good;
}

static void revision_by(int v, const struct buf *before, const struct demo_ca *by,
			const struct demo_ca *tsa, struct buf *after)
{
	struct act a;
	struct msg ask, answer;
	struct buf candidate, cms;
	make_act(&a, v);
	msg_init(&ask, 128 << 10);
	act_put(&ask, &a);
	msg_puts(&ask, "op", "revise");
	msg_puts(&ask, "name", "締結テスト運用者");
	msg_puti(&ask, "reserve", RESERVE);
	enum err e = child("compose", &ask, buf_bytes(before), none(), none(), &candidate, &answer);
	int64_t gap = number(&answer, "gap_off");
	ok(!e && gap > 0, "version %d composed (%s)", v, word(&answer, "why"));
	sign(&candidate, gap, by, &cms);
	if (tsa)
		ok(stamp(&cms, tsa), "version %d stamped", v);
	msg_clear(&ask);
	msg_clear(&answer);
	msg_init(&ask, 128 << 10);
	msg_puts(&ask, "op", "fill");
	msg_puti(&ask, "gap_off", gap);
	msg_puti(&ask, "reserve", RESERVE);
	msg_put(&ask, "cms", cms.p, cms.n);
	e = child("compose", &ask, buf_bytes(&candidate), none(), none(), after, &answer);
	ok(!e && number(&answer, "length") == (int64_t)after->n, "version %d filled", v);
	msg_clear(&ask);
	msg_clear(&answer);
	buf_clear(&candidate);
	buf_clear(&cms);
}

static void make_base(void)
{
	struct buf file, clean, grown;
	buf_init(&file, FILE_MAX);
	if (file_read(AT_FDCWD, "t/data/latin-cc0.pdf", &file))
		skip_all("run from the top folder");
	simple("intake", "judge", "max_pages", 100, buf_bytes(&file), &clean);
	simple("compose", "base", "sigs", VERSIONS, buf_bytes(&clean), &grown);
	simple("intake", "settle", NULL, 0, buf_bytes(&grown), &version[0]);
	buf_clear(&file);
	buf_clear(&clean);
	buf_clear(&grown);
}

static void revision(int v, const struct buf *before, const struct demo_ca *by, struct buf *after)
{
	revision_by(v, before, by, NULL, after);
}

/* --- judging ---------------------------------------------------------------------------- */

static void judged_by(struct bytes file, struct bytes tsa_roots, struct msg *answer)
{
	struct msg ask;
	msg_init(&ask, 1024);
	msg_puts(&ask, "op", "judge");
	if (child("inspect", &ask, file, buf_bytes(&ca.root), tsa_roots, NULL, answer))
		msg_puts(answer, "verdict", "crash");
	msg_clear(&ask);
}

static void judged(struct bytes file, struct msg *answer)
{
	judged_by(file, none(), answer);
}

static void expect(const struct buf *file, const char *verdict, int versions, const char *what)
{
	struct msg m;
	judged(buf_bytes(file), &m);
	bool good = ok(!strcmp(word(&m, "verdict"), verdict) && number(&m, "versions") == versions,
		       "%s: %s at version %d", what, verdict, versions);
	if (!good)
		printf("# got %s %s versions %lld\n", word(&m, "verdict"), word(&m, "why"),
		       (long long)number(&m, "versions"));
	msg_clear(&m);
}

static struct buf copy(const struct buf *b)
{
	struct buf c;
	buf_init(&c, FILE_MAX);
	buf_add(&c, b->p, b->n);
	return c;
}

/* --- attacks ------------------------------------------------------------------------------ */

static size_t find_last(const struct buf *b, const char *text)
{
	for (size_t i = b->n - strlen(text) + 1; i-- > 0;)
		if (!memcmp(b->p + i, text, strlen(text)))
			return i;
	exit(99);
}

static size_t find_first(const struct buf *b, const char *text)
{
	const unsigned char *p = memmem(b->p, b->n, text, strlen(text));
	if (!p)
		exit(99);
	return (size_t)(p - b->p);
}

static long long number_at(const struct buf *b, size_t at)
{
	return strtoll((const char *)b->p + at, NULL, 10);
}

/* Appends a well-formed revision that (re)writes one object. root 0 = keep. */
static void append(struct buf *b, long long object, const char *body, long long root)
{
	size_t t = find_last(b, "/Size "), s = find_last(b, "startxref\n");
	long long size = number_at(b, t + 6), prev = number_at(b, s + 10);
	long long old_root = number_at(b, find_last(b, "/Root ") + 6);
	size_t id = find_last(b, "/ID [");
	char first_id[40];
	snprintf(first_id, sizeof first_id, "%.34s", (const char *)b->p + id + 5);
	bool fresh = object == 0;
	if (fresh)
		object = size++;
	size_t at = b->n;
	buf_printf(b, "%lld 0 obj\n%s\nendobj\n", object, body);
	size_t xref = b->n;
	bool info = memmem(b->p + t, b->n - t, "/Info", 5);
	long long info_n = info ? number_at(b, find_last(b, "/Info ") + 6) : 0;
	buf_printf(b, "xref\n%lld 1\n%010zu 00000 n \ntrailer\n<</Size %lld /Root %lld 0 R ",
		   object, at, size, root ? root : old_root);
	if (info)
		buf_printf(b, "/Info %lld 0 R ", info_n);
	buf_printf(
	    b, "/ID [%s<00112233445566778899AABBCCDDEEFF>] /Prev %lld>>\nstartxref\n%zu\n%%%%EOF\n",
	    first_id, prev, xref);
}

/* The newest body of an object, edited: `from` replaced by `to`. */
static void append_edited(struct buf *b, long long object, const char *from, const char *to)
{
	char head[32];
	struct buf body;
	snprintf(head, sizeof head, "\n%lld 0 obj\n", object);
	size_t at = find_last(b, head) + strlen(head);
	const unsigned char *end = memmem(b->p + at, b->n - at, "\nendobj", 7);
	const unsigned char *p = memmem(b->p + at, (size_t)(end - b->p) - at, from, strlen(from));
	if (!p)
		exit(99);
	buf_init(&body, FILE_MAX);
	buf_add(&body, b->p + at, (size_t)(p - b->p) - at);
	buf_str(&body, to);
	buf_add(&body, p + strlen(from), (size_t)(end - p) - strlen(from));
	append(b, object, buf_text(&body), 0);
	buf_clear(&body);
}

static long long root_of(const struct buf *b)
{
	return number_at(b, find_last(b, "/Root ") + 6);
}

static long long object_with(const struct buf *b, const char *text)
{
	size_t at = find_first(b, text);
	while (at && memcmp(b->p + at, " 0 obj\n", 7))
		at--;
	while (at && b->p[at - 1] != '\n')
		at--;
	return number_at(b, at);
}

static void attack_appended(void)
{
	const struct buf *gold = &version[VERSIONS];
	long long page = object_with(gold, "/Type /Page "), form = object_with(gold, "/SigFlags 3");
	struct buf b = copy(gold);
	append(&b, 0, "<</Length 0>>\nstream\n\nendstream", 0);
	expect(&b, "changed", VERSIONS, "another object in a revision of its own");
	buf_clear(&b);
	b = copy(gold);
	append_edited(&b, page, "/Contents", "/Contents 1 0 R /Old");
	expect(&b, "changed", VERSIONS, "row 1: page content replaced");
	buf_clear(&b);
	b = copy(gold);
	buf_str(&b, "900 0 obj\n<</Type /Annot>>\nendobj\n");
	expect(&b, "changed", VERSIONS, "row 2: objects without table");
	buf_clear(&b);
	b = copy(gold);
	append_edited(&b, page, "/Annots", "/Annots [<</Type /Annot /Subtype /FreeText>>] /Old");
	expect(&b, "changed", VERSIONS, "row 3: annotation over the text");
	buf_clear(&b);
	b = copy(gold);
	append(&b, 0, "<</Type /Catalog /Pages 1 0 R>>", 0);
	append(&b, root_of(gold), "<</Type /Catalog /Pages 1 0 R>>",
	       number_at(&b, find_last(&b, "/Size ") + 6) - 1);
	expect(&b, "changed", VERSIONS, "row 8: another root");
	buf_clear(&b);
	b = copy(gold);
	append_edited(&b, root_of(gold), "/Perms", "/OpenAction <</S /JavaScript /JS (1)>> /Perms");
	expect(&b, "changed", VERSIONS, "row 9: open action");
	buf_clear(&b);
	b = copy(gold);
	append_edited(&b, form, "/SigFlags 3", "/SigFlags 3 /NeedAppearances true");
	expect(&b, "changed", VERSIONS, "row 11: NeedAppearances");
	buf_clear(&b);
	b = copy(gold);
	append_edited(&b, root_of(gold), "/Perms", "/Nothing");
	expect(&b, "changed", VERSIONS, "row 12: Perms removed");
	buf_clear(&b);
	b = copy(gold);
	append_edited(&b, form, "/Fields", "/Fields [] /Old");
	expect(&b, "changed", VERSIONS, "row 13: fields dropped");
	buf_clear(&b);
	b = copy(gold);
	append_edited(&b, object_with(&b, "/SubFilter"), "/ByteRange", "/Nothing");
	expect(&b, "changed", VERSIONS, "row 7: signature dictionary overridden");
	buf_clear(&b);
}

static void attack_bytes(void)
{
	const struct buf *gold = &version[VERSIONS];
	struct buf b = copy(gold);
	buf_str(&b, "\n");
	expect(&b, "changed", VERSIONS, "row 10: one byte after the end");
	buf_clear(&b);
	b = copy(gold);
	b.p[find_first(&b, "stream\n") + 20] ^= 1;
	expect(&b, "broken", VERSIONS, "row 14: byte flipped in a stream of the base");
	buf_clear(&b);
	b = copy(gold);
	b.p[find_first(&b, "/Pages")] = '!';
	expect(&b, "broken", 0, "row 14: byte flipped in the frame of the base");
	buf_clear(&b);
	b = copy(gold);
	b.p[find_first(&b, "/M (D:") + 9] ^= 1;
	expect(&b, "broken", VERSIONS, "a digit of the time");
	buf_clear(&b);
	for (int v = 1; v < VERSIONS; v++)
		expect(&version[v], "good", v, "row 15: an earlier stage is good, but early");
	expect(&version[0], "unsigned", 0, "the base");
	b = copy(gold);
	b.n -= 7;
	expect(&b, "changed", VERSIONS - 1, "cut in the last revision");
	buf_clear(&b);
	b = copy(gold);
	memset(b.p + find_last(&b, "/Contents <") + 11, '0', 400);
	expect(&b, "broken", VERSIONS, "a gap partly emptied");
	buf_clear(&b);
	b = copy(gold);
	size_t end = find_last(&b, ">\n>>\nendobj");
	b.p[end - 1] = '7';
	expect(&b, "broken", VERSIONS, "something other than zeros behind the CMS");
	b.p[end - 1] = 'G';
	expect(&b, "changed", VERSIONS - 1, "a gap that is not hexadecimal");
	buf_clear(&b);
	b = copy(gold);
	size_t range = find_last(&b, "/ByteRange [0 ");
	b.p[range + 12] = '1';
	expect(&b, "changed", VERSIONS - 1, "a range that does not begin at 0");
	buf_clear(&b);
}

static void attack_keys(void)
{
	struct buf b;
	struct buf pdf;
	revision(VERSIONS, &version[VERSIONS - 1], &other_ca, &b);
	expect(&b, "broken", VERSIONS, "the last signature by a look-alike certificate");
	buf_clear(&b);
	revision(1, &version[0], &other_ca, &b);
	expect(&b, "foreign", 1, "a whole file by a look-alike certificate");
	buf_clear(&b);
	buf_init(&b, 100);
	buf_str(&b, "hello");
	expect(&b, "unreadable", 0, "not a PDF");
	buf_clear(&b);
	buf_init(&pdf, FILE_MAX);
	if (file_read(AT_FDCWD, "t/data/minimal.pdf", &pdf))
		exit(99);
	expect(&pdf, "unsigned", 0, "a stranger's PDF without signature");
	buf_clear(&pdf);
}

static void tell_golden(void)
{
	struct msg m;
	judged(buf_bytes(&version[VERSIONS]), &m);
	is_str(word(&m, "verdict"), "good", "the golden file is good");
	is_int(number(&m, "versions"), VERSIONS, "all versions");
	is_int(number(&m, "slots"), VERSIONS, "of all slots");
	is_int(number(&m, "end"), version[VERSIONS].n, "every byte accounted for");
	ok(strstr(word(&m, "reason"), "業務委託契約書"), "the Reason is handed out in UTF-8");
	ok(strstr(word(&m, "subject"), "Demo operator"), "the signer is named: %s",
	   word(&m, "subject"));
	is_int(number(&m, "time"), (start + MINUTE) / SECOND * SECOND, "the time of the act");
	is_int(number(&m, "valid"), 1, "valid");
	is_int(number(&m, "changed"), 0, "nothing after it");
	is_int(number(&m, "length"), version[1].n, "the bytes of the first version");
	ok(strstr(word(&m, "usage"), "digital_signature non_repudiation"), "the key's usage: %s",
	   word(&m, "usage"));
	is_str(word(&m, "path"), word(&m, "issuer"), "the path leads to the root");
	is_int(number(&m, "stamp"), -1, "no stamp");
	msg_clear(&m);
}

static void stamped(void)
{
	struct buf b;
	struct msg m;
	revision_by(VERSIONS, &version[VERSIONS - 1], &ca, &ca, &b);
	judged_by(buf_bytes(&b), buf_bytes(&ca.root), &m);
	is_str(word(&m, "verdict"), "good", "a final signature with a time stamp");
	is_int(number(&m, "stamp_valid"), 1, "whose stamp holds");
	ok(number(&m, "stamp") / SECOND >= start / SECOND, "and tells its time");
	ok(strcmp(word(&m, "tsa"), "?"), "and its authority: %s", word(&m, "tsa"));
	msg_clear(&m);
	judged(buf_bytes(&b), &m);
	is_str(word(&m, "verdict"), "good", "without roots of a TSA the signatures are judged");
	is_str(word(&m, "stamp_why"), "no_roots", "and the stamp only told");
	msg_clear(&m);
	judged_by(buf_bytes(&b), buf_bytes(&other_ca.root), &m);
	is_str(word(&m, "verdict"), "broken", "a stamp by an unknown TSA");
	is_str(word(&m, "why"), "stamp", "is named as the fault");
	msg_clear(&m);
	buf_clear(&b);
}

int main(void)
{
	ssize_t n = readlink("/proc/self/exe", libexec, sizeof libexec - 1);
	char *slash = n > 0 ? strrchr(libexec, '/') : NULL;
	if (!slash)
		skip_all("no /proc");
	strcpy(slash, "/../libexec");
	start = clock_now() - HOUR + 123456789;
	demo_ca_init(&ca);
	demo_ca_init(&other_ca);
	if (demo_ca_make("Demo operator", NULL, NULL, &ca) ||
	    demo_ca_make("Demo operator", NULL, NULL, &other_ca))
		return 99;
	make_base();
	for (int v = 1; v <= VERSIONS; v++)
		revision(v, &version[v - 1], &ca, &version[v]);
	tell_golden();
	attack_appended();
	attack_bytes();
	attack_keys();
	stamped();
	return done();
}
