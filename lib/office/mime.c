/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the shape of a mail, nothing of contracts, templates or servers. */
#include "office/mime.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/mailbox.h"
#include "base/str.h"

#include <ctype.h>
#include <string.h>

#define COLUMNS 76 /* RFC 2047 §2: lines with encoded words */
#define WORD 75    /* RFC 2047 §2: octets of one encoded word */
#define WORD_OPEN "=?UTF-8?B?"
/* '_' is not in the base64 alphabet, so no encoded part can contain this. */
#define BOUNDARY "=_teiketsu_part"

/* --- what is allowed --------------------------------------------------------- */

static bool atext(unsigned char c)
{
	return isalnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Atoms with single dots between them. */
static bool dot_atom(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '.' ? i == 0 || i + 1 == n || s[i - 1] == '.'
				: !atext((unsigned char)s[i]))
			return false;
	return n > 0;
}

static bool domain(const char *s)
{
	size_t label = 0;
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '.' ? label == 0 || s[-1] == '-' : !isalnum(c) && (c != '-' || !label))
			return false;
		label = c == '.' ? 0 : label + 1;
		if (label > 63)
			return false;
	}
	return label > 0 && s[-1] != '-';
}

bool mime_address_ok(const char *s)
{
	const char *at = s ? strrchr(s, '@') : NULL;
	return at && strlen(s) <= MIME_MAIL && mailbox_local_ok(s, (size_t)(at - s)) &&
	       domain(at + 1);
}

static bool id_ok(const char *s)
{
	const char *at = s ? strchr(s, '@') : NULL;
	return at && strlen(s) <= MIME_ID && dot_atom(s, (size_t)(at - s)) &&
	       dot_atom(at + 1, strlen(at + 1));
}

static bool type_ok(const char *s)
{
	const char *slash = strchr(s, '/');
	return slash && strlen(s) <= 60 && dot_atom(s, (size_t)(slash - s)) &&
	       !strchr(slash + 1, '/') && dot_atom(slash + 1, strlen(slash + 1));
}

static bool language_ok(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");
	return n >= 2 && n <= 20 && !s[n];
}

/* --- words of a header --------------------------------------------------------- */

/* Copies UTF-8 without control characters (C0, DEL, C1) and the separators
 * U+2028/2029; white space becomes one space. INVALID when it is not UTF-8. */
static enum err clean(const char *s, struct buf *out)
{
	size_t left = strlen(s), step;
	uint32_t cp;
	for (; left; s += step, left -= step) {
		step = str_utf8_next(s, left, &cp);
		if (!step)
			return INVALID;
		if (cp == '\t' || cp == '\n' || cp == ' ') {
			if (out->n && out->p[out->n - 1] != ' ')
				buf_byte(out, ' ');
		} else if (cp >= 0x20 && (cp < 0x7F || cp > 0x9F) && cp != 0x2028 && cp != 0x2029) {
			buf_add(out, s, step);
		}
	}
	if (out->n && out->p[out->n - 1] == ' ')
		out->p[--out->n] = 0;
	return out->over ? INVALID : OK;
}

static size_t column(const struct buf *out)
{
	size_t n = 0;
	while (n < out->n && out->p[out->n - 1 - n] != '\n')
		n++;
	return n;
}

/* Encoded words, each ending at a character's border, folded with one space. */
static void encoded_words(const char *s, struct buf *out)
{
	const size_t frame = sizeof WORD_OPEN - 1 + 2;
	size_t left = strlen(s);
	uint32_t cp;
	for (bool first = true; left; first = false) {
		if (!first)
			buf_str(out, "\r\n ");
		size_t room = COLUMNS - column(out), take = 0, step;
		room = ((room < WORD ? room : WORD) - frame) / 4 * 3;
		while (take < left && (step = str_utf8_next(s + take, left - take, &cp)) &&
		       take + step <= room)
			take += step;
		buf_str(out, WORD_OPEN);
		base64_add(out, s, take);
		buf_str(out, "?=");
		s += take;
		left -= take;
	}
}

