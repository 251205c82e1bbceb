#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# picture: real pages as pictures that show something, in the sizes asked for,
# and as text; endless, broken and locked files end with a word.
import os
import struct
import sys
import tempfile
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import chain
import tkm
from tkm import every, first, ok, same

DATA = os.path.join(HERE, "data")


def draw(data, first_page=1, last=100, widths=(), text=0, seconds=None, clips=()):
    """Returns (answer, bytes of the scratch file, seconds)."""
    with tempfile.TemporaryFile() as f, tempfile.TemporaryFile() as g:
        f.write(data)
        f.flush()
        start = time.monotonic()
        status, answer = tkm.ask("picture", [("op", "draw"), ("first", first_page), ("last", last)] +
                                 [("width", w) for w in widths] + [("text", text)] +
                                 ([("seconds", seconds)] if seconds else []) +
                                 [("clip", c) for c in clips],
                                 [f.fileno(), g.fileno()])
        assert status == 0, status
        g.seek(0)
        return answer, g.read(), time.monotonic() - start


def read(name):
    with open(os.path.join(DATA, name), "rb") as f:
        return f.read()


def pics(answer, scratch):
    """[(page, width, height, kind, bytes)]"""
    out = []
    for line in every(answer, "pic"):
        page, w, h, kind, at, n = line.split()
        out.append((int(page), int(w), int(h), kind, scratch[int(at):int(at) + int(n)]))
    return out


