/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is added once every signature stands: validation data and document time
 * stamps. */
#include "composing/job.h"

#include "pdf/concluded.h"
#include "pdf/docstamp.h"
#include "pdf/dss.h"
#include "pdf/sigdict.h"

#include <string.h>

static enum err put_contents(struct job *j, const char *key, const struct slot *slot, size_t n)
{
	struct bytes der;
	enum err e = OK;
	for (size_t i = 0; !e && i < n; i++) {
		e = concluded_contents(j->arena, j->pdf, &slot[i], &der);
		if (!e)
			msg_put(&j->answer, key, der.p, der.n);
	}
	return e;
}

enum err do_contents(struct job *j)
{
	struct concluded c;
	enum err e = concluded_open(j->arena, j->pdf, &c, &j->why);
	if (!e)
		e = put_contents(j, "cms", c.slot, c.slots);
	return e ? e : put_contents(j, "token", c.stamp, c.stamps);
}

static bool ask_items(struct job *j, struct dss_item **item_r, size_t *n_r)
{
	static const char *const keys[DSS_KINDS] = { "cert", "ocsp", "crl" };
	struct bytes k, v;
	size_t n = 0;
	struct dss_item *item = arena_new_array(j->arena, struct dss_item, DSS_ITEMS);
	for (size_t at = 0; msg_next(&j->ask, &at, &k, &v);)
		for (int i = 0; i < DSS_KINDS; i++) {
			if (k.n != strlen(keys[i]) || memcmp(k.p, keys[i], k.n))
				continue;
			if (n == DSS_ITEMS)
				return false;
			item[n++] = (struct dss_item){ (enum dss_kind)i, v };
		}
	*item_r = item;
	*n_r = n;
	return n > 0;
}

enum err do_dss(struct job *j)
{
	struct revision r;
	struct dss_item *item;
	size_t n, added[DSS_KINDS];
	j->why = "ask";
	if (!ask_items(j, &item, &n))
		return INVALID;
	revision_init(&r, j->pdf);
	enum err e = dss_write(j->arena, &r, item, n, added, &j->why);
	if (!e) {
		msg_puti(&j->answer, "certs", (int64_t)added[DSS_CERT]);
		msg_puti(&j->answer, "ocsps", (int64_t)added[DSS_OCSP]);
		msg_puti(&j->answer, "crls", (int64_t)added[DSS_CRL]);
		e = job_out(j, j->before, buf_bytes(&r.out));
	}
	revision_clear(&r);
	return e;
}

enum err do_dts(struct job *j)
{
	struct revision r;
	struct docstamp done;
	int64_t reserve;
	j->why = "ask";
	if (msg_geti(&j->ask, "reserve", SIGDICT_RESERVE_MIN, SIGDICT_RESERVE_MAX, &reserve))
		return INVALID;
	revision_init(&r, j->pdf);
	enum err e = docstamp_write(j->arena, &r, (size_t)reserve, &done, &j->why);
	if (!e) {
		msg_puti(&j->answer, "gap_off", (int64_t)done.gap_off);
		msg_puti(&j->answer, "reserve", reserve);
		msg_puts(&j->answer, "field", done.field);
		msg_put(&j->answer, "digest", done.digest, sizeof done.digest);
		e = job_out(j, j->before, buf_bytes(&r.out));
	}
	revision_clear(&r);
	return e;
}
