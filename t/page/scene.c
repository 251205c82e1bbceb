/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For page tests: contracts made through core in a real store, and what a
 * clerk, a sender or time would do to them.
 *   scene new PARTIES CODE LANG FILE…  a sent contract: "ID ACT-TOKEN…" (CODE "-" = none)
 *     a FILE that ends in ".fields" places input fields, one a line:
 *     KIND FILE PAGE SLOT X Y W H REQUIRED MAX LABEL[|HINT]
 *   scene token ID act|result SLOT     the link, made known to the store
 *   scene withdraw|decline|expire|next|rename|conclude|old|replace ID [SLOT]
 *   scene anyone|domain ID SLOT        to whom it may be forwarded
 *   scene one_time|hour ID SLOT         a one-time code is wanted; the one sent is too old
 *   scene stale|look|mailed ID SLOT    the link is old; the clerk looks; a request left
 *   scene hour_ago ID SLOT              the invitation was an hour ago
 *   scene answer ID TEXT               the sender answers the last question
 *   scene copies ID MAIL                the letter of 控えの再発行
 *   scene notices ID KIND               slots that such letters lie ready for
 *   scene mailing ID KIND               what the clerk would do with them: sent or superseded
 *   scene try ID SLOT                  a code was counted, then the power went
 *   scene tries|state|events|version|values|person ID [SLOT]
 *   scene value ID N=TEXT               field N holds this, whatever would be said to it today
 *   scene authority ID SLOT            the sender asks for the tick
 *   scene account MAIL PASSWORD        a login: its id
 *   scene own ID ACCOUNT               the contract becomes this one's
 *   scene title ID TEXT                another title
 *   scene recode ID CODE               the sender gives slot 1 another access code
 *   scene receipt ID SLOT              may this slot have its receipt? ok, or the error's word
 *   scene letter ID KIND SLOT          the mail, as the sheets write it */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/str.h"
#include "office/code.h"
#include "core/codec.h"
#include "office/care.h"
#include "office/compose.h"
#include "office/copies.h"
#include "office/dispatch.h"
#include "core/ledger.h"
#include "core/policy.h"
#include "core/outbox.h"
#include "office/letter.h"
#include "office/papers.h"
#include "core/secret.h"
#include "office/vault.h"
#include "port/digest.h"
#include "port/view.h"
#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct conf *conf;
static struct arena *arena;

static void must(enum err e, const char *what)
{
	if (e)
		log_die("scene", "what=%s error=%s", what, err_word(e));
}

static struct account owner = { .id = "owneraccount2345", .mail = "jiro@cloud.example.jp",
				.name = "サイン次郎", .company = "株式会社クラウドサイン", .lang = "ja" };

struct made {
	char **files;
	int n;
	int64_t parties;
	const char *code, *lang;
};

static void add_party(struct contract *c, struct arena *a, int64_t i, const struct made *m)
{
	struct party *p = codec_add_party(c, a);
	p->mail = arena_printf(a, "party%lld@example.jp", (long long)i + 1);
	p->name = arena_printf(a, "田中%lld子", (long long)i + 1);
	p->company = i % 2 ? "" : "サイン株式会社";
	p->post = "";
	p->due_days = 10;
	p->lang = str_eq(m->lang, "en") ? LANG_EN : LANG_JA;
	if (i || str_eq(m->code, "-"))
		return;
	p->has_code = true;
	memset(p->code_salt, 7, sizeof p->code_salt);
	must(code_hash(m->code, p->code_salt, p->code_hash), "code");
}

static void add_field(struct contract *c, struct arena *a, char *line)
{
	char *end = line + strcspn(line, " ");
	struct field *f = codec_add_field(c, a);
	int64_t n[9];
	*end++ = 0;
	for (int i = 0; i < 9; i++)
		n[i] = strtol(end, &end, 10);
	while (f->kind < FIELD_KINDS && !str_eq(field_form(f->kind)->word, line))
		f->kind++;
	char *hint = strchr(end, '|');
	if (hint)
		*hint++ = 0;
	enum field_kind k = f->kind;
	*f = (struct field){ .kind = k, .paper = n[0], .page = n[1], .slot = n[2], .x = n[3],
			     .y = n[4], .w = n[5], .h = n[6], .required = n[7] };
	f->max = n[8] ? n[8] : field_form(k)->max;
	f->label = arena_str(a, end + strspn(end, " "));
	f->hint = arena_str(a, hint ? hint : "");
	f->value = "";
}

