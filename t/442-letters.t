#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The mails as texts: subjects, addresses, quoting, attachments' words.
import os, re, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ok, is_, done, ROOT
from recipient import Scene, Visitor, CODE

s = Scene(base="https://sign.example.lg.jp/sub")
ROUTES = [m.group(1) for m in re.finditer(r'ROUTE\(\w+, "[^"]+", "([^"]+)"\)',
                                          open(os.path.join(ROOT, "lib/core/route.def")).read())]
PATTERNS = [re.compile("^" + re.sub(r"\{\w+\}", "[a-z0-9.-]+", p) + "$") for p in ROUTES]


def letter(doc, kind, slot):
    to, subject, body = s.scene("letter", doc, kind, slot).split("\n", 2)
    name = "%s of %s" % (kind, slot)
    for address in re.findall(r"https?://\S+", body):
        if address == "https://sign.example.lg.jp/sub/":
            continue # the beginning of all of them, written out
        path = address.replace("https://sign.example.lg.jp/sub", "", 1)
        ok(address.startswith("https://sign.example.lg.jp/sub/") and
           any(p.match(path) for p in PATTERNS), name + " leads to a page: " + address)
        ok(("\n%s\n" % address) in body + "\n", name + ": alone on its line")
    ok("{" not in body and "（）" not in subject + body and "様様" not in subject + body and
       "()" not in body, name + ": nothing left open")
    ok("\n\n\n" not in body, name + ": no double empty lines")
    return to, subject, body


doc, (first, second) = s.contract(code=CODE, files=("contract-ja.pdf", "latin-cc0.pdf"))
to, subject, body = letter(doc, "request", 1)
is_(to, "To: 田中1子 <party1@example.jp>", "M01 to")
is_(subject, "サイン次郎様（株式会社クラウドサイン）から「秘密保持契約書 & <確認>」の確認依頼が届いています。", "M01 subject")
for line in ("サイン株式会社\n田中1子 様\n", "書類　　：秘密保持契約書 & <確認>（3ページ）\n", "返答期限：", "（日本時間）",
             "会員登録と料金は不要です。\n開いただけでは、同意したことになりません。",
             "開くにはアクセスコードが必要です。送信者から別の方法で届きます。", "https://sign.example.lg.jp/sub/review/%s\n" % first,
             "https://sign.example.lg.jp/sub/review/%s/lite\n" % first, "> 先日お話しした契約書です。\n",
             "・リンク先は必ず https://sign.example.lg.jp/sub/ で始まります。", "このメールは送信専用です。"):
    ok(line in body, "M01 says " + " ".join(line.split()))
ok("hxxps://evil[.]example/x www[.]evil[.]example" in body, "the sender's links are dead")
ok("AB12" not in body.upper(), "no code in the mail")
_, _, body = letter(doc, "request", 2)
ok(body.startswith("田中2子 様\n"), "no company, no line for it")
ok("アクセスコード" not in body, "no code, no word about it")
s.scene("title", doc, "取引基本契約書" * 10)
_, subject, body = letter(doc, "request", 1)
title = subject.split("「")[1].split("」")[0]
is_((len(title), title[-1]), (40, "…"), "a long title is cut at 40 characters in the subject")
ok("取引基本契約書" * 10 in body, "not in the body")
s.scene("title", doc, "至急 https://evil.example/ と www.evil.example")
_, subject, body = letter(doc, "request", 1)
ok("https://evil" not in subject + body and "www.evil" not in subject + body, "nor does a title plant one")
s.scene("title", doc, "秘密保持契約書")

_, subject, body = letter(doc, "remind", 1)
is_(subject, "【再送】サイン次郎様（株式会社クラウドサイン）から「秘密保持契約書」の確認依頼が届いています。", "M02 subject")
ok(re.search(r"前回の案内（\d+年\d+月\d+日（.）のリンク|前回の案内（\d+年\d+月\d+日（.））のリンクもそのまま使えます。", body) and
   "/sub/review/%s\n" % first in body and "照合番号：" in body, "M02 body")
_, subject, body = letter(doc, "extended", 1)
ok(re.fullmatch(r"【期限延長】「秘密保持契約書」の返答の期限が\d+年\d+月\d+日（.）に延びました", subject), "M02 after an extension: " + subject)
ok("送信者が返答の期限を延長しました。新しい期限：" in body and "/sub/review/%s\n" % first in body and "再送" not in subject + body, "its body")
_, subject, body = letter(doc, "due", 1)
ok(re.fullmatch(r"【あと2日】「秘密保持契約書」の返答の期限は\d+年\d+月\d+日（.）です", subject), "M03 subject: " + subject)
ok("期限の延長を頼めます" in body and "/sub/review/%s\n" % first in body, "M03 body")
_, subject, body = letter(doc, "agreed", 0)
is_(subject, "田中1子様（サイン株式会社）が「秘密保持契約書」に同意しました（2人中1人）", "M08 subject")
ok("2. 田中2子様\n" in body and "/sub/search/doc/" + doc in body, "M08 body")
_, subject, body = letter(doc, "withdrawn", 1)
is_(subject, "「秘密保持契約書」の確認依頼は取り下げられました", "M12 subject")
ok("/review/" not in body and "/agree/" not in body, "M12 has no way to act")
_, subject, body = letter(doc, "undelivered", 0)
is_(subject, "「秘密保持契約書」の案内が届きませんでした（party1@example.jp）", "M15 subject")
ok("メールボックスがいっぱい" in body and "宛先を直して送り直す" in body, "M15 body")
_, subject, body = letter(doc, "alarm", 0)
is_(subject, "【要対応】署名用証明書の期限まで30日", "M28 subject")
ok("ctl import" in body and "2027年3月31日" in body, "M28 body")
_, subject, body = letter(doc, "sent", 0)
is_(subject, "「秘密保持契約書」を送信しました（宛先2人）", "M27 subject")
ok("/sub/search/doc/" + doc in body and "party2@example.jp" in body and "AB12" not in body.upper(), "M27 body")
_, subject, body = letter(doc, "code", 0)
is_(subject, "「秘密保持契約書」のアクセスコードが続けて違っています", "M17 subject")
ok("田中1子" in body and "メールに書いて送らないで" in body, "M17 body")
_, subject, body = letter(doc, "register", 0)
is_(subject, "締結の登録を完了してください", "M18 subject")
ok("/sub/account/verify/abcdefghijkmnpqrstuvwxyz23" in body and "24時間" in body, "M18 body")
_, subject, body = letter(doc, "registered", 0)
is_(subject, "About your registration with Teiketsu", "M19 subject, in English")

