/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The strict reader of the writing side: objects of the files that pdf/xref
 * accepts. Not a general PDF reader. */
#ifndef PDF_READER_H
#define PDF_READER_H

#include "pdf/xref.h"

struct pdf;

/* Borrows the file for the life of a; *r lives in a. INVALID with
 * *why_r as in pdf/xref.h. Bodies are not looked at yet. */
enum err pdf_open(struct arena *a, struct bytes file, struct pdf **r, const char **why_r) MUST_USE;

struct bytes pdf_bytes(const struct pdf *p);
size_t pdf_revisions(const struct pdf *p);		  /* ≥ 1 */
size_t pdf_revision_start(const struct pdf *p, size_t i); /* offset of its first byte; i from 0 */
size_t pdf_revision_end(const struct pdf *p, size_t i);	  /* behind its "%%EOF\n" */
size_t pdf_xref(const struct pdf *p);			  /* offset of the last "xref" */
uint32_t pdf_size(const struct pdf *p);			  /* the next free object number */
uint32_t pdf_root(const struct pdf *p);			  /* object number of the catalog */
uint32_t pdf_info(const struct pdf *p);			  /* 0 = none */
struct bytes pdf_first_id(const struct pdf *p);		  /* as spelled, "<…>" */
/* The trailers hold nothing but Size Root Info ID Prev. */
bool pdf_plain_trailers(const struct pdf *p);
/* The newest revision's body is nothing but the objects its table lists, one
 * after the other, a line end between them. (A first revision also has its
 * header lines.) */
bool pdf_tight(const struct pdf *p);

struct object {
	uint32_t number;
	struct value value;
	struct bytes stream; /* encoded; p is NULL when it is no stream */
	size_t at;	     /* offset of its "N 0 obj" */
	size_t end;	     /* behind its "endobj" */
};

/* The newest version of an object. MISSING: no such number; INVALID: what
 * stands there is not exactly that object, or a stream whose /Length is not a
 * direct number that fits. */
enum err pdf_object(const struct pdf *p, uint32_t number, struct object *r) MUST_USE;
/* Follows one reference; any other value is copied. INVALID also for a
 * reference to a reference. MISSING: to nothing. */
enum err pdf_resolve(const struct pdf *p, const struct value *v, struct value *r) MUST_USE;
/* value_get, then pdf_resolve. */
enum err pdf_get(const struct pdf *p, const struct value *dict, const char *key,
		 struct value *r) MUST_USE;
enum err pdf_catalog(const struct pdf *p, struct value *r) MUST_USE;

#endif
