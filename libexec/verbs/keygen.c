/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verbs keygen, import, crl: getting the signer a key. */
#include "verbs/verbs.h"

#include "base/file.h"
#include "base/str.h"
#include "port/demo_ca.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct job {
	const struct settings *s;
	struct keys_pair pair;
	const char *name, *country;
	struct buf pem;
	int out; /* where a request goes */
};

static int install(void *arg)
{
	struct job *j = arg;
	return keystore_install(j->s, &j->pair);
}

/* The key folder, made by root for the signer when it is not there yet. */
static int key_folder(const struct ctl *c)
{
	struct stat st;
	if (lstat(c->sign.key, &st)) {
		if (mkdir(c->sign.key, 0700))
			return ctl_fail("%s cannot be made", c->sign.key);
		if (!geteuid() && lchown(c->sign.key, c->signer.uid, c->signer.gid))
			return ctl_fail("%s cannot be given to the signer", c->sign.key);
		return EXIT_GOOD;
	}
	return S_ISDIR(st.st_mode) ? EXIT_GOOD : ctl_fail("%s is not a folder", c->sign.key);
}

static int write_demo(const char *folder, const struct demo_ca *d)
{
	const struct {
		const char *name;
		const struct buf *b;
		mode_t mode;
	} files[] = { { "root.pem", &d->root, 0644 },	 { "root.key", &d->root_key, 0600 },
		      { "tsa.pem", &d->tsa, 0644 },	 { "tsa.key", &d->tsa_key, 0600 },
		      { "ocsp.pem", &d->ocsp, 0644 },	 { "ocsp.key", &d->ocsp_key, 0600 },
		      { "index.txt", &d->index, 0644 },	 { "root.crl", &d->crl, 0644 } };
	char path[1200];
	if (file_mkdir(AT_FDCWD, folder, 0755))
		return ctl_fail("%s cannot be made", folder);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
		int bad = ctl_write(path, buf_bytes(files[i].b), files[i].mode);
		if (bad)
			return bad;
	}
	return EXIT_GOOD;
}

static int keygen_demo(struct ctl *c, int n, char **args)
{
	struct demo_ca d;
	struct job j = { .s = &c->sign };
	const char *name = n > 1 && *args[1] ? args[1] : c->sign.name;
	demo_ca_init(&d);
	keys_pair_init(&j.pair);
	enum err e = demo_ca_make(name, n > 2 ? args[2] : NULL, n > 3 ? args[3] : NULL, &d);
	int code = e ? ctl_fail("no certificate for this name: 1 to 64 characters are possible")
		     : key_folder(c);
	if (!code)
		code = rollover_allowed(c);
	if (!code)
		code = write_demo(args[0], &d);
	buf_add(&j.pair.key, d.sign_key.p, d.sign_key.n);
	buf_add(&j.pair.cert, d.sign_cert.p, d.sign_cert.n);
	if (!code)
		code = ctl_as(&c->signer, install, &j);
	keys_pair_wipe(&j.pair);
	demo_ca_wipe(&d);
	return code ? code : pins_update(c);
}

/* As the signer: a new key in KEY/new, its request to j->out. */
static int make_request(void *arg)
{
	struct job *j = arg;
	char path[1200];
	struct buf key;
	buf_init(&key, KEYS_FILE);
	snprintf(path, sizeof path, "%s/new", j->s->key);
	enum err e = file_mkdir(AT_FDCWD, path, 0700);
	if (!e)
		e = keys_new(&key);
	if (!e)
		e = keys_request(buf_bytes(&key), j->name, j->country, &j->pem);
	snprintf(path, sizeof path, "%s/new/key.der", j->s->key);
	if (!e)
		e = file_replace(AT_FDCWD, path, key.p, key.n, 0400);
	if (!e)
		e = file_write_all(j->out, j->pem.p, j->pem.n);
	buf_wipe(&key);
	buf_clear(&j->pem);
	return e ? ctl_fail("no request was made (%s)", err_word(e)) : EXIT_GOOD;
}

