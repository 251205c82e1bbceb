/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For page tests: makes an empty store in the folder named. */
#include "base/log.h"
#include "store/store.h"

int main(int argc, char **argv)
{
	struct store_options o = { .create = true, .allow_network = true };
	struct store *s;
	if (argc != 2)
		return 2;
	log_open("newstore");
	enum err e = store_open(argv[1], &o, &s);
	if (e)
		log_die("store", "error=%s", err_word(e));
	store_close(s);
	return 0;
}
