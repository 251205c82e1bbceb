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

/* "seal" for every kind of 押印, else field_form()->word. */
const char *entries_kind(const struct field *f);

/* <entry n field kind label value file page/>* below parent; field: its name in the
 * PDF; file: the file's name; page: in it. Blank ones have no value. */
void entries_present(struct xnode *parent, struct arena *a, const struct contract *c,
		     int64_t slot);

#endif
