/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A contract as a view model for one viewer, for pages and mails alike. What a
 * viewer may not see is not written (a recipient gets no addresses of the
 * others; nobody gets codes or links of others). Decides, so that XSLT only
 * arranges.
 *
 *   <contract id title counterparty state folder version created sent
 *             concluding concluded closed reason k n pages kb turn
 *             the owner's: remind_first remind_every tell_agreed>
 *     <sender name company mail/>
 *     <message><l>one line</l>*</message>
 *     <file n name pages kb docid repaired removed sha256 version>
 *       <notes><l>one line</l>*</notes>? (of pages without text)
 *     </file>*
 *     <party slot name company post mail? lang state due expired invited opened
 *            acted me? sender? code? locked methods sha256/>*
 *       the owner's: mailed reminded bounced bounce later later_note reported
 *       quiet (two days without 開封)
 *     <viewer n name company mail? lang/>*
 *   </contract>
 *
 * Instants in xdoc_attr_time's form. sha256 of a file: the base before release,
 * the released file afterwards. */
#ifndef OFFICE_PRESENT_H
#define OFFICE_PRESENT_H

#include "core/catalog.h"
#include "core/contract.h"
#include "core/ledger.h"
#include "port/xdoc.h"

#define PRESENT_OWNER (-1) /* viewer: the owner; else a slot (1…n, 1001…) */

struct xnode *present_contract(struct xnode *parent, struct arena *a, const struct contract *c,
			       int64_t viewer, int64_t now);
/* note and, of declining, why (the word of the reason that was chosen). */
void present_note(struct xnode *x, struct arena *a, const struct event *ev);
/* <history><event seq kind time slot who why? note/>*</history>, oldest first. */
void present_history(struct xnode *parent, struct arena *a, const struct contract *c,
		     const struct event *events, size_t n);
/* <row id title counterparty state who k n changed due late?><person/>*</row>* */
void present_rows(struct xnode *parent, const struct listing *l, int64_t now);
/* By name, whom an entry of the history is about; "" when nobody is known. */
const char *present_who(const struct contract *c, const struct event *ev);
/* The hash a viewer can compare: released file if there is one, else the base. */
const unsigned char *present_hash(const struct paper *f, const struct contract *c);
/* 64 hex digits in four groups of 16, as mails and receipts print them. */
const char *present_hash_groups(struct arena *a, const unsigned char sha[32]);

#endif
