/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A contract: its files, its people, its state. Pure: no file, no clock, no
 * store; the caller brings the instant (store transaction's time). Which act
 * is possible in which state is one table in contract.c; whether this person
 * may do it now is policy.h. Each function changes *c and appends to a change
 * what the ledger then writes in one transaction. On any error *c is unchanged. */
#ifndef CORE_CONTRACT_H
#define CORE_CONTRACT_H

#include "core/event.h"
#include "core/field.h"
#include "core/move.h"
#include "core/notice.h"
#include "core/party.h"
#include "core/question.h"

#include "base/act.h"

#define CONTRACT_ID 16      /* token characters: 80 bits; with "-k" the 書類ID of file k */
#define CONTRACT_TITLE 100  /* characters after NFC */
#define CONTRACT_MESSAGE 16000
#define CONTRACT_FILES 99

enum contract_state {
	CONTRACT_DRAFT,
	CONTRACT_WAITING,    /* 先方確認中: agreed by k of n */
	CONTRACT_CONCLUDING, /* all agreed; signatures and stamps under way */
	CONTRACT_CONCLUDED,
	CONTRACT_DECLINED,
	CONTRACT_WITHDRAWN,
	CONTRACT_STATES
};

/* What somebody wants to do. */
enum contract_act {
	DO_EDIT,     /* change the draft */
	DO_DISCARD,  /* throw the draft away */
	DO_SEND,
	DO_OPEN,     /* party: accept the terms */
	DO_AGREE,    /* party */
	DO_FILL,     /* party saves input fields */
	DO_DECLINE,  /* party */
	DO_FORWARD,  /* party hands over */
	DO_UNDO,     /* forwarder takes it back */
	DO_CORRECT,  /* sender corrects an address */
	DO_EXTEND,   /* sender moves a reply date */
	DO_RENEW,    /* party asks for a fresh link */
	DO_REMIND,   /* sender */
	DO_WITHDRAW, /* sender */
	DO_SIGN,     /* clerk: a revision was signed */
	DO_RELEASE,  /* clerk: the last revision was released */
	DO_SHARE,    /* anyone: show the result */
	DO_ASK,      /* party asks the sender something */
	DO_SHOW,     /* party shows it to somebody inside before agreeing */
	CONTRACT_ACTS
};

/* The last version on its way (rules.md 1.10); zeros: nothing is there yet. */
struct staging {
	unsigned char sealed[32]; /* the file with the last signature and its token */
	const char *sealed_by;    /* the TSA whose token it is */
	unsigned char stored[32]; /* the same with validation data */
	int64_t stored_at;
};

/* One PDF of the contract. */
struct paper {
	const char *name;          /* as shown; the upload's name without ".pdf" */
	unsigned char upload[32];  /* SHA-256 of the bytes that came */
	unsigned char clean[32];   /* after intake: what a draft shows */
	int64_t clean_bytes;
	unsigned char base[32];    /* after 送信: with empty signature fields */
	int64_t base_bytes;
	int64_t pages;
	bool repaired;
	const char *removed;       /* intake's words, blank-separated */
	int64_t version;           /* signed so far: 0…n+3 */
	unsigned char revision[32];/* the file of that version */
	int64_t revision_bytes;
	/* archive time stamps (PAdES-LTA): how many document time stamps follow the
	 * last signature, when the newest was made, when its certificate ends */
	int64_t stamps, stamped, stamp_end;
	struct staging stage;
	const char *notes;         /* the owner's description of pages without text */
	bool flattened;            /* signatures of the upload were given up */
	bool confirmed;            /* the owner saw what became of a repaired or flattened file */
};

/* What was made of a file: a new immutable revision. */
struct revision {
	int64_t version;              /* signatures in it, 1…n+3 */
	unsigned char sha[32];
	int64_t bytes;
	int64_t stamps, stamped, stamp_end; /* 0 before the last version */
};

struct contract {
	const char *id;
	int64_t version;           /* of the record; raised by every save */
	enum contract_state state;
	const char *owner;         /* account id */
	const char *title, *counterparty, *message;
	const char *name, *company, *mail; /* the sender as he was at 送信 */
	enum party_lang lang;              /* the sender's */
	int64_t created, changed, sent, concluding, concluded;
	const char *reason;        /* of declining or withdrawing */
	const char *why;           /* of declining: change, other_person, unknown, other */
	int64_t closed;            /* declined or withdrawn at */
	int64_t sender_key_version;
	unsigned char sender_random[32]; /* for the sender's own links */
	unsigned char send_binds[32];
	int64_t events;            /* history: count and head */
	unsigned char head[32];
	struct paper *papers;
	size_t n_papers;
	struct party *parties;     /* parties[i] is slot i+1 */
	size_t n_parties;
	struct viewer *viewers;
	size_t n_viewers;
	int64_t remind_first, remind_every; /* days to the clerk's first reminder and on
					     * (core/timetable); 0 = none */
	bool tell_agreed;          /* the sender hears of each agreement (M08) */
	struct field *fields;      /* in the order of their names F0001… */
	size_t n_fields;
	struct move *moves;        /* who held slots before, oldest first */
	size_t n_moves;
	struct question *questions;
	size_t n_questions;
	/* how many lie in the store; the ledger's */
	int64_t kept_fields, kept_moves, kept_questions;
};

/* What one act adds beside the record itself. */
#define CHANGE_EVENTS 64
#define CHANGE_NOTICES (ACT_SLOTS * 2 + 64)
struct change {
	struct event events[CHANGE_EVENTS];
	size_t n_events;
	struct notice notices[CHANGE_NOTICES];
	size_t n_notices;
	bool moves, asks;         /* there is one more of these: */
	struct move move;
	struct question question;
};
void change_event(struct change *ch, int64_t now, enum event_kind k, int64_t slot, const char *note);
void change_notice(struct change *ch, const struct contract *c, int64_t now, enum notice_kind k,
		   int64_t slot, int64_t after);

/* To the sender, about a party: about2 = the move's generation or the question's number. */
void change_notice_about(struct change *ch, const struct contract *c, int64_t now,
			 enum notice_kind k, int64_t about, int64_t about2);

extern const char *const contract_state_words[CONTRACT_STATES + 1]; /* ends with NULL */
const char *contract_state_word(enum contract_state s);
const char *contract_act_word(enum contract_act a);
/* The table: is this act known to this state at all? */
bool contract_allows(enum contract_state s, enum contract_act a);

/* Slot number of the party whose turn it is; 0 when none. */
int64_t contract_turn(const struct contract *c);
size_t contract_agreed(const struct contract *c); /* k of n */
struct party *contract_party(const struct contract *c, int64_t slot); /* NULL: no such slot */
/* How many versions of each file are recorded acts by now (signed or not). */
int64_t contract_due_version(const struct contract *c);
/* The smallest signed version over all files. */
int64_t contract_signed_version(const struct contract *c);
int64_t contract_last_version(const struct contract *c); /* n+3 */

/* 送信. INVALID: no file, no party (parties may be 0 only when the caller
 * allows sending to nobody: never by a page). */
enum err contract_send(struct contract *c, int64_t now, struct change *ch) MUST_USE;
enum err contract_open(struct contract *c, int64_t slot, int64_t now, const char *terms_version,
		       const unsigned char terms_hash[32], unsigned methods, struct change *ch) MUST_USE;
/* Saves values of the slot's own fields: value[i] belongs to field[i] (an index
 * into c->fields). Texts are taken as they are: their form is judged before
 * (lib/web). INVALID: no such field, another party's, or longer than its max.
 * No history entry: nothing is agreed yet. */
enum err contract_fill(struct contract *c, int64_t slot, int64_t now, const size_t *field,
		       const char *const *value, size_t n) MUST_USE;
/* The party corrects the spelling of own name, company, post before agreeing;
 * what the sender wrote is kept beside it. INVALID: the name is empty. */
struct person;
enum err contract_respell(struct contract *c, int64_t slot, int64_t now, const struct person *own,
			  struct change *ch) MUST_USE;
/* shown: contract_binds of what was shown, so without the tick and the number that
 * the sender may ask for; party.authorised and approval are set by the caller on its
 * copy before, and become part of what the act binds. CONFLICT: something else was
 * shown. INVALID: a required field is blank, or that tick is missing. */
enum err contract_agree(struct contract *c, int64_t slot, int64_t now,
			const unsigned char shown[32], unsigned methods, struct change *ch) MUST_USE;
/* why: one word, kept beside the reason, and before it in the history. Who agreed
 * already is told, too. */
enum err contract_decline(struct contract *c, int64_t slot, int64_t now, const char *why,
			  const char *reason, struct arena *a, struct change *ch) MUST_USE;
/* Everybody who got a letter is told (M12). */
enum err contract_withdraw(struct contract *c, int64_t now, const char *reason, struct change *ch)
	MUST_USE;
/* What may happen to an invitation on its way (core/invitation.c). In all of
 * them the record's random part stays; a raised generation kills older links.
 * INVALID: the new address is another party's or the sender's; when it is
 * forwarded, also the slot's own. */
struct person {
	const char *mail, *name, *company, *post;
};
#define FORWARDS 5 /* of one slot at most */
#define REMIND_PAUSE (15 * MINUTE)
/* The holder hands the slot on: DENIED against the slot's forwarding rule or
 * over FORWARDS. The new holder begins with the terms; the access code stays. */
enum err contract_forward(struct contract *c, int64_t slot, int64_t now, const struct person *to,
			  const char *message, struct change *ch) MUST_USE;
/* Back to who forwarded it, until the new holder accepts the terms. generation:
 * of the link that the forwarder holds. */
enum err contract_undo(struct contract *c, int64_t slot, int64_t generation, int64_t now,
		       struct change *ch) MUST_USE;
bool contract_may_undo(const struct contract *c, int64_t slot, int64_t generation);
/* The sender corrects an address, until the terms are accepted. */
enum err contract_correct(struct contract *c, int64_t slot, int64_t now, const struct person *to,
			  struct change *ch) MUST_USE;
/* The sender moves a reply date; also one that has passed. INVALID: not in the future. */
enum err contract_extend(struct contract *c, int64_t slot, int64_t now, int64_t due,
			 struct change *ch) MUST_USE;
/* A fresh link to the registered address, while the reply date is open. */
enum err contract_renew(struct contract *c, int64_t slot, int64_t now, struct change *ch) MUST_USE;
/* The same link once more. RETRY: within REMIND_PAUSE of the last. */
enum err contract_remind(struct contract *c, int64_t slot, int64_t now, struct change *ch) MUST_USE;
/* A letter to this slot (also a viewer's) came back: marks it and tells the sender
 * once (M15). why: unknown full size refused away. Changes no state; an older
 * generation's, or the sender's own letter, leaves only the history entry. */
void contract_bounced(struct contract *c, int64_t slot, int64_t generation, int64_t now,
		      const char *why, struct arena *a, struct change *ch);
/* A wrong access code was typed (already counted). */
void contract_code_try(struct contract *c, int64_t slot, int64_t now);
void contract_code_wrong(struct contract *c, int64_t slot, int64_t now, struct change *ch);
void contract_code_right(struct contract *c, int64_t slot);
/* The clerk: the next version of file `paper` is signed. */
enum err contract_signed(struct contract *c, size_t paper, const struct revision *r, int64_t now,
			 struct change *ch) MUST_USE;
/* The clerk: a step towards the last version of file `paper` is done. */
enum err contract_staged(struct contract *c, size_t paper, const struct staging *s) MUST_USE;
/* The clerk: a concluded file got a further archive time stamp. */
enum err contract_renewed(struct contract *c, size_t paper, const struct revision *r, int64_t now,
			  struct change *ch) MUST_USE;
/* When the first of its files wants a further time stamp; 0 = never. margin:
 * ns before the end of the newest stamp's certificate. */
int64_t contract_renewal(const struct contract *c, int64_t margin);

/* Hash over all that a party agrees to (rules.md 1.8); slot 0 is the sender's 送信.
 * SHA-256 over, where label(text) is the label, NUL, four bytes of length, the text:
 * "teiketsu binds 2"(id) · title · every file's base hash · for each party before:
 * before(its address), its hash · name · company · mail · post · authorised("1" or "")
 * · approval · terms(version) · for each field of this party and those before, and of the
 * sender: field("F0001") · value.
 * 送信 and acts of before party.bound: "teiketsu binds 1", without post to approval. */
void contract_binds(const struct contract *c, int64_t slot, unsigned char out[32]);
/* The act behind version k of a file, from the record alone. MISSING while it
 * has not happened. */
enum err contract_act_of(const struct contract *c, size_t paper, int64_t version, struct act *a)
	MUST_USE;

#define CODE_TRIES 5
#define CODE_PAUSE (30 * MINUTE)

#endif