static void add_fields(struct contract *c, struct arena *a, const char *path)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	must(file_read(AT_FDCWD, path, &b), "fields");
	char *line = arena_strn(a, b.p, b.n), *next;
	for (; line && *line; line = next) {
		if ((next = strchr(line, '\n')))
			*next++ = 0;
		add_field(c, a, line);
	}
	buf_clear(&b);
}

static enum err fill(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	const struct made *m = ctx;
	(void)now;
	(void)ch;
	c->title = "秘密保持契約書 & <確認>";
	c->counterparty = "サイン株式会社";
	c->message = "先日お話しした契約書です。\nご確認をお願いします。 "
		     "HTTPS://evil.example/x www.evil.example";
	for (int i = 0; i < m->n; i++) {
		unsigned char sha[32];
		const char *reason = "", *name = strrchr(m->files[i], '/');
		if (str_ends(m->files[i], ".fields")) {
			add_fields(c, a, m->files[i]);
			continue;
		}
		struct paper *f = codec_add_paper(c, a);
		int fd;
		must(file_open(AT_FDCWD, m->files[i], O_RDONLY, 0, &fd), "file");
		must(digest_file(fd, -1, sha), "digest");
		must(dispatch_take(conf, a, fd, name ? name + 1 : m->files[i], sha, f, &reason),
		     "take");
		close(fd);
	}
	for (int64_t i = 0; i < m->parties; i++)
		add_party(c, a, i, m);
	return OK;
}

static const char *know(const struct contract *c, enum token_kind kind, int64_t slot)
{
	struct txn *t;
	struct buf b;
	char token[TOKEN_CHARS + 1], key[TOKEN_KEY];
	token_make(c, kind, slot, token);
	token_key(token, key);
	buf_init(&b, 200);
	token_entry(c, kind, slot, &b);
	must(store_begin(ledger_store(conf), STORE_WRITE, &t), "begin");
	must(txn_put(t, key, b.p, b.n), "put");
	must(txn_commit(t), "commit");
	buf_clear(&b);
	return arena_str(arena, token);
}

static void make_new(int n, char **v)
{
	struct made m = { .files = v + 3, .n = n - 3, .parties = atol(v[0]), .code = v[1], .lang = v[2] };
	struct contract *c;
	struct unfit u;
	must(ledger_create(conf, arena, owner.id, fill, &m, &c), "create");
	must(dispatch_send(conf, arena, c->id, c->version, &owner, &c, &u), "send");
	printf("%s", c->id);
	for (int64_t i = 1; i <= m.parties; i++)
		printf(" %s", know(c, TOKEN_ACT, i));
	printf("\n");
}

static void make_account(const char *mail, const char *password)
{
	struct account acc = owner;
	acc.mail = mail;
	acc.terms_version = conf->terms_version;
	must(account_create(conf, arena, password, &acc), "account");
	printf("%s\n", acc.id);
}

struct deed {
	const char *what, *text;
	int64_t slot;
};

static void conclude(struct contract *c, int64_t now, struct change *ch)
{
	for (size_t i = 0; i < c->n_papers; i++)
		while (c->papers[i].version < contract_due_version(c)) {
			struct revision r = { .version = c->papers[i].version + 1,
					      .bytes = c->papers[i].clean_bytes };
			memcpy(r.sha, c->papers[i].clean, sizeof r.sha);
			must(contract_signed(c, i, &r, now, ch), "signed");
		}
}

static enum err recode(struct contract *c, int64_t now, const char *code, struct change *ch)
{
	unsigned char salt[32], hash[32];
	rand_bytes(salt, sizeof salt);
	must(code_hash(code, salt, hash), "code");
	return care_recode(c, 1, now, salt, hash, ch);
}

