/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The base floor: text, clocks, frames, codings, configuration, files. */
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/msg.h"
#include "base/proc.h"
#include "base/str.h"

#include <fcntl.h>
#include <unistd.h>

#include "tap.h"

static void test_str(void)
{
	int64_t v;
	static const char *const bad[] = { "", " 1", "1 ", "+1", "0x1", "9223372036854775808", "1e3", "-" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(str_to_int(bad[i], INT64_MIN, INT64_MAX, &v), INVALID, "no number: '%s'", bad[i]);
	ok(str_to_int("-42", -42, 0, &v) == OK && v == -42, "a number");
	is_int(str_to_int("43", 0, 42, &v), INVALID, "out of range");
	ok(str_is_xml_text("髙﨑𠮷\n", strlen("髙﨑𠮷\n")), "Japanese is text");
	static const char *const dirty[] = { "a\x01", "\xff", "\xc0\xaf", "\xed\xa0\x80", "\xef\xbf\xbf", "a\x0b",
					     "\xf5\x80\x80\x80", "\xe3\x81" };
	for (size_t i = 0; i < sizeof dirty / sizeof *dirty; i++)
		ok(!str_is_xml_text(dirty[i], strlen(dirty[i])), "dirty text %zu", i);
	is_int(str_chars("髙a𠮷"), 3, "characters");
	char out[4];
	for (uint32_t cp = 1; cp < 0x110000; cp += 97) {
		uint32_t back = 0;
		size_t n = str_utf8_put(cp, out);
		if (n && (str_utf8_next(out, n, &back) != n || back != cp)) {
			ok(0, "U+%04X", cp);
			break;
		}
	}
}

static void test_clock(void)
{
	char t[CLOCK_TEXT];
	int64_t at = INT64_C(1803999599) * SECOND + 123456789, back;
	clock_reason(at, t);
	is_str(t, "2027-03-02 23:59:59.123456789 +0900 JST", "Reason's form");
	clock_pdf(at, t);
	is_str(t, "D:20270302235959+09'00'", "PDF's form");
	clock_iso(at, t);
	is_str(t, "2027-03-02T14:59:59.123456789Z", "record's form");
	ok(clock_parse_iso(t, &back) == OK && back == at, "and back");
	is_int(clock_parse_iso("2027-02-29T00:00:00.000000000Z", &back), INVALID, "no 29 February");
	is_int(clock_parse_iso("2027-02-28T00:00:00Z", &back), INVALID, "another spelling");
	for (int64_t d = -40000; d < 60000; d += 137) {
		struct civil c = clock_jst(d * DAY + 5);
		if (clock_from_jst(&c) != d * DAY + 5) {
			ok(0, "day %lld", (long long)d);
			break;
		}
	}
	is_int(clock_jst(0).weekday, 4, "1970-01-01 was a Thursday");
	clock_reason(clock_day_end(at, 10), t);
	is_str(t, "2027-03-12 23:59:59.000000000 +0900 JST", "end of the tenth day");
}

static void test_codings(void)
{
	unsigned char all[256], back[256];
	struct buf b, c;
	char hex[513];
	buf_init(&b, 4096);
	buf_init(&c, 4096);
	for (int i = 0; i < 256; i++)
		all[i] = (unsigned char)i;
	for (size_t n = 0; n < 256; n++) {
		buf_clear(&b);
		buf_clear(&c);
		base64_add(&b, all, n);
		if (base64_decode(buf_text(&b), &c) || c.n != n || (n && memcmp(c.p, all, n)))
			ok(0, "base64 of %zu bytes", n);
	}
	hex_encode(all, 256, hex);
	ok(hex_decode(hex, back, 256) == OK && !memcmp(all, back, 256), "hex");
	is_int(hex_decode("0g", back, 1), INVALID, "no hex");
	is_int(base64_decode("QQ=Q", &c), INVALID, "padding in the middle");
	token_encode("\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf", 16, hex);
	is_str(hex, "23456789abcdefgh", "token alphabet");
	ok(!token_valid("23456789abcdefgl", 16), "no look-alikes");
	buf_clear(&b);
	buf_clear(&c);
}

static void test_msg(void)
{
	struct msg m, n;
	struct buf frame;
	struct bytes v;
	int64_t i;
	msg_init(&m, 1000);
	msg_init(&n, 1000);
	buf_init(&frame, 2000);
	msg_puts(&m, "op", "judge");
	msg_puti(&m, "n", -7);
	msg_put(&m, "raw", "\0\1\2", 3);
	msg_frame(&m, &frame);
	is_int(msg_parse(&n, buf_bytes(&frame)), OK, "a frame");
	ok(msg_geti(&n, "n", -10, 10, &i) == OK && i == -7, "number");
	ok(msg_get(&n, "raw", &v) == OK && v.n == 3, "bytes");
	is_int(msg_get(&n, "ra", &v), MISSING, "no such key");
	char small[5];
	is_int(msg_text(&n, "op", small, sizeof small), INVALID, "does not fit");
	int accepted = 0;
	for (size_t k = 0; k < frame.n; k++) { /* every byte of the structure wrong once */
		unsigned char old = frame.p[k];
		frame.p[k] ^= 0x80;
		accepted += msg_parse(&n, buf_bytes(&frame)) == OK;
		frame.p[k] = old;
	}
	ok(accepted <= 10, "only values may be any byte (%d flips accepted)", accepted);
	for (size_t k = 0; k < frame.n; k++)
		if (msg_parse(&n, (struct bytes){ frame.p, k }) == OK)
			ok(0, "cut at %zu", k);
	int p[2];
	ok(pipe(p) == 0, "pipe");
	is_int(msg_read(p[0], &n, SECOND / 20), RETRY, "a mute writer");
	close(p[1]);
	is_int(msg_read(p[0], &n, SECOND / 20), MISSING, "a closed one");
	close(p[0]);
	msg_clear(&m);
	msg_clear(&n);
	buf_clear(&frame);
}

static void test_proc(void)
{
	struct msg q, r;
	msg_init(&q, 100000);
	msg_init(&r, 100000);
	msg_put(&q, "x", "hello", 5);
	struct proc p = { .path = "/bin/cat", .fd = { -1 }, .wait = 5 * SECOND };
	is_int(proc_ask(&p, &q, &r, NULL), OK, "cat gives back the frame");
	ok(bytes_eq(buf_bytes(&q.b), buf_bytes(&r.b)), "unchanged");
	p.path = "/bin/false";
	is_int(proc_ask(&p, &q, &r, NULL), BROKEN, "a child that fails");
	p.path = "/does/not/exist";
	is_int(proc_ask(&p, &q, &r, NULL), BROKEN, "no such program");
	static const char *const args[] = { "10", NULL };
	p = (struct proc){ .path = "/bin/sleep", .args = args, .fd = { -1 }, .wait = SECOND / 5 };
	int64_t before = clock_mono();
	is_int(proc_ask(&p, &q, &r, NULL), RETRY, "a child that hangs");
	ok(clock_mono() - before < 3 * SECOND, "is killed in time");
	msg_clear(&q);
	msg_clear(&r);
}

static const char *const least = "base = https://sign.example.jp/\noperator = 試験町\ncontact = 0123\n"
				 "source = https://example.jp/src\nsigner_name = X\nfrom = a@example.jp\n";

static enum err try_conf(const char *extra, struct conf *c, const char **why)
{
	char path[] = "/tmp/teiketsu-conf-XXXXXX";
	int fd = mkstemp(path);
	dprintf(fd, "%s%s", least, extra);
	close(fd);
	enum err e = conf_load(path, c, why);
	unlink(path);
	return e;
}

static void test_conf(void)
{
	struct conf c;
	const char *why;
	is_int(try_conf("# comment\n\ntsa = http://a/ http://b/\ndue_days = 30\n", &c, &why), OK, "good");
	is_str(c.base, "https://sign.example.jp", "no trailing slash");
	ok(c.due_days == 30 && c.tsa[1] && !c.tsa[2] && c.registration, "values and defaults");
	static const char *const bad[] = { "colour = red\n", "due_days = 91\n", "due_days = ten\n", "var = relative\n",
					   "registration = maybe\n", "tst = never\n", "due_days\n", "base = x\n" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		is_int(try_conf(bad[i], &c, &why), INVALID, "bad line %zu", i);
		ok(strstr(why, ":7:") != NULL, "names the line: %s", strchr(why, ':'));
	}
	is_int(conf_load("/does/not/exist", &c, &why), MISSING, "no file");
}

static void test_file(void)
{
	char dir[] = "/tmp/teiketsu-file-XXXXXX";
	struct buf b;
	int d;
	ok(mkdtemp(dir) && file_open(AT_FDCWD, dir, O_RDONLY | O_DIRECTORY, 0, &d) == OK, "folder");
	is_int(file_replace(d, "x", "one", 3, 0600), OK, "written");
	is_int(file_replace(d, "x", "second", 6, 0600), OK, "replaced");
	buf_init(&b, 6);
	is_int(file_read(d, "x", &b), OK, "read");
	is_str(buf_text(&b), "second", "its content");
	buf_clear(&b);
	buf_init(&b, 5);
	is_int(file_read(d, "x", &b), INVALID, "over the limit");
	is_int(symlinkat("x", d, "link"), 0, "a link");
	int fd;
	is_int(file_open(d, "link", O_RDONLY, 0, &fd), INVALID, "is not followed");
	int one, two;
	ok(!file_open(d, "x", O_RDWR, 0, &one) && !file_open(d, "x", O_RDWR, 0, &two), "twice open");
	is_int(file_lock(one, false, 0), OK, "locked");
	is_int(file_lock(two, true, SECOND / 20), RETRY, "busy");
	close(one);
	is_int(file_lock(two, true, SECOND / 20), OK, "free again");
	close(two);
	unlinkat(d, "x", 0);
	unlinkat(d, "link", 0);
	is_int(rmdir(dir), 0, "nothing else was left there");
	close(d);
	buf_clear(&b);
}

int main(void)
{
	test_str();
	test_clock();
	test_codings();
	test_msg();
	test_proc();
	test_conf();
	test_file();
	return done();
}
