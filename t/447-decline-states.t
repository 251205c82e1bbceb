#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# 却下, and every state in which a link may be found: what happened, what it
# means, one thing to do.
import os, re, sys, threading
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ok, is_, done, Page
from recipient import Scene, Visitor, CODE

s = Scene()


def begun(parties=2, code="-", slot=1):
    doc, tokens = s.contract(parties=parties, code=code)
    v = Visitor(s)
    v.accept(tokens[0], CODE if code != "-" else None)
    return doc, tokens[0], v


def fields(v, address, **more):
    return {"csrf": v.get(address).hidden("csrf"), **more}


def buttons(p):
    return [re.sub(r"<[^>]*>", "", b) for b in re.findall(r"<button.*?</button>", p.text, re.S)]


# --- declining ------------------------------------------------------------------------
doc, first, v = begun()
at = "/agree/%s/decline" % first
before = s.scene("version", doc)
p = v.get(at)
is_((p.status, p.h1()), (200, "同意しないで却下する"), "the form")
for words in ("内容を直してほしい", "自分は担当ではない", "身に覚えがない", "その他", "送信者に伝えること"):
    ok(words in p.text, "it offers " + words)
ok("<script" not in p.text, "no script")
ok(at in v.get("/review/%s/read" % first).text, "the reading page leads to it")
is_(Visitor(s).get(at).status, 303, "without a ticket: the landing page first")
p = v.post(at + "/confirm", fields(v, at, text="長い話"))
ok(p.status == 422 and "理由を選んでください。" in p.text and "長い話" in p.text, "no reason chosen: told, and the words are kept")
is_(v.post(at, fields(v, at, why="sing")).status, 422, "a reason of one's own making")
p = v.post(at + "/confirm", fields(v, at, why="change", text="あ" * 1001))
ok(p.status == 422 and "送信者に伝えることは1000文字以内にしてください（いま1001文字）。" in p.text and 'value="change" checked' in p.text, "too long: the reason stays chosen")
p = v.post(at + "/confirm", fields(v, at, why="change", text="第3条の\n金額"))
is_((p.status, p.h1()), (200, "却下しますか"), "asked once more")
ok("却下すると、この書類の手続きはここで終わります。やり直すには送信者がもう一度送る必要があります。" in p.text and "金額" in p.text, "what it means")
ok("書類を転送する" not in buttons(p), "no forwarding where none is allowed")
p = v.post(at + "/confirm", fields(v, at, why="change", text="第3条", back="1"))
ok(p.h1() == "同意しないで却下する" and "第3条" in p.text and 'value="change" checked' in p.text, "戻る keeps both")
is_(v.get(at + "/confirm").status, 303, "the page in between cannot be opened by itself")
is_(v.post(at, {"csrf": "x", "why": "change"}).status, 403, "CSRF")
is_(s.scene("version", doc), before, "nothing was recorded so far")
s.scene("anyone", doc, 1)
p = v.post(at + "/confirm", fields(v, at, why="other_person"))
is_(buttons(p)[0], "書類を転送する", "who is not in charge is first offered to forward it")
ok("却下する" in buttons(p), "and may decline all the same")
pressed = fields(v, at, why="change", text="第3条の\n金額 https://evil.example/")
r = v.post(at, pressed)
is_(r.status, 303, "declined")
p = v.follow(r)
ok(p.status == 200 and re.match("この書類は.*に却下しました$", p.h1()), "the page says when")
ok("却下しました。送信者と、すでに同意した方にお知らせしました。" in p.text, "and who was told")
is_(s.scene("state", doc), "declined declined", "recorded")
r = v.post(at, pressed)
is_(r.status, 200, "pressed twice: the page of the link")
is_(s.scene("events", doc).split("\n").count("declined 1"), 1, "once")
m = s.scene("letter", doc, "declined", 0)
ok(m.startswith("To: サイン次郎 <jiro@cloud.example.jp>\n「秘密保持契約書") and "が却下されました（田中1子様）" in m, "M10")
ok("理由：内容を直してほしい" in m and "> 第3条の\n> 金額 hxxps://evil[.]example/" in m and "/search/doc/" in m, "M10: why, in whose words")
ok("複製して新しく送る" in m, "M10: what next")
m = s.scene("letter", doc, "ended", 1)
ok("の手続きは終わりました（却下）" in m and "することはありません。" in m and first in m, "M11")

