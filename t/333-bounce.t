#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters that come back: the return address of each letter, what bounce makes
of reports, servers' own words and hostile mail, and what the sender sees."""
import email
import email.policy
import os
import re
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, address, agree, body, register, send  # noqa: E402
from smtp_sink import Sink  # noqa: E402

t = Tap()
with open(os.path.join(ROOT, "t/data/minimal.pdf"), "rb") as f:
    PDF = [("契約書.pdf", f.read())]


def bounce(site, mail, *args, conf=None):
    """As the mail server would run it: the web user, a mail on standard input."""
    web, at = os.stat(site.run + "/var"), os.stat(site.run + "/etc/site.conf")
    who = dict(user=web.st_uid, group=web.st_gid, extra_groups=[at.st_gid]) if os.geteuid() == 0 else {}
    return subprocess.run([site.run + "/libexec/bounce", *args], input=mail, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, cwd="/",
                          env={"TEIKETSU_CONF": conf or site.run + "/etc/site.conf"}, **who)


def clerks(site):
    """The processes of this site's own clerk."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                if f.read().split(b"\0")[0].decode() == site.run + "/libexec/clerk":
                    found.append(int(pid))
        except OSError:
            pass
    return found


def report(to, status="5.1.1", action="failed", diagnostic="smtp; 550 5.1.1 <x@example.jp>: Recipient address rejected"):
    """As Postfix writes them."""
    return f"""Return-Path: <>
