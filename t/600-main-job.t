#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The main job with everything real: an owner registers by mail, sends two
files to two recipients in order, one with an access code; both agree; everybody
gets the PDFs; independent validators judge them. Then one file after another."""
import glob
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, address, agree, attachments, body, register, send  # noqa: E402

t = Tap()


def data(name):
    with open(os.path.join(ROOT, "t", "data", name), "rb") as f:
        return f.read()


def judge(site, name, pdf, signatures):
    path = os.path.join(site.run, "judged.pdf")
    with open(path, "wb") as f:
        f.write(pdf)
    r = subprocess.run([os.path.join(ROOT, "t/lib/judge.sh"), path, str(signatures), site.run + "/ca/root.pem",
                        site.run + "/ca/root.pem"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    t.ok(r.returncode == 0, f"{name}: every validator is content with {signatures} signatures", r.stdout)
    for line in r.stdout.splitlines():
        print("#", line)


def main_job(site, owner):
    title = "秘密保持契約書"
    files = [("契約書.pdf", data("contract-ja.pdf")), ("別紙.pdf", data("boxes-8p.pdf"))]
    people = [{"メールアドレス": "a@example.jp", "氏名": "髙﨑𠮷子", "会社名": "サイン株式会社", "アクセスコード": "ｈｉｍｉｔｓｕ-42"},
              {"メールアドレス": "b@example.com", "氏名": "受信 二郎"}]
    doc, page = send(site, owner, title, files, people, "ご確認ください。\nhttps://evil.example/x")
    t.ok("先方確認中" in page.text(), "the document page says 先方確認中", page.text()[:500])
    mail = site.mail.wait("a@example.jp", "確認依頼")
    t.same(str(mail["Subject"]), "サイン次郎様（株式会社クラウドサイン）から「秘密保持契約書」の確認依頼が届いています。",
           "the subject of M01")
    t.ok("hxxps://evil[.]example" in body(mail), "links of the sender are defanged", body(mail))
    t.same(len(attachments(mail)), 0, "a request has no attachment")
    t.same(len(site.mail.mails("b@example.com")), 0, "the second is not invited yet")
    t.ok(site.mail.wait("jiro@sender.example", "送信しました"), "the sender has his receipt M27")

    link = address(mail, "/review/")
    for method in ("HEAD", "GET", "GET", "HEAD"):
        Browser().open(link, method)
    a = Browser()
    p = a.open(link)
    t.same(p.h1(), "確認してほしい書類が届いています", "landing")
    t.ok("".join(body(mail).split("照合番号：")[1].split()[0]) in p.text(), "the matching number of mail and page is one")
    p = p.press("利用規約に同意して確認", {"アクセスコード": "falsch"})
    t.ok(p.status == 422 and "あと4回" in p.text(), "a wrong code", f"{p.status} {p.text()[:300]}")
    p = agree(a, link, "HIMITSU-42 ")
    t.ok("同意を受け付けました" in p.h1(), "the first has agreed", f"{p.status} {p.text()[:500]}")
    t.ok(site.mail.wait("a@example.jp", "同意を受け付けました"), "and has a receipt M07")
    p = a.open(link)
    t.ok("同意済み" in p.text(), "the link now says 同意済み", p.text()[:300])

    link = address(site.mail.wait("b@example.com", "確認依頼"), "/review/")
    p = agree(Browser(cookies=False), link)
    t.ok("全員の同意がそろいました" in p.h1() or "契約が成立しました" in p.h1(), "the second agreed without cookies",
         f"{p.status} {p.text()[:500]}")
    for who in ("jiro@sender.example", "a@example.jp", "b@example.com"):
        mail = site.mail.wait(who, "合意締結が完了しました")
        got = attachments(mail)
        t.same([n for n, _ in got], ["契約書.pdf", "別紙.pdf"], f"{who} has both PDFs")
    for name, pdf in got:
        judge(site, name, pdf, 5)
    p = Browser().open(address(mail, "/agree/"))
    t.ok("契約が成立しました" in p.h1(), "the result page", p.text()[:300])
    page = owner.open(site.url(f"/search/doc/{doc}"))
    t.ok("締結済み" in page.text() and "経過" in page.text(), "the owner sees 締結済み and the timeline", page.text()[:600])
    t.ok(title in owner.open(site.url("/search/done")).text(), "and finds it in the folder 締結済み")
    count = len(site.mail.mails())
    t.same(len(site.mail.mails("a@example.jp")), 3, f"nobody got a mail twice ({count} in all)")


def one_after_another(site, owner):
    for path in sorted(glob.glob(os.path.join(ROOT, "t/data/intake/a[12]*.pdf"))) + [os.path.join(ROOT, "t/data/minimal.pdf")]:
        name = os.path.basename(path)
        title = "書類 " + name
        with open(path, "rb") as f:
            send(site, owner, title, [(name, f.read())], [{"メールアドレス": "c@example.org", "氏名": "丙"}])
        p = agree(Browser(), address(site.mail.wait("c@example.org", f"「{title}」の確認依頼"), "/review/"))
        mail = site.mail.wait("c@example.org", f"「{title}」の合意締結")
        got = attachments(mail)
        t.same(len(got), 1, f"{name}: concluded")
        judge(site, name, got[0][1], 4)


with Site() as s:
    o = register(s, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    main_job(s, o)
    one_after_another(s, o)
t.done()