# who agreed before is told, who was not asked yet is not
doc, first, v = begun(3)
v.press(first)
second = s.scene("token", doc, "act", 2)
w = Visitor(s)
w.accept(second)
third = s.scene("token", doc, "act", 3)
is_(w.post("/agree/%s/decline" % second, fields(w, "/agree/%s/decline" % second, why="unknown")).status, 303, "the second declines")
is_(s.scene("notices", doc, "ended"), "1 2", "M11 to who agreed and who declined")
is_(s.scene("notices", doc, "declined"), "0", "M10 to the sender")
is_(Visitor(s).get("/review/" + first).h1(), "ほかの受信者が却下したため、手続きは終わりました", "declined by another")
p = Visitor(s).get("/review/" + second)
is_(buttons(p), ["送り直しを頼む"], "declined by oneself: one button")
x = Visitor(s)
r = x.post("/review/%s/ask" % second, {**fields(x, "/review/" + second), "why": "again"})
is_(x.follow(r).text.count("送信者に伝えました。返事があると、メールでお知らせします。"), 1, "pressed")
ok("の送り直しを頼まれています（田中2子様）" in s.scene("letter", doc, "question", 0), "the sender is asked for it")

# --- the reply date has passed ----------------------------------------------------------
doc, first, v = begun()
s.scene("mailed", doc, 1)
s.scene("expire", doc, 1)
p = Visitor(s).get("/review/" + first)
is_(p.status, 410, "expired")
is_(buttons(p), ["期限の延長を頼む"], "one button")
x = Visitor(s)
ask = {**fields(x, "/review/" + first), "why": "time"}
r = x.post("/review/%s/ask" % first, ask)
is_(r.status, 303, "asked")
ok("送信者に伝えました。" in x.follow(r).text, "told so")
is_(x.post("/review/%s/ask" % first, ask).status, 303, "asked twice: as good as once")
is_(s.scene("events", doc).split("\n").count("asked 1"), 1, "once")
p = x.get("/review/" + first)
ok("送信者に期限の延長を頼みました。" in p.text and not buttons(p), "the page says that it was asked")
m = s.scene("letter", doc, "question", 0)
ok("の期限の延長を頼まれています（田中1子様）" in m and "party1@example.jp" in m, "M24 to the sender")
s.scene("look", doc, 1)
is_((s.scene("notices", doc, "expired"), s.scene("notices", doc, "overdue")), ("1", "0"), "the clerk announces it: M13, M14")
ok("の返答の期限が過ぎました" in s.scene("letter", doc, "expired", 1) and first in s.scene("letter", doc, "expired", 1), "M13 leads to the page")
m = s.scene("letter", doc, "overdue", 0)
ok("が期限を過ぎました（田中1子様）" in m and first not in m, "M14 carries no link of the recipient")
try:
    s.scene("look", doc, 1)
    ok(False, "announced once")
except RuntimeError as e:
    ok("conflict" in str(e), "announced once")
s.scene("answer", doc, "3日延ばしました。")
is_(s.scene("notices", doc, "answer"), "1", "the answer goes to who asked")
m = s.scene("letter", doc, "answer", 1)
ok("の質問に回答がありました" in m and "> 返答の期限の延長" in m and "> 3日延ばしました。" in m and first in m, "M25")
for press in ("/agree/%s", "/forward/%s", "/agree/%s/decline"):
    is_(v.get(press % first).status, 410, "expired also at " + press)

# --- a link that is too old, while the reply date is open ----------------------------------
doc, first, v = begun()
s.scene("stale", doc, 1)
before = s.scene("version", doc)
for a in ("/review/%s", "/review/%s/read", "/agree/%s", "/forward/%s", "/agree/%s/decline"):
    p = v.get(a % first)
    is_((p.status, p.h1()), (410, "このリンクは古くなりました"), "too old at " + a)
is_(v.get("/fetch/%s/pdf/1" % first).status, 410, "nor the file")
is_(buttons(p), ["案内をもう一度送る"], "one button")
x = Visitor(s)
p = x.get("/review/%s/renew" % first)
ok("登録されているアドレス（p***@example.jp）にだけ送ります。" in p.text and "party1@" not in p.text, "to the registered address only")
is_(s.scene("version", doc), before, "looking changes nothing")
r = x.post("/review/%s/renew" % first, {"csrf": p.hidden("csrf")})
is_(r.status, 303, "sent")
p = x.follow(r)
is_(p.h1(), "新しい案内を送りました", "told so")
ok("登録されているアドレス（p***@example.jp）に新しい案内を送りました。" in p.text, "in these words")
is_(s.scene("notices", doc, "renewed"), "1", "M26")
m = s.scene("letter", doc, "renewed", 1)
ok(m.startswith("To: 田中1子 <party1@example.jp>") and "の案内（再発行）" in m, "M26 to the registered address")
fresh = re.search(r"/review/(\w{26})\n", m).group(1)
is_(Visitor(s).get("/review/" + fresh).status, 200, "the fresh link opens it")
p = Visitor(s).get("/review/" + first)
is_((p.status, p.h1()), (410, "このリンクは新しいものに替わりました"), "the older one says so")
is_(buttons(p), ["案内をもう一度送る"], "and offers it once more")
for i in range(2):
    is_(x.post("/review/%s/renew" % first, {"csrf": x.get("/review/%s/renew" % first).hidden("csrf")}).status, 303, "again %d" % i)
