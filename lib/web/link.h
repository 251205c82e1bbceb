/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a recipient's link opens: token → contract, slot, ticket, policy; and
 * the page that says why something is not possible now (xsl/page/link-state).
 * Nothing here changes a record. */
#ifndef WEB_LINK_H
#define WEB_LINK_H

#include "core/contract.h"
#include "core/ledger.h"
#include "core/policy.h"
#include "web/reply.h"
#include "web/req.h"

struct link {
	struct contract *c;
	int64_t slot;        /* 1…n, or 1001… for a viewer; 0: forwarded it once, sees the result */
	int64_t generation;  /* of the link */
	bool result;         /* no link to act: to the result (TOKEN_RESULT), or … */
	bool look;           /* … read-only, before the conclusion (TOKEN_LOOK) */
	struct party *party; /* NULL for a viewer */
	enum policy policy;  /* may the slot do what was asked? */
	enum err ticket;     /* OK; DENIED none; MISSING too old */
	unsigned methods;    /* of the ticket */
	bool once;           /* a one-time code was right, nothing else is proven yet */
};

/* Looks r->token up and judges `act` for it; sets the reply's language to the
 * person's. MISSING: no such link. RETRY, BROKEN from the store. */
enum err link_open(struct req *r, struct reply *p, enum contract_act act, struct link *l) MUST_USE;
/* The same link after something changed: reads the record again. */
enum err link_again(struct req *r, struct link *l, enum contract_act act) MUST_USE;

/* Gives this browser the link's ticket (web/session.h). It is bound to the slot's access
 * code, too: a new one ends the tickets of the old one. */
void link_grant(struct req *r, struct reply *p, const struct link *l, unsigned methods);
/* Holds a good ticket and may do what was asked. */
bool link_ready(const struct link *l);
/* May read the pages and take the files: a good ticket while it may act; the
 * result link, or the first link without access code, once the person agreed. */
bool link_may_read(const struct req *r, const struct link *l);
/* The result (R4) is theirs to see: agreed, or a viewer of a concluded one, within
 * conf->result_days. */
bool link_has_result(const struct req *r, const struct link *l);
/* May look at the pages without acting (TOKEN_LOOK); where the slot has an access
 * code, once it was typed. */
bool link_may_look(const struct link *l);
/* Concluded, and those days are over. */
bool link_is_old(const struct req *r, const struct link *l);

/* Starts a view with <contract> as this person may see it, and on the root:
 * matching, minutes (to read it and fill it in), pages, items?, methods, until (of the result),
 * next (whose turn it is by name). */
struct xnode *link_view(struct req *r, struct reply *p, const struct link *l, const char *view);

/* Answers with the page for l->policy, its status included. after_press: the
 * person has just pressed a button that came too late, and is told that it was
 * not recorded. Leads on by 303 where another page is the right one. MISSING
 * where a stranger must not learn more. */
enum err link_state(struct req *r, struct reply *p, const struct link *l,
		    bool after_press) MUST_USE;
/* The same for a fixed kind beside the policies: "changed" (409), "old" (410),
 * "noforward", "often" (403). */
enum err link_state_of(struct req *r, struct reply *p, const struct link *l, const char *kind,
		       int status) MUST_USE;

#endif
