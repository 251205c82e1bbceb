/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Fills in what every view needs (reply.h, reply_view) just before it is drawn. */
#ifndef WEB_MODEL_H
#define WEB_MODEL_H

#include "web/answer.h"

void model_finish(struct reply *p, const char *lang);

#endif
