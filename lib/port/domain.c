/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libidn2 behind one question. */
#include "port/domain.h"

#include "base/log.h"
#include "base/str.h"

#include <idn2.h>
#include <stdio.h>
#include <string.h>

/* RFC 1123 §2.1 letters, digits, hyphens; at least two labels, the last one not
 * all digits (so not an IPv4 address). */
static bool is_host(const char *s)
{
	int labels = 0;
	for (;;) {
		size_t n = strcspn(s, ".");
		if (!n || n > 63 || s[0] == '-' || s[n - 1] == '-' ||
		    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") < n)
			return false;
		labels++;
		if (!s[n])
			return labels > 1 && strspn(s, "0123456789") < n;
		s += n + 1;
	}
}

enum err domain_ascii(const char *domain, char *out, size_t size)
{
	char *r = NULL;
	if (strlen(domain) > 1000)
		return INVALID;
	int rc = idn2_to_ascii_8z(domain, &r, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (rc == IDN2_MALLOC)
		log_die("memory.out", "where=domain");
	if (rc != IDN2_OK)
		return INVALID;
	str_lower_ascii(r);
	enum err e = strlen(r) < size && strlen(r) <= 253 && is_host(r) ? OK : INVALID;
	if (!e)
		snprintf(out, size, "%s", r);
	idn2_free(r);
	return e;
}
