#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The typesetting child: what it makes is read by poppler, qpdf and zbar. Long
names, many parties, rare kanji, hostile text, text without a glyph."""
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import pikepdf  # noqa: E402
import tkm  # noqa: E402
from demosite import Tap  # noqa: E402

t = Tap()
tmp = tempfile.TemporaryDirectory()
NAME = "髙﨑𠮷子"


def typeset(blocks, name="a.pdf", **over):
    head = dict(op="set", title="証明書", lang="ja", foot="書類ID abc", date=1795413600123456789, size=95, most=500)
    head.update(over)
    path = os.path.join(tmp.name, name)
    with open(path, "wb+") as f:
        status, fields = tkm.ask("typeset", list(head.items()) + blocks, [f.fileno()])
    return status, fields, path


def run(*words):
    quiet = subprocess.DEVNULL if words[0] == "zbarimg" else subprocess.STDOUT
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=quiet)


def text(path):
    return run("pdftotext", "-layout", path, "-").stdout.decode()


def table(rows, *shares):
    b = [("columns", "")] + [("cell", str(s)) for s in shares]
    for i, row in enumerate(rows):
        b += [("head" if i == 0 else "row", "")] + [("cell", c) for c in row]
    return b


PAIRS = [("pair", "氏名"), ("cell", NAME), ("pair", "会社名"), ("cell", "")]
status, fields, path = typeset([("h1", "合意締結証明書"), ("text", "本文 & <b>text</b>"), ("h2", "当事者")] + PAIRS +
                               [("code", "https://sign.example.lg.jp/verify"), ("cell", "確かめる")])
t.same(status, 0, "a paper")
t.same(tkm.first(fields, "pages"), "1", "of one page")
t.same(int(tkm.first(fields, "bytes")), os.path.getsize(path), "of the size it says")
body = text(path)
t.ok(NAME in body, "rare kanji and a surrogate pair can be read out", body)
t.ok("本文 & <b>text</b>" in body, "markup is text", body)
t.ok("1/1" in body and "書類ID abc" in body, "the foot")
fonts = run("pdffonts", path).stdout.decode()
rows = [l for l in fonts.splitlines()[2:] if l.strip()]
t.ok(rows and all(re.match(r"[A-Z]{6}\+IPA", r) for r in rows), "only IPA fonts, each a subset", fonts)
t.ok(all(re.search(r" yes yes yes ", r) for r in rows), "embedded, with a way back to Unicode", fonts)
t.ok(os.path.getsize(path) < 100000, f"small: {os.path.getsize(path)} bytes")
info = run("pdfinfo", path).stdout.decode()
t.ok("Title:           証明書" in info and re.search(r"Tagged: +yes", info), "title, tagged", info)
t.ok(b"No syntax or stream encoding errors" in run("qpdf", "--check", path).stdout, "qpdf is content")
with pikepdf.open(path) as pdf:
    t.same(str(pdf.Root.get("/Lang")), "ja-JP", "says its language")
    tags = [str(o.S) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/P" in o]
    t.ok({"/Document", "/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD"} <= set(tags), "headings and cells are tagged as such", tags)
run("pdftoppm", "-r", "150", "-png", path, os.path.join(tmp.name, "p"))
seen = run("zbarimg", "-q", "--raw", os.path.join(tmp.name, "p-1.png")).stdout.decode()
t.same(seen.strip(), "https://sign.example.lg.jp/verify", "the QR code is read by another program")
first = open(path, "rb").read()
with open(typeset([("h1", "合意締結証明書"), ("text", "本文 & <b>text</b>"), ("h2", "当事者")] + PAIRS +
                  [("code", "https://sign.example.lg.jp/verify"), ("cell", "確かめる")], "b.pdf")[2], "rb") as f:
    t.ok(f.read() == first, "the same request gives the same bytes")

many = table([["順", "氏名", "日時"]] + [[str(i), NAME * 15, "2026-11-23 12:00:00.123456789 +0900 JST"] for i in range(1, 129)],
             8, 52, 40)
status, fields, path = typeset([("h1", "当事者")] + many, "many.pdf")
pages = int(tkm.first(fields, "pages", "0"))
body = run("pdftotext", path, "-").stdout.decode()
t.ok(status == 0 and 3 <= pages <= 20, f"128 parties on {pages} pages, {os.path.getsize(path)} bytes")
t.same(len(re.findall("2026-11-23", body)), 128, "nobody is lost")
t.same(body.count("氏名"), pages, "the head of the table stands on each page")
t.ok(f"{pages}/{pages}" in body, "pages are numbered")

status, fields, path = typeset([("text", "あ" * 60000), ("pair", "長い値"), ("cell", "x" * 30000)], "long.pdf")
body = run("pdftotext", path, "-").stdout.decode()
t.same((status, body.count("あ"), body.count("x")), (0, 60000, 30000), "texts and cells longer than a page go on on the next")
strange = "😀 العربية עברית 한글 ไทย हिन्दी \u0301\u0300\u200d \ufffc ෴ \U0001F468\u200d\U0001F469\u200d\U0001F467"
status, fields, path = typeset([("text", strange), ("h1", strange * 20), ("large", "A" * 500)] +
                               table([[strange] * 4] * 30, 1, 2, 3, 4), "strange.pdf", lang="en")
t.same(status, 0, "letters that no font has become boxes, in any script")
t.ok(b"No syntax" in run("qpdf", "--check", path).stdout, "and a good file")
t.same(typeset([])[0], 0, "nothing at all is an empty page")
t.same(tkm.first(typeset([("text", "あ" * 60000)], most=1)[1], "why"), "too_long", "more pages than allowed")
t.same(tkm.first(typeset([("code", "x" * 4000)])[1], "why"), "code", "too long for a QR code")
for what, blocks in (("a control character", [("text", "a\x01b")]), ("no UTF-8", [("text", b"\xff\xfe")]),
                     ("a NUL", [("text", b"a\x00b")]), ("a pair without value", [("pair", "x")]),
                     ("a cell of nothing", [("cell", "x")]), ("nine cells", [("row", "")] + [("cell", "x")] * 9)):
    status, fields, _ = typeset(blocks)
    t.ok(status != 0 and not fields, f"refused: {what}", (status, fields))
t.ok(typeset([], lang="fr")[0] != 0, "refused: a language of no catalogue")
t.ok(typeset([], size=5)[0] != 0, "refused: an unreadable size")
t.done()
