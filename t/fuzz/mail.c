/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: a mail made of a stranger's words. Whatever they are, the output
 * has CRLF lines of 7 bits, at most 998 octets, each expected header once, and
 * no header of the input's making. Fields are cut at 0x1F. Build
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/mail.c lib/core/mime.c lib/base/{buf,clock,err,hex,log,str}.c */
#include "office/mime.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const headers[] = {
	"Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References",
	"Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Language",
	"Content-Type", "Content-Transfer-Encoding" };
#define HEADERS (sizeof headers / sizeof *headers)

static void need(bool good)
{
	if (!good)
		abort();
}

static void check_lines(const char *s, size_t n)
{
	size_t line = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		need(c == '\r' ? i + 1 < n && s[i + 1] == '\n' : c == '\n' ? i && s[i - 1] == '\r' : 1);
		need(c == '\r' || c == '\n' || (c >= ' ' && c < 0x7F));
		line = c == '\n' ? 0 : line + 1;
		need(line <= 999); /* with the CR */
	}
	need(n > 2 && s[n - 1] == '\n');
}

static void check_headers(const char *s)
{
	int seen[HEADERS] = { 0 };
	for (const char *p = s; strncmp(p, "\r\n", 2); p = strstr(p, "\r\n") + 2) {
		if (*p == ' ')
			continue;
		size_t i = 0, k = strcspn(p, ":");
		while (i < HEADERS && (strlen(headers[i]) != k || strncmp(headers[i], p, k)))
			i++;
		need(i < HEADERS && !seen[i]++);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *text = malloc(n + 1), *field[10];
	size_t count = 0;
	memcpy(text, data, n);
	text[n] = 0;
	for (char *p = text; count < 10; count++) {
		field[count] = p;
		p += strcspn(p, "\x1F");
		if (*p)
			*p++ = 0;
	}
	struct mime_file f = { field[8], NULL, { data, n } };
	struct mime_mail m = { .from = "sign@example.jp", .from_name = field[0], .to = "a@example.jp",
			       .to_name = field[1], .subject = field[2], .body = field[3],
			       .message_id = "1@example.jp", .files = &f, .file_count = *field[8] ? 1 : 0 };
	if (*field[4])
		m.to = field[4];
	if (*field[5])
		m.message_id = field[5];
	if (*field[6])
		m.reply_to = field[6];
	if (*field[7])
		m.language = field[7];
	if (*field[9])
		f.type = field[9];
	struct buf out;
	buf_init(&out, 1 << 20);
	if (!mime_build(&m, &out)) {
		check_lines((const char *)out.p, out.n);
		check_headers((const char *)out.p);
	}
	buf_clear(&out);
	free(text);
	return 0;
}
