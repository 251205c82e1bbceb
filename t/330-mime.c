/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The finished mail: exact bytes, and what must never become a header. With an
 * argument it prints one of the messages for t/331-mime.t to read. */
#include "base/hex.h"
#include "base/str.h"
#include "office/mime.h"
#include "tap.h"

#include <unistd.h>

static const char seed_subject[] = "サイン次郎様（株式会社クラウドサイン）から「秘密保持契約書」の"
				   "確認依頼が届いています。";

static struct mime_mail plain_mail(void)
{
	return (struct mime_mail){ .from = "sign@example.lg.jp",
				   .from_name = "締結（サンプル市）",
				   .to = "hanako@example.jp",
				   .to_name = "鈴木 花子",
				   .subject = seed_subject,
				   .body = "一行目\n二行目 https://sign.example.lg.jp/review/abc\n",
				   .language = "ja",
				   .message_id = "0123abcd@sign.example.lg.jp",
				   .time = INT64_C(1795409400) * 1000000000 };
}

static char *built(const struct mime_mail *m)
{
	static struct buf out;
	buf_init(&out, 1 << 20);
	if (mime_build(m, &out))
		return NULL;
	return (char *)out.p;
}

static const char expected_head[] =
	"Date: Mon, 23 Nov 2026 13:50:00 +0900\r\n"
	"From: =?UTF-8?B?57eg57WQ77yI44K144Oz44OX44Or5biC77yJ?= <sign@example.lg.jp>\r\n"
	"To: =?UTF-8?B?6Yi05pyoIOiKseWtkA==?= <hanako@example.jp>\r\n"
	"Subject: =?UTF-8?B?44K144Kk44Oz5qyh6YOO5qeY77yI5qCq5byP5Lya56S+44Kv44Op?=\r\n"
	" =?UTF-8?B?44Km44OJ44K144Kk44Oz77yJ44GL44KJ44CM56eY5a+G5L+d5oyB5aWR57SE?=\r\n"
	" =?UTF-8?B?5pu444CN44Gu56K66KqN5L6d6aC844GM5bGK44GE44Gm44GE44G+44GZ44CC?=\r\n"
	"Message-ID: <0123abcd@sign.example.lg.jp>\r\n"
	"Auto-Submitted: auto-generated\r\n"
	"X-Auto-Response-Suppress: All\r\n"
	"MIME-Version: 1.0\r\n"
	"Content-Language: ja\r\n"
	"Content-Type: text/plain; charset=UTF-8\r\n"
	"Content-Transfer-Encoding: base64\r\n"
	"\r\n";

/* CRLF only, 7 bits, no line over 76 octets but for long addresses and ids. */
static void check_lines(const char *s, const char *what)
{
	size_t line = 0, longest = 0;
	int bare = 0, high = 0;
	for (const char *p = s; *p; p++) {
		high += (unsigned char)*p > 0x7E;
		bare += *p == '\n' && (p == s || p[-1] != '\r');
		bare += *p == '\r' && p[1] != '\n';
		line = *p == '\n' ? 0 : line + (*p != '\r');
		longest = line > longest ? line : longest;
	}
	ok(!bare && !high && longest <= 76, "%s: CRLF, 7 bits, longest line %zu", what, longest);
}

static int headers_named(const char *s, const char *name)
{
	int n = 0;
	const char *end = strstr(s, "\r\n\r\n");
	for (const char *p = s; p && p < end; p = strstr(p, "\r\n") ? strstr(p, "\r\n") + 2 : NULL)
		n += !strncmp(p, name, strlen(name));
	return n;
}

