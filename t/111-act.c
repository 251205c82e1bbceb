/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The act's wire form and its Japanese sentences, byte by byte: both are signed
 * into documents and must never change. */
#include "tap.h"

#include "base/act.h"
#include "base/clock.h"
#include "base/hex.h"

#define CHAIN "abcdefghijkmnpqr-1"
#define T INT64_C(1795411236077719488) /* 2026-11-23 14:20:36.077719488 JST */

static struct act make(enum act_kind kind, int version)
{
	struct act a = { .kind = kind, .version = version, .time = T, .parties = 2 };
	strcpy(a.chain, CHAIN);
	strcpy(a.title, "秘密保持契約書");
	strcpy(a.name, "サイン次郎");
	strcpy(a.mail, "jiro@example.jp");
	a.pages = 4;
	memset(a.upload, 0xAB, 32);
	memset(a.base, 0xCD, 32);
	for (int i = 0; i < 3; i++)
		memset(a.roster[i], i, 32);
	a.slot = version - 2;
	a.methods = ACT_BY_MAIL;
	memset(a.binds, 0xEF, 32);
	return a;
}

static void reason_is(const struct act *a, const char *want, const char *what)
{
	struct buf b;
	buf_init(&b, 4096);
	act_reason(a, &b);
	is_str(buf_text(&b), want, "Reason: %s", what);
	buf_clear(&b);
}

static void reasons(void)
{
	struct act a = make(ACT_FIX, 1);
	reason_is(&a,
		  "「秘密保持契約書」（書類ID " CHAIN "、4ページ、SHA-256 "
		  "abababababababababababababababababababababababababababababababab"
		  "）の内容が2026-11-23 14:20:36.077719488 +0900 JSTに確定されました。",
		  "fixed");
	a = make(ACT_SEND, 2);
	reason_is(&a,
		  "サイン次郎(jiro@example.jp)によって2026-11-23 14:20:36.077719488 +0900 JSTに"
		  "作成されました。認証方法：メール認証",
		  "sent");
	a = make(ACT_AGREE, 3);
	a.methods = ACT_BY_MAIL | ACT_BY_CODE;
	reason_is(&a,
		  "サイン次郎(jiro@example.jp)によって2026-11-23 14:20:36.077719488 +0900 JSTに"
		  "承認されました。認証方法：メール認証、アクセスコード",
		  "agreed with an access code");
	a.methods = ACT_BY_MAIL | ACT_BY_ONE_TIME;
	a.time = 0;
	reason_is(&a,
		  "サイン次郎(jiro@example.jp)によって1970-01-01 09:00:00.000000000 +0900 JSTに"
		  "承認されました。認証方法：メール認証、ワンタイムコード",
		  "agreed with a one-time code");
	a.methods = 7;
	reason_is(&a,
		  "サイン次郎(jiro@example.jp)によって1970-01-01 09:00:00.000000000 +0900 JSTに"
		  "承認されました。認証方法：メール認証、アクセスコード、ワンタイムコード",
		  "agreed with both");
	a = make(ACT_CONCLUDE, 5);
	reason_is(&a, "全2名の同意がそろい2026-11-23 14:20:36.077719488 +0900 JSTに締結されました。",
		  "concluded");
}

static void wire_is(const struct act *a, const char *want_hex, const char *what)
{
	struct buf b, hex;
	buf_init(&b, ACT_WIRE);
	buf_init(&hex, 2 * ACT_WIRE + 1);
	act_bytes(a, &b);
	hex_add(&hex, b.p, b.n);
	is_str(buf_text(&hex), want_hex, "wire: %s", what);
	buf_clear(&b);
	buf_clear(&hex);
}

#define HEX8(x) x x x x x x x x
#define HEX32(x) HEX8(x) HEX8(x) HEX8(x) HEX8(x)
#define HEAD(kind, version)                                                                   \
	"046b696e64" kind "05636861696e00000012"                                              \
	"6162636465666768696a6b6d6e7071722d31"                                                \
	"0776657273696f6e00000001" version "0474696d6500000013"                               \
	"31373935343131323336303737373139343838"

