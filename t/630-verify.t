#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The verify page of a running site, and ctl verify: the released file, each of
its versions, files that somebody changed, files of other makers. Never green
for anything but the file as it was concluded; nothing of it stays."""
import glob
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, address, agree, attachments, body, register, send  # noqa: E402

t = Tap()
SAYS = {"ok": "この書類は、締結したときから変わっていません。", "bad": "この書類は署名のあとで変えられています。",
        "stage": "締結の途中の版です", "none": "電子署名が見つかりません。", "foreign": "このサイトで締結した書類ではありません。",
        "unreadable": "PDFとして読めませんでした。"}
CLASS = {"ok": "ok", "bad": "err"}


def data(name):
    with open(os.path.join(ROOT, "t", "data", name), "rb") as f:
        return f.read()


def check(site, pdf, name="契約書.pdf", browser=None):
    return (browser or Browser(cookies=False)).open(site.url("/verify")).press("確かめる", {}, {"file": [(name, pdf)]})


def box(page):
    for n in page.root.all("div"):
        if n.attrs.get("class") in ("ok", "wn", "err"):
            return n.attrs["class"], n.text()
    return "?", page.text()


def expect(site, pdf, word, what):
    page = check(site, pdf)
    color, text = box(page)
    t.ok(page.status == 200 and text.startswith(SAYS[word]) or SAYS[word] in text.split("。")[0] + "。" and page.status == 200,
         f"{what}: {word}", f"{page.status} {text}")
    t.same(color, CLASS.get(word, "wn"), f"{what}: its colour")
    t.same("すべての署名が有効です" in page.text(), word in ("ok", "stage"), f"{what}: the panel's headline")
    path = os.path.join(site.run, "checked.pdf")
    with open(path, "wb") as f:
        f.write(pdf)
    r = ctl(site, path)
    t.same((r.returncode, fact(r, "verdict")), (0 if word == "ok" else 1, word), f"{what}: ctl verify agrees")
    return page


def ctl(site, path):
    etc = os.path.join(site.run, "etc")
    return subprocess.run([os.path.join(site.run, "libexec", "ctl"), "-c", etc + "/site.conf", "-s", etc + "/sign.conf",
                           "verify", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)


def fact(r, key):
    m = re.search(rf"(?m)^{re.escape(key)}=(.*)$", r.stdout)
    return m.group(1) if m else r.stderr


def appended(pdf, edit):
    """One more revision, well-formed, in which the first page is another one."""
    page = re.search(rb"\n(\d+) 0 obj\n(<<[^\n]*?/Type ?/Page[ />][^\n]*)\nendobj", pdf)
    trailer = pdf[pdf.rindex(b"trailer"):]
    prev, size = int(re.search(rb"startxref\n(\d+)", trailer)[1]), int(re.search(rb"/Size (\d+)", trailer)[1])
    root, ids = re.search(rb"/Root (\d+) 0 R", trailer)[1], re.search(rb"/ID ?\[[^\]]*\]", trailer)[0]
    obj = b"%s 0 obj\n%s\nendobj\n" % (page[1], edit(page[2]))
    xref = b"xref\n%s 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %s 0 R %s /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        page[1], len(pdf), size, root, ids, prev, len(pdf) + len(obj))
    return pdf + obj + xref


def listing(site):
    return {d: sorted(os.path.join(at, f) for at, _, files in os.walk(os.path.join(site.run, "var", d)) for f in files)
            for d in ("doc", "picture", "incoming")}


def the_original(site, gold):
    page = expect(site, gold, "ok", "the released file")
    text = page.text()
    t.ok("原本と、1バイトも違いません" in text, "it is the original")
    versions = [h.text() for h in page.root.all("h3")]
    last = len(versions)
    t.ok(last >= 5 and all("により署名済み" in v and v.endswith("有効") for v in versions), "each version is signed and valid", versions)
    for words in ("信頼ソース取得元：", "文書は、この署名が適用されてから変更されていません", "署名者のIDは有効です。",
                  "署名時刻は、署名したサーバーの時計に基づいています：", "署名にはタイムスタンプが付いています：", "署名はLTV対応",
                  "理由：", "最終チェック日時：", "フィールド：Sig01（不可視署名）", "名義", "発行者", "有効期間の開始", "有効期間の終了",
                  "電子署名、否認防止", "この証明書の経路は有効です。", "経路の検証時刻", "に作成されました", "に承認されました", "に締結されました"):
        t.ok(words in text, "the panel says " + words, text[:3000])
    if last > 5:
        t.ok("Demo TSA" in versions[5] and "署名はドキュメントタイムスタンプ署名です" in text, "a document time stamp", versions)
    links = [a.attrs["href"] for a in page.root.all("a") if "/version/" in a.attrs.get("href", "")]
    t.same(len(links), last, "each version can be taken out")
    for n, link in enumerate(links, 1):
        got = page.browser.open(site.url(link))
        t.ok(got.status == 200 and gold.startswith(got.body) and got.body.endswith(b"%%EOF\n"), f"version {n} is a beginning")
        t.ok("attachment" in got.headers["Content-Disposition"] and "sandbox" in got.headers["Content-Security-Policy"] and
             got.headers["X-Content-Type-Options"] == "nosniff", f"version {n}: to be saved, not shown")
        if n < 5:
            again = expect(site, got.body, "stage", f"version {n} alone")
            t.ok(f"全5版のうち{n}版目" in again.text(), f"version {n}: which one it is")
    pictures = [i.attrs["src"] for i in page.root.all("img")]
    t.same(len(pictures), last, "a picture of each")
    for p in [pictures[0], pictures[-1], pictures[0].replace("page=1", "page=2"), pictures[0] + "&width=1280"]:
        got = page.browser.open(site.url(p))
        t.ok(got.status == 200 and got.headers["Content-Type"] in ("image/png", "image/jpeg") and len(got.body) > 500, "picture " + p[-24:])
    t.same(page.browser.open(site.url(pictures[0].replace("page=1", "page=9"))).status, 404, "no such page")
    t.ok("2ページのうち2ページ目" in page.browser.open(page.url + "?page=7").text(), "the last page, not the seventh")
    english = Browser(lang="en").open(page.url)
    t.ok(re.search(r", \d\d:\d\d \(JST\), \d\d s", english.text()) and "(JST):" not in english.text(), "English moments to the second", english.text()[:300])
    t.ok("This document is unchanged since it was concluded." in english.text() and
         not re.search("[ぁ-ん]", re.sub(r"Reason:.*?Last checked", "", english.text().split("Signature panel")[1])), "in English", english.text()[:900])
    return page


def attacks(site, gold):
    at = gold.index(b"stream\n") + 30
    reason = gold.rindex(b"/Reason")
    for pdf, what in (
            (gold + b"\n", "a line end behind"),
            (gold + b"9999 0 obj\n<<>>\nendobj\n", "an object behind"),
            (appended(gold, lambda p: p.replace(b"/Contents", b"/Contents 1 0 R /Old")), "another page in a revision behind"),
            (appended(gold, lambda p: p.replace(b"<<", b"<</Rotate 180 ", 1)), "a page turned round"),
            (appended(appended(gold, lambda p: p), lambda p: p), "two empty revisions behind"),
            (gold[:at] + bytes([gold[at] ^ 1]) + gold[at + 1:], "a byte of the base"),
            (gold[:reason + 12] + bytes([gold[reason + 12] ^ 1]) + gold[reason + 13:], "a byte of a Reason"),
            (gold[:-1], "the last byte gone"), (gold[:len(gold) * 3 // 4], "a quarter gone"),
            (gold.replace(b"%PDF-1.", b"%PDF-2.", 1), "another version in the header"),
            (gold + gold, "twice the file")):
        page = expect(site, pdf, "bad", what)
        if what.startswith("another page"):
            t.ok("締結時の版は下から取り出せます" in box(page)[1] and "今の見た目" in page.text(), "the concluded version is inside")
            link = [a.attrs["href"] for a in page.root.all("a") if "/version/" in a.attrs.get("href", "")][-1]
            t.same(page.browser.open(site.url(link)).body, gold, "and comes out as it was")
            t.same(page.browser.open(site.url(re.sub(r"version/\d+", "version/0", link))).status, 404, "the changed one is not handed on")
    out = os.path.join(site.run, "saved.pdf")
    with open(out + ".in", "wb") as f:
        f.write(gold)
    subprocess.run(["qpdf", out + ".in", out], check=False)
    with open(out, "rb") as f:
        expect(site, f.read(), "bad", "written anew by another program")


def strangers(site):
    for name, word in (("signed/s01-certified.pdf", "foreign"), ("signed/s10-tail-uncovered.pdf", "foreign"),
                       ("signed/s11-one-byterange.pdf", "foreign"), ("signed/s12-econtent-in-detached.pdf", "foreign"),
                       ("signed/s16-placeholder-only.pdf", "none"), ("minimal.pdf", "none"), ("README.md", "unreadable"),
                       ("intake/n02-truncated.pdf", None), ("intake/n18-already-signed.pdf", "foreign")):
        if word:
            page = expect(site, data(name), word, name)
        else:
            page = check(site, data(name))
            t.ok(page.status == 200 and box(page)[0] == "wn", name)
        if "s10" in name:
            t.ok("最後の署名のあとに追加された部分があります" in page.text(), name + ": more behind it")
        if "s11" in name or "s12" in name:
            t.ok("ファイルの中身と合いません" in page.text(), name + ": broken")
        if "s01" in name:
            t.ok("署名した範囲の内容と値は合っています" in page.text() and "保証することはできません" in page.text(), name + ": told, not praised")


def the_form(site, gold):
    b = Browser(cookies=False)
    p = b.open(site.url("/verify"))
    t.same(p.h1(), "PDFの署名を確かめる", "the form")
    with open(os.path.join(ROOT, "lib/office/proof.h"), encoding="utf-8") as f:
        limit = int(re.search(r"#define PROOF_FILE \(\(int64_t\)(\d+) << 20\)", f.read()).group(1))
    t.ok(limit >= 64, "more than a signed file of the largest upload")
    t.ok("%d MBまで" % limit in p.text() and "ファイルは確かめたあとすぐ消します。" in p.text() and "Set-Cookie" not in p.headers, "what it says")
    p = b.open(site.url("/verify")).press("確かめる")
    t.ok(p.status == 422 and "PDFファイルを選んでください。" in p.text(), "no file", p.text()[:300])
    p = check(site, b"")
    t.ok(p.status == 422, "an empty file", p.text()[:300])
    p = check(site, gold + bytes(64 << 20))
    t.ok(p.status == 200 and "この書類は署名のあとで変えられています" in p.text(), "a large one is judged", f"{p.status} {p.text()[:300]}")
    p = check(site, gold + bytes((limit << 20) + 1))
    t.ok(p.status == 413 and "1つ%d MBまで" % limit in p.text(), "too large: how large it may be", f"{p.status} {p.text()[:300]}")
    t.same(b.open(site.url("/verify/" + "a" * 26)).status, 410, "a ticket of nobody")
    for bad in ("x", "A" * 26, "a" * 27, "a" * 26 + "/version/x", "a" * 26 + "/picture/9999999"):
        t.same(b.open(site.url("/verify/" + bad)).status, 404, "no such address: " + bad[-12:])
    for lang, words in (("ja", "Adobe Approved Trust List"), ("en", "The signer’s identity is unknown")):
        p = Browser(lang=lang).open(site.url("/help/signature"))
        t.ok(p.status == 200 and words in p.text() and p.link("PDF" if lang == "ja" else "Check a signed PDF"), "/help/signature in " + lang)
    t.ok(b.open(site.url("/help")).follow("PDFの署名を確かめる").h1() == "PDFの署名を確かめる", "help leads here")


def forgotten(site, gold):
    kept = os.path.join(site.run, "var", "work", "proof")
    page = check(site, gold)
    t.ok(page.status == 200 and glob.glob(kept + "/*.pdf"), "the file is held for a while")
    t.ok(all(os.stat(f).st_mode & 0o77 == 0 for f in glob.glob(kept + "/*")), "for the pages alone")
    old = time.time() - 601
    for f in glob.glob(kept + "/*"):
        os.utime(f, (old, old))
    check(site, data("minimal.pdf"))
    t.same(len(glob.glob(kept + "/*")), 1, "after ten minutes only the newest answer is there")
    t.same(page.browser.open(page.url).status, 410, "and its address says so")
    t.ok("10分で消します" in page.browser.open(page.url).text(), "why")


with Site() as s:
    o = register(s, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    people = [{"メールアドレス": "a@example.jp", "氏名": "髙﨑𠮷子"}, {"メールアドレス": "b@example.jp", "氏名": "乙"}]
    send(s, o, "秘密保持契約書", [("契約書.pdf", data("contract-ja.pdf"))], people)
    for who in people:
        agree(Browser(), address(s.mail.wait(who["メールアドレス"], "確認依頼"), "/review/"))
    mail = s.mail.wait("b@example.jp", "合意締結が完了しました")
    t.ok(address(mail, "/verify") == s.url("/verify"), "the completion mail leads to /verify")
    done = Browser().open(address(mail, "/agree/"))
    t.same(done.follow("PDFの電子署名を確かめる").h1(), "PDFの署名を確かめる", "and so does the result page")
    signed = attachments(mail)[0][1]
    before = listing(s)
    the_form(s, signed)
    the_original(s, signed)
    attacks(s, signed)
    strangers(s)
    forgotten(s, signed)
    t.same(listing(s), before, "nothing was stored")
t.done()
