#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The owner's pages through the CGI door, by their visible labels: registering
and signing in, the three steps of sending, folders and one document."""
import concurrent.futures
import hashlib
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import cgi_person  # noqa: E402
import journal  # noqa: E402
import web  # noqa: E402
from web import ok, is_  # noqa: E402

PASSWORD = "correct horse battery"
site = web.Site()


def data(name):
    with open(os.path.join(web.ROOT, "t", "data", name), "rb") as f:
        return f.read()


def errors(page):
    return " ".join(page.errors())


def stored(kind="doc"):
    return sorted(n for _, _, names in os.walk(os.path.join(site.keys["var"], kind)) for n in names)


PDF = data("contract-ja.pdf")

# ---- registering ----
b = cgi_person.Browser(site)
p = b.open("/account/register").press("確認メールを送る", {"メールアドレス": "hanako"})
is_((p.status, p.h1()), (422, "新規登録"), "a malformed address comes back to the form")
ok("example@example.jp の形で" in errors(p) and 'value="hanako"' in p.body.decode(), "with the sentence and what was typed")
ok("エラー：" in next(p.root.all("title")).text(), "and a title that says so first")
new = b.open("/account/register").press("確認メールを送る", {"メールアドレス": "ｈａｎａｋｏ＠Example.JP"})
is_(new.h1(), "確認メールを送りました", "a good one is told to look into the mail")
first = cgi_person.tokens(site)[-1]
before = len(cgi_person.journal(site))
p = b.open("/account/verify/" + first)
b.open("/account/verify/" + first, "HEAD")
is_(p.h1(), "メールアドレスの確認", "the link shows a form")
ok("hanako@example.jp" in p.text(), "with the address, its domain in small letters")
is_(len(cgi_person.journal(site)), before, "opening it changes nothing")
p = p.press("登録を完了する", {"氏名": "", "パスワード": PASSWORD})
ok(p.status == 422 and "氏名を入力してください。" in errors(p) and "利用規約に同意する" in errors(p),
   "name and acceptance are demanded")
for word, sentence in (("short", "パスワードは12文字以上にしてください。"), ("あ" * 11, "パスワードは12文字以上にしてください。"),
                       ("passwordpassword", "よく使われるパスワードです。別の文にしてください。"),
                       ("x" * 20, "よく使われるパスワードです。別の文にしてください。")):
    p = b.open("/account/verify/" + first).press(
        "登録を完了する", {"氏名": "山田花子", "パスワード": word, "利用規約に同意する": True})
    ok(p.status == 422 and sentence in errors(p) and word not in p.body.decode(), f"{sentence} ({len(word)})")
p = p.press("登録を完了する", {"氏名": "山田\u202e花子", "会社名": "締結商事", "パスワード": PASSWORD, "利用規約に同意する": True})
is_((p.status, p.h1()), (200, "書類の状況"), "then one is signed in and at home")
ok(PASSWORD.encode() not in cgi_person.journal(site), "the password is stored nowhere as it is")
terms = re.search(rb"terms_version (\S+)\nterms_hash ([0-9a-f]{64})", cgi_person.journal(site))
with open(os.path.join(web.ROOT, "etc/terms/terms-2026-11-01.ja.txt"), "rb") as f:
    is_((terms[1], terms[2].decode()), (b"2026-11-01", hashlib.sha256(f.read()).hexdigest()),
        "version and hash of the accepted terms are recorded")
p = cgi_person.Browser(site).open("/account/verify/" + first)
ok(p.status == 410 and "このリンクは24時間で切れました。" in p.text() and p.link("もう一度送る"), "a used link says so (410)")
again = cgi_person.Browser(site)
p = again.open("/account/register").press("確認メールを送る", {"メールアドレス": "hanako@example.jp"})
is_(p.text(), new.text(), "a registered address sees the very same page")
is_(len(cgi_person.tokens(site)), 1, "but no new link is made")
closed = web.Site(registration="no")
p = cgi_person.Browser(closed).open("/account/register")
ok("登録は管理者が行います。電話 03-0000-0000" in p.text() and not list(p.root.all("form")), "closed registration says whom to ask")
closed.close()

# ---- signing in ----
c = cgi_person.Browser(site)
p = c.open("/search/draft")
is_(p.h1(), "ログイン", "an owner's page leads to the login")
bad = p.press("ログイン", {"メールアドレス": "hanako@example.jp", "パスワード": "wrong"})
ok(bad.status == 422 and "メールアドレスかパスワードが違います。" in errors(bad) and "wrong" not in bad.body.decode(), "a wrong password")
nobody = c.open("/account/login").press("ログイン", {"メールアドレス": "nobody@example.jp", "パスワード": "wrong"})
is_(errors(nobody), errors(bad), "an unknown address gets the same words")
p = bad.press("ログイン", {"パスワード": PASSWORD})
is_((p.h1(), p.url.endswith("/search/draft")), ("下書き", True), "the right one leads back to where one wanted to go")
q = c.open("/account/login?next=//evil.example/").press("ログイン", {"メールアドレス": "hanako@example.jp", "パスワード": PASSWORD})
is_(q.h1(), "書類の状況", "nobody is led to another host")
p = q.press("ログアウト")
is_(p.h1(), "ログイン", "logout leads to the login")
is_(c.open("/search/home").h1(), "ログイン", "and the session is over")
said = []
for who in ("hanako@example.jp", "nobody@example.jp"):
    for i in range(11):
        p = c.open("/account/login").press("ログイン", {"メールアドレス": who, "パスワード": "wrong"})
    said.append(re.sub(r"\d+:\d\d", "T", errors(p)))
ok("までログインを止めています。" in said[0], "after ten tries: a pause with its end")
is_(said[1], said[0], "for an address that nobody registered as well")


# ---- what it costs tells nothing ----
bare = tempfile.mkdtemp()
other = web.Site(libexec=bare) # without a clerk: what is written there was written by pages


def frames():
    return len(journal.frames(os.path.join(other.keys["var"], "store")))


def signing_in(who, env=None):
    """(frames of the journal, what is said) of one try with a wrong password."""
    b = cgi_person.Browser(other)
    form = b.open("/account/login")
    csrf = next(i.attrs["value"] for i in form.root.all("input") if i.attrs.get("name") == "csrf")
    before = frames()
    a = other.post(os.path.join(web.B, "cgi-bin/account"), "/account/login", {"csrf": csrf, "mail": who, "password": "wrong"}, cookie=dict(b.cookies), env=env)
    return frames() - before, re.sub(r'<input type="hidden"[^>]*>|value="[^"]*@[^"]*"', "", a.text)


WHO = ("hanako@example.jp", "nobody@example.jp")
cgi_person.register(other, WHO[0], "山田花子")
tries = [[signing_in(who) for i in range(12)] for who in WHO]
is_({n for who in tries for n, _ in who}, {1}, "a try costs one commit: registered or not, paused or not")
ok("メールアドレスかパスワードが違います。" in tries[0][9][1] and "までログインを止めています" in tries[0][10][1], "ten tries, then a pause")
is_([re.sub(r"\d+:\d\d", "T", x) for _, x in tries[0]], [re.sub(r"\d+:\d\d", "T", x) for _, x in tries[1]], "word for word the same")
spent = []
for who in WHO:
    before = frames()
    cgi_person.Browser(other).open("/account/register").press("確認メールを送る", {"メールアドレス": who})
    spent.append(frames() - before)
is_(spent, [1, 1], "asking to register: one commit, known or not")
FAKE = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
late = {"LD_PRELOAD": FAKE, "FAKETIME": "+5m", "FAKETIME_NO_CACHE": "1"}
if os.path.exists(FAKE):
    end = lambda who, env=None: re.search(r"(\d+:\d\d)までログインを止めています", signing_in(who, env)[1])[1]
    now = [end(who) for who in WHO]
    is_([end(who, late) for who in WHO], now, "five minutes later a pause ends when it would have ended, for an unknown address, too")
    late["FAKETIME"] = "+16m"
    ok(all("メールアドレスかパスワードが違います。" in signing_in(who, late)[1] for who in WHO), "and is over for both")
else:
    ok(True, "the end of a pause # skip no libfaketime")
other.close()
os.rmdir(bare)

# ---- 書類の準備 ----
p = b.open("/upload")
is_(p.h1(), "新しい書類の送信", "the first step")
q = p.press("次へ", {"タイトル": "", "メッセージ": "こんにちは"})
ok(q.status == 422 and "タイトルを入力してください。" in errors(q) and "PDFファイルを選んでください。" in errors(q), "title and file are demanded")
ok("こんにちは" in q.text(), "what was typed stays")
is_(stored(), [], "nothing is stored")
is_(b.open("/search/draft").text().count("下書きはありません。"), 1, "no draft either")
q = p.press("追加する", {"タイトル": "あ" * 101}, {"書類（PDF）": [("a.pdf", PDF)]})
ok("100文字以内" in errors(q) and "いま101文字" in errors(q), "a title of 101 characters is too long")
q = p.press("追加する", {"メッセージ": "あ" * 16001}, {"書類（PDF）": [("a.pdf", PDF)]})
ok("16000文字以内" in errors(q), "a message of 16,001 characters too")

REFUSED = {
    "n01-not-a-pdf.pdf": "PDFではありません", "n02-truncated.pdf": "壊れていて、修復できませんでした",
    "n03-user-password.pdf": "パスワードのかかったPDF", "n04-user-password-aes256.pdf": "パスワードのかかったPDF",
    "n06-owner-password-rc4-30p.pdf": "制限したPDF", "n07-page-tree-loop.pdf": "壊れていて",
    "n09-no-pages.pdf": "ページがありません", "n13-xfa-hidden-in-objstm.pdf": "XFAフォーム",
    "n17-render-bomb-type3-cycle.pdf": "表示できないページがあります",
}
for name, words in REFUSED.items():
    q = p.press("追加する", {"タイトル": name}, {"書類（PDF）": [(name, data("intake/" + name))]})
    ok(q.status == 422 and f"「{name}」" in errors(q) and words in errors(q), f"{name} is refused: {words}")
q = p.press("次へ", {"タイトル": "署名済み"}, {"書類（PDF）": [("n18.pdf", data("intake/n18-already-signed.pdf"))]})
ok(q.status == 422 and "すでに電子署名の付いたPDFです。このまま送ると元の署名が無効になります。" in errors(q), "a signed file: what would become of its signature")
ok("電子署名（見た目は残しています）" in q.text(), "and what is left of it")
q = q.press("次へ")
ok(q.status == 422, "it is not used without a word of the owner's")
again = q.press("選び直す")
ok("追加した書類" not in again.text(), "選び直す")
again.press("下書き保存")
q = p.press("追加する", {"タイトル": "署名済み"}, {"書類（PDF）": [("n18.pdf", data("intake/n18-already-signed.pdf"))]}).press("それでも使う")
ok("無効になります" not in q.text(), "それでも使う")
q = q.press("次へ")
is_(q.h1(), "送付先の設定", "then it is used")
b.open(q.url.replace("/to", "/send"))
for path in {l.attrs["href"] for l in b.open("/search/draft").root.all("a") if "/search/doc/" in l.attrs.get("href", "")}:
    b.open(path).follow("下書きを削除する").press("削除する")
q = p.press("追加する", {"タイトル": "空"}, {"書類（PDF）": [("empty.pdf", b"")]})
ok(q.status == 422 and "空のファイルです" in errors(q), "an empty file is refused")
is_(b.open("/search/draft").text().count("下書きはありません。"), 1, "a refused file leaves no draft behind")

q = p.press("追加する", {"タイトル": "秘密保持契約書", "契約相手の名称": "乙社"}, {"書類（PDF）": [
    ("契約書.pdf", PDF), ("n03.pdf", data("intake/n03-user-password.pdf")), ("r01.PDF", data("intake/r01-xref-damaged-30p.pdf")),
    ("n11.pdf", data("intake/n11-javascript.pdf"))]})
ok(q.status == 422 and "「n03.pdf」" in errors(q), "one bad file among good ones is named")
ok("追加した書類（3）" in q.text() and "1. 契約書（2ページ" in q.text() and "2. r01（30ページ" in q.text(), "the good ones are kept, without .pdf")
ok("修復しました" in q.text() and "全30ページ" in q.text(), "a repaired file asks to be checked")
ok("ページの画像を確かめて、「確かめました」を押してください。" in errors(q.press("次へ")), "and does not go on without")
q = b.open(re.search(r'action="[^"]*(/upload/[a-z2-9]{16})"', q.body.decode())[1])
ok("取り除きました" in q.text() and "スクリプト" in q.text(), "what was removed is said in words")
pictures = [i.attrs["src"] for i in q.root.all("img")]
is_(len(pictures), 33, "every page has its picture")
is_([b.open(u).headers.get("Content-Type") for u in pictures[:3]], ["image/png"] * 3, "and the pictures can be fetched")
is_(len([n for n in stored("picture") if n.endswith("-320")]), 34, "all were drawn when the file came")
draft = re.search(r'action="[^"]*/upload/([a-z2-9]{16})"', q.body.decode())[1]
q = q.press("削除", nth=1)
ok("追加した書類（2）" in q.text() and "r01" not in q.text(), "a file can be thrown out")
late = b.open("/upload/" + draft)
q = q.press("追加する", {}, {"書類（PDF）": [("別紙.pdf", data("minimal.pdf"))]})
ok("追加した書類（3）" in q.text() and "3. 別紙（1ページ" in q.text() and "秘密保持契約書" in q.body.decode(), "and another added")
is_(late.press("下書き保存", {"タイトル": "昔"}).status, 409, "a form of an older state is refused (409)")
q = q.press("下書き保存")
ok(q.h1() == "下書き" and "秘密保持契約書" in q.text(), "下書き保存 leads to the folder 下書き")
q = q.follow("秘密保持契約書")
ok("続きを入力する" in q.text() and "下書き作成" in q.text(), "the draft has a page")
q = q.follow("続きを入力する")
is_(q.h1(), "送付先の設定", "and resumes where something is missing")

# ---- 送付先の設定 ----
e = q.press("次へ")
ok(e.status == 422 and "宛先を1人以上入れてください。" in errors(e), "somebody must be named")
e = q.press("次へ", {"メールアドレス": "jiro"})
ok("example@example.jp の形で" in errors(e) and 'value="jiro"' in e.body.decode(), "a malformed address comes back")
e = q.press("次へ", {"メールアドレス": "Hanako@example.jp", "氏名": "花子"})
ok("「自分も同意する」" in errors(e), "one's own address belongs to 自分も同意する")
e = q.press("次へ", {"メールアドレス": "jiro@example.com", "返答の期限（日数）": "91"})
ok("1から90まで" in errors(e), "91 days are too many")
e = q.press("次へ", {"メールアドレス": "jiro@example.com", "氏名": "次郎", "返答の期限（日付）": "令和2年1月1日"})
ok("もう過ぎています" in errors(e), "a date in the past is refused")
q = q.press("自動で作る", {"メールアドレス": "jiro@ＥＸＡＭＰＬＥ.com", "氏名": "鈴木次郎", "会社名": "乙社", "部署・役職": "部長"})
code = re.search(r"アクセスコードを作りました：\s*([a-z2-9]{8})", q.text())
ok(code, "自動で作る shows a code")
code = code[1]
ok(code.encode() not in cgi_person.journal(site), "which is stored only as a hash")
q = q.press("宛先を追加")
ok(code not in q.body.decode() and "アクセスコードは設定済みです" in q.text(), "and never shown again")
ok("2番目の宛先" in q.text() and 'value="jiro@example.com"' in q.body.decode(), "a second block; the address in its normal form")
e = q.press("次へ", {("メールアドレス", 1): "jiro@example.com", ("氏名", 1): "影武者"})
ok("jiro@example.comが2回入っています。" in errors(e), "nobody twice")
q = q.press("宛先を追加", {("メールアドレス", 1): "info@example.org", ("氏名", 1): "佐藤三郎", ("アクセスコード", 1): "ひみつ42",
                        ("転送を許可する", 1): "だれにでも", ("返答の期限（日付）", 1): "2099-04-01", ("言語", 1): "English"})
q = q.press("上へ", {("メールアドレス", 2): "view@example.net", ("氏名", 2): "閲覧子", ("役割", 2): "閲覧だけ（共有先）"}, nth=1)
mails = [c.attrs["value"] for c in q.root.all("input") if c.attrs.get("name") == "mail"]
is_(mails, ["info@example.org", "jiro@example.com", "view@example.net"], "上へ moves a block, viewers come last")
is_([c.attrs["value"] for c in q.root.all("input") if c.attrs.get("name") == "days"], ["10"] * 3, "the days begin with the site's default")
ok(q.text().count("アクセスコードは設定済みです") == 2, "codes move with their people")
ok("ひみつ42".encode() not in cgi_person.journal(site), "a typed code is hashed too")
q = q.press("下へ", nth=0)
q = q.press("宛先を追加")
q = q.press("次へ", {"自分も同意する": True, "あなたの順番": "2番目"})
is_((q.status, q.h1()), (200, "入力項目の設定"), "an empty block is left out; the third step")
q = q.press("入力項目なしで次へ")
is_((q.status, q.h1()), (200, "送信"), "without input fields on to the last step")

# ---- 送信 ----
text = q.text()
ok("秘密保持契約書" in text and "宛先（3人）" in text and "共有先（1人）" in text, "the summary counts people")
order = [text.index(n) for n in ("1番目鈴木次郎", "2番目山田花子", "3番目佐藤三郎")]
is_(order, sorted(order), "the owner stands at the chosen place, without the bidi character of the form")
ok("2099年4月1日" in text and "だれにでも" in text and "案内が届いてから10日" in text and text.count("アクセスコード：あり") == 2,
   "due date, forwarding, codes")
ok("info@example.orgは、複数の人が受け取るアドレスのようです。" in text, "a shared mailbox is warned of")
ok("山田花子様（締結商事）から「秘密保持契約書」の確認依頼が届いています。" in text, "the mail is shown before it is sent")
is_(len([a for a in q.root.all("a") if a.text().startswith("修正する")]), 5, "every part has its 修正する")
size = len(cgi_person.journal(site))
for path in (f"/upload/{draft}", f"/upload/{draft}/to", f"/upload/{draft}/send", f"/search/doc/{draft}", "/search/home"):
    b.open(path)
is_(len(cgi_person.journal(site)), size, "looking at all of it changes nothing")

other = cgi_person.register(site, "taro@example.com", "太郎")
for path in (f"/upload/{draft}", f"/upload/{draft}/to", f"/upload/{draft}/send", f"/search/doc/{draft}",
             f"/fetch/{draft}/pdf/1", "/search/doc/" + "a" * 16):
    is_(other.open(path).status, 404, f"somebody else gets 404: {path.replace(draft, 'ID')}")
ok("この書類は見つからないか、見る権限がありません。" in other.open(f"/search/doc/{draft}").text(), "with the sentence for it")

late = b.open(f"/upload/{draft}/to")
again = b.open(f"/upload/{draft}/send")
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    pages = list(pool.map(lambda x: x.press("送信する"), [q, again]))
is_([(x.status, x.h1()) for x in pages], [(200, "秘密保持契約書")] * 2, "two presses at once: both see the document")
p = again.press("送信する")
is_((p.status, p.url.endswith("/search/doc/" + draft)), (200, True), "a third, later, as well")
is_(cgi_person.journal(site).count(b"kind sent\nslot 0"), 1, "but it was sent once")
is_(late.press("次へ").url.endswith("/search/doc/" + draft), True, "an old form of an earlier step leads there too")
ok("先方確認中" in p.text() and "3人中0人が同意" in p.text() and "送信（山田花子）" in p.text() and "鈴木次郎様の順番になりました" in p.text(),
   "state and history")
is_(len(re.findall(r"書類ID：" + draft + r"-\d", p.text())), 3, "every file has its 書類ID")
pdf = b.open(f"/fetch/{draft}/pdf/1")
ok(pdf.body.startswith(b"%PDF-") and all(b"(Sig%02d)" % i in pdf.body for i in range(1, 7)) and b"(Sig07)" not in pdf.body,
   "the base has n+3 empty signature fields")
ok(b.open(p.link("送信前のPDF")).body == pdf.body, "and can be taken from the page")
ok("送信のときに確定した書類です。" in p.text(), "with a word about what it is")
links = re.findall(rb"review/[a-z2-9]{26}", p.body)
is_(links, [], "no recipient's link is shown to the sender")
home = b.open("/search/home")
ok("今月の送信件数 1件" in home.text() and "先方確認中（1）" in home.text() and "下書き（0）" in home.text(), "home counts it")
ok("秘密保持契約書" in home.text() and "月ごとの送信件数" in home.text(), "and shows it, and the months")

# ---- drafts, folders ----
p = b.open("/upload").press("下書き保存", {})
is_(p.h1(), "下書き", "even an empty draft can be kept")
p = p.follow("（タイトルなし）")
q = p.follow("下書きを削除する")
ok("元に戻せません" in q.text(), "deleting asks first")
ok("（タイトルなし）" in b.open("/search/draft").text(), "asking deletes nothing")
q = q.press("削除する")
ok(q.h1() == "下書き" and "下書きはありません。" in q.text(), "then it is gone")
is_(b.open(p.url).status, 404, "its page too")
form = b.open("/upload")
for i in range(22):
    form.press("下書き保存", {"タイトル": f"草案{i:02d}"})
page = b.open("/search/draft")
seen = re.findall(r"草案\d\d", page.text())
is_((len(seen), seen[0]), (20, "草案21"), "a folder shows twenty, the newest first")
seen += re.findall(r"草案\d\d", page.follow("次の20件").text())
is_(sorted(seen), [f"草案{i:02d}" for i in range(22)], "the rest is on the next page, none twice")
ok("却下された書類や取り下げた書類はありません。" in b.open("/search/rejected").text(), "an empty folder says so")
is_(b.open("/search").h1(), "書類の状況", "/search is home")

# ---- limits ----
p = b.open("/upload").press("次へ", {"タイトル": "Crowd"}, {"書類（PDF）": [("m.pdf", data("minimal.pdf"))]})
hidden = [(c.attrs["name"], c.attrs["value"]) for c in p.root.all("input") if c.attrs.get("name") in ("csrf", "version")]


def crowd(n):
    one = [("was", ""), ("role", "agree"), ("company", ""), ("post", ""), ("lang", "ja"), ("code", ""), ("forward", "no"),
           ("days", "10"), ("date", "")]
    return hidden + [("do", "next")] + [x for i in range(n) for x in
                                        one + [("mail", f"r{i}@example.com"), ("name", f"R{i}")]]


q = b.post(p.url, crowd(129))
ok(q.status == 422 and "宛先は128人までです。" in errors(q) and q.text().count("番目の宛先") >= 129, "129 recipients are too many, none is lost")
q = b.post(p.url, crowd(128))
q = q.press("入力項目なしで次へ")
ok(q.h1() == "送信" and "宛先（128人）" in q.text(), "128 are not")
q = q.press("送信する")
ok("128人中0人が同意" in q.text(), "and can be sent to")
small = web.Site(max_file=str(1 << 20))
c = cgi_person.register(small, "hanako@example.jp", "山田花子")
q = c.open("/upload").press("追加する", {"タイトル": "大きい"}, {"書類（PDF）": [("big.pdf", PDF + b" " * (1 << 20)), ("契約書.pdf", PDF)]})
ok(q.status == 413 and "「big.pdf」は1.0 MBです。1つ1 MBまでです。" in errors(q), "a file over the limit is named with both sizes (413)")
ok("追加した書類（1）" in q.text(), "and does not take the good one with it")
small.close()

# ---- 要確認: the owner's own turn ----
p = b.open("/upload").press("次へ", {"タイトル": "覚書"}, {"書類（PDF）": [("m.pdf", data("minimal.pdf"))]})
p = p.press("次へ", {"自分も同意する": True, "あなたの順番": "1番目", "メールアドレス": "x@example.org", "氏名": "丙"})
p = p.press("入力項目なしで次へ").press("送信する")
ok("あなたの確認を待っています" in p.text() and re.search(r"/review/[a-z2-9]{26}$", p.link("確認して同意する")), "one's own turn: the way to it")
ok("覚書" in b.open("/search/todo").text() and "要確認（1）" in b.open("/search/home").text(), "and the folder 要確認")

# ---- English ----
b.lang = "en"
for path, h1 in (("/search/home", "Documents"), ("/upload", "Send a new document"), ("/search/sent", "Waiting for others")):
    page = b.open(path)
    is_(page.h1(), h1, f"{path} in English")
    left = re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]+", re.sub("締結市 総務課|秘密保持契約書|覚書|乙社|鈴木次郎|山田花子|佐藤三郎|草案\\d\\d|丙|、|締結|日本語", "", page.text()))
    is_(left, [], "without Japanese words of ours")
site.close()
web.done()
