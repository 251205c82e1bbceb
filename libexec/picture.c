/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Limited child: pictures and text of a PDF's pages. Descriptor 3: the PDF;
 * 4: a scratch file that gets the pictures one after the other.
 *
 * op=draw, first, last (from 1; last beyond the end means the end), width* (px),
 * text=0|1, seconds? (1…17: too_slow after them) → pages, then for each page size="PAGE W H" (points),
 * pic="PAGE WIDTH HEIGHT png|jpeg OFFSET LENGTH", text="PAGE\n…". Known
 * failures: error, why=needs_password|cannot_draw|too_slow, page.
 * clip*="NUMBER WIDTH X Y W H" (1/100 mm from the upper left corner, with one page):
 * → cut="NUMBER WIDTH HEIGHT png|jpeg OFFSET LENGTH" for each, in order.
 *
 * op=blanks, first, last, seconds? → pages, then blank="PAGE KIND X Y W H LABEL"
 * for each place where something is to be filled in (picturing/blanks.h), in
 * 1/100 mm from the upper left corner of the page as shown; KIND text, lines,
 * date, check or round; LABEL may be empty. line="PAGE BASE": where a line of
 * text stands, from above. A page without readable text has none. */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "picturing/blanks.h"
#include "picturing/clip.h"
#include "picturing/encode.h"
#include "port/jail.h"
#include "port/mupdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { IN = 3, OUT = 4 };
#define FILE_MOST ((size_t)256 << 20)
#define MAX_PIXELS ((size_t)16 << 20) /* of one picture: 48 MB while drawing */
#define MAX_WIDTHS 8
#define MAX_SECONDS 17
#define MAX_TEXT 65536 /* bytes of one page's text */

static const struct jail cage = {
	.memory = 512 * JAIL_MB, /* 48 MB is too little for a plain page */
	.cpu = 16,
	.output = 512 << 20,
	.fds = 5,
};

/* --- the job -------------------------------------------------------------------------- */

struct job {
	struct mu *mu;
	int64_t first, last, seconds, width[MAX_WIDTHS];
	struct clip clip[CLIPS];
	int widths, clips;
	bool text, blanks;
	int64_t offset;
	struct buf words; /* last words: a frame */
	struct msg answer;
};

static void fail(struct msg *m, const char *why, int64_t page)
{
	msg_clear(m);
	msg_init(m, 16 << 20);
	msg_puts(m, "error", err_word(!strcmp(why, "too_slow") ? RETRY : INVALID));
	msg_puts(m, "why", why);
	if (page)
		msg_puti(m, "page", page);
}

static void say_if_late(struct job *j, int64_t page, unsigned wall)
{
	struct msg m;
	struct buf frame;
	msg_init(&m, 256);
	fail(&m, "too_slow", page);
	buf_init(&frame, 512);
	msg_frame(&m, &frame);
	jail_last_words(frame.p, frame.n, wall);
	buf_clear(&j->words); /* only now does nobody point into it */
	j->words = frame;
	msg_clear(&m);
}

/* Into the scratch file, and told under `key`. */
static void put_picture(struct job *j, const char *key, int64_t number, struct pixels *px)
{
	struct buf file;
	char line[128];
	const char *kind;
	buf_init(&file, 64 << 20);
	enum err e = encode_picture(px, &file, &kind);
	free(px->rgb);
	if (e || lseek(OUT, j->offset, SEEK_SET) != j->offset ||
	    file_write_all(OUT, file.p, file.n))
		log_die("write", "%s=%lld", key, (long long)number);
	snprintf(line, sizeof line, "%lld %d %d %s %lld %zu", (long long)number, px->w, px->h, kind,
		 (long long)j->offset, file.n);
	msg_puts(&j->answer, key, line);
	j->offset += (int64_t)file.n;
	buf_clear(&file);
}

static bool draw_pictures(struct job *j, int64_t page)
{
	struct pixels px;
	for (int i = 0; i < j->widths; i++) {
		if (mu_draw(j->mu, (int)j->width[i], MAX_PIXELS, &px.rgb, &px.w, &px.h))
			return false;
		put_picture(j, "pic", page, &px);
	}
	for (int i = 0; i < j->clips; i++) {
		const struct clip *c = &j->clip[i];
		if (mu_draw_part(j->mu, c->at, (int)c->width, MAX_PIXELS, &px.rgb, &px.w, &px.h))
			return false;
		put_picture(j, "cut", c->number, &px);
	}
	return true;
}

static int hundredths(float points) /* 1/100 mm */
{
	return (int)(points * 2540 / 72 + 0.5f);
}

/* Baselines of the page's text, each once, from above. */
static void say_lines(struct job *j, int64_t page, const struct scene *s)
{
	int last = -1000000;
	for (size_t i = 0; i < s->n; i++) {
		int base = hundredths(s->t[i].base);
		if (base < 0 || abs(base - last) < 50)
			continue;
		char line[64];
		snprintf(line, sizeof line, "%lld %d", (long long)page, base);
		msg_puts(&j->answer, "line", line);
		last = base;
	}
}

