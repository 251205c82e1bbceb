/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Changing the device on the way. */
#include "web/phone.h"

#include "port/qr.h"
#include "web/link.h"

#define QUIET 4 /* light modules around the code (ISO/IEC 18004) */

/* Dark runs as "M x y h n v 1 h -n z". */
static const char *path_of(struct arena *a, const unsigned char *m, int side)
{
	struct buf b;
	buf_init(&b, 1 << 17);
	for (int y = 0; y < side; y++)
		for (int x = 0, n; x < side; x += n) {
			for (n = 1; x + n < side && m[y * side + x + n] == m[y * side + x]; n++)
				;
			if (m[y * side + x])
				buf_printf(&b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
		}
	const char *path = arena_strn(a, b.p, b.n);
	buf_clear(&b);
	return path;
}

enum err phone_get(struct req *r, struct reply *p)
{
	struct link l;
	unsigned char *modules;
	int side;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	if (!link_ready(&l))
		return link_state(r, p, &l, false);
	const char *url = route_url(r->arena, r->conf, AT_REVIEW, r->token);
	e = qr_make(r->arena, url, &modules, &side);
	if (e)
		return BROKEN;
	struct xnode *n = link_view(r, p, &l, "phone");
	xdoc_attr(n, "url", url);
	xdoc_attr_int(n, "side", side + 2 * QUIET);
	xdoc_attr(n, "qr", path_of(r->arena, modules, side));
	xdoc_attr_flag(n, "code", l.party->has_code);
	return OK;
}
