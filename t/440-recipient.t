#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# A recipient's way: landing, terms, access code, reading, 同意, result, and
# every state a link can be in.
import os, re, sys, threading
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ok, is_, done, Page
from recipient import Scene, Visitor, CODE

s = Scene()
doc, (first, second) = s.contract(files=("contract-ja.pdf", "latin-cc0.pdf"))
v = Visitor(s)

# --- landing ------------------------------------------------------------------
before = s.scene("version", doc)
p = v.get("/review/" + first)
is_(p.status, 200, "landing opens")
is_(p.h1(), "確認してほしい書類が届いています", "h1 of the landing")
for word in ("サイン次郎", "株式会社クラウドサイン", "jiro@cloud.example.jp", "秘密保持契約書 &amp; &lt;確認&gt;",
             "ご確認をお願いします。", "返答の期限", "照合番号", "会員登録はいりません", "利用規約に同意して確認",
             "簡易表示版で開く", "利用規約の全文を読む"):
    ok(word in p.text, "landing says " + word)
ok('name="code"' not in p.text, "no code asked where none was set")
ok("<script" not in p.text, "no script")
ok("転送" not in p.text and "却下" not in p.text, "nothing that is not built yet is offered")
is_(v.head("/review/" + first).status, 200, "HEAD")
is_(v.head("/review/" + first).body, b"", "HEAD has no body")
is_(s.scene("version", doc), before, "GET and HEAD change nothing")
letter = s.scene("letter", doc, "request", 1)
number = letter.split("照合番号：")[1].split()[0]
ok(number in p.text, "the mail's matching number stands on the page")

# --- before the door ----------------------------------------------------------
for address in ("/review/%s/read", "/review/%s/lite", "/agree/%s"):
    r = v.get(address % first)
    is_(r.status, 303, "no ticket: %s leads away" % address)
    ok(("/review/" + first) in r.header("Location"), "to the landing")
is_(v.get("/fetch/%s/pdf/1" % first).status, 403, "no PDF without ticket")
is_(v.get("/fetch/%s/page/1/640.png" % first).status, 403, "no picture without ticket")
is_(v.get("/agree/%s/done" % first).status, 303, "no result before agreeing")
is_(v.post("/review/" + first, {"csrf": "x", "terms": p.hidden("terms")}).status, 403, "CSRF")
r = v.post("/review/" + first, {"csrf": p.hidden("csrf"), "terms": "0" * 64})
is_(r.status, 422, "other terms than the current ones")
is_(s.scene("state", doc), "waiting invited", "nothing was recorded")

# --- accepting and reading ----------------------------------------------------
r = v.accept(first)
is_(r.status, 303, "accepted")
ok(r.header("Location").endswith("/review/%s/read" % first), "leads to the pages, without ?k=")
is_(s.scene("state", doc), "waiting opened", "terms recorded")
p = v.follow(r)
is_(p.status, 200, "the pages")
is_(p.h1(), "秘密保持契約書 &amp; &lt;確認&gt;を確認してください", "h1 of the pages")
ok("書類は2つあります" in p.text and 'href="#d2"' in p.text and 'id="d2"' in p.text, "two files, linked")
ok("640w" in p.text and "1280w" in p.text and "320w" in p.text, "srcset")
ok('loading="lazy"' in p.text and p.text.index("<img") < p.text.index('loading="lazy"'), "lazy later")
ok(" width=\"640\"" in p.text and "height=\"9" in p.text, "sizes known before the picture")
ok("<details>" in p.text and "契約" in p.text.split("<details>")[1], "text of the page")
ok("書類の内容に同意" in p.text and "拡大して見る" in p.text, "labels")
page = Page(p.text)
is_(len(page.ids), len(set(page.ids)), "ids are unique")
for link in sorted(set(page.links)):
    if link.startswith("#"):
        ok(link[1:] in page.ids, "target of " + link)
seen = s.scene("version", doc)
r = v.get("/review/" + first)
is_(r.status, 303, "a second press on the mail's link opens the pages at once")
ok(r.header("Location").endswith("/read"), "the pages")
p = v.get("/review/%s/lite" % first)
is_(p.h1(), "秘密保持契約書 &amp; &lt;確認&gt;を確認してください（簡易表示版）", "simple version")
ok("<img" not in p.text and "<details" not in p.text and "書類の内容に同意" in p.text, "no pictures, text open")
ok(p.text.index("PDFをダウンロード") < p.text.index("1. 書類"), "PDF first")

