/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Cookies of signed-in browsers. The store sees a keyed hash only. */
#include "web/session.h"

#include "base/hex.h"
#include "base/rand.h"
#include "base/str.h"
#include "core/secret.h"
#include "core/visit.h"
#include "web/answer.h"
#include "web/cookie.h"
#include "web/who.h"

#include <string.h>

#define CHARS 52 /* 260 bits of a random cookie */

static void hash_of(const char *cookie, char out[65])
{
	unsigned char mac[32];
	secret_mac(SECRET_SESSION, (struct bytes){ (const unsigned char *)cookie, strlen(cookie) },
		   mac);
	hex_encode(mac, sizeof mac, out);
}

static void new_cookie(struct reply *p, const char *name, int64_t seconds)
{
	unsigned char random[33];
	char value[CHARS + 1];
	rand_bytes(random, sizeof random);
	token_encode(random, CHARS, value);
	cookie_set(p, name, value, seconds);
	if (str_eq(name, "a"))
		p->r->anon = arena_str(p->r->arena, value);
	else
		p->r->session = arena_str(p->r->arena, value);
}

void who_anon(struct reply *p)
{
	if (!p->r->anon)
		new_cookie(p, "a", 0);
}

enum err who_session(struct req *r)
{
	struct visit v;
	char hash[65];
	r->anon = cookie_get(r, "a");
	if (r->anon && !token_valid(r->anon, CHARS))
		r->anon = NULL;
	r->session = cookie_get(r, "s");
	if (!r->session || !token_valid(r->session, CHARS)) {
		r->session = NULL;
		return OK;
	}
	hash_of(r->session, hash);
	enum err e = visit_find(r->conf, r->arena, hash, SESSION_IDLE, SESSION_LIFE, &v);
	if (e)
		return e == MISSING ? OK : e;
	r->user = v.user;
	r->operator_ = v.operator_;
	return OK;
}

enum err session_open(struct req *r, struct reply *p, const char *user, bool operator_)
{
	char hash[65];
	enum err e = OK;
	if (r->session && r->user)
		e = session_close(r, p);
	if (e)
		return e;
	new_cookie(p, "s", SESSION_LIFE / SECOND);
	hash_of(r->session, hash);
	e = visit_add(r->conf, r->arena, hash, user, operator_);
	if (!e) {
		r->user = arena_str(r->arena, user);
		r->operator_ = operator_;
	}
	return e;
}

enum err session_close(struct req *r, struct reply *p)
{
	char hash[65];
	if (!r->session)
		return OK;
	hash_of(r->session, hash);
	enum err e = visit_drop(r->conf, r->arena, hash);
	if (e)
		return e;
	cookie_set(p, "s", "x", -1);
	r->session = NULL;
	r->user = NULL;
	r->operator_ = false;
	return OK;
}

enum err session_close_all(struct req *r, const char *user)
{
	return visit_drop_user(r->conf, r->arena, user);
}
