/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a CMS signature of any maker says (RFC 5652), for information: who, and
 * whether its numbers fit the bytes. No chain, no trust, no profile; a judgement
 * about our own files is port/cms_check's. Hostile bytes: limited children only. */
#ifndef PORT_CMS_PEEK_H
#define PORT_CMS_PEEK_H

#include "base/buf.h"
#include "base/err.h"

#define CMS_PEEK_MAX ((size_t)512 << 10)

enum cms_holds {
	CMS_HOLDS_NO,	  /* another digest, or a wrong signature value */
	CMS_HOLDS_YES,	  /* digest and signature value fit the certificate inside */
	CMS_HOLDS_UNKNOWN /* an algorithm or form that is not looked at */
};

struct cms_peek {
	char subject[512], issuer[512]; /* RFC 2253 form, UTF-8; "" when not inside */
	int64_t not_before, not_after;	/* ns UTC, 0 = unknown */
	bool stamp;			/* a time-stamp token (RFC 3161), whose imprint is compared */
	enum cms_holds holds;
};

/* der: one CMS, perhaps padded with zeros; over: the bytes it should be about, in
 * two parts. INVALID: no signed data with one signer. */
enum err cms_peek(struct bytes der, const struct bytes over[2], struct cms_peek *r) MUST_USE;

#endif
