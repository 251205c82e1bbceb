/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Limited child: judges a PDF of a stranger, cleans it and writes one fresh
 * file (pades.md §3.0). Descriptor 3: the upload; 4: an empty scratch file.
 *
 * op=judge, max_pages → verdict=accept|repaired|refuse, reason, removed*,
 * pages, bytes. op=settle → bytes: the file again as one section, unchanged.
 *
 * Order matters: judge on what came, strip, then let libqpdf draw annotations
 * into the pages (its job drops links: they are put aside before), then put
 * the links back and write. Knows nothing of contracts. */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "port/jail.h"
#include "port/qpdf.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

enum { IN = 3, OUT = 4, SCRATCH1 = 5, SCRATCH2 = 6 };
#define MAX_UNITS 14400.0 /* ISO 32000-1 Annex C.2: side of a page */
#define ASIDE "/TeiketsuLinks"

static const struct jail cage = {
	.memory = 1024 * JAIL_MB,
	.cpu = 15,
	.output = 256 << 20,
	.fds = 5,
	.fd_names = true,
};

/* What was seen anywhere in the file. */
struct seen {
	bool script, launch, action, attachment, xfa, signature, hidden, external, media, lost;
	bool decode; /* try every stream: the file was repaired */
};

struct job {
	struct qp *q;
	const char *reason; /* NULL = fine so far */
	bool repaired;
	bool flatten, generate, spoils; /* annotations to draw; values without looks; … beside others */
	bool form, annotations, encryption, pdfa;
	int pages;
	struct seen seen;
};

static void refuse(struct job *j, const char *reason)
{
	if (!j->reason)
		j->reason = reason;
}

static bool refuse_fault(struct job *j, enum qp_fault f)
{
	if (f == QP_FINE)
		return false;
	refuse(j, f == QP_PASSWORD ? "password" : f == QP_MEMORY ? "too_complex" : "damaged");
	return true;
}

/* --- looking ------------------------------------------------------------------ */

static bool key_in(struct qp *q, qp_obj o, const char *key, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		if (qp_key_is(q, o, key, names[i]))
			return true;
	return false;
}

/* Addresses that a viewer would run or open instead of visiting. */
static bool bad_address(struct qp *q, qp_obj action)
{
	static const char *const good[] = { "http:", "https:", "mailto:" };
	qp_obj u = qp_key(q, action, "/URI");
	struct bytes b = qp_string(q, u);
	bool bad = b.n > 0;
	for (size_t i = 0; i < 3 && bad; i++)
		bad = !(b.n >= strlen(good[i]) &&
			!strncasecmp((const char *)b.p, good[i], strlen(good[i])));
	/* Relative addresses ("www.example.jp") are harmless: they are dropped as actions. */
	bool runs = bad && (b.n > 5) &&
		    (!strncasecmp((const char *)b.p, "javas", 5) ||
		     !strncasecmp((const char *)b.p, "data:", 5) ||
		     !strncasecmp((const char *)b.p, "vbscr", 5));
	qp_release(q, u);
	return runs;
}

static void look_at_layers(struct qp *q, qp_obj o, struct seen *s)
{
	static const char *const inverse[] = { "/AllOff", "/AnyOff", NULL };
	static const char *const uses[][2] = {
		{ "/View", "/ViewState" }, { "/Print", "/PrintState" }, { "/Export", "/ExportState" }
	};
	if (qp_key_is(q, o, "/Type", "/OCMD") &&
	    (qp_has(q, o, "/VE") || key_in(q, o, "/P", inverse)))
		s->hidden = true;
	if (!qp_key_is(q, o, "/Type", "/OCG"))
		return;
	qp_obj usage = qp_key(q, o, "/Usage");
	for (size_t i = 0; i < 3; i++) {
		qp_obj u = qp_key(q, usage, uses[i][0]);
		if (qp_key_is(q, u, uses[i][1], "/OFF"))
			s->hidden = true;
		qp_release(q, u);
	}
	qp_release(q, usage);
}

