#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scheduled reminders on a running site: the clerk with a clock that is days
ahead (linked double) reminds, warns and announces, each to whom it concerns, and
looks at no contract whose time has not come."""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import BUILD, ROOT, Browser, Site, Tap, address, agree, body, prepare, register  # noqa: E402

t = Tap()
DAY = 86400
with open(os.path.join(ROOT, "t/data/minimal.pdf"), "rb") as f:
    PDF = [("契約書.pdf", f.read())]
subprocess.run(os.environ.get("MAKE", "make").split() +
               ["-s", "-C", ROOT, "B=" + BUILD, os.path.join(BUILD, "t/page/late_clerk")], check=True)


def later(site, days):
    """The clerk's work at that time. Its log."""
    clerk = os.path.join(site.run, "late_clerk")
    if not os.path.exists(clerk):
        shutil.copy(os.path.join(BUILD, "t/page/late_clerk"), clerk)
    web, conf = os.stat(site.run + "/var"), os.stat(site.run + "/etc/site.conf")
    who = dict(user=web.st_uid, group=web.st_gid, extra_groups=[conf.st_gid]) if os.geteuid() == 0 else {}
    r = subprocess.run([clerk], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, cwd="/", text=True,
                       env={"TEIKETSU_CONF": site.run + "/etc/site.conf", "LATE": str(int(days * DAY)),
                            "PATH": "/usr/bin:/bin"}, **who)
    if r.returncode:
        t.ok(False, f"the clerk works on day {days}", r.stdout)
    return r.stdout


def start(site, owner, title, mail, **settings):
    p = prepare(site, owner, title, PDF)
    p = p.press("次へ", {"メールアドレス": mail, "氏名": "受信者", **settings})
    p = p if "送信する" in [x for _, x in p.buttons()] else owner.open(re.sub(r"/\w+$", "/send", p.url))
    t.ok("自動のリマインド" in p.text(), f"{title}: the last step says when reminders go")
    p = p.press("送信する")
    return re.search(r"/doc/(\w+)", p.url)[1], site.mail.wait(mail, f"「{title}」の確認依頼")


def subjects(site, mail):
    return [re.sub(r"「.*?」|サイン次郎様（.*?）", "", str(m["Subject"])) for m in site.mail.mails(mail)]


def journey(site, owner):
    doc, first = start(site, owner, "覚書", "a@example.jp")
    _, _ = start(site, owner, "静かに", "b@example.jp", **{"最初のリマインド（日数）": "0"})
    _, _ = start(site, owner, "一度", "c@example.jp", **{"最初のリマインド（日数）": "3", "その後のリマインドの間隔（日数）": "0",
                                                  "返答の期限（日数）": "30"})
    _, m = start(site, owner, "済み", "d@example.jp")
    agree(Browser(), address(m, "/review/"))
    site.mail.wait("d@example.jp", "合意締結が完了")
    gone, _ = start(site, owner, "やめ", "e@example.jp")
    owner.open(site.url(f"/search/doc/{gone}/withdraw")).press("取り下げる", {"理由": "中止"})
    site.mail.wait("e@example.jp", "取り下げ")

    log = later(site, 2.5)
    t.ok("clerk.look" not in log, "on the third day no contract is looked at", log)
    log = later(site, 3.2)
    t.same(log.count("clerk.look"), 1, "then one, and no other")
    t.same(subjects(site, "c@example.jp")[1:], ["【再送】から"[:4] + "からの確認依頼が届いています。"], "the one of three days is reminded")
    later(site, 4.9)
    t.same(len(subjects(site, "a@example.jp")), 1, "nobody before five days")
    later(site, 5.1)
    m = site.mail.wait("a@example.jp", "【再送】")
    t.same(address(m, "/review/"), address(first, "/review/"), "after five days: the same link again")
    t.same(m["In-Reply-To"], first["Message-ID"], "as an answer to the request")
    t.ok(re.search(r"前回の案内（\d+年\d+月\d+日.*?）のリンクもそのまま使えます。", body(m)), "which says so", body(m))
    t.ok(all(w in body(m) for w in ("照合番号：", "返答期限：", "簡易表示版", "本物か確かめる")), "with all that M01 says")
    later(site, 5.2)
    later(site, 6.9)
    t.same(len(subjects(site, "a@example.jp")), 2, "not again before two days are over")
    later(site, 7.2)
    t.same(len(site.mail.mails("a@example.jp", "【再送】")), 2, "every two days")
    later(site, 8.7)
    m = site.mail.wait("a@example.jp", "【あと")
    t.ok(re.match(r"【あと[12]日】「覚書」の返答の期限は\d+年\d+月\d+日（.）です$", str(m["Subject"])), "two days before the end", m["Subject"])
    t.ok("期限の延長を頼めます" in body(m) and address(m, "/review/") == address(first, "/review/"), "what one can do", body(m))
    count = len(subjects(site, "a@example.jp"))
    later(site, 12)
    m = site.mail.mails("a@example.jp")
    t.ok(len(m) <= count + 1 and not [x for x in m[count:] if "【再送】" in str(x["Subject"]) or "【あと" in str(x["Subject"])],
         "nobody is reminded after the date", [str(x["Subject"]) for x in m])
    store = site.run + "/var/store/"
    journal = b"".join(open(store + n, "rb").read() for n in sorted(os.listdir(store)) if n.startswith("journal.0"))
    care = set(re.findall(rb"/care/\d{20}-(\w{16})", journal))
    t.ok(len(care) == 2 and doc.encode() in care, "the two that are overdue are in the owner's list of what needs care", care)
    later(site, 29)
    t.same(len(site.mail.mails("c@example.jp")), 3, "only once means once, and the word before the end")
    for who in ("d@example.jp", "e@example.jp"):
        t.ok(not [s for s in subjects(site, who) if "再送" in s or "あと" in s], f"never {who}: it is over")
    t.ok(not [s for s in subjects(site, "b@example.jp") if "再送" in s or "あと" in s], "never where the sender wants none")
    log = later(site, 29.1)
    t.ok("clerk.look" not in log, "nothing is looked at twice", log)


with Site() as s:
    journey(s, register(s, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン"))
t.done()
