#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The typed door: 照合番号 + own address → yes or no; a one-time code opens the
# document without a link. One-time codes on the landing page. 控えの再発行.
import os, re, shutil, subprocess, sys, threading
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
import journal
from web import ok, is_, done, urlencoded
from recipient import Scene, Visitor, CODE

s = Scene()


def numbered(**kw):
    doc, tokens = s.contract(**kw)
    p = Visitor(s).get("/review/" + tokens[0])
    return doc, tokens[0], re.search(r"<b>(\w{4}-\w{4})</b>", p.text).group(1)


def check(v, number, mail="party1@example.jp", step="check", **more):
    return v.post("/verify/check", {"number": number, "mail": mail, "step": step, **more})


def full(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


# --- yes or no ------------------------------------------------------------------------
doc, first, number = numbered()
before = s.scene("version", doc)
v = Visitor(s)
p = v.get("/verify/check")
is_((p.status, p.h1()), (200, "届いたメールを確かめる"), "the form")
ok("<script" not in p.text, "no script")
for typed in (number, number.lower(), number.replace("-", " "), number.replace("-", ""), full(number.lower()), " " + number + " "):
    p = check(v, typed)
    is_((p.status, p.h1()), (200, "この案内は本物です"), "yes: " + typed)
ok("締結市 総務課が運用しています。" in p.text, "and who operates")
is_(check(v, number, "Party1@Example.jp").h1(), "この案内は本物です", "telephones write a capital first")
ok("秘密保持契約書" not in p.text and "サイン次郎" not in p.text and first not in p.text, "nothing else")
for typed, mail in (("AAAA-AAAA", "party1@example.jp"), (number, "party2@example.jp"), (number, "x@example.jp"), ("x", "party1@example.jp"), (number + "2", "party1@example.jp")):
    p = check(v, typed, mail)
    is_((p.status, p.h1()), (200, "確かめられませんでした"), "no: %s %s" % (typed, mail))
for step in ("send", "open"):
    is_(check(v, "AAAA-AAAA", step=step, once="123456").h1(), "確かめられませんでした", "no at " + step)
ok(check(v, "").status == 422 and "照合番号を入力してください。" in check(v, "").text, "no number")
is_(check(v, number, "x").status, 422, "no address")
is_(s.scene("version", doc), before, "asking changes nothing")

# --- the typed door -------------------------------------------------------------------
v = Visitor(s)
p = check(v, number, step="send")
is_((p.status, p.h1()), (200, "届いたコードを入力"), "a code is sent")
is_(s.scene("notices", doc, "once"), "1", "to the registered address")
ok(first not in p.text and first not in str(p.headers), "the link stays unknown")
code = s.scene("once", doc).split()[0]
m = s.scene("letter", doc, "once", 1)
ok(m.startswith("To: 田中1子 <party1@example.jp>\nワンタイムコード：" + code) and first not in m, "the letter: the code and no link")
wrong = "%06d" % ((int(code) + 1) % 1000000)
p = check(v, number, step="open", once=wrong)
ok(p.status == 422 and "ワンタイムコードが違います。あと4回入力できます。" in p.text, "a wrong code")
ok(first not in p.text, "and the link is still unknown")
is_(check(v, number, step="open").status, 422, "no code")
r = check(v, number, step="open", once=full(code[:3] + " " + code[3:]))
is_(r.status, 303, "the right code, however it was typed")
ok(r.header("Location").split("?")[0].endswith("/review/" + first), "opens the landing page")
r = v.follow(r)
is_(r.h1(), "確認してほしい書類が届いています", "the terms come first")
is_(v.get("/review/%s/read" % first).status, 303, "the code alone opens no pages")
is_(v.get("/fetch/%s/pdf/1" % first).status, 403, "and no file")
r = v.accept(first)
is_(r.status, 303, "terms accepted")
is_(s.scene("methods", doc), "5", "recorded as メール認証、ワンタイムコード")
p = v.get("/agree/" + first)
ok("メール認証、ワンタイムコード" in p.text, "and shown so")
is_(v.press(first, p).status, 303, "agreed")
is_(s.scene("methods", doc), "5", "the act says how")
is_(check(Visitor(s), number).h1(), "この案内は本物です", "the number is still ours")

# without cookies, and with an access code
doc, first, number = numbered(code=CODE)
v = Visitor(s, cookies=False)
check(v, number, step="send")
r = check(v, number, step="open", once=s.scene("once", doc).split()[0])
ok(r.status == 303 and "?k=" in r.header("Location"), "without cookies the proof travels in the address")
k = r.header("Location").split("?")[1]
p = v.get("/review/%s?%s" % (first, k))
ok('name="code"' in p.text, "the access code is asked for all the same")
fields = {"csrf": p.hidden("csrf"), "terms": p.hidden("terms")}
is_(v.post("/review/%s?%s" % (first, k), fields).status, 422, "no way past it")
r = v.post("/review/%s?%s" % (first, k), {**fields, "code": CODE})
is_((r.status, s.scene("methods", doc)), (303, "7"), "all three are recorded")

# --- five tries, ten minutes, three codes an hour -------------------------------------------
doc, first, number = numbered()
v = Visitor(s)
check(v, number, step="send")
code = s.scene("once", doc).split()[0]
wrong = "%06d" % ((int(code) + 1) % 1000000)
for i in range(5):
    check(v, number, step="open", once=wrong)
p = check(v, number, step="open", once=code)
ok(p.status == 422 and "このワンタイムコードはもう使えません。" in p.text, "after five tries not even the right one")
check(v, number, step="send")
again = s.scene("once", doc).split()
ok(again[0] != code and again[1] == "0", "a new code begins anew")
p = check(v, number, step="open", once=code)
is_(p.status, 422, "the one before is dead")
s.scene("hour", doc, 1)
ok("このワンタイムコードはもう使えません。" in check(v, number, step="open", once=again[0]).text, "after ten minutes it is dead")
check(v, number, step="send")
is_(check(v, number, step="send").status, 429, "three an hour")
third = s.scene("once", doc).split()[0]
results = []
threads = [threading.Thread(target=lambda: results.append(check(Visitor(s), number, step="open", once=third).status)) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
is_(results.count(303), 1, "entered four times at once: it opens once (%s)" % sorted(results))

# --- the sender wants a one-time code on the landing page -----------------------------------
doc, first, number = numbered()
s.scene("one_time", doc, 1)
v = Visitor(s)
p = v.get("/review/" + first)
ok("登録されているアドレス（p***@example.jp）に届く6桁のワンタイムコードが必要です。" in p.text and "ワンタイムコードをメールで送る" in p.text, "it is asked for")
fields = {"csrf": p.hidden("csrf"), "terms": p.hidden("terms")}
r = v.post("/review/" + first, fields)
ok(r.status == 422 and "ワンタイムコードを入力してください。" in r.text, "not without it")
r = v.post("/review/" + first, {**fields, "once": "000000"})
ok(r.status == 422 and "このワンタイムコードはもう使えません。" in r.text, "none was sent yet")
is_(s.scene("state", doc), "waiting invited", "nothing was accepted")
r = v.post("/review/%s/code" % first, {"csrf": fields["csrf"]})
is_(r.status, 303, "sent")
ok("コードを送りました。10分以内に入れてください。" in v.follow(r).text, "told so")
code = s.scene("once", doc).split()[0]
r = v.post("/review/" + first, {**fields, "once": code})
is_((r.status, s.scene("methods", doc)), (303, "5"), "the right one")
is_(v.get("/review/%s/read" % first).status, 200, "opens it")
x = Visitor(s)
is_(x.get("/review/%s/read" % first).status, 303, "another browser needs its own")
doc, first, number = numbered()
is_(Visitor(s).post("/review/%s/code" % first, {"csrf": "x"}).status, 403, "CSRF")

# --- receipts once more --------------------------------------------------------------------
v = Visitor(s)
p = v.get("/verify/copy")
is_((p.status, p.h1()), (200, "控えの再発行"), "the form")
doc, tokens = s.contract(parties=1)
w = Visitor(s)
w.accept(tokens[0])
w.press(tokens[0])
s.scene("conclude", doc)
result = s.scene("token", doc, "result", 1)
s.scene("old", doc)
is_(Visitor(s).get("/agree/%s/done" % result).status, 410, "the result is too old")
ok("/verify/copy" in Visitor(s).get("/agree/%s/done" % result).text, "and says where to ask")
answers = []
for mail in ("party1@example.jp", "nobody@example.jp"):
    r = v.post("/verify/copy", {"mail": mail})
    p = v.follow(r)
    answers.append((r.status, r.header("Location"), p.status, re.sub(r'value="[^"]*"', "", p.text)))
is_(answers[0], answers[1], "the same answer, whether there is anything or not")
is_(v.post("/verify/copy", {"mail": "x"}).status, 422, "no address")
is_(s.scene("copies", doc, "party1@example.jp").split("\n")[0].startswith("控えの再発行（"), True, "the letter")
ok("/agree/%s/done" % result in s.scene("copies", doc, "party1@example.jp"), "leads to the result")
is_(Visitor(s).get("/agree/%s/done" % result).h1(), "契約が成立しました", "whose days began anew")
ok("copied 1" in s.scene("events", doc), "recorded")
# --- a request that still waits comes again ---------------------------------------------------
def copies(doc, mail="party1@example.jp"):
    try:
        return s.scene("copies", doc, mail)
    except RuntimeError as e:
        return "no letter" if "invalid" in str(e) else str(e)


doc, tokens = s.contract(code=CODE)
s.scene("title", doc, "覚書 https://evil.example.com/x")
before = s.scene("version", doc)
is_(copies(doc, "party2@example.jp"), "no letter", "whose turn has not come learns nothing")
is_(s.scene("version", doc), before, "and nothing is recorded")
s.scene("mailed", doc, 1)
m = copies(doc)
ok(re.match("控えの再発行（\\d件）と、確認を待っている書類の案内（1件）", m), "both in one letter: " + m.split("\n")[0])
ok("次の書類が、あなたの確認を待っています。" in m and "返答期限：" in m and "開くにはアクセスコードが必要です。" in m, "what waits and until when")
ok("/review/%s\n" % tokens[0] in m, "with the same link as before")
ok(re.search("照合番号：" + re.search(r"<b>(\w{4}-\w{4})</b>", Visitor(s).get("/review/" + tokens[0]).text).group(1), m), "and its matching number")
ok("https://evil.example.com/x" not in m and "覚書" in m, "its title plants no link")
ok("copied 1" in s.scene("events", doc), "recorded")
s.scene("stale", doc, 1)
is_(Visitor(s).get("/review/" + tokens[0]).h1(), "このリンクは古くなりました", "a link too old")
copies(doc)
is_(Visitor(s).get("/review/" + tokens[0]).status, 200, "a link too old opens again, as after a reminder")
s.scene("expire", doc, 1)
ok("返答の期限は過ぎています。" in copies(doc) and tokens[0] in copies(doc), "after the reply date: the way to ask for more time")
doc2, (one, _) = s.contract()
s.scene("mailed", doc2, 1)
w = Visitor(s)
p = w.get("/review/%s/report" % one)
w.post("/review/%s/report" % one, {"csrf": p.hidden("csrf"), "why": "odd"})
ok(one not in copies(doc2), "who did not expect it was promised no further letters of it")
for act in ("withdraw", "decline"):
    d, (one, _) = s.contract()
    s.scene("mailed", d, 1)
    ok(one in copies(d), "another one waits")
    Visitor(s).accept(one)
    ok(one in copies(d), "also when it was opened")
    s.scene(act, d, 1)
    ok(one not in copies(d), act + ": it waits no more")
d, (one, two) = s.contract(lang="en")
s.scene("mailed", d, 1)
s.scene("replace", d, 1)
ok(one not in copies(d), "a link that was replaced is not told")
try:
    s.scene("copies", doc, "nobody@example.jp")
    ok(False, "nothing to tell: no letter")
except RuntimeError as e:
    ok("invalid" in str(e), "nothing to tell: no letter")

# --- what it costs tells nothing ---------------------------------------------------------------
STORE = os.path.join(s.keys["var"], "store")


def frames():
    return len(journal.frames(STORE))


def calls(program, method, address, fields):
    """The system calls of one request."""
    log = os.path.join(s.dir, "calls")
    wrapper = os.path.join(s.dir, "traced")
    with open(wrapper, "w") as f:
        f.write("#!/bin/sh\nexec strace -f -qq -o %s -e trace='!brk,mmap,munmap,mremap,madvise' %s\n" % (log, program))
    os.chmod(wrapper, 0o755)
    e = s.env(program, method, address, {}, {"PATH": os.environ["PATH"]})
    body = urlencoded(fields)
    e.update(CONTENT_TYPE="application/x-www-form-urlencoded", CONTENT_LENGTH=str(len(body)))
    subprocess.run([wrapper], input=body, env=e, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    with open(log, errors="replace") as f:
        return [re.sub(r"^\d+ +", "", line).split("(")[0] for line in f if "(" in line]


docs = [numbered(parties=1)[2] for _ in range(25)]
if not shutil.which("strace"):
    ok(True, "system calls # skip no strace")
else:
    for step in ("check", "send", "open"):
        told = [calls(s.verify, "POST", "/verify/check", {"number": "7K4F-92QX", "mail": mail, "step": step, "once": "123456"})
                for mail in ("party1@example.jp", "nobody@example.jp")]
        is_(len(told[0]), len(told[1]), "%s: an address with 25 documents and one with none: as many system calls" % step)
        ok("fdatasync" not in told[0] + told[1], "and nothing is written for either")
doc, first, number = numbered()
before = frames()
is_(check(Visitor(s), number, step="send").h1(), "届いたコードを入力", "an invitation that is open")
spent = frames() - before
s.scene("notices", doc, "once")
s.scene("withdraw", doc)
before = frames()
p = check(Visitor(s), number, step="send")
is_((p.h1(), frames() - before, spent), ("届いたコードを入力", 1, 1), "and one that is over: the same page, the same one commit")
is_(s.scene("notices", doc, "once"), "1 1", "a letter each")
is_(s.scene("mailing", doc, "once"), "sent superseded", "of which the clerk sends the one that opened something")
p = check(Visitor(s), number, step="open", once="123456")
ok(p.status == 422 and "このワンタイムコードはもう使えません。" in p.text, "a code there: dead, like any other that is over")
spent = []
for mail in ("party1@example.jp", "stranger@example.jp"):
    before = frames()
    Visitor(s).post("/verify/copy", {"mail": mail})
    spent.append(frames() - before)
is_(spent, [1, 1], "控えの再発行: one commit, whether there is anything or not")
# three hundred are no limit
is_(check(Visitor(s), docs[0]).h1(), "この案内は本物です", "the first of many is found")
is_(check(Visitor(s), docs[-1]).h1(), "この案内は本物です", "so is the last")
# --- the limit of /verify is its own, also where nothing is read of the file ----------------
limit = int(re.search(r"(\d+) MBまで", Visitor(s).get("/verify").text).group(1))
r = s.ask(s.verify, "POST", "/verify", b"x", "multipart/form-data; boundary=x", length=1 << 31)
ok(r.status == 413 and "1つの書類は%d MBまで" % limit in r.text and limit >= 64, "far too large: the limit is named")
s.close()
done()
