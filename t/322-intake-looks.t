#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# intake: what a viewer shows of annotations, fields and odd pages is still there
# in what is let in, or the file is refused; what nobody saw does not appear.
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import chain
import tkm
from tkm import every, first, ok, same

for program in ("pdftoppm", "qpdf"):
    if not shutil.which(program):
        tkm.skip_all("needs " + program)
TMP = tempfile.mkdtemp()
SIDE = 400  # points; pictures have one pixel for each


def intake(data, op="judge"):
    with tempfile.TemporaryFile() as f, tempfile.TemporaryFile() as g:
        f.write(data)
        f.flush()
        status, answer = tkm.ask("intake", [("op", op)] + ([("max_pages", 100)] if op == "judge" else []),
                                 [f.fileno(), g.fileno()])
        assert status == 0, status
        g.seek(0)
        return answer, g.read()


def said(answer):
    if first(answer, "verdict") == "refuse":
        return "refuse " + first(answer, "reason")
    return " ".join([first(answer, "verdict")] + sorted(every(answer, "removed")))


def picture(data):
    """Page 1 in grey: rows of SIDE bytes."""
    path = os.path.join(TMP, "p.pdf")
    with open(path, "wb") as f:
        f.write(data)
    p = subprocess.run(["pdftoppm", "-gray", "-r", "72", "-singlefile", path], stdout=subprocess.PIPE,
                       stderr=subprocess.DEVNULL).stdout
    kind, w, h, most = p.split(None, 4)[:4]
    return (int(w), int(h), p[-int(w) * int(h):])


def ink(data, x, y, w, h):
    """Dark pixels in a rectangle of the page's own space."""
    wide, high, rows = picture(data)
    return sum(rows[(high - 1 - j) * wide + i] < 170 for j in range(y, y + h) for i in range(x, x + w))


def text(data):
    with tempfile.TemporaryFile() as f, tempfile.TemporaryFile() as g:
        f.write(data)
        f.flush()
        return first(tkm.ask("picture", [("op", "draw"), ("first", 1), ("last", 1), ("text", 1)],
                             [f.fileno(), g.fileno()])[1], "text", "")


def stream(body, extra=b""):
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(body), extra, body)


FONT = b"<</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>"
BLACK = stream(b"0 g 0 0 100 100 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 100 100]")


def made(annots=b"", catalog=b"", page=b"", more=(), pages=b"/Count 1", resources=FONT, box=b"/MediaBox [0 0 400 400]",
         contents=b"/Contents 4 0 R", kind=b"/Type /Catalog", listed=b"[%s]"):
    """Objects from 5 on are `more`."""
    return chain.plain([b"<<%s /Pages 2 0 R %s>>" % (kind, catalog), b"<</Type /Pages /Kids [3 0 R] %s>>" % pages,
                        b"<</Type /Page /Parent 2 0 R %s %s /Resources %s /Annots %s %s>>"
                        % (box, contents, resources, listed.replace(b"%s", annots), page), stream(b"")] + list(more))


def annot(kind, rest, rect=b"[100 100 200 200]"):
    return b"<</Type /Annot /Subtype /%s /Rect %s %s>>" % (kind, rect, rest)


def judged(what, data, want):
    answer, out = intake(data)
    same(said(answer), want, what)
    return out


# --- annotations without an appearance -------------------------------------------------

QUAD = b"/QuadPoints [100 200 200 200 100 180 200 180]"
for kind, rest, where in [
        (b"Square", b"/C [0] /BS <</W 4>>", (98, 98, 8, 100)), (b"Square", b"/IC [0] /C []", (120, 120, 50, 50)),
        (b"Circle", b"/C [1 0 0] /IC [0 0 1]", (130, 130, 40, 40)),
        (b"Line", b"/L [50 300 350 300] /C [0 0 0]", (60, 298, 280, 4)),
        (b"Line", b"/L [50 300 350 300] /LE [/None /ClosedArrow] /IC [0]", (340, 296, 8, 3)),
        (b"Polygon", b"/Vertices [20 20 380 20 200 380] /IC [0]", (150, 50, 100, 50)),
        (b"PolyLine", b"/Vertices [20 20 380 20 200 380] /C [0]", (50, 18, 300, 4)),
        (b"Ink", b"/InkList [[10 10 390 10] [10 390 390 390]] /BS <</W 3>>", (20, 388, 300, 4)),
        (b"Highlight", QUAD + b"/C [.4]", (110, 185, 80, 10)), (b"Underline", QUAD + b"/C [0]", (110, 178, 80, 6)),
        (b"StrikeOut", QUAD, (110, 185, 80, 8)), (b"Squiggly", QUAD, (110, 178, 80, 6)),
        (b"FreeText", b"/Contents (Read me) /DA (0 g /Helv 20 Tf)", (100, 170, 100, 30)),
        (b"FreeText", b"/Contents () /C [0]", (110, 110, 80, 80))]:
    out = judged("a %s without looks" % kind.decode(), made(annot(kind, rest)), "accept annotations")
    ok(ink(out, *where) > 5 and b"/Annots" not in out, "… is drawn where it was")
