/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: DER of strangers as the verifier meets it: signatures, and
 * certificates, OCSP responses and CRLs in a store. The first byte says which.
 * Nothing may be trusted that no root's holder signed; names must be fit to
 * hand out. Build with
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/cms.c lib/port/{cms_check,ltv,crl_scope,tsp,tsp_cms}.c
 *     lib/base/{buf,clock,err,log,rand,str}.c -lcrypto
 * Seeds: t/fuzz/seeds/cms. Run with -detect_leaks=0: libcrypto keeps caches. */
#include "base/clock.h"
#include "base/str.h"
#include "port/cms_check.h"
#include "port/ltv.h"
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

static void check(struct bytes der, struct bytes pem, struct ltv *l)
{
	static const unsigned char digest[32] = { 7 };
	static struct cms_roots *roots;
	struct cms_report r;
	struct ltv_report n;
	const char *why;
	if (!roots)
		need(!cms_roots_parse(pem, &roots));
	need(cms_check(der, digest, roots, clock_now(), &r, &why) != OK && *why && !r.trusted);
	need(str_is_xml_text(r.usage, strlen(r.usage)));
	for (int stamp = 0; stamp < 2; stamp++) {
		struct ltv_ask ask = { der, stamp, clock_now(), clock_now(), 9 };
		need(ltv_check(l, &ask, &n) || !n.whole);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct bytes pem = { (const unsigned char *)root, sizeof root - 1 };
	struct bytes der = { data + 1, n - 1 };
	struct ltv *l;
	if (n < 2)
		return 0;
	need(!ltv_new(pem, pem, &l));
	/* "K" then LENGTH and a CMS, then an item of kind K: both meet. */
	size_t first = data[0] < 3 && n > 3 ? (size_t)(data[1] << 8 | data[2]) : 0;
	if (data[0] < 3 && n > 3 && first <= n - 3) {
		struct bytes item = { data + 3 + first, n - 3 - first };
		need(ltv_add(l, (enum ltv_kind)data[0], 1, item) <= INVALID);
		der = (struct bytes){ data + 3, first };
	}
	check(der, pem, l);
	ltv_free(l);
	return 0;
}
