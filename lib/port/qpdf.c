/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libqpdf's C interface. */
#include "port/qpdf.h"

#include "port/qpdf_words.h"

#include <qpdf/qpdf-c.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GENERATIONS 8 /* more were never seen */

struct qp {
	qpdf_data d;
	enum qp_fault fault;
	enum qp_harm harm;
};

static enum qp_fault sort_error(qpdf_data d, qpdf_error e)
{
	const char *text = qpdf_get_error_full_text(d, e);
	if (qpdf_get_error_code(d, e) == qpdf_e_password)
		return QP_PASSWORD;
	if (text && (strstr(text, "bad_alloc") || strstr(text, "memory") ||
		     strstr(text, "length_error") || strstr(text, "vector::")))
		return QP_MEMORY;
	return QP_DAMAGED;
}

static void collect(struct qp *q)
{
	while (qpdf_more_warnings(q->d)) {
		qpdf_error e = qpdf_next_warning(q->d);
		const char *text = qpdf_get_error_full_text(q->d, e);
		enum qp_harm h = qpdf_weigh(text ? text : "");
		if (h > q->harm)
			q->harm = h;
	}
	if (!qpdf_has_error(q->d))
		return;
	enum qp_fault f = sort_error(q->d, qpdf_get_error(q->d));
	if (!q->fault)
		q->fault = f;
}

struct qp *qp_open(const void *p, size_t n, enum qp_fault *fault_r)
{
	struct qp *q = calloc(1, sizeof *q);
	*fault_r = QP_MEMORY;
	if (!q || !(q->d = qpdf_init())) {
		free(q);
		return NULL;
	}
	qpdf_silence_errors(q->d);
	qpdf_set_suppress_warnings(q->d, QPDF_TRUE);
	/* The name only appears in messages. */
	QPDF_ERROR_CODE rc = qpdf_read_memory(q->d, "upload", p, n, "");
	collect(q);
	*fault_r = q->fault;
	if (!(rc & QPDF_ERRORS) && !q->fault)
		return q;
	if (!*fault_r)
		*fault_r = QP_DAMAGED;
	qp_close(q);
	return NULL;
}

void qp_close(struct qp *q)
{
	if (!q)
		return;
	qpdf_cleanup(&q->d);
	free(q);
}

enum qp_fault qp_fault(struct qp *q)
{
	collect(q);
	return q->fault;
}

enum qp_harm qp_harm(struct qp *q)
{
	collect(q);
	return q->harm;
}

/* --- encryption ---------------------------------------------------------- */

bool qp_encrypted(struct qp *q)
{
	return qpdf_is_encrypted(q->d);
}

bool qp_permits_all(struct qp *q)
{
	return qpdf_allow_modify_all(q->d) && qpdf_allow_extract_all(q->d) &&
	       qpdf_allow_print_high_res(q->d) && qpdf_allow_modify_assembly(q->d) &&
	       qpdf_allow_modify_form(q->d) && qpdf_allow_modify_annotation(q->d);
}

/* --- objects --------------------------------------------------------------- */

int qp_pages(struct qp *q)
{
	int n = qpdf_get_num_pages(q->d);
	collect(q);
	return n;
}

bool qp_counts_pages(struct qp *q)
{
	qp_obj root = qp_root(q), tree = qp_key(q, root, "/Pages"), n = qp_key(q, tree, "/Count");
	bool right = qp_number(q, n) == qp_pages(q);
	qp_release_since(q, root);
	return right;
}

qp_obj qp_page(struct qp *q, int i)
{
	return qpdf_get_page_n(q->d, (size_t)i);
}

void qp_settle_pages(struct qp *q)
{
	qpdf_push_inherited_attributes_to_page(q->d);
	/* Taking a page out and putting it in makes libqpdf write the tree anew; it
	 * insists that the old one counts right. */
	qp_obj first = qp_page(q, 0), root = qp_root(q), tree = qp_key(q, root, "/Pages");
	qp_put(q, tree, "/Count", qpdf_oh_new_integer(q->d, qp_pages(q)));
	qpdf_remove_page(q->d, first);
	qpdf_add_page(q->d, q->d, first, QPDF_TRUE);
	qpdf_oh_release(q->d, first);
	qpdf_oh_release(q->d, root);
	qpdf_oh_release(q->d, tree);
}

qp_obj qp_trailer(struct qp *q)
{
	return qpdf_get_trailer(q->d);
}

qp_obj qp_root(struct qp *q)
{
	return qpdf_get_root(q->d);
}

enum qp_type qp_type(struct qp *q, qp_obj o)
{
	switch (qpdf_oh_get_type_code(q->d, o)) {
	case ot_null:
		return QP_NULL;
	case ot_boolean:
		return QP_BOOL;
	case ot_integer:
	case ot_real:
		return QP_NUMBER;
	case ot_string:
		return QP_STRING;
	case ot_name:
		return QP_NAME;
	case ot_array:
		return QP_ARRAY;
	case ot_dictionary:
		return QP_DICT;
	case ot_stream:
		return QP_STREAM;
	default:
		return QP_ODD;
	}
}