out = judged("text that one sees through", made(annot(b"FreeText", b"/CA 0 /C [0] /Contents (a)")), "accept annotations")
ok(not ink(out, 0, 0, 400, 400), "… is not seen")
out = judged("a mark over text", made(annot(b"Highlight", QUAD + b"/C [1 1 0]")), "accept annotations")
ok(b"/Multiply" in out, "… lets the text through")
for kind, rest in [(b"Stamp", b"/Name /Approved"), (b"Caret", b""), (b"Redact", b""),
                   (b"FreeText", b"/Contents <FEFF0627> /DA (0 g)"), (b"FreeText", b"/Contents (a) /CL [0 0 9 9]"),
                   (b"FreeText", b"/DA (/F 9 Tf) /Contents (%s)" % (b"word " * 3000))]:
    judged("a %s that nobody can draw" % kind.decode(), made(annot(kind, rest)), "refuse undrawn")
judged("a note", made(annot(b"Text", b"/Contents (secret)")), "accept notes")
judged("a note with a picture", made(annot(b"Text", b"/AP <</N 5 0 R>>"), more=[BLACK]), "accept annotations")
judged("an unknown kind without looks", made(annot(b"Hologram", b"")), "accept")
judged("none at all", made(b"<</Rect [0 0 9 9]>> null (x)"), "accept")

# --- which appearance is seen ------------------------------------------------------------

SEEN = (120, 120, 60, 60)
for what, rest, want in [("a stamp", b"", 3600), ("a state where there is only one", b"/AS /N", 3600),
                         ("hidden", b"/F 2", 0), ("not on screen", b"/F 36", 0), ("a flag for unknown kinds", b"/F 1", 3600)]:
    out = judged(what, made(annot(b"Stamp", b"/AP <</N 5 0 R>> " + rest), more=[BLACK]), "accept annotations")
    same(ink(out, *SEEN), want, "… is seen as it was")
STATES = b"/AP <</N <</On 5 0 R /Off 6 0 R>>>> "
EMPTY = stream(b"", b"/Subtype /Form /BBox [0 0 100 100]")
out = judged("a state", made(annot(b"Stamp", STATES + b"/AS /On"), more=[BLACK, EMPTY]), "accept annotations")
same(ink(out, *SEEN), 3600, "… is chosen")
bare = BLACK.replace(b"/Type /XObject /Subtype /Form", b"")
out = judged("looks that do not say what they are", made(annot(b"Stamp", b"/AP <</N 5 0 R>>"), more=[bare]), "accept annotations")
same(ink(out, *SEEN), 3600, "… are drawn")
judged("a stamp of one's own, named as Acrobat names it", made(
    annot(b"Stamp", b"/Name /#23aB3x /AP <</N 5 0 R>>"), more=[BLACK]), "accept annotations")

# --- fields --------------------------------------------------------------------------------

ROW = b"[50 100 350 130]"


def field(rest, rect=ROW, need=b"", more=()):
    return made(b"5 0 R", catalog=b"/AcroForm <</Fields [5 0 R] %s>>" % need,
                more=[annot(b"Widget", b"/T (a) /F 4 /DA (0 g /Helv 12 Tf) " + rest, rect)] + list(more))


out = judged("an empty field with a border", field(b"/FT /Tx /MK <</BC [0] /BG [1]>>"), "accept form")
ok(ink(out, 48, 98, 304, 34) > 500 and not ink(out, 60, 105, 280, 20), "… is a frame")
out = judged("a button with a caption", field(b"/FT /Btn /Ff 65536 /MK <</BC [0] /CA (Press)>>"), "accept form")
ok("Press" in text(out), "… keeps it")
for ff, ca in ((0, b""), (0, b"/CA (8)"), (32768, b""), (0, b"/CA (n)"), (0, b"/CA (u)"), (0, b"/CA (H)")):
    out = judged("a button that is on", field(b"/FT /Btn /Ff %d /V /Yes /AS /Yes /MK <<%s>>" % (ff, ca), b"[100 100 200 200]"),
                 "accept form")
    ok(ink(out, 100, 100, 100, 100) > 300, "… has its mark")
