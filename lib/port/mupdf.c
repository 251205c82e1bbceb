/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows MuPDF. Its exceptions are longjmp: no return, break or goto leaves a
 * fz_try, and what is changed inside and read after is volatile or fz_var. */
#include "port/mupdf.h"

#include "base/log.h"
#include "base/str.h"
#include "port/mupdf_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The font hooks get no user pointer; a child has one document. */
static struct mu *only;

static void quiet(void *user, const char *message)
{
	(void)user;
	(void)message; /* made of the stranger's bytes: not for the log */
}

/* --- fonts ---------------------------------------------------------------------- */

/* Names as files spell them: Latin, UTF-8, and the bytes of Shift_JIS that
 * Windows programs put into /BaseFont. */
static const char *const gothic_names[] = { "Gothic",
					    "GOTHIC",
					    "Kaku",
					    "Meiryo",
					    "MSGot",
					    "Maru",
					    "ゴシック",
					    "メイリオ",
					    "\x83\x53\x83\x56\x83\x62",
					    "\x83\x81\x83\x43\x83\x8a\x83\x49" };
static const char *const mincho_names[] = { "Mincho", "MINCHO", "Ryumin",
					    "MSMin",  "明朝",	"\x96\xbe\x92\xa9" };

static int face_by_name(const char *name)
{
	for (size_t i = 0; name && i < sizeof gothic_names / sizeof *gothic_names; i++)
		if (strstr(name, gothic_names[i]))
			return MU_GOTHIC;
	for (size_t i = 0; name && i < sizeof mincho_names / sizeof *mincho_names; i++)
		if (strstr(name, mincho_names[i]))
			return MU_MINCHO;
	return -1;
}

static fz_font *face(fz_context *ctx, int which)
{
	return which >= 0 && only->face[which] ? fz_keep_font(ctx, only->face[which]) : NULL;
}

static fz_font *by_name(fz_context *ctx, const char *name, int bold, int italic, int exact)
{
	(void)bold;
	(void)italic;
	return exact ? NULL : face(ctx, face_by_name(name));
}

static fz_font *by_collection(fz_context *ctx, const char *name, int ordering, int serif)
{
	int which = face_by_name(name);
	if (ordering != FZ_ADOBE_JAPAN)
		return NULL;
	return face(ctx, which >= 0 ? which : serif ? MU_MINCHO : MU_GOTHIC);
}

static fz_font *by_script(fz_context *ctx, int script, int language, int serif, int bold,
			  int italic)
{
	(void)ctx, (void)script, (void)language, (void)serif, (void)bold, (void)italic;
	return NULL;
}

void mu_font(struct mu *m, enum mu_face which, struct bytes file)
{
	static const char *const names[] = { "IPAexGothic", "IPAexMincho" };
	fz_context *ctx = m->ctx;
	fz_try(ctx) m->face[which] =
	    fz_new_font_from_memory(ctx, names[which], file.p, (int)file.n, 0, 0);
	fz_catch(ctx) log_line("font", "which=%d unusable", (int)which);
}

/* --- opening ---------------------------------------------------------------------- */

struct mu *mu_new(size_t memory)
{
	struct mu *m = calloc(1, sizeof *m);
	if (!m || !(m->ctx = fz_new_context(NULL, NULL, memory)))
		log_die("memory", "no context");
	only = m;
	fz_set_warning_callback(m->ctx, quiet, NULL);
	fz_set_error_callback(m->ctx, quiet, NULL);
	fz_try(m->ctx) fz_register_document_handlers(m->ctx);
	fz_catch(m->ctx) log_die("memory", "no handlers");
	fz_install_load_system_font_funcs(m->ctx, by_name, by_collection, by_script);
	return m;
}

