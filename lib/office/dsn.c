/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Header fields and the lines of a report. Knows no store and no address book. */
#include "office/dsn.h"

#include "office/bounce.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define WORDS 8192 /* bytes of a server's own words that are looked at */

struct head {
	bool report;  /* multipart/report; report-type=delivery-status */
	bool machine; /* from a mail server, or to nobody back (RFC 3834 §5) */
	bool answer;  /* an absence note */
};

/* One line; continuation lines of a header follow as lines of their own. */
static bool next_line(const char **at, const char *end, const char **line, size_t *n)
{
	if (*at >= end)
		return false;
	const char *nl = memchr(*at, '\n', (size_t)(end - *at));
	*line = *at;
	*n = (size_t)((nl ? nl : end) - *at);
	*at = nl ? nl + 1 : end;
	while (*n && (*line)[*n - 1] == '\r')
		--*n;
	return true;
}

/* Printable ASCII of src, NUL-terminated, after what is there already. */
static void append(char *out, size_t size, const char *src, size_t n)
{
	size_t at = strlen(out);
	for (size_t i = 0; i < n && at + 1 < size; i++)
		if (src[i] >= ' ' && src[i] <= '~')
			out[at++] = src[i];
	out[at] = 0;
}

static bool field(const char *line, const char *name)
{
	size_t n = strlen(name);
	return !strncasecmp(line, name, n) && line[n] == ':';
}

static void judge(const char *line, struct head *h, struct dsn *d)
{
	static const char *const to[] = { "to", "delivered-to", "x-original-to", "envelope-to",
					  "x-envelope-to", "original-recipient" };
	const char *v = strchr(line, ':');
	if (!v++)
		return;
	for (size_t i = 0; i < sizeof to / sizeof *to; i++)
		if (field(line, to[i]) && d->n < DSN_NAMES)
			snprintf(d->names[d->n++], DSN_NAME, "%s", v);
	if (field(line, "content-type"))
		h->report = strcasestr(v, "multipart/report") && strcasestr(v, "delivery-status");
	if (field(line, "from"))
		h->machine |= strcasestr(v, "mailer-daemon") || strcasestr(v, "postmaster") ||
			      strcasestr(v, "mail delivery");
	if (field(line, "return-path"))
		h->machine |= strcmp(v + strspn(v, " "), "<>") == 0;
	if (field(line, "auto-submitted"))
		h->answer |= strcasestr(v, "auto-replied") != NULL;
	if (field(line, "x-autoreply") || field(line, "x-autorespond") || field(line, "x-auto-reply"))
		h->answer = true;
}

/* Fields unfolded one after another, up to the empty line. */
static void read_head(const char **at, const char *end, struct head *h, struct dsn *d)
{
	char whole[2000] = "";
	const char *line;
	size_t n;
	while (next_line(at, end, &line, &n) && n) {
		if (*line != ' ' && *line != '\t') {
			judge(whole, h, d);
			*whole = 0;
		}
		append(whole, sizeof whole, line, n);
	}
	judge(whole, h, d);
}

/* RFC 3464 §2.3: of each recipient an action and a status. */
static void read_report(const char *at, const char *end, struct dsn *d)
{
	const char *line;
	size_t n;
	bool inside = false, failed = false;
	char code[80] = "", words[400] = "";
	while (next_line(&at, end, &line, &n)) {
		char text[500] = "";
		append(text, sizeof text, line, n);
		if (field(text, "content-type")) {
			if (inside)
				break; /* the returned letter: its words are not the server's */
			inside = strcasestr(text, "message/delivery-status") != NULL;
		}
		if (!inside)
			continue;
		if (field(text, "action"))
			failed |= strcasestr(text, "failed") != NULL;
		if (field(text, "status") && !*code)
			append(code, sizeof code, strchr(text, ':') + 1, strlen(text));
		if (field(text, "diagnostic-code") && !*words)
			append(words, sizeof words, strchr(text, ':') + 1, strlen(text));
	}
	d->failed = failed;
	/* a plain "5.0.0" says nothing: then the server's words */
	d->why = bounce_why(code);
	if (str_eq(d->why, "refused"))
		d->why = bounce_why(words);
	snprintf(d->status, sizeof d->status, "%.79s", *words ? words + strspn(words, " ")
							      : code + strspn(code, " "));
}

/* "5.1.1", or "550" as a word: an answer of a mail server. */
static bool has_code(const char *s)
{
	for (; *s; s++) {
		bool begins = *s == '5' && (s[1] == '.' || (s[1] >= '0' && s[1] <= '7'));
		if (begins && strspn(s, "0123456789.") >= 3)
			return true;
		s += strcspn(s, " \n(\"<=#:;-");
		if (!*s)
			break;
	}
	return false;
}

static void read_words(const char *at, const char *end, struct dsn *d)
{
	char words[WORDS] = "";
	const char *line;
	size_t n;
	while (next_line(&at, end, &line, &n)) {
		/* a letter of ours that hangs below begins so */
		if (n > 9 && (!strncasecmp(line, "Received:", 9) || !strncasecmp(line, "Return-Path:", 9)))
			break;
		append(words, sizeof words, line, n);
		append(words, sizeof words, "\n ", 2);
	}
	const char *why = bounce_why(words);
	d->failed = has_code(words) || !str_eq(why, "refused") || strcasestr(words, "undeliver") ||
		    strcasestr(words, "returned to sender");
	d->why = why;
	snprintf(d->status, sizeof d->status, "%.79s", words);
}

void dsn_read(struct bytes mail, struct dsn *d)
{
	const char *at = (const char *)mail.p, *end = at + mail.n;
	struct head h = { 0 };
	memset(d, 0, sizeof *d);
	d->why = "";
	read_head(&at, end, &h, d);
	if (h.report)
		read_report(at, end, d);
	else if (h.machine && !h.answer)
		read_words(at, end, d);
}
