/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows fontconfig and Pango's font map. The system's fonts and its configuration
 * are not used: a paper looks the same on every host. */
#include "port/typeset_fonts.h"

#include "base/log.h"

#include <pango/pangofc-fontmap.h>
#include <fontconfig/fontconfig.h>

#include <stdio.h>

static PangoFontMap *map;
static char first_family[128];

PangoFontMap *typeset_map(void)
{
	return map;
}

const char *typeset_family(void)
{
	return first_family;
}

/* GLib's own writer asks the journal's socket first, which the filter forbids. */
static void say(const char *domain, GLogLevelFlags level, const char *text, gpointer ctx)
{
	(void)level;
	(void)ctx;
	log_line("typeset.library", "domain=%s text=%s", domain ? domain : "", text ? text : "");
}

static void note_family(FcConfig *config)
{
	FcFontSet *all = FcConfigGetFonts(config, FcSetApplication);
	FcChar8 *name;
	if (all && all->nfont && !FcPatternGetString(all->fonts[0], FC_FAMILY, 0, &name))
		snprintf(first_family, sizeof first_family, "%s", (const char *)name);
}

/* One line of text opens each font file now: cairo would open it when the first
 * letter is drawn, and then it could not any more. */
static void open_faces(FcConfig *config)
{
	FcFontSet *all = FcConfigGetFonts(config, FcSetApplication);
	cairo_surface_t *none = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
	cairo_t *cr = cairo_create(none);
	PangoLayout *l = pango_cairo_create_layout(cr);
	for (int i = 0; i < all->nfont; i++) {
		FcChar8 *name;
		if (FcPatternGetString(all->fonts[i], FC_FAMILY, 0, &name))
			continue;
		PangoFontDescription *d = pango_font_description_new();
		pango_font_description_set_family(d, (const char *)name);
		pango_font_description_set_absolute_size(d, 10 * PANGO_SCALE);
		pango_layout_set_font_description(l, d);
		pango_layout_set_text(l, "\xE7\xB7\xA0 A1", -1);
		pango_cairo_show_layout(cr, l);
		pango_font_description_free(d);
	}
	g_object_unref(l);
	cairo_destroy(cr);
	cairo_surface_destroy(none);
}

enum err typeset_ready(const char *const *fonts, int n)
{
	g_log_set_default_handler(say, NULL);
	FcConfig *config = FcConfigCreate();
	int found = 0;
	for (int i = 0; i < n && i < TYPESET_FONTS; i++)
		found += FcConfigAppFontAddFile(config, (const FcChar8 *)fonts[i]) == FcTrue;
	if (!found)
		return RETRY;
	FcConfigSetCurrent(config); /* Pango would read the system's otherwise */
	note_family(config);
	map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
	pango_cairo_font_map_set_default(PANGO_CAIRO_FONT_MAP(map));
	open_faces(config);
	return OK;
}
