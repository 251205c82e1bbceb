/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The traps of libxml2, libxslt, utf8proc and libidn2 (store-and-speed.md §11) are
 * shut: markup in texts, control characters, sheets that reach out. */
#include "base/arena.h"
#include "tap.h"

#include "base/clock.h"
#include "base/log.h"
#include "office/quote.h"
#include "port/domain.h"
#include "port/unicode.h"
#include "port/view.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/teiketsu-views.XXXXXX";

#define XSL                                                                                        \
	"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"           \
	"<xsl:output method='html' encoding='UTF-8' indent='no' "                                  \
	"doctype-system='about:legacy-compat'/>"

static void put(const char *name, const char *text)
{
	char path[200];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	if (!f)
		exit(1);
	fputs(text, f);
	fclose(f);
}

static void folders(void)
{
	static const char *const names[] = { "ja", "ja/page", "ja/mail", "ja/part" };
	char path[200];
	if (!mkdtemp(dir))
		exit(1);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		mkdir(path, 0700);
	}
}

static enum err draw(const char *name, struct xdoc *d, struct buf *out)
{
	buf_clear(out);
	return view_html("ja", name, d, out);
}

static void texts(struct buf *out)
{
	struct xdoc *d = xdoc_new("page");
	struct xnode *n = xdoc_root(d);
	put("ja/page/show.xsl",
	    XSL "<xsl:template match='/page'><p title='{@a}'><xsl:value-of select='x'/></p>"
		"</xsl:template></xsl:stylesheet>");
	xdoc_add_text(n, "x", "A & B <b>&amp;</b>");
	xdoc_attr(n, "a", "\"><script>");
	is_int(draw("show", d, out), OK, "a view is drawn");
	ok(strstr(buf_text(out), "A &amp; B &lt;b&gt;&amp;amp;&lt;/b&gt;") != NULL,
	   "A & B stays A & B, markup is text");
	ok(strstr(buf_text(out), "<script>") == NULL, "no way out of an attribute");
	ok(!strncmp(buf_text(out), "<!DOCTYPE html", 14), "a doctype");
	xdoc_free(d);

	d = xdoc_new("page");
	xdoc_add_text(xdoc_root(d), "x", "vor\x01\x0B\xFF\xED\xA0\x80\xEF\xBF\xBFnach \xE7\xB7\xA0");
	xdoc_attr(xdoc_root(d), "a", "p\x02q");
	is_int(draw("show", d, out), OK, "hostile bytes");
	ok(strstr(buf_text(out), "vor") && strstr(buf_text(out), "nach 締"), "do not empty a text");
	ok(strstr(buf_text(out), "title=\"p\xEF\xBF\xBDq\"") != NULL, "nor an attribute");
	xdoc_free(d);

	d = xdoc_new("page");
	n = xdoc_root(d);
	xdoc_attr(n, "a", "1");
	xdoc_attr(n, "a", "2");
	xdoc_attr(n, "b", NULL);
	xdoc_attr_flag(n, "c", 0);
	xdoc_attr_time(n, "t", INT64_C(1806505140) * SECOND);
	is_str(xdoc_get(n, "a"), "2", "the last value counts");
	is_str(xdoc_get(n, "b"), "", "NULL sets nothing");
	is_str(xdoc_get(n, "c"), "", "nor does a false flag");
	is_str(xdoc_get(n, "t"), "2027-03-31T23:59:00 3", "a time in Japan with its weekday");
	xdoc_free(d);
}

static void reaching_out(struct buf *out)
{
	struct xdoc *d = xdoc_new("page");
	char sheet[1000];
	put("ja/secret.xml", "<s>secret</s>");
	put("ja/page/doc.xsl", XSL "<xsl:template match='/'><p>x<xsl:copy-of select=\"document('../secret.xml')\"/>"
				   "</p></xsl:template></xsl:stylesheet>");
	(void)!draw("doc", d, out);
	ok(strstr(buf_text(out), "secret") == NULL, "no document() at run time");
	put("ja/page/etc.xsl", "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
			       "<xsl:import href='/etc/passwd'/></xsl:stylesheet>");
	is_int(draw("etc", d, out), BROKEN, "no import from elsewhere");
	put("ja/page/up.xsl", "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
			      "<xsl:include href='../../../etc/passwd'/></xsl:stylesheet>");
	is_int(draw("up", d, out), BROKEN, "nor upwards");
	put("ja/page/net.xsl", "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
			       "<xsl:include href='http://127.0.0.1:9/x.xsl'/></xsl:stylesheet>");
	is_int(draw("net", d, out), BROKEN, "nor the network");
	snprintf(sheet, sizeof sheet,
		 "<!DOCTYPE x [<!ENTITY e SYSTEM 'file://%s/ja/secret.xml'>]>" XSL
		 "<xsl:template match='/'><p>&e;</p></xsl:template></xsl:stylesheet>",
		 dir);
	put("ja/page/entity.xsl", sheet);
	(void)!draw("entity", d, out);
	ok(strstr(buf_text(out), "secret") == NULL, "no external entity");
	put("ja/page/loop.xsl", XSL "<xsl:template match='/'><xsl:call-template name='l'/></xsl:template>"
				    "<xsl:template name='l'><xsl:call-template name='l'/></xsl:template>"
				    "</xsl:stylesheet>");
	is_int(draw("loop", d, out), BROKEN, "an endless template ends");
	put("ja/page/bad.xsl", "<xsl:stylesheet");
	is_int(draw("bad", d, out), BROKEN, "a sheet that is not XML");
	is_int(draw("none", d, out), MISSING, "a sheet that is not there");
	is_int(draw("../secret", d, out), INVALID, "a name with a path");
	is_int(view_html("fr", "show", d, out), INVALID, "a language that is none");
	is_int(draw("show", d, out), OK, "and the good one still works");
	xdoc_free(d);
}

