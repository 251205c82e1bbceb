/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Hands out; judges nothing. */
#include "pdf/extract.h"

#include "pdf/lexer.h"
#include "port/cms_parts.h"
#include "port/tsp_cms.h"

#include <stdio.h>

/* The DER at the start of a gap, without the zeros behind (X.690 §8.1.3). */
static void gap_der(struct bytes hex, struct buf *out)
{
	for (size_t i = 1; i + 2 < hex.n; i += 2)
		buf_byte(out, (unsigned char)(lex_hex_digit(hex.p[i]) << 4 |
					      lex_hex_digit(hex.p[i + 1])));
	size_t len = out->n > 1 ? out->p[1] : 0, head = 2;
	if (len & 0x80) {
		size_t more = len & 0x7F;
		if (more < 1 || more > 4 || out->n < 2 + more)
			return;
		for (len = 0; more--;)
			len = len << 8 | out->p[head++];
	}
	if (head + len <= out->n)
		out->n = head + len;
}

static void put_part(enum cms_part kind, struct bytes der, void *ctx)
{
	msg_put(ctx, kind == CMS_CRL ? "crl" : "cert", der.p, der.n);
}

static void put_parts(struct msg *m, const struct buf *der)
{
	if (cms_parts_walk(buf_bytes(der), put_part, m))
		msg_puts(m, "unread", "parts");
}

void extract_put(struct msg *m, struct bytes file, const struct version *v)
{
	struct bytes gap = v->step.contents.src;
	struct buf cms, token;
	char place[48];
	size_t at, n;
	if (gap.n < 2)
		return;
	buf_init(&cms, TSP_CMS);
	buf_init(&token, TSP_TOKEN);
	gap_der(gap, &cms);
	msg_puti(m, "gap", (int64_t)(gap.p - file.p));
	msg_puti(m, "gap_end", (int64_t)(gap.p - file.p) + (int64_t)gap.n);
	if (!cms_parts_signature(buf_bytes(&cms), &at, &n)) {
		msg_put(m, "cms", cms.p, cms.n);
		snprintf(place, sizeof place, "%zu %zu", at, n);
		msg_puts(m, "value", place);
		put_parts(m, &cms);
		if (!tsp_cms_extract(buf_bytes(&cms), &token)) {
			msg_put(m, "token", token.p, token.n);
			put_parts(m, &token);
		}
	}
	buf_clear(&cms);
	buf_clear(&token);
}
