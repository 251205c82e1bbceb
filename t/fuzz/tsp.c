/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: what a time-stamping authority may answer, tokens on their own,
 * and CMS with and without one. Nothing that was not signed by a root's
 * certificate may be accepted; what is embedded comes out again. Build
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/tsp.c lib/port/{tsp,tsp_cms}.c lib/base/{buf,clock,err,log,rand}.c -lcrypto */
#include "port/tsp.h"
#include "port/tsp_cms.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A root that nobody has the key of. */
static const char root[] = "-----BEGIN CERTIFICATE-----\n"
	"MIIBeDCCAR+gAwIBAgIUdmDER5D8ZSfFXwLIHcVSvPzIapYwCgYIKoZIzj0EAwIw\n"
	"ETEPMA0GA1UEAwwGbm9ib2R5MCAXDTI2MTEyMzA1NTAyMVoYDzIxMjYxMDMwMDU1\n"
	"MDIxWjARMQ8wDQYDVQQDDAZub2JvZHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC\n"
	"AARadWCjk+TFh8xugNomld/KwZv78T7U+wPJxN5rBgdobdDHhN8uVtkTtdIbbf1w\n"
	"Dh9eIGY6clVE2AEqdFx+kgwPo1MwUTAdBgNVHQ4EFgQUVPTzqbQ8ikEtAHiPtX21\n"
	"9bdCMZ8wHwYDVR0jBBgwFoAUVPTzqbQ8ikEtAHiPtX219bdCMZ8wDwYDVR0TAQH/\n"
	"BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiALYF3ioWyK9h1xTOZAoGc/l0KJwZ04\n"
	"ZGX4WMh4xVDqEQIgD9b6v9k2HsbXULx1mdUp0LX9HwEjxaBI+v0GDPbxUko=\n"
	"-----END CERTIFICATE-----\n";

static void need(bool good)
{
	if (!good)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct tsp_roots *roots;
	static const unsigned char digest[32] = { 7 };
	struct bytes in = { data, n };
	struct tsp_query *q;
	struct tsp_info info;
	struct buf out, again;
	const char *why;
	unsigned char hash[32];
	if (!roots)
		need(!tsp_roots_parse((struct bytes){ (const unsigned char *)root, sizeof root - 1 }, &roots));
	buf_init(&out, TSP_CMS);
	buf_init(&again, TSP_CMS);
	need(!tsp_query_new(digest, NULL, &q));
	need(tsp_answer(q, in, roots, &out, &info, &why) == INVALID && *why && !out.n);
	tsp_query_free(q);
	need(tsp_check(in, digest, roots, &info, &why) != OK && *why);
	if (!tsp_cms_digest(in, hash) && tsp_cms_extract(in, &out) == MISSING) {
		static const unsigned char token[] = { 0x30, 3, 2, 1, 5 };
		buf_clear(&out);
		if (!tsp_cms_embed(in, (struct bytes){ token, sizeof token }, &out)) {
			need(!tsp_cms_extract(buf_bytes(&out), &again));
			need(again.n == sizeof token && !memcmp(again.p, token, sizeof token));
		}
	}
	struct tsp_roots *other = NULL;
	if (!tsp_roots_parse(in, &other))
		tsp_roots_free(other);
	buf_clear(&out);
	buf_clear(&again);
	return 0;
}
