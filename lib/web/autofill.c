/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words that senders write beside blanks. The first row that matches wins:
 * "company address" is an address. */
#include "web/autofill.h"

#include <ctype.h>
#include <string.h>

static const struct {
	const char *word, *token, *mode;
} rows[] = {
	{ "郵便番号", "postal-code", "numeric" }, { "postal", "postal-code", NULL },
	{ "zip code", "postal-code", NULL },      { "電話", "tel", "tel" },
	{ "TEL", "tel", "tel" },                  { "phone", "tel", "tel" },
	{ "メール", "email", "email" },           { "mail", "email", "email" },
	{ "住所", "street-address", NULL },       { "所在地", "street-address", NULL },
	{ "address", "street-address", NULL },    { "会社", "organization", NULL },
	{ "法人名", "organization", NULL },       { "商号", "organization", NULL },
	{ "company", "organization", NULL },      { "organisation", "organization", NULL },
	{ "organization", "organization", NULL }, { "役職", "organization-title", NULL },
	{ "job title", "organization-title", NULL }, { "氏名", "name", NULL },
	{ "お名前", "name", NULL },               { "代表者名", "name", NULL },
	{ "full name", "name", NULL },            { "your name", "name", NULL },
};

static bool has(const char *text, const char *word)
{
	size_t n = strlen(word);
	for (; *text; text++) {
		size_t i = 0;
		while (i < n && tolower((unsigned char)text[i]) == tolower((unsigned char)word[i]))
			i++;
		if (i == n)
			return true;
	}
	return false;
}

struct autofill autofill_of(const char *label, enum field_kind kind)
{
	struct autofill none = { NULL, NULL };
	if (kind != FIELD_TEXT && kind != FIELD_LINES)
		return none;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct autofill r = { rows[i].token, rows[i].mode };
		if (!has(label, rows[i].word))
			continue;
		if (kind == FIELD_TEXT && !strcmp(r.token, "street-address"))
			r.token = "address-line1"; /* the other one is for several lines */
		return r;
	}
	return none;
}