static bool plain(const char *s, const char *also)
{
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr(also, *s))
			return false;
	return true;
}

static enum err put_subject(const char *subject, struct buf *out)
{
	struct buf text;
	buf_init(&text, 4096);
	enum err e = clean(subject ? subject : "", &text);
	buf_str(out, "Subject: ");
	const char *s = buf_text(&text);
	/* "=?" cannot appear in what is sent as it is: '?' is not in the list. */
	if (text.n <= COLUMNS - 9 && plain(s, " !\"#$%&'()*+,-./:;<>@[]^_{|}~"))
		buf_str(out, s);
	else
		encoded_words(s, out);
	buf_str(out, "\r\n");
	buf_clear(&text);
	return e;
}

static enum err put_mailbox(const char *header, const char *name, const char *mail,
			    struct buf *out)
{
	struct buf text;
	char wire[MAILBOX_WIRE];
	if (!mime_address_ok(mail))
		return INVALID;
	mailbox_wire(mail, wire);
	buf_init(&text, 2048);
	enum err e = clean(name ? name : "", &text);
	const char *s = buf_text(&text);
	buf_printf(out, "%s: ", header);
	if (text.n) {
		if (text.n <= 60 && plain(s, " "))
			buf_str(out, s);
		else
			encoded_words(s, out);
		buf_str(out, column(out) + strlen(wire) + 3 > COLUMNS ? "\r\n " : " ");
	}
	buf_printf(out, "<%s>\r\n", wire);
	buf_clear(&text);
	return e;
}

static void put_date(int64_t time, struct buf *out)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil c = clock_jst(time);
	buf_printf(out, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0900\r\n", days + 3 * c.weekday,
		   c.day, months + 3 * (c.month - 1), c.year, c.hour, c.minute, c.second);
}

static enum err put_header(const struct mime_mail *m, struct buf *out)
{
	enum err e;
	put_date(m->time, out);
	if ((e = put_mailbox("From", m->from_name, m->from, out)) ||
	    (e = put_mailbox("To", m->to_name, m->to, out)) ||
	    (m->reply_to && (e = put_mailbox("Reply-To", NULL, m->reply_to, out))) ||
	    (e = put_subject(m->subject, out)))
		return e;
	if (!id_ok(m->message_id) || (m->in_reply_to && !id_ok(m->in_reply_to)))
		return INVALID;
	buf_printf(out, "Message-ID: <%s>\r\n", m->message_id);
	if (m->in_reply_to)
		buf_printf(out, "In-Reply-To: <%s>\r\nReferences: <%s>\r\n", m->in_reply_to,
			   m->in_reply_to);
	buf_str(out, "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n"
		     "MIME-Version: 1.0\r\n");
	if (m->language && !language_ok(m->language))
		return INVALID;
	if (m->language)
		buf_printf(out, "Content-Language: %s\r\n", m->language);
	return OK;
}

/* --- parts ---------------------------------------------------------------------- */

static enum err put_text(const char *body, struct buf *out)
{
	struct buf text;
	if (!str_is_xml_text(body, strlen(body)))
		return INVALID;
	buf_init(&text, 2 * strlen(body) + 2);
	for (const char *p = body; *p; p++) {
		if (*p == '\r' && p[1] == '\n')
			continue;
		if (*p == '\n' || *p == '\r')
			buf_str(&text, "\r\n");
		else
			buf_byte(&text, (unsigned char)*p);
	}
	if (text.n < 2 || text.p[text.n - 1] != '\n')
		buf_str(&text, "\r\n");
	buf_str(out, "Content-Type: text/plain; charset=UTF-8\r\n"
		     "Content-Transfer-Encoding: base64\r\n\r\n");
	base64_add_lines(out, text.p, text.n);
	buf_clear(&text);
	return OK;
}

