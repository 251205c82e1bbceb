/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: the verdict on any file. Nothing that the one root's holder did
 * not sign may be good, and every word handed out must be fit for XML. Seeds:
 * t/fuzz/seeds/inspect (for t/fuzz/reader.c, too), files signed by the tests. Build with
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/inspect.c lib/pdf/{lexer,value,history,compare,shape,basis,shown,filled,changes,epilogue,version,evidence,stranger,foreign,verdict}.c
 *     lib/port/{digest,cms_check,cms_peek,tsp,tsp_cms,ltv,crl_scope}.c
 *     lib/base/{arena,buf,clock,err,hex,log,rand,str}.c -lcrypto
 * Run with -detect_leaks=0: the verdict lives in an arena, libcrypto keeps caches. */
#include "base/str.h"
#include "pdf/foreign.h"
#include "pdf/verdict.h"

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

static void judge(struct bytes file)
{
	static struct cms_roots *roots;
	static struct tsp_roots *tsa;
	struct bytes pem = { (const unsigned char *)root, sizeof root - 1 };
	struct verdict v;
	struct ltv *ltv;
	if (!roots)
		need(!cms_roots_parse(pem, &roots) && !tsp_roots_parse(pem, &tsa));
	struct arena *a = arena_new(0);
	need(!ltv_new(pem, pem, &ltv));
	verdict_judge(a, file, roots, tsa, ltv, &v);
	need(v.level == LEVEL_NONE && v.word != VERDICT_GOOD && v.word != VERDICT_CHANGED);
	need(v.count <= v.slots + CHANGES_STAMPS && v.end <= file.n && v.why);
	for (size_t i = 0; i < v.count; i++) {
		const struct version *one = &v.versions[i];
		need(!one->valid && !one->stamp_valid);
		need(str_is_xml_text(one->reason, strlen(one->reason)));
		need(str_is_xml_text(one->name, strlen(one->name)));
	}
	size_t n;
	const struct foreign *f = foreign_list(a, file, &n);
	for (size_t i = 0; i < n; i++)
		need(f[i].covers <= file.n && f[i].cms.holds <= CMS_HOLDS_UNKNOWN);
	ltv_free(ltv);
	arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	judge((struct bytes){ data, n });
	return 0;
}
