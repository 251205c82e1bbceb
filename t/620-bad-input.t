#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bad input through the real forms of a running site: each kind gets its page
with its status and one plain sentence; nothing is half stored; the workers live
on."""
import http.client
import os
import random
import re
import socket
import sys
import threading
import time
import urllib.parse
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, address, address_to, confirmation, prepare, register, send  # noqa: E402
from fault import Scene, check, kept, processes, records  # noqa: E402
from person import Page  # noqa: E402

t = Tap()
SLOW = 20
longest = [0.0, ""]
MB = 1 << 20


def data(name):
    with open(os.path.join(ROOT, "t", "data", name), "rb") as f:
        return f.read()


# --- files ------------------------------------------------------------------
def pdf(*objects):
    """Objects from 1, the first one the catalog."""
    out = b"%PDF-1.7\n"
    at = []
    for i, o in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n" % i + o + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % n for n in at)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(at) + 1) + table + \
        b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(at) + 1, len(out))


def stream(words, content):
    return b"<<" + words + b"/Length %d>>\nstream\n" % len(content) + content + b"\nendstream"


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s>>>>"
ROOTS = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]


def zeros(n):
    c = zlib.compressobj(9)
    return b"".join([*(c.compress(bytes(MB)) for _ in range(n // MB)), c.flush()])


def bomb_pages():
    """Ten levels, each with the same child ten times: 10^10 pages in 1 KB."""
    objects = [ROOTS[0]]
    for level in range(10):
        objects.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (10 ** (10 - level), b"%d 0 R " % (level + 3) * 10))
    objects.append(b"<</Type/Page/MediaBox[0 0 595 842]>>")
    return pdf(*objects)


def many_pages(n):
    kids = b"".join(b"%d 0 R " % (i + 3) for i in range(n))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf(ROOTS[0], b"<</Type/Pages/Count %d/Kids[%s]>>" % (n, kids), *[page] * n)


def bomb_stream():
    """2 GB of blanks behind two filters in a few KB."""
    twice = zlib.compress(zeros(2048 * MB), 9)
    return pdf(*ROOTS, PAGE % (4, b""), stream(b"/Filter[/FlateDecode/FlateDecode]", twice))


def bomb_image():
    image = stream(b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8"
                   b"/ColorSpace/DeviceRGB/Filter/FlateDecode", zeros(64 * MB))
    return pdf(*ROOTS, PAGE % (4, b"/XObject<</I 5 0 R>>"), stream(b"", b"q 500 0 0 500 0 0 cm /I Do Q"), image)


def bomb_forms():
    """Form objects, each drawing the next ten times: 10^12 strokes."""
    objects = [*ROOTS, PAGE % (4, b"/XObject<</F 5 0 R>>"), stream(b"", b"/F Do")]
    for i in range(12):
        objects.append(stream(b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>"
                              % (6 + i), b"/F Do " * 10))
    objects.append(stream(b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]", b"0 0 m 500 500 l S"))
    return pdf(*objects)


def scans(size):
    """A scanned contract of exactly this many bytes: pages of noise that no filter makes smaller."""
    noise = random.Random(1)
    width, height, pages = 1240, 1754, 24
    image = noise.randbytes(width * height)
    fixed = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray" % (width, height)

    def build(fill):
        kids = b" ".join(b"%d 0 R" % (4 + 3 * i) for i in range(pages))
        objects = [ROOTS[0], b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids), stream(b"", bytes(fill))]
        for i in range(pages):
            objects.append(PAGE % (5 + 3 * i, b"/XObject<</I %d 0 R>>" % (6 + 3 * i)))
            objects.append(stream(b"", b"q 595 0 0 842 0 0 cm /I Do Q"))
            objects.append(stream(fixed, image[i:] + image[:i]))
        return pdf(*objects)
    fill = size - len(build(0))
    out = build(fill)
    while len(out) != size:  # the length's own digits
        fill -= len(out) - size
        out = build(fill)
    return out


# --- the form ---------------------------------------------------------------
def upload(site, owner, files, title="悪い書類"):
    start = time.monotonic()
    p = prepare(site, owner, title, files)
    took = time.monotonic() - start
    if took > longest[0]:
        longest[:] = [took, files[0][0]]
    return p, took


def refused(site, owner, name, content, words, status=422):
    before = kept(site), kept(site, "picture"), records(site)
    p, took = upload(site, owner, [(name, content)])
    told = " ".join(p.errors())
    t.ok(p.status == status and words in told and took < SLOW, f"{name}: refused: {words} ({took:.1f} s)",
         f"{p.status} {p.url} {took:.1f} s {told or p.text()[:300]}")
    t.same((kept(site), kept(site, "picture"), records(site)), before, f"{name}: … and nothing of it is kept")


REFUSED = (
    ("n01-not-a-pdf", "PDFではありません"), ("n02-truncated", "修復できません"),
    ("n03-user-password", "パスワード"), ("n04-user-password-aes256", "パスワード"),
    ("n06-owner-password-rc4-30p", "制限"), ("n07-page-tree-loop", "修復できません"),
    ("n09-no-pages", "ページがありません"), ("n10-no-root", "修復できません"),
    ("n13-xfa-hidden-in-objstm", "XFA"), ("n14-script-payload", "動く部品"), ("n15-script-in-form", "動く部品"),
    ("n17-render-bomb-type3-cycle", "表示できないページ"))
TOLD = (
    ("r01-xref-damaged-30p", "修復しました", 30), ("r02-bad-startxref", "修復しました", 1),
    ("r04-no-xref", "修復しました", 1), ("r05-no-eof", "修復しました", 1), ("r06-one-byte-missing", "修復しました", 1),
    ("r08-direct-pages", "修復しました", 2), ("n11-javascript", "スクリプト", 1),
    ("n05-owner-password-aes256", "暗号化", 1), ("a26-form-filled", "入力欄", 3), ("n18-already-signed", "電子署名", 1))


def bad_files(site, owner):
    for name, words in REFUSED:
        refused(site, owner, name + ".pdf", data(f"intake/{name}.pdf"), words)
    whole = data("contract-ja.pdf")
    refused(site, owner, "zero.pdf", b"", "空のファイル")
    refused(site, owner, "docx.pdf", b"PK\x03\x04" + bytes(2000), "PDFではありません")
    refused(site, owner, "half.pdf", whole[:len(whole) // 2], "修復できません")
    refused(site, owner, "bomb-pages.pdf", bomb_pages(), "")
    refused(site, owner, "pages-3001.pdf", many_pages(3001), "ページが多すぎます")
    refused(site, owner, "bomb-stream.pdf", bomb_stream(), "")
    refused(site, owner, "bomb-image.pdf", bomb_image(), "")
    refused(site, owner, "bomb-forms.pdf", bomb_forms(), "")
    for name, words, pages in TOLD:
        p, took = upload(site, owner, [(name + ".pdf", data(f"intake/{name}.pdf"))])
        if p.status == 200: # else it waits for the owner's word
            p = owner.open(p.url.replace("/to", ""))
        t.ok(words in p.text() and f"{pages}ページ" in p.text() and took < SLOW, f"{name}: taken, and told: {words}",
             f"{p.status} {p.url} {p.text()[:600]}")
    p, _ = upload(site, owner, [("良い.pdf", whole), ("悪い.pdf", b"%PDF-1.4 no")])
    t.ok(p.status == 422 and "悪い.pdf" in " ".join(p.errors()) and "良い" in p.text(),
         "one good and one bad file: the good one stays, the bad one is named", f"{p.status} {p.text()[:500]}")


def sizes(site, owner):
    whole = scans(50 * MB)
    t.same(len(whole), 50 * MB, "a scan of exactly 50 MB")
    p, took = upload(site, owner, [("scan.pdf", whole)])
    t.ok(p.url.endswith("/to") and p.status == 200 and took < SLOW, f"50 MB: taken ({took:.1f} s)",
         f"{p.status} {took:.1f} s {p.errors() or p.text()[:300]}")
    refused(site, owner, "scan+1.pdf", whole + b"\n", "50 MBまで", 413)
    r = raw(site, owner, "/upload", headers={"Content-Type": "multipart/form-data; boundary=x",
                                            "Content-Length": str(3 << 30)})
    t.ok(r.status == 413 and "大きすぎます" in r.text(), "a body of 3 GB is refused before it is sent",
         f"{r.status} {r.text()[:300]}")


def raw(site, browser, path, method="POST", content=b"", headers=()):
    """Exactly these bytes, with the browser's cookies."""
    c = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    jar = "; ".join(f"{x.name}={x.value}" for h in browser.opener.handlers if hasattr(h, "cookiejar")
                    for x in h.cookiejar)
    c.putrequest(method, path, skip_accept_encoding=True)
    for k, v in {"Cookie": jar, "Accept-Language": "ja", "Content-Length": str(len(content)), **dict(headers)}.items():
        if v is not None:
            c.putheader(k, v)
    c.endheaders()
    try:
        c.send(content)
    except OSError:
        pass  # the answer may come before everything is sent
    r = c.getresponse()
    page = Page(browser, site.url(path), r.status, r.headers, r.read())
    c.close()
    return page


