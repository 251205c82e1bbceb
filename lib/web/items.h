/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A person's input items as pages show them: the own fields in reading order,
 * numbered from 1, and how many of them go into one HTML with how many pages. */
#ifndef WEB_ITEMS_H
#define WEB_ITEMS_H

#include "core/contract.h"
#include "port/xdoc.h"
#include "web/req.h"

struct item {
	const struct field *f;
	size_t index;      /* in c->fields; index + 1 is its key in forms */
	int64_t n;         /* as shown: ［n］ */
	int64_t page;      /* over all files, from 1 */
	const char *typed; /* what was typed and not taken; NULL = the saved value */
	bool shown;        /* with its control on this page */
	bool small, tiny;  /* its letters had to be made smaller than planned; than 6 pt */
	int64_t step;      /* its screen in the step view; 0 = nobody asked */
	const char *mark;  /* of its cut-out's address; NULL = nobody asked (web/place) */
	int cut_h;         /* height of the cut-out, px */
};
struct items {
	struct item *i;
	size_t n;
	size_t required, left; /* required ones; those of them still blank */
};

void items_of(struct arena *a, const struct contract *c, int64_t slot, struct items *l);
/* By key; NULL: not one of these. */
struct item *items_find(const struct items *l, int64_t key);
/* The number of the next required item that is blank, after item n and round to
 * the beginning; 0 = none. */
int64_t items_next(const struct items *l, int64_t n);
/* A mark of what the items with these keys hold now: a form carries it, so that
 * a form of yesterday does not overwrite what another window saved. 16 digits. */
const char *items_seen(struct arena *a, const struct items *l, const int64_t *keys, size_t n);

/* What one HTML shows: pages from…to, items first…last of those on them (0: no
 * item). One page may carry more items than one HTML takes: then the same page
 * comes again with the next ones. */
struct part {
	int64_t from, to, first, last;
	int64_t back, back_item; /* where the part before begins; 0 = this is the first */
	int64_t more, more_item; /* the part after; 0 = this is the last */
};
/* The part that holds page `page`, and item `item` when that is not 0. least: pages
 * in one part when there is no item. only: pages without an item are left out. */
struct part items_part(const struct contract *c, const struct items *l, int64_t page, int64_t item,
		       int64_t least, bool only);
bool items_on(const struct items *l, int64_t page);

void items_show_part(struct items *l, const struct part *p);

/* The step view: a screen for each required item, then the others, twenty at a
 * time. Gives every item its step; the number of screens. */
int64_t items_steps(struct items *l);
/* The first screen from `step` on that still waits: a required item is blank, or
 * all of the optional ones. 0 = none. */
int64_t items_waiting(const struct items *l, int64_t step);

/* <item n key page i file in kind label hint? value max required? done? shown?
 * small? tiny? step? auto? mode? v? ch?/>* and on the root items, required, left, wanted (n of
 * the next blank required one). kind: text lines date check seal. */
void items_present(struct xnode *n, const struct contract *c, const struct items *l);

/* What the sender and those who agreed before filled in:
 * <before slot name?><entry/>*</before>* (office/entries.h), values only. */
void items_before(struct xnode *n, struct arena *a, const struct contract *c, int64_t slot);

#endif