static void injection(void)
{
	static const char *const evil[] = { "a\r\nBcc: x@example.org", "a\nBcc: x@example.org",
					    "a\rBcc: x@example.org",
					    "会\r\n\r\nBcc: body", "a\xC2\x85" "Bcc: x",
					    "a\xE2\x80\xA8" "Bcc: x" };
	for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
		struct mime_mail m = plain_mail();
		m.from_name = m.to_name = m.subject = evil[i];
		const char *s = built(&m);
		ok(s && headers_named(s, "Bcc") == 0 && headers_named(s, "Subject:") == 1 &&
			   headers_named(s, "To:") == 1,
		   "text %zu stays text", i);
		check_lines(s, "and its lines");
	}
	static const char *const addresses[] = {
		"a@b.jp\r\nBcc: x@y.jp", "a@b.jp>\r\nX: <c@d.jp", "a b@c.jp", "a@b@c.jp", "@b.jp", "a@",
		"a", "", ".a@c.jp", "..@c.jp", "a\"b..@c.jp", "a@-b.jp", "a@b-.jp", "a@b..jp", "a@.jp",
		"a@b.jp.", "a@b_c.jp", "\xE5\x90\x8D@c.jp", "a@\xE5\x90\x8D.jp", "\"a b\"@c.jp", "a@[1.2.3.4]",
		"0123456789012345678901234567890123456789012345678901234567890123x@c.jp" };
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		struct mime_mail m = plain_mail();
		m.to = addresses[i];
		ok(!mime_address_ok(m.to) && !built(&m), "address %zu is refused", i);
	}
	ok(mime_address_ok("bounce+7k4f=92qx@sign.example.lg.jp"), "a VERP address is fine");
	static const char *const old[][2] = { { "a..b@docomo.ne.jp", "To: <\"a..b\"@docomo.ne.jp>\r\n" },
					      { "ab.@docomo.ne.jp", "To: <\"ab.\"@docomo.ne.jp>\r\n" },
					      { "a.b@docomo.ne.jp", "To: <a.b@docomo.ne.jp>\r\n" } };
	for (size_t i = 0; i < 3; i++) {
		struct mime_mail mail = plain_mail();
		mail.to = old[i][0];
		mail.to_name = NULL;
		const char *s = built(&mail);
		ok(s && strstr(s, old[i][1]), "old dots are quoted: %s", old[i][0]);
	}
	ok(!mime_address_ok(NULL), "no address is none");
	struct mime_mail m = plain_mail();
	m.message_id = "a@b\r\nBcc: x@y.jp";
	ok(!built(&m), "a message id with a line end is refused");
	m = plain_mail();
	m.in_reply_to = "no-at";
	ok(!built(&m), "a reply to no id is refused");
	m = plain_mail();
	m.language = "ja\r\nX: y";
	ok(!built(&m), "a language with a line end is refused");
	m = plain_mail();
	m.subject = "\xFF";
	ok(!built(&m), "a subject that is not UTF-8 is refused");
	m = plain_mail();
	m.body = "a\xFFz";
	ok(!built(&m), "a body that is not UTF-8 is refused");
	struct mime_file f = { "a.pdf", "text/html\r\nX: y", { (const unsigned char *)"x", 1 } };
	m = plain_mail();
	m.files = &f;
	m.file_count = 1;
	ok(!built(&m), "a type with a line end is refused");
	f.type = "application/pdf";
	f.name = "\r\n\x01";
	ok(!built(&m), "a file name of nothing but controls is refused");
	struct buf small;
	buf_init(&small, 300);
	m = plain_mail();
	is_int(mime_build(&m, &small), INVALID, "longer than the buffer may grow: refused");
	buf_clear(&small);
}

/* Whatever the text, each word ends at a character and has at most 75 octets. */
static void words(void)
{
	static const char *const kinds[] = { "あ", "𠮷", "é", "a", "髙﨑" };
	int bad = 0;
	for (int n = 1; n < 120; n++)
		for (int k = 0; k < 5; k++) {
			char text[2000] = "";
			for (int i = 0; i < n; i++)
				strcat(text, i % 7 == 3 ? "x" : kinds[k]);
			struct mime_mail m = plain_mail();
			m.subject = m.to_name = text;
			const char *s = built(&m);
			for (const char *w = s; w && (w = strstr(w, "=?UTF-8?B?"));) {
				char b64[80] = "";
				struct buf raw;
				const char *end = strstr(w + 10, "?=");
				buf_init(&raw, 100);
				memcpy(b64, w + 10, end - w < 86 ? (size_t)(end - w - 10) : 0);
				bad += end + 2 - w > 75 || base64_decode(b64, &raw) ||
				       !str_is_xml_text(raw.p, raw.n);
				buf_clear(&raw);
				w = end;
			}
			bad += !s;
		}
	is_int(bad, 0, "595 subjects: whole characters, words of at most 75 octets");
}

static int print(const char *which)
{
	unsigned char all[256 * 40];
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (unsigned char)i;
	struct mime_file f[] = {
		{ "秘密保持契約書（株式会社クラウドサイン・サイン次郎様）2026年11月版 改訂 第３回.pdf",
		  "application/pdf", { all, sizeof all } },
		{ "plain-name.pdf", "application/pdf", { all, 1 } },
		{ "a b'c\"d%e.txt", NULL, { all, 0 } },
	};
	struct mime_mail m = plain_mail();
	m.in_reply_to = "first@sign.example.lg.jp";
	m.reply_to = "ask@example.lg.jp";
	if (!strcmp(which, "files")) {
		m.files = f;
		m.file_count = 3;
	} else if (!strcmp(which, "ascii")) {
		m.from_name = "Sign Co., \"Ltd\" (x)";
		m.to_name = "Taro Yamada";
		m.subject = "=?UTF-8?B?5rOo5paH?= is not decoded?";
		m.body = "no end of line, a lone \r in it";
	}
	const char *s = built(&m);
	return !s || write(1, s, strlen(s)) < 0;
}

int main(int argc, char **argv)
{
	if (argc == 2)
		return print(argv[1]);
	struct mime_mail m = plain_mail();
	const char *s = built(&m);
	ok(s && !strncmp(s, expected_head, strlen(expected_head)), "the seed's subject: 64, 72, 72 octets");
	is_str(s + strlen(expected_head),
	       "5LiA6KGM55uuDQrkuozooYznm64gaHR0cHM6Ly9zaWduLmV4YW1wbGUubGcuanAvcmV2aWV3L2Fi\r\n"
	       "Yw0K\r\n",
	       "the body");
	check_lines(s, "a plain mail");
	injection();
	words();
	return done();
}
