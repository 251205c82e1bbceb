/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a recipient typed into own input items: judged, saved, given back. The
 * form carries pairs n (key of an item) and v (its text) in order, c for every
 * check box shown and tick for the ticked ones, seen (items_seen of all these).
 *
 * A good value is saved even when another one is wrong: nothing that was typed
 * is lost. Mistakes are noted for the field "f<number>"; the view puts the
 * label to it. */
#ifndef WEB_FILLIN_H
#define WEB_FILLIN_H

#include "web/items.h"
#include "web/link.h"

/* Rows for the declaration of a route. */
#define FILLIN_INPUTS                                                                        \
	{ .name = "n", .type = INPUT_INT, .flags = INPUT_MANY, .min = 1, .max = 9999 },      \
	{ .name = "v", .type = INPUT_LINES, .flags = INPUT_MANY, .max = FORM_VALUE },        \
	{ .name = "c", .type = INPUT_INT, .flags = INPUT_MANY, .min = 1, .max = 9999 },      \
	{ .name = "tick", .type = INPUT_INT, .flags = INPUT_MANY, .min = 1, .max = 9999 },   \
	{ .name = "seen", .type = INPUT_TEXT, .max = 16 }

/* Judges and saves what was posted; *l->c is the record as saved. shown: the
 * required ones among the posted items must not be blank (one step of the step
 * view). INVALID: mistakes are noted, or (none noted) this was no form of ours.
 * CONFLICT: no longer possible, l->policy says why. RETRY, BROKEN. */
enum err fillin_save(struct req *r, struct link *l, bool shown) MUST_USE;
/* Can what was saved be written into the files and so be signed? INVALID: the cause is
 * noted at its item. RETRY: not known now. A site without its fonts is no reason to
 * refuse anybody: OK, signing waits for them. */
enum err fillin_try(struct req *r, const struct link *l) MUST_USE;
/* Notes every required item that is blank, else what cannot be written. INVALID when
 * there is something. */
enum err fillin_complete(struct req *r, const struct link *l) MUST_USE;
/* After a mistake: what was typed stands in the controls again. */
void fillin_typed(struct req *r, struct items *l);

#endif
