/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What one of libqpdf's warnings amounts to. */
#ifndef PORT_QPDF_WORDS_H
#define PORT_QPDF_WORDS_H

#include "port/qpdf.h"

enum qp_harm qpdf_weigh(const char *text);

#endif
