/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libqpdf 11 reads "/#2341" as the name #41 and writes it as "/#41", which the
 * next reader takes for A; "/#23x" becomes "/#x", which is no name for a strict
 * one. Spelt here once for each time that it will write. */
#include "pdf/upload.h"

#include "base/buf.h"

#include <string.h>

#define NAME_MOST 4096

/* False: nothing to do. */
static bool spell(const char *name, int times, struct buf *out)
{
	if (!strchr(name, '#'))
		return false;
	for (const char *c = name; *c; c++) {
		buf_byte(out, (unsigned char)*c);
		for (int i = 0; *c == '#' && i < times; i++)
			buf_str(out, "23");
	}
	return !out->over;
}

static void spell_items(struct qp *q, qp_obj array, int times, struct buf *b)
{
	for (int i = 0, n = qp_count(q, array); i < n; i++) {
		qp_obj item = qp_item(q, array, i);
		if (qp_type(q, item) == QP_NAME && spell(qp_name(q, item), times, b)) {
			qp_set_item(q, array, i, qp_new_name(q, buf_text(b)));
			buf_clear(b);
		}
		qp_release(q, item);
	}
}

void upload_spell(struct qp *q, qp_obj o, const char *key, qp_obj v, int times)
{
	struct buf name, value;
	buf_init(&name, NAME_MOST);
	buf_init(&value, NAME_MOST);
	if (!key && qp_type(q, o) == QP_ARRAY)
		spell_items(q, o, times, &value);
	bool renamed = key && spell(key, times, &name);
	bool revalued = key && qp_type(q, v) == QP_NAME && spell(qp_name(q, v), times, &value);
	if (revalued)
		v = qp_new_name(q, buf_text(&value));
	if (renamed)
		qp_drop(q, o, key);
	if (renamed || revalued)
		qp_put(q, o, renamed ? buf_text(&name) : key, v);
	buf_clear(&name);
	buf_clear(&value);
}

static bool only_spell(struct qp *q, qp_obj o, const char *key, qp_obj v, void *ctx)
{
	(void)ctx;
	upload_spell(q, o, key, v, 1);
	return true;
}

bool upload_spell_all(struct qp *q)
{
	return upload_walk(q, only_spell, NULL);
}
