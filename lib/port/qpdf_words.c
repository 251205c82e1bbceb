/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the wording of libqpdf's warnings (11.x). */
#include "port/qpdf_words.h"

#include <string.h>

/* Warnings that only speak of the frame: cross-reference, lengths, linearisation. */
static const char *const frame[] = {
	"file is damaged",
	"can't find startxref",
	"xref not found",
	"xref table",
	"xref entry",
	"xref stream",
	"Attempting to reconstruct",
	"expected endstream",
	"attempting to recover stream length",
	"recovered stream length",
	"expected endobj",
	"expected n n obj",
	"is direct; converting to indirect",
	"object count",
	"reported number",
	"linearization",
	"expected trailer dictionary",
	"trailer dictionary",
	"page tree",
	"duplicated kid",
	"endstream",
	"trailing",
	"EOF",
	"/Count",
	"/Type key should be /Page",
	"/Type key is not /Page",
	"missing its own /Type",
	"appears more than once",
	"header",
	"/Prev",
	"/ID",
	"extraneous",
	"duplicated key",
	"stream keyword followed by carriage return only",
	"stream dictionary lacks /Length key",
};

/* Every reader takes these alike. Quartz of old Macs lists objects that are none. */
static const char *const harmless[] = {
	"object has offset 0",
	/* Deflated data without its last mark: port/zlib tells harmless from cut. */
	"input stream is complete but output may still be valid",
};

/* Wins over the list above: something was made up in the place of data. */
static const char *const loss[] = {
	"treating stream as empty",
	"as null",
	"treating as",
	"using null",
	"giving up",
	"deeply nested",
	"error decoding",
	"treating as empty",
	"returning null",
	"QPDFFake",
	"ignoring",
	"unable to",
	"too many",
};

static bool any_of(const char *text, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(text, list[i]))
			return true;
	return false;
}

enum qp_harm qpdf_weigh(const char *text)
{
	if (any_of(text, harmless, sizeof harmless / sizeof *harmless))
		return QP_WHOLE;
	if (any_of(text, loss, sizeof loss / sizeof *loss))
		return QP_LOST;
	if (any_of(text, frame, sizeof frame / sizeof *frame))
		return QP_REPAIRED;
	return QP_LOST; /* a warning that nobody has thought about */
}
