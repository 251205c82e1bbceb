/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Hands out; judges nothing. */
#include "pdf/extract.h"

#include "pdf/epilogue.h"
#include "port/cms_parts.h"

#include <stdio.h>

static void put_part(enum cms_part kind, struct bytes der, void *ctx)
{
	msg_put(ctx, kind == CMS_CRL ? "crl" : "cert", der.p, der.n);
}

static void put_parts(struct msg *m, struct bytes der)
{
	if (cms_parts_walk(der, put_part, m))
		msg_puts(m, "unread", "parts");
}

void extract_put(struct msg *m, struct bytes file, const struct version *v)
{
	struct bytes gap = v->step.contents.src;
	char place[48];
	size_t at, n;
	if (gap.n < 2)
		return;
	msg_puti(m, "gap", (int64_t)(gap.p - file.p));
	msg_puti(m, "gap_end", (int64_t)(gap.p - file.p) + (int64_t)gap.n);
	if (v->cms.n && !cms_parts_signature(v->cms, &at, &n)) {
		msg_put(m, "cms", v->cms.p, v->cms.n);
		snprintf(place, sizeof place, "%zu %zu", at, n);
		msg_puts(m, "value", place);
		put_parts(m, v->cms);
	}
	if (v->token.n) {
		msg_put(m, "token", v->token.p, v->token.n);
		put_parts(m, v->token);
	}
}

void extract_stores(struct msg *m, struct arena *a, struct bytes file)
{
	static const char *const words[ENTRY_KINDS] = { "cert", "ocsp", "crl" };
	struct history h;
	size_t n;
	if (history_read(a, file, &h))
		return;
	for (size_t i = 1; i < h.count; i++) {
		if (epilogue_kind(&h, i) != STEP_DSS)
			continue;
		const struct entry *entry = epilogue_entries(a, &h, i, &n);
		for (size_t k = 0; k < n; k++)
			msg_put(m, words[entry[k].kind], entry[k].der.p, entry[k].der.n);
	}
}
