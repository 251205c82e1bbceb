/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages on demand. Knows the cache and the picture child; parses no PDF and
 * believes nothing the child says about sizes without a range. */
#include "office/pages.h"

#include "office/tool.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FACTS_MAX ((size_t)48 << 20)
#define RUN 4 /* pages that one run of the child draws */
/* A worker of the pages is held for all three at most. Upload proved the whole
 * file at the smallest width, so what takes longer is no honest page. */
#define TURN_WAIT (3 * SECOND)
#define RUN_WAIT (4 * SECOND)
#define PAGE_WAIT (6 * SECOND)
#define FACTS_TURN_WAIT (10 * SECOND) /* nothing can be read without them */
#define SLOW_AGE (10 * MINUTE) /* a busy machine is no property of a page */
#define SIDE_MIN 1.0
#define SIDE_MAX 20000.0
#define HEIGHT_MAX 20000 /* px of a shown picture */

static const int widths[] = PAGES_WIDTHS;
#define WIDTHS (sizeof widths / sizeof *widths)

const unsigned char *pages_hash(const struct contract *c, const struct paper *f)
{
	return c->state == CONTRACT_DRAFT ? f->clean : f->base;
}

int64_t pages_count(const struct contract *c)
{
	int64_t n = 0;
	for (size_t i = 0; i < c->n_papers; i++)
		n += c->papers[i].pages;
	return n;
}

enum err pages_find(const struct contract *c, int64_t n, size_t *paper_r, int64_t *page_r)
{
	if (n < 1)
		return MISSING;
	for (size_t i = 0; i < c->n_papers; i++) {
		if (n <= c->papers[i].pages) {
			*paper_r = i;
			*page_r = n;
			return OK;
		}
		n -= c->papers[i].pages;
	}
	return MISSING;
}

enum err pages_width(const char *w, int *width_r)
{
	char name[32];
	for (size_t i = 0; i < WIDTHS; i++) {
		int n = snprintf(name, sizeof name, "%d", widths[i]);
		if (strncmp(w, name, (size_t)n))
			continue;
		const char *rest = w + n;
		if (*rest == '-') /* a mark: another address for another picture */
			rest += 1 + strspn(rest + 1, "0123456789abcdef");
		*width_r = widths[i];
		return str_eq(rest, ".png") ? OK : INVALID;
	}
	return INVALID;
}

/* Many front pages may ask for the same file at once: one draws, the others
 * wait and find it done. Who gets no turn must not draw: a slow page would take
 * every worker. The turn ends with close. */
enum err pages_turn(const struct conf *conf, const unsigned char sha[32], int64_t wait, int *turn_r)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/work/draw.%x", conf->var, sha[0] & 15);
	enum err e = file_open(AT_FDCWD, path, O_RDWR | O_CREAT, 0600, turn_r);
	if (e)
		return e == RETRY ? RETRY : BROKEN;
	e = file_lock(*turn_r, false, wait);
	if (e)
		close(*turn_r);
	return e;
}

/* A file that the child refused stays refused: no page pays for trying again. */
static void note_refused(const struct conf *conf, const unsigned char sha[32], const char *why)
{
	struct msg m;
	msg_init(&m, 256);
	msg_puts(&m, "why", why);
	if (vault_facts_put(conf, sha, buf_bytes(&m.b)))
		log_line("picture.facts", "refusal not kept");
	msg_clear(&m);
}

static enum err draw(const struct conf *conf, struct arena *a, const unsigned char sha[32],
		     int64_t first, int64_t last, int width, int64_t wait, const char **why_r)
{
	const char *why = "";
	bool facts = !width;
	int fd = -1;
	*why_r = "";
	enum err e = vault_open(conf, sha, &fd);
	if (e)
		return e;
	e = tool_draw(conf, a, fd, sha, (int)first, (int)last, &width, width ? 1 : 0, facts,
		      wait, &why);
	close(fd);
	*why_r = why;
	if (e)
		log_line("picture.failed", "error=%s why=%s first=%lld", err_word(e), why,
			 (long long)first);
	if (e == INVALID && facts)
		note_refused(conf, sha, why);
	return e;
}

