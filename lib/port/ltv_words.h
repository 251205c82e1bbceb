/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What certificates say of themselves, as words: a part of port/ltv, by the
 * same libcrypto. */
#ifndef PORT_LTV_WORDS_H
#define PORT_LTV_WORDS_H

#include <stddef.h>
#include <stdint.h>

struct asn1_string_st; /* libcrypto's ASN1_TIME, X509_NAME and X509 */
struct X509_name_st;
struct x509_st;
struct ltv_report;

/* ns UTC; 0: absent, unreadable, or not of the years 1950…2250. */
int64_t ltv_instant(const struct asn1_string_st *t);
/* RFC 2253 in UTF-8, cut at size. */
void ltv_name(const struct X509_name_st *name, char *out, size_t size);
/* One more line of a text; left out when there is no room for all of it. */
void ltv_line(char *out, size_t size, const char *line);
/* issuer, serial, not_before and not_after of the report. */
void ltv_describe(struct x509_st *x, struct ltv_report *r);

#endif
