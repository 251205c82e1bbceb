/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The form that a base file must have before its first signature (pades.md
 * 3.1): the empty signature fields Sig01…SigNN, behind them the empty input
 * fields F0001…, each locked by one signature field, and nothing that could act
 * or hide. Default is no: a key that is not named in basis.c is refused. */
#ifndef PDF_BASIS_H
#define PDF_BASIS_H

#include "pdf/history.h"

#define BASIS_SLOTS 131
#define BASIS_INPUTS 200
#define BASIS_NAME 8

struct input {
	uint32_t number; /* object of field and widget */
	char name[BASIS_NAME];
	size_t slot; /* the signature field that locks it, from 1 */
	bool check;
	bool lines;
	struct value label; /* /TU, a string; VALUE_NULL = none */
};

struct basis {
	size_t count;
	uint32_t number[BASIS_SLOTS]; /* object of Sig01, Sig02, … */
	uint32_t page;		      /* object of page 1 */
	size_t inputs;
	struct input input[BASIS_INPUTS]; /* in the order of /Fields */
};

/* INVALID: the base has no such form. *why_r: catalog, form, slots (how many),
 * field (a signature field), input, lock (lists that do not share out the input
 * fields), page (a widget on no page, on two, or one that is no field). */
enum err basis_read(struct arena *a, const struct history *h, struct basis *b,
		    const char **why_r) MUST_USE;
/* "Sig01", or "Sig001" where there are more than 99. */
void basis_name(char out[BASIS_NAME], size_t number, size_t count);

#endif
