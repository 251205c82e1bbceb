/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * site.conf: "key = value" lines, '#' starts a comment line. Every key is one
 * row of the table in conf.c with type, default and range; an unknown key, a
 * value out of range or a key given twice is an error naming the line. The
 * file is compiled in as CONF_PATH; the environment variable TEIKETSU_CONF
 * names another one (never honoured by the signer, which has its own file).
 * Documented in man/site.conf.5 and etc/site.conf.example (tested). */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define CONF_LIST 8

enum conf_tls { CONF_TLS_NONE, CONF_TLS_STARTTLS, CONF_TLS_REQUIRED };
enum conf_tst { CONF_TST_LAST, CONF_TST_ALL };
enum conf_signing { CONF_SIGNING_DIRECT, CONF_SIGNING_PULL };

struct conf {
	/* the site */
	const char *base;     /* "https://sign.example.lg.jp" or with "/sub"; no trailing slash */
	const char *service, *service_en;   /* {サービス名} */
	const char *operator_, *operator_en; /* {運用者} */
	const char *contact;  /* how to reach the operator: phone, mail, address */
	const char *source;   /* AGPL §13: where the source of the running version is */
	bool registration;    /* open to everybody */
	const char *terms_version, *privacy_version; /* dates of the files under terms */
	/* places */
	const char *var, *xsl, *htdocs, *terms, *libexec, *signer, *secret;
	/* signing */
	enum conf_signing signing; /* how the signer is asked (office/signer.h) */
	const char *signer_name;  /* must equal the signer's own configuration */
	const char *font_gothic, *font_mincho; /* TrueType files for what parties fill in */
	const char *trust;        /* PEM: roots that our signatures must lead to */
	const char *own_certs;    /* their certificates' SHA-256 (office/pins.h) */
	const char *tsa[CONF_LIST]; /* URLs in order; none = no time stamps */
	const char *tsa_policy[CONF_LIST]; /* for each TSA the policy's OID, or "-" */
	const char *tsa_login;    /* file of lines "ADDRESS USER PASSWORD"; "" = none */
	const char *tsa_ca;       /* PEM: roots of the TSAs' https; "" = the system's */
	const char *tsa_trust;    /* PEM: roots of the TSAs */
	const char *proxy;        /* to TSAs, OCSP and CRL; "" = none */
	enum conf_tst tst;
	bool print_id;            /* 書類ID at the lower left of every page */
	int64_t renew_days;       /* before a stamp's certificate ends */
	/* mail */
	const char *from;         /* address only; the display name is made of the service */
	const char *smtp_host, *smtp_user, *smtp_password_file, *smtp_ca;
	int64_t smtp_port;
	enum conf_tls smtp_tls;
	bool mail_attach;         /* completion mails carry the PDFs */
	int64_t mail_attach_max;  /* bytes after base64 */
	const char *bounce;       /* return address, % = whose letter; "" = from */
	const char *alarm;        /* the operator's own address; "" = none */
	/* limits */
	int64_t max_file;         /* bytes of one upload */
	int64_t max_pages, max_files, max_parties;
	int64_t due_days, link_days, result_days;
	/* what a new document begins with */
	int64_t remind_first, remind_every; /* days; 0 = no reminders */
	bool tell_agreed;
};

/* Reads the file into *c (strings live as long as the process). On INVALID,
 * MISSING, DENIED: *why_r is a line for the administrator ("site.conf:12: …"). */
enum err conf_load(const char *path, struct conf *c, const char **why_r) MUST_USE;
/* TEIKETSU_CONF or CONF_PATH; ends the process with a log line on any error. */
const struct conf *conf_site(void);
/* The file that TEIKETSU_CONF names, NULL when the compiled-in one is used. */
const char *conf_named(void);
/* Walks the table for the documentation test: false at the end. */
bool conf_key(unsigned i, const char **key_r, const char **default_r);

#endif