static enum err deed(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	const struct deed *d = ctx;
	struct party *p = contract_party(c, d->slot);
	if (str_eq(d->what, "withdraw"))
		return contract_withdraw(c, now, "金額を直して送り直します", ch);
	if (str_eq(d->what, "decline"))
		return contract_decline(c, d->slot, now, "change", "第3条", a, ch);
	if (str_eq(d->what, "expire"))
		p->due = now - SECOND;
	else if (str_eq(d->what, "next"))
		p->due = now + DAY;
	else if (str_eq(d->what, "anyone") || str_eq(d->what, "domain"))
		p->forward = *d->what == 'd' ? FORWARD_DOMAIN : FORWARD_ANYONE;
	else if (str_eq(d->what, "one_time"))
		p->one_time = true;
	else if (str_eq(d->what, "hour"))
		p->once_until = now - SECOND;
	else if (str_eq(d->what, "stale"))
		p->linked = now - 12 * DAY;
	else if (str_eq(d->what, "look"))
		return care_look(c, now, ch);
	else if (str_eq(d->what, "mailed"))
		p->mailed = now;
	else if (str_eq(d->what, "hour_ago"))
		p->invited = now - HOUR;
	else if (str_eq(d->what, "answer"))
		return contract_answer(c, c->n_questions - 1, now, d->text, ch);
	else if (str_eq(d->what, "rename"))
		p->name = "田中改め子";
	else if (str_eq(d->what, "conclude"))
		conclude(c, now, ch);
	else if (str_eq(d->what, "old"))
		c->concluded -= (conf->result_days + 1) * DAY;
	else if (str_eq(d->what, "yesterday")) /* validation data of yesterday */
		c->papers[0].stage.stored_at -= DAY;
	else if (str_eq(d->what, "try"))
		contract_code_try(c, d->slot, now);
	else if (str_eq(d->what, "own"))
		c->owner = d->text;
	else if (str_eq(d->what, "recode"))
		return recode(c, now, d->text, ch);
	else if (str_eq(d->what, "title"))
		c->title = d->text;
	else if (str_eq(d->what, "value")) { /* as a site of before may have kept it */
		size_t i = strtoul(d->text, NULL, 10) - 1;
		if (i >= c->n_fields)
			return INVALID;
		c->fields[i].value = strchr(d->text, '=') + 1;
	} else if (str_eq(d->what, "authority"))
		p->authority = true;
	else if (str_eq(d->what, "replace"))
		p->generation++;
	else
		return INVALID;
	return OK;
}

static void letter(const struct contract *c, const char *kind, int64_t slot)
{
	const struct move *moved = move_last(c, 1);
	struct notice n = { .contract = c->id, .slot = slot, .address = "", .extra = "田中1子",
			    .generation = moved ? moved->generation : 0, .about = 1 };
	n.about2 = str_eq(kind, "question") || str_eq(kind, "answer") ? (int64_t)c->n_questions
								      : n.generation;
	const char *lang, *mail, *name;
	struct xdoc *d;
	struct buf b;
	bool extended = str_eq(kind, "extended"); /* M02 when the reply date moved */
	if (extended)
		kind = "remind";
	while (n.kind < NOTICE_KINDS && !str_eq(notice_word(n.kind), kind))
		n.kind++;
	if (n.kind == NOTICE_UNDELIVERED) {
		const struct party *p = contract_party(c, 1);
		n.extra = arena_printf(arena, "full %s %s", p->mail, p->name);
		n.about = 0;
	}
	if (n.kind == NOTICE_AGREED)
		n.after = 3;
	if (n.kind == NOTICE_REMIND || n.kind == NOTICE_DUE) { /* eight days later */
		n.extra = extended ? "extended" : "";
		n.made = contract_party(c, slot)->due - 2 * DAY - HOUR;
		contract_party(c, slot)->mailed = n.made - 8 * DAY;
	}
	if (n.kind == NOTICE_ALARM) {
		n.address = "ops@example.jp";
		n.extra = "cert 30 2027-03-31T00:00:00.000000000Z ";
	}
	if (n.kind == NOTICE_REPORT) {
		n.address = conf->alarm;
		n.extra = "odd";
	}
	if (n.kind == NOTICE_REGISTER || n.kind == NOTICE_REGISTERED) {
		n.address = "new@example.jp";
		n.extra = n.kind == NOTICE_REGISTER ? "ja abcdefghijkmnpqrstuvwxyz23" : "en";
	}
	must(letter_model(conf, arena, &n, c, &d, &lang, &mail, &name), "model");
	buf_init(&b, 1 << 20);
	view_open(conf->xsl);
	must(view_text(lang, kind, d, &b), "view");
	printf("To: %s <%s>\n%s", name, mail, buf_text(&b));
	xdoc_free(d);
}

/* 控えの再発行, as the clerk makes it. */
static void copies(const char *mail)
{
	struct notice n = { .kind = NOTICE_COPIES, .contract = "", .address = mail, .extra = "ja" };
	const char *lang, *to, *name;
	struct xdoc *d;
	struct buf b;
	must(copies_renew(conf, arena, mail), "renew");
	must(letter_model(conf, arena, &n, NULL, &d, &lang, &to, &name), "model");
	buf_init(&b, 1 << 20);
	view_open(conf->xsl);
	must(view_text(lang, "copies", d, &b), "view");
	printf("%s", buf_text(&b));
	xdoc_free(d);
}

static void receipt(const struct contract *c, int64_t slot)
{
	int fd = -1;
	view_open(conf->xsl);
	enum err e = papers_receipt(conf, arena, c, slot, "ja", &fd);
	printf("%s\n", e ? err_word(e) : file_size(fd) > 1000 ? "ok" : "empty");
}

