/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows which stamp proves what since when. Must not know how certificates are
 * judged. A later stamp covers every byte before it, so it proves that these
 * existed at its time. */
#include "pdf/evidence.h"

#include "pdf/epilogue.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum err evidence_take(struct arena *a, const struct history *h, size_t i, struct ltv *l)
{
	static const enum ltv_kind kinds[ENTRY_KINDS] = { LTV_CERT, LTV_OCSP, LTV_CRL };
	size_t n;
	const struct entry *entry = epilogue_entries(a, h, i, &n);
	for (size_t k = 0; k < n; k++)
		if (ltv_add(l, kinds[entry[k].kind], (int)i, entry[k].der))
			return INVALID;
	return OK;
}

/* When the bytes of version i were stamped first by another than itself; now
 * when they were not. A signature's own stamp covers its value, `own` counts it. */
static int64_t proven(const struct verdict *v, size_t i, bool own)
{
	int64_t first = v->now;
	for (size_t k = own ? i : i + 1; k < v->count; k++) {
		const struct version *one = &v->versions[k];
		if (one->stamp_valid && one->stamp.time < first)
			first = one->stamp.time;
	}
	return first;
}

static void judge_stamp(struct verdict *v, size_t i, struct ltv *l, int round)
{
	struct version *one = &v->versions[i];
	const struct ltv_ask ask = { .cms = one->token,
				     .stamp = true,
				     .at = one->stamp.time,
				     .until = proven(v, i, false),
				     .round = round };
	if (!one->stamp_valid || ltv_check(l, &ask, &one->stamp_ltv) || !one->stamp_ltv.revoked)
		return;
	one->stamp_valid = false;
	one->stamp_why = "revoked";
	if (one->step.kind == STEP_DTS) {
		one->valid = false;
		one->why = "revoked";
	}
}

static void judge_signature(struct verdict *v, size_t i, struct ltv *l, int round)
{
	struct version *one = &v->versions[i], *last = i ? one - 1 : NULL;
	int64_t at = proven(v, i, true);
	const struct ltv_ask ask = { .cms = one->cms, .at = at, .until = at, .round = round };
	if (!one->valid)
		return;
	/* The same certificates at the same time: the same answer. */
	if (last && last->valid && at == proven(v, i - 1, true) &&
	    !memcmp(last->cert.inside, one->cert.inside, sizeof one->cert.inside))
		one->ltv = last->ltv;
	else if (ltv_check(l, &ask, &one->ltv))
		return;
	if (!one->ltv.revoked)
		return;
	one->valid = false;
	one->why = "revoked";
}

/* Stamps from the last one back: each may lean on those behind it; signatures
 * lean on stamps. */
static void judge(struct verdict *v, struct ltv *l, int round)
{
	for (size_t i = v->count; i-- > 0;)
		if (v->versions[i].stamped)
			judge_stamp(v, i, l, round);
	for (size_t i = 0; i < v->count; i++)
		if (v->versions[i].step.kind != STEP_DTS)
			judge_signature(v, i, l, round);
}

/* A document time stamp's certificate is its TSA's. */
static void name_tsa(struct version *one)
{
	struct cms_report *c = &one->cert;
	one->ltv = one->stamp_ltv;
	memcpy(c->issuer, one->ltv.issuer, sizeof c->issuer);
	memcpy(c->serial, one->ltv.serial, sizeof c->serial);
	memcpy(c->path, one->ltv.path, sizeof c->path);
	if (one->valid) /* tsp_check accepts no other */
		snprintf(c->usage, sizeof c->usage, "time_stamping");
	c->not_before = one->ltv.not_before;
	c->not_after = one->ltv.not_after;
}

size_t evidence_judge(struct verdict *v, struct ltv *l)
{
	size_t before = 0, after = 0;
	for (size_t i = 0; i < v->count; i++)
		before += v->versions[i].valid + v->versions[i].stamp_valid;
	judge(v, l, INT_MAX);
	for (size_t i = 0; i < v->count; i++) {
		struct version *one = &v->versions[i];
		after += one->valid + one->stamp_valid;
		if (one->step.kind == STEP_DTS)
			name_tsa(one);
	}
	return before - after;
}

static bool all_whole(const struct verdict *v, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct version *one = &v->versions[i];
		if (one->step.kind != STEP_DTS && !one->ltv.whole)
			return false;
		if (one->stamped && !one->stamp_ltv.whole)
			return false;
	}
	return true;
}

/* Once more with nothing but what lies before the last document time stamp. */
static bool covered(const struct verdict *v, size_t last, struct ltv *l)
{
	if (v->end == v->versions[last].end)
		return true;
	struct verdict before = *v;
	struct version *copy = arena_new_array(v->arena, struct version, last + 1);
	for (size_t i = 0; i <= last; i++)
		copy[i] = v->versions[i];
	before.versions = copy;
	before.count = last + 1;
	judge(&before, l, (int)v->versions[last].revision);
	return all_whole(&before, before.count);
}

enum level evidence_level(struct verdict *v, struct ltv *l)
{
	size_t last = v->count;
	const struct version *sign = NULL;
	while (last && v->versions[last - 1].step.kind == STEP_DTS)
		last--;
	if (last)
		sign = &v->versions[last - 1];
	if (!sign || !sign->stamped || !sign->stamp_valid)
		return LEVEL_B;
	if (!v->stores || !all_whole(v, v->count))
		return LEVEL_T;
	return last < v->count && covered(v, v->count - 1, l) ? LEVEL_LTA : LEVEL_LT;
}
