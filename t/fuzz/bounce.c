/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: a mail that came to our return address, as bounce reads it, and
 * the same bytes as a person's words in one of our mails. */
#include "base/arena.h"
#include "office/bounce.h"
#include "office/dsn.h"
#include "office/quote.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void need(bool good)
{
	if (!good)
		abort();
}

static void check_report(const struct dsn *d)
{
	static const char *const words[] = { "unknown", "full", "size", "away", "refused" };
	bool known = !d->failed && !*d->why;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		known |= !strcmp(d->why, words[i]);
	need(known && d->n >= 0 && d->n <= DSN_NAMES);
	for (int i = 0; i < d->n; i++)
		need(strlen(d->names[i]) < DSN_NAME);
	for (const char *s = d->status; *s; s++)
		need(*s >= ' ' && *s <= '~');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct dsn d;
	dsn_read((struct bytes){ data, n }, &d);
	check_report(&d);
	char *text = malloc(n + 1);
	memcpy(text, data, n);
	text[n] = 0;
	struct arena *a = arena_new(0);
	const char *quiet = quote_words(a, text);
	need(!strcasestr(quiet, "http:") && !strcasestr(quiet, "https:") && !strcasestr(quiet, "www."));
	need(strlen(quiet) >= strlen(text) || strlen(text) > 1000);
	arena_free(a);
	free(text);
	return 0;
}