static void look(struct qp *q, qp_obj o, void *ctx)
{
	static const char *const acts[] = { "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR",
					    "/GoToE", "/Hide", "/SetOCGState", NULL };
	static const char *const media[] = { "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D", NULL };
	struct seen *s = ctx;
	s->script |= qp_key_is(q, o, "/S", "/JavaScript") || qp_has(q, o, "/JS");
	s->launch |= qp_key_is(q, o, "/S", "/Launch") || bad_address(q, o);
	s->action |= key_in(q, o, "/S", acts);
	s->media |= key_in(q, o, "/Subtype", media) && qp_has(q, o, "/Rect");
	s->attachment |= qp_has(q, o, "/EF") || qp_has(q, o, "/EmbeddedFiles");
	s->xfa |= qp_has(q, o, "/XFA");
	s->signature |= qp_has(q, o, "/ByteRange") ||
			(qp_key_is(q, o, "/FT", "/Sig") && qp_has(q, o, "/V"));
	look_at_layers(q, o, s);
	if (qp_type(q, o) != QP_STREAM)
		return;
	s->external |= qp_has(q, o, "/F");
	if (s->decode && !s->lost)
		s->lost = !qp_stream_decodes(q, o);
}

static void judge_layers(struct job *j)
{
	struct qp *q = j->q;
	qp_obj oc = qp_key(q, qp_root(q), "/OCProperties");
	qp_obj d = qp_key(q, oc, "/D"), off = qp_key(q, d, "/OFF");
	bool base = qp_has(q, d, "/BaseState") && !qp_key_is(q, d, "/BaseState", "/ON");
	if (qp_count(q, off) > 0 || base || j->seen.hidden)
		refuse(j, "layers");
}

static void judge_catalog(struct job *j)
{
	struct qp *q = j->q;
	qp_obj root = qp_root(q), perms = qp_key(q, root, "/Perms");
	qp_obj form = qp_key(q, root, "/AcroForm"), meta = qp_key(q, root, "/Metadata");
	qp_obj xfa = qp_key(q, form, "/XFA"), fields = qp_key(q, form, "/Fields");
	if (j->seen.signature || qp_type(q, perms) == QP_DICT)
		refuse(j, "signed");
	if (qp_type(q, xfa) != QP_NULL || j->seen.xfa)
		refuse(j, "xfa");
	if (j->seen.external)
		refuse(j, "external");
	/* Honest forms carry scripts; a script in a file that also had to be
	 * repaired, or one that starts programs, is no honest form. */
	if (j->seen.launch || (j->seen.script && j->repaired))
		refuse(j, "active");
	judge_layers(j);
	j->form = qp_count(q, fields) > 0;
	j->pdfa = qp_stream_has(q, meta, "pdfaid");
}

/* --- pages --------------------------------------------------------------------- */

/* Inherited along /Parent, as field attributes are (ISO 32000-1 §12.7.3.1). */
static qp_obj field_key(struct qp *q, qp_obj field, const char *key)
{
	qp_obj at = field;
	for (int depth = 0; depth < 32 && !qp_has(q, at, key); depth++)
		at = qp_key(q, at, "/Parent");
	return qp_key(q, at, key);
}

/* A text field with a value and no appearance is shown by viewers, but would
 * be lost by flattening; libqpdf can make looks for ASCII only. */
static void judge_widget(struct job *j, qp_obj w)
{
	struct qp *q = j->q;
	const char *type = qp_name(q, field_key(q, w, "/FT"));
	if (strcmp(type, "/Tx") && strcmp(type, "/Ch"))
		return;
	struct bytes v = qp_string(q, field_key(q, w, "/V"));
	bool ascii = true;
	for (size_t i = 0; i < v.n; i++)
		ascii = ascii && v.p[i] >= 0x20 && v.p[i] < 0x7F;
	qp_obj n = qp_key(q, qp_key(q, w, "/AP"), "/N");
	if (!v.n || qp_type(q, n) == QP_STREAM) {
		j->spoils |= v.n && !ascii;
		return;
	}
	if (ascii)
		j->generate = true;
	else
		refuse(j, "too_complex");
}

