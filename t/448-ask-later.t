#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# What a recipient may say without answering: a question and its answer, あとで
# 返答する, 受け取る予定がない, a look for somebody inside, sharing the result.
import os, re, sys, time
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ok, is_, done
from recipient import Scene, Visitor, CODE

s = Scene(alarm="operator@example.lg.jp")


def begun(parties=2, code="-"):
    doc, tokens = s.contract(parties=parties, code=code)
    v = Visitor(s)
    v.accept(tokens[0], CODE if code != "-" else None)
    return doc, tokens[0], v


def post(v, address, page=None, **fields):
    return v.post(address, {"csrf": v.get(page or address).hidden("csrf"), **fields})


# --- a question and its answer --------------------------------------------------------
doc, first, v = begun()
at = "/review/%s/ask" % first
before = s.scene("version", doc)
p = v.get(at)
is_((p.status, p.h1()), (200, "送信者に質問する"), "the form")
ok("質問しても同意したことにはなりません。" in p.text, "it is no agreement")
p = post(v, at)
ok(p.status == 422 and "質問を入力してください。" in p.text, "no words")
p = post(v, at, text="あ" * 1001)
ok(p.status == 422 and "質問は1000文字以内にしてください（いま1001文字）。" in p.text, "too long")
is_(v.post(at, {"csrf": "x", "text": "a"}).status, 403, "CSRF")
is_(s.scene("version", doc), before, "nothing was recorded")
r = post(v, at, text="第3条の\n意味は。 http://evil.example/")
is_(r.status, 303, "asked")
p = v.follow(r)
ok("送信者に伝えました。返事があると、メールでお知らせします。" in p.text and "第3条の" in p.text and "回答はまだありません。" in p.text, "told so, and it stands there")
m = s.scene("letter", doc, "question", 0)
ok("について質問が届いています（田中1子様）" in m and "> 第3条の\n> 意味は。 hxxp://evil[.]example/" in m and "/search/doc/" in m and first not in m, "M24")
s.scene("answer", doc, "10日以内という意味です。")
p = v.get(at)
ok("送信者の回答" in p.text and "10日以内という意味です。" in p.text, "the answer stands on the page")
m = s.scene("letter", doc, "answer", 1)
ok("の質問に回答がありました" in m and "> 意味は。" in m and "> 10日以内という意味です。" in m and first in m, "M25")
is_(s.scene("state", doc), "waiting opened", "nothing else changed")
s.scene("anyone", doc, 1)
post(v, "/forward/" + first, mail="new@example.jp", name="新")
is_(v.get(at).status, 200, "after forwarding the link says so")
ok("第3条" not in v.get(at).text, "and shows no questions")
x = Visitor(s)
second = s.scene("token", doc, "act", 1)
ok("第3条" not in x.get("/review/%s/ask" % second).text, "the new holder does not read the former one's words")
doc, first, v = begun(code=CODE)
post(v, "/review/%s/ask" % first, text="ひみつの質問")
ok("ひみつの質問" in v.get("/review/%s/ask" % first).text, "behind the code: shown")
ok("ひみつの質問" not in Visitor(s).get("/review/%s/ask" % first).text, "before it: not")
for i in range(9):
    post(v, "/review/%s/ask" % first, text="x%d" % i)
is_(post(v, "/review/%s/ask" % first, text="too many").status, 429, "ten an hour")

# --- あとで返答する ---------------------------------------------------------------------
doc, first, v = begun()
at = "/review/%s/later" % first
p = v.get(at)
is_((p.status, p.h1()), (200, "あとで返答する"), "the form")
is_(Visitor(s).get(at).status, 303, "behind the door only")
for day, words in (("2020-01-01", "返答予定日は、今日以降の日にしてください。"),
                   ("2099-01-01", "返答予定日が、返答の期限より後です。"), ("いつか", "返答予定日は 2027-04-01 や")):
    p = post(v, at, day=day, note="社内で確認します")
    ok(p.status == 422 and words in p.text and "社内で確認します" in p.text, "refused: " + day)
day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 3 * 86400 + 9 * 3600))
r = post(v, at, day=day, note="社内で確認します")
is_(r.status, 303, "told")
ok("返答の予定を送信者に伝えました。" in v.follow(r).text, "told so")
when, reported, note = s.scene("later", doc).split(" ", 2)
ok(2 * 86400 < int(when) / 1e9 - time.time() < 4 * 86400 and note == "社内で確認します", "the sender sees day and note")
is_(s.scene("events", doc).split("\n").count("later 1"), 1, "recorded")
is_(post(v, at, note="まだです").status, 303, "without a day, too")
is_(v.press(first).status, 303, "and may agree all the same")

