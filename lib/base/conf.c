/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One table of keys. Knows the file's form, nothing of what the values do. */
#include "base/conf.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#ifndef CONF_PATH
#define CONF_PATH "/etc/teiketsu/site.conf"
#endif

enum type { TEXT, PATH, URL, LIST, NUMBER, BOOL, WORD };

struct key {
	const char *name;
	enum type type;
	size_t at;
	const char *fallback; /* NULL = must be given */
	int64_t min, max;
	const char *words; /* WORD: "none|starttls|required" = 0, 1, 2 */
};

#define AT(member) offsetof(struct conf, member)
static const struct key keys[] = {
	{ "base", URL, AT(base), NULL, 0, 200, NULL },
	{ "service", TEXT, AT(service), "締結", 0, 100, NULL },
	{ "service_en", TEXT, AT(service_en), "Teiketsu", 0, 100, NULL },
	{ "operator", TEXT, AT(operator_), NULL, 0, 200, NULL },
	{ "operator_en", TEXT, AT(operator_en), "", 0, 200, NULL },
	{ "contact", TEXT, AT(contact), NULL, 0, 300, NULL },
	{ "source", URL, AT(source), NULL, 0, 300, NULL },
	{ "registration", BOOL, AT(registration), "yes", 0, 0, NULL },
	{ "terms_version", TEXT, AT(terms_version), "2026-11-01", 0, 10, NULL },
	{ "privacy_version", TEXT, AT(privacy_version), "2026-11-01", 0, 10, NULL },
	{ "var", PATH, AT(var), "/var/lib/teiketsu", 0, 0, NULL },
	{ "xsl", PATH, AT(xsl), "/usr/local/share/teiketsu/xsl", 0, 0, NULL },
	{ "htdocs", PATH, AT(htdocs), "/usr/local/share/teiketsu/htdocs", 0, 0, NULL },
	{ "terms", PATH, AT(terms), "/etc/teiketsu/terms", 0, 0, NULL },
	{ "libexec", PATH, AT(libexec), "/usr/local/libexec/teiketsu", 0, 0, NULL },
	{ "signer", PATH, AT(signer), "/usr/local/libexec/teiketsu/sign", 0, 0, NULL },
	{ "secret", PATH, AT(secret), "/etc/teiketsu/secret", 0, 0, NULL },
	{ "signing", WORD, AT(signing), "direct", 0, 0, "direct|pull" },
	{ "signer_name", TEXT, AT(signer_name), NULL, 0, 200, NULL },
	{ "font_gothic", PATH, AT(font_gothic), "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
	  0, 0, NULL },
	{ "font_mincho", PATH, AT(font_mincho), "/usr/share/fonts/truetype/ipamj/ipamjm.ttf", 0, 0,
	  NULL },
	{ "trust", PATH, AT(trust), "/etc/teiketsu/trust.pem", 0, 0, NULL },
	{ "own_certs", PATH, AT(own_certs), "/etc/teiketsu/own-certs", 0, 0, NULL },
	{ "tsa", LIST, AT(tsa), "", 0, 300, NULL },
	{ "tsa_policy", LIST, AT(tsa_policy), "", 0, 64, NULL },
	{ "tsa_login", PATH, AT(tsa_login), "", 0, 0, NULL },
	{ "tsa_ca", PATH, AT(tsa_ca), "", 0, 0, NULL },
	{ "proxy", TEXT, AT(proxy), "", 0, 70, NULL },
	{ "tsa_trust", PATH, AT(tsa_trust), "/etc/teiketsu/tsa-trust.pem", 0, 0, NULL },
	{ "tst", WORD, AT(tst), "last", 0, 0, "last|all" },
	{ "print_id", BOOL, AT(print_id), "yes", 0, 0, NULL },
	{ "renew_days", NUMBER, AT(renew_days), "180", 1, 3650, NULL },
	{ "from", TEXT, AT(from), NULL, 0, 254, NULL },
	{ "smtp_host", TEXT, AT(smtp_host), "127.0.0.1", 0, 253, NULL },
	{ "smtp_port", NUMBER, AT(smtp_port), "25", 1, 65535, NULL },
	{ "smtp_user", TEXT, AT(smtp_user), "", 0, 200, NULL },
	{ "smtp_password_file", PATH, AT(smtp_password_file), "", 0, 0, NULL },
	{ "smtp_tls", WORD, AT(smtp_tls), "starttls", 0, 0, "none|starttls|required" },
	{ "smtp_ca", PATH, AT(smtp_ca), "/etc/ssl/certs/ca-certificates.crt", 0, 0, NULL },
	{ "mail_attach", BOOL, AT(mail_attach), "yes", 0, 0, NULL },
	{ "mail_attach_max", NUMBER, AT(mail_attach_max), "6291456", 0, 52428800, NULL },
	{ "bounce", TEXT, AT(bounce), "", 0, 254, NULL },
	{ "alarm", TEXT, AT(alarm), "", 0, 254, NULL },
	{ "max_file", NUMBER, AT(max_file), "52428800", 1024, 52428800, NULL },
	{ "max_pages", NUMBER, AT(max_pages), "3000", 1, 10000, NULL },
	{ "max_files", NUMBER, AT(max_files), "20", 1, 99, NULL },
	{ "max_parties", NUMBER, AT(max_parties), "128", 1, 128, NULL },
	{ "due_days", NUMBER, AT(due_days), "10", 1, 90, NULL },
	{ "link_days", NUMBER, AT(link_days), "10", 1, 90, NULL },
	{ "result_days", NUMBER, AT(result_days), "90", 1, 3650, NULL },
	{ "remind_first", NUMBER, AT(remind_first), "5", 0, 90, NULL },
	{ "remind_every", NUMBER, AT(remind_every), "2", 0, 90, NULL },
	{ "tell_agreed", BOOL, AT(tell_agreed), "no", 0, 0, NULL },
};
#define KEYS (sizeof keys / sizeof *keys)

