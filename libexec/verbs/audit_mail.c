/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The audit's own letter: through the letter child and nothing of the site's
 * configuration, which belongs to the web user. */
#include "verbs/verbs.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/proc.h"
#include "base/rand.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LETTER_MAX ((size_t)2 << 20)

/* RFC 5322 3.3, in UTC. */
static void date(char out[64])
{
	time_t now = (time_t)(clock_now() / SECOND);
	struct tm tm;
	gmtime_r(&now, &tm);
	strftime(out, 64, "%a, %d %b %Y %H:%M:%S +0000", &tm);
}

static void compose(const struct audit_letter *l, const char *host, struct bytes text,
		    uint64_t differences, struct buf *out)
{
	char when[64], id[33];
	unsigned char r[16];
	rand_bytes(r, sizeof r);
	hex_encode(r, sizeof r, id);
	date(when);
	buf_printf(out, "Date: %s\r\nFrom: <%s>\r\nTo: <%s>\r\nMessage-ID: <%s@%s>\r\n", when, l->from,
		   l->to, id, host);
	buf_printf(out, "Subject: Teiketsu on %s: signer's log and journal differ (%llu)\r\n", host,
		   (unsigned long long)differences);
	buf_str(out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n"
		     "Auto-Submitted: auto-generated\r\n\r\n");
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			buf_byte(out, '\r');
		buf_byte(out, text.p[i] < 0x80 ? text.p[i] : '?');
	}
}

static bool relay(const char *s, char host[256], int64_t *port_r)
{
	const char *colon = strrchr(s, ':');
	size_t n = colon ? (size_t)(colon - s) : strlen(s);
	*port_r = 25;
	if (!n || n > 255 || (colon && str_to_int(colon + 1, 1, 65535, port_r)))
		return false;
	memcpy(host, s, n);
	host[n] = 0;
	return true;
}

int audit_mail(const struct audit_letter *given, struct bytes text, uint64_t differences)
{
	struct audit_letter l = *given;
	char path[1100], host[256], name[256] = "localhost", from[300], word[16] = "";
	int64_t port;
	struct msg q, m;
	struct buf data;
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 20);
	if (n <= 0 || !relay(l.relay, host, &port) || strpbrk(l.to, "<> \r\n"))
		return EXIT_BAD;
	path[n] = 0;
	snprintf(strrchr(path, '/'), 20, "/letter");
	if (gethostname(name, sizeof name - 1) || !*name)
		snprintf(name, sizeof name, "localhost");
	snprintf(from, sizeof from, "teiketsu-audit@%s", name);
	l.from = from;
	msg_init(&q, LETTER_MAX + 4096);
	msg_init(&m, 65536);
	buf_init(&data, LETTER_MAX);
	compose(&l, name, text, differences, &data);
	msg_puts(&q, "host", host);
	msg_puti(&q, "port", port);
	msg_puts(&q, "tls", "none");
	msg_puts(&q, "ca", "/etc/ssl/certs/ca-certificates.crt");
	msg_puts(&q, "helo", name);
	msg_puts(&q, "from", from);
	msg_puts(&q, "rcpt", l.to);
	msg_put(&q, "data", data.p, data.n);
	msg_puti(&q, "wait_ms", 60000);
	struct proc p = { .path = path, .fd = { -1 }, .wait = 90 * SECOND };
	enum err e = proc_ask(&p, &q, &m, NULL);
	bool sent = !e && !msg_text(&m, "result", word, sizeof word) && str_eq(word, "sent");
	msg_clear(&q);
	msg_clear(&m);
	buf_clear(&data);
	return sent ? EXIT_GOOD : EXIT_BAD;
}
