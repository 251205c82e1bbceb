#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# 転送: the form, what is refused and in which words, the act, what becomes of
# the old link, taking it back, and two people who press at once.
import os, re, sys, threading
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ok, is_, done, Page
from recipient import Scene, Visitor, CODE

s = Scene()


def begun(rule="anyone", code="-", parties=2):
    doc, tokens = s.contract(parties=parties, code=code)
    if rule:
        s.scene(rule, doc, 1)
    v = Visitor(s)
    v.accept(tokens[0], CODE if code != "-" else None)
    return doc, tokens[0], v


def fill(v, token, mail="new@example.jp", name="佐藤 一郎", company="総務部", message="お願いします。\nhttps://evil.example/", **more):
    p = v.get("/forward/" + token)
    return {"csrf": p.hidden("csrf"), "mail": mail, "name": name, "company": company, "message": message, **more}


def ask(v, token, **kw):
    return v.post("/forward/%s/confirm" % token, fill(v, token, **kw))


def press(v, token, **kw):
    return v.post("/forward/" + token, fill(v, token, **kw))


# --- the form -------------------------------------------------------------------------
doc, first, v = begun()
before = s.scene("version", doc)
p = v.get("/forward/" + first)
is_(p.status, 200, "the form")
is_(p.h1(), "書類を転送する", "its h1")
for words in ("決裁する方がほかにいるときに使います。", "転送しても、書類に同意したことにはなりません。", "確認へ進む"):
    ok(words in p.text, "it says " + words)
ok("アクセスコードは変わりません" not in p.text, "nothing about a code where none is set")
ok("あなたが入力した内容" not in p.text, "nothing about values where none were typed")
ok("<script" not in p.text, "no script")
for page in ("read", "lite"):
    ok(v.get("/review/%s/%s" % (first, page)).text.count("/forward/" + first) == 2, page + " offers it on top and at the foot")
is_(Visitor(s).get("/forward/" + first).status, 303, "without a ticket: the landing page first")
is_(v.get("/forward/" + "a" * 26).status, 404, "an unknown link")

# --- what is refused ------------------------------------------------------------------
for mail, words in (("", "転送先のメールアドレスを入力してください。"),
                    ("x", "メールアドレスは example@example.jp の形で書いてください。"),
                    ("party1@example.jp", "それはあなた自身のアドレスです。"),
                    ("party1@EXAMPLE.jp", "それはあなた自身のアドレスです。"),
                    ("Party1@example.jp", "それはあなた自身のアドレスです。"),
                    ("ＰＡＲＴＹ１＠ｅｘａｍｐｌｅ．ｊｐ", "それはあなた自身のアドレスです。"),
                    ("party1@example。jp", "それはあなた自身のアドレスです。"),
                    ("party1@example.jp.", "メールアドレスは example@example.jp の形で書いてください。"),
                    ("PARTY2@example.jp", "そのアドレスの方は、この書類の2番目の受信者です。"),
                    ("Jiro@Cloud.example.jp", "それは送信者のアドレスです。"),
                    ("party2@example.jp", "そのアドレスの方は、この書類の2番目の受信者です。"),
                    ("jiro@cloud.example.jp", "それは送信者のアドレスです。")):
    for step in (ask, press):
        p = step(v, first, mail=mail)
        is_(p.status, 422, "refused: " + mail)
        ok(words in p.text and p.text.count(words) == 2, "in these words, twice")
        ok('value="佐藤 一郎"' in p.text and "お願いします。" in p.text, "what was typed is kept")
p = ask(v, first, message="あ" * 401)
ok(p.status == 422 and "転送先へのメッセージは400文字以内にしてください（いま401文字）。" in p.text, "a long message")
for what in ("name", "company"):
    p = ask(v, first, **{what: "田中\U0001F600"})
    ok(p.status == 422 and "「\U0001F600」は書類に表示できない文字です。別の字に置き換えてください。" in p.text, what + " of characters that can be printed")
p = ask(v, first, name="")
ok(p.status == 422 and "転送先の氏名を入力してください。" in p.text, "no name")
is_(v.post("/forward/" + first, {"csrf": "x", "mail": "new@example.jp", "name": "x"}).status, 403, "CSRF")
is_(s.scene("version", doc), before, "nothing was recorded")

