/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * 入力項目の設定: the owner places input fields on the pages of a draft. One
 * request is one change, checked against the record's version; a change that
 * comes twice is made once. Ways (ux.md §4): a found blank, a press on the
 * page's picture, numbers in millimetres, a table; the script uses the same. */
#ifndef WEB_PLACEMENT_H
#define WEB_PLACEMENT_H

#include "core/contract.h"
#include "office/blanks.h"
#include "port/xdoc.h"
#include "web/layout.h"
#include "web/page.h"

#define PLACEMENT_INPUTS                                                                           \
	{ .name = "do", .type = INPUT_TEXT, .max = 40 },                                           \
	{ .name = "version", .type = INPUT_INT, .max = INT32_MAX },                                \
	/* what is shown */                                                                        \
	{ .name = "page", .type = INPUT_INT, .max = 1000000 },                                     \
	{ .name = "w", .type = INPUT_CHOICE, .words = "640|320|1280" },                            \
	{ .name = "f", .type = INPUT_INT, .max = FIELDS },                                         \
	{ .name = "grid", .type = INPUT_CHECK },                                                   \
	{ .name = "table", .type = INPUT_CHECK },                                                  \
	{ .name = "five", .type = INPUT_CHECK },                                                   \
	{ .name = "said", .type = INPUT_CHOICE, .words = "none|out|placed|kept|dropped|copied" },  \
	{ .name = "snap", .type = INPUT_CHECK },                                                   \
	{ .name = "two", .type = INPUT_INT, .max = 2 },                                            \
	{ .name = "ax", .type = INPUT_INT, .max = 1000000 },                                       \
	{ .name = "ay", .type = INPUT_INT, .max = 1000000 },                                       \
	/* a press on the picture; the bare names come from an unnamed control */                  \
	{ .name = "at.x", .type = INPUT_INT, .min = -100000, .max = 100000 },                      \
	{ .name = "at.y", .type = INPUT_INT, .min = -100000, .max = 100000 },                      \
	{ .name = "x", .type = INPUT_INT, .min = -100000, .max = 100000 },                         \
	{ .name = "y", .type = INPUT_INT, .min = -100000, .max = 100000 },                         \
	/* a field */                                                                              \
	{ .name = "cand", .type = INPUT_INT, .max = BLANKS_MOST, .label = "pl.cand" },             \
	{ .name = "kind", .type = INPUT_CHOICE, .label = "pl.kind",                                \
	  .words = "text|lines|date|check|round|square|oval" },                                    \
	{ .name = "who", .type = INPUT_TEXT, .max = 4, .label = "pl.who" },                        \
	{ .name = "label", .type = INPUT_TEXT, .max = FIELD_LABEL, .label = "pl.label" },          \
	{ .name = "required", .type = INPUT_CHECK, .label = "pl.required" },                       \
	{ .name = "max", .type = INPUT_INT, .min = 1, .max = FIELD_LINES_MAX, .label = "pl.max" }, \
	{ .name = "size", .type = INPUT_TEXT, .max = 12, .label = "pl.size" },                     \
	{ .name = "hint", .type = INPUT_TEXT, .max = FIELD_HINT, .label = "pl.hint" },             \
	{ .name = "value", .type = INPUT_LINES, .max = FORM_VALUE, .label = "pl.value" },          \
	{ .name = "left", .type = INPUT_TEXT, .max = 20, .label = "pl.left" },                     \
	{ .name = "top", .type = INPUT_TEXT, .max = 20, .label = "pl.top" },                       \
	{ .name = "width", .type = INPUT_TEXT, .max = 20, .label = "pl.width" },                   \
	{ .name = "height", .type = INPUT_TEXT, .max = 20, .label = "pl.height" },                 \
	{ .name = "to", .type = INPUT_INT, .min = 1, .max = 1000000, .label = "pl.page" },         \
	{ .name = "spread", .type = INPUT_TEXT, .max = 200, .label = "pl.spread" },                \
	/* the table: one of each for every field, tkey the field's key */                         \
	{ .name = "tkey", .type = INPUT_TEXT, .flags = INPUT_MANY, .max = 4 },                     \
	{ .name = "tlabel", .type = INPUT_TEXT, .flags = INPUT_MANY, .max = FIELD_LABEL,           \
	  .label = "pl.label" },                                                                   \
	{ .name = "twho", .type = INPUT_TEXT, .flags = INPUT_MANY, .max = 4, .label = "pl.who" },  \
	{ .name = "tto", .type = INPUT_TEXT, .flags = INPUT_MANY, .max = 8, .label = "pl.page" },  \
	{ .name = "tleft", .type = INPUT_TEXT, .flags = INPUT_MANY, .max = 20, .label = "pl.left" }, \
	{ .name = "ttop", .type = INPUT_TEXT, .flags = INPUT_MANY, .max = 20, .label = "pl.top" }, \
	{ .name = "twidth", .type = INPUT_TEXT, .flags = INPUT_MANY, .max = 20,                    \
	  .label = "pl.width" },                                                                   \
	{ .name = "theight", .type = INPUT_TEXT, .flags = INPUT_MANY, .max = 20,                   \
	  .label = "pl.height" },                                                                  \
	{ .name = "tmust", .type = INPUT_CHOICE, .flags = INPUT_MANY, .words = "1|0" }

