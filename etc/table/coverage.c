/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs while building: prints as rows of C what the fonts named on the command
 * line can draw, for office/coverage. The same question that compose asks. */
#include "base/arena.h"
#include "port/glyph.h"

#include <fcntl.h>
#include <stdio.h>

enum { FONTS = 2 };

static int refuse(const char *path)
{
	fprintf(stderr,
		"coverage: %s is no usable font: install fonts-ipaexfont and fonts-ipamj-mincho "
		"(etc/deps run build), or say make FONT_GOTHIC=… FONT_MINCHO=…\n",
		path);
	return 1;
}

int main(int argc, char **argv)
{
	struct glyph_font *font[FONTS];
	struct glyph_range *range;
	if (argc != FONTS + 1) {
		fprintf(stderr, "usage: coverage GOTHIC MINCHO\n");
		return 64;
	}
	for (int i = 0; i < FONTS; i++) {
		int fd = open(argv[i + 1], O_RDONLY | O_CLOEXEC);
		if (fd < 0 || glyph_open(fd, &font[i]))
			return refuse(argv[i + 1]);
	}
	size_t n = glyph_ranges(arena_new(0), (const struct glyph_font *const *)font, FONTS, &range);
	if (n < 100)
		return refuse(argv[1]);
	printf("/* made by etc/table/coverage.c */\n");
	for (size_t i = 0; i < n; i++)
		printf("{ 0x%X, 0x%X },\n", (unsigned)range[i].first, (unsigned)range[i].last);
	return fflush(stdout) || ferror(stdout);
}
