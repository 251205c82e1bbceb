/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The other side's view of what intake wrote: the strict reader, which shares
 * nothing with libqpdf. What it would not take is refused before anybody has
 * placed a field, not when the contract is sent. */
#include "pdf/upload.h"

#include "base/arena.h"
#include "pdf/pages.h"
#include "pdf/place.h"
#include "pdf/reader.h"

static bool placed(const struct pdf *p, const uint32_t *page, size_t count)
{
	struct place at;
	for (size_t i = 0; i < count; i++)
		if (place_page(p, page[i], &at))
			return false;
	return true;
}

bool upload_proof(struct bytes file, int pages)
{
	struct arena *a = arena_new(0);
	struct pdf *p;
	const char *why;
	uint32_t *page;
	size_t count;
	bool good = !pdf_open(a, file, &p, &why) && pdf_plain_trailers(p) && pdf_tight(p) &&
		    !pages_list(a, p, &page, &count) && count == (size_t)pages &&
		    placed(p, page, count);
	arena_free(a);
	return good;
}
