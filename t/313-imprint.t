#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The line in the margin of every page: where it is seen on pages of all kinds, what
# it leaves alone, and that a file with it goes the whole way.
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import chain
from tkm import done, first, ok, same, skip_all

for program in ("qpdf", "pdftotext", "mutool"):
    if not shutil.which(program):
        skip_all("needs " + program)
TMP = tempfile.mkdtemp()
ID = "ID abcdefghijkmnpqr-1"


def path(name):
    return os.path.join(TMP, name)


def read(name):
    with open(name, "rb") as f:
        return f.read()


def write(name, data):
    with open(path(name), "wb") as f:
        f.write(data)
    return path(name)


def base(source, out="out.pdf", text=ID, sigs=4):
    """(answer, path of the settled file)"""
    _, answer = chain.compose([("op", "base"), ("sigs", sigs)] + ([("imprint", text)] if text else []), source, path("grown.pdf"))
    if not first(answer, "error"):
        chain.settle(path("grown.pdf"), path(out))
    return answer, path(out)


def stream(data, extra=b""):
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), extra, data)


def words(name):
    """[(page width, page height, {word: (x0, y0, x1, y1)})] as seen, from the upper left."""
    xml = subprocess.run(["pdftotext", "-bbox", "-cropbox", name, "-"], capture_output=True, text=True).stdout
    pages = []
    for w, h, body in re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', xml, re.S):
        found = {m[4]: tuple(map(float, m[:4])) for m in
                 re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', body)}
        pages.append((float(w), float(h), found))
    return pages


KINDS = [  # what, page's own entries
    ("A4", b"/MediaBox [0 0 595 842]"),
    ("lying", b"/MediaBox [0 0 842 595]"),
    ("turned by 90", b"/MediaBox [0 0 595 842] /Rotate 90"),
    ("turned by 180", b"/MediaBox [0 0 595 842] /Rotate 180"),
    ("turned by 270", b"/MediaBox [0 0 595 842] /Rotate 270"),
    ("turned by -90", b"/MediaBox [0 0 595 842] /Rotate -90"),
    ("cropped", b"/MediaBox [0 0 595 842] /CropBox [100 200 400 700]"),
    ("cropped and turned", b"/MediaBox [0 0 595 842] /CropBox [100 200 400 700] /Rotate 90"),
    ("cropped and turned by 270", b"/MediaBox [0 0 595 842] /CropBox [100 200 400 700] /Rotate 270"),
    ("with its origin elsewhere", b"/MediaBox [-300 -400 295 442]"),
    ("with a unit of its own", b"/MediaBox [0 0 297.5 421] /UserUnit 2"),
    ("postcard", b"/MediaBox [0 0 283 420]"),
    ("narrow", b"/MediaBox [0 0 70 300]"),
]
n = len(KINDS)
text = b"BT /F0 12 Tf 0 0 0 rg 200 400 Td (word) Tj ET"
objects = [b"<</Type /Catalog /Pages 2 0 R>>",
           b"<</Type /Pages /Count %d /Resources <</Font <</F0 3 0 R>>>> /Kids [%s]>>" %
           (n, b" ".join(b"%d 0 R" % (5 + i) for i in range(n))),
           b"<</Type /Font /Subtype /Type1 /BaseFont /Courier>>",
           stream(text)]
objects += [b"<</Type /Page /Parent 2 0 R /Contents 4 0 R %s>>" % kind for _, kind in KINDS]
source = write("kinds.pdf", chain.plain(objects))
answer, out = base(source)
same(first(answer, "error"), None, "pages of %d kinds" % n)
same(subprocess.run(["qpdf", "--check", out], capture_output=True).returncode, 0, "a sound file")
seen = words(out)
same(len(seen), n, "all of them")
for (what, _), (w, h, found) in zip(KINDS, seen):
    at, number = found.get("ID"), found.get("abcdefghijkmnpqr-1")
    if "unit" in what:  # pdftotext counts in the page's own units
        at, number = [tuple(2 * v for v in x) if x and w < 400 else x for x in (at, number)]
        w, h = (2 * w, 2 * h) if w < 400 else (w, h)
    if not ok(at and number, "%s: it is there" % what):
        print("#  ", found)
        continue
    if re.search("turned( by -?(90|270))?$", what) and "180" not in what:
        w, h = h, w  # pdftotext tells the page's size before it is turned
    left = min(14.17, w / 20)
    up = min(11.34, h / 20)
    ok(abs(at[0] - left) < 1 and abs(h - up - at[3]) < 2.5, "%s: at the lower left (%s of %s×%s)" % (what, at, w, h))
    ok(number[2] < w and number[0] > at[2] and abs(number[3] - at[3]) < 1, "%s: inside, from left to right" % what)
    height = at[3] - at[1]
    ok(4 < height < 9 or (what == "narrow" and height < 7), "%s: small (%.1f)" % (what, height))
pages = subprocess.run(["mutool", "draw", "-r", "36", "-F", "txt", out], capture_output=True, text=True).stdout
same(pages.count(ID), n, "mutool finds it on every page, too")

# --- what is left alone ------------------------------------------------------------------
data = read(path("grown.pdf"))
ok(data.startswith(read(source)), "the file is only appended to")
ok(data.count(b"(" + ID.encode() + b")") <= n, "one stream for each shape of page")
for what, contents, want in (
        ("no contents", b"", 0), ("an array", b"/Contents [4 0 R 4 0 R]", 2), ("an empty one", b"/Contents []", 0),
        ("an array elsewhere", b"/Contents 6 0 R", 2), ("null", b"/Contents null", 0)):
    objects = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 1 /Kids [5 0 R]>>",
               b"<</Type /Font /Subtype /Type1 /BaseFont /Courier>>", stream(text),
               b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F0 3 0 R>>>> %s>>" % contents,
               b"[4 0 R 4 0 R]"]
    answer, out = base(write("c.pdf", chain.plain(objects)))
    txt = subprocess.run(["mutool", "draw", "-F", "txt", out], capture_output=True, text=True).stdout
    same((first(answer, "error"), txt.count("word"), txt.count(ID)), (None, want, 1), "contents: " + what)
