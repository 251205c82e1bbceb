/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An address as it may be told to others. */
#ifndef BASE_URL_H
#define BASE_URL_H

#include <stddef.h>

/* The address without "user:password@" (RFC 3986 §3.2.1), cut at size-1 bytes. */
void url_told(const char *url, char *out, size_t size);

#endif
