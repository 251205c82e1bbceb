/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Notices: which mail goes to whom (ux.md §2.2). An intent is written in the
 * same transaction as the act that causes it; the clerk's mail lane turns it
 * into a letter and asks policy again first. */
#ifndef CORE_NOTICE_H
#define CORE_NOTICE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum notice_kind {
	NOTICE_REQUEST,    /* M01 確認依頼, to a party */
	NOTICE_RECEIPT,    /* M07 同意の控え, to a party */
	NOTICE_CONCLUDED,  /* M09 締結完了, to party, sender (slot 0), viewer */
	NOTICE_CODE,       /* M17 コード誤り, to the sender */
	NOTICE_REGISTER,   /* M18 登録確認, to an address */
	NOTICE_REGISTERED, /* M19 登録済み, to an address */
	NOTICE_SENT,       /* M27 送信の控え, to the sender */
	NOTICE_REMIND,     /* M02 リマインド, to a party; extra "extended": the date moved */
	NOTICE_DUE,        /* M03 期限前, to a party */
	NOTICE_AGREED,     /* M08 同意の知らせ, to the sender; `after` names the act */
	NOTICE_WITHDRAWN,  /* M12 取り下げ, to a party */
	NOTICE_UNDELIVERED,/* M15 不達, to the sender; extra: why, address, name */
	NOTICE_SHARED,     /* M16 共有, to a viewer; extra: who shared */
	NOTICE_ALARM,      /* M28 運用の警告, to the operator; extra: cause, details */
	NOTICE_FORWARDED,  /* M04 転送された依頼, to the new holder of a slot */
	NOTICE_HANDED,     /* M05 転送の控え, to who held it until `generation` */
	NOTICE_MOVED,      /* M06 転送の知らせ, to the sender; about: slot, generation */
	NOTICE_DECLINED,   /* M10 却下の知らせ, to the sender; about: slot */
	NOTICE_ENDED,      /* M11 手続き終了, to a party */
	NOTICE_EXPIRED,    /* M13 期限切れ, to a party */
	NOTICE_OVERDUE,    /* M14 期限切れ, to the sender; about: slot */
	NOTICE_QUESTION,   /* M24 質問, to the sender; about: slot, number */
	NOTICE_ANSWER,     /* M25 回答, to a party; about2: number */
	NOTICE_RENEWED,    /* M26 リンク再送, to a party */
	NOTICE_REPORT,     /* 心当たりがない, to the operator's address; about: slot; extra: why */
	NOTICE_ONCE,       /* ワンタイムコード, to a party */
	NOTICE_LOOK,       /* 社内の人に見せる, to a viewer; about: the slot that shows it */
	NOTICE_COPIES,     /* 控えの再発行, to an address */
	NOTICE_KINDS
};

struct notice {
	enum notice_kind kind;
	const char *contract;   /* id; "" for account mails */
	int64_t slot;           /* 0 = sender, 1…n = party, 1001… = viewer */
	int64_t generation;     /* of the slot when the intent was made */
	int64_t after;          /* not before this signed version of every file */
	const char *address;    /* account mails only */
	const char *extra;      /* account mails: token */
	int64_t about, about2;  /* whom and what it tells of */
	int64_t made;           /* ns UTC */
	int64_t tries, next;    /* delivery: tries so far, not before */
	const char *trouble;    /* last answer of the mail server */
};

#define NOTICE_VIEWER 1001

const char *notice_word(enum notice_kind k); /* also the view xsl/mail/<word>.xsl */
/* What the history calls it: the word, "extended" of a later reply date (texts nk.*). */
const char *notice_name(const struct notice *n);
/* The reader's own link in it: the store must know it before the letter leaves. */
/* KNOWN: the link to act, of an invitation that may be over. */
enum notice_link { LINKS_NOTHING, LINKS_ACT, LINKS_RESULT, LINKS_KNOWN, LINKS_LOOK };
enum notice_link notice_link(const struct notice *n);
void notice_format(const struct notice *n, struct buf *out);
enum err notice_parse(struct bytes src, struct arena *a, struct notice *n) MUST_USE;
/* Pause before the next try, ns: 1 min doubling up to 4 h; gives up (0) after 5 days. */
int64_t notice_pause(const struct notice *n, int64_t now);

#endif
