/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * token: judges one time-stamp token, in a limited child without network.
 * Descriptor 3: PEM of the TSAs' roots.
 *
 * ask:    digest (32 bytes)  token (DER)
 * answer: gentime (ns)  policy  serial  subject  not_after (of the TSA's certificate)
 *     or  error why    invalid: a word of port/tsp.h, bad_ask; missing not_trusted: all
 *                      is well but for the roots; broken roots: they cannot be read */
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "port/jail.h"
#include "port/tsp.h"

#include "base/clock.h"

#include <string.h>

#define ROOTS_FD 3
#define ROOTS_MAX ((size_t)1 << 20)

static const struct jail cage = {
	.memory = 128 * JAIL_MB,
	.cpu = 5,
	.output = 1 << 20,
	.fds = 4,
};

static enum err judge(const struct msg *ask, struct tsp_info *info, const char **why_r)
{
	struct bytes token, digest;
	struct tsp_roots *roots = NULL;
	struct buf pem;
	*why_r = "bad_ask";
	if (msg_get(ask, "token", &token) || msg_get(ask, "digest", &digest) || digest.n != 32)
		return INVALID;
	*why_r = "roots";
	buf_init(&pem, ROOTS_MAX);
	enum err e = file_read_fd(ROOTS_FD, &pem) || tsp_roots_parse(buf_bytes(&pem), &roots) ? BROKEN : OK;
	if (!e) {
		e = tsp_check(token, digest.p, roots, info, why_r);
		if (e == MISSING)
			*why_r = "not_trusted";
	}
	tsp_roots_free(roots);
	buf_clear(&pem);
	return e;
}

int main(void)
{
	struct msg ask, answer;
	struct tsp_info info;
	const char *why;
	log_open("token");
	jail_enter(&cage);
	msg_init(&ask, 2 * TSP_TOKEN);
	msg_init(&answer, 8192);
	memset(&info, 0, sizeof info);
	if (msg_read(0, &ask, 5 * SECOND))
		log_die("ask", "bad request");
	enum err e = judge(&ask, &info, &why);
	if (e) {
		msg_puts(&answer, "error", err_word(e));
		msg_puts(&answer, "why", why);
	} else {
		msg_puti(&answer, "gentime", info.time);
		msg_puts(&answer, "policy", info.policy);
		msg_puts(&answer, "serial", info.serial);
		msg_puts(&answer, "subject", info.subject);
		msg_puti(&answer, "not_after", info.not_after);
	}
	return msg_write(1, &answer) ? 70 : 0;
}