bool qp_dangling(struct qp *q, qp_obj o)
{
	return qpdf_oh_is_indirect(q->d, o) && qpdf_oh_is_null(q->d, o);
}

bool qp_misled(struct qp *q, qp_obj o)
{
	bool there = false;
	if (!qp_dangling(q, o))
		return false;
	int id = qpdf_oh_get_object_id(q->d, o), own = qpdf_oh_get_generation(q->d, o);
	for (int g = 0; g < GENERATIONS && !there; g++) {
		qp_obj other = qpdf_get_object_by_id(q->d, id, g);
		there = g != own && !qpdf_oh_is_null(q->d, other);
		qpdf_oh_release(q->d, other);
	}
	return there;
}

/* The dictionary of a stream counts as the stream's own. */
static qp_obj dict_of(struct qp *q, qp_obj o, bool *made)
{
	*made = qpdf_oh_is_stream(q->d, o);
	return *made ? qpdf_oh_get_dict(q->d, o) : o;
}

qp_obj qp_key(struct qp *q, qp_obj o, const char *key)
{
	bool made;
	qp_obj d = dict_of(q, o, &made);
	/* Asked of anything else libqpdf would note a warning. */
	qp_obj v =
	    qpdf_oh_is_dictionary(q->d, d) ? qpdf_oh_get_key(q->d, d, key) : qpdf_oh_new_null(q->d);
	if (made)
		qpdf_oh_release(q->d, d);
	return v;
}

bool qp_has(struct qp *q, qp_obj o, const char *key)
{
	qp_obj v = qp_key(q, o, key);
	bool yes = !qpdf_oh_is_null(q->d, v);
	qpdf_oh_release(q->d, v);
	return yes;
}

const char *qp_name(struct qp *q, qp_obj o)
{
	return qpdf_oh_is_name(q->d, o) ? qpdf_oh_get_name(q->d, o) : "";
}

bool qp_key_is(struct qp *q, qp_obj o, const char *key, const char *name)
{
	qp_obj v = qp_key(q, o, key);
	bool yes = !strcmp(qp_name(q, v), name);
	qpdf_oh_release(q->d, v);
	return yes;
}

struct bytes qp_string(struct qp *q, qp_obj o)
{
	struct bytes b = { (const unsigned char *)"", 0 };
	if (qpdf_oh_is_string(q->d, o))
		b.p = (const unsigned char *)qpdf_oh_get_binary_string_value(q->d, o, &b.n);
	return b;
}

double qp_number(struct qp *q, qp_obj o)
{
	return qpdf_oh_is_number(q->d, o) ? qpdf_oh_get_numeric_value(q->d, o) : 0;
}

bool qp_true(struct qp *q, qp_obj o)
{
	return qpdf_oh_is_bool(q->d, o) && qpdf_oh_get_bool_value(q->d, o);
}

int qp_count(struct qp *q, qp_obj o)
{
	return qpdf_oh_is_array(q->d, o) ? qpdf_oh_get_array_n_items(q->d, o) : 0;
}

qp_obj qp_item(struct qp *q, qp_obj o, int i)
{
	return i >= 0 && i < qp_count(q, o) ? qpdf_oh_get_array_item(q->d, o, i)
					    : qpdf_oh_new_null(q->d);
}

int qp_id(struct qp *q, qp_obj o)
{
	return qpdf_oh_is_indirect(q->d, o) ? qpdf_oh_get_object_id(q->d, o) : 0;
}

void qp_keys(struct qp *q, qp_obj o)
{
	bool made;
	qp_obj d = dict_of(q, o, &made);
	qpdf_oh_begin_dict_key_iter(q->d, d);
	if (made)
		qpdf_oh_release(q->d, d);
}

const char *qp_next_key(struct qp *q)
{
	return qpdf_oh_dict_more_keys(q->d) ? qpdf_oh_dict_next_key(q->d) : NULL;
}

void qp_release(struct qp *q, qp_obj o)
{
	qpdf_oh_release(q->d, o);
}

void qp_release_since(struct qp *q, qp_obj mark)
{
	for (qp_obj last = qpdf_oh_new_null(q->d); last >= mark && last; last--)
		qpdf_oh_release(q->d, last);
}

void qp_drop(struct qp *q, qp_obj o, const char *key)
{
	bool made;
	qp_obj d = dict_of(q, o, &made);
	if (qpdf_oh_is_dictionary(q->d, d))
		qpdf_oh_remove_key(q->d, d, key);
	if (made)
		qpdf_oh_release(q->d, d);
}