p = x.post("/review/%s/renew" % first, {"csrf": x.get("/review/%s/renew" % first).hidden("csrf")})
ok(p.status == 429 and "案内を続けて送りました。1時間ほどあとで、もう一度お試しください。" in p.text, "three an hour")
doc, first, v = begun()
s.scene("anyone", doc, 1)
v.post("/forward/" + first, {"csrf": v.get("/forward/" + first).hidden("csrf"), "mail": "n@example.jp", "name": "新"})
ok(v.get("/review/%s/renew" % first).h1().endswith("に転送しました"), "who forwarded it gets no fresh link")

# --- withdrawn, unknown, not one's turn, locked ---------------------------------------------
doc, first, v = begun()
s.scene("withdraw", doc)
p = v.get("/review/" + first)
ok(p.status == 410 and "送信者に質問する" in p.text and "理由：金額を直して送り直します" in p.text, "withdrawn: the reason, and a question")
p = v.get("/review/%s/ask" % first)
is_(p.status, 200, "which can be asked")
r = v.post("/review/%s/ask" % first, {"csrf": p.hidden("csrf"), "text": "いつ届きますか"})
is_(r.status, 303, "and is")
ok("いつ届きますか" in v.follow(r).text, "and stands there")
p = Visitor(s).get("/review/" + "z" * 26)
is_((p.status, p.h1()), (404, "このリンクでは書類を開けません"), "unknown")
ok("届いたメール" in p.text or "26文字" in p.text, "what to look at")
doc, tokens = s.contract(parties=2)
p = Visitor(s).get("/review/" + tokens[1])
is_((p.status, p.h1()), (200, "あなたの順番はまだです"), "not one's turn")
is_(Visitor(s).get("/review/%s/ask" % tokens[1]).h1(), "あなたの順番はまだです", "nor to ask")
doc, (first, second) = s.contract(code=CODE)
x = Visitor(s)
for i in range(5):
    x.accept(first, "wrong")
p = Visitor(s).get("/review/" + first)
is_((p.status, p.h1()), (429, "入力を止めています"), "locked")
is_(Visitor(s).get("/review/%s/ask" % first).status, 200, "the sender can be asked")

# --- closed for a while -----------------------------------------------------------------------
doc, first, v = begun()
mark = os.path.join(s.dir, "var/maintenance")
with open(mark, "w") as f:
    f.write("2031-03-01T05:30:00.000000000Z\n")
page = v.get("/agree/" + first)
is_((page.status, page.h1()), (503, "ただいま点検中です"), "under maintenance")
ok("14時30分ごろ再開します。" in page.text and "入力した内容も残っています。" in page.text, "until when")
is_(v.post("/agree/%s/decline" % first, {"csrf": "x", "why": "other"}).status, 503, "nothing can be sent")
with open(mark, "w"):
    pass
p = v.get("/review/" + first)
ok(p.status == 503 and "再開します" not in p.text, "no time given: none told")
os.unlink(mark)
is_(v.get("/agree/" + first).status, 200, "open again, the ticket still good")
is_(s.scene("state", doc), "waiting opened", "nothing was lost")

# --- two at once ---------------------------------------------------------------------------


def race(*deeds):
    results = [None] * len(deeds)
    threads = [threading.Thread(target=lambda i=i: results.__setitem__(i, deeds[i]())) for i in range(len(deeds))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return results


for i in range(4):
    doc, first, v = begun()
    page = v.get("/agree/" + first)
    agree = {"csrf": page.hidden("csrf"), "binds": page.hidden("binds")}
    decline = fields(v, "/agree/%s/decline" % first, why="other")
    a, d = race(lambda: v.post("/agree/" + first, agree), lambda: v.post("/agree/%s/decline" % first, decline))
    state = s.scene("state", doc)
    ok(state in ("waiting agreed", "declined declined"), "agree against decline: one of them (%s)" % state)
    doc, first, v = begun()
    page = v.get("/agree/" + first)
    agree = {"csrf": page.hidden("csrf"), "binds": page.hidden("binds")}

    def withdraw():
        s.scene("withdraw", doc)
    a, _ = race(lambda: v.post("/agree/" + first, agree), withdraw)
    events = s.scene("events", doc).split("\n")
    ok(events.count("withdrawn 0") == 1 and (a.status == 303) == ("agreed 1" in events), "agree against withdraw: the answer is the record's")
s.close()
done()