# --- asked once more, and back --------------------------------------------------------
p = ask(v, first)
is_((p.status, p.h1()), (200, "この内容で転送しますか"), "asked once more")
ok("new@example.jp" in p.text and "佐藤 一郎" in p.text and "お願いします。" in p.text, "what will happen")
ok("別の組織" not in p.text, "the same organisation: no warning")
is_(s.scene("version", doc), before, "still nothing recorded")
p = ask(v, first, mail="sato@elsewhere.example")
ok("転送先は別の組織のアドレス（@elsewhere.example）です。間違いがないか確かめてください。" in p.text, "another organisation: a warning")
p = ask(v, first, back="1")
is_(p.h1(), "書類を転送する", "戻る shows the form")
ok('value="new@example.jp"' in p.text and "お願いします。" in p.text, "with what was typed")
is_(v.get("/forward/%s/confirm" % first).status, 303, "the page in between cannot be opened by itself")

# --- the act --------------------------------------------------------------------------
pressed = fill(v, first)
p = v.post("/forward/" + first, pressed)
is_(p.status, 303, "forwarded")
p = v.follow(p)
is_((p.status, p.h1()), (200, "転送しました"), "the page after it")
ok("佐藤 一郎様（new@example.jp）に案内を送りました。送信者にもお知らせしました。" in p.text, "to whom")
is_(s.scene("state", doc), "waiting invited", "the new holder begins with the terms")
p = v.get("/review/" + first)
is_((p.status, p.h1()), (200, "この書類は佐藤 一郎様に転送しました"), "the old link says so")
ok("返答は転送先の方が行います。" in p.text and "new@example.jp" not in p.text, "and no more than that")
for address in ("/review/%s/read", "/agree/%s", "/forward/%s"):
    is_(v.get(address % first).h1(), "この書類は佐藤 一郎様に転送しました", "so does " + address)
is_(v.get("/fetch/%s/pdf/1" % first).h1(), "この書類は佐藤 一郎様に転送しました", "the file is gone from the old link")
is_(v.get("/fetch/%s/page/1/640.png" % first).header("Content-Type")[:9], "text/html", "and its pictures")
p = v.post("/forward/" + first, pressed)
is_((p.status, p.h1()), (200, "この書類は佐藤 一郎様に転送しました"), "pressed twice: the page of the link")
is_(s.scene("events", doc).split("\n").count("forwarded 1"), 1, "forwarded once")

# --- the letters ----------------------------------------------------------------------
m = s.scene("letter", doc, "forwarded", 1)
ok(m.startswith("To: 佐藤 一郎 <new@example.jp>\n田中1子様（サイン株式会社）から「秘密保持契約書"), "M04 to the new holder")
ok("の確認依頼が転送されました。" in m and "もともとの送信者：サイン次郎様（株式会社クラウドサイン）" in m, "M04: from whom")
ok("> hxxps://evil[.]example/" in m, "M04: links in the message are dead")
second = re.search(r"/review/(\w{26})\n", m).group(1)
p = Visitor(s).get("/review/" + second)
t = re.sub(r"<[^>]*>", "|", p.text)
ok("転送した方||田中1子||サイン株式会社||party1@example.jp" in re.sub(r"\|+", "||", t), "the new holder's first page names who forwarded it")
ok("田中1子様からのメッセージ" in p.text and "https://evil.example/" in p.text, "with the message")
m = s.scene("letter", doc, "handed", 1)
ok(m.startswith("To: 田中1子 <party1@example.jp>\n「秘密保持契約書"), "M05 to who forwarded it")
ok("/review/" not in m and "/agree/" not in m and second not in m, "M05 opens no document")
is_(re.search(r"/forward/(\w{26})/undo", m).group(1), first, "M05 carries the way to take it back")
m = s.scene("letter", doc, "moved", 0)
ok("が転送されました（田中1子様 → 佐藤 一郎様）" in m and "party1@example.jp" in m and "new@example.jp" in m, "M06 to the sender")
ok("/search/doc/" in m and second not in m and first not in m, "M06 carries no link of a recipient")

