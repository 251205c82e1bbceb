/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From an intent to the view model of its letter (xsl/mail/<notice_word>.xsl,
 * first line the subject), and what is attached to it. Every address in it
 * comes from the route table; the sender's message is quoted with its links
 * made dead (hxxp, hxxps), so that nobody plants a link into our mail.
 *
 *   <mail kind lang service operator contact site due? matching? concluded? …>
 *     <url name="review|lite|done|doc|login|register|front|…">absolute</url>*
 *     <to name company mail/>
 *     <contract …> as present.h writes it for this reader
 *     <quote><l>one line</l>*</quote>   <words> likewise: the reason of M12
 *     <attached><f name kb/>*</attached>   only when something is attached
 *   </mail> */
#ifndef OFFICE_LETTER_H
#define OFFICE_LETTER_H

#include "core/contract.h"
#include "core/notice.h"
#include "port/xdoc.h"

#include "base/arena.h"
#include "base/conf.h"

/* c: the contract of n->contract as it is now, NULL for account mails.
 * *d_r: the model, the caller frees it. *lang_r, *to_mail_r, *to_name_r: the
 * reader's; borrowed from the arena, the contract or the notice; the name may
 * be "". needs secret_open(). INVALID: the slot does not exist, an account mail
 * without address or token; *d_r is NULL then. */
enum err letter_model(const struct conf *conf, struct arena *a, const struct notice *n,
		      const struct contract *c, struct xdoc **d_r, const char **lang_r,
		      const char **to_mail_r, const char **to_name_r) MUST_USE;

/* Which papers of c go with the letter, as indexes into c->papers, in order;
 * returns how many (0 = none). All or none (mission.md W12): only a completion
 * mail of a concluded contract, only where conf->mail_attach says so, only when
 * all released PDFs together take at most conf->mail_attach_max bytes as base64,
 * 2 MB at most for the Japanese mobile carriers' mailboxes. */
size_t letter_attachments(const struct conf *conf, const struct notice *n,
			  const struct contract *c, const char *to_mail,
			  size_t papers[CONTRACT_FILES]);

/* The name under which a paper is saved: its name with ".pdf", in the arena. */
const char *letter_file_name(struct arena *a, const struct paper *f);

#endif
