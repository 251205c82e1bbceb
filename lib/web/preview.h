/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * 送信, the last step: what will go out, shown before it does. */
#ifndef WEB_PREVIEW_H
#define WEB_PREVIEW_H

#include "core/contract.h"
#include "port/xdoc.h"
#include "web/req.h"

/* Writes the draft c under n: <contract> with its pages, <shared>* (recipients.h),
 * and the first request as it would be written now:
 *   <letter to><subject/><l>one line</l>*</letter>
 * The link in it is not a real one yet. */
enum err preview_send(struct req *r, struct xnode *n, struct contract *c) MUST_USE;

#endif
