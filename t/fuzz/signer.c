/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: what the signer reads from its caller, and its log's lines.
 * The first byte chooses. Build with
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/signer.c lib/sign/{sigrequest,sigrecord,sigrules}.c lib/pdf/sigdict.c
 *     lib/base/{act,buf,clock,err,file,hex,log,msg,rand,str}.c lib/port/digest.c -lcrypto */
#include "port/digest.h"
#include "sign/sigrules.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void need(int good)
{
	if (!good)
		abort();
}

/* What was accepted is exactly what would be written, and can be printed. */
static void accepted(const struct msg *m, const struct sigrequest *q)
{
	struct buf b;
	size_t gap;
	unsigned char hash[32];
	static struct sigchain c;
	enum log_event event;
	buf_init(&b, SIGDICT_MAX + 2 * SIGDICT_RESERVE_MAX + 2);
	act_bytes(&q->act, &b);
	need(b.n <= m->b.n && !memcmp(b.p, m->b.p, b.n));
	digest_sha256(b.p, b.n, hash);
	need(!memcmp(hash, q->act_hash, 32));
	buf_clear(&b);
	struct sigdict d = { &q->act, "Name", q->reserve, q->catalog, q->lock, q->locks };
	sigdict_print(&d, q->dict_off, q->dict_off + 1000000, &b, &gap);
	need(!b.over && gap < b.n && b.p[gap] == '<' && b.p[gap + 2 * q->reserve + 1] == '>');
	buf_clear(&b);
	memset(&c, 0, sizeof c);
	need((sigrules_place(&c, q) == NULL) == (q->act.kind == ACT_FIX));
	c.parties = 2;
	for (c.last = 1; c.last <= 5; c.last++)
		if (!sigrules_place(&c, q) && !sigrules_event(&c, q, hash, &event))
			(void)!sigrules_time(&c, q, event, 0, 0);
}

static void request(const uint8_t *data, size_t n)
{
	struct msg m;
	static struct sigrequest q;
	const char *why;
	msg_init(&m, SIGREQUEST_MAX);
	if (msg_parse(&m, (struct bytes){ data, n }) == OK && sigrequest_parse(&m, &q, &why) == OK &&
	    q.kind == SIGREQUEST_SIGN)
		accepted(&m, &q);
	msg_clear(&m);
}

static void record(const uint8_t *data, size_t n)
{
	static struct sigrecord r;
	static struct sigchain c;
	struct buf b;
	memset(&c, 0, sizeof c);
	if (sigrecord_parse((struct bytes){ data, n }, NULL, &r))
		return;
	buf_init(&b, SIGRECORD_LINE);
	static const unsigned char before[32];
	sigrecord_put(&r, before, &b);
	need(b.n == n + 1 && !memcmp(b.p, data, n - 64));
	need(sigrecord_parse((struct bytes){ b.p, b.n - 1 }, before, &r) == OK);
	if (sigchain_apply(&c, &r) == OK)
		need(c.last <= ACT_SLOTS + 3 && c.parties <= ACT_SLOTS);
	buf_clear(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n && data[0] == 'L')
		record(data + 1, n - 1);
	else if (n)
		request(data + 1, n - 1);
	return 0;
}