# --- confirming ---------------------------------------------------------------
p = v.get("/agree/" + first)
is_(p.h1(), "この内容で同意しますか", "h1 of the confirmation")
for word in ("contract-ja", "latin-cc0", "株式会社クラウドサイン", "party1@example.jp", "同意して確認完了",
             "戻って修正する", "記録される内容を見る", "メール認証"):
    ok(word in p.text, "confirmation says " + word)
ok("アクセスコード" not in p.text, "the method is told as it was")
is_(s.scene("version", doc), seen, "looking changes nothing")
r = v.post("/agree/" + first, {"csrf": p.hidden("csrf"), "binds": "00" * 32})
is_(r.status, 409, "another hash than what stands here")
ok("確認中に書類の状態が変わりました。もう一度書類を確認してください。" in r.text, "and its sentence")
is_(v.press(first, p, binds="").status, 409, "no hash at all")
old = p
s.scene("rename", doc, 1)
is_(v.press(first, old).status, 409, "something changed between showing and pressing")
is_(s.scene("state", doc), "waiting opened", "nothing was agreed")

p = v.get("/agree/" + first)
r = v.press(first, p)
is_(r.status, 303, "agreed")
ok(r.header("Location").endswith("/agree/%s/done" % first), "to the result")
is_(s.scene("state", doc, 1), "waiting agreed", "recorded")
n = s.scene("version", doc)
r = v.press(first, p)
is_(r.status, 303, "pressed twice: the result again")
is_(s.scene("version", doc), n, "recorded once")
is_(s.scene("events", doc).count("agreed 1"), 1, "one event")
p = v.follow(r)
is_(p.h1(), "同意を受け付けました", "others are to agree")
ok("次は田中2子様の確認待ちです" in p.text, "who is next")
r = v.get("/review/%s/read" % first)
is_(r.status, 303, "the pages of one who agreed lead to the result")
r = Visitor(s).get("/review/" + first)
is_(r.status, 200, "without code the first link says so and leads to the result")

# --- two tabs at the same instant ------------------------------------------------
w = Visitor(s)
w.accept(second)
p = w.get("/agree/" + second)
answers = []
tabs = [threading.Thread(target=lambda: answers.append(w.press(second, p))) for _ in range(4)]
for t in tabs:
    t.start()
for t in tabs:
    t.join()
is_([a.status for a in answers], [303] * 4, "four presses at once: everybody sees the result")
is_(s.scene("events", doc).count("agreed 2"), 1, "agreed once")
is_(s.scene("state", doc, 2), "concluding agreed", "all agreed")
p = w.get("/agree/%s/done" % second)
is_(p.h1(), "全員の同意がそろいました", "signing")
ok("表示を更新する" in p.text and "http-equiv=\"refresh" not in p.text, "a link, no automatic reload")
base = w.get("/fetch/%s/pdf/1" % second)
s.scene("conclude", doc)
p = w.get("/agree/%s/done" % second)
is_(p.h1(), "契約が成立しました", "concluded")
ok("締結済みPDFをダウンロード" in p.text and "まで開けます" in p.text, "downloads and until when")
pdf = w.get("/fetch/%s/pdf/1" % second)
is_(pdf.status, 200, "the released file")
ok(pdf.body != base.body and base.body.startswith(b"%PDF-"), "is another one than before the release")

# --- result links ----------------------------------------------------------------
result = s.scene("token", doc, "result", 1)
x = Visitor(s)
p = x.get("/agree/%s/done" % result)
is_((p.status, p.h1()), (200, "契約が成立しました"), "the result link needs no ticket")
is_(x.get("/fetch/%s/pdf/2" % result).status, 200, "nor do its files")
is_(x.get("/fetch/%s/pdf/3" % result).status, 404, "no third file")
is_(x.get("/review/%s/read" % result).status, 303, "it is no way to the door")
is_(x.get("/agree/" + result).status, 303, "nor to agreeing")
s.scene("old", doc)
p = x.get("/agree/%s/done" % result)
is_((p.status, p.h1()), (410, "このページの公開期間が終わりました"), "result link after its days")
is_(x.get("/fetch/%s/pdf/1" % result).status, 410, "and its files")

# --- access code -------------------------------------------------------------------
doc, (first, second) = s.contract(code=CODE)
v = Visitor(s)
p = v.get("/review/" + first)
ok('name="code"' in p.text and "わからないときは、サイン次郎様（jiro@cloud.example.jp）に尋ねてください。" in p.text,
   "the code is asked for, and whom to ask")