v = Visitor(s)
v.accept(first, CODE)
v.press(first)
_, subject, body = letter(doc, "receipt", 1)
is_(subject, "「秘密保持契約書」への同意を受け付けました（控え）", "M07 subject")
base = v.get("/fetch/%s/pdf/1" % first).body
import hashlib
def groups(data):
    h = hashlib.sha256(data).hexdigest()
    return " ".join(h[i:i + 16] for i in range(0, 64, 16))
ok(groups(base) in body, "M07 carries the hash of the file agreed to")
ok("次は田中2子様の確認待ちです。" in body, "M07 says who is next")
w = Visitor(s)
w.accept(second)
w.press(second)
s.scene("conclude", doc)
_, subject, body = letter(doc, "concluded", 1)
is_(subject, "「秘密保持契約書」の合意締結が完了しました。", "M09 subject")
for line in ("サイン株式会社\n田中1子 様\n", "書類の合意締結が完了しました。\n", "From サイン次郎 様\n", "書類を確認する\n",
             "・田中1子様（サイン株式会社）\n", "・田中2子様\n", "このメールに添付しています", "contract-ja.pdf"):
    ok(line in body, "M09 says " + " ".join(line.split()))
released = v.get("/fetch/%s/pdf/1" % first).body
ok(groups(released) in body and released != base, "M09 carries the hash of the released file")
link = re.search(r"/sub(/agree/\S+)", body).group(1)
is_(Visitor(s).get(link).status, 200, "its link opens the result")
_, _, body = letter(doc, "concluded", 0)
ok("/sub/search/doc/" + doc in body and "/agree/" not in body, "the sender gets his own page, no recipient's link")
conf = open(s.conf, encoding="utf-8").read()
open(s.conf, "w", encoding="utf-8").write(conf + "mail_attach = no\n")
_, _, body = letter(doc, "concluded", 1)
ok("添付" not in body and "上のURLから受け取れます（" in body, "no attachment by policy: until when the link works")
doc, _ = s.contract(lang="en")
_, subject, body = letter(doc, "request", 1)
is_(subject, "サイン次郎 (株式会社クラウドサイン) asks you to review “秘密保持契約書 & <確認>”", "M01 in English")
_, subject, body = letter(doc, "remind", 1)
ok(subject.startswith("[Reminder] ") and re.search(r"The link in our last mail \(.*\) still works\.", body), "M02 in English")
_, subject, body = letter(doc, "extended", 1)
ok(re.fullmatch(r"\[Extended\] The reply date of “.*” is now \w+ \d+ \w+ \d{4}", subject) and "The sender has extended the reply date." in body, "extended, in English: " + subject)
_, subject, body = letter(doc, "due", 1)
ok(subject.startswith("[2 days left] ") and "extend the date" in body, "M03 in English")
_, subject, body = letter(doc, "withdrawn", 1)
ok(subject.startswith("The request for ") and "Withdrawn on:" in body, "M12 in English")

# --- names that want to be links: in every letter that carries them --------------------------
EVIL = "田中 https://evil.example/a", "www.evil.example 株式会社"


def harmless(doc, kind, slot, company=False):
    text = s.scene("letter", doc, kind, slot).split("\n", 1)[1]
    ok("田中 hxxps://evil.example/a" in text and company == ("www[.]evil.example" in text) and not re.search(r"https?://evil|www\.evil", text),
       "%s to %s: its names are no links" % (kind, slot))


doc, (first, second) = s.contract()
s.scene("anyone", doc, 1)
v = Visitor(s)
v.accept(first)
p = v.get("/review/%s/name" % first)
is_(v.post("/review/%s/name" % first, {"csrf": p.hidden("csrf"), "name": EVIL[0], "company": EVIL[1], "post": ""}).status, 303, "a name like a link")
p = v.get("/review/%s/ask" % first)
is_(v.post("/review/%s/ask" % first, {"csrf": p.hidden("csrf"), "why": "ask", "text": "見て https://evil.example/q"}).status, 303, "asks")
s.scene("answer", doc, "はい。 https://evil.example/r")
harmless(doc, "question", 0)
harmless(doc, "answer", 1)
p = v.get("/forward/" + first)
is_(v.post("/forward/" + first, {"csrf": p.hidden("csrf"), "mail": "new@example.jp", "name": "佐藤 一郎", "company": "", "message": ""}).status, 303, "and hands it on")
harmless(doc, "forwarded", 1, True)
harmless(doc, "handed", 1, True)
harmless(doc, "moved", 0)
harmless(doc, "question", 0)
doc, (first, second) = s.contract()
s.scene("anyone", doc, 1)
v = Visitor(s)
v.accept(first)
p = v.get("/forward/" + first)
v.post("/forward/" + first, {"csrf": p.hidden("csrf"), "mail": "nowhere@example.jp", "name": EVIL[0], "company": ""})
harmless(doc, "undelivered", 0)
s.close()
done()
