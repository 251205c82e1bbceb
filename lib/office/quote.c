/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Makes foreign words harmless. Knows no mail. */
#include "office/quote.h"

#include "base/buf.h"

#include <string.h>
#include <strings.h>

#define LINES 400
#define LINE_MAX_BYTES 65536

static void harmless(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (n - i >= 3 && !memcmp(s + i, "://", 3)) {
			buf_str(out, "[:]//");
			i += 2;
		} else if (n - i >= 4 && !strncasecmp(s + i, "http", 4)) {
			buf_str(out, "hxxp");
			i += 3;
		} else if (n - i >= 4 && !strncasecmp(s + i, "www.", 4)) {
			buf_str(out, "www[.]");
			i += 3;
		} else if (n - i >= 7 && !strncasecmp(s + i, "mailto:", 7)) {
			buf_str(out, "mailto[:]");
			i += 6;
		} else {
			buf_byte(out, (unsigned char)s[i]);
		}
	}
}

void quote_lines(struct xnode *parent, const char *text)
{
	struct buf b;
	for (int i = 0; text && *text; i++) {
		size_t n = strcspn(text, "\n");
		if (i == LINES) {
			xdoc_attr(xdoc_add(parent, "line"), "more", "1");
			return;
		}
		buf_init(&b, LINE_MAX_BYTES * 2);
		harmless(text, n < LINE_MAX_BYTES ? n : LINE_MAX_BYTES, &b);
		xdoc_add_text(parent, "line", buf_text(&b));
		buf_clear(&b);
		text += n + (text[n] == '\n');
	}
}