/* To which slots letters of this kind lie ready; judged: what becomes of them. */
static void notices(const struct contract *c, const char *kind, bool judged)
{
	struct outbox_mail *m;
	const char *after = NULL;
	size_t n;
	bool more = true, any = false;
	while (more) {
		must(outbox_mails(conf, arena, after, 100, &m, &n, &more), "mails");
		for (size_t i = 0; i < n; i++) {
			after = m[i].key;
			if (!str_eq(m[i].notice.contract, c->id) ||
			    !str_eq(notice_word(m[i].notice.kind), kind))
				continue;
			printf("%s", any ? " " : "");
			if (judged)
				printf("%s", policy_notice(c, &m[i].notice, clock_now()) ? "superseded"
											  : "sent");
			else
				printf("%lld", (long long)m[i].notice.slot);
			any = true;
		}
	}
	printf("\n");
}

static void tell(const struct contract *c, const char *what, int64_t slot)
{
	const struct party *p = contract_party(c, slot ? slot : 1);
	static const char *const states[] = { "waits", "invited", "opened", "agreed", "declined" };
	struct event *events;
	size_t n;
	if (str_eq(what, "tries")) {
		printf("%lld %d\n", (long long)p->code_tries, p->code_locked != 0);
	} else if (str_eq(what, "state")) {
		printf("%s %s\n", contract_state_word(c->state), states[p->state]);
	} else if (str_eq(what, "values")) {
		for (size_t i = 0; i < c->n_fields; i++)
			printf("%zu=%s\n", i + 1, c->fields[i].value);
	} else if (str_eq(what, "stage")) { /* what is there of the last version, and by whom */
		const struct staging *g = &c->papers[0].stage;
		printf("%s %s %s\n", memcmp(g->sealed, (char[32]){ 0 }, 32) ? "sealed" : "-",
		       memcmp(g->stored, (char[32]){ 0 }, 32) ? "stored" : "-", g->sealed_by);
	} else if (str_eq(what, "once")) {
		char code[7];
		token_once(c, slot ? slot : 1, code);
		printf("%s %lld\n", code, (long long)p->once_tries);
	} else if (str_eq(what, "methods")) {
		printf("%lld\n", (long long)p->methods);
	} else if (str_eq(what, "later")) {
		printf("%lld %d %s\n", (long long)p->later, p->reported != 0, p->later_note);
	} else if (str_eq(what, "person")) {
		printf("%s/%s/%s %s/%s/%s\n", p->name, p->company, p->post, p->said_name,
		       p->said_company, p->said_post);
	} else if (str_eq(what, "version")) {
		printf("%lld\n", (long long)c->version);
	} else {
		must(ledger_events(conf, arena, c, &events, &n), "events");
		for (size_t i = 0; i < n; i++)
			printf("%s %lld\n", event_word(events[i].kind), (long long)events[i].slot);
	}
}

int main(int argc, char **argv)
{
	static const char *const asks[] = { "tries",  "state",   "version", "stage", "events",
					    "values", "methods", "once",	   "later", "person" };
	struct contract *c;
	log_open("scene");
	conf = conf_site();
	arena = arena_new(0);
	must(secret_open(conf), "secret");
	if (argc > 5 && str_eq(argv[1], "new")) {
		make_new(argc - 2, argv + 2);
		return 0;
	}
	if (argc < 3)
		return 2;
	if (str_eq(argv[1], "account")) {
		make_account(argv[2], argv[3]);
		return 0;
	}
	struct deed d = { argv[1], argv[argc - 1], argc > 3 ? atol(argv[argc - 1]) : 1 };
	must(ledger_load(conf, arena, argv[2], &c), "load");
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
		if (str_eq(argv[1], asks[i])) {
			tell(c, argv[1], d.slot);
			return 0;
		}
	if (str_eq(argv[1], "token"))
		printf("%s\n", know(c, str_eq(argv[3], "result") ? TOKEN_RESULT
				  : str_eq(argv[3], "look") ? TOKEN_LOOK : TOKEN_ACT, d.slot));
	else if (str_eq(argv[1], "copies"))
		copies(argv[3]);
	else if (str_eq(argv[1], "receipt"))
		receipt(c, d.slot);
	else if (str_eq(argv[1], "notices") || str_eq(argv[1], "mailing"))
		notices(c, argv[3], str_eq(argv[1], "mailing"));
	else if (str_eq(argv[1], "letter"))
		letter(c, argv[3], d.slot);
	else
		must(ledger_change(conf, arena, argv[2], 0, deed, &d, NULL), argv[1]);
	return 0;
}
