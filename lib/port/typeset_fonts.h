/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The fonts of port/typeset, as typeset_ready has opened them. For that port only. */
#ifndef PORT_TYPESET_FONTS_H
#define PORT_TYPESET_FONTS_H

#include "port/typeset.h"

#include <pango/pangocairo.h>

PangoFontMap *typeset_map(void);
const char *typeset_family(void); /* of the preferred one */

#endif