# --- 受け取る予定がない --------------------------------------------------------------------
doc, first, v = begun()
x = Visitor(s)
at = "/review/%s/report" % first
p = x.get(at)
is_((p.status, p.h1()), (200, "心当たりがない案内を知らせる"), "without terms, without ticket")
p = post(x, at)
ok(p.status == 422 and "知らせる理由を選んでください。" in p.text, "nothing chosen")
r = post(x, at, why="odd")
is_(r.status, 303, "reported")
ok("運用者に知らせました。この書類のリマインドは届きません。" in x.follow(r).text, "told so")
is_(s.scene("later", doc).split()[1], "1", "no reminders any more")
is_(s.scene("notices", doc, "report"), "0", "the operator gets a letter")
m = s.scene("letter", doc, "report", 0)
ok("怪しい" in m and "party1@example.jp" in m and "jiro@cloud.example.jp" in m and first not in m, "which says who and what, and opens nothing")
is_(post(x, at, at, why="odd").status if x.get(at).hidden("csrf") else 303, 303, "twice is once")
is_(s.scene("events", doc).split("\n").count("reported 1"), 1, "once")

# --- a look for somebody inside ---------------------------------------------------------------
for code in ("-", CODE):
    doc, first, v = begun(code=code)
    at = "/review/%s/show" % first
    p = v.get(at)
    is_((p.status, p.h1()), (200, "社内の人に見せる"), "the form")
    ok("送信者も見られます。" in p.text, "what is recorded is told before")
    is_(Visitor(s).get(at).status, 303, "behind the door only")
    for mail in ("party1@example.jp", "party2@example.jp", "jiro@cloud.example.jp"):
        p = post(v, at, mail=mail, name="同僚")
        ok(p.status == 422 and "その方は、この書類をすでに見られます。" in p.text and 'value="同僚"' in p.text, "no need: " + mail)
    r = post(v, at, mail="boss@example.jp", name="上司")
    is_(r.status, 303, "shown")
    ok("見るだけのリンクを送りました。" in v.follow(r).text and "boss@example.jp" in v.get(at).text, "told so")
    m = s.scene("letter", doc, "look", 1001)
    look = re.search(r"/review/(\w{26})/look\n", m).group(1)
    ok(m.startswith("To: 上司 <boss@example.jp>\n田中1子様が「秘密保持契約書") and first not in m, "the letter")
    is_("アクセスコード" in m, code != "-", "it tells of the code")
    b = Visitor(s)
    p = b.get("/review/%s/look" % look)
    is_(p.status, 200, "the look")
    if code != "-":
        ok("640.png" not in p.text and "アクセスコード" in p.text, "first the code")
        is_(b.get("/fetch/%s/pdf/1" % look).status, 403, "no file before it")
        is_(post(b, "/review/%s/look" % look, code="wrong").status, 422, "a wrong code")
        is_(s.scene("tries", doc), "1 0", "counts against the one code there is")
        is_(post(b, "/review/%s/look" % look, code=CODE).status, 303, "the right code")
        is_(s.scene("tries", doc), "0 0", "and is forgotten")
        p = b.get("/review/%s/look" % look)
    ok("640.png" in p.text and "書類の内容に同意" not in p.text and "転送する" not in p.text and "却下" not in p.text, "pages, and nothing to press")
    is_(b.get("/fetch/%s/page/1/640.png" % look).status, 200, "a picture")
    is_(b.get("/fetch/%s/pdf/1" % look).status, 200, "the file")
    for paper in ("certificate", "receipt", "zip"):
        is_(b.get("/fetch/%s/%s" % (look, paper)).status, 403, "no paper about others: " + paper)
    for other in ("/review/%s", "/review/%s/read", "/agree/%s", "/forward/%s", "/agree/%s/decline", "/review/%s/ask", "/review/%s/show", "/agree/%s/done"):
        r = b.get(other % look)
        ok(r.status == 303 and r.header("Location").endswith("/look"), "everything else leads back: " + other)
    is_(b.post("/agree/" + look, {"csrf": "x", "binds": "0" * 64}).status, 403, "nothing can be sent")
    mine, before = p.hidden("csrf"), s.scene("version", doc)
    if not mine: # a page without a form: the token is the link's, whoever made the page
        c = Visitor(s)
        mine = c.get("/review/%s/look" % look).hidden("csrf")
    for where, fields in (("/agree/%s", {"binds": v.get("/agree/" + first).hidden("binds")}), ("/agree/%s/decline", {"why": "other"}), ("/forward/%s", {"mail": "x@example.org", "name": "x"}),
                          ("/forward/%s/undo", {}), ("/review/%s", {"terms": "x"}), ("/review/%s/read", {"n": "1", "v": "x"}), ("/review/%s/name", {"name": "x"}), ("/review/%s/ask", {"text": "x"}),
                          ("/review/%s/renew", {}), ("/review/%s/later", {"note": "x"}), ("/review/%s/report", {"why": "odd"}), ("/review/%s/code", {}), ("/review/%s/show", {"mail": "y@example.org", "name": "y"})):
        if mine:
            r = b.post(where % look, {"csrf": mine, **fields})
            ok(r.status in (303, 404, 410, 422) and s.scene("version", doc) == before, "nor with a form of its own: %s → %d" % (where, r.status))
    is_([s.scene("receipt", doc, slot) for slot in (1001, 1, 2, 0)], ["missing", "missing", "missing", "ok"],
        "and whoever asks for it: nobody but the sender has a receipt yet")
    is_(v.press(first).status, 303, "the party agrees")
    is_([s.scene("receipt", doc, slot) for slot in (1001, 1, 2)], ["missing", "ok", "missing"], "now the party has one, not who looked")
    is_(b.get("/review/%s/look" % look).status, 200, "while others are asked it can still be seen")
    w = Visitor(s)
    second = s.scene("token", doc, "act", 2)
    w.accept(second)
    w.press(second)
    p = b.get("/review/%s/look" % look)
    is_((p.status, p.h1()), (410, "この書類の閲覧は終わりました"), "then it is over")
    is_(b.get("/fetch/%s/pdf/1" % look).status, 410, "the file, too")
    s.scene("conclude", doc)
    ok("1001" not in s.scene("notices", doc, "concluded").split(), "and no completion mail goes there")
    result = s.scene("token", doc, "result", 1)
    at = "/review/%s/show" % result
    p = Visitor(s).get(at)
    is_((p.status, p.h1()), (200, "締結済みの書類を共有する"), "the concluded document can be shared")
    ok(at in Visitor(s).get("/agree/%s/done" % result).text, "the result page leads there")
    x = Visitor(s)
    is_(post(x, at, mail="party2@example.jp", name="乙").status, 422, "not with who has it")
    is_(post(x, at, mail="boss@example.jp", name="上司").status, 303, "with who only had a look")
    is_(s.scene("notices", doc, "shared"), "1002", "M16")
    is_(s.scene("receipt", doc, 1002), "ok", "who is shown the concluded document may have one")
