/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Walks everything that can be reached, with a stack of its own: a file may
 * nest as deeply as it likes. Decides nothing. */
#include "pdf/upload.h"

#include <stdlib.h>
#include <string.h>

struct walk {
	struct qp *q;
	qp_obj *stack;
	size_t n, cap;
	unsigned char *seen; /* one bit for each object number */
	size_t seen_size;
};

static bool push(struct walk *w, qp_obj o)
{
	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 1024;
		qp_obj *more = cap > UPLOAD_OBJECTS ? NULL : realloc(w->stack, cap * sizeof *more);
		if (!more)
			return false;
		w->stack = more;
		w->cap = cap;
	}
	w->stack[w->n++] = o;
	return true;
}

/* True the first time; *ok_r is false when the number is beyond all limits. */
static bool first_visit(struct walk *w, qp_obj o, bool *ok_r)
{
	int id = qp_id(w->q, o);
	if (id <= 0)
		return true; /* direct: belongs to its parent alone */
	size_t at = (size_t)id / 8;
	if (id > UPLOAD_OBJECTS) {
		*ok_r = false;
		return false;
	}
	if (at >= w->seen_size) {
		size_t size = (at + 4096) * 2;
		unsigned char *more = realloc(w->seen, size);
		if (!more) {
			*ok_r = false;
			return false;
		}
		memset(more + w->seen_size, 0, size - w->seen_size);
		w->seen = more;
		w->seen_size = size;
	}
	bool first = !(w->seen[at] & 1 << id % 8);
	w->seen[at] |= (unsigned char)(1 << id % 8);
	return first;
}

static bool push_items(struct walk *w, qp_obj o)
{
	for (int i = 0, n = qp_count(w->q, o); i < n; i++)
		if (!push(w, qp_item(w->q, o, i)))
			return false;
	return true;
}

static bool scalar(enum qp_type t)
{
	return t != QP_ARRAY && t != QP_DICT && t != QP_STREAM;
}

static bool push_values(struct walk *w, qp_obj o, upload_visit *fn, void *ctx)
{
	struct qp *q = w->q;
	const char *key;
	bool fits = true;
	for (qp_keys(q, o); fits && (key = qp_next_key(q));) {
		qp_obj v = qp_key(q, o, key);
		if (fn(q, o, key, v, ctx) && !scalar(qp_type(q, v)))
			fits = push(w, v);
		else
			qp_release(q, v);
	}
	return fits;
}

bool upload_walk(struct qp *q, upload_visit *fn, void *ctx)
{
	struct walk w = { .q = q };
	bool fits = push(&w, qp_trailer(q));
	while (fits && w.n) {
		qp_obj at = w.stack[--w.n];
		enum qp_type t = qp_type(q, at);
		if (!scalar(t) && first_visit(&w, at, &fits)) {
			if (!fn(q, at, NULL, at, ctx))
				;
			else if (t == QP_ARRAY)
				fits = push_items(&w, at);
			else
				fits = push_values(&w, at, fn, ctx);
		}
		qp_release(q, at);
	}
	while (w.n)
		qp_release(q, w.stack[--w.n]);
	free(w.stack);
	free(w.seen);
	return fits;
}
