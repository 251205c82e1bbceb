/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Limited child: pictures and text of a PDF's pages. Descriptor 3: the PDF;
 * 4: a scratch file that gets the pictures one after the other.
 *
 * op=draw, first, last (from 1; last beyond the end means the end), width* (px),
 * text=0|1, seconds? (1…17: too_slow after them) → pages, then for each page size="PAGE W H" (points),
 * pic="PAGE WIDTH HEIGHT png|jpeg OFFSET LENGTH", text="PAGE\n…". Known
 * failures: error, why=needs_password|cannot_draw|too_slow, page.
 *
 * A page of text becomes a 4-bit grey or a palette PNG, a photograph a JPEG:
 * decided by counting the pixels that the palette would falsify. */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "port/jail.h"
#include "port/jpeg.h"
#include "port/mupdf.h"
#include "port/zlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { IN = 3, OUT = 4, GREYS = 16, COLOURS = 64, BINS = 1 << 15 };
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

struct pixels {
	unsigned char *rgb;
	int w, h;
};

/* --- palette --------------------------------------------------------------------- */

struct palette {
	unsigned char rgb[(GREYS + COLOURS) * 3];
	int n;
	short index[BINS]; /* of a 15-bit colour, -1 = not in the palette */
	size_t coloured, outside, shaded;
};

static int bin_of(const unsigned char *p)
{
	return (p[0] >> 3) << 10 | (p[1] >> 3) << 5 | p[2] >> 3;
}

static bool is_grey(const unsigned char *p)
{
	return abs(p[0] - p[1]) <= 6 && abs(p[1] - p[2]) <= 6 && abs(p[0] - p[2]) <= 6;
}

static int grey_of(const unsigned char *p)
{
	return ((p[0] * 77 + p[1] * 151 + p[2] * 28) / 256 + 8) / 17;
}

/* Takes the COLOURS fullest bins; a page of text has a few inks and their
 * blends with white. */
static void choose(struct palette *pal, const unsigned *count)
{
	for (int i = 0; i < GREYS; i++)
		memset(pal->rgb + 3 * i, i * 17, 3);
	pal->n = GREYS;
	memset(pal->index, -1, sizeof pal->index);
	while (pal->n < GREYS + COLOURS) {
		int best = -1;
		for (int b = 0; b < BINS; b++)
			if (count[b] && pal->index[b] < 0 && (best < 0 || count[b] > count[best]))
				best = b;
		if (best < 0)
			return;
		unsigned char *c = pal->rgb + 3 * pal->n;
		c[0] = (unsigned char)((best >> 10) * 255 / 31);
		c[1] = (unsigned char)((best >> 5 & 31) * 255 / 31);
		c[2] = (unsigned char)((best & 31) * 255 / 31);
		pal->index[best] = (short)pal->n++;
	}
}

static int distance(const unsigned char *a, const unsigned char *b)
{
	int r = a[0] - b[0], g = a[1] - b[1], bl = a[2] - b[2];
	return 2 * r * r + 4 * g * g + 3 * bl * bl;
}

/* Nearest palette entry for each bin that was left over. */
static void fill_rest(struct palette *pal, const unsigned *count)
{
	for (int b = 0; b < BINS; b++) {
		if (!count[b] || pal->index[b] >= 0)
			continue;
		unsigned char c[3] = { (unsigned char)((b >> 10) * 255 / 31),
				       (unsigned char)((b >> 5 & 31) * 255 / 31),
				       (unsigned char)((b & 31) * 255 / 31) };
		int best = 0, d = distance(c, pal->rgb);
		for (int i = 1; i < pal->n; i++) {
			int di = distance(c, pal->rgb + 3 * i);
			if (di < d) {
				d = di;
				best = i;
			}
		}
		pal->outside += count[b];
		pal->index[b] = (short)best;
	}
}