#define NO_FIELD ((size_t)-1)

/* One request's work. */
struct page_fact;
struct desk {
	struct req *r;
	struct contract *c;
	int64_t n;          /* the page shown, over all files from 1 */
	struct sheet sheet;
	struct blanks blanks; /* of the page's file */
	int64_t px, px_h;   /* size of the picture */
	size_t sel;         /* the field that is worked on, or NO_FIELD */
	const char *said;   /* what happened; "" = nothing to be said */
	const char *form;   /* the form that was posted, "" for a GET */
	int64_t two, ax, ay; /* 2点で大きさを決める: 1 = first corner, 2 = second */
	bool stale;
	bool untyped;       /* a mistake of what stands in the record: nothing was posted */
	struct page_fact **facts; /* of each file, read when it is needed */
};

enum err placement_get(struct req *r, struct reply *p) MUST_USE;
enum err placement_post(struct req *r, struct reply *p) MUST_USE;
/* Answers with the picture {w} of page {n} of a draft and the boxes on it; with the
 * surroundings of blank {w} (its number and ".png"). The caller has asked whether
 * this is the owner. MISSING. */
enum err placement_picture(struct req *r, struct reply *p, const struct contract *c) MUST_USE;
enum err placement_cut(struct req *r, struct reply *p, const struct contract *c) MUST_USE;

/* 送信 was pressed and an own value cannot be written (office/compose.h): this step,
 * with that field, status 422. */
struct unfit;
enum err placement_unfit(struct req *r, struct reply *p, struct contract *c,
			 const struct unfit *u) MUST_USE;

/* ---- parts of it ---- */

/* Finds out what is shown. MISSING: the draft has no page. */
enum err desk_open(struct desk *d, struct req *r, struct contract *c) MUST_USE;
/* The page n (over all files) as a sheet; false: there is none. */
bool desk_sheet(struct desk *d, int64_t n, struct sheet *s);
/* The number over all files of a field's page. */
int64_t desk_page(const struct contract *c, const struct field *f);
/* A found blank that a field stands on already. */
bool desk_taken(const struct contract *c, const struct blank *b);

/* One change on d->c, in memory (web/placement_edit.c): by the form's button `do`.
 * OK: changed, d says what is to be shown; INVALID: mistakes are noted. */
enum err edit_press(struct desk *d) MUST_USE;
/* The form that this button stands in: "new" (the picture), "cands", "numbers",
 * "steps", "item", "table". */
const char *edit_form(const char *does);
/* Fields of the form (web/placement_form.c). */
bool form_mm(struct req *r, const char *text, int64_t *r_);
bool form_new(struct desk *d, struct field *f);   /* kind, who, label, required … */
bool form_item(struct desk *d, struct field *f, struct sheet *s); /* everything */
bool form_box(struct desk *d, struct field *f);   /* left top width height */
bool form_row(struct desk *d, size_t i, struct field *f, struct sheet *s); /* of the table */
const char *form_mm_text(struct arena *a, int64_t hundredths);

/* View "place" (web/placement_show.c). */
void placement_show(struct desk *d, struct reply *p);

/* What must still be done before 送信: notes pl.nobody and pl.wanting. */
bool placement_complete(struct req *r, const struct contract *c);
/* For other steps: all people and fields as in the view "place", <nobody key/>*,
 * <wanting key/>*, and <marked n v/> for each page first…last that has some (office/marked). */
void placement_present(struct req *r, struct xnode *n, const struct contract *c, int64_t first,
		       int64_t last);

#endif