void qp_put(struct qp *q, qp_obj o, const char *key, qp_obj value)
{
	bool made;
	qp_obj d = dict_of(q, o, &made);
	if (qpdf_oh_is_dictionary(q->d, d))
		qpdf_oh_replace_key(q->d, d, key, value);
	if (made)
		qpdf_oh_release(q->d, d);
}

void qp_set_item(struct qp *q, qp_obj array, int i, qp_obj value)
{
	if (i >= 0 && i < qp_count(q, array))
		qpdf_oh_set_array_item(q->d, array, i, value);
}

void qp_append(struct qp *q, qp_obj array, qp_obj item)
{
	if (qpdf_oh_is_array(q->d, array))
		qpdf_oh_append_item(q->d, array, item);
}

qp_obj qp_new_array(struct qp *q)
{
	return qpdf_oh_new_array(q->d);
}

qp_obj qp_new_name(struct qp *q, const char *name)
{
	return qpdf_oh_new_name(q->d, name);
}

qp_obj qp_parse(struct qp *q, const char *syntax)
{
	return qpdf_oh_parse(q->d, syntax);
}

qp_obj qp_new_stream(struct qp *q, const char *dict, struct bytes data)
{
	qp_obj s = qpdf_oh_new_stream(q->d), keys = qpdf_oh_parse(q->d, dict);
	qpdf_oh_replace_stream_data(q->d, s, data.p, data.n, qpdf_oh_new_null(q->d),
				    qpdf_oh_new_null(q->d));
	qp_obj own = qpdf_oh_get_dict(q->d, s);
	qpdf_oh_begin_dict_key_iter(q->d, keys);
	while (qpdf_oh_dict_more_keys(q->d)) {
		const char *key = qpdf_oh_dict_next_key(q->d);
		qpdf_oh_replace_key(q->d, own, key, qpdf_oh_get_key(q->d, keys, key));
	}
	return s;
}

void qp_keep_only(struct qp *q, qp_obj o, const char *const *keys)
{
	if (!qpdf_oh_is_dictionary(q->d, o))
		return;
	const char *key;
	for (qp_keys(q, o); (key = qp_next_key(q));) {
		bool keep = false;
		for (size_t i = 0; keys[i] && !keep; i++)
			keep = !strcmp(keys[i], key);
		if (!keep)
			qpdf_oh_remove_key(q->d, o, key);
	}
}

/* --- streams and writing ----------------------------------------------------- */

bool qp_stream_decodes(struct qp *q, qp_obj stream)
{
	unsigned char *p = NULL;
	size_t n = 0;
	QPDF_BOOL filtered = QPDF_FALSE;
	QPDF_ERROR_CODE rc =
	    qpdf_oh_get_stream_data(q->d, stream, qpdf_dl_generalized, &filtered, &p, &n);
	free(p);
	collect(q);
	return !(rc & QPDF_ERRORS) && q->harm != QP_LOST;
}

bool qp_stream_raw(struct qp *q, qp_obj stream, unsigned char **p_r, size_t *n_r)
{
	*p_r = NULL;
	*n_r = 0;
	return !(qpdf_oh_get_stream_data(q->d, stream, qpdf_dl_none, NULL, p_r, n_r) &
		 QPDF_ERRORS) &&
	       *p_r;
}

bool qp_stream_has(struct qp *q, qp_obj stream, const char *word)
{
	unsigned char *p = NULL;
	size_t n = 0;
	QPDF_BOOL filtered = QPDF_FALSE;
	if (!qpdf_oh_is_stream(q->d, stream))
		return false;
	QPDF_ERROR_CODE rc =
	    qpdf_oh_get_stream_data(q->d, stream, qpdf_dl_generalized, &filtered, &p, &n);
	bool found = !(rc & QPDF_ERRORS) && p && memmem(p, n, word, strlen(word));
	free(p);
	return found;
}

enum qp_fault qp_write(struct qp *q, const char *name, bool compress)
{
	QPDF_ERROR_CODE rc = qpdf_init_write(q->d, name);
	if (!(rc & QPDF_ERRORS)) {
		qpdf_set_object_stream_mode(q->d, qpdf_o_disable);
		qpdf_set_decode_level(q->d, qpdf_dl_none);
		qpdf_set_compress_streams(q->d, compress);
		qpdf_set_preserve_unreferenced_objects(q->d, QPDF_FALSE);
		qpdf_set_preserve_encryption(q->d, QPDF_FALSE);
		qpdf_set_linearization(q->d, QPDF_FALSE);
		qpdf_force_pdf_version(q->d, "1.7");
		qpdf_set_deterministic_ID(q->d, QPDF_TRUE);
		rc = qpdf_write(q->d);
	}
	collect(q);
	if (rc & QPDF_ERRORS && !q->fault)
		q->fault = QP_DAMAGED;
	return q->fault;
}
