/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is attached to a completion mail: all or nothing (W12). */
#include "tap.h"

#include "core/codec.h"
#include "office/letter.h"
#include "office/mime.h"

static struct contract *concluded(struct arena *a, int64_t first, int64_t second)
{
	struct contract *c = arena_alloc(a, sizeof *c);
	codec_blank(c);
	c->state = CONTRACT_CONCLUDED;
	codec_add_paper(c, a)->revision_bytes = first;
	codec_add_paper(c, a)->revision_bytes = second;
	return c;
}

int main(void)
{
	struct arena *a = arena_new(0);
	struct conf conf = { .mail_attach = true, .mail_attach_max = 6 << 20 };
	struct notice n = { .kind = NOTICE_CONCLUDED };
	size_t papers[CONTRACT_FILES];
	struct contract *c = concluded(a, 100000, 200000);
	is_int(letter_attachments(&conf, &n, c, "a@example.jp", papers), 2, "small ones go along");
	is_int(papers[0], 0, "in order");
	is_int(papers[1], 1, "both");
	is_int(letter_attachments(&conf, &n, c, "a@docomo.ne.jp", papers), 2, "to a carrier too");
	c->state = CONTRACT_CONCLUDING;
	is_int(letter_attachments(&conf, &n, c, "a@example.jp", papers), 0, "never before the release");
	c = concluded(a, 100000, 1600000);
	is_int(letter_attachments(&conf, &n, c, "a@example.jp", papers), 2, "2.3 MB as base64");
	static const char *const carriers[] = { "a@docomo.ne.jp", "a@EZWEB.ne.jp", "a@softbank.ne.jp",
						"a@i.softbank.jp", "a@x.vodafone.ne.jp", "a@au.com" };
	for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
		is_int(letter_attachments(&conf, &n, c, carriers[i], papers), 0, "too much for %s",
		       carriers[i]);
	is_int(letter_attachments(&conf, &n, c, "a@notdocomo.ne.jp", papers), 2, "not a carrier");
	c = concluded(a, 3000000, 2000000);
	is_int(letter_attachments(&conf, &n, c, "a@example.jp", papers), 0,
	       "over the limit together: none at all");
	/* exactly at the limit */
	c = concluded(a, 1000, 1000);
	conf.mail_attach_max = 2 * mime_attached_size(1000);
	is_int(letter_attachments(&conf, &n, c, "a@example.jp", papers), 2, "at the limit");
	conf.mail_attach_max--;
	is_int(letter_attachments(&conf, &n, c, "a@example.jp", papers), 0, "one byte over it");
	conf.mail_attach_max = 6 << 20;
	conf.mail_attach = false;
	is_int(letter_attachments(&conf, &n, c, "a@example.jp", papers), 0, "LGWAN: never");
	conf.mail_attach = true;
	n.kind = NOTICE_RECEIPT;
	is_int(letter_attachments(&conf, &n, c, "a@example.jp", papers), 0, "no other letter");
	arena_free(a);
	return done();
}
