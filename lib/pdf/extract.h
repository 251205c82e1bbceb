/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The parts of a signed version as fields of inspect's answer to op=extract, so
 * that others can check them with other programs. */
#ifndef PDF_EXTRACT_H
#define PDF_EXTRACT_H

#include "base/msg.h"
#include "pdf/verdict.h"

/* Adds, where they can be read:
 *   gap, gap_end   the signature's hexadecimal string with < and >: these bytes of
 *                  the file are not signed, the rest up to `length` is
 *   cms            DER of the signature; not of a document time stamp
 *   value          "AT LENGTH" of the signature value inside cms
 *   token          DER of its time stamp, or of the document time stamp
 *   cert, crl      DER, one after the other, from both; repeated in later versions */
void extract_put(struct msg *m, struct bytes file, const struct version *v);
/* cert, ocsp, crl: DER of what the validation data of a good file holds. */
void extract_stores(struct msg *m, struct arena *a, struct bytes file);

#endif