Date: Mon, 23 Nov 2026 17:00:00 +0900 (JST)
From: MAILER-DAEMON@mx.example.jp (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F1.1/mx.example.jp"

This is a MIME-encapsulated message.

--4F1.1/mx.example.jp
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4F1.1/mx.example.jp
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp

Final-Recipient: rfc822; x@example.jp
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--4F1.1/mx.example.jp
Content-Type: message/rfc822

From: sign@sign.example
Subject: 552 mailbox full

Action: failed
--4F1.1/mx.example.jp--
""".encode()


def words(to, text, sender="MAILER-DAEMON@example.jp", more=""):
    return f"From: {sender}\r\nTo: <{to}>\r\nSubject: failure notice\r\n{more}\r\n{text}\r\n".encode()


def journal(site):
    store = site.run + "/var/store/"
    return sum(os.path.getsize(store + n) for n in os.listdir(store) if n.startswith("journal.0"))


def sent(site, owner, title, mail="x@example.jp"):
    doc, _ = send(site, owner, title, PDF, [{"メールアドレス": mail, "氏名": "受信者"}])
    m = site.mail.wait(mail, f"「{title}」の確認依頼")
    return doc, m, str(m["X-MailFrom"])


def says(site, owner, doc):
    return owner.open(site.url("/search/doc/" + doc)).text()


def addresses(site, owner):
    doc, m, back = sent(site, owner, "一つ目")
    t.ok(re.fullmatch(r"teiketsu\+" + doc + r"-1-1-[a-z2-9]{12}@demo\.example", back), "the return address carries the mark", back)
    t.ok(len(back.split("@")[0]) <= 64, "and fits into RFC 5321")
    t.same((str(m["From"]).count(back), m["Sender"], m["Reply-To"]), (0, None, None), "From stays what it always is")
    t.same(m["Auto-Submitted"], "auto-generated", "a machine sent it")
    return doc, m, back


def ignored(site, owner, doc, back):
    forged = re.sub(r"-(.)([a-z2-9]{11})@", lambda x: "-" + ("a" if x[1] != "a" else "b") + x[2] + "@", back)
    other = re.sub(r"-1-1-", "-1-2-", back)
    cases = {
        "a forged mark": report(forged), "another generation's mark": report(other), "no mark": report("sign@demo.example"),
        "a delay": report(back, "4.4.1", "delayed"), "a success": report(back, "2.0.0", "delivered"),
        "an absence note": words(back, "I am away. 550 things to do", "person@example.jp", "Auto-Submitted: auto-replied\r\n"),
        "somebody's reply": words(back, "Your mail 550 5.1.1 is unknown to me", "person@example.jp"),
        "nothing": b"", "one byte": b"\n", "no header": b"\n\n\n", "zeros": bytes(5000), "all bytes": bytes(range(256)) * 400,
        "a line of 2 MB": b"To: " + b"x" * (2 << 20), "a header of 100,000 lines": b"To: a@b\n" * 100000,
        "continuations without end": b"To: a\n" + b" b\n" * 200000, "10 MB": report("x@y") + b"0" * (10 << 20),
        "a mark behind the first 256 KiB": b"X: y\n" * 60000 + report(back),
    }
    before = journal(site)
    for name, mail in cases.items():
        r = bounce(site, mail)
        t.ok(r.returncode == 0, f"{name}: taken and forgotten", r.stderr.decode())
    t.same(journal(site), before, "none of it is recorded")
    t.same(bounce(site, report(back), "a", "b").returncode, 64, "two arguments are a mistake")
    t.ok("不達" not in says(site, owner, doc), "the sender sees nothing of it")


def marked(site, owner, doc, m, back):
    r = bounce(site, report(back))
    t.ok(r.returncode == 0 and b"why=unknown kept=ok" in r.stderr, "a report is recorded", r.stderr.decode())
    told = site.mail.wait("jiro@sender.example", "案内が届きませんでした")
    t.same(str(told["Subject"]), "「一つ目」の案内が届きませんでした（x@example.jp）", "M15")
    t.ok("そのアドレスが見つかりません" in body(told) and "550" not in body(told) and address(told, "/search/doc/").endswith(doc),
         "in plain words, with the way to the document", body(told))
    p = owner.open(site.url("/search/doc/" + doc))
    t.ok("対応が必要です" in p.text() and "そのアドレスが見つかりません" in p.text(), "the document says it first", p.text()[:600])
    t.ok("先方確認中" in p.text(), "its state stays")
    h = owner.open(site.url("/search/home"))
    t.ok("対応が必要（1）" in h.text(), "home counts it", h.text()[:400])
    t.ok("一つ目" in h.follow("対応が必要").text(), "and leads there")
    before = journal(site)
    for _ in range(5):
        bounce(site, report(back, "5.2.2"))
    t.same(journal(site), before, "a flood of them writes nothing more")
    t.same(len(site.mail.mails("jiro@sender.example", "届きませんでした")), 1, "and tells nobody")
    q = p.follow("宛先を直して送り直す").press("宛先を直して送り直す", {"メールアドレス": "y@example.jp"})
    t.ok("対応が必要" not in q.text() and "不達" in q.text(), "a corrected address needs no care; the history keeps it", q.text()[:500])
    t.ok("対応が必要" not in owner.open(site.url("/search/home")).text(), "home neither")
    n = site.mail.wait("y@example.jp", "確認依頼")
    t.ok(str(n["X-MailFrom"]) != back and "-1-2-" in str(n["X-MailFrom"]), "the new letter has its own return address")
    before = journal(site)
    bounce(site, report(back))
    t.same(journal(site), before, "a late report about the old address marks nothing")
    agree(Browser(), address(n, "/review/"))
    t.ok(site.mail.wait("y@example.jp", "合意締結が完了"), "the new holder agrees, and it is concluded")


def reasons(site, owner):
    big = "smtp; 552 5.3.4 message size exceeds fixed limit"
    cases = [
        ("満杯", lambda b: report(b, "5.2.2", "failed", "smtp; 552 5.2.2 Mailbox full"), "いっぱいです"),
        ("断り", lambda b: report(b, "5.7.1", "failed", "smtp; 550 5.7.1 Blocked as spam"), "受け取りを断りました"),
        ("時間", lambda b: report(b, "4.4.7", "failed", "smtp; delivery timed out"), "つながらず"),
        ("大", lambda b: report(b, "5.3.4", "failed", big), "大きすぎる"),
        ("素", lambda b: report(b, "5.0.0", "failed", "smtp; 550 Unknown user x@docomo.ne.jp"), "見つかりません"),
        ("言葉", lambda b: words(b, "次のあて先へのメッセージはエラーのため送信できませんでした。\n<x@docomo.ne.jp>: 550 Unknown user x@docomo.ne.jp"),
         "見つかりません"),
        ("qmail", lambda b: words("postmaster@demo.example", "Hi. This is the qmail-send program.\n<x@example.jp>:\n"
                                  "Sorry, no mailbox here by that name. (#5.1.1)", more=f"Delivered-To: {b}\r\n"), "見つかりません"),
        ("大文字", lambda b: report(b.upper()), "見つかりません"),
        ("引数", lambda b: report("someone@demo.example"), "見つかりません"),
    ]
    for title, mail, want in cases:
        doc, _, back = sent(site, owner, title)
        r = bounce(site, mail(back), *([back] if title == "引数" else []))
        t.ok(b"kept=ok" in r.stderr and want in says(site, owner, doc), f"{title}: {want}", r.stderr.decode())


def after_the_end(site, owner):
    """The completion mail comes back: nothing is undone, the sender can share it anew."""
    doc, m, _ = sent(site, owner, "終わり", "z@example.jp")
    agree(Browser(), address(m, "/review/"))
    back = str(site.mail.wait("z@example.jp", "合意締結が完了")["X-MailFrom"])
    owner.open(site.url(f"/search/doc/{doc}/share")).press("共有する", {"メールアドレス": "v@example.jp", "氏名": "見田"})
    view = str(site.mail.wait("v@example.jp", "共有しました")["X-MailFrom"])
    t.ok("-1001-0-" in view, "a viewer's letter has its mark, too", view)
    for at in (back, view):
        t.ok(b"kept=ok" in bounce(site, report(at)).stderr, "a letter about a concluded document came back")
    p = owner.open(site.url("/search/doc/" + doc))
    t.ok("締結済み" in p.text() and p.text().count("そのアドレスが見つかりません") >= 3 and "もう一度共有してください" in p.text(),
         "it stays concluded; both are shown", p.text()[:1500])


def turned_away(site, owner):
    """The relay itself refuses the address: the same, without any mail coming back."""
    def answer(line):
        return "550 5.1.1 no such user here" if b"nobody@" in line else "250 ok"
    sink = Sink(say={"rcpt": answer})
    doc, _, _ = sent(site, owner, "断られた")
    sleeping = clerks(site)
    for pid in sleeping:
        os.kill(pid, signal.SIGSTOP)
    try:
        owner.open(site.url(f"/search/doc/{doc}/correct/1")).press("宛先を直して送り直す", {"メールアドレス": "nobody@example.jp"})
        text = open(site.run + "/etc/site.conf", encoding="utf-8").read()
        conf = site.run + "/etc/sink.conf"
        with open(conf, "w", encoding="utf-8") as f:
            f.write(re.sub(r"(?m)^smtp_port = .*$", f"smtp_port = {sink.port}", text))
        os.chmod(conf, 0o644)
        web, at = os.stat(site.run + "/var"), os.stat(site.run + "/etc/site.conf")
        who = dict(user=web.st_uid, group=web.st_gid, extra_groups=[at.st_gid]) if os.geteuid() == 0 else {}
        subprocess.run([site.run + "/libexec/clerk"], env={"TEIKETSU_CONF": conf}, cwd="/", timeout=60,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who)
    finally:
        for pid in sleeping:
            os.kill(pid, signal.SIGCONT)
    p = owner.open(site.url("/search/doc/" + doc))
    t.ok("対応が必要です" in p.text() and "そのアドレスが見つかりません" in p.text() and "no such user here" in p.text(),
         "refused by the relay: marked at once, with the reason", p.text()[:700])
    told = [m for m in sink.messages if "案内が届きませんでした" in str(email.message_from_bytes(m, policy=email.policy.default)["Subject"])]
    t.same(len(told), 1, "and the sender is told")
    sink.close()


def trouble(site, back):
    bad = os.path.join(site.run, "bad.conf")
    text = open(site.run + "/etc/site.conf", encoding="utf-8").read()
    with open(bad, "w", encoding="utf-8") as f:
        f.write(re.sub(r"(?m)^var = .*$", f"var = {site.run}/nowhere", text))
    os.chmod(bad, 0o644)
    t.same(bounce(site, report(back), conf=bad).returncode, 75, "without records: the mail server is to try again")


with Site() as s:
    jiro = register(s, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    one, first, at = addresses(s, jiro)
    ignored(s, jiro, one, at)
    marked(s, jiro, one, first, at)
    reasons(s, jiro)
    after_the_end(s, jiro)
    turned_away(s, jiro)
    _, _, last = sent(s, jiro, "最後")
    trouble(s, last)
t.done()