def png(data):
    """Checks every chunk; returns (width, height, depth, colour type, rows)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, body, kinds = 8, b"", []
    while at < len(data):
        (n,) = struct.unpack(">I", data[at:at + 4])
        kind, chunk = data[at + 4:at + 8], data[at + 8:at + 8 + n]
        assert struct.unpack(">I", data[at + 8 + n:at + 12 + n])[0] == zlib.crc32(kind + chunk)
        kinds.append(kind)
        if kind == b"IHDR":
            w, h, depth, colour = struct.unpack(">IIBB", chunk[:10])
        if kind == b"IDAT":
            body += chunk
        at += 12 + n
    assert kinds[0] == b"IHDR" and kinds[-1] == b"IEND"
    raw = zlib.decompress(body)
    row = 1 + (w * depth + 7) // 8
    assert len(raw) == row * h and not any(raw[::row])
    return w, h, depth, colour, [raw[y * row + 1:(y + 1) * row] for y in range(h)]


def ink(rows):
    """Share of bytes of a 4-bit grey picture that are not white."""
    total = sum(len(r) for r in rows)
    return sum(len(r) - r.count(b"\xff") for r in rows) / total


# --- sizes and kinds ------------------------------------------------------------------

answer, scratch, took = draw(read("boxes-8p.pdf"), widths=(320, 640, 1280), text=1)
same(first(answer, "pages"), "8", "pages are counted")
same([s.split()[0] for s in every(answer, "size")], [str(i) for i in range(1, 9)],
     "a size for each page")
all_pics = pics(answer, scratch)
same([(p, w) for p, w, *_ in all_pics], [(p, w) for p in range(1, 9) for w in (320, 640, 1280)],
     "each page in each width")
good = True
for (page, w, h, kind, data), size in zip(all_pics, [s for s in every(answer, "size") for _ in range(3)]):
    pw, ph = map(float, size.split()[1:])
    good = good and png(data)[:2] == (w, h) and abs(h - w * ph / pw) <= 1
ok(good, "the pictures are what the answer says, in the page's proportions")
same(sum(len(d) for *_, d in all_pics), len(scratch), "nothing else in the scratch file")
answer, scratch, took = draw(read("boxes-8p.pdf"), 3, 4, widths=(320,))
same([p for p, *_ in pics(answer, scratch)], [3, 4], "only the pages asked for")
same(first(draw(read("minimal.pdf"), 5, 9, widths=(320,))[0], "pages"), "1", "beyond the end: none")

# --- Japanese without embedded fonts ----------------------------------------------------

for name, text in [("a13-ja-noembed-sjis", "あいうえお"), ("a14-ja-noembed-identity", "ABC あいうえお 123"),
                   ("a16-ja-vertical-noembed", "わたくしといふ現象は")]:
    answer, scratch, took = draw(read("intake/%s.pdf" % name), widths=(640,), text=1)
    page, w, h, kind, data = pics(answer, scratch)[0]
    same((kind, png(data)[2:4]), ("png", (4, 0)), name + ": 4-bit grey")
    ok(0.0005 < ink(png(data)[4]) < 0.2, name + ": shows something (%.4f)" % ink(png(data)[4]))
    ok(first(answer, "text").startswith("1\n") and text in first(answer, "text"),
       name + ": the text is read")

# Two names, one text: the Gothic must not be drawn with the Mincho.
FONT = ("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /UniJIS-UCS2-H /DescendantFonts "
        "[<</Type /Font /Subtype /CIDFontType0 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) "
        "/Ordering (Japan1) /Supplement 2>> /DW 1000 /FontDescriptor <</Type /FontDescriptor "
        "/FontName /%s /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 "
        "/Descent -120 /CapHeight 700 /StemV 90>>>>]>>")


def page_of(resources, content, box=b"[0 0 595 842]", more=()):
    return chain.plain([b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
                        b"<</Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources %s>>"
                        % (box, resources),
                        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)] + list(more))


def in_font(name):
    text = b"BT /F 40 Tf 50 700 Td <" + "永和契約書".encode("utf-16-be").hex().encode() + b"> Tj ET"
    answer, scratch, took = draw(page_of(b"<</Font <</F %s>>>>" % (FONT % (name, name, name)).encode(),
                                         text), widths=(640,))
    return ink(png(pics(answer, scratch)[0][4])[4])


ipa = all(os.path.exists("/usr/share/fonts/opentype/ipaexfont-%s" % f) for f in ("gothic", "mincho"))
gothic, mincho = in_font("MS-Gothic"), in_font("Ryumin-Light")
ok(gothic > 0 and mincho > 0 and (not ipa or gothic != mincho),
   "Gothic and Mincho are two fonts (%.4f %.4f)" % (gothic, mincho))
same(in_font("GothicBBB-Medium"), gothic, "names of one kind share a font")

# --- colours -----------------------------------------------------------------------------

COLOUR = b"0.8 0 0 rg 100 100 200 200 re f 0 0 0.9 rg BT /F1 30 Tf 100 600 Td (Coloured) Tj ET"
HELV = b"<</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>%s>>"
answer, scratch, took = draw(page_of(HELV % b"", COLOUR), widths=(640,))
page, w, h, kind, data = pics(answer, scratch)[0]
same((kind, png(data)[2:4]), ("png", (8, 3)), "coloured text: a palette")
noise, seed = bytearray(), 12345
for i in range(200 * 200 * 3):
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    noise.append(seed >> 16 & 255)
IMAGE = (b"<</Type /XObject /Subtype /Image /Width 200 /Height 200 /ColorSpace /DeviceRGB "
         b"/BitsPerComponent 8 /Length %d>>\nstream\n%s\nendstream" % (len(noise), bytes(noise)))
answer, scratch, took = draw(page_of(HELV % b"/XObject <</I 5 0 R>>", b"q 400 0 0 400 50 50 cm /I Do Q",
                                     more=[IMAGE]), widths=(640,))
page, w, h, kind, data = pics(answer, scratch)[0]
ok(kind == "jpeg" and data[:3] == b"\xff\xd8\xff" and data[-2:] == b"\xff\xd9", "a photograph: JPEG")

# --- text ----------------------------------------------------------------------------------

CONTENT = b"".join(b"BT /F1 12 Tf 72 %d Td (%s) Tj ET\n" % (y, t) for y, t in [
    (700, b"First line of one"), (686, b"paragraph here."), (600, b"Second <b>&amp;\\001 one.")])
answer, scratch, took = draw(page_of(HELV % b"", CONTENT), text=1)
same(first(answer, "text"), "1\nFirst line of one paragraph here.\nSecond <b>&amp;\ufffd one.\n",
     "paragraphs from line gaps, control characters replaced")

# --- trouble ---------------------------------------------------------------------------------

answer, scratch, took = draw(read("intake/n17-render-bomb-type3-cycle.pdf"), widths=(640,))
ok(first(answer, "why") in ("cannot_draw", "too_slow") and first(answer, "page") == "1" and took < 20,
   "a font that draws itself: %s in %.1f s" % (first(answer, "why"), took))
same(first(draw(read("intake/n04-user-password-aes256.pdf"))[0], "why"), "needs_password",
     "a locked file")
same(first(draw(b"%PDF-1.7\nnothing")[0], "why"), "cannot_draw", "nothing to draw")
same(first(draw(b"")[0], "why"), "cannot_draw", "an empty file")
loop = b"q " * 10 + b"/X Do " * 20 + b"Q " * 10
FORM = b"<</Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources <</XObject <</X %d 0 R>>>> /Length %d>>\nstream\n%s\nendstream"
endless = page_of(b"<</XObject <</X 5 0 R>>>>", loop, more=[
    FORM % (6 + i, len(loop), loop) for i in range(12)] + [
    b"<</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12>>\nstream\n0 0 9 9 re f\nendstream"])
answer, scratch, took = draw(endless, widths=(640,), seconds=2)
ok(first(answer, "why") == "too_slow" and 1.5 < took < 4,
   "who asks for two seconds of it gets no more: %s in %.1f s" % (first(answer, "why"), took))
answer, scratch, took = draw(endless, widths=(640,))
ok(first(answer, "why") in ("too_slow", "cannot_draw") and took < 20,
   "forms that draw each other 20^13 times: %s in %.1f s" % (first(answer, "why"), took))
answer, scratch, took = draw(page_of(b"<<>>", b"0 0 9 9 re f", box=b"[0 0 3 14400]"), widths=(1280,))
page, w, h, kind, data = pics(answer, scratch)[0]
ok(w * h <= 16 << 20 and png(data)[:2] == (w, h), "a very tall page becomes narrower: %dx%d" % (w, h))

# --- cut-outs -------------------------------------------------------------------------

# 210 mm wide: a black square of 20 mm, its upper left corner 100 mm from the left, 50 mm from above
square = page_of(b"<<>>", b"0 g 283.46 643.46 56.69 56.69 re f", box=b"[0 0 595.28 841.89]")
answer, scratch, took = draw(square, last=1, clips=("7 640 10000 5000 2000 2000", "9 320 9000 4000 4000 4000"))
cuts = []
for line in every(answer, "cut"):
    number, w, h, kind, at, n = line.split()
    cuts.append((int(number), *png(scratch[int(at):int(at) + int(n)])[:2], ink(png(scratch[int(at):int(at) + int(n)])[4])))
same([c[:3] for c in cuts], [(7, 640, 640), (9, 320, 320)], "parts of a page in the sizes asked for, by their numbers")
ok(len(cuts) == 2 and cuts[0][3] > 0.97 and abs(cuts[1][3] - 0.25) < 0.02, "they show what is there")
for bad in ("7 640 0 0 0 10", "7 9 0 0 10 10", "7 640 0 0 10", "x", "7 640 0 0 10 10 10"):
    status, answer = tkm.ask("picture", [("op", "draw"), ("first", 1), ("last", 1), ("text", 0), ("clip", bad)])
    ok(status != 0, "refused as a cut-out: " + bad)
status, answer = tkm.ask("picture", [("op", "draw"), ("first", 1), ("last", 1), ("width", 9000)])
ok(status != 0, "a bad request ends without an answer")

# --- blanks -----------------------------------------------------------------------------

def blanks(data, last=100, seconds=None):
    """(error word or None, [(page, kind, x, y, w, h, label)], [(page, base)], seconds)"""
    with tempfile.TemporaryFile() as f, tempfile.TemporaryFile() as g:
        f.write(data)
        f.flush()
        start = time.monotonic()
        status, answer = tkm.ask("picture", [("op", "blanks"), ("first", 1), ("last", last)] +
                                 ([("seconds", seconds)] if seconds else []), [f.fileno(), g.fileno()])
        assert status == 0, status
        found = []
        for line in every(answer, "blank"):
            page, kind, x, y, w, h, label = line.split(" ", 6)
            found.append((int(page), kind, int(x), int(y), int(w), int(h), label))
        return first(answer, "why"), found, [tuple(map(int, l.split())) for l in every(answer, "line")], time.monotonic() - start


why, found, lines, took = blanks(read("form-ja.pdf"))
names = {(p, k, l) for p, k, *_, l in found}
want = {(1, "date", "日付"), (1, "text", "甲の住所"), (1, "text", "甲の氏名"), (1, "round", "甲の印"), (1, "text", "乙の住所"),
        (1, "text", "乙の会社名"), (1, "text", "乙の代表者氏名"), (1, "round", "乙の印"), (1, "text", "電話番号"), (1, "text", "Name"),
        (1, "check", "個人"), (1, "check", "法人"), (1, "check", "規約を読みました"), (1, "text", "担当者"), (1, "text", "品名"),
        (1, "text", "数量"), (1, "text", "備考"), (1, "text", "メールアドレス"), (1, "lines", "備考"), (1, "check", "控えを希望する"),
        (2, "text", "所在地"), (2, "text", "署名")}
same((names - want, want - names), (set(), set()), "every blank of a form with its name, and no sentence")
same(len(found), 25, "the empty rows of its table, too")
mm = lambda pt: pt * 2540 / 72
for label, x, y in (("乙の住所", mm(84 + 3 * 11), mm(280)), ("担当者", mm(110), mm(422)), ("個人", mm(64), mm(390)), ("所在地", mm(64 + 4 * 11), mm(100))):
    p, k, bx, by, w, h, l = next(b for b in found if b[6] == label)
    ok(-10 <= bx - x <= 300 and by < y <= by + h + 150, "%s: right after its label (%d %d)" % (label, bx - x, y - by))
apart = [(a, b) for i, a in enumerate(found) for b in found[:i] if a[0] == b[0] and a[2] + a[4] > b[2] + 20 and
         b[2] + b[4] > a[2] + 20 and a[3] + a[5] > b[3] + 20 and b[3] + b[5] > a[3] + 20]
same(apart, [], "none overlaps another")
same([l for l in lines if l[0] == 2][:1], [(2, round(mm(100)))], "baselines are told, of a turned page as it is seen")
same(blanks(read("contract-ja.pdf"))[1], [], "a contract without blanks has none")
same((blanks(read("intake/n03-user-password.pdf"))[0], blanks(b"%PDF-1.4 no")[0]), ("needs_password", "cannot_draw"), "refusals by word")
why, found, lines, took = blanks(read("intake/n17-render-bomb-type3-cycle.pdf"), seconds=3)
ok(why in (None, "too_slow") and took < 8, "an endless page ends (%s, %.1f s)" % (why, took))
many = b"\n".join(b"%d 0 m %d 842 l S 0 %d m 595 %d l S" % (i, i, i, i) for i in range(3, 590, 1)) * 20
why, found, lines, took = blanks(page_of(b"<<>>", many), seconds=10)
ok(why is None and len(found) <= 120 and took < 8, "23,000 ruled lines: %d blanks (%.1f s)" % (len(found), took))
flood = b"BT /F1 2 Tf 10 830 Td 2 TL " + b"(: _____ : _____ : _____ : _____) Tj T* " * 6000 + b"ET"
why, found, lines, took = blanks(page_of(b"<</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>", flood), seconds=10)
ok(why is None and len(found) <= 120 and took < 10, "a flood of labels: %d blanks (%.1f s)" % (len(found), took))
inside = True
for name in sorted(os.listdir(os.path.join(DATA, "intake"))):
    if not name.endswith(".pdf") or name.startswith("n17"):
        continue
    why, found, lines, took = blanks(read("intake/" + name), last=5, seconds=8)
    inside = inside and all(x >= 0 and y >= 0 and w > 0 and h > 0 and len(l) <= 40 for _, _, x, y, w, h, l in found)
ok(inside, "other people's files: boxes on the paper, short labels")
status, answer = tkm.ask("picture", [("op", "blanks"), ("first", 2), ("last", 1)])
ok(status != 0, "a bad request for blanks ends without an answer")
tkm.done()
