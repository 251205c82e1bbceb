/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * recount: what the journal says that the signer should know (ctl check --audit).
 * Limited child of the signer's account: the journal is written by the web user,
 * and nothing of it may be parsed where the key could be read.
 *
 * Standard input: for each journal file in order u32 number, u64 length, its bytes
 * (big-endian). Standard output: lines of plain words,
 *   act CHAIN VERSION HASH TIME      an act that the record owes a signature for, with
 *                                    the instant of the frame that says so (ns UTC)
 *   signed CHAIN VERSION LINE HASH   as committed with a signature (EVENT_SIGNED)
 *   holder CHAIN SLOT HASH           SHA-256 of an address that is not the first one
 *   frame NUMBER HASH                each frame's sum
 *   end NUMBER WORD                  whole, torn (the last file's last bytes), missing
 *                                    (a file), damaged (what stands behind NUMBER) */
#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/msg.h"
#include "base/str.h"
#include "core/codec.h"
#include "port/digest.h"
#include "port/jail.h"
#include "store/walk.h"

#include <stdio.h>
#include <string.h>

static const struct jail cage = {
	.memory = 512 * JAIL_MB,
	.cpu = 3600,
	.output = 1 << 20,
	.fds = 3,
};

static void print_hash(const char *head, const void *hash, const char *tail)
{
	char hex[65];
	hex_encode(hash, 32, hex);
	printf("%s %s%s\n", head, hex, tail);
}

static void print_acts(const struct contract *c, size_t paper, int64_t time)
{
	struct act a;
	struct msg m;
	unsigned char hash[32];
	char head[80], tail[32];
	int64_t due = contract_due_version(c);
	snprintf(tail, sizeof tail, " %lld", (long long)time);
	for (int64_t v = c->papers[paper].version + 1; v <= due; v++) {
		if (contract_act_of(c, paper, v, &a))
			continue;
		msg_init(&m, ACT_WIRE + 1024);
		act_put(&m, &a);
		digest_sha256(m.b.p, m.b.n, hash);
		msg_clear(&m);
		snprintf(head, sizeof head, "act %s %lld", a.chain, (long long)v);
		print_hash(head, hash, tail);
	}
}

static void print_holders(const struct contract *c, size_t paper)
{
	char head[80];
	unsigned char hash[32];
	for (size_t i = 0; i < c->n_parties; i++) {
		const struct party *p = &c->parties[i];
		if (str_eq(p->mail, p->first_mail))
			continue;
		digest_sha256(p->mail, strlen(p->mail), hash);
		snprintf(head, sizeof head, "holder %s-%zu %zu", c->id, paper + 1, i + 1);
		print_hash(head, hash, "");
	}
}

static void see_contract(struct bytes value, int64_t time)
{
	struct arena *a = arena_new(0);
	struct contract c;
	if (!codec_read(value, a, &c) && c.sent && token_valid(c.id, CONTRACT_ID))
		for (size_t i = 0; i < c.n_papers; i++) {
			print_acts(&c, i, time);
			print_holders(&c, i);
		}
	arena_free(a);
}

/* event/<id>/<number> */
static void see_event(const struct walk_change *c)
{
	struct arena *a = arena_new(0);
	struct event e;
	long long paper, version, line;
	char sha[65], hash[65], id[CONTRACT_ID + 1];
	snprintf(id, sizeof id, "%.*s", CONTRACT_ID, c->key + strlen("event/"));
	if (c->key_n > strlen("event/") + CONTRACT_ID && token_valid(id, CONTRACT_ID) &&
	    !event_parse(c->value, a, &e) && e.kind == EVENT_SIGNED &&
	    sscanf(e.note, "%lld %lld %64s %lld %64s", &paper, &version, sha, &line, hash) == 5 &&
	    paper > 0 && paper <= CONTRACT_FILES && strlen(hash) == 64)
		printf("signed %s-%lld %lld %lld %s\n", id, paper, version, line, hash);
	arena_free(a);
}

static enum err see_frame(void *arg, const struct walk_frame *f)
{
	struct walk_change c;
	char head[40];
	(void)arg;
	snprintf(head, sizeof head, "frame %llu", (unsigned long long)f->seq);
	print_hash(head, f->sum, "");
	for (size_t at = 0; walk_next(f, &at, &c);) {
		if (c.del)
			continue;
		if (c.key_n > 9 && !memcmp(c.key, "contract/", 9))
			see_contract(c.value, f->time);
		else if (c.key_n > 6 && !memcmp(c.key, "event/", 6))
			see_event(&c);
	}
	return OK;
}

int main(void)
{
	struct walk w;
	log_open("recount");
	jail_enter(&cage);
	if (store_walk_stream(0, see_frame, NULL, &w))
		log_die("recount", "the stream ended early");
	printf("end %llu %s\n", (unsigned long long)w.seq,
	       !*w.why ? "whole" : str_eq(w.why, "segment") ? "missing" : w.why);
	return fflush(stdout) ? 70 : 0;
}
