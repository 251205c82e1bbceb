/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: what an OCSP responder or a CRL's server may answer, and what may
 * come as signature, certificate or roots. The first byte chooses. Nothing that
 * the root's holder did not sign may be believed. Build
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/revocation.c lib/port/revocation*.c
 *     lib/base/{buf,clock,err,hex,log,rand,str}.c -lcrypto */
#include "base/hex.h"
#include "port/revocation.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A root that nobody has the key of any more, and a signature below it whose
 * certificate names one address of each kind. */
static const char root[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBaDCCAQ6gAwIBAgIUEykkOMKPjnHTeYdM4m9LmrV9RWwwCgYIKoZIzj0EAwIw\n"
	"ETEPMA0GA1UEAwwGbm9ib2R5MCAXDTI2MTEyMzA2MzYwMloYDzIxMjYxMDMwMDYz\n"
	"NjAyWjARMQ8wDQYDVQQDDAZub2JvZHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC\n"
	"AAQGxLApdXqXECMVCfuB13FguDTnVIPL5WDJux95GOekZ+A0T0jc9DnBeBfYd5RJ\n"
	"8aUbvV1yvt+He+XC00jZpnl9o0IwQDAdBgNVHQ4EFgQUkBXGFjFByguAafbWHK4e\n"
	"t790pPwwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0E\n"
	"AwIDSAAwRQIgJJEMj9rvDcynkP9ABzTucl7R35azHn7EV56ZwOGLwpICIQCihxoQ\n"
	"tw9H+MN0leW17pw6TsadTL8eRN+9a4U1QNjEVw==\n"
	"-----END CERTIFICATE-----\n";
static const char signature[] =

	"MIIDYwYJKoZIhvcNAQcCoIIDVDCCA1ACAQExDTALBglghkgBZQMEAgEwCwYJKoZIhvcNAQcBoIIB"
	"1zCCAdMwggF6oAMCAQICCQCpdddb/h0XrTAKBggqhkjOPQQDAjARMQ8wDQYDVQQDDAZub2JvZHkw"
	"IBcNMjYxMTIzMDYzNjAyWhgPMjEyMzEwMzEwNjM2MDJaMBMxETAPBgNVBAMMCHNvbWVib2R5MFkw"
	"EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqX0R6X+gNHLRApOkNyg42khxQPhZS1LOjkzIOuuq9mdz"
	"HvBuTMumUskfRpKC1Mt+q4pQNHXcEoksdwnyRxz7HqOBtjCBszAMBgNVHRMBAf8EAjAAMA4GA1Ud"
	"DwEB/wQEAwIGwDAuBggrBgEFBQcBAQQiMCAwHgYIKwYBBQUHMAGGEmh0dHA6Ly8xMjcuMC4wLjEv"
	"bzAjBgNVHR8EHDAaMBigFqAUhhJodHRwOi8vMTI3LjAuMC4xL2MwHQYDVR0OBBYEFFtgVImV7i22"
	"kgxVeBWsbeYtN5FEMB8GA1UdIwQYMBaAFJAVxhYxQcoLgGn21hyuHre/dKT8MAoGCCqGSM49BAMC"
	"A0cAMEQCIBqlY/c2ePhxlrzJI2pTYR/LFbaItrkIEr7/Tq8q+fMoAiB67l5SXJYi9AnZkI8vVqau"
	"Ww4Dc3dRrGOE6CCSXTJB7TGCAVIwggFOAgEBMB4wETEPMA0GA1UEAwwGbm9ib2R5AgkAqXXXW/4d"
	"F60wCwYJYIZIAWUDBAIBoIHGMBgGCSqGSIb3DQEJAzELBgkqhkiG9w0BBwEwHAYJKoZIhvcNAQkF"
	"MQ8XDTI2MTEyMzA2MzYwMlowLwYJKoZIhvcNAQkEMSIEIJgtnj65lvVZ5jP00ZTe83YdkJ9aO2R9"
	"GoUf6tZ8MsnRMFsGCyqGSIb3DQEJEAIvMUwwSjBIMEYEICGK5GCRbTuGraUhKkMW4/I7qD34fya5"
	"COoBI9O+nId7MCIwFaQTMBExDzANBgNVBAMMBm5vYm9keQIJAKl111v+HRetMAoGCCqGSM49BAMC"
	"BEcwRQIhAOVUR9QypFpSny0fHJb4fqhN5vR8uylLh7Qt3gxRzLDwAiBtpRAtKcBQsLmwv/fTr4YY"
	"tBNY6V2PyM3lmug7RWT4zA==";

static void need(bool good)
{
	if (!good)
		abort();
}

static struct revocation *fresh(bool with)
{
	static struct buf cms;
	struct revocation *r;
	if (!cms.p) {
		buf_init(&cms, 4096);
		need(!base64_decode(signature, &cms));
	}
	need(!revocation_new((struct bytes){ (const unsigned char *)root, sizeof root - 1 }, &r));
	need(!with || !revocation_signed(r, buf_bytes(&cms)));
	return r;
}

/* To the wanted kind of question, then the answer. */
static void answer(bool ocsp, struct bytes in)
{
	struct revocation *r = fresh(true);
	struct revocation_ask ask;
	const char *why = NULL;
	size_t at = 0;
	enum revocation_kind kind;
	struct bytes der;
	need(!revocation_next(r, &ask, &why) && ask.ocsp && ask.body.n);
	if (!ocsp) {
		revocation_failed(r);
		need(!revocation_next(r, &ask, &why) && !ask.ocsp);
	}
	need(revocation_answer(r, in, &why) == INVALID && why && *why);
	while (revocation_item(r, &at, &kind, &der))
		need(kind == REVOCATION_IS_CERT);
	for (int i = 0; i < 9 && !revocation_next(r, &ask, &why); i++)
		revocation_failed(r);
	need(revocation_next(r, &ask, &why) == RETRY);
	revocation_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct revocation *r = NULL;
	struct revocation_ask ask;
	const char *why;
	if (!n)
		return 0;
	struct bytes in = { data + 1, n - 1 };
	switch (data[0]) {
	case 0:
	case 1:
		answer(data[0] == 0, in);
		break;
	case 2: /* asks for a chain it may have invented: only this root's are followed */
		r = fresh(false);
		if (!revocation_signed(r, in))
			while (!revocation_next(r, &ask, &why))
				revocation_failed(r);
		break;
	case 3:
		r = fresh(true);
		if (!revocation_cert(r, in))
			need(!revocation_next(r, &ask, &why));
		break;
	default:
		if (revocation_new(in, &r))
			r = NULL;
	}
	revocation_free(r);
	return 0;
}
