/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How long a piece of DER is (X.690 §8.1.3); what is in it is not looked at. */
#ifndef PDF_DER_H
#define PDF_DER_H

#include "base/buf.h"

/* Bytes of the SEQUENCE of definite length that b begins with; 0 = none, or it
 * does not end within b. */
size_t der_sequence(struct bytes b);

#endif
