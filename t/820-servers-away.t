#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail server or time-stamping authority away, refusing, mute or mad for a while:
acts stand, pages tell the truth, everything completes by itself once the server
is back, nothing comes twice."""
import os
import re
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, address, agree, attachments, register, send  # noqa: E402
from door import Door  # noqa: E402
from fault import Scene, check, copies, processes, wait_until  # noqa: E402
from storm import judge  # noqa: E402

t = Tap()
BACK = 25  # seconds after which everything must have gone on by itself


def data(name):
    with open(os.path.join(ROOT, "t", "data", name), "rb") as f:
        return f.read()


def put_doors(site):
    """Between the clerk and its two servers."""
    path = site.run + "/etc/site.conf"
    with open(path) as f:
        text = f.read()
    smtp = Door(int(re.search(r"(?m)^smtp_port = (\d+)", text).group(1)))
    tsa = Door(int(re.search(r"(?m)^tsa = http://127.0.0.1:(\d+)/", text).group(1)))
    text = re.sub(r"(?m)^smtp_port = .*$", f"smtp_port = {smtp.port}", text)
    text = re.sub(r"(?m)^tsa = http://127.0.0.1:\d+/", f"tsa = http://127.0.0.1:{tsa.port}/", text)
    with open(path, "w") as f:
        f.write(text)
    old = set(processes(site)["clerk"])
    for pid in old:  # the parent's end takes its lanes along
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
    if not wait_until(lambda: len(set(processes(site).get("clerk", [])) - old) == 4, 20):
        raise RuntimeError("the clerk does not come back")
    return smtp, tsa


def dispatch(site, owner, title):
    who = title + "@example.org"
    doc, page = send(site, owner, "文書 " + title, [("契約書.pdf", data("contract-ja.pdf"))],
                     [{"メールアドレス": who, "氏名": "遠方 待子"}])
    return doc, who, page


def link_of(site, who):
    return address(site.mail.wait(who, "確認依頼", BACK), "/review/")


def one_each(site, who, title):
    for subject in ("の確認依頼", "への同意を受け付けました", "の合意締結が完了しました"):
        got = wait_until(lambda: site.mail.mails(who, f"「文書 {title}」{subject}"), BACK)
        t.ok(got and len(got) == 1, f"{title}: 「…」{subject}: one mail", got and len(got))


def main_part(page):
    return " ".join(n.text() for n in page.root.all("main"))


def finish(site, owner, scene, doc, who, title):
    t.ok(wait_until(lambda: scene("state", doc)[0] == "concluded", BACK), f"{title}: concluded", scene("events", doc))
    mail = site.mail.wait(who, f"「文書 {title}」の合意締結", BACK)
    judge(t, site, title, attachments(mail)[0][1], 4)
    one_each(site, who, title)
    kinds = scene("events", doc)
    t.ok(kinds.count("agreed") == 1 and kinds.count("concluded") == 1, f"{title}: agreed and concluded once", kinds)


def mail_away(site, owner, scene, smtp, title, mode, answer=b""):
    before = smtp.visits
    smtp.set(mode, answer)
    doc, who, page = dispatch(site, owner, title)
    t.ok("先方確認中" in main_part(page), f"{title}: 送信 is taken", page.text()[:300])
    time.sleep(6)
    t.ok("mailed" not in scene("events", doc) and not site.mail.mails(who), f"{title}: nothing claims to be mailed",
         scene("events", doc))
    t.ok(mode == "shut" or smtp.visits > before, f"{title}: … it was tried")
    smtp.set("open")
    start = time.monotonic()
    link = link_of(site, who)
    t.ok(True, f"{title}: the request goes out by itself {time.monotonic() - start:.1f} s after the server is back")
    smtp.set(mode, answer)
    p = agree(Browser(), link)
    t.ok(p.status == 200 and "全員の同意がそろいました" in p.h1() or "契約が成立しました" in p.h1(),
         f"{title}: 同意 is taken while the server is away", f"{p.status} {p.h1()}")
    t.ok(wait_until(lambda: scene("state", doc)[0] == "concluded", 10), f"{title}: signing does not wait for mail",
         scene("events", doc))
    smtp.set("open")
    finish(site, owner, scene, doc, who, title)


def stamp_away(site, owner, scene, tsa, title, mode, answer=b""):
    doc, who, _ = dispatch(site, owner, title)
    link = link_of(site, who)
    before = tsa.visits
    tsa.set(mode, answer)
    b = Browser()
    p = agree(b, link)
    t.ok("全員の同意がそろいました" in p.h1(), f"{title}: 同意 is taken", f"{p.status} {p.h1()}")
    time.sleep(7)
    t.same(scene("state", doc)[0], "concluding", f"{title}: not concluded")
    t.ok(mode == "shut" or tsa.visits > before, f"{title}: … it was tried")
    page = main_part(owner.open(site.url("/search/doc/" + doc)))
    t.ok("状態締結済み・タイムスタンプ付与中" in page, f"{title}: the owner's page says so", page[:400])
    done = main_part(b.open(p.url))
    t.ok("契約が成立しました" not in done and "締結済み・タイムスタンプ付与中" in done, f"{title}: the recipient's page says the same, and nothing more", done[:300])
    t.ok(not site.mail.mails(who, "合意締結が完了"), f"{title}: no completion mail")
    tsa.set("open")
    start = time.monotonic()
    t.ok(wait_until(lambda: scene("state", doc)[0] == "concluded", BACK), f"{title}: goes on by itself",
         scene("events", doc))
    print(f"# {title}: {time.monotonic() - start:.1f} s after the authority was back")
    finish(site, owner, scene, doc, who, title)


def next_act_helps(site, owner, scene, tsa):
    """Many pauses later, the next act of anybody makes the clerk look at once."""
    first, who, _ = dispatch(site, owner, "wake1")
    second, other, _ = dispatch(site, owner, "wake2")
    links = link_of(site, who), link_of(site, other)
    tsa.set("shut")
    agree(Browser(), links[0])
    time.sleep(16)
    tsa.set("open")
    agree(Browser(), links[1])
    t.ok(wait_until(lambda: scene("state", first)[0] == "concluded", 4), "the next act helps the document that waited",
         scene("events", first))
    for doc, w, title in ((first, who, "wake1"), (second, other, "wake2")):
        finish(site, owner, scene, doc, w, title)


GARBAGE = b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: 400\r\n\r\n" + b"\x30\x82" * 200
with Site() as s:
    scene = Scene(s)
    o = register(s, "away@sender.example", "遠方 太郎")
    smtp, tsa = put_doors(s)
    mail_away(s, o, scene, smtp, "smtp-shut", "shut")
    mail_away(s, o, scene, smtp, "smtp-421", "answer", b"421 4.3.2 not now\r\n")
    mail_away(s, o, scene, smtp, "smtp-mute", "mute")
    stamp_away(s, o, scene, tsa, "tsa-shut", "shut")
    stamp_away(s, o, scene, tsa, "tsa-garbage", "answer", GARBAGE)
    stamp_away(s, o, scene, tsa, "tsa-500", "answer", b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n")
    stamp_away(s, o, scene, tsa, "tsa-mute", "mute")
    next_act_helps(s, o, scene, tsa)
    t.same([k for k, n in copies(s).items() if n > 1], [], "no mail came twice")
    check(t, s, "afterwards")
t.done()