r = v.accept(first, "")
is_(r.status, 422, "no code")
ok("アクセスコードを入力してください。" in r.text, "its sentence")
is_(s.scene("tries", doc), "0 0", "an empty field is no try")
r = v.accept(first, "wrong")
is_(r.status, 422, "wrong code")
ok("アクセスコードが違います。あと4回入力できます。" in r.text, "four left")
ok("wrong" not in r.text.split("<body>")[1], "the code does not come back")
ok("<title>エラー：" in r.text, "the title says that something is wrong")
is_(s.scene("tries", doc), "1 0", "counted")
r = v.accept(first, " ＡＢ１２ｃｄ３４ ")
is_(r.status, 303, "full width, other case, blanks: right")
is_(s.scene("tries", doc), "0 0", "counted back")
p = v.get("/agree/" + first)
ok("メール認証、アクセスコード" in p.text, "the method says so")
w = Visitor(s)
is_(w.get("/agree/" + first).status, 303, "another browser has to type it")
for i in range(4):
    is_(w.accept(first, "no%d" % i).status, 422, "wrong %d" % (i + 1))
r = w.accept(first, "no5")
is_(r.status, 429, "the fifth wrong code")
is_(r.h1(), "入力を止めています", "locked page")
ok("続けて5回違ったため" in r.text and "株式会社クラウドサイン" in r.text, "until when, and whom to ask")
is_(w.get("/review/" + first).status, 429, "it stays locked")
events = s.scene("events", doc)
is_((events.count("code_wrong"), events.count("code_locked")), (6, 1), "history tells it")
is_(v.get("/agree/" + first).status, 200, "who came in before goes on")
r = v.press(first)
is_(r.status, 303, "and agrees")
r = Visitor(s).get("/review/" + first)
is_(r.status, 200, "with a code the first link alone shows no result")
ok("同意済みです" in r.text, "only that it is agreed")
is_(Visitor(s).get("/fetch/%s/pdf/1" % first).status, 403, "and no file")

# another access code: who came in with the old one stands at the door again
doc, (first, second) = s.contract(code=CODE)
v, w = Visitor(s), Visitor(s, cookies=False)
v.accept(first, CODE)
k = w.accept(first, CODE).header("Location").split("?")[1]
is_((v.get("/review/%s/read" % first).status, w.get("/review/%s/read?%s" % (first, k)).status), (200, 200), "two browsers inside")
page = v.get("/agree/" + first)
s.scene("recode", doc, "zz99-YY88")
for what, r in (("read", v.get("/review/%s/read" % first)), ("without cookies", w.get("/review/%s/read?%s" % (first, k))), ("agree", v.press(first, page)),
                ("forward", v.post("/forward/" + first, {"csrf": page.hidden("csrf"), "mail": "x@example.jp", "name": "x"}))):
    ok(r.status == 303 and re.search(r"/review/%s(\?k=.*)?$" % first, r.header("Location")), "the sender gave another code: back to the door: " + what)
is_(v.get("/fetch/%s/pdf/1" % first).status, 403, "and no file")
is_(s.scene("state", doc), "waiting opened", "nothing was agreed to")
is_(v.accept(first, CODE).status, 422, "the old code is wrong")
is_(v.accept(first, "zz99yy88").status, 303, "the new one is right")
is_(v.press(first).status, 303, "and so one may agree")
doc, (first, second) = s.contract()
v = Visitor(s)
v.accept(first)
page = v.get("/agree/" + first)
s.scene("recode", doc, "zz99-YY88")
is_((v.press(first, page).status, s.scene("state", doc)), (303, "waiting opened"), "the first code that there is counts for who is inside, too")

# coming in is a line of the history: not without end
doc, (first, second) = s.contract()
p = Visitor(s).get("/review/" + first)
fields = {"csrf": p.hidden("csrf"), "terms": p.hidden("terms")}
r = [Visitor(s).post("/review/" + first, fields).status for i in range(31)]
is_((r, s.scene("events", doc).split("\n").count("opened 1")), ([303] * 30 + [429], 30), "thirty times an hour")

# tries that were counted and then broken off count as wrong
doc, (first, second) = s.contract(code=CODE)
for i in range(4):
    s.scene("try", doc, 1)
is_(Visitor(s).accept(first, CODE).status, 303, "four broken off: the fifth may be right")
for i in range(5):
    s.scene("try", doc, 1)
is_(Visitor(s).accept(first, CODE).status, 429, "five broken off: not even the right one is compared")
is_(s.scene("events", doc).count("code_locked"), 1, "and the sender is told")

# many wrong codes at once: never more than five are compared
doc, (first, second) = s.contract(code=CODE)
visitors = [Visitor(s) for _ in range(10)]
answers = []
pages = [x.get("/review/" + first) for x in visitors]
def guess(x, page):
    answers.append(x.post("/review/" + first, {"csrf": page.hidden("csrf"),
                                               "terms": page.hidden("terms"), "code": "guess"}))
crowd = [threading.Thread(target=guess, args=a) for a in zip(visitors, pages)]
for t in crowd:
    t.start()