# --- taking it back -------------------------------------------------------------------
before = s.scene("version", doc)
u = Visitor(s)
p = u.get("/forward/%s/undo" % first)
is_((p.status, p.h1()), (200, "転送を取り消しますか"), "the page to take it back")
is_(s.scene("version", doc), before, "opening it changes nothing")
is_(Visitor(s).get("/forward/%s/undo" % second).status, 303, "not for the new holder")
r = u.post("/forward/%s/undo" % first, {"csrf": p.hidden("csrf")})
is_(r.status, 303, "taken back")
is_(u.follow(r).h1(), "この書類の転送を取り消しました", "the link says so")
ok("転送した方" not in Visitor(s).get("/review/" + s.scene("token", doc, "act", 1)).text, "after that nobody has forwarded it")
is_(Visitor(s).get("/review/" + second).h1(), "この案内は取り消されました", "the new holder's link, too")
r = u.post("/forward/%s/undo" % first, {"csrf": p.hidden("csrf")})
is_((r.status, r.h1()), (200, "この書類の転送を取り消しました"), "twice is once")
ok("の転送が取り消されました（田中1子様）" in s.scene("letter", doc, "moved", 0), "M06 says so")
third = s.scene("token", doc, "act", 1)
w = Visitor(s)
w.accept(third)
is_(s.scene("state", doc), "waiting opened", "the first person begins again")
is_(press(w, third).status, 303, "and may forward again")
fourth = s.scene("token", doc, "act", 1)
x = Visitor(s)
x.accept(fourth)
p = u.get("/forward/%s/undo" % third)
ok(p.h1().endswith("に転送しました") and "取り消す" not in p.text, "the terms are accepted: no way back")
r = u.post("/forward/%s/undo" % third, {"csrf": x.get("/forward/" + fourth).hidden("csrf") or ""})
ok(r.status in (200, 403) and s.scene("state", doc) == "waiting opened", "pressed too late: nothing happens")
is_(x.press(fourth).status, 303, "the new holder agrees")
is_(w.get("/review/" + third).h1(), "この書類は佐藤 一郎様に転送しました", "the forwarder's link still says where it went")

# --- rules of the sender --------------------------------------------------------------
doc, first, v = begun(None)
p = v.get("/forward/" + first)
is_((p.status, p.h1()), (403, "この書類は転送できません"), "not allowed")
ok("送信者がこの書類の転送を許可していません。送信者に相談してください。" in p.text, "in these words")
ok("書類を転送する" not in v.get("/review/%s/read" % first).text, "and not offered")
doc, first, v = begun("domain")
ok("転送できるのは、同じ組織のアドレス（@example.jp）だけです。" in v.get("/forward/" + first).text, "the rule is told before")
p = press(v, first, mail="sato@elsewhere.example")
ok(p.status == 422 and "送信者は、同じ組織のアドレス（@example.jp）への転送だけを許可しています。" in p.text, "another domain")
for mail in ("sato@sub.example.jp", "sato@example.jp.evil.example", "sato@例え.jp", "sato@xn--r8jz45g.jp", "sato@example.jpx"):
    is_(press(v, first, mail=mail).status, 422, "nor is it " + mail)
for mail in ("a@b@example.jp", '"a@x"@example.jp', "sato@example.jp\r\nBcc: x@evil.example", "sato@[192.0.2.1]", "sato@example.jp, x@evil.example", "<sato@example.jp>"):
    is_(press(v, first, mail=mail).status, 422, "and no address at all: %r" % mail)
is_(s.scene("state", doc), "waiting opened", "nothing happened")
is_(press(v, first, mail="ＳＡＴＯ@ＥＸＡＭＰＬＥ.ＪＰ").status, 303, "the same domain, however it is written")
doc, first, v = begun()
is_(press(v, first, mail="sato@例え.jp").status, 303, "a domain of other letters")
ok("sato@xn--r8jz45g.jp" in s.scene("letter", doc, "forwarded", 1), "as it goes to the wire")
doc, first, v = begun()
is_(press(v, first, mail="party1+x@example.jp").status, 303, "what stands behind a plus may be somebody else's")

