/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * PDF files of strangers by libqpdf: open, look, change, write as one fresh
 * section. Only for limited children (port/jail). Nothing here decides what is
 * acceptable: that is libexec/intake.
 *
 * A qp_obj is a handle, good until qp_release or qp_close. Asking an object for
 * what it is not answers null, "" or 0, never an error. */
#ifndef PORT_QPDF_H
#define PORT_QPDF_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

struct qp;
typedef unsigned qp_obj;

enum qp_fault {
	QP_FINE,
	QP_PASSWORD, /* does not open without a password */
	QP_MEMORY,   /* the limit of the child, says nothing about the file */
	QP_DAMAGED   /* anything else that libqpdf gave up on */
};

/* What libqpdf's warnings so far amount to. */
enum qp_harm {
	QP_WHOLE,    /* none */
	QP_REPAIRED, /* the file's frame was made anew; every object is there */
	QP_LOST	     /* something was replaced by nothing or by a guess */
};

enum qp_type {
	QP_NULL,
	QP_BOOL,
	QP_NUMBER,
	QP_STRING,
	QP_NAME,
	QP_ARRAY,
	QP_DICT,
	QP_STREAM,
	QP_ODD
};

/* p stays borrowed until qp_close. NULL with the reason in *fault_r. */
struct qp *qp_open(const void *p, size_t n, enum qp_fault *fault_r);
void qp_close(struct qp *q); /* NULL-safe */
/* The first error since the file was opened. */
enum qp_fault qp_fault(struct qp *q);
enum qp_harm qp_harm(struct qp *q);

bool qp_encrypted(struct qp *q);
bool qp_permits_all(struct qp *q); /* encrypted, but every permission is given */

int qp_pages(struct qp *q); /* -1: the page tree cannot be walked */
bool qp_counts_pages(struct qp *q); /* the tree's own /Count says as many */
qp_obj qp_page(struct qp *q, int i);
/* Writes inherited boxes, rotation, resources into each page, and the tree of
 * pages as one level that counts right. There is at least one page. */
void qp_settle_pages(struct qp *q);

qp_obj qp_trailer(struct qp *q);
qp_obj qp_root(struct qp *q);
enum qp_type qp_type(struct qp *q, qp_obj o);
bool qp_dangling(struct qp *q, qp_obj o);		/* a reference to nothing */
/* A reference to nothing, but an object of that number is there under another
 * generation: most viewers show that one. */
bool qp_misled(struct qp *q, qp_obj o);
qp_obj qp_key(struct qp *q, qp_obj o, const char *key); /* of a dictionary or stream */
bool qp_has(struct qp *q, qp_obj o, const char *key);	/* and not null */
const char *qp_name(struct qp *q, qp_obj o);		/* "/Name", borrowed shortly */
bool qp_key_is(struct qp *q, qp_obj o, const char *key, const char *name);
struct bytes qp_string(struct qp *q, qp_obj o); /* borrowed shortly */
double qp_number(struct qp *q, qp_obj o);
bool qp_true(struct qp *q, qp_obj o);
int qp_count(struct qp *q, qp_obj o);
qp_obj qp_item(struct qp *q, qp_obj o, int i);
int qp_id(struct qp *q, qp_obj o); /* object number; 0 = direct */
/* The keys of a dictionary or stream as they are now: one iteration at a time.
 * NULL at the end. */
void qp_keys(struct qp *q, qp_obj o);
const char *qp_next_key(struct qp *q);
void qp_release(struct qp *q, qp_obj o);
/* `mark` and every handle that was given out after it: they are counted upwards. */
void qp_release_since(struct qp *q, qp_obj mark);

void qp_drop(struct qp *q, qp_obj o, const char *key);
void qp_put(struct qp *q, qp_obj o, const char *key, qp_obj value);
void qp_set_item(struct qp *q, qp_obj array, int i, qp_obj value);
void qp_append(struct qp *q, qp_obj array, qp_obj item);
qp_obj qp_new_array(struct qp *q);
/* "/Name". A # in it is written as it is: spell it #23 (pdf/upload_names). */
qp_obj qp_new_name(struct qp *q, const char *name);
qp_obj qp_parse(struct qp *q, const char *syntax); /* our own text, not a stranger's */
/* A new stream object with data; keys of `dict` (our own text) beside /Length. */
qp_obj qp_new_stream(struct qp *q, const char *dict, struct bytes data);
/* Drops every key that is not in the NULL-terminated list. */
void qp_keep_only(struct qp *q, qp_obj o, const char *const *keys);

/* Decodes as far as libqpdf can; false when the data is damaged. */
bool qp_stream_decodes(struct qp *q, qp_obj stream);
/* The data as it lies in the file (decrypted); malloc'd, the caller's. */
bool qp_stream_raw(struct qp *q, qp_obj stream, unsigned char **p_r, size_t *n_r);
/* The decoded data holds `word`. */
bool qp_stream_has(struct qp *q, qp_obj stream, const char *word);

/* One section "0 N" without gaps, version 1.7, no object streams, no
 * encryption, not linearised, an ID that is a hash of the contents. Streams
 * keep their filters; bare ones are deflated if compress. name "/dev/fd/N". */
enum qp_fault qp_write(struct qp *q, const char *name, bool compress);

#endif
