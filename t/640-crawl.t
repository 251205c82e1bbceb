#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address in every page and mail leads somewhere: walks the site as a
stranger, as an owner and as recipients, in both languages, by GET only."""
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, accept, address, agree, body, prepare, register, send  # noqa: E402

t = Tap()
with open(os.path.join(ROOT, "t/data/latin-cc0.pdf"), "rb") as f:
    PDF = f.read()


def addresses(page):
    for tag, name in (("a", "href"), ("form", "action"), ("img", "src"), ("img", "srcset"), ("link", "href")):
        for n in page.root.all(tag):
            for part in n.attrs.get(name, "").split(",") if name == "srcset" else [n.attrs.get(name, "")]:
                if part.strip() and not part.startswith(("#", "mailto:")):
                    yield urllib.parse.urljoin(page.url, part.strip().split()[0]).split("#")[0]


def english(page):
    """What does not belong into English: full-width signs, "1 pages". Parts in another language are theirs."""
    def words(n):
        if n.attrs.get("lang", "en") != "en":
            return ""
        return "".join(k if isinstance(k, str) else words(k) for k in n.children) + " "
    text = words(next(page.root.all("main"), page.root)).replace("これはデモです。問い合わせ先はありません。", "")  # site.conf: contact
    return re.findall(r".{0,20}[\u3000-\u303f\u30fb\uff00-\uffef].{0,20}", text) + re.findall(r"(?<![\d.,/])\b1 (?:more )?(?:page|day|minute|document|file|field|time|recipient)s\b", text)


def crawl(site, browser, starts, who):
    todo, seen, bad, outside, odd = list(starts), set(), [], [], []
    while todo:
        url = todo.pop()
        key = re.sub(r"([?&])(k|lang)=[^&]*", r"\1", url)
        if key in seen or len(seen) > 300:
            continue
        seen.add(key)
        if not url.startswith(site.base):
            outside.append(url)
            continue
        if "/account/logout" in url or "/demo/" in url:
            continue
        p = browser.open(url)
        if p.body.startswith(b"<!DOCTYPE") and b'<html lang="en"' in p.body[:200]:
            odd.extend("%s %s" % (w, url) for w in english(p))
        if p.status not in (200, 405):
            bad.append(f"{p.status} {url}")
        todo += [u for u in addresses(p)]
    t.ok(len(seen) > 5 and not bad, f"{who}: {len(seen)} addresses, all alive", "\n".join(bad[:20]))
    t.ok(not odd, f"{who}: English is English", "\n".join(odd[:20]))
    t.same([u for u in outside if not u.startswith(("http://", "https://"))], [], f"{who}: only http addresses leave the house")


with Site() as s:
    crawl(s, Browser(), [s.url("/"), s.url("/?lang=en")], "a stranger")
    o = register(s, "crawl@sender.example", "送信者")
    doc, _ = send(s, o, "契約", [("契約.pdf", PDF), ("別紙.pdf", PDF)],
                  [{"メールアドレス": "a@x.example", "氏名": "甲"}, {"メールアドレス": "b@x.example", "氏名": "乙"}])
    prepare(s, o, "下書き", [("下書き.pdf", PDF)])
    mail = s.mail.wait("a@x.example", "確認依頼")
    a = Browser()
    accept(a, address(mail, "/review/"))
    crawl(s, a, [address(mail, "/review/")], "a recipient who reads")
    agree(Browser(), address(mail, "/review/"))
    agree(Browser(), address(s.mail.wait("b@x.example", "確認依頼"), "/review/"))
    done = s.mail.wait("a@x.example", "合意締結")
    crawl(s, Browser(), [address(done, "/agree/")], "a party with a result")
    crawl(s, o, [s.url("/search/home"), s.url("/search/doc/" + doc)], "the owner")
    for m in s.mail.mails():
        for url in re.findall(r"https?://\S+", body(m)):
            p = Browser().open(url)
            t.ok(p.status in (200, 410) and url.startswith(s.base), f"in '{m['Subject']}': {url[len(s.base):][:40]}", p.status)
t.done()
