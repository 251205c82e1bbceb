/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What may be sent: everything of a job that would reach the wire as it is.
 * Knows RFC 5321, no library. */
#include "port/smtp.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

bool smtp_address_ok(const char *s)
{
	const char *at = s ? strrchr(s, '@') : NULL;
	if (!at || at == s || !at[1] || strlen(s) > 254)
		return false;
	for (; *s; s++)
		if (*s <= ' ' || *s > '~' || strchr("<>()[]\\,;:\"", *s))
			return false;
	return true;
}

static bool host_ok(const char *s)
{
	if (!s || !*s || strlen(s) > 253)
		return false;
	for (; *s; s++) /* no ':': libesmtp would take the rest for a port */
		if (!isalnum((unsigned char)*s) && *s != '-' && *s != '.')
			return false;
	return true;
}

/* CRLF line ends only, 7 bits, no NUL, no line too long (RFC 5321 §2.3.8). */
static bool data_ok(struct bytes d)
{
	size_t line = 0;
	for (size_t i = 0; i < d.n; i++) {
		unsigned char c = d.p[i];
		if (c == '\r' && i + 1 < d.n && d.p[i + 1] == '\n') {
			line = 0;
			i++;
		} else if (c == '\r' || c == '\n' || !c || c > 0x7F || ++line > SMTP_LINE) {
			return false;
		}
	}
	return d.n > 2 && !memcmp(d.p + d.n - 2, "\r\n", 2);
}

static enum err refuse(struct smtp_job *j, const char *why)
{
	snprintf(j->text, sizeof j->text, "%s", why);
	return INVALID;
}

enum err smtp_job_check(struct smtp_job *j)
{
	if (!host_ok(j->host) || j->port < 1 || j->port > 65535)
		return refuse(j, "bad_host");
	if (!host_ok(j->helo))
		return refuse(j, "bad_helo");
	if (!smtp_address_ok(j->from))
		return refuse(j, "bad_from");
	if (!j->rcpt_count || j->rcpt_count > SMTP_RCPTS)
		return refuse(j, "bad_rcpt");
	for (size_t i = 0; i < j->rcpt_count; i++)
		if (!smtp_address_ok(j->rcpt[i].mail))
			return refuse(j, "bad_rcpt");
	return data_ok(j->data) ? OK : refuse(j, "bad_data");
}