static void judge_annotations(struct job *j, qp_obj page)
{
	struct qp *q = j->q;
	qp_obj annots = qp_key(q, page, "/Annots");
	for (int i = 0, n = qp_count(q, annots); i < n && !j->reason; i++) {
		qp_obj a = qp_item(q, annots, i);
		bool widget = qp_key_is(q, a, "/Subtype", "/Widget");
		if (widget)
			judge_widget(j, a);
		if (widget || !qp_key_is(q, a, "/Subtype", "/Link"))
			j->flatten = true;
		if (!widget && !qp_key_is(q, a, "/Subtype", "/Link") &&
		    !qp_key_is(q, a, "/Subtype", "/Popup"))
			j->annotations = true;
		qp_release(q, a);
	}
}

static void judge_box(struct job *j, qp_obj page, const char *key, double unit)
{
	struct qp *q = j->q;
	qp_obj box = qp_key(q, page, key);
	double at[4];
	if (qp_type(q, box) == QP_NULL && strcmp(key, "/MediaBox"))
		return;
	if (qp_count(q, box) != 4) {
		refuse(j, "page_size");
		return;
	}
	for (int i = 0; i < 4; i++)
		at[i] = qp_number(q, qp_item(q, box, i)) * unit;
	double w = at[2] > at[0] ? at[2] - at[0] : at[0] - at[2];
	double h = at[3] > at[1] ? at[3] - at[1] : at[1] - at[3];
	if (!(w >= 3 && h >= 3 && w <= MAX_UNITS && h <= MAX_UNITS))
		refuse(j, "page_size");
}

/* In a repaired file a reference to nothing may be lost content. */
static void judge_contents(struct job *j, qp_obj page)
{
	struct qp *q = j->q;
	qp_obj c = qp_key(q, page, "/Contents");
	if (j->repaired && qp_dangling(q, c))
		j->seen.lost = true;
	for (int i = 0, n = qp_count(q, c); i < n; i++) {
		qp_obj part = qp_item(q, c, i);
		if (j->repaired && qp_dangling(q, part))
			j->seen.lost = true;
		if (qp_type(q, part) == QP_STREAM && !qp_stream_decodes(q, part))
			j->seen.lost = true;
		qp_release(q, part);
	}
	if (qp_type(q, c) == QP_STREAM && !qp_stream_decodes(q, c))
		j->seen.lost = true;
	if (j->repaired && qp_dangling(q, qp_key(q, page, "/Resources")))
		j->seen.lost = true;
}

static void judge_pages(struct job *j)
{
	struct qp *q = j->q;
	qp_settle_pages(q);
	for (int i = 0; i < j->pages && !j->reason; i++) {
		qp_obj page = qp_page(q, i);
		if (qp_type(q, page) != QP_DICT) {
			refuse(j, "damaged");
			return;
		}
		double unit = qp_number(q, qp_key(q, page, "/UserUnit"));
		judge_box(j, page, "/MediaBox", unit > 0 ? unit : 1);
		judge_box(j, page, "/CropBox", unit > 0 ? unit : 1);
		judge_contents(j, page);
		judge_annotations(j, page);
	}
	/* Once one value needs looks, libqpdf makes them for all fields and would
	 * spoil those beyond ASCII. */
	if (j->generate && j->spoils)
		refuse(j, "too_complex");
	if (j->seen.lost || qp_harm(q) == QP_LOST)
		refuse(j, "damaged");
}

/* --- cleaning ------------------------------------------------------------------- */