doc, first, v = begun()
s.scene("anyone", doc, 1)
post(v, "/review/%s/show" % first, mail="boss@example.jp", name="上司")
look = s.scene("token", doc, "look", 1001)
is_(Visitor(s).get("/review/%s/look" % look).status, 200, "a look")
post(v, "/forward/" + first, mail="new@example.jp", name="新")
is_(Visitor(s).get("/review/%s/look" % look).status, 410, "ends when the slot is forwarded")
x = Visitor(s)
second = s.scene("token", doc, "act", 1)
x.accept(second)
ok("boss@example.jp" not in x.get("/review/%s/show" % second).text, "the next holder does not learn whom the one before showed it to")
for i in range(5):
    is_(post(x, "/review/%s/show" % second, mail="d%d@example.jp" % i, name="甲").status, 303, "and may show it to five himself: %d" % (i + 1))
p = post(x, "/review/%s/show" % second, mail="e@example.jp", name="甲\U0001F600")
ok(p.status == 422 and "「\U0001F600」は書類に表示できない文字です。" in p.text, "a name that no paper can print")
p = post(x, "/review/%s/show" % second, mail="NEW@example.jp", name="甲")
ok(p.status == 422 and "その方は、この書類をすでに見られます。" in p.text, "the same mailbox in capitals")
doc, first, v = begun()
for i in range(5):
    is_(post(v, "/review/%s/show" % first, mail="c%d@example.jp" % i, name="甲").status, 303, "shown to %d" % (i + 1))
ok(post(v, "/review/%s/show" % first, mail="c9@example.jp", name="甲").status in (422, 429), "five at most")

# --- a hundred questions -----------------------------------------------------------------------
doc, first, v = begun()
at = "/review/%s/ask" % first
for i in range(100):
    if i % 10 == 0 and i:
        os.unlink(os.path.join(s.keys["var"], "rate")) # an hour later
    r = post(v, at, text="質問%d" % i)
is_((r.status, s.scene("events", doc).split("\n").count("asked 1")), (303, 100), "a hundred questions")
os.unlink(os.path.join(s.keys["var"], "rate"))
p = post(v, at, text="最後の質問")
ok(p.status == 422 and "この書類への質問は合わせて100件までのため、送れませんでした。" in p.text and "最後の質問" in p.text, "one more is not sent, which is said; the words stay")

# --- correcting the own name: each is a line of the history ---------------------------------
for i in range(20):
    r = post(v, "/review/%s/name" % first, name="田中%d" % i, company="", post="")
is_((r.status, post(v, "/review/%s/name" % first, name="田中", company="", post="").status), (303, 429), "twenty times an hour")
s.close()
done()
