# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contracts of every shape the whole way through a running site, each released file
before every judge. The short and the long form of one test choose from CASES."""
import os
import re
import signal
import subprocess

import chain
from demosite import ROOT, Browser, address, address_to, agree, attachments, prepare, register, send
from fault import processes, wait_until
from verdicts import verdicts

DATA = os.path.join(ROOT, "t", "data")
BACK = 120


def read(name):
    with open(name, "rb") as f:
        return f.read()


def qpdf(site, source, *options):
    out = os.path.join(site.run, "upload.pdf")
    subprocess.run(["qpdf", *options, source, out], check=True)
    return read(out)


def contract_ja(site):
    return read(DATA + "/contract-ja.pdf")


def many_pages(n):
    """A file of n pages that all differ."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(n))
    objects = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count %d /Kids [%s]>>" % (n, kids),
               b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"]
    for i in range(n):
        text = b"BT /F0 20 Tf 100 700 Td (Clause %d of %d) Tj ET" % (i + 1, n)
        objects.append(b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                       b"/Resources <</Font <</F0 3 0 R>>>>>>" % (5 + 2 * i))
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(text), text))
    return lambda site: chain.plain(objects)


def object_streams(site):
    data = qpdf(site, DATA + "/contract-ja.pdf", "--object-streams=generate")
    assert b"/ObjStm" in data and b"/XRef" in data
    return data


def xref_stream(site):
    """No object streams, but a table that is one: of a file that has been through both."""
    plain = contract_ja(site)
    at = re.search(rb"\nxref\n", plain).start() + 1
    size = int(re.search(rb"/Size (\d+)", plain).group(1))
    root = re.search(rb"/Root (\d+ 0 R)", plain).group(1)
    rows = b"\0\0\0\0\0"
    offsets = {int(m[1]): m.start() for m in re.finditer(rb"(?m)^(\d+) 0 obj\b", plain[:at])}
    for n in range(1, size):
        rows += (b"\1" + offsets[n].to_bytes(3, "big") if n in offsets else b"\0\0\0\0") + b"\0"
    rows += b"\1" + at.to_bytes(3, "big") + b"\0"
    out = plain[:at] + (b"%d 0 obj\n<</Type /XRef /Size %d /W [1 3 1] /Root %s /Length %d>>\nstream\n%s\nendstream\nendobj\n"
                        % (size, size + 1, root, len(rows), rows))
    out += b"startxref\n%d\n%%%%EOF\n" % at
    path = os.path.join(site.run, "upload.pdf")
    with open(path, "wb") as f:
        f.write(out)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0
    return out


def linearized(site):
    data = qpdf(site, DATA + "/contract-ja.pdf", "--linearize")
    assert b"/Linearized" in data
    return data


def damaged(site):
    """Its table is somewhere else than it says."""
    return re.sub(rb"startxref\n\d+", b"startxref\n7", contract_ja(site))


PLAIN = ("契約書.pdf", contract_ja)
CASES = {  # name: (tst, recipients, files)
    "one recipient, one page": ("last", 1, [("一枚.pdf", many_pages(1))]),
    "one recipient, every signature stamped": ("all", 1, [PLAIN]),
    "twenty recipients": ("last", 20, [PLAIN]),
    "twenty recipients, every signature stamped": ("all", 20, [PLAIN]),
    "two hundred pages": ("last", 1, [("二百枚.pdf", many_pages(200))]),
    "two hundred pages, every signature stamped": ("all", 2, [("二百枚.pdf", many_pages(200))]),
    "three files": ("last", 2, [PLAIN, ("別紙𠮷.pdf", many_pages(3)), ("付録.pdf", linearized)]),
    "three files, every signature stamped": ("all", 2, [PLAIN, ("別紙𠮷.pdf", many_pages(3)), ("付録.pdf", xref_stream)]),
    "object streams": ("last", 1, [("圧縮.pdf", object_streams)]),
    "a table that is a stream": ("last", 1, [("表.pdf", xref_stream)]),
    "linearized": ("last", 1, [("線形.pdf", linearized)]),
    "damaged": ("last", 1, [("破損.pdf", damaged)]),
    "damaged, every signature stamped": ("all", 1, [("破損.pdf", damaged)]),
}


def configure(site, tst):
    path = site.run + "/etc/site.conf"
    text = read(path).decode()
    with open(path, "w") as f:
        f.write(re.sub(r"(?m)^tst = .*\n", "", text) + "tst = %s\n" % tst)
    old = set(processes(site)["clerk"])
    for pid in old:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
    if not wait_until(lambda: len(set(processes(site).get("clerk", [])) - old) == 4, 40):
        raise RuntimeError("the clerk does not come back")


def people(n, key):
    """Names with characters beyond the basic plane."""
    return [{"メールアドレス": "p%d-%s@example.org" % (i + 1, key), "氏名": "𠮷野 %d郎𩸽" % (i + 1), "会社名": "株式会社𡈽屋"}
            for i in range(n)]


def journey(t, site, owner, name, parties, files, everywhere):
    key = re.sub(r"\W+", "-", name)
    title = "𠮷田邸 " + name
    who = people(parties, key)
    doc, _ = send(site, owner, title, [(n, make(site)) for n, make in files], who,
                  repaired=any(make is damaged for _, make in files))
    for person in who:
        link = address(site.mail.wait(person["メールアドレス"], "確認依頼", BACK), "/review/")
        p = agree(Browser(), link)
        if not ("同意を受け付けました" in p.h1() or "全員の同意がそろいました" in p.h1() or "契約が成立しました" in p.h1()):
            t.ok(False, f"{name}: {person['メールアドレス']} agrees", f"{p.status} {p.text()[:500]}")
            return
    mail = site.mail.wait(who[-1]["メールアドレス"], "合意締結が完了しました", BACK)
    got = attachments(mail)
    t.same([n for n, _ in got], [n for n, _ in files], f"{name}: every file comes back")
    root = site.run + "/ca/root.pem"
    path = os.path.join(site.run, "judged.pdf")
    for n, pdf in got:
        with open(path, "wb") as f:
            f.write(pdf)
        bad = verdicts(path, parties + 3, root, root, everywhere)
        t.ok(not bad, f"{name}: {n}: every judge is content with {parties + 3} signatures", "\n".join(bad))


def nobody(t, site, owner):
    p = prepare(site, owner, "宛先なし", [("契約書.pdf", contract_ja(site))])
    for button in ("1番目の宛先：削除", "次へ"):
        p = p.press(button)
    t.ok(p.status == 422 and p.errors(), "no recipient at all: refused", f"{p.status} {p.url} {p.text()[:300]}")
    t.ok("/to" in p.url, "… on the page of the recipients", p.url)


def matrix(t, site, names):
    owner = register(site, "matrix@sender.example", "𠮷見 次郎", "株式会社𠮷見")
    nobody(t, site, owner)
    for tst in ("last", "all"):
        configure(site, tst)
        for name in names:
            case = CASES[name]
            if case[0] == tst:
                journey(t, site, owner, name, case[1], case[2], tst == "all")