static bool plain_action(struct qp *q, qp_obj a)
{
	if (qp_has(q, a, "/Next") || qp_has(q, a, "/JS"))
		return false;
	if (qp_key_is(q, a, "/S", "/GoTo"))
		return true;
	qp_obj u = qp_key(q, a, "/URI");
	struct bytes b = qp_string(q, u);
	const char *p = (const char *)b.p;
	bool good = (b.n > 7 && !strncasecmp(p, "http://", 7)) ||
		    (b.n > 8 && !strncasecmp(p, "https://", 8)) ||
		    (b.n > 7 && !strncasecmp(p, "mailto:", 7));
	qp_release(q, u);
	return good && qp_key_is(q, a, "/S", "/URI");
}

/* Every dictionary that stays loses what acts by itself. */
static void strip(struct qp *q, qp_obj o, void *ctx)
{
	static const char *const never[] = { "/AA", "/JS", "/PA", "/AF", "/EF", "/PieceInfo", "/OC" };
	(void)ctx;
	qp_obj a = qp_key(q, o, "/A");
	/* A structure element's /A has no /S: it is no action. */
	if ((qp_type(q, a) == QP_DICT && qp_has(q, a, "/S")) && !plain_action(q, a))
		qp_drop(q, o, "/A");
	qp_release(q, a);
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (qp_has(q, o, never[i]))
			qp_drop(q, o, never[i]);
}

static void strip_catalog(struct qp *q, bool form)
{
	static const char *const keep[] = { "/Type", "/Pages", "/Outlines", "/Names", "/Dests",
					    "/PageLabels", "/PageMode", "/PageLayout",
					    "/ViewerPreferences", "/StructTreeRoot", "/MarkInfo",
					    "/Lang", "/OutputIntents", NULL, NULL };
	static const char *const names[] = { "/Dests", NULL };
	static const char *const trailer[] = { "/Root", "/Info", "/ID", "/Size", NULL };
	const char *list[sizeof keep / sizeof *keep];
	memcpy(list, keep, sizeof keep);
	if (form)
		list[sizeof keep / sizeof *keep - 2] = "/AcroForm";
	qp_keep_only(q, qp_root(q), list);
	qp_keep_only(q, qp_key(q, qp_root(q), "/Names"), names);
	qp_keep_only(q, qp_trailer(q), trailer);
}

static void strip_page(struct qp *q, qp_obj page, const char *aside)
{
	const char *const keep[] = { "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox",
				     "/BleedBox", "/TrimBox", "/ArtBox", "/Contents", "/Rotate",
				     "/Group", "/Annots", "/Tabs", "/StructParents", "/UserUnit",
				     aside, NULL };
	static const char *const link[] = { "/Type", "/Subtype", "/Rect", "/Border", "/C", "/H",
					    "/QuadPoints", "/Dest", "/A", "/F", "/P", "/StructParent",
					    "/BS", "/NM", NULL };
	qp_keep_only(q, page, keep);
	qp_obj annots = qp_key(q, page, "/Annots");
	for (int i = 0, n = qp_count(q, annots); i < n; i++) {
		qp_obj a = qp_item(q, annots, i);
		if (qp_key_is(q, a, "/Subtype", "/Link"))
			qp_keep_only(q, a, link);
		qp_release(q, a);
	}
}

/* Links leave /Annots before the job and come back after it. */
static void put_links_aside(struct qp *q, qp_obj page)
{
	qp_obj annots = qp_key(q, page, "/Annots"), links = qp_new_array(q), rest = qp_new_array(q);
	for (int i = 0, n = qp_count(q, annots); i < n; i++) {
		qp_obj a = qp_item(q, annots, i);
		qp_append(q, qp_key_is(q, a, "/Subtype", "/Link") ? links : rest, a);
	}
	qp_put(q, page, "/Annots", rest);
	qp_put(q, page, ASIDE, links);
}