static void wires(void)
{
	struct act a = make(ACT_FIX, 1);
	wire_is(&a,
		HEAD("00000003666978", "31") "057469746c6500000015e7a798e5af86e4bf9de68c81e5a5"
		"91e7b484e69bb8" "0570616765730000000134" "0675706c6f616400000020" HEX32("ab")
		"046261736500000020" HEX32("cd") "06726f7374657200000060" HEX32("00") HEX32("01")
		HEX32("02"),
		"fix");
	a = make(ACT_AGREE, 3);
	wire_is(&a,
		HEAD("000000056167726565", "33") "04736c6f740000000131" "046e616d650000000f"
		"e382b5e382a4e383b3e6aca1e9838e" "046d61696c0000000f6a69726f406578616d706c652e6a70"
		"076d6574686f64730000000131" "0562696e647300000020" HEX32("ef"),
		"agree");
	a = make(ACT_CONCLUDE, 5);
	wire_is(&a, HEAD("00000008636f6e636c756465", "35") "07706172746965730000000132", "conclude");
}

static enum err there_and_back(const struct act *a, struct act *b)
{
	struct msg m;
	size_t at = 0;
	msg_init(&m, ACT_WIRE + 64);
	act_put(&m, a);
	size_t end = m.b.n;
	msg_puts(&m, "attempt", "1");
	enum err e = act_parse(&m, b, &at);
	ok(e || at == end, "what follows the act begins behind it");
	msg_clear(&m);
	return e;
}

static void parses(void)
{
	static const struct {
		enum act_kind kind;
		int version;
	} rows[] = { { ACT_FIX, 1 }, { ACT_SEND, 2 }, { ACT_AGREE, 4 }, { ACT_CONCLUDE, 5 } };
	for (size_t i = 0; i < 4; i++) {
		struct act a = make(rows[i].kind, rows[i].version), b;
		struct buf x, y;
		buf_init(&x, ACT_WIRE);
		buf_init(&y, ACT_WIRE);
		is_int(there_and_back(&a, &b), OK, "kind %d is read", (int)a.kind);
		act_bytes(&a, &x);
		act_bytes(&b, &y);
		ok(bytes_eq(buf_bytes(&x), buf_bytes(&y)), "… and is the same");
		buf_clear(&x);
		buf_clear(&y);
	}
}

/* Every prefix and every single wrong byte of a length or key is refused or
 * reads as something that prints to the same bytes: never to others. */
static void flips(void)
{
	struct act a = make(ACT_AGREE, 3), b;
	struct buf x;
	int wrong = 0, read = 0;
	buf_init(&x, ACT_WIRE);
	act_bytes(&a, &x);
	for (size_t i = 0; i < x.n * 8; i++) {
		struct msg m;
		struct buf y;
		size_t at;
		msg_init(&m, ACT_WIRE);
		buf_init(&y, ACT_WIRE);
		buf_add(&m.b, x.p, x.n);
		m.b.p[i / 8] ^= (unsigned char)(1u << i % 8);
		if (!act_parse(&m, &b, &at)) {
			read++;
			act_bytes(&b, &y);
			wrong += y.n != at || memcmp(y.p, m.b.p, at) != 0;
		}
		msg_clear(&m);
		buf_clear(&y);
	}
	ok(read > 0 && !wrong, "%d of %zu flips are read, each printed again as it came", read, x.n * 8);
	int early = 0;
	for (size_t n = 0; n < x.n; n++) {
		struct msg m;
		msg_init(&m, ACT_WIRE);
		buf_add(&m.b, x.p, n);
		early += act_parse(&m, &b, NULL) == OK;
		msg_clear(&m);
	}
	is_int(early, 0, "no prefix is an act");
	buf_clear(&x);
}

static void ranges(void)
{
	struct act a = make(ACT_AGREE, 3), b;
	a.version = 4;
	is_int(there_and_back(&a, &b), INVALID, "the version must be the slot's");
	a = make(ACT_SEND, 2);
	a.slot = 1;
	is_int(there_and_back(&a, &b), INVALID, "the sender is slot 0");
	a = make(ACT_AGREE, 3);
	a.methods = ACT_BY_CODE;
	is_int(there_and_back(&a, &b), INVALID, "mail is always among the methods");
	a = make(ACT_AGREE, 3);
	strcpy(a.name, "甲\n乙");
	is_int(there_and_back(&a, &b), INVALID, "a line end in a name");
	a = make(ACT_CONCLUDE, 5);
	a.parties = 3;
	is_int(there_and_back(&a, &b), INVALID, "the last version is n+3");
	a = make(ACT_FIX, 1);
	strcpy(a.chain, "abcdefghijkmnpqr-0");
	is_int(there_and_back(&a, &b), INVALID, "files count from 1");
	a = make(ACT_FIX, 1);
	a.parties = ACT_SLOTS;
	is_int(there_and_back(&a, &b), OK, "128 parties");
	is_int(b.parties, ACT_SLOTS, "… all in the roster");
}

int main(void)
{
	reasons();
	wires();
	parses();
	flips();
	ranges();
	return done();
}
