/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's names and times. Judges nothing. */
#include "port/ltv_words.h"

#include "base/clock.h"
#include "base/log.h"
#include "port/ltv.h"

#include <openssl/bn.h>
#include <openssl/x509v3.h>

#include <string.h>
#include <time.h>

int64_t ltv_instant(const ASN1_TIME *t)
{
	struct tm tm = { 0 };
	if (!t || !ASN1_TIME_to_tm(t, &tm) || tm.tm_year < 50 || tm.tm_year > 350)
		return 0;
	return (int64_t)timegm(&tm) * SECOND;
}

void ltv_name(const X509_NAME *name, char *out, size_t size)
{
	BIO *line = BIO_new(BIO_s_mem());
	if (!line)
		log_die("ltv", "out of memory");
	X509_NAME_print_ex(line, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	int n = BIO_read(line, out, (int)size - 1);
	out[n > 0 ? n : 0] = 0;
	BIO_free(line);
}

void ltv_line(char *out, size_t size, const char *line)
{
	if (strlen(out) + strlen(line) + 2 > size)
		return;
	if (*out)
		OPENSSL_strlcat(out, "\n", size);
	OPENSSL_strlcat(out, line, size);
}

void ltv_describe(X509 *x, struct ltv_report *r)
{
	BIGNUM *serial = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
	char *hex = serial ? BN_bn2hex(serial) : NULL;
	ltv_name(X509_get_issuer_name(x), r->issuer, sizeof r->issuer);
	if (hex)
		OPENSSL_strlcpy(r->serial, hex, sizeof r->serial);
	r->not_before = ltv_instant(X509_get0_notBefore(x));
	r->not_after = ltv_instant(X509_get0_notAfter(x));
	OPENSSL_free(hex);
	BN_free(serial);
}
