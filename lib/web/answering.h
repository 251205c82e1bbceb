/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The owner's side of questions: all of a document's, and the answer to one of
 * them. Addresses: {id} the document, {n} the question from 1. */
#ifndef WEB_ANSWERING_H
#define WEB_ANSWERING_H

#include "core/contract.h"
#include "port/xdoc.h"
#include "web/page.h"

#define ANSWERING_INPUTS                                                                 \
	{ .name = "text", .type = INPUT_LINES, .flags = INPUT_REQUIRED, .max = QUESTION_TEXT, \
	  .label = "answer" }

/* <ask n slot why name mail time answered?><text/><answer/></ask>* */
void answering_present(struct xnode *n, const struct contract *c);
/* View "answer": that one <ask>. */
enum err answering_get(struct req *r, struct reply *p) MUST_USE;
enum err answering_post(struct req *r, struct reply *p) MUST_USE;

#endif
