/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A PDF that somebody wants to have checked: hash against what was released,
 * inspect's answer, and the few minutes during which its versions can be
 * looked at. Parses no PDF. Nothing of it reaches the store.
 *
 * What is kept lies in var/work/proof under a random ticket, for PROOF_LIFE. */
#ifndef OFFICE_PROOF_H
#define OFFICE_PROOF_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "port/xdoc.h"

#include <stdbool.h>

#define PROOF_LIFE (10 * MINUTE)
#define PROOF_TICKET 26                  /* token characters */
/* Bytes of a file that visitors send: what compose and inspect handle at most, so that
 * whatever is concluded here can be checked here. Pages and samples of web servers
 * follow it (t/652). */
#define PROOF_FILE ((int64_t)80 << 20)
#define PROOF_ROOM ((int64_t)1 << 30)    /* bytes kept for all visitors together */
#define PROOF_VERSIONS 1100
#define PROOF_PATH 10
#define PROOF_FOREIGN_MAX 64
#define PROOF_INPUTS 200

/* The one thing to say first. */
enum proof_word {
	PROOF_OK,	  /* unchanged since it was concluded */
	PROOF_STAGE,	  /* genuine, but an earlier version than the concluded one */
	PROOF_BAD,	  /* changed after signing, or a signature does not hold */
	PROOF_NONE,	  /* no signature */
	PROOF_UNKNOWN,	  /* of our form, sound, but its issuer is none of our roots */
	PROOF_FOREIGN,	  /* signed elsewhere: told, not judged */
	PROOF_UNREADABLE, /* not a PDF */
	PROOF_UNCLEAR	  /* the child gave up: too large or too strange */
};

/* An input field of a version: as the PDF names it, and its label ("" = none). */
struct proof_input {
	const char *name, *label;
};

struct proof_version {
	int64_t number, length; /* length: bytes up to and with it */
	int64_t time, not_before, not_after;
	const char *field, *kind, *name, *reason, *subject, *issuer, *serial, *usage;
	bool valid;
	const char *why; /* inspect's word when not valid */
	bool changed;	 /* something was added after it that we never add */
	bool stamped, stamp_valid, ltv, stamp_ltv;
	int64_t stamp, tsa_not_before, tsa_not_after;
	const char *stamp_why, *tsa, *tsa_issuer, *tsa_serial;
	const char *path[PROOF_PATH]; /* names behind the signer's, root last */
	const char *tsa_path[PROOF_PATH];
	size_t n_path, n_tsa_path;
	const struct proof_input *inputs; /* that it filled in and locked */
	size_t n_inputs;
};

/* A signature of somebody else's file: told, not judged. */
struct proof_foreign {
	int64_t covers;
	bool form, stamp;
	const char *holds; /* no yes unknown */
	const char *subject, *issuer;
	int64_t not_before, not_after;
};

struct proof {
	enum proof_word word;
	const char *why;  /* inspect's word; "" when all is well */
	const char *level; /* of PAdES: B T LT LTA, "" = nothing to boast of */
	const char *name; /* as the visitor calls the file */
	unsigned char sha[32];
	int64_t size, checked; /* bytes; instant of the check */
	bool same;	       /* bit for bit what was released here */
	const char *document;  /* 書類ID then, else "" */
	bool whole;	       /* every byte is accounted for by valid versions */
	bool concluded;	       /* the concluded version is in it and holds */
	int64_t slots, pages;  /* 0 = unknown */
	struct proof_version *versions;
	size_t n;
	struct proof_foreign *foreign;
	size_t n_foreign;
};

const char *proof_text(enum proof_word w); /* ok stage bad none unknown foreign … */

/* Judges the open file. PROOF_UNCLEAR is an answer; BROKEN: this site cannot
 * judge at all (no roots, no child). RETRY: the store. */
enum err proof_judge(const struct conf *c, struct arena *a, int fd, const char *name,
		     struct proof *r) MUST_USE;
/* Judges and keeps. RETRY: no room at present. */
enum err proof_take(const struct conf *c, struct arena *a, int fd, const char *name,
		    const char **ticket_r) MUST_USE;
/* What was kept. MISSING: no such ticket, or too old. */
enum err proof_open(const struct conf *c, struct arena *a, const char *ticket, struct proof *r)
	MUST_USE;
/* The file up to version n (0: as it came): *fd_r is the caller's, *bytes_r of it
 * count. MISSING: no such version. */
enum err proof_bytes(const struct conf *c, const char *ticket, const struct proof *p, int64_t n,
		     int *fd_r, int64_t *bytes_r) MUST_USE;
/* What it is called when it is saved: "<name>-v3.pdf". */
const char *proof_version_name(struct arena *a, const struct proof *p, int64_t n);
/* One page of that, width px: the picture is bytes 1… of *fd_r, *type_r its media
 * type. MISSING: no such page. */
enum err proof_picture(const struct conf *c, struct arena *a, const char *ticket,
		       const struct proof *p, int64_t n, int64_t page, int width, int *fd_r,
		       const char **type_r) MUST_USE;
/* Forgets what is too old. Gives the bytes that stay. */
int64_t proof_sweep(const struct conf *c);

/* proof_present.c: the answer as a view model,
 *   <proof word why level same? whole? concluded? headline document name kb sha256 hash checked slots
 *          versions pages page prev? next? ticket?>
 *     <version n k field kind name cn reason time why valid? changed? ltv? stamped? stamp_valid?
 *              stamp stamp_why tsa tsa_cn subject issuer issuer_cn root serial not_before not_after
 *              at mb kb keep?>
 *       <use word|oid/>* <path cn>name</path>* <input name label/>*
 *     </version>*
 *     <foreign form? stamp? holds cn issuer_cn not_before not_after more/>*  more: bytes behind it
 *     <shot n/>*      versions whose pictures stand side by side; n=0: as it came
 *   </proof>
 * headline: valid | stage | changed | trouble. at: the instant for which the path was checked. */
void proof_present(struct xnode *parent, struct arena *a, const struct proof *p,
		   const char *ticket, int64_t page);
bool proof_valid(const struct proof *p); /* signed, and every signature holds */

#endif
