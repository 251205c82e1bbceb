/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * For people who press no link (W6): is this matching number (照合番号) ours, and
 * typed entry by a one-time code; and receipts once more. Strangers learn nothing
 * but yes or no, and that to whom both number and address are known. For
 * cgi-bin/verify.c. */
#ifndef WEB_TYPED_H
#define WEB_TYPED_H

#include "web/page.h"

extern const struct input typed_inputs[], copy_inputs[];

enum err typed_get(struct req *r, struct reply *p);
enum err typed_post(struct req *r, struct reply *p);
enum err copy_get(struct req *r, struct reply *p);
enum err copy_post(struct req *r, struct reply *p);

#endif
