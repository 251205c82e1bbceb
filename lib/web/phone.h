/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * この続きをスマートフォンで: the recipient's own link as a QR code, drawn as one
 * path. What was filled in lies in the record and comes along. */
#ifndef WEB_PHONE_H
#define WEB_PHONE_H

#include "web/page.h"

enum err phone_get(struct req *r, struct reply *p);

#endif