bool conf_key(unsigned i, const char **key_r, const char **default_r)
{
	if (i >= KEYS)
		return false;
	*key_r = keys[i].name;
	*default_r = keys[i].fallback;
	return true;
}

static const char *set_word(const struct key *k, const char *v, int *r)
{
	int i = 0;
	for (const char *w = k->words; *w; i++) {
		size_t n = strcspn(w, "|");
		if (strlen(v) == n && !memcmp(w, v, n)) {
			*r = i;
			return NULL;
		}
		w += n + (w[n] == '|');
	}
	return "one of the words of the manual is expected";
}

/* Puts one value in its place; NULL or what is wrong with it. */
static const char *set(const struct key *k, char *v, struct conf *c)
{
	void *at = (char *)c + k->at;
	int64_t n;
	switch (k->type) {
	case PATH:
		if (*v && *v != '/')
			return "an absolute path is expected";
		*(const char **)at = v;
		return NULL;
	case URL:
		if (!str_starts(v, "http://") && !str_starts(v, "https://"))
			return "an address beginning with http:// or https:// is expected";
		if (str_ends(v, "/"))
			v[strlen(v) - 1] = 0;
		/* fall through */
	case TEXT:
		if ((int64_t)strlen(v) > k->max * (k->type == TEXT ? 4 : 1))
			return "the value is too long";
		*(const char **)at = v;
		return NULL;
	case LIST:
		for (const char **l = at; *v; l++) {
			size_t w = strcspn(v, " \t");
			if (l - (const char **)at >= CONF_LIST - 1)
				return "too many entries";
			*l = v;
			v += w;
			if (*v)
				*v++ = 0;
			v += strspn(v, " \t");
		}
		return NULL;
	case NUMBER:
		if (str_to_int(v, k->min, k->max, &n))
			return "the number is not in its range";
		*(int64_t *)at = n;
		return NULL;
	case BOOL:
		if (!str_eq(v, "yes") && !str_eq(v, "no"))
			return "yes or no is expected";
		*(bool *)at = str_eq(v, "yes");
		return NULL;
	case WORD:
		return set_word(k, v, at);
	}
	return "unknown type";
}

static const struct key *find(const char *name)
{
	for (unsigned i = 0; i < KEYS; i++)
		if (!strcmp(keys[i].name, name))
			return &keys[i];
	return NULL;
}

static char *trim(char *s)
{
	s += strspn(s, " \t\r");
	for (size_t n = strlen(s); n && strchr(" \t\r", s[n - 1]);)
		s[--n] = 0;
	return s;
}

static const char *read_line(char *line, struct conf *c, bool *seen)
{
	line = trim(line);
	if (!*line || *line == '#')
		return NULL;
	char *eq = strchr(line, '=');
	if (!eq)
		return "key = value is expected";
	*eq = 0;
	const struct key *k = find(trim(line));
	if (!k)
		return "unknown key";
	if (seen[k - keys])
		return "this key was given before";
	seen[k - keys] = true;
	return set(k, trim(eq + 1), c);
}

enum err conf_load(const char *path, struct conf *c, const char **why_r)
{
	static struct arena *a; /* configuration lives as long as the process */
	if (!a)
		a = arena_new(0);
	struct buf b;
	bool seen[KEYS] = { false };
	buf_init(&b, 1 << 16);
	memset(c, 0, sizeof *c);
	*why_r = "";
	enum err e = file_read(AT_FDCWD, path, &b);
	if (!e && !str_is_xml_text(b.p, b.n))
		e = INVALID;
	if (e) {
		*why_r = arena_printf(a, "%s: cannot be read (%s)", path, err_word(e));
		buf_clear(&b);
		return e;
	}
	char *text = arena_strn(a, b.p, b.n), *next;
	buf_clear(&b);
	int number = 1;
	for (char *line = text; line; line = next, number++) {
		if ((next = strchr(line, '\n')))
			*next++ = 0;
		const char *wrong = read_line(line, c, seen);
		if (wrong) {
			*why_r = arena_printf(a, "%s:%d: %s", path, number, wrong);
			return INVALID;
		}
	}
	for (unsigned i = 0; i < KEYS; i++)
		if (!seen[i] && (!keys[i].fallback || set(&keys[i], arena_str(a, keys[i].fallback), c))) {
			*why_r = arena_printf(a, "%s: the key '%s' is missing", path, keys[i].name);
			return INVALID;
		}
	return OK;
}

const char *conf_named(void)
{
	return getenv("TEIKETSU_CONF");
}

const struct conf *conf_site(void)
{
	static struct conf site;
	static bool loaded;
	const char *why, *path = conf_named();
	if (!loaded && conf_load(path ? path : CONF_PATH, &site, &why))
		log_die("conf.bad", "%s", why);
	loaded = true;
	return &site;
}
