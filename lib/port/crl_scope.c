/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the extensions of CRLs. Judges no signature and no time. */
#include "port/crl_scope.h"

#include <openssl/x509v3.h>

/* A list for one distribution point only speaks for certificates that name it. */
static bool names(X509 *x, const DIST_POINT_NAME *p)
{
	bool found = false;
	STACK_OF(DIST_POINT) *of = X509_get_ext_d2i(x, NID_crl_distribution_points, NULL, NULL);
	for (int i = 0; p->type == 0 && i < sk_DIST_POINT_num(of); i++) {
		const DIST_POINT_NAME *own = sk_DIST_POINT_value(of, i)->distpoint;
		GENERAL_NAMES *a = p->name.fullname, *b = own ? own->name.fullname : NULL;
		for (int k = 0; b && own->type == 0 && k < sk_GENERAL_NAME_num(a); k++)
			for (int j = 0; j < sk_GENERAL_NAME_num(b); j++)
				found |= !GENERAL_NAME_cmp(sk_GENERAL_NAME_value(a, k),
							   sk_GENERAL_NAME_value(b, j));
	}
	sk_DIST_POINT_pop_free(of, DIST_POINT_free);
	return found;
}

bool crl_scope_covers(X509_CRL *crl, X509 *x)
{
	for (int i = 0; i < X509_CRL_get_ext_count(crl); i++) {
		X509_EXTENSION *e = X509_CRL_get_ext(crl, i);
		int nid = OBJ_obj2nid(X509_EXTENSION_get_object(e));
		if (nid == NID_delta_crl ||
		    (X509_EXTENSION_get_critical(e) && nid != NID_issuing_distribution_point))
			return false;
	}
	int found;
	ISSUING_DIST_POINT *p =
		X509_CRL_get_ext_d2i(crl, NID_issuing_distribution_point, &found, NULL);
	if (!p)
		return found == -1;
	bool ca = X509_check_ca(x) > 0;
	bool good = (!p->distpoint || names(x, p->distpoint)) &&
		    p->onlyuser <= (ca ? 0 : 0xFF) && p->onlyCA <= (ca ? 0xFF : 0) &&
		    p->onlyattr <= 0 && p->indirectCRL <= 0 && !p->onlysomereasons;
	ISSUING_DIST_POINT_free(p);
	return good;
}
