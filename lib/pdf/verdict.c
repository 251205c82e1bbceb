/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Puts form and cryptography together. Knows no file descriptors, no network
 * and nothing of the writing side. */
#include "pdf/verdict.h"

#include "base/clock.h"
#include "pdf/evidence.h"
#include "pdf/stranger.h"
#include "port/digest.h"

#include <string.h>

const char *verdict_text(enum verdict_word w)
{
	static const char *const words[] = { "good",	 "changed", "broken",
					     "unsigned", "foreign", "unreadable" };
	return words[w];
}

const char *verdict_level(enum level l)
{
	static const char *const words[] = { "", "B", "T", "LT", "LTA" };
	return words[l];
}

/* The digests share their beginnings: one pass over the file. */
static void judge_versions(const struct history *h, struct verdict *v,
			   const struct cms_roots *roots, const struct tsp_roots *tsa,
			   size_t *strange_r, size_t *bad_r)
{
	struct digest *all = digest_new();
	size_t at = 0;
	struct past past = { 0, 0 };
	*strange_r = *bad_r = 0;
	for (size_t i = 0; i < v->count; i++) {
		struct version *one = &v->versions[i];
		unsigned char sum[SHA256_SIZE];
		struct bytes gap = one->step.contents.src;
		size_t from = (size_t)(gap.p - h->file.p);
		one->end = h->revisions[one->revision].end;
		digest_add(all, h->file.p + at, from - at);
		at = from;
		struct digest *own = digest_copy(all);
		digest_add(own, gap.p + gap.n, one->end - from - gap.n);
		digest_get(own, sum);
		digest_free(own);
		enum err e = version_judge(v->arena, one, sum, roots, tsa, &past);
		*strange_r += e == MISSING;
		*bad_r += (e && e != MISSING) || (one->stamped && !one->stamp_valid && tsa);
	}
	digest_free(all);
}

static const char *first_fault(const struct verdict *v)
{
	for (size_t i = 0; i < v->count; i++) {
		const struct version *one = &v->versions[i];
		if (one->step.kind != STEP_DTS && !one->valid)
			return one->why;
		if (one->stamped && !one->stamp_valid)
			return one->step.kind == STEP_DTS ? "document_stamp" : "stamp";
	}
	return "";
}

/* Reads versions as long as every revision is one of ours. What is wrong with
 * the first that is not, or with the bytes behind them; NULL = nothing. */
static const char *read_steps(const struct history *h, struct walked *walked, struct ltv *ltv,
			      struct verdict *v)
{
	const char *why;
	v->slots = walked->base.count;
	v->versions = arena_new_array(v->arena, struct version, h->count);
	for (size_t i = 1; i < h->count; i++) {
		struct version *one = &v->versions[v->count];
		if (changes_step(h, walked, i, &one->step, &why))
			return why;
		if (one->step.kind != STEP_DSS) {
			one->revision = i;
			v->count++;
		} else if (evidence_take(v->arena, h, i, ltv)) {
			return "evidence";
		} else {
			v->stores++;
		}
		v->end = h->revisions[i].end;
	}
	return h->why;
}

static void judge_ours(const struct history *h, const struct cms_roots *roots,
		       const struct tsp_roots *tsa, struct ltv *ltv, struct verdict *v,
		       const char *why)
{
	size_t strange, bad;
	judge_versions(h, v, roots, tsa, &strange, &bad);
	bad += evidence_judge(v, ltv);
	size_t signatures = v->count < v->slots ? v->count : v->slots;
	if (bad || (strange && strange < signatures)) {
		v->word = VERDICT_BROKEN;
		v->why = first_fault(v);
	} else if (strange) {
		v->word = VERDICT_FOREIGN;
		v->why = "not_trusted";
	} else if (v->end != h->file.n) {
		v->word = VERDICT_CHANGED;
		v->why = why ? why : "junk";
	} else {
		v->level = evidence_level(v, ltv);
	}
}

void verdict_judge(struct arena *a, struct bytes file, const struct cms_roots *roots,
		   const struct tsp_roots *tsa, struct ltv *ltv, struct verdict *v)
{
	struct history h;
	struct walked *walked = arena_alloc(a, sizeof *walked);
	const char *why = "";
	memset(v, 0, sizeof *v);
	v->arena = walked->arena = a;
	v->base = &walked->base;
	v->now = clock_now();
	v->why = "";
	if (history_read(a, file, &h))
		why = h.why;
	else if (!basis_read(a, &h, &walked->base, &why))
		why = read_steps(&h, walked, ltv, v);
	if (v->count) {
		judge_ours(&h, roots, tsa, ltv, v, why);
	} else {
		v->word = stranger_judge(a, file, roots);
		v->why = why ? why : "";
	}
}
