/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One append-only revision of a PDF (ISO 32000-1 §7.5.6): bodies of objects,
 * one cross-reference section for exactly these, a trailer. What it appends is
 * a pure function of the old bytes and of what the caller wrote: no clock, no
 * randomness (rules.md 1.1). The shape is the one pdf/reader.h demands. */
#ifndef PDF_WRITER_H
#define PDF_WRITER_H

#include "pdf/reader.h"

#define REVISION_OBJECTS 12288
#define REVISION_MAX ((size_t)16 << 20) /* bytes appended */

struct revision {
	const struct pdf *pdf;
	struct buf out; /* what is appended; out.p[0] stands at offset base */
	size_t base;
	uint32_t next; /* the next new object number */
	size_t count, id_at;
	struct {
		uint32_t number;
		size_t at;
	} written[REVISION_OBJECTS];
};

/* Borrows p. Release with revision_clear. */
void revision_init(struct revision *r, const struct pdf *p);
void revision_clear(struct revision *r);

uint32_t revision_new(struct revision *r); /* a fresh object number */
/* Between these two the caller adds the body to r->out. Each number once; more
 * than REVISION_OBJECTS or over REVISION_MAX is told by revision_close. */
void revision_begin(struct revision *r, uint32_t number);
void revision_end(struct revision *r);
void revision_object(struct revision *r, uint32_t number, struct bytes body);
/* Offset in the new file of what is written next. */
size_t revision_at(const struct revision *r);

/* Writes the cross-reference section and the trailer, the second /ID string
 * still empty. *length_r = bytes of the whole new file; it does not change any
 * more. INVALID: too much, a number twice or a new number never written. */
enum err revision_close(struct revision *r, size_t *length_r) MUST_USE;
/* After the last change to r->out: the second /ID string becomes the first 16
 * bytes of SHA-256 over the old file's last revision, which tells the ones before by
 * its own /ID, and the appended bytes. */
void revision_seal(struct revision *r);

/* A dictionary with some entries changed: others keep bytes and order, a key
 * that was there is replaced where it stands, the others follow at the end.
 * text NULL takes the key out. */
struct edit {
	const char *key;
	const char *text;
};
void edit_dict(struct buf *out, const struct value *dict, const struct edit *edits, size_t n);

/* At most three decimals, none that says nothing. */
void put_number(struct buf *out, double v);
/* A text string (§7.9.2.2) from UTF-8: UTF-16BE in hexadecimal, or where it is
 * ASCII and `plain` allows it, a literal. Line feeds become CR. */
void put_text(struct buf *out, const char *utf8, bool plain);

#endif
