/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The people of a contract: parties agree one after another in slots 1…n;
 * viewers (共有先) only get the result. Strings are borrowed from the arena
 * the record was read into; NULL never occurs, "" means not given. */
#ifndef CORE_PARTY_H
#define CORE_PARTY_H

#include <stdbool.h>
#include <stdint.h>

/* Limits in characters after NFC. */
#define PARTY_NAME 60
#define PARTY_COMPANY 100
#define PARTY_POST 60
#define PARTY_CODE 64

enum party_state {
	PARTY_WAITS,   /* the turn has not come */
	PARTY_INVITED, /* the request is on its way */
	PARTY_OPENED,  /* accepted the terms */
	PARTY_AGREED,
	PARTY_DECLINED
};

enum party_forward { FORWARD_NO, FORWARD_DOMAIN, FORWARD_ANYONE };

enum party_lang { LANG_JA, LANG_EN };

struct party {
	enum party_state state;
	const char *mail, *name, *company, *post; /* post = 部署・役職 */
	enum party_lang lang;
	enum party_forward forward;
	bool is_sender;             /* 自分も同意する: the owner's own slot */
	bool authority;             /* must tick to be authorised to conclude */
	bool one_time;              /* a one-time code by mail is asked for, too */
	int64_t due_days;           /* counted from the invitation */
	int64_t due_set;            /* or the sender's own date; 0 = none */
	/* access code: scrypt(code, salt); has_code false = none */
	bool has_code;
	unsigned char code_salt[32], code_hash[32];
	int64_t code_tries;         /* wrong or unfinished tries in a row */
	int64_t code_locked;        /* no try before this instant */
	/* link: token = HMAC over these (core/token.h) */
	int64_t generation, key_version;
	unsigned char random[32];
	/* what happened, ns UTC; 0 = not yet */
	int64_t invited, due, opened, acted;
	int64_t expiry_told;        /* the due date whose passing was announced */
	int64_t reminded;           /* the last reminder */
	int64_t linked;             /* when the link to act was last put into a letter */
	int64_t due_told;           /* the due date that was warned of (M03) */
	/* letters to this holder: when a request left, the left part of its
	 * Message-ID; when one came back, and why ("bnc.<word>") */
	int64_t mailed, bounced;
	const char *letter, *bounce;
	/* forwarded: who held the slot before, "" = nobody; and how often */
	const char *from_mail, *from_name, *from_company;
	int64_t forwards, forwarded;
	const char *terms_version;
	unsigned char terms_hash[32];
	int64_t methods;            /* ACT_BY_… at the act */
	bool authorised;            /* ticked at the act */
	const char *approval;       /* 決裁番号 given with it */
	const char *first_mail;     /* the address at 送信: version 1's roster */
	/* as the sender wrote them, once the party corrected the spelling */
	const char *said_name, *said_company, *said_post;
	/* あとで返答する: the day meant, and a word to the sender */
	int64_t later;
	const char *later_note;
	int64_t reported;           /* 受け取る予定がない: no reminders any more */
	/* the one-time code is a function of its number (core/token) */
	int64_t once_serial, once_until, once_tries;
	int64_t copied;             /* when the result was last asked for again (/verify/copy) */
	unsigned char binds[32];    /* contract_binds at the act, by the rules number … */
	int64_t bound;              /* … BOUND; 0 = acts of before this column: 1 */
};
#define BOUND 2

struct viewer {
	const char *mail, *name, *company;
	enum party_lang lang;
	int64_t key_version;
	unsigned char random[32];
	int64_t by;          /* 社内の人に見せる: the slot that shows it before the
			      * conclusion; 0 = 共有先 */
	const char *by_mail; /* who held that slot then */
	int64_t copied;
	int64_t bounced; /* a letter came back */
};

/* Has the invitation's reply date passed? Never before it was invited. */
bool party_expired(const struct party *p, int64_t now);
/* May still act at all: invited or opened. */
bool party_pending(const struct party *p);
/* Starts an invitation now: due date, state. */
void party_invite(struct party *p, int64_t now);

#endif
