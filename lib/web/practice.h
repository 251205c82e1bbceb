/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * /help/try: the recipient's way with a sample document, to practise. Nothing is
 * stored, nobody is told; what is typed travels in the form from page to page. */
#ifndef WEB_PRACTICE_H
#define WEB_PRACTICE_H

#include "web/page.h"

extern const struct input practice_inputs[];
enum err practice_get(struct req *r, struct reply *p);
enum err practice_post(struct req *r, struct reply *p);

#endif