out = judged("one that is off", field(b"/FT /Btn /V /Off /AS /Off", b"[100 100 200 200]"), "accept form")
ok(not ink(out, 100, 100, 100, 100), "… has none")
STALE = stream(b"BT /F1 12 Tf 2 5 Td (Old) Tj ET", b"/Subtype /Form /BBox [0 0 300 30] /Resources " + FONT)
NONE = stream(b"/Tx BMC EMC", b"/Subtype /Form /BBox [0 0 300 30]")
NEED = b"/NeedAppearances true"
for what, need, looks, want in [("looks out of date", NEED, STALE, "New"), ("looks without the value", NEED, NONE, "New"),
                                ("looks that are right", b"", STALE, "Old")]:
    out = judged(what, field(b"/FT /Tx /V (New) /AP <</N 6 0 R>>", need=need, more=[looks]), "accept form")
    ok(want in text(out) and "OldNew".replace(want, "") not in text(out), "… " + want)
out = judged("a value that cannot be drawn, but was", field(b"/FT /Tx /V <FEFF0142> /AP <</N 6 0 R>>", need=NEED, more=[STALE]),
             "accept form")
ok("Old" in text(out), "… stays as it was")
judged("one that was never drawn", field(b"/FT /Tx /V <FEFF0142> /AP <</N 6 0 R>>", need=NEED, more=[NONE]), "refuse undrawn")
out = judged("Western letters", field(b"/FT /Tx /V <FEFF00E920AC2014>"), "accept form")
ok("é€—" in text(out), "… are drawn")
out = judged("a password", field(b"/FT /Tx /Ff 8192 /V (secret)"), "accept form")
ok("******" in text(out) and "secret" not in text(out), "… is not told")
out = judged("a comb", field(b"/FT /Tx /Ff 16777216 /MaxLen 10 /V (ABCDEFGHIJ)"), "accept form")
ok(all(ink(out, 50 + 30 * i, 105, 30, 20) > 3 for i in range(10)), "… has a letter in each cell")
for q, where in ((0, (50, 100, 60, 30)), (1, (170, 100, 60, 30)), (2, (290, 100, 60, 30))):
    out = judged("alignment %d" % q, field(b"/FT /Tx /Q %d /V (MMM)" % q), "accept form")
    ok(ink(out, *where) > 30 and ink(out, *where) == ink(out, 50, 100, 300, 30), "… is kept")
long = b" ".join(b"word%d" % i for i in range(60))
out = judged("a long paragraph", field(b"/FT /Tx /Ff 4096 /V (%s)" % long, b"[50 50 350 250]"), "accept form")
ok("word59" in text(out) and ink(out, 60, 200, 200, 50) > 200 and not ink(out, 352, 0, 48, 400), "… is broken into lines")
out = judged("a long Japanese paragraph", field(b"/FT /Tx /Ff 4096 /V <FEFF%s>" % (b"7DE07D50" * 60), b"[50 50 350 250]"),
             "accept form")
same(text(out).count("締結"), 60, "… whole")
out = judged("a turned field", field(b"/FT /Tx /V (MMMMMMM) /MK <</R 90>>", b"[100 100 120 300]"), "accept form")
ok(ink(out, 100, 160, 20, 20) > 10 and not ink(out, 130, 100, 200, 200), "… runs upwards")

# --- pages ---------------------------------------------------------------------------------


def base(data):
    """Whether compose takes it, with a field on its page, and writes its first revision."""
    clean, grown, done, out = (os.path.join(TMP, n) for n in ("clean.pdf", "grown.pdf", "done.pdf", "out.pdf"))
    with open(clean, "wb") as f:
        f.write(data)
    status, answer = chain.compose([("op", "base"), ("sigs", 4), ("imprint", "abcd"),
                                    ("field", chain.field(1, "text", 1, 0, 10, 10, 30, 8))], clean, grown)
    if status or first(answer, "error"):
        return False
    with open(grown, "rb") as f, open(done, "wb") as g:
        g.write(intake(f.read(), "settle")[1])
    status, answer = chain.revise(next(chain.acts(done, 1)), done, out)
    return status == 0 and not first(answer, "error")


