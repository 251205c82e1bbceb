/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The history of a contract: numbered events, each carrying the hash of the
 * one before (SHA-256 over its own bytes), own keys event/<id>/<seq>. The
 * record keeps the count and the head, so nothing can be cut off unseen. */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum event_kind {
	EVENT_CREATED,    /* draft begun */
	EVENT_SENT,       /* 送信 */
	EVENT_INVITED,    /* slot's turn came */
	EVENT_MAILED,     /* a mail left: note = notice word, address */
	EVENT_UNDELIVERED,/* a mail was refused for good */
	EVENT_OPENED,     /* terms accepted: note = terms version */
	EVENT_CODE_WRONG,
	EVENT_CODE_LOCKED,
	EVENT_AGREED,
	EVENT_SIGNED,     /* note = file, version, SHA-256, number and hash of the signer's line */
	EVENT_CONCLUDING,
	EVENT_CONCLUDED,
	EVENT_DECLINED,   /* note = the chosen reason's word, a line feed, the own words */
	EVENT_WITHDRAWN,  /* note = the reason */
	EVENT_FORWARDED,
	EVENT_EXTENDED,
	EVENT_RENEWED,
	EVENT_REMINDED,
	EVENT_CORRECTED,
	EVENT_RECODED,    /* the sender made a new access code */
	EVENT_SHARED,     /* the result was shown to a viewer (slot): note = by whom */
	EVENT_STAMPED,    /* a further archive time stamp */
	EVENT_RESPELLED,  /* the party corrected the own name: note = the new one */
	EVENT_ASKED,      /* note = question_word */
	EVENT_ANSWERED,
	EVENT_LATER,      /* the party told when it will answer */
	EVENT_REPORTED,   /* 受け取る予定がない: note = why */
	EVENT_EXPIRED,    /* the reply date passed and was announced */
	EVENT_SHOWN,      /* before agreeing, to somebody inside: note = the address */
	EVENT_COPIED,     /* the way to the result was sent again, as asked for; note
			   * "request": the link of the request */
	EVENT_KINDS
};

struct event {
	int64_t seq;  /* from 1 */
	int64_t time; /* ns UTC */
	enum event_kind kind;
	int64_t slot; /* -1: nobody in particular; 0: the sender; 1…n; 1001…: viewers */
	const char *note;
	unsigned char prev[32];
};

const char *event_word(enum event_kind k); /* also the message id "ev.<word>" */
void event_format(const struct event *e, struct buf *out);
enum err event_parse(struct bytes src, struct arena *a, struct event *e) MUST_USE;

#endif
