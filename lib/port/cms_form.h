/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The form of a CMS SignedData (RFC 5652 §5) where no signature covers it: its
 * versions, the algorithms it names, how it names its signer. What stands there
 * may say one thing in one way only; otherwise bytes of a file could be changed
 * and every signature still hold. Whether anything holds is not asked here.
 *
 * Hostile bytes: only limited children call this. */
#ifndef PORT_CMS_FORM_H
#define PORT_CMS_FORM_H

#include "base/buf.h"
#include "base/err.h"

#define CMS_FORM_MAX ((size_t)256 << 10)

enum cms_form {
	CMS_FORM_DETACHED, /* id-data without content, version 1: what port/cms_sign writes */
	CMS_FORM_TOKEN,	   /* id-ct-TSTInfo, version 3: RFC 3161 §2.4.2 */
};

/* der is one SignedData and no byte more, encoded as libcrypto would encode it
 * (it takes some BER, X.690 §8, for the same); one signer of version 1, whose
 * certificate lies inside and is named by the very bytes of its issuer and serial
 * number; one or more SHA-2 digest algorithms, the signer's among them; an
 * RSA (PKCS #1 v1.5) or ECDSA signature algorithm that fits it; parameters of
 * algorithms absent or NULL; every certificate and CRL in it is signed by a
 * certificate in it, but for the signer's and the top of a path. Else INVALID. */
enum err cms_form(struct bytes der, enum cms_form form) MUST_USE;

#endif