/* A page that cannot be read has no blanks; another may have some. */
static bool find_blanks(struct job *j, int64_t page)
{
	static struct blank all[BLANKS];
	struct mu_layout layout;
	struct scene s;
	double w, h;
	char line[LABEL + 128];
	say_if_late(j, page, 0);
	if (mu_page(j->mu, (int)page, &w, &h))
		return true;
	enum err e = mu_layout(j->mu, &layout);
	scene_make(&s, &layout, w, h);
	size_t n = e ? 0 : blanks_find(&s, all);
	for (size_t i = 0; i < n; i++) {
		const struct blank *b = &all[i];
		snprintf(line, sizeof line, "%lld %s %d %d %d %d %s", (long long)page, b->kind,
			 hundredths(b->x), hundredths(b->y), hundredths(b->w), hundredths(b->h),
			 b->label);
		msg_puts(&j->answer, "blank", line);
	}
	if (!e)
		say_lines(j, page, &s);
	scene_clear(&s);
	mu_layout_clear(&layout);
	return true;
}

static bool draw_page(struct job *j, int64_t page)
{
	double w, h;
	char line[128];
	say_if_late(j, page, 0);
	if (mu_page(j->mu, (int)page, &w, &h))
		return false;
	snprintf(line, sizeof line, "%lld %.2f %.2f", (long long)page, w, h);
	msg_puts(&j->answer, "size", line);
	if (!draw_pictures(j, page))
		return false;
	if (j->text) {
		struct buf t;
		buf_init(&t, MAX_TEXT);
		buf_printf(&t, "%lld\n", (long long)page);
		if (mu_text(j->mu, &t))
			return false;
		msg_put(&j->answer, "text", t.p, t.n);
		buf_clear(&t);
	}
	return true;
}

static void draw(struct job *j)
{
	struct bytes file;
	enum err e = file_map(IN, FILE_MOST, &file) || !file.n ? INVALID : mu_open(j->mu, file);
	int pages = e ? 0 : mu_pages(j->mu);
	if (e || pages <= 0) {
		fail(&j->answer, e == DENIED ? "needs_password" : "cannot_draw", 0);
		return;
	}
	msg_puti(&j->answer, "pages", pages);
	for (int64_t i = j->first; i <= j->last && i <= pages; i++)
		if (!(j->blanks ? find_blanks(j, i) : draw_page(j, i))) {
			fail(&j->answer, "cannot_draw", i);
			return;
		}
}

static struct bytes load_font(const char *path)
{
	struct bytes b = { NULL, 0 };
	int fd;
	if (file_open(-1, path, 0, 0, &fd))
		return b;
	if (file_map(fd, FILE_MOST, &b))
		log_line("font.unread", "%s", path);
	close(fd);
	return b;
}

static void read_request(struct job *j)
{
	struct msg ask;
	char op[16];
	int64_t text = 0;
	size_t at = 0;
	struct bytes key, value;
	msg_init(&ask, 4096);
	if (msg_read(0, &ask, 5 * SECOND) || msg_text(&ask, "op", op, sizeof op))
		log_die("ask", "bad request");
	j->blanks = !strcmp(op, "blanks");
	if ((!j->blanks && strcmp(op, "draw")) || msg_geti(&ask, "first", 1, 1000000, &j->first) ||
	    msg_geti(&ask, "last", j->first, 1000000, &j->last) ||
	    (!j->blanks && msg_geti(&ask, "text", 0, 1, &text)))
		log_die("ask", "bad request");
	if (msg_get(&ask, "seconds", &value))
		j->seconds = MAX_SECONDS;
	else if (msg_geti(&ask, "seconds", 1, MAX_SECONDS, &j->seconds))
		log_die("ask", "bad seconds");
	j->text = text;
	while (msg_next(&ask, &at, &key, &value)) {
		int64_t w = 0;
		if (key.n != 5 || memcmp(key.p, "width", 5))
			continue;
		for (size_t i = 0; i < value.n && w <= 8192; i++)
			w = value.p[i] >= '0' && value.p[i] <= '9' ? w * 10 + value.p[i] - '0'
								   : 9999;
		if (j->widths == MAX_WIDTHS || w < 16 || w > 4096)
			log_die("ask", "bad width");
		j->width[j->widths++] = w;
	}
	j->clips = clips_read(&ask, j->clip);
	if (j->clips < 0 || (j->clips && j->first != j->last))
		log_die("ask", "bad clip");
	msg_clear(&ask);
}

int main(void)
{
	static const char *const paths[] = {
		"/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
		"/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf"
	};
	struct job j = { .offset = 0 };
	struct bytes fonts[2];
	log_open("picture");
	jail_limit(&cage);
	for (int i = 0; i < 2; i++)
		fonts[i] = load_font(paths[i]);
	jail_lock(&cage);
	say_if_late(&j, 0, MAX_SECONDS);
	read_request(&j);
	say_if_late(&j, 0, (unsigned)j.seconds);
	msg_init(&j.answer, 16 << 20);
	j.mu = mu_new(64 << 20);
	for (int i = 0; i < 2; i++)
		if (fonts[i].p)
			mu_font(j.mu, (enum mu_face)i, fonts[i]);
	draw(&j);
	if (msg_write(1, &j.answer))
		log_die("answer", "not written");
	return 0;
}
