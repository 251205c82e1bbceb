/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the grammar of keys, nothing of where they are kept. */
#include "store/key.h"

#include "store/store.h"

#include <string.h>

static bool clean(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < 0x21 || p[i] == 0x7F)
			return false;
	return true;
}

bool key_valid(const void *key, size_t n)
{
	const unsigned char *p = key;
	return n && n <= STORE_KEY && p[0] != '/' && p[n - 1] != '/' && clean(p, n);
}

bool key_dir_valid(const char *dir)
{
	size_t n = strlen(dir);
	if (!n)
		return true;
	return n < STORE_KEY && dir[0] != '/' && dir[n - 1] == '/' &&
	       clean((const unsigned char *)dir, n);
}

size_t key_dir_length(const char *key, size_t n)
{
	while (n && key[n - 1] != '/')
		n--;
	return n;
}

bool key_inside(const char *key, const char *dir)
{
	size_t n = strlen(dir);
	return !strncmp(key, dir, n) && key[n] && !strchr(key + n, '/');
}