for t in crowd:
    t.join()
ok(sum(a.status == 422 for a in answers) <= 5, "ten at once: at most five got an answer about the code")
is_(set(a.status for a in answers) <= {422, 429}, True, "the others are locked out")
is_(s.scene("events", doc).count("code_locked"), 1, "the sender is told once")

# --- states of a link -----------------------------------------------------------------
def state(address, status, h1, what):
    r = Visitor(s).get(address)
    is_(r.status, status, what)
    is_(r.h1(), h1, "h1: " + what)
    return r

r = state("/review/" + "a" * 26, 404, "このリンクでは書類を開けません", "unknown link")
is_(Visitor(s).get("/review/" + first[:-1]).status, 404, "cut link")
doc, (first, second) = s.contract()
r = state("/review/" + second, 200, "あなたの順番はまだです", "not your turn")
ok("いまは1番目の方の確認待ちです。" in r.text, "whose turn it is")
is_(Visitor(s).get("/fetch/%s/pdf/1" % second).h1(), "あなたの順番はまだです", "no file before the turn")
v = Visitor(s)
v.accept(first)
p = v.get("/agree/" + first)
s.scene("expire", doc, 1)
r = state("/review/" + first, 410, Visitor(s).get("/review/" + first).h1(), "expired")
ok(r.h1().startswith("返答の期限が過ぎています（"), "with the date")
r = v.press(first, p)
is_(r.status, 410, "pressed too late")
ok("期限を過ぎたため同意できませんでした。" in r.text, "its sentence")
s.scene("next", doc, 1)
s.scene("withdraw", doc)
r = v.press(first, p)
is_(r.status, 410, "pressed after the withdrawal")
ok("送信者がこの書類を取り下げました。同意は記録されていません。" in r.text, "its sentence")
r = state("/review/" + first, 410, "送信者がこの書類を取り下げました", "withdrawn")
ok("理由：金額を直して送り直します" in r.text, "with the reason")
is_(s.scene("state", doc), "withdrawn opened", "not agreed")
doc, (first, second) = s.contract()
v = Visitor(s)
v.accept(first)
s.scene("replace", doc, 1)
state("/review/" + first, 410, "このリンクは新しいものに替わりました", "replaced")
is_(v.get("/review/%s/read" % first).status, 410, "with the old ticket too")
doc, (first, second) = s.contract()
v = Visitor(s)
v.accept(first)
v.press(first)
Visitor(s).accept(second)
s.scene("decline", doc, 2)
state("/review/" + first, 200, "ほかの受信者が却下したため、手続きは終わりました", "declined by another")
r = Visitor(s).get("/review/" + second)
ok(r.h1().startswith("この書類は") and r.h1().endswith("に却下しました"), "declined by oneself")

# --- a browser that refuses cookies -----------------------------------------------------
doc, (first, second) = s.contract(code=CODE)
v = Visitor(s, cookies=False)
r = v.accept(first, "AB12CD34")
ok("?k=" in r.header("Location"), "the ticket travels in the address")
p = v.follow(r)
is_(p.status, 200, "pages without cookies")
ticket = r.header("Location").split("?k=")[1]
page = Page(p.text)
for link in page.links:
    if "/fetch/" in link or "/agree/" in link or "/review/" in link:
        ok("k=" + ticket in link or 'name="k" value="%s"' % ticket in p.text, "carried: " + link[:60])
is_(v.get("/fetch/%s/page/1/320.png?k=%s" % (first, ticket)).status, 200, "picture")
p = v.get("/agree/%s?k=%s" % (first, ticket))
r = v.post("/agree/%s?k=%s" % (first, ticket), {"csrf": p.hidden("csrf"), "binds": p.hidden("binds")})
is_(r.status, 303, "agreed without cookies")
is_(v.follow(r).h1(), "同意を受け付けました", "result without cookies")
is_(v.get("/agree/%s?k=%s" % (second, ticket)).status, 303, "the ticket opens nothing else")

# --- English -----------------------------------------------------------------------------
doc, (first, second) = s.contract(lang="en")
p = Visitor(s).get("/review/" + first)
is_(p.h1(), "You have a document to review", "the language that the sender chose")
is_(Visitor(s).get("/review/%s?lang=ja" % first).h1(), "確認してほしい書類が届いています", "the visitor's choice wins")
r = Visitor(s).get("/review/%s/lite" % first)
ok(r.header("Location").endswith("?to=lite"), "the simple version is remembered at the door")
v = Visitor(s)
r = v.accept(first, to="lite")
ok(r.header("Location").endswith("/lite"), "and comes behind it")
s.close()
done()
