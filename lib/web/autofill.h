/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a browser may offer for a field, judged by the label its sender wrote
 * (WCAG 1.3.5). Constants of HTML §4.10.18.7; NULL: nothing known. */
#ifndef WEB_AUTOFILL_H
#define WEB_AUTOFILL_H

#include "core/field.h"

struct autofill {
	const char *token; /* autocomplete */
	const char *mode;  /* inputmode */
};
struct autofill autofill_of(const char *label, enum field_kind kind);

#endif
