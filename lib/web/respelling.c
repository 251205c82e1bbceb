/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The own name, as it will stand in the Reason and on the certificate. */
#include "web/respelling.h"

#include "web/link.h"
#include "web/session.h"
#include "web/unfit.h"

#include "base/str.h"

#define AN_HOUR 20

struct respelling { /* into the transaction and back */
	const struct link *l;
	struct person own;
	enum policy policy;
};

static bool may_respell(const struct link *l)
{
	return !l->result && l->policy == POLICY_YES && l->ticket == OK;
}

enum err respelling_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_FILL, &l);
	if (e)
		return e;
	if (!may_respell(&l))
		return link_state(r, p, &l, false);
	(void)link_view(r, p, &l, "respell");
	return OK;
}

static enum err respell(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			void *ctx)
{
	struct respelling *s = ctx;
	(void)a;
	s->policy = policy_party(c, s->l->slot, s->l->generation, DO_FILL, now);
	if (s->policy != POLICY_YES)
		return CONFLICT;
	return contract_respell(c, s->l->slot, now, &s->own, ch);
}

enum err respelling_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_FILL, &l);
	if (e)
		return e;
	if (!may_respell(&l))
		return link_state(r, p, &l, true);
	if (!rate_allow(r, "respell", arena_printf(r->arena, "%s %lld", l.c->id, (long long)l.slot),
			AN_HOUR, HOUR))
		return reply_error(p, 429, NULL);
	struct respelling s = { .l = &l, .policy = POLICY_YES };
	s.own = (struct person){ .mail = l.party->mail, .name = req_text(r, "name"),
				 .company = req_text(r, "company"), .post = req_text(r, "post") };
	(void)unfit_name(r, "name"); /* printed on papers */
	(void)unfit_name(r, "company");
	(void)unfit_name(r, "post");
	if (r->wrongs)
		return INVALID;
	bool same = str_eq(s.own.name, l.party->name) && str_eq(s.own.company, l.party->company) &&
		    str_eq(s.own.post, l.party->post);
	if (!same)
		e = ledger_change(r->conf, r->arena, l.c->id, 0, respell, &s, NULL);
	if (e == CONFLICT && !link_again(r, &l, DO_FILL)) {
		l.policy = s.policy;
		return link_state(r, p, &l, true);
	}
	if (!e)
		reply_to(p, arena_printf(r->arena, "%s?named=1",
					 route_path(r->arena, r->conf, AT_REVIEW_READ, r->token)));
	return e;
}