static void put_links_back(struct qp *q, qp_obj page)
{
	qp_obj links = qp_key(q, page, ASIDE);
	if (qp_count(q, links))
		qp_put(q, page, "/Annots", links);
	else
		qp_drop(q, page, "/Annots");
	qp_drop(q, page, ASIDE);
}

/* --- the job --------------------------------------------------------------------- */

struct file {
	const unsigned char *p;
	size_t n;
};

static bool map_file(int fd, struct file *f)
{
	int64_t n = file_size(fd);
	f->p = n > 0 ? mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	f->n = n > 0 ? (size_t)n : 0;
	return f->p != MAP_FAILED;
}

static void clean(struct job *j)
{
	struct qp *q = j->q;
	strip_catalog(q, j->flatten);
	for (int i = 0; i < j->pages; i++) {
		qp_obj page = qp_page(q, i);
		strip_page(q, page, NULL);
		if (j->flatten)
			put_links_aside(q, page);
		qp_release(q, page);
	}
	if (!qp_walk(q, qp_trailer(q), strip, NULL))
		refuse(j, "too_complex");
	if (j->flatten) /* tells the job whether the looks that are there may be used */
		qp_put(q, qp_key(q, qp_root(q), "/AcroForm"), "/NeedAppearances",
		       qp_new_bool(q, j->generate));
}

/* The cleaned file lies in SCRATCH1: draw, put the links back, write. */
static void draw_annotations(struct job *j)
{
	struct file f;
	enum qp_fault fault;
	qp_close(j->q);
	j->q = NULL;
	if (refuse_fault(j, qp_flatten("/dev/fd/5", "/dev/fd/6", j->generate)))
		return;
	if (!map_file(SCRATCH2, &f)) {
		refuse(j, "too_complex");
		return;
	}
	j->q = qp_open(f.p, f.n, &fault);
	if (!j->q) {
		refuse_fault(j, fault);
		return;
	}
	if (qp_pages(j->q) != j->pages)
		refuse(j, "damaged");
	strip_catalog(j->q, false);
	for (int i = 0; i < j->pages && !j->reason; i++) {
		qp_obj page = qp_page(j->q, i);
		strip_page(j->q, page, ASIDE);
		put_links_back(j->q, page);
		qp_release(j->q, page);
	}
	if (!qp_walk(j->q, qp_trailer(j->q), strip, NULL))
		refuse(j, "too_complex");
	if (!j->reason)
		refuse_fault(j, qp_write(j->q, "/dev/fd/4", true));
}

static void judge_open(struct job *j, int64_t max_pages)
{
	struct qp *q = j->q;
	if (qp_encrypted(q)) {
		if (!qp_user_opens("/dev/fd/3"))
			refuse(j, "password");
		else if (!qp_permits_all(q))
			refuse(j, "restricted");
		j->encryption = true;
	}
	j->pages = qp_pages(q);
	if (refuse_fault(j, qp_fault(q)))
		return;
	if (j->pages <= 0)
		refuse(j, j->pages ? "damaged" : "no_pages");
	else if (j->pages > max_pages)
		refuse(j, "too_many_pages");
	j->repaired = qp_harm(q) != QP_WHOLE;
	j->seen.decode = j->repaired;
	if (!j->reason && !qp_walk(q, qp_trailer(q), look, &j->seen))
		refuse(j, "too_complex");
	j->repaired = qp_harm(q) != QP_WHOLE; /* more may have come up on the way */
	if (!j->reason)
		judge_catalog(j);
	if (!j->reason)
		judge_pages(j);
	if (!j->reason)
		refuse_fault(j, qp_fault(q));
}