# --- what is taken back is as it was -------------------------------------------------------
doc, first, v = begun()
p = v.get("/review/%s/name" % first)
v.post("/review/%s/name" % first, {"csrf": p.hidden("csrf"), "name": "田中一子", "company": "サイン㈱", "post": "総務部長"})
said = s.scene("person", doc)
is_(said, "田中一子/サイン㈱/総務部長 田中1子/サイン株式会社/", "a name that its owner corrected, and what the sender had written")
press(v, first)
is_(s.scene("person", doc), "佐藤 一郎/総務部/ //", "the next holder has neither")
u = Visitor(s)
u.post("/forward/%s/undo" % first, {"csrf": u.get("/forward/%s/undo" % first).hidden("csrf")})
is_(s.scene("person", doc), said, "taken back: both are there again, the post, too")

# --- the access code stays ------------------------------------------------------------
doc, first, v = begun(code=CODE)
ok("アクセスコードは変わりません。あなたから転送先へ伝えてください。" in v.get("/forward/" + first).text, "told before")
is_(press(v, first).status, 303, "forwarded")
second = s.scene("token", doc, "act", 1)
x = Visitor(s)
is_(x.accept(second, "wrong").status, 422, "the new holder needs the code")
p = x.get("/review/" + second)
ok("転送した方に聞いてください。" in p.text and "田中1子様（party1@example.jp）に尋ねてください。" in p.text, "whom to ask for the code: who forwarded it")
is_(x.accept(second, CODE).status, 303, "the same code")

# --- five times at most ---------------------------------------------------------------
doc, first, v = begun()
for i in range(5):
    is_(press(v, first, mail="p%d@example.org" % i, name="甲%d" % i).status, 303, "forwarded %d times" % (i + 1))
    first = s.scene("token", doc, "act", 1)
    v = Visitor(s)
    v.accept(first)
is_(v.get("/forward/" + first).h1(), "これ以上転送できません", "not a sixth time")

# --- two at once: one wins, nothing is torn ----------------------------------------------


def race(doc, *deeds):
    results = [None] * len(deeds)
    threads = [threading.Thread(target=lambda i=i: results.__setitem__(i, deeds[i]())) for i in range(len(deeds))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return results


def agreeing(v, token):
    page = v.get("/agree/" + token)
    fields = {"csrf": page.hidden("csrf"), "binds": page.hidden("binds")}
    return lambda: v.post("/agree/" + token, fields)


def forwarding(v, token, **kw):
    fields = fill(v, token, **kw)
    return lambda: v.post("/forward/" + token, fields)


won = {"agree": 0, "forward": 0}
for i in range(6):
    doc, first, v = begun()
    a, f = race(doc, agreeing(v, first), forwarding(v, first))
    events = s.scene("events", doc).split("\n")
    is_((events.count("agreed 1"), events.count("forwarded 1")), (1, 0) if a.header("Location", ) and a.status == 303 and "/done" in a.header("Location") and "agreed 1" in events else (0, 1), "agree against forward: one of them")
    won["agree" if "agreed 1" in events else "forward"] += 1
    loser = f if "agreed 1" in events else a
    ok(loser.status in (200, 303, 410), "the other one is told (%d)" % loser.status)
print("# agree won %(agree)d, forward %(forward)d" % won)
doc, first, v = begun()
a, b = race(doc, forwarding(v, first), forwarding(v, first, mail="other@example.jp", name="別人"))
is_(s.scene("events", doc).split("\n").count("forwarded 1"), 1, "forwarded twice at once: once")
doc, first, v = begun()
press(v, first)
second = s.scene("token", doc, "act", 1)
u, x = Visitor(s), Visitor(s)
undo = {"csrf": u.get("/forward/%s/undo" % first).hidden("csrf")}
page = x.get("/review/" + second)
terms = {"csrf": page.hidden("csrf"), "terms": page.hidden("terms")}
a, b = race(doc, lambda: u.post("/forward/%s/undo" % first, undo), lambda: x.post("/review/" + second, terms))
events = s.scene("events", doc).split("\n")
ok((events.count("forwarded 1"), s.scene("state", doc)) in ((2, "waiting invited"), (1, "waiting opened")), "taken back against terms accepted: one of them")
s.close()
done()
