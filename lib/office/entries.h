/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a person filled in, in the order and with the numbers ［n］ that the person
 * saw: for pages, papers and letters. */
#ifndef OFFICE_ENTRIES_H
#define OFFICE_ENTRIES_H

#include "core/contract.h"
#include "port/xdoc.h"

#include "base/arena.h"

/* The slot's fields in reading order (file, page, row, column) as indices into
 * c->fields, in a; returns how many. ［n］ is the place in this list, from 1. */
size_t entries_order(struct arena *a, const struct contract *c, int64_t slot, size_t **index_r);

/* ［n］ of field i of c->fields. */
int64_t entries_number(const struct contract *c, size_t i);
/* Every field as the owner reads them: person by person in the order of the parties,
 * then the sender's own, then nobody's; each person's in reading order. */
size_t entries_all(struct arena *a, const struct contract *c, size_t **index_r);
/* More than one person has fields: ［n］ alone does not say which one is meant. */
bool entries_several(const struct contract *c);

/* "seal" for every kind of 押印, else field_form()->word. */
const char *entries_kind(const struct field *f);

/* <entry n field kind label required? value? file page/>* below parent; field: its name in the
 * PDF; file: the file's name; page: in it. Blank ones have no value. */
void entries_present(struct xnode *parent, struct arena *a, const struct contract *c,
		     int64_t slot);

/* For the owner of a sent document: <holder slot name me? agreed?><entry/>*</holder>*
 * below parent for everybody who has fields, the sender's own with slot 0. What
 * was typed is told once its person has agreed, not before. */
void entries_present_all(struct xnode *parent, struct arena *a, const struct contract *c);

#endif