/* The name for readers that know no RFC 2231: what is not plain becomes '_'. */
static void ascii_name(const char *name, struct buf *out)
{
	const char *dot = strrchr(name, '.');
	size_t stem = dot ? (size_t)(dot - name) : strlen(name), n = out->n;
	for (size_t i = 0; i < stem && out->n - n < 40; i++) {
		unsigned char c = (unsigned char)name[i];
		if (isalnum(c) || c == '-')
			buf_byte(out, c);
		else if (out->n > n && out->p[out->n - 1] != '_')
			buf_byte(out, '_');
	}
	while (out->n > n && out->p[out->n - 1] == '_')
		out->n--;
	if (out->n == n)
		buf_str(out, "document");
	if (dot && strlen(dot) <= 10 && plain(dot + 1, ""))
		buf_str(out, dot);
}

/* RFC 2231 §3 and §4: filename*0*=UTF-8''…; the percent triples of one
 * character stay together. */
static void extended_name(const char *name, struct buf *out)
{
	size_t left = strlen(name), step;
	uint32_t cp;
	int section = 0;
	buf_printf(out, ";\r\n filename*0*=UTF-8''");
	for (; left; name += step, left -= step) {
		step = str_utf8_next(name, left, &cp);
		bool as_is = isalnum((unsigned char)*name) || strchr("-._", *name);
		if (column(out) + (as_is ? 1 : 3 * step) > COLUMNS - 1)
			buf_printf(out, ";\r\n filename*%d*=", ++section);
		for (size_t i = 0; i < step; i++)
			if (as_is)
				buf_byte(out, (unsigned char)name[i]);
			else
				buf_printf(out, "%%%02X", (unsigned char)name[i]);
	}
}

static enum err put_file(const struct mime_file *f, struct buf *out)
{
	struct buf name, ascii;
	const char *type = f->type ? f->type : "application/octet-stream";
	buf_init(&name, MIME_FILE_NAME);
	buf_init(&ascii, 64);
	enum err e = !f->name || !*f->name || !type_ok(type) ? INVALID : clean(f->name, &name);
	if (!e && !name.n)
		e = INVALID;
	if (!e) {
		ascii_name(buf_text(&name), &ascii);
		const char *a = buf_text(&ascii);
		buf_printf(out,
			   "Content-Type: %s;\r\n name=\"%s\"\r\n"
			   "Content-Transfer-Encoding: base64\r\n"
			   "Content-Disposition: attachment",
			   type, a);
		/* Never both here: readers disagree which one wins. Those without
		 * RFC 2231 take the plain one of Content-Type. */
		if (strcmp(a, buf_text(&name)))
			extended_name(buf_text(&name), out);
		else
			buf_printf(out, ";\r\n filename=\"%s\"", a);
		buf_str(out, "\r\n\r\n");
		base64_add_lines(out, f->data.p, f->data.n);
	}
	buf_clear(&name);
	buf_clear(&ascii);
	return e;
}

int64_t mime_attached_size(int64_t n)
{
	int64_t chars = (n + 2) / 3 * 4;
	return chars + (chars + 75) / 76 * 2 + 2048;
}

enum err mime_build(const struct mime_mail *m, struct buf *out)
{
	enum err e = put_header(m, out);
	if (e)
		return e;
	if (!m->file_count)
		return (e = put_text(m->body, out)) ? e : out->over ? INVALID : OK;
	buf_str(out, "Content-Type: multipart/mixed; boundary=\"" BOUNDARY "\"\r\n\r\n");
	for (size_t i = 0; i <= m->file_count; i++) {
		buf_str(out, "--" BOUNDARY "\r\n");
		e = i ? put_file(&m->files[i - 1], out) : put_text(m->body, out);
		if (e)
			return e;
		buf_str(out, "\r\n");
	}
	buf_str(out, "--" BOUNDARY "--\r\n");
	return out->over ? INVALID : OK;
}