/* "PAGE W H" */
static bool read_size(struct bytes v, int64_t pages, struct page_fact *facts)
{
	char text[100], *end;
	if (v.n >= sizeof text)
		return false;
	memcpy(text, v.p, v.n);
	text[v.n] = 0;
	long page = strtol(text, &end, 10);
	double w = strtod(end, &end), h = strtod(end, &end);
	if (*end || page < 1 || page > pages || !(w >= SIDE_MIN && w <= SIDE_MAX) ||
	    !(h >= SIDE_MIN && h <= SIDE_MAX))
		return false;
	facts[page - 1].width = w;
	facts[page - 1].height = h;
	return true;
}

/* "PAGE\n<text>" */
static bool read_text(struct arena *a, struct bytes v, int64_t pages, struct page_fact *facts)
{
	const unsigned char *nl = v.n ? memchr(v.p, '\n', v.n < 10 ? v.n : 10) : NULL;
	int64_t page;
	if (!nl || str_to_int(arena_strn(a, v.p, (size_t)(nl - v.p)), 1, pages, &page))
		return false;
	size_t n = v.n - (size_t)(nl + 1 - v.p);
	if (!str_is_xml_text(nl + 1, n))
		return false;
	facts[page - 1].text = arena_strn(a, nl + 1, n);
	return true;
}

enum known { UNKNOWN, KNOWN, REFUSED };

static enum known read_facts(const struct conf *conf, struct arena *a, const unsigned char sha[32],
		       int64_t pages, struct page_fact *facts)
{
	struct msg m;
	struct bytes k, v;
	int64_t sizes = 0;
	bool good = true, refused = false;
	msg_init(&m, FACTS_MAX);
	if (vault_facts_read(conf, sha, &m.b) || m.b.over)
		good = false;
	for (size_t at = 0; good && msg_next(&m, &at, &k, &v);) {
		if (k.n == 4 && !memcmp(k.p, "size", 4)) {
			good = read_size(v, pages, facts);
			sizes++;
		} else if (k.n == 4 && !memcmp(k.p, "text", 4)) {
			good = read_text(a, v, pages, facts);
		}
		refused |= k.n == 3 && !memcmp(k.p, "why", 3);
	}
	msg_clear(&m);
	return good && sizes == pages ? KNOWN : refused ? REFUSED : UNKNOWN;
}

struct page_fact *pages_facts(const struct conf *conf, struct arena *a, const struct contract *c,
			      const struct paper *f, bool *known_r)
{
	struct page_fact *facts = arena_new_array(a, struct page_fact, (size_t)f->pages + 1);
	const unsigned char *sha = pages_hash(c, f);
	enum known k = read_facts(conf, a, sha, f->pages, facts);
	if (k == UNKNOWN) {
		const char *why;
		int turn = -1;
		bool mine = pages_turn(conf, sha, FACTS_TURN_WAIT, &turn) == OK;
		k = read_facts(conf, a, sha, f->pages, facts);
		if (mine && k == UNKNOWN &&
		    draw(conf, a, sha, 1, f->pages, 0, TOOL_WAIT, &why) == OK)
			k = read_facts(conf, a, sha, f->pages, facts);
		if (mine)
			close(turn);
	}
	*known_r = k == KNOWN;
	for (int64_t i = 0; i < f->pages; i++)
		if (!*known_r || !facts[i].text)
			facts[i] = (struct page_fact){ facts[i].width, facts[i].height, "" };
	for (int64_t i = 0; i < f->pages; i++)
		if (facts[i].width <= 0 || facts[i].height <= 0)
			facts[i] = (struct page_fact){ 595, 842, facts[i].text };
	return facts;
}

/* Whether the note in place of a picture still holds: what took too long once
 * is tried again after a while, what cannot be drawn never. */
static bool holds(int fd)
{
	char why[64] = "";
	struct stat st;
	if (pread(fd, why, sizeof why - 1, 1) < 0 || fstat(fd, &st))
		return false;
	return (!str_eq(why, "too_slow") && !str_eq(why, "no_answer")) ||
	       clock_now() - st.st_mtim.tv_sec * SECOND < SLOW_AGE;
}

enum err pages_cached(const struct conf *conf, const unsigned char sha[32], int64_t page,
		      int width, int *fd_r, const char **type_r)
{
	char kind = 0;
	enum err e = vault_picture_open(conf, sha, (int)page, width, fd_r);
	if (e)
		return e;
	if (pread(*fd_r, &kind, 1, 0) != 1 || (kind != 'p' && kind != 'j')) {
		e = kind == 'x' && holds(*fd_r) ? INVALID : MISSING; /* damaged: drawn again */
		close(*fd_r);
		return e;
	}
	*type_r = kind == 'j' ? "image/jpeg" : "image/png";
	return OK;
}