static struct palette *palette_new(const struct pixels *px)
{
	struct palette *pal = calloc(1, sizeof *pal);
	unsigned *count = calloc(BINS, sizeof *count);
	if (!pal || !count)
		log_die("memory", "palette");
	for (size_t i = 0, n = (size_t)px->w * (size_t)px->h; i < n; i++) {
		const unsigned char *p = px->rgb + 3 * i;
		if (!is_grey(p)) {
			count[bin_of(p)]++;
			pal->coloured++;
		} else if (p[0] % 17 > 3 && p[0] % 17 < 14) {
			pal->shaded++;
		}
	}
	choose(pal, count);
	fill_rest(pal, count);
	free(count);
	return pal;
}

/* --- one picture ------------------------------------------------------------------- */

/* The blends at the edges of coloured text are few pixels of a page; a fiftieth
 * in colours beyond the palette, or a quarter between the greys, is a
 * photograph or a scan. */
static bool photograph(const struct palette *pal, const struct pixels *px)
{
	size_t all = (size_t)px->w * (size_t)px->h;
	return pal->outside > all / 50 || pal->shaded > all / 4;
}

static enum err encode(const struct pixels *px, struct buf *out, const char **kind_r)
{
	struct palette *pal = palette_new(px);
	size_t n = (size_t)px->w * (size_t)px->h;
	enum err e;
	*kind_r = "png";
	if (photograph(pal, px)) {
		*kind_r = "jpeg";
		e = jpeg_write(px->rgb, px->w, px->h, !pal->coloured, 80, out);
		free(pal);
		return e;
	}
	unsigned char *to = malloc(n);
	if (!to)
		log_die("memory", "picture");
	for (size_t i = 0; i < n; i++) {
		const unsigned char *p = px->rgb + 3 * i;
		to[i] = (unsigned char)(is_grey(p) ? grey_of(p) : pal->index[bin_of(p)]);
	}
	e = pal->coloured ? zlib_png_palette(to, px->w, px->h, pal->rgb, pal->n, out)
			  : zlib_png_grey(to, px->w, px->h, out);
	free(to);
	free(pal);
	return e;
}

/* --- the job -------------------------------------------------------------------------- */

struct job {
	struct mu *mu;
	int64_t first, last, seconds, width[MAX_WIDTHS];
	int widths;
	bool text;
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

static bool draw_width(struct job *j, int64_t page, int64_t width)
{
	struct pixels px;
	struct buf file;
	char line[128];
	const char *kind;
	if (mu_draw(j->mu, (int)width, MAX_PIXELS, &px.rgb, &px.w, &px.h))
		return false;
	buf_init(&file, 64 << 20);
	enum err e = encode(&px, &file, &kind);
	free(px.rgb);
	if (e || lseek(OUT, j->offset, SEEK_SET) != j->offset ||
	    file_write_all(OUT, file.p, file.n))
		log_die("write", "page=%lld", (long long)page);
	snprintf(line, sizeof line, "%lld %d %d %s %lld %zu", (long long)page, px.w, px.h, kind,
		 (long long)j->offset, file.n);
	msg_puts(&j->answer, "pic", line);
	j->offset += (int64_t)file.n;
	buf_clear(&file);
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
	for (int i = 0; i < j->widths; i++)
		if (!draw_width(j, page, j->width[i]))
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
	int64_t n = file_size(IN);
	void *p = n > 0 ? mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, IN, 0) : MAP_FAILED;
	enum err e = p == MAP_FAILED ? INVALID : mu_open(j->mu, (struct bytes){ p, (size_t)n });
	int pages = e ? 0 : mu_pages(j->mu);
	if (e || pages <= 0) {
		fail(&j->answer, e == DENIED ? "needs_password" : "cannot_draw", 0);
		return;
	}
	msg_puti(&j->answer, "pages", pages);
	for (int64_t i = j->first; i <= j->last && i <= pages; i++)
		if (!draw_page(j, i)) {
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
	int64_t n = file_size(fd);
	void *p = n > 0 ? mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	close(fd);
	if (p != MAP_FAILED)
		b = (struct bytes){ p, (size_t)n };
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
	if (msg_read(0, &ask, 5 * SECOND) || msg_text(&ask, "op", op, sizeof op) ||
	    strcmp(op, "draw") || msg_geti(&ask, "first", 1, 1000000, &j->first) ||
	    msg_geti(&ask, "last", j->first, 1000000, &j->last) ||
	    msg_geti(&ask, "text", 0, 1, &text))
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
