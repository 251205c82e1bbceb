/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libjpeg, whose errors would end the process: caught by longjmp. */
#include "port/jpeg.h"

#include <stdio.h>

#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>

struct trap {
	struct jpeg_error_mgr mgr; /* first: libjpeg hands back a pointer to it */
	jmp_buf back;
};

static void caught(j_common_ptr c)
{
	longjmp(((struct trap *)c->err)->back, 1);
}

static void quiet(j_common_ptr c)
{
	(void)c;
}

static void rows(struct jpeg_compress_struct *c, const unsigned char *rgb)
{
	while (c->next_scanline < c->image_height) {
		const unsigned char *p = rgb + (size_t)c->next_scanline * c->image_width * 3;
		JSAMPROW row = (JSAMPROW)(uintptr_t)p;
		jpeg_write_scanlines(c, &row, 1);
	}
}

enum err jpeg_write(const unsigned char *rgb, int width, int height, bool grey, int quality,
		    struct buf *out)
{
	struct jpeg_compress_struct c;
	struct trap t;
	/* libjpeg stores through these: static, so that longjmp leaves them defined. */
	static unsigned char *mem;
	static unsigned long size;
	mem = NULL;
	size = 0;
	c.err = jpeg_std_error(&t.mgr);
	t.mgr.error_exit = caught;
	t.mgr.output_message = quiet;
	jpeg_create_compress(&c);
	bool bad = setjmp(t.back);
	if (!bad) {
		jpeg_mem_dest(&c, &mem, &size);
		c.image_width = (JDIMENSION)width;
		c.image_height = (JDIMENSION)height;
		c.input_components = 3;
		c.in_color_space = JCS_RGB;
		jpeg_set_defaults(&c);
		if (grey)
			jpeg_set_colorspace(&c, JCS_GRAYSCALE);
		jpeg_set_quality(&c, quality, TRUE);
		jpeg_start_compress(&c, TRUE);
		rows(&c, rgb);
		jpeg_finish_compress(&c);
		buf_add(out, mem, size);
	}
	jpeg_destroy_compress(&c);
	free(mem);
	return bad || out->over ? BROKEN : OK;
}
