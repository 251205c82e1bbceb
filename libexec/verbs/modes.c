/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The privilege map `modes`, compiled in, with its placeholders filled. */
#include "verbs/verbs.h"

#include "modes.map.h" /* static const char map[] */

#include <libgen.h>
#include <stdio.h>
#include <string.h>

static const char *value(const struct ctl *c, const char *name, size_t n)
{
	static char folder[1024];
	snprintf(folder, sizeof folder, "%s", c->site_path);
	const struct {
		const char *name, *value;
	} all[] = {
		{ "site.conf", c->site_path },	 { "sign.conf", c->sign_path },
		{ "sysconf", dirname(folder) },	 { "key", c->sign.key },
		{ "log", c->sign.log },		 { "secret", c->site.secret },
		{ "libexec", c->site.libexec },	 { "signer", c->site.signer },
		{ "var", c->site.var },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strlen(all[i].name) == n && !strncmp(all[i].name, name, n))
			return all[i].value;
	return NULL;
}

static void expand(const struct ctl *c, const char *from, char *out, size_t size)
{
	const char *end = from[0] == '{' ? strchr(from, '}') : NULL;
	const char *v = end ? value(c, from + 1, (size_t)(end - from) - 1) : NULL;
	out[0] = 0;
	if (v && *v && (size_t)snprintf(out, size, "%s%s", v, end + 1) >= size)
		out[0] = 0;
}

static struct user user(const struct ctl *c, const char *word)
{
	return !strcmp(word, "web")    ? c->web
	       : !strcmp(word, "sign") ? c->signer
				       : (struct user){ 0, 0 };
}

bool ctl_mode(const struct ctl *c, const char **at, struct mode_line *m)
{
	char path[256], owner[16], group[16];
	unsigned mode;
	for (const char *line = *at ? *at : map; *line; line = *at) {
		const char *nl = strchr(line, '\n');
		*at = nl ? nl + 1 : line + strlen(line);
		if (*line == '#' || *line == '\n')
			continue;
		if (sscanf(line, "%c %255s %15s %15s %o", &m->kind, path, owner, group, &mode) != 5)
			continue;
		expand(c, path, m->path, sizeof m->path);
		m->owner = user(c, owner);
		m->group = user(c, group).gid;
		m->mode = (mode_t)mode;
		return true;
	}
	return false;
}
