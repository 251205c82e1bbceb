/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The inside of the changes: for lib/web/placement_*.c alone. All work on d->c in
 * memory; INVALID when a mistake is noted. */
#ifndef WEB_PLACEMENT_EDIT_H
#define WEB_PLACEMENT_EDIT_H

#include "web/placement.h"

enum err edit_wrong(struct desk *d, const char *field, const char *id) MUST_USE;
/* There would be n of them. */
enum err edit_too_many(struct desk *d, const char *field, size_t n) MUST_USE;
/* A new field, moved onto its page; it becomes the selected one. field: which
 * control a mistake belongs to. */
enum err edit_add(struct desk *d, const struct sheet *s, struct field *f, const char *field) MUST_USE;
/* The selected field becomes *f, moved onto its page. */
enum err edit_keep(struct desk *d, const struct sheet *s, struct field *f) MUST_USE;
/* A copy of the selected one; false: none is selected. */
bool edit_selected(struct desk *d, struct field *f);

/* Small steps and copies (web/placement_steps.c). */
bool edit_is_step(const char *does); /* "left", "wide" … */
enum err edit_step(struct desk *d) MUST_USE;
enum err edit_copy(struct desk *d) MUST_USE;
enum err edit_drop(struct desk *d) MUST_USE;
enum err edit_pages(struct desk *d) MUST_USE;
enum err edit_every_page(struct desk *d) MUST_USE;

#endif