def csrf(page, words):
    form = next(b for b, text in page.buttons() if words in text).up("form")
    return next(c.attrs["value"] for c in form.all("input") if c.attrs.get("name") == "csrf")


def part(name, value, more=""):
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"


def broken_bodies(site, owner):
    token = csrf(owner.open(site.url("/upload")), "次へ").encode()
    good = part("csrf", token) + part("do", b"next") + part("title", "題".encode())
    file = part("file", data("minimal.pdf"), '; filename="a.pdf"')
    kind = "multipart/form-data; boundary=x"
    cases = (
        ("no boundary", "multipart/form-data", good + file + b"--x--\r\n", {400}),
        ("an empty boundary", "multipart/form-data; boundary=", good + file + b"--x--\r\n", {400}),
        ("a boundary of 300 characters", "multipart/form-data; boundary=" + "x" * 300, good + b"--x--\r\n", {400}),
        ("another boundary", "multipart/form-data; boundary=y", good + file + b"--x--\r\n", {400, 403}),
        ("no end", kind, good + file, {400}),
        ("cut inside the file", kind, good + file[:400], {400}),
        ("cut inside a header", kind, good + b"--x\r\nContent-Dispo", {400}),
        ("a header of 100 KB", kind, good + b"--x\r\nX: " + b"a" * 100000 + b"\r\n\r\n--x--\r\n", {400}),
        ("a header with NUL", kind, good + b'--x\r\nContent-Disposition: form-data; name="a\0b"\r\n\r\n\r\n--x--\r\n',
         {400}),
        ("no disposition", kind, good + b"--x\r\nA: b\r\n\r\n1\r\n--x--\r\n", {400}),
        ("10,000 parts", kind, good + part("title", b"a") * 10000 + b"--x--\r\n", {400}),
        ("nothing at all", kind, b"", {400, 403}),
        ("only the end", kind, b"--x--\r\n", {400, 403}),
        ("another type", "application/json", b"{}", {400}),
        ("a text as file", kind, good + part("file", b"text") + b"--x--\r\n", {422}),
        ("a file as title", kind, part("csrf", token) + part("do", b"next") +
         part("title", b"x", '; filename="t"') + b"--x--\r\n", {422}),
        ("bytes that are no UTF-8", kind, part("csrf", token) + part("do", b"next") + part("title", b"\xff\xfe") +
         b"--x--\r\n", {422}),
        ("no CSRF token", kind, part("do", b"next") + file + b"--x--\r\n", {403}),
        ("a wrong CSRF token", kind, part("csrf", b"A" * 26) + part("do", b"next") + file + b"--x--\r\n", {403}),
    )
    before = kept(site), records(site)
    for what, type_, content, want in cases:
        p = raw(site, owner, "/upload", content=content, headers={"Content-Type": type_})
        t.ok(p.status in want and re.search("[ぁ-ん]", p.h1()), f"broken body: {what}: {p.status} {p.h1()}",
             f"{p.status} {p.text()[:300]}")
    left = kept(site), records(site)
    t.same(left, before, "broken bodies leave nothing")
    for length in ("-1", "abc", "99999999999999999999"):
        s = socket.create_connection(("127.0.0.1", site.port))
        s.sendall(f"POST /account/login HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
        s.settimeout(10)
        t.ok(b" 4" in s.recv(100)[:14], f"Content-Length: {length}: refused")
        s.close()


def oversized(site, owner, link):
    browser = Browser()
    browser.open(link)
    path = urllib.parse.urlsplit(link).path
    form = "application/x-www-form-urlencoded"
    for at, n in ((path, 300 << 10), (path, 9 * MB), ("/account/login", 70 * MB), ("/search/home", 2 * MB)):
        p = raw(site, browser, at, content=b"a=" + b"b" * n, headers={"Content-Type": form})
        want = 405 if at == "/search/home" else 413
        t.ok(p.status in (want, 303) and (p.status == 303 or re.search("[ぁ-ん]", p.h1())),
             f"{n >> 10} KB to {at.split('/')[1]}: {p.status} {p.h1()}", f"{p.status} {p.text()[:200]}")
    p = raw(site, browser, "/nowhere", content=b"a=" + b"b" * (9 * MB), headers={"Content-Type": form})
    t.ok(p.status in (404, 413) and re.search("[ぁ-ん]", p.h1()), f"9 MB to no page: {p.status} {p.h1()}", p.text()[:200])


def slow(site, owner):
    """Ten visitors send one byte and then nothing: nobody else waits."""
    held = []
    for _ in range(10):
        s = socket.create_connection(("127.0.0.1", site.port))
        s.sendall(b"POST /account/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                  b"Content-Length: 1000\r\n\r\na")
        held.append(s)
    start = time.monotonic()
    p = Browser().open(site.url("/account/login"))
    t.ok(p.status == 200 and time.monotonic() - start < 2, "ten slow senders hold no worker",
         f"{time.monotonic() - start:.1f} s")
    held[0].sendall(b"=" + b"b" * 998)
    held[0].settimeout(10)
    t.ok(b"403" in held[0].recv(200)[:20], "… and one that goes on after a while has its answer")
    for s in held:
        s.close()


def routes(site, owner, stranger):
    for path in ("/nowhere", "/search/nowhere", "/upload/zzzz/zzzz", "/help/%00", "/help/../etc/passwd", "/review",
                 "/account/verify/" + "a" * 26, "/fetch/x/pdf/1", "/search/doc/" + "2" * 16, "/" + "a" * 5000):
        p = owner.open(site.url(path))
        own = p.status == 414 or "%00" in path  # what nginx itself refuses
        t.ok(p.status in (400, 404, 410, 414) and (own or re.search("[ぁ-ん]", p.h1())),
             f"{path[:40]}: {p.status} {p.h1()}", f"{p.status} {p.text()[:200]}")
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"):
        p = raw(site, owner, "/search/home", method)
        t.ok(p.status in (400, 405), f"{method}: {p.status}", p.text()[:200])
    p = raw(site, owner, "/search/home", content=b"a=b",
            headers={"Content-Type": "application/x-www-form-urlencoded"})
    t.ok(p.status == 405 and re.search("[ぁ-ん]", p.h1()), f"POST where nothing can be posted: {p.h1()}", p.status)
    doc, _ = send(site, stranger, "他人の書類", [("a.pdf", data("minimal.pdf"))],
                  [{"メールアドレス": "x@example.org", "氏名": "某"}])
    for path in (f"/search/doc/{doc}", f"/upload/{doc}", f"/upload/{doc}/send", f"/fetch/{doc}/pdf/1"):
        p = owner.open(site.url(path))
        t.ok(p.status == 404 and "他人の書類" not in p.text(), f"{path.replace(doc, '…')} of somebody else: 404", p.status)
    p = Browser().open(site.url(f"/search/doc/{doc}"))
    t.ok("/account/login" in p.url and "他人の書類" not in p.text(), "without a session: the login", p.url)


# --- links ------------------------------------------------------------------
def links(site, owner, scene):
    doc, _ = send(site, owner, "リンクの契約", [("a.pdf", data("minimal.pdf"))],
                  [{"メールアドレス": "l@example.org", "氏名": "連", "アクセスコード": "right-42"}])
    link = address(site.mail.wait("l@example.org", "リンクの契約"), "/review/")
    token = link.rsplit("/", 1)[1]
    other = token[:-1] + ("2" if token[-1] != "2" else "3")
    for what, path in (("cut", token[:20]), ("longer", token + "a"), ("another last letter", other),
                       ("upper case", token.upper()), ("rubbish", "'\"><script>")):
        p = Browser().open(site.url("/review/" + urllib.parse.quote(path)))
        t.ok(p.status == 404 and "このリンクでは書類を開けません" in p.h1() and "リンクの契約" not in p.text(),
             f"a wrong link ({what}): 404", f"{p.status} {p.text()[:300]}")
    b = Browser()
    for n in range(1, 6):
        p = b.open(link).press("利用規約に同意して確認", {"アクセスコード": f"wrong{n}"})
        if n < 5:
            t.ok(p.status == 422 and f"あと{5 - n}回" in p.text(), f"wrong code {n}: あと{5 - n}回",
                 f"{p.status} {p.text()[:300]}")
        else:
            t.ok(p.status == 429 and "入力を止めています" in p.text(), "wrong code 5: locked", f"{p.status} {p.text()[:300]}")
    p = Browser().open(link)
    t.ok(p.status == 429 and "入力を止めています" in p.text(), "locked for every browser", p.status)
    t.ok(site.mail.wait("owner@sender.example", "アクセスコード"), "the sender is told")
    t.same(scene("state", doc)[0], "waiting", "… and the document still waits")
    for deed, status, words in (("expire", 410, "期限"), ("replace", 410, "新しいものに替わりました")):
        doc, _ = send(site, owner, "古い" + deed, [("a.pdf", data("minimal.pdf"))],
                      [{"メールアドレス": "old@example.org", "氏名": "古"}])
        link = address(site.mail.wait("old@example.org", "古い" + deed), "/review/")
        p = confirmation(Browser(), link)
        scene(deed, doc, 1)
        late = p.press("同意して確認完了")
        fresh = Browser().open(link)
        t.ok(late.status == status and words in late.text(), f"an old link ({deed}): 同意 is refused with {status}",
             f"{late.status} {late.text()[:300]}")
        t.ok(fresh.status == status and words in fresh.text(), "… and opening it says so",
             f"{fresh.status} {fresh.text()[:300]}")
        t.ok("agreed" not in scene("events", doc), "… no agreement is recorded", scene("events", doc))


def twice(site, owner, scene):
    doc, _ = send(site, owner, "二度押し", [("a.pdf", data("minimal.pdf"))],
                  [{"メールアドレス": "d@example.org", "氏名": "二"}])
    link = address(site.mail.wait("d@example.org", "二度押し"), "/review/")
    p = confirmation(Browser(), link)
    tabs = [p] + [confirmation(Browser(), link) for _ in range(7)]
    answers = [None] * len(tabs)
    gate = threading.Barrier(len(tabs))

    def press(i):
        gate.wait()
        answers[i] = tabs[i].press("同意して確認完了")
    threads = [threading.Thread(target=press, args=(i,)) for i in range(len(tabs))]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    t.ok(all(a and a.status in (200, 409) for a in answers), "eight tabs at once: each has a page",
         [a and (a.status, a.h1()) for a in answers])
    t.ok(all(re.search("同意", a.text()) for a in answers), "… that tells of the agreement",
         [a.h1() for a in answers])
    again = p.press("同意して確認完了")
    t.ok(again.status == 200 and re.search("同意|成立", again.h1()), "pressed again later: the same result",
         f"{again.status} {again.h1()}")
    mail = site.mail.wait("d@example.org", "合意締結が完了しました")
    t.ok(scene("events", doc).count("agreed") == 1, "one agreement in the history", scene("events", doc))
    t.same(len(site.mail.mails("d@example.org", "同意を受け付けました")), 1, "one receipt")
    t.same(len(site.mail.mails("d@example.org", "合意締結が完了しました")), 1, "one completion mail")
    sigs = mail.as_bytes() and next(a.get_payload(decode=True) for a in mail.iter_attachments())
    t.same(sigs.count(b"ETSI.CAdES.detached"), 4, "four signatures in the PDF")


def two_sends(site, owner):
    p = prepare(site, owner, "二度送信", [("a.pdf", data("minimal.pdf"))])
    p = address_to(p, [{"メールアドレス": "t@example.org", "氏名": "二"}])
    answers = [None] * 4
    gate = threading.Barrier(4)

    def press(i):
        gate.wait()
        answers[i] = p.press("送信する")
    threads = [threading.Thread(target=press, args=(i,)) for i in range(4)]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    t.ok(all(a.status == 200 and "/search/doc/" in a.url for a in answers), "送信 pressed four times at once: its page",
         [(a.status, a.url, a.text()[:100]) for a in answers])
    site.mail.wait("t@example.org", "二度送信")
    time.sleep(1)
    t.same(len(site.mail.mails("t@example.org", "二度送信")), 1, "… one request")


def workers(site):
    return {n: sorted(p) for n, p in processes(site).items() if "/" not in n and n in PAGES}


PAGES = [n[:-2] for n in os.listdir(os.path.join(ROOT, "cgi-bin")) if n.endswith(".c")]
with Site() as s:
    scene = Scene(s)
    o = register(s, "owner@sender.example", "送信 太郎")
    x = register(s, "other@sender.example", "他人")
    send(s, o, "はじめ", [("a.pdf", data("minimal.pdf"))], [{"メールアドレス": "f@example.org", "氏名": "始"}])
    at = address(s.mail.wait("f@example.org", "はじめ"), "/review/")
    Browser().open(at)
    before = workers(s)
    t.same({n: len(p) for n, p in before.items()}, {n: 2 for n in PAGES}, "two workers for every page")
    for step in (lambda: bad_files(s, o), lambda: broken_bodies(s, o), lambda: oversized(s, o, at),
                 lambda: slow(s, o), lambda: routes(s, o, x), lambda: links(s, o, scene), lambda: twice(s, o, scene),
                 lambda: two_sends(s, o), lambda: sizes(s, o)):
        step()
    t.same(workers(s), before, "every worker of the beginning still lives")
    t.same([n for n in kept(s, "incoming", "work") if not n.startswith("draw.")], [], "no scratch file is left")
    check(t, s, "after all this")
    print(f"# longest upload: {longest[0]:.1f} s ({longest[1]})")
t.done()
