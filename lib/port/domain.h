/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Mail domains by libidn2: Unicode to lower-case A-labels (UTS #46
 * non-transitional, IDNA2008). */
#ifndef PORT_DOMAIN_H
#define PORT_DOMAIN_H

#include "base/err.h"

#include <stddef.h>

/* out gets the A-label form (≤ 253 bytes). INVALID: not a domain name with at
 * least two labels made of letters, digits and hyphens after conversion. */
enum err domain_ascii(const char *domain, char *out, size_t size) MUST_USE;

#endif
