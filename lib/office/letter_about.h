/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What letters say about a slot's holders, questions and refusals. For
 * letter.c only.
 *
 *   <move kind time from from_company from_mail to to_mail other?>
 *     <message><l>one line</l>*</message></move>
 *   <entry n kind><label><l/></label><value><l>one line</l>*</value></entry>*
 *   <ask why name mail time><text><l/>*</text><answer><l/>*</answer></ask> */
#ifndef OFFICE_LETTER_ABOUT_H
#define OFFICE_LETTER_ABOUT_H

#include "core/contract.h"
#include "port/xdoc.h"

#include "base/conf.h"

/* The move that this notice tells of; NULL = none. */
const struct move *letter_move(const struct contract *c, const struct notice *n);
const struct question *letter_question(const struct contract *c, const struct notice *n);
/* The reader held the slot once: no right and no link to act is left. */
bool letter_past(const struct contract *c, const struct notice *n);
void letter_about(struct xnode *root, const struct conf *conf, struct arena *a,
		  const struct notice *n, const struct contract *c);
/* What the slot filled in, with links made dead. */
void letter_entries(struct xnode *root, struct arena *a, const struct contract *c, int64_t slot);
/* Lines of somebody's words under a new element, their links made dead. */
void letter_words(struct xnode *parent, const char *name, struct arena *a, const char *words);

#endif