/* How far one run may go: up to the page before one that is known to fail. */
static int64_t run_end(const struct conf *conf, const unsigned char sha[32], int64_t page,
		       int64_t pages, int width)
{
	int64_t last = page;
	while (last < pages && last < page + RUN - 1) {
		const char *type;
		int fd = -1;
		enum err e = pages_cached(conf, sha, last + 1, width, &fd, &type);
		if (!e)
			close(fd);
		if (e == INVALID)
			break;
		last++;
	}
	return last;
}

/* With the turn. MISSING: the file is gone. INVALID: it cannot be drawn, noted. */
static enum err draw_picture(const struct conf *conf, struct arena *a, const unsigned char sha[32],
			     int64_t page, int64_t pages, int width, int *fd_r,
			     const char **type_r)
{
	const char *why;
	int64_t last = run_end(conf, sha, page, pages, width);
	enum err e = last > page ? draw(conf, a, sha, page, last, width, RUN_WAIT, &why) : INVALID;
	if (e && e != MISSING) /* a bad neighbour must not hide this page */
		e = draw(conf, a, sha, page, page, width, PAGE_WAIT, &why);
	if (!e) {
		e = pages_cached(conf, sha, page, width, fd_r, type_r);
		if (e != MISSING)
			return e;
		why = "no_answer"; /* the child knows no such page */
	} else if (!*why) {
		return e; /* the file could not be opened */
	}
	if (vault_picture_refuse(conf, sha, (int)page, width, why))
		log_line("picture.note", "refusal not kept");
	return INVALID;
}

enum err pages_picture(const struct conf *conf, struct arena *a, const struct contract *c,
		       int64_t n, int width, int *fd_r, const char **type_r)
{
	size_t paper;
	int64_t page;
	enum err e = pages_find(c, n, &paper, &page);
	if (e)
		return e;
	const struct paper *f = &c->papers[paper];
	const unsigned char *sha = pages_hash(c, f);
	e = pages_cached(conf, sha, page, width, fd_r, type_r);
	if (e != MISSING)
		return e;
	int turn = -1;
	e = pages_turn(conf, sha, TURN_WAIT, &turn);
	if (e)
		return e;
	e = pages_cached(conf, sha, page, width, fd_r, type_r);
	if (e == MISSING)
		e = draw_picture(conf, a, sha, page, f->pages, width, fd_r, type_r);
	close(turn);
	return e;
}

/* How many bytes of text. */
static int64_t add_text(struct xnode *leaf, struct arena *a, const char *text)
{
	char *line = arena_str(a, text), *next;
	for (; line; line = next) {
		if ((next = strchr(line, '\n')))
			*next++ = 0;
		if (line[strspn(line, " \t\r\f")])
			xdoc_add_text(leaf, "l", line);
	}
	return (int64_t)strlen(text);
}

static int64_t add_leaf(struct xnode *parent, struct arena *a, const struct page_fact *fact, int64_t n,
		     int64_t file, int64_t i)
{
	struct xnode *leaf = xdoc_add(parent, "leaf");
	double height = PAGES_SHOWN * fact->height / fact->width;
	xdoc_attr_int(leaf, "n", n);
	xdoc_attr_int(leaf, "file", file);
	xdoc_attr_int(leaf, "i", i);
	xdoc_attr_flag(leaf, "begins", i == 1);
	xdoc_attr_int(leaf, "width", PAGES_SHOWN);
	xdoc_attr_int(leaf, "height",
		      height < 1 ? 1 : height > HEIGHT_MAX ? HEIGHT_MAX : (int64_t)(height + 0.5));
	xdoc_attr_flag(leaf, "scan", !fact->text[strspn(fact->text, " \t\r\n\f")]);
	return add_text(leaf, a, fact->text);
}

int64_t pages_present(struct xnode *parent, const struct conf *conf, struct arena *a,
		   const struct contract *c, int64_t first, int64_t last)
{
	int64_t before = 0, text = 0;
	for (size_t p = 0; p < c->n_papers; p++) {
		const struct paper *f = &c->papers[p];
		struct page_fact *facts = NULL;
		bool known;
		for (int64_t i = 1; i <= f->pages; i++) {
			if (before + i < first || before + i > last)
				continue;
			if (!facts)
				facts = pages_facts(conf, a, c, f, &known);
			text += add_leaf(parent, a, &facts[i - 1], before + i, (int64_t)p + 1, i);
		}
		before += f->pages;
	}
	return text;
}