for what, data, want in [
        ("resources that are a stream", made(resources=b"4 0 R"), "accept"),
        ("fonts that are none", made(resources=b"<</Font [1]>>"), "accept"),
        ("contents that are none", made(contents=b"/Contents (x)"), "accept"),
        ("annotations that are none", made(listed=b"7"), "accept"),
        ("a catalog without a type", made(kind=b""), "accept"),
        ("pages counted wrongly", made(pages=b"/Count 7"), "repaired"),
        ("a crop of nothing", made(page=b"/CropBox [9 9 9 9]"), "accept"),
        ("a crop of words", made(page=b"/CropBox [(a) 0 9 9]"), "accept"),
        ("a turn of 91.5", made(page=b"/Rotate 91.5"), "accept"), ("a turn of -450", made(page=b"/Rotate -450"), "accept"),
        ("a turn of nothing", made(page=b"/Rotate /Left"), "accept"),
        ("a unit of nothing", made(page=b"/UserUnit (x)"), "accept"), ("a unit of zero", made(page=b"/UserUnit 0"), "accept")]:
    out = judged(what, data, want)
    ok(base(out), "… becomes a base")
out = intake(made(pages=b"/Count 7"))[1]
ok(b"/Count 1" in out and b"/Count 7" not in out, "pages are counted anew")
out = intake(made(page=b"/Rotate 91.5"))[1]
ok(b"/Rotate 90 " in out, "a turn is a quarter")
SECOND = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>"
judged("a page that is lost", made(pages=b"/Count 2 /Kids [3 0 R 5 1 R]", more=[SECOND]).replace(b"/Kids [3 0 R] /", b"/Kidz [3 0 R] /"),
       "refuse damaged")
judged("contents of another generation", made(contents=b"/Contents 4 1 R"), "refuse damaged")
judged("one of several", made(contents=b"/Contents [4 0 R 4 1 R]"), "refuse damaged")
judged("resources of another generation", made(resources=b"5 3 R", more=[FONT]), "refuse damaged")
judged("a reference to nothing at all", made(resources=b"9 0 R", contents=b"/Contents [4 0 R 9 0 R]"), "accept")
judged("a size of words", made(box=b"/MediaBox [0 0 (a) 9]"), "refuse page_size")
judged("a page beyond all coordinates", made(box=b"/MediaBox [2000000 0 2000400 400]"), "refuse page_size")

# --- what says nothing of the file ------------------------------------------------------------

whole = made(more=[b"null"], page=b"/X 5 0 R")
at = b"%010d 00000 n" % whole.index(b"5 0 obj")
judged("an entry of the table for nothing", whole.replace(at, b"0000000000 00000 n"), "accept")
body = b"0 g 0 0 99 99 re f"
lone = chain.plain([b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
                    b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R>>",
                    b"<</Length %d>>\nstream\r%s\nendstream" % (len(body), body)])
out = judged("a stream after a lone carriage return", lone, "repaired")
ok(ink(out, 10, 10, 50, 50) == 2500, "… is drawn")
out = judged("a stream that does not say how long it is", lone.replace(b"/Length 18", b"").replace(b"stream\r", b"stream\n"),
             "repaired")
ok(ink(out, 10, 10, 50, 50) == 2500, "… is drawn")

# --- names with a # in them ------------------------------------------------------------------

PAINTED = stream(b"/#2341 Do /#2323#2341x Do 1 0 0 1 200 0 cm /A Do")
NAMES = b"<</XObject <</#2341 5 0 R /A 6 0 R>> /X [/Spot#20#2312 [/q#23zz]] /#23 /q#23zz>>"
for what, more in (("names with a #", b""), ("the same beside a note", annot(b"Square", b"/C [0]", b"[300 300 390 390]"))):
    out = judged(what, made(more, resources=NAMES, contents=b"/Contents 7 0 R", more=[BLACK, EMPTY, PAINTED]),
                 "accept annotations" if more else "accept")
    ok(ink(out, 0, 0, 100, 100) > 9900 and not ink(out, 200, 0, 100, 100), "… mean the same afterwards")
    ok(b"/#2341 " in out and b"/Spot#20#2312" in out and b"/q#23zz" in out, "… and are spelt for strict readers")
    ok(base(out), "… becomes a base")
    again = intake(out, "settle")[1]
    ok(b"/#2341 " in again and b"/Spot#20#2312" in again, "… stay so when they are written again")
judged("a # that spells nothing", made(resources=b"<</X /q#zz>>"), "refuse damaged")
tkm.done()