enum err mu_open(struct mu *m, struct bytes file)
{
	fz_context *ctx = m->ctx;
	fz_stream *volatile s = NULL;
	volatile enum err e = INVALID;
	fz_var(s);
	fz_try(ctx)
	{
		s = fz_open_memory(ctx, file.p, file.n);
		m->doc = fz_open_document_with_stream(ctx, "application/pdf", s);
		e = fz_needs_password(ctx, m->doc) ? DENIED : OK;
	}
	fz_always(ctx) fz_drop_stream(ctx, s);
	fz_catch(ctx) e = INVALID;
	return e;
}

void mu_free(struct mu *m)
{
	fz_drop_display_list(m->ctx, m->list);
	fz_drop_document(m->ctx, m->doc);
	fz_drop_font(m->ctx, m->face[0]);
	fz_drop_font(m->ctx, m->face[1]);
	fz_drop_context(m->ctx);
	only = NULL;
	free(m);
}

int mu_pages(struct mu *m)
{
	volatile int n = 0;
	fz_try(m->ctx) n = fz_count_pages(m->ctx, m->doc);
	fz_catch(m->ctx) n = 0;
	return n;
}

/* --- drawing ------------------------------------------------------------------------ */

enum err mu_page(struct mu *m, int number, double *width_r, double *height_r)
{
	fz_context *ctx = m->ctx;
	fz_page *volatile page = NULL;
	fz_device *volatile dev = NULL;
	fz_cookie cookie = { 0 };
	volatile enum err e = INVALID;
	fz_var(page);
	fz_var(dev);
	fz_drop_display_list(ctx, m->list);
	m->list = NULL;
	fz_try(ctx)
	{
		page = fz_load_page(ctx, m->doc, number - 1);
		m->box = fz_bound_page(ctx, page);
		m->list = fz_new_display_list(ctx, m->box);
		dev = fz_new_list_device(ctx, m->list);
		fz_run_page(ctx, page, dev, fz_identity, &cookie);
		fz_close_device(ctx, dev);
		e = OK;
	}
	fz_always(ctx)
	{
		fz_drop_device(ctx, dev);
		fz_drop_page(ctx, page);
	}
	fz_catch(ctx) e = INVALID;
	*width_r = m->box.x1 - m->box.x0;
	*height_r = m->box.y1 - m->box.y0;
	if (e || cookie.errors || cookie.incomplete || !(*width_r > 0 && *height_r > 0))
		return INVALID;
	return OK;
}

static void copy_rows(fz_context *ctx, fz_pixmap *pix, unsigned char *to, int w, int h)
{
	const unsigned char *from = fz_pixmap_samples(ctx, pix);
	ptrdiff_t stride = fz_pixmap_stride(ctx, pix);
	for (int y = 0; y < h; y++)
		memcpy(to + (size_t)y * (size_t)w * 3, from + y * stride, (size_t)w * 3);
}

/* Nothing changed inside the try lives in a register: the pixels lie in *out. */
static enum err draw_at(struct mu *m, const fz_matrix to, const fz_irect area, unsigned char *out)
{
	fz_context *ctx = m->ctx;
	fz_pixmap *volatile pix = NULL;
	fz_device *volatile dev = NULL;
	fz_cookie cookie = { 0 };
	volatile enum err e = INVALID;
	fz_var(pix);
	fz_var(dev);
	fz_try(ctx)
	{
		pix = fz_new_pixmap_with_bbox(ctx, fz_device_rgb(ctx), area, NULL, 0);
		fz_clear_pixmap_with_value(ctx, pix, 255);
		dev = fz_new_draw_device(ctx, to, pix);
		fz_run_display_list(ctx, m->list, dev, fz_identity, fz_infinite_rect, &cookie);
		fz_close_device(ctx, dev);
		copy_rows(ctx, pix, out, area.x1, area.y1);
		e = cookie.errors ? INVALID : OK;
	}
	fz_always(ctx)
	{
		fz_drop_device(ctx, dev);
		fz_drop_pixmap(ctx, pix);
	}
	fz_catch(ctx) e = INVALID;
	return e;
}

