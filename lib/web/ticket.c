/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Recipients' tickets: "<expiry>-<methods>-<MAC>", bound to document, access code, slot and
 * generation. Stored nowhere. */
#include "web/session.h"

#include "base/hex.h"
#include "base/str.h"
#include "core/secret.h"
#include "web/answer.h"
#include "web/cookie.h"

#include <stdio.h>
#include <string.h>

#define MAC_CHARS 26
#define VALUE 64

struct bound {
	const char *door;
	int slot, generation;
};

static void make(const struct bound *b, int64_t expiry, unsigned methods, char out[VALUE])
{
	struct buf t;
	unsigned char mac[32];
	char code[MAC_CHARS + 1];
	int64_t seconds = expiry / SECOND;
	buf_init(&t, 1024);
	buf_printf(&t, "%s %d %d %lld %u", b->door, b->slot, b->generation, (long long)seconds,
		   methods);
	secret_mac(SECRET_TICKET, buf_bytes(&t), mac);
	buf_clear(&t);
	token_encode(mac, MAC_CHARS, code);
	snprintf(out, VALUE, "%lld-%u-%s", (long long)seconds, methods, code);
}

/* One browser may hold tickets of several links: the name says which, without
 * giving away the link. */
static void cookie_name(const char *token, char out[16])
{
	struct buf t;
	unsigned char mac[32];
	buf_init(&t, 256);
	buf_printf(&t, "name %s", token);
	secret_mac(SECRET_TICKET, buf_bytes(&t), mac);
	buf_clear(&t);
	memcpy(out, "k_", 3);
	token_encode(mac, 10, out + 2);
}

static void give(struct req *r, struct reply *p, const struct bound *b, unsigned methods)
{
	char value[VALUE], name[16];
	make(b, r->now + TICKET_LIFE, methods, value);
	cookie_name(r->token, name);
	cookie_set(p, name, value, 0);
	if (!*r->cookies) /* a browser that sends no cookie at all gets it in its addresses */
		r->carry = arena_str(r->arena, value);
}

void ticket_grant(struct req *r, struct reply *p, const char *door, int slot, int generation,
		  unsigned methods)
{
	struct bound b = { door, slot, generation };
	give(r, p, &b, methods);
}

/* OK, DENIED, MISSING (too old). */
static enum err judge(const struct bound *b, const char *value, int64_t now, int64_t *expiry_r,
		      unsigned *methods_r)
{
	char again[VALUE], number[VALUE];
	int64_t seconds, methods;
	if (!value || strlen(value) >= VALUE)
		return DENIED;
	size_t n = strcspn(value, "-");
	snprintf(number, sizeof number, "%.*s", (int)n, value);
	if (value[n] != '-' || str_to_int(number, 0, INT64_MAX / SECOND, &seconds))
		return DENIED;
	const char *m = value + n + 1;
	n = strcspn(m, "-");
	snprintf(number, sizeof number, "%.*s", (int)n, m);
	if (m[n] != '-' || str_to_int(number, 0, 255, &methods))
		return DENIED;
	make(b, seconds * SECOND, (unsigned)methods, again);
	if (strlen(again) != strlen(value) || !bytes_same_secret(again, value, strlen(value)))
		return DENIED;
	*expiry_r = seconds * SECOND;
	*methods_r = (unsigned)methods;
	/* a clock that was set back must not make it live longer than its life */
	return now > *expiry_r || *expiry_r > now + TICKET_LIFE + MINUTE ? MISSING : OK;
}

enum err ticket_check(struct req *r, struct reply *p, const char *door, int slot, int generation,
		      unsigned *methods_r)
{
	struct bound b = { door, slot, generation };
	int64_t expiry = 0;
	char name[16];
	cookie_name(r->token, name);
	*methods_r = 0;
	enum err e = judge(&b, cookie_get(r, name), r->now, &expiry, methods_r);
	if (e) {
		enum err other = judge(&b, r->ticket, r->now, &expiry, methods_r);
		if (!other)
			r->carry = r->ticket;
		e = !other || e == DENIED ? other : e;
	}
	if (!e && expiry - r->now < TICKET_LIFE / 2)
		give(r, p, &b, *methods_r);
	return e;
}