static int keygen_csr(struct ctl *c, int n, char **args)
{
	struct job j = { .s = &c->sign, .name = c->sign.name, .country = n > 1 ? args[1] : "JP" };
	buf_init(&j.pem, KEYS_FILE);
	if (file_open(AT_FDCWD, args[0], O_WRONLY | O_CREAT | O_EXCL, 0644, &j.out))
		return ctl_fail("%s cannot be written, or exists already", args[0]);
	int code = key_folder(c);
	if (!code)
		code = ctl_as(&c->signer, make_request, &j);
	close(j.out);
	if (code)
		unlink(args[0]);
	return code;
}

int ctl_keygen(struct ctl *c, int n, char **args)
{
	if (n >= 2 && n <= 5 && str_eq(args[0], "demo"))
		return keygen_demo(c, n - 1, args + 1);
	if (n >= 2 && n <= 3 && str_eq(args[0], "csr"))
		return keygen_csr(c, n - 1, args + 1);
	return EXIT_USAGE;
}

/* As the signer: certificates for the key that keygen csr made. */
static int install_pem(void *arg)
{
	struct job *j = arg;
	struct buf key;
	char path[1200];
	const char *why;
	buf_init(&key, KEYS_FILE);
	snprintf(path, sizeof path, "%s/new/key.der", j->s->key);
	if (file_read(AT_FDCWD, path, &key))
		return ctl_fail("no key waits for a certificate (ctl keygen csr makes one)");
	enum err e = keys_import_pem(buf_bytes(&key), buf_bytes(&j->pem), &j->pair, &why);
	buf_wipe(&key);
	if (e)
		return ctl_fail("refused: %s", why);
	int code = keystore_install(j->s, &j->pair);
	if (!code)
		unlink(path);
	return code;
}

int ctl_import(struct ctl *c, int n, char **args)
{
	struct job j = { .s = &c->sign };
	char password[256] = "";
	const char *why = "";
	if (n != 1)
		return EXIT_USAGE;
	keys_pair_init(&j.pair);
	buf_init(&j.pem, KEYS_FILE);
	int code = key_folder(c);
	if (!code)
		code = rollover_allowed(c);
	if (!code && file_read(AT_FDCWD, args[0], &j.pem))
		code = ctl_fail("%s cannot be read", args[0]);
	bool pem = memmem(j.pem.p ? (const char *)j.pem.p : "", j.pem.n, "-----BEGIN CERTIFICATE", 22);
	if (!code && !pem && !ctl_secret("password of the PKCS#12 file", password, sizeof password))
		code = ctl_fail("a password is needed");
	if (!code && !pem && keys_import_p12(buf_bytes(&j.pem), password, &j.pair, &why))
		code = ctl_fail("refused: %s", why);
	explicit_bzero(password, sizeof password);
	if (!code)
		code = ctl_as(&c->signer, pem ? install_pem : install, &j);
	keys_pair_wipe(&j.pair);
	buf_wipe(&j.pem);
	return code ? code : pins_update(c);
}

int ctl_crl(struct ctl *c, int n, char **args)
{
	(void)c;
	int64_t days = 30;
	char path[1200];
	struct buf root, key, der;
	if (n < 1 || n > 2 || (n == 2 && str_to_int(args[1], 1, 3650, &days)))
		return EXIT_USAGE;
	buf_init(&root, KEYS_FILE);
	buf_init(&key, KEYS_FILE);
	buf_init(&der, KEYS_FILE);
	snprintf(path, sizeof path, "%s/root.pem", args[0]);
	enum err e = file_read(AT_FDCWD, path, &root);
	snprintf(path, sizeof path, "%s/root.key", args[0]);
	if (!e)
		e = file_read(AT_FDCWD, path, &key);
	if (!e)
		e = demo_ca_crl(buf_bytes(&root), buf_bytes(&key), (int)days, &der);
	snprintf(path, sizeof path, "%s/root.crl", args[0]);
	if (!e)
		e = file_replace(AT_FDCWD, path, der.p, der.n, 0644);
	buf_wipe(&key);
	buf_clear(&root);
	buf_clear(&der);
	return e ? ctl_fail("%s was not renewed (%s)", path, err_word(e)) : EXIT_GOOD;
}
