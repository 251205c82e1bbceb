/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The authority's last "@" ends the user. */
#include "base/url.h"

#include <stdio.h>
#include <string.h>

void url_told(const char *url, char *out, size_t size)
{
	const char *host = strstr(url, "://");
	size_t scheme = host ? (size_t)(host - url) + 3 : 0;
	const char *rest = url + scheme;
	size_t authority = strcspn(rest, "/?#");
	for (size_t i = authority; i > 0; i--)
		if (rest[i - 1] == '@') {
			rest += i;
			break;
		}
	snprintf(out, size, "%.*s%s", (int)scheme, url, rest);
}