for what, resources in (("none", b""), ("elsewhere", b"/Resources 6 0 R"), ("fonts elsewhere", b"/Resources <</Font 7 0 R>>"),
                        ("no fonts", b"/Resources <<>>"), ("fonts null", b"/Resources <</Font null>>")):
    objects = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 2 /Kids [5 0 R 8 0 R]>>",
               b"<</Type /Font /Subtype /Type1 /BaseFont /Courier>>", stream(text),
               b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s>>" % resources,
               b"<</Font 7 0 R>>", b"<</F0 3 0 R>>",
               b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s>>" % resources]
    answer, out = base(write("r.pdf", chain.plain(objects)))
    txt = subprocess.run(["mutool", "draw", "-F", "txt", out], capture_output=True, text=True).stdout
    same((first(answer, "error"), txt.count(ID)), (None, 2), "resources: " + what)
# content that leaves its state turned and coloured
objects = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 1 /Kids [4 0 R]>>",
           stream(b"0.5 0 0 0.5 100 100 cm 0 0 0 0 k 1 Tr 400 Tz"),
           b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R>>"]
answer, out = base(write("state.pdf", chain.plain(objects)))
at = words(out)[0][2].get("ID")
ok(at and abs(at[0] - 14.17) < 1, "a content that moves everything moves nothing of ours: %s" % (at,))

# --- again --------------------------------------------------------------------------------
answer, out = base(source, "one.pdf")
clean = path("clean.pdf")
subprocess.run(["qpdf", "--object-streams=disable", "--pages", out, "1", "--", "--remove-restrictions", "--flatten-annotations=all",
                "--empty", clean], capture_output=True)
subprocess.run(["qpdf", "--object-streams=disable", "--empty", "--pages", out, "1-3", "--", clean], capture_output=True)
stripped = re.sub(rb"/AcroForm \d+ 0 R", lambda m: b" " * len(m.group()), read(clean))
answer, out = base(write("stripped.pdf", stripped), "two.pdf", "ID zzzzzzzzzzzzzzzz-1")
same(first(answer, "error"), None, "a file that was printed on before")
page = words(out)[0][2]
one, two = page.get("abcdefghijkmnpqr-1"), page.get("zzzzzzzzzzzzzzzz-1")
ok(one and two and two[3] <= one[1] + 2, "the older line stays legible: %s %s" % (one, two))

# --- many, none, wrong ----------------------------------------------------------------------
answer, out = base(source, text=None)
ok(not first(answer, "error") and not any("ID" in f for _, _, f in words(out)), "none where none is wanted")
for bad in ("", "日本", "a\nb", "x" * 81):
    answer = chain.compose([("op", "base"), ("sigs", 4), ("imprint", bad)], source, path("x.pdf"))[1]
    same(first(answer, "error"), "invalid", "no line: %r" % bad[:5])
n = 3000
objects = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count %d /Kids [%s]>>" % (n, b" ".join(b"%d 0 R" % (4 + i) for i in range(n))),
           stream(b"")] + [b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R>>"] * n
answer, out = base(write("many.pdf", chain.plain(objects)))
same(first(answer, "error"), None, "three thousand pages")
print("# %d bytes each" % ((os.path.getsize(path("grown.pdf")) - os.path.getsize(path("many.pdf"))) // n))
done()