static void judge(struct job *j, int64_t max_pages)
{
	struct file f;
	enum qp_fault fault;
	const unsigned char *head = NULL;
	if (map_file(IN, &f))
		head = memmem(f.p, f.n < 1024 ? f.n : 1024, "%PDF-", 5);
	if (!head) {
		refuse(j, "not_pdf");
		return;
	}
	j->q = qp_open(f.p, f.n, &fault);
	if (!j->q) {
		refuse_fault(j, fault);
		return;
	}
	judge_open(j, max_pages);
	if (!j->reason)
		clean(j);
	if (!j->reason)
		refuse_fault(j, qp_write(j->q, j->flatten ? "/dev/fd/5" : "/dev/fd/4", true));
	if (!j->reason && j->flatten)
		draw_annotations(j);
	/* libqpdf skips bytes before the header without a word. */
	j->repaired |= head != f.p;
	qp_close(j->q);
}

static void answer_judged(const struct job *j, struct msg *m)
{
	const struct {
		bool yes;
		const char *word;
	} removed[] = {
		{ j->seen.script, "scripts" },         { j->seen.attachment, "attachments" },
		{ j->form, "form" },                   { j->seen.action, "actions" },
		{ j->annotations, "annotations" },     { j->seen.media, "media" },
		{ j->encryption, "encryption" },       { j->pdfa, "metadata" },
	};
	if (j->reason) {
		msg_puts(m, "verdict", "refuse");
		msg_puts(m, "reason", j->reason);
		return;
	}
	msg_puts(m, "verdict", j->repaired ? "repaired" : "accept");
	for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
		if (removed[i].yes)
			msg_puts(m, "removed", removed[i].word);
	msg_puti(m, "pages", j->pages);
	msg_puti(m, "bytes", file_size(OUT));
}

static void settle(struct msg *m)
{
	struct file f;
	enum qp_fault fault = QP_DAMAGED;
	struct qp *q = map_file(IN, &f) ? qp_open(f.p, f.n, &fault) : NULL;
	if (q && qp_harm(q) == QP_WHOLE)
		fault = qp_write(q, "/dev/fd/4", false);
	else if (q)
		fault = QP_DAMAGED;
	if (fault || qp_harm(q) != QP_WHOLE) {
		msg_puts(m, "error", err_word(BROKEN));
		msg_puts(m, "why", fault == QP_MEMORY ? "too_complex" : "damaged");
	} else {
		msg_puti(m, "bytes", file_size(OUT));
	}
	qp_close(q);
}

static void prepare_last_words(bool judging, struct buf *frame)
{
	struct msg m;
	msg_init(&m, 256);
	msg_puts(&m, judging ? "verdict" : "error", judging ? "refuse" : err_word(RETRY));
	msg_puts(&m, judging ? "reason" : "why", "too_slow");
	buf_init(frame, 512);
	msg_frame(&m, frame);
	msg_clear(&m);
	jail_last_words(frame->p, frame->n, 17);
}

int main(void)
{
	struct msg ask, answer;
	struct buf frame;
	char op[16];
	int64_t max_pages = 0;
	struct job j = { .reason = NULL };
	log_open("intake");
	jail_limit(&cage);
	if (memfd_create("a", MFD_CLOEXEC) != SCRATCH1 || memfd_create("b", MFD_CLOEXEC) != SCRATCH2)
		log_die("scratch", "no memfd");
	jail_lock(&cage);
	msg_init(&ask, 4096);
	msg_init(&answer, 4096);
	if (msg_read(0, &ask, 5 * SECOND) || msg_text(&ask, "op", op, sizeof op))
		log_die("ask", "bad request");
	bool judging = !strcmp(op, "judge");
	if ((judging && msg_geti(&ask, "max_pages", 1, 1000000, &max_pages)) ||
	    (!judging && strcmp(op, "settle")))
		log_die("ask", "bad request");
	prepare_last_words(judging, &frame);
	if (judging) {
		judge(&j, max_pages);
		answer_judged(&j, &answer);
	} else {
		settle(&answer);
	}
	if (msg_write(1, &answer))
		log_die("answer", "not written");
	return 0;
}
