/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Names, keys and signatures of OCSP responses. Judges no certificate. */
#include "port/ocsp_match.h"

#include "base/log.h"

#include <stdbool.h>
#include <string.h>

/* Is that who the response says signed it (RFC 6960 §4.2.1, ResponderID)? */
static bool names(OCSP_BASICRESP *b, X509 *x)
{
	unsigned char key[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	const ASN1_OCTET_STRING *hash = NULL;
	const X509_NAME *name = NULL;
	if (!OCSP_resp_get0_id(b, &hash, &name))
		return false;
	if (name)
		return !X509_NAME_cmp(name, X509_get_subject_name(x));
	return X509_pubkey_digest(x, EVP_sha1(), key, &n) &&
	       (int)n == ASN1_STRING_length(hash) &&
	       !memcmp(key, ASN1_STRING_get0_data(hash), n);
}

X509 *ocsp_signer(OCSP_BASICRESP *b, const STACK_OF(X509) *certs)
{
	X509 *by = NULL;
	for (int i = 0; !by && i < sk_X509_num(certs); i++) {
		X509 *x = sk_X509_value(certs, i);
		if (!names(b, x))
			continue;
		STACK_OF(X509) *one = sk_X509_new_null();
		if (!one || !sk_X509_push(one, x))
			log_die("ocsp", "out of memory");
		/* its signature alone */
		if (OCSP_basic_verify(b, one, NULL, OCSP_NOVERIFY | OCSP_NOINTERN) == 1)
			by = x;
		sk_X509_free(one);
	}
	return by;
}

OCSP_SINGLERESP *ocsp_answer(OCSP_BASICRESP *b, X509 *x, X509 *issuer)
{
	for (int i = 0; i < OCSP_resp_count(b) && i < 16; i++) {
		OCSP_SINGLERESP *one = OCSP_resp_get0(b, i);
		const OCSP_CERTID *id = OCSP_SINGLERESP_get0_id(one);
		ASN1_OBJECT *algo;
		OCSP_id_get0_info(NULL, &algo, NULL, NULL, (OCSP_CERTID *)id);
		const EVP_MD *md = EVP_get_digestbyobj(algo);
		OCSP_CERTID *mine = md ? OCSP_cert_to_id(md, x, issuer) : NULL;
		bool same = mine && !OCSP_id_cmp(mine, id);
		OCSP_CERTID_free(mine);
		if (same)
			return one;
	}
	return NULL;
}
