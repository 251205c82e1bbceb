/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lines "key = value" into struct settings. Knows nothing of what they do. */
#include "sign/settings.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define SETTINGS_FILE 16384
#define NO_UID INT64_C(4294967295) /* (uid_t)-1 */

enum { CALLER, NAME, KEY, LOG, CAP, MAX_DELAY, CLOCK, SEPARATION, JOURNAL, PULL, PAGES, KEYS };
static const char *const keys[KEYS] = { "caller", "name",      "key",	"log",
					"cap",	  "max_delay", "clock", "separation", "journal",
					"pull",	  "pages" };

static char *trim(char *s)
{
	s += strspn(s, " \t\r");
	for (size_t n = strlen(s); n && strchr(" \t\r", s[n - 1]);)
		s[--n] = 0;
	return s;
}

static bool text(const char *v, char *out, size_t size)
{
	size_t n = strlen(v);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)v[i] < 0x20 || v[i] == 0x7F)
			return false;
	if (!n || n >= size)
		return false;
	memcpy(out, v, n + 1);
	return true;
}

static bool word(const char *v, const char *yes, const char *no, bool *r)
{
	*r = str_eq(v, yes);
	return *r || str_eq(v, no);
}

static bool set(struct settings *s, int key, const char *v)
{
	int64_t n = 0;
	switch (key) {
	case CALLER:
		if (str_to_int(v, 0, NO_UID - 1, &n))
			return false;
		s->caller = (uid_t)n;
		return true;
	case NAME:
		return text(v, s->name, sizeof s->name);
	case KEY:
		return v[0] == '/' && text(v, s->key, sizeof s->key);
	case LOG:
		return v[0] == '/' && text(v, s->log, sizeof s->log);
	case JOURNAL:
		return v[0] == '/' && text(v, s->journal, sizeof s->journal);
	case PULL:
		return v[0] == '/' && text(v, s->pull, sizeof s->pull);
	case PAGES:
		if (str_to_int(v, 0, NO_UID - 1, &n))
			return false;
		s->pages = (uid_t)n;
		return true;
	case CAP:
		return !str_to_int(v, 0, 10000000, &s->cap);
	case MAX_DELAY:
		if (str_to_int(v, 1, 8760, &n))
			return false;
		s->max_delay = n * HOUR;
		return true;
	case CLOCK:
		return word(v, "any", "synchronised", &s->any_clock);
	default:
		return word(v, "required", "none", &s->separate);
	}
}

static bool read_line(struct settings *s, char *line, bool seen[KEYS])
{
	line = trim(line);
	if (!*line || *line == '#')
		return true;
	char *eq = strchr(line, '=');
	if (!eq)
		return false;
	*eq = 0;
	for (int k = 0; k < KEYS; k++)
		if (!strcmp(keys[k], trim(line)) && !seen[k]) {
			seen[k] = true;
			return set(s, k, trim(eq + 1));
		}
	return false;
}

enum err settings_load(const char *path, struct settings *s, int *line_r)
{
	struct buf b;
	bool seen[KEYS] = { false };
	*line_r = 0;
	*s = (struct settings){ .cap = 2000, .max_delay = 72 * HOUR, .separate = true };
	buf_init(&b, SETTINGS_FILE);
	enum err e = file_read(AT_FDCWD, path, &b);
	if (!e && (!b.n || !str_is_xml_text(b.p, b.n)))
		e = INVALID;
	int number = 1;
	for (char *line = (char *)b.p, *next; !e && line; line = next, number++) {
		if ((next = strchr(line, '\n')))
			*next++ = 0;
		if (!read_line(s, line, seen)) {
			*line_r = number;
			e = INVALID;
		}
	}
	if (!e && seen[PULL] != seen[PAGES])
		e = INVALID;
	if (!e && !(seen[CALLER] && seen[NAME] && seen[KEY] && seen[LOG]))
		e = INVALID;
	buf_clear(&b);
	return e;
}