/* A rectangle of the page, `width` pixels wide. */
static enum err draw_box(struct mu *m, fz_rect box, int width, size_t max_pixels,
			 unsigned char **pixels_r, int *width_r, int *height_r)
{
	double pw = box.x1 - box.x0, ph = box.y1 - box.y0;
	if (width * (width * ph / pw) > (double)max_pixels)
		width = (int)fmax(1, sqrt((double)max_pixels * pw / ph));
	int height = (int)fmax(1, ceil(width * ph / pw - 0.01)); /* float: 640.0001 is 640 */
	fz_matrix to = fz_pre_translate(fz_scale((float)(width / pw), (float)(height / ph)),
					-box.x0, -box.y0);
	unsigned char *out = malloc((size_t)width * (size_t)height * 3);
	enum err e = out ? draw_at(m, to, (fz_irect){ 0, 0, width, height }, out) : INVALID;
	if (e)
		free(out);
	*pixels_r = e ? NULL : out;
	*width_r = width;
	*height_r = height;
	return e;
}

enum err mu_draw(struct mu *m, int width, size_t max_pixels, unsigned char **pixels_r, int *width_r,
		 int *height_r)
{
	return draw_box(m, m->box, width, max_pixels, pixels_r, width_r, height_r);
}

enum err mu_draw_part(struct mu *m, const double part[4], int width, size_t max_pixels,
		      unsigned char **pixels_r, int *width_r, int *height_r)
{
	fz_rect box = { m->box.x0 + (float)part[0], m->box.y0 + (float)part[1], 0, 0 };
	box.x1 = box.x0 + (float)part[2];
	box.y1 = box.y0 + (float)part[3];
	if (!(part[2] > 0 && part[3] > 0))
		return INVALID;
	return draw_box(m, box, width, max_pixels, pixels_r, width_r, height_r);
}

/* --- text ----------------------------------------------------------------------------- */

static void put_char(struct buf *out, int c)
{
	char u[4];
	size_t n = str_utf8_put((uint32_t)c, u);
	if (n && str_is_xml_text(u, n) && c >= 0x20)
		buf_add(out, u, n);
}

/* Scripts that are written without blanks between words. */
static bool dense(int c)
{
	return c >= 0x2E80;
}

/* How far the next line is away from this one, in line heights. */
static double line_gap(const fz_stext_line *a, const fz_stext_line *b)
{
	bool across = fabs(a->dir.y) > fabs(a->dir.x) || a->wmode;
	double thick = across ? a->bbox.x1 - a->bbox.x0 : a->bbox.y1 - a->bbox.y0;
	double gap = across ? fmin(fabs(a->bbox.x0 - b->bbox.x1), fabs(b->bbox.x0 - a->bbox.x1))
			    : b->bbox.y0 - a->bbox.y1;
	return thick > 0 ? fabs(gap) / thick : 0;
}

static void put_block(struct buf *out, const fz_stext_block *block)
{
	int last = 0;
	for (const fz_stext_line *l = block->u.t.first_line; l; l = l->next) {
		if (l->prev && last && line_gap(l->prev, l) > 0.9) {
			buf_byte(out, '\n');
			last = 0;
		} else if (last && last != ' ' && l->first_char &&
			   !(dense(last) && dense(l->first_char->c))) {
			buf_byte(out, ' ');
		}
		for (const fz_stext_char *ch = l->first_char; ch; ch = ch->next) {
			put_char(out, ch->c);
			last = ch->c;
		}
	}
	if (last)
		buf_byte(out, '\n');
}

enum err mu_text(struct mu *m, struct buf *out)
{
	fz_context *ctx = m->ctx;
	fz_stext_page *volatile text = NULL;
	fz_stext_options options = { 0 };
	volatile enum err e = OK;
	fz_var(text);
	fz_try(ctx)
	{
		text = fz_new_stext_page_from_display_list(ctx, m->list, &options);
		for (fz_stext_block *b = text->first_block; b; b = b->next)
			if (b->type == FZ_STEXT_BLOCK_TEXT)
				put_block(out, b);
	}
	fz_always(ctx) fz_drop_stext_page(ctx, text);
	fz_catch(ctx) e = INVALID;
	return e;
}
