/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows two extensions of certificates. */
#include "port/revocation_place.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <string.h>

static bool usable(const char *url, size_t n)
{
	if (n >= REVOCATION_URL || n < 8 || memcmp(url, "http://", 7))
		return false;
	for (size_t i = 0; i < n; i++)
		if (url[i] <= 0x20 || url[i] >= 0x7F)
			return false;
	return true;
}

bool place_ocsp(X509 *x, int index, char url[REVOCATION_URL])
{
	STACK_OF(OPENSSL_STRING) *all = X509_get1_ocsp(x);
	bool found = false;
	for (int i = 0; !found && i < sk_OPENSSL_STRING_num(all); i++) {
		const char *one = sk_OPENSSL_STRING_value(all, i);
		size_t n = strlen(one);
		found = usable(one, n) && index-- == 0;
		if (found)
			memcpy(url, one, n + 1);
	}
	X509_email_free(all);
	ERR_clear_error();
	return found;
}

static bool uri(const GENERAL_NAME *name, int *index, char url[REVOCATION_URL])
{
	if (name->type != GEN_URI)
		return false;
	const ASN1_IA5STRING *s = name->d.uniformResourceIdentifier;
	const char *one = (const char *)ASN1_STRING_get0_data(s);
	size_t n = (size_t)ASN1_STRING_length(s);
	if (!usable(one, n) || (*index)-- > 0)
		return false;
	memcpy(url, one, n);
	url[n] = 0;
	return true;
}

bool place_crl(X509 *x, int index, char url[REVOCATION_URL])
{
	CRL_DIST_POINTS *all = X509_get_ext_d2i(x, NID_crl_distribution_points, NULL, NULL);
	bool found = false;
	for (int i = 0; !found && i < sk_DIST_POINT_num(all); i++) {
		const DIST_POINT *point = sk_DIST_POINT_value(all, i);
		if (point->reasons || point->CRLissuer || !point->distpoint ||
		    point->distpoint->type != 0)
			continue;
		GENERAL_NAMES *names = point->distpoint->name.fullname;
		for (int k = 0; !found && k < sk_GENERAL_NAME_num(names); k++)
			found = uri(sk_GENERAL_NAME_value(names, k), &index, url);
	}
	CRL_DIST_POINTS_free(all);
	ERR_clear_error();
	return found;
}