static void mail(struct buf *out)
{
	struct xdoc *d = xdoc_new("mail");
	put("ja/mail/m.xsl", "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
			     "<xsl:output method='text' encoding='UTF-8'/><xsl:template match='/mail'>"
			     "<xsl:for-each select='line'><xsl:value-of select='.'/>|</xsl:for-each>"
			     "</xsl:template></xsl:stylesheet>");
	struct arena *a = arena_new(0);
	xdoc_add_text(xdoc_root(d), "line",
		      quote_harmless(a, "see HTTPS://evil.example/x www.evil.example & mailto:a@b"));
	xdoc_add_text(xdoc_root(d), "line", "");
	buf_clear(out);
	is_int(view_text("ja", "m", d, out), OK, "a mail");
	is_str(buf_text(out), "see hxxps://evil.example/x www[.]evil.example & mailto[:]a@b||",
	       "planted links are harmless, text is not escaped");
	static const char *const words[][2] = {
		{ "http://evil.com/x?y", "hxxp://evil[.]com/x?y" },
		{ "見て bank.co.jp です", "見て bank[.]co[.]jp です" },
		{ "evil.com", "evil[.]com" },
		{ "a.b.evil.shop/login", "a[.]b[.]evil[.]shop/login" },
		{ "連絡は taro.yamada@mail.example.co.jp まで", "連絡は taro.yamada@mail.example.co.jp まで" },
		{ "第3.1条、1.25倍。v2.0", "第3.1条、1.25倍。v2.0" },
		{ "end.Next sentence. Mr.Smith", "end.Next sentence. Mr.Smith" },
		{ "..com .com a..com", "..com .com a..com" },
		{ "evil.zip と evil.example/x、Evil.Com", "evil[.]zip と evil[.]example/x、Evil[.]Com" },
		{ "日本.jp/x", "日本[.]jp/x" },
		{ "ｈｔｔｐ：／／ｅｖｉｌ．ｃｏｍ", "hxxp:／／ｅｖｉｌ[.]ｃｏｍ" },
		{ "evil。com と evil｡jp。次はOK。next", "evil[.]com と evil[.]jp。次はOK。next" },
		{ "192.0.2.1/x と 2026.11.28 と 1.2.3.4.5", "192[.]0[.]2[.]1/x と 2026.11.28 と 1.2.3.4.5" },
		{ "//evil/x と \\\\evil\\x と 1//2、//メモ", "/[/]evil/x と \\[\\]evil\\x と 1/[/]2、//メモ" },
		{ "ssh://a と JavaScript:x と FILE:///x", "ssh[:]//a と javascript[:]x と file[:]//[/]x" },
		{ "契約書.pdf と 見積.v2.xlsx", "契約書.pdf と 見積.v2.xlsx" },
		{ "TEL:03-1234-5678、です.次に", "TEL:03-1234-5678、です.次に" },
		{ "a\xFF.com", "a\xFF.com" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		is_str(quote_words(a, words[i][0]), words[i][1], "words: %s", words[i][0]);
	is_str(quote_harmless(a, "Amazon.co.jp 契約"), "Amazon.co.jp 契約", "a title keeps its dots");
	arena_free(a);
	xdoc_free(d);
}

static void unicode(struct buf *out)
{
	char d[254];
	buf_clear(out);
	is_int(unicode_fold("Ａｂｃ　㈱ﾃｽﾄ", out), OK, "folding");
	is_str(buf_text(out), "abc (株)テスト", "width and case fall away");
	buf_clear(out);
	is_int(unicode_clean(" 締\u200B結\u202E \t x\u2028y ", 0, out), OK, "cleaning");
	is_str(buf_text(out), "締結 xy", "invisible characters fall away");
	buf_clear(out);
	is_int(unicode_nfc("\xFF", out), INVALID, "not UTF-8");
	is_int(domain_ascii("例え.テスト", d, sizeof d), OK, "a Japanese domain");
	is_str(d, "xn--r8jz45g.xn--zckzah", "as A-labels");
	is_int(domain_ascii("EXAMPLE.jp", d, sizeof d), OK, "a plain domain");
	is_str(d, "example.jp", "in lower case");
	is_int(domain_ascii("localhost", d, sizeof d), INVALID, "one label");
	is_int(domain_ascii("a_b.jp", d, sizeof d), INVALID, "an underscore");
	is_int(domain_ascii("xn--zzzzzzzz.jp", d, sizeof d), INVALID, "a false A-label");
}

static int drop(const char *path, const struct stat *st, int kind, struct FTW *f)
{
	(void)st;
	(void)kind;
	(void)f;
	return remove(path);
}

int main(void)
{
	struct buf out;
	log_open("240-views");
	buf_init(&out, 1 << 20);
	folders();
	view_open(dir);
	texts(&out);
	reaching_out(&out);
	mail(&out);
	unicode(&out);
	buf_clear(&out);
	nftw(dir, drop, 8, FTW_DEPTH | FTW_PHYS);
	return done();
}
