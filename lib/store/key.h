/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a key and a directory are (store.h); no I/O. */
#ifndef STORE_KEY_H
#define STORE_KEY_H

#include <stdbool.h>
#include <stddef.h>

bool key_valid(const void *key, size_t n);
/* "" or something ending with '/', every part of it fit for a key. */
bool key_dir_valid(const char *dir);
/* Length of the key's directory, including the last '/'; 0 when it has none. */
size_t key_dir_length(const char *key, size_t n);
/* True when the key lies directly inside dir. */
bool key_inside(const char *key, const char *dir);

#endif
