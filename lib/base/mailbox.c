/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Local parts. Knows no domain names. */
#include "base/mailbox.h"

#include "base/str.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool dots(const char *s, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (s[i] == '.' && (i + 1 == n || s[i - 1] == '.'))
			return true;
	return false;
}

bool mailbox_local_ok(const char *s, size_t n)
{
	if (!n || *s == '.' || n + (dots(s, n) ? 2 : 0) > MAILBOX_LOCAL)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]) && (!s[i] || !strchr(".!#$%&'*+-/=?^_`{|}~", s[i])))
			return false;
	return true;
}

bool mailbox_same(const char *a, const char *b)
{
	return !strcasecmp(a, b);
}

void mailbox_fold(const char *mail, char out[MAILBOX_WIRE])
{
	snprintf(out, MAILBOX_WIRE, "%s", mail);
	str_lower_ascii(out);
}

bool mailbox_quoted(const char *mail)
{
	const char *at = strrchr(mail, '@');
	return at && dots(mail, (size_t)(at - mail));
}

void mailbox_wire(const char *mail, char out[MAILBOX_WIRE])
{
	const char *at = strrchr(mail, '@');
	if (mailbox_quoted(mail))
		snprintf(out, MAILBOX_WIRE, "\"%.*s\"%s", (int)(at - mail), mail, at);
	else
		snprintf(out, MAILBOX_WIRE, "%s", mail);
}
