#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# Input fields in real files: placed where the page is seen, filled and locked in
# the revision of their owner, drawn from subsets of their own. Independent
# programs read the values, draw the pages and find every prefix sound.
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import chain
import tkm
from chain import field, filled
from tkm import every, first, ok, same

for program in ("qpdf", "pdfsig", "openssl", "pdftotext", "mutool", "pdftoppm", "pdffonts"):
    if not shutil.which(program):
        tkm.skip_all("needs " + program)
try:
    import pikepdf
except ImportError:
    tkm.skip_all("needs python3-pikepdf")
TMP = tempfile.mkdtemp()
KEY = chain.Key(TMP)
CONTRACT = os.path.join(HERE, "data", "contract-ja.pdf")
OUT = os.path.join(TMP, "out.pdf")


def room(name):
    path = os.path.join(TMP, name)
    os.makedirs(path, exist_ok=True)
    return path


def read(path):
    with open(path, "rb") as f:
        return f.read()


def put(path, data):
    with open(path, "wb") as f:
        f.write(data)
    return path


def run(*words):
    p = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return p.returncode, p.stdout.decode("utf-8", "replace")


def sound(path):
    return run("qpdf", "--check", path)[0] == 0


class Picture:
    """A page as RGB rows: by mutool `wide` pixels wide, by poppler at 72 dpi."""
    def __init__(self, path, page=1, wide=640, by="mutool"):
        out = os.path.join(TMP, "picture.ppm")
        if by == "mutool":
            run("mutool", "draw", "-q", "-F", "ppm", "-w", str(wide), "-h", "100000", "-o", out, path, str(page))
        else:
            run("pdftoppm", "-f", str(page), "-l", str(page), "-cropbox", "-r", "72", "-singlefile", path, out[:-4])
        data = read(out)
        head = re.match(rb"P6\s+(?:#.*\n)?(\d+)\s+(\d+)\s+255\s", data)
        self.w, self.h = int(head.group(1)), int(head.group(2))
        self.data = data[head.end():]

    def at(self, x, y):
        i = 3 * (y * self.w + x)
        return self.data[i:i + 3]

    def inked(self, red=False):
        """Every pixel with ink: darker than a faint grey (or red)."""
        d = self.data
        for i in range(0, len(d), 3):
            if min(d[i:i + 3]) < 140 and (not red or d[i] > d[i + 1] + 60):
                yield (i // 3) % self.w, (i // 3) // self.w

    def box(self, red=False):
        xs, ys = zip(*self.inked(red))
        return min(xs), min(ys), max(xs) + 1, max(ys) + 1

    def differs(self, other):
        """Share of pixels that are clearly different."""
        if (self.w, self.h) != (other.w, other.h):
            return 1
        n = sum(abs(a - b) > 90 for a, b in zip(self.data[::3], other.data[::3]))
        return n / (self.w * self.h)


# --- a whole chain -------------------------------------------------------------
LONG = ("第一条（目的）本契約は、甲及び乙の間における秘密情報の取扱いについて定める。「本件」は "
        "Confidential Information をいう。\n以上。")
FIELDS = [field(1, "text", 2, 0, 20, 20, 60, 8, "甲の住所"), field(2, "check", 2, 0, 90, 20, 6, 6, "甲は同意する"),
          field(3, "text", 2, 1, 20, 40, 70, 8, "乙の住所"), field(4, "lines", 2, 1, 20, 60, 80, 30, "備考"),
          field(5, "date", 1, 1, 20, 250, 40, 8, "日付 (date)"), field(6, "round", 2, 1, 130, 20, 18, 18, "印"),
          field(7, "square", 2, 1, 150, 20, 24, 24, "角印"), field(8, "oval", 2, 1, 130, 50, 30, 16, ""),
          field(9, "text", 2, 1, 20, 100, 40, 7, "任意"), field(10, "check", 2, 1, 100, 20, 6, 6, "いいえ"),
          field(11, "text", 2, 2, 20, 120, 60, 8, "氏名")]
VALUES = {0: [filled(1, "text", "東京都千代田区丸の内一丁目9番2号"), filled(2, "check", "1")],
          1: [filled(3, "text", "京都府京都市例示区二丁目"), filled(4, "lines", LONG), filled(5, "date", "2026年11月23日"),
              filled(6, "round", "髙橋"), filled(7, "square", "見本商事株式会社之印"), filled(8, "oval", "山﨑"),
              filled(9, "text", ""), filled(10, "check", "")],
          2: [filled(11, "text", "𠮷野 辻\U000e0100 花子 (Hanako)")]}


def whole(name, fields, values, parties, source=CONTRACT):
    """Grows a chain with fields: [base, v1, …] and the answers."""
    folder = room(name)
    path = chain.base(source, folder, parties + 3, fields)
    files, answers = [path], [None]
    for version, act in enumerate(chain.acts(path, parties), 1):
        path, answer = chain.step(act, KEY, path, folder, version, values.get(version - 2, ()))
        files.append(path)
        answers.append(answer)
    return files, answers


files, answers = whole("whole", FIELDS, VALUES, 2)
ok(all(sound(f) for f in files), "qpdf finds every prefix sound")
ok(all(read(b).startswith(read(a)) for a, b in zip(files[1:], files[2:])), "nothing before a revision changes")
said = run("pdfsig", files[-1])[1]
same(said.count("Signature is Valid"), 5, "five valid signatures")
text = run("pdftotext", "-layout", "-f", "2", "-l", "2", files[-1], "-")[1]
for value in ("東京都千代田区丸の内一丁目9番2号", "京都府京都市例示区二丁目", "Confidential Information",
              "𠮷野 辻\U000e0100 花子 (Hanako)", "山﨑"):
    ok(value in text, "pdftotext finds " + value)
same(first(answers[3], "small"), None, "nothing had to be smaller")
same(run("pdftotext", "-f", "2", "-l", "2", files[2], "-")[1].count("京都府"), 0, "version 2 has only the sender's values")


def form(path):
    with pikepdf.open(path) as pdf:
        return {str(f.T): {k: str(f[k]) if k in f else None for k in ("/V", "/AS", "/Ff", "/TU")}
                if f.FT != "/Sig" else None for f in pdf.Root.AcroForm.Fields}


base, last = form(files[0]), form(files[-1])
same(list(base), ["Sig01", "Sig02", "Sig03", "Sig04", "Sig05"] + ["F%04d" % i for i in range(1, 12)],
     "/Fields: signatures, then input fields, in their order")
same((base["F0003"]["/V"], base["F0003"]["/Ff"], base["F0004"]["/Ff"], base["F0002"]["/V"], base["F0002"]["/AS"]),
     ("", "0", "4096", "/Off", "/Off"), "the base is empty")
same((base["F0001"]["/TU"], base["F0005"]["/TU"], base["F0008"]["/TU"]), ("甲の住所", "日付 (date)", None), "labels")
same([last[n]["/V"] for n in ("F0003", "F0005", "F0006", "F0009", "F0011")],
     ["京都府京都市例示区二丁目", "2026年11月23日", "髙橋", "", "𠮷野 辻\U000e0100 花子 (Hanako)"], "values")
same(last["F0004"]["/V"], LONG.replace("\n", "\r"), "lines end with CR")
same([(last[n]["/V"], last[n]["/AS"]) for n in ("F0002", "F0010")], [("/Yes", "/Yes"), ("/Off", "/Off")], "check boxes")
same({last["F%04d" % i]["/Ff"] for i in range(1, 12)}, {"1", "4097"}, "every field is read-only at the end")

# what changes in a widget, and that what it shows is new
def widget(path, name):
    with pikepdf.open(path) as pdf:
        f = next(f for f in pdf.Root.AcroForm.Fields if str(f.T) == name)
        kept = {k: f[k].objgen if k == "/P" else repr(f[k]) for k in f.keys() if k not in ("/V", "/AS", "/Ff", "/AP")}
        look = f.AP.N
        return (kept, look.objgen, look.Resources.unparse()) if isinstance(look, pikepdf.Stream) else (kept,)


for name in ("F0003", "F0006", "F0009", "F0010"):
    was, is_ = widget(files[2], name), widget(files[3], name)
    ok(was[0] == is_[0] and "/Rect" in was[0], name + ": only /V /AS /Ff /AP differ")
    if name != "F0010":
        ok(is_[1] > was[1], name + ": a new appearance, the old one stays")
same(widget(files[3], "F0009")[2], b"<< >>", "a blank field draws nothing")
fonts = [line.split() for line in run("pdffonts", files[-1])[1].splitlines() if "+" in line]
ok(len(fonts) == 9 and all(f[-5:-2] == ["yes", "yes", "yes"] for f in fonts), "nine subsets, embedded, with meaning")
ok(len({f[0] for f in fonts}) == 9, "each with a tag of its own")
same(read(files[-1]).count(b"/NeedAppearances"), 0, "never NeedAppearances")

# locks
with pikepdf.open(files[-1]) as pdf:
    sig = {str(f.T): f for f in pdf.Root.AcroForm.Fields if str(f.T).startswith("Sig")}
    lock = {n: [str(x) for x in s.Lock.Fields] for n, s in sig.items() if "/Lock" in s}
    same(lock, {"Sig02": ["F0001", "F0002"], "Sig03": ["F%04d" % i for i in range(3, 11)], "Sig04": ["F0011"]},
         "/Lock: each party's own fields")
    ok(all(s.Lock.is_indirect and s.Lock.Action == "/Include" for n, s in sig.items() if n in lock), "… objects of their own")
    mdp = {n: [str(x) for x in s.V.Reference[0].TransformParams.Fields] for n, s in sig.items()
           if "/Reference" in s.V and s.V.Reference[0].TransformMethod == "/FieldMDP"}
    same(mdp, lock, "FieldMDP names the same")
    annots = [[str(x.T) for x in p.Annots] for p in pdf.pages]
    same(annots[0], ["Sig01", "Sig02", "Sig03", "Sig04", "Sig05", "F0005"], "widgets of page 1")
    same(annots[1], ["F0001", "F0002", "F0003", "F0004", "F0006", "F0007", "F0008", "F0009", "F0010", "F0011"],
         "widgets of page 2")

# pictures
blank, done = Picture(files[0], 2), Picture(files[-1], 2)
ok(blank.differs(done) > 0.005, "mutool draws the values")
ok(Picture(files[0], 2, by="poppler").differs(Picture(files[-1], 2, by="poppler")) > 0.003, "so does poppler")
mm = done.w / 210
x0, y0, x1, y1 = done.box(red=True)
ok(abs(x0 - 130 * mm) < 3 and abs(y0 - 20 * mm) < 3 and abs(x1 - 174 * mm) < 3 and abs(y1 - 66 * mm) < 3,
   "seals stand where they were put: %s" % [round(v / mm, 1) for v in (x0, y0, x1, y1)])

# --- the same question, the same bytes -------------------------------------------
act = list(chain.acts(files[0], 2))[2]
chain.revise(act, files[2], OUT, VALUES[1])
same(read(OUT), read(os.path.join(TMP, "whole", "v3.candidate.pdf")), "filled again: the same bytes")
changed = [filled(3, "text", "京都府京都市例示区三丁目")] + VALUES[1][1:]
chain.revise(act, files[2], OUT, changed)
ok(read(OUT) != read(os.path.join(TMP, "whole", "v3.candidate.pdf")), "another value, another revision")

# --- pictures come from the same code ----------------------------------------------
for name, before in (("a base", files[0]), ("a draft", os.path.join(TMP, "whole", "clean.pdf"))):
    lines = [("fill", x) for v in VALUES.values() for x in v]
    if name == "a draft":
        lines += [("field", x) for x in FIELDS]
    status, answer = chain.compose([("op", "preview")] + lines, before, OUT)
    same((status, first(answer, "error"), first(answer, "length")), (0, None, str(os.path.getsize(OUT))), "preview of " + name)
    ok(sound(OUT) and Picture(OUT, 2).differs(done) == 0 and Picture(OUT, 1).differs(Picture(files[-1])) == 0,
       "… shows what will be signed")
chain.compose([("op", "preview"), ("mark", "F0011 2-9")] + [("mark", "F%04d %d" % (k, k)) for k in range(1, 11)] + lines, os.path.join(TMP, "whole", "clean.pdf"), OUT)
marked = Picture(OUT, 2)
ok(sound(OUT) and marked.differs(done) > 0.002, "marks are drawn")
words = run("pdftotext", "-f", "2", "-l", "2", OUT, "-")[1].split()
ok({"10", "2-9"} <= set(words) and "11" not in words, "… with what is given as their numbers")
chain.compose([("op", "preview")], files[0], OUT)
same(read(OUT), read(files[0]), "nothing filled, nothing marked: the file itself")

# --- pages turned, cropped, moved, scaled, with inherited boxes: seen, all are alike -----
def page(own, inherited=b""):
    return chain.plain([b"<</Type /Catalog /Pages 2 0 R>>",
                        b"<</Type /Pages /Count 1 /Kids [3 0 R] %s>>" % inherited,
                        b"<</Type /Page /Parent 2 0 R /Resources <<>> %s>>" % own])


SEEN = [("plain", page(b"/MediaBox [0 0 400 500]")), ("turned by 90", page(b"/MediaBox [0 0 500 400] /Rotate 90")),
        ("turned by 180", page(b"/MediaBox [0 0 400 500] /Rotate 180")),
        ("turned by -90", page(b"/MediaBox [0 0 500 400] /Rotate -90")),
        ("turned by 450", page(b"/MediaBox [0 0 500 400] /Rotate 450")),
        ("cropped", page(b"/MediaBox [0 0 600 700] /CropBox [100 150 500 650]")),
        ("cropped and turned", page(b"/MediaBox [0 0 700 600] /CropBox [150 100 650 500] /Rotate 270")),
        ("cropped beyond the sheet", page(b"/MediaBox [0 0 400 500] /CropBox [-10 -10 900 900]")),
        ("away from zero", page(b"/MediaBox [-50.5 20 349.5 520]")),
        ("corners exchanged", page(b"/MediaBox [400 500 0 0]")),
        ("all inherited", page(b"", b"/MediaBox [0 0 500 400] /CropBox [0 0 500 400] /Rotate 90")),
        ("UserUnit", page(b"/MediaBox [0 0 200 250] /UserUnit 2")),
        ("UserUnit and turned", page(b"/MediaBox [0 0 125 100] /UserUnit 4 /Rotate 90"))]
SHOWN = [field(1, "text", 1, 1, 10, 10, 60, 8, ""), field(2, "lines", 1, 1, 10, 25, 50, 20, ""),
         field(3, "round", 1, 1, 80, 10, 20, 20, ""), field(4, "check", 1, 1, 110, 12, 6, 8, "")]
SAID = [filled(1, "text", "上下左右 left to right"), filled(2, "lines", "一行目\n二行目 second"), filled(3, "round", "山田"),
        filled(4, "check", "1")]
plain = None
for what, data in SEEN:
    source, clean = put(os.path.join(TMP, "seen.pdf"), data), os.path.join(TMP, "seen-clean.pdf")
    chain.settle(source, clean)
    _, answer = chain.compose([("op", "preview")] + [("field", x) for x in SHOWN] + [("fill", x) for x in SAID], clean, OUT)
    shown = Picture(OUT, wide=400)
    plain = plain or shown
    share = shown.differs(plain)
    ok(not first(answer, "error") and share < 0.002, "%s: as on a plain page (%.4f)" % (what, share))
    if "UserUnit" not in what:  # which pdftoppm passes over
        ok(Picture(OUT, by="poppler").differs(plain) < 0.02, "… also by poppler")
x0, y0, x1, y1 = plain.box(red=True)
px = 400 / (400 / 72 * 25.4)
ok(all(abs(a - b * px) < 2 for a, b in zip((x0, y0, x1, y1), (80, 10, 100, 30))), "the seal's box: %s" % [
    round(v / px, 1) for v in (x0, y0, x1, y1)])

# --- text that does not fit -----------------------------------------------------------
def tried(kind, w, h, value, size=0):
    """(answer, font sizes in the appearance) of one field."""
    place = [("field", field(1, kind, 1, 1, 10, 10, w, h))]
    _, answer = chain.compose([("op", "preview")] + place + [("fill", filled(1, kind, value, size))],
                              os.path.join(TMP, "seen-clean.pdf"), OUT)
    if first(answer, "error"):
        return answer, []
    with pikepdf.open(OUT) as pdf:
        f = next(f for f in pdf.Root.AcroForm.Fields if str(f.T) == "F0001")
        return answer, sorted({float(x) for x in re.findall(rb"/[GM] ([\d.]+) Tf", f.AP.N.read_bytes())})


put(os.path.join(TMP, "seen.pdf"), SEEN[0][1])
chain.settle(os.path.join(TMP, "seen.pdf"), os.path.join(TMP, "seen-clean.pdf"))
answer, sizes = tried("text", 70, 8, "大阪市")
same((sizes, every(answer, "small")), ([10.5], []), "one line: 10.5 pt")
answer, sizes = tried("text", 70, 5, "大阪市")
ok(8 < sizes[0] < 9 and not every(answer, "small"), "a low box: smaller letters, which nobody need be told")
answer, sizes = tried("text", 70, 8, "大阪市", 9)
same((sizes, every(answer, "small")), ([9], []), "as asked: 9 pt")
answer, sizes = tried("text", 30, 8, "京都府京都市例示区二丁目")
ok(6 < sizes[0] < 8 and every(answer, "small") == ["F0001"] and not every(answer, "tiny"), "too long: smaller, and said so")
answer, sizes = tried("text", 20, 8, "京都府京都市例示区二丁目" * 3)
ok(sizes[0] < 6 and every(answer, "small") == every(answer, "tiny") == ["F0001"], "below 6 pt: tiny")
drawn = Picture(OUT, wide=1600).box()
scale = 1600 / (400 / 72 * 25.4)
ok(drawn[0] >= 10 * scale - 1 and drawn[2] <= 30 * scale + 1, "… and still inside its box")
answer, sizes = tried("lines", 60, 20, "京都府京都市例示区二丁目" * 3)
same((sizes, every(answer, "small")), ([10.5], []), "lines: 10.5 pt")
answer, sizes = tried("lines", 60, 20, "京都府京都市例示区二丁目" * 12)
ok(6 <= sizes[0] < 10.5 and every(answer, "small") == ["F0001"], "more lines than fit: smaller")
answer, sizes = tried("lines", 60, 10, "京都府京都市例示区二丁目\n" * 40)
drawn = Picture(OUT, wide=1600).box()
ok(every(answer, "tiny") == ["F0001"] and drawn[3] <= 20 * scale + 1 and drawn[1] >= 10 * scale - 1, "forty lines: all inside")

# lines: nothing that may not begin one
text = "あいうえおかきくけこ、さしすせそたちつてと。なにぬねのはひふへほっまみむめもやゆよーらりるれろ（わをん）"
for width in range(30, 60, 3):
    tried("lines", width, 60, text)
    rows = [r for r in run("pdftotext", "-raw", OUT, "-")[1].split("\n") if r.strip("\f")]
    if any(r[0] in "、。っー）" or r[-1] == "（" for r in rows) or "".join(rows) != text:
        ok(False, "lines of %d mm: %r" % (width, rows))
        break
else:
    ok(True, "no line begins with a stop, a small kana or a closing bracket")
tried("lines", 40, 60, "これは electronic signature の試験 internationalization です")
rows = run("pdftotext", "-raw", OUT, "-")[1].split("\n")
ok(any("internationalization" in r for r in rows) and any("electronic" in r for r in rows), "Latin words stay whole")

# --- characters ---------------------------------------------------------------------------
for what, value in (("plane 2", "𠮷野家"), ("\u9ad9 \ufa11", "髙﨑"), ("a variant", "辻\U000e0100葛\U000e0101"),
                    ("a variant no font has", "山\U000e01ef"), ("a mark", "か\u309aa\u0304"), ("half width", "ｱｲｳ､｡"),
                    ("brackets and slashes", "(a\\b) <c> [d] /e %f"), ("a lone selector", "\ufe0e")):
    answer, _ = tried("text", 70, 8, value)
    with pikepdf.open(OUT) as pdf:
        got = str(next(f for f in pdf.Root.AcroForm.Fields if str(f.T) == "F0001").V)
    same((first(answer, "error"), got), (None, value), what + ": drawn, and kept as typed")
shapes = []
for value in ("辻", "辻\U000e0100", "邊\U000e0108", "邊\U000e0109"):
    tried("text", 20, 8, value)
    shapes.append(Picture(OUT, wide=1600))
ok(shapes[0].differs(shapes[1]) > 0, "a variant of the Gothic looks different")
ok(shapes[2].differs(shapes[3]) > 0, "so does one that only the Mincho has")
for what, kind, value, glyph in (("an emoji", "text", "山😀田", "😀"), ("an emoji with a selector", "text", "☕\ufe0f", "☕\ufe0f"),
                                 ("a control", "text", "a\tb", "\t"), ("an emoji in a seal", "round", "😀", "😀")):
    answer, _ = tried(kind, 70, 8, value)
    same((first(answer, "error"), first(answer, "why"), first(answer, "glyph"), first(answer, "at"), os.path.getsize(OUT)),
         ("invalid", "glyph", glyph, "F0001", 0), what + ": refused by its name and its field's")
# one glyph that would have to mean two texts: both are told
for what, kind, value, twin, glyph in (("a sign and an accent", "text", "\u00b4x\u0301", "\u00b4", "x\u0301"),
                                       ("the other way round", "text", "x\u0301ab\u00b4", "x\u0301", "\u00b4"),
                                       ("a line and a mark", "lines", "a_\nx\u0332", "_", "x\u0332"),
                                       ("… in a seal", "square", "_x\u0332", "_", "x\u0332"),
                                       ("two ideographs", "text", "\U00029fce\U00029fd7", "\U00029fce", "\U00029fd7")):
    answer, _ = tried(kind, 70, 8, value)
    same([first(answer, k) for k in ("error", "why", "twin", "glyph", "at")], ["invalid", "alike", twin, glyph, "F0001"],
         what + ": refused, with the one that is drawn alike")
answer, _ = tried("text", 70, 8, "a\u00a8\u0308")
same([first(answer, k) for k in ("error", "why", "twin", "glyph", "at")], ["invalid", "unread", None, "\u00a8\u0308", "F0001"],
     "a mark on its own sign: nobody could read it back")
answer, _ = tried("text", 70, 8, "a\nb")
same([first(answer, k) for k in ("error", "why", "glyph", "at")], ["invalid", "line", None, "F0001"], "two lines in one")
for what, value in (("two tildes", "〜～"), ("two hyphens", "-\u2010"), ("radical and ideograph", "人\u2f08"),
                    ("variant and base", "葛\U000e0101葛山\U000e01ef山"), ("with its mark and without", "x\u0301xか\u309aか")):
    same(first(tried("text", 70, 8, value)[0], "error"), None, what + ": not refused")

# --- refusals ---------------------------------------------------------------------------------
clean = os.path.join(TMP, "seen-clean.pdf")


def refused(answer, why, what):
    status, fields = answer
    same((status, first(fields, "error"), first(fields, "why"), os.path.getsize(OUT)), (0, "invalid", why, 0), what)


def placed(*lines, sigs=4):
    return chain.compose([("op", "base"), ("sigs", sigs)] + [("field", x) for x in lines], clean, OUT)


for line in ("", "F0001", "F0001 text 1 1 0 0 100 100", "F0001 text 1 1 0 0 100\nx", "F0001 text 1 1 0 0 100 100 1\nx",
             "F0001  text 1 1 0 0 100 100\nx", "F1 text 1 1 0 0 100 100\nx", "F0000 text 1 1 0 0 100 100\nx",
             "Sig01 text 1 1 0 0 100 100\nx", "F0001 box 1 1 0 0 100 100\nx", "F0001 text 0 1 0 0 100 100\nx",
             "F0001 text 1 -2 0 0 100 100\nx", "F0001 text 1 1 -1 0 100 100\nx", "F0001 text 1 1 0 0 1e2 100\nx",
             "F0001 text 1 1 0 0 99999999999999999999 100\nx", "F0001 text 1 1 0 0 100 100\n\x01", "F0001 text 1 1 0 0 100 100\n" + "x" * 20000):
    refused(placed(line), "ask", "no field: %r" % line[:60])
refused(placed(field(1, "text", 2, 1, 0, 0, 10, 10)), "page", "a page that is not there")
refused(placed(field(1, "text", 1, 1, 140, 10, 10, 10)), "place", "right of the page")
refused(placed(field(1, "text", 1, 1, 10, 175, 10, 10)), "place", "below the page")
refused(placed(field(1, "text", 1, 1, 10, 10, 0.4, 10)), "place", "too narrow")
refused(placed(field(1, "text", 1, 1, 0, 0, 500, 10)), "place", "wider than the page")
refused(placed(field(1, "text", 1, 2, 0, 0, 10, 10)), "field", "a party without a signature")
refused(placed(field(1, "text", 1, 1, 0, 0, 10, 10), field(1, "date", 1, 1, 0, 20, 10, 10)), "field", "a name twice")
refused(placed(*(field(n, "check", 1, 0, 0, 0, 5, 5) for n in range(1, 202))), "ask", "201 fields")
ok(not first(placed(field(1, "text", 1, 1, 140.5, 10, 1.5, 10))[1], "error"), "0.9 mm over the edge: moved inside")
ok(not first(placed(field(1, "text", 1, -1, 0, 0, 10, 10))[1], "error"), "a field of nobody yet")

act = list(chain.acts(files[0], 2))[2]
for what, fills, why in (("no field of its own", [], "lock"), ("one missing", VALUES[1][:-1], "lock"),
                         ("another order", VALUES[1][::-1], "lock"), ("one of somebody else", VALUES[1] + VALUES[2], "lock"),
                         ("one twice", VALUES[1][:-1] + VALUES[1][:1], "lock"),
                         ("a text in a check box", VALUES[1][:-1] + [filled(10, "text", "x")], "field"),
                         ("a tick in a text", [filled(3, "check", "1")] + VALUES[1][1:], "field"),
                         ("a tick that is none", VALUES[1][:-1] + [filled(10, "check", "yes")], "ask"),
                         ("an emoji", [filled(3, "text", "😀")] + VALUES[1][1:], "glyph"),
                         ("no such line", VALUES[1][:-1] + ["F0010 check\n"], "ask")):
    refused(chain.revise(act, files[2], OUT, fills), why, what)
refused(chain.revise(list(chain.acts(files[0], 2))[0], files[0], OUT, VALUES[0]), "lock", "values in version 1")
refused(chain.revise(list(chain.acts(files[0], 2))[4], files[4], OUT, VALUES[2]), "lock", "values in the last version")
refused(chain.compose([("op", "preview"), ("fill", VALUES[1][0])], files[-1], OUT), "field", "a field that is filled and locked")
refused(chain.compose([("op", "preview"), ("fill", filled(99, "text", "x"))], files[0], OUT), "field", "no such field")
for mark, what in (("F0099 1", "a mark for no field"), ("F0003", "a mark without figures"), ("F0003 A", "a mark with letters"),
                   ("F0003 123456789", "a long mark"), ("F0003 1)", "a mark that would end its string")):
    refused(chain.compose([("op", "preview"), ("fill", VALUES[1][0]), ("mark", mark)], files[0], OUT), "ask", what)
with open(files[2], "rb") as f, open(OUT, "w+b") as g:
    refused(tkm.ask("compose", act + [("op", "revise"), ("name", "x"), ("reserve", 8192)] + [("fill", x) for x in VALUES[1]],
                    [f.fileno(), g.fileno()]), "fonts", "no fonts given")
with open(files[2], "rb") as f, open(OUT, "w+b") as g, open(CONTRACT, "rb") as no:
    refused(tkm.ask("compose", act + [("op", "revise"), ("name", "x"), ("reserve", 8192)] + [("fill", x) for x in VALUES[1]],
                    [f.fileno(), g.fileno(), no.fileno(), no.fileno()]), "fonts", "a PDF for a font")

# --- two hundred fields, size and time -----------------------------------------------------------
kinds = ["text", "date", "check", "round", "lines"]
said = {"text": "東京都千代田区丸の内", "date": "2026年11月23日", "check": "1", "round": "山田", "lines": "一行目\n二行目"}
many = [field(i + 1, kinds[i % 5], 1, 1, 10 + 18 * (i % 10), 10 + 13 * (i // 10), 17, 12, "項目%d" % (i + 1)) for i in range(200)]
full = {1: [filled(i + 1, kinds[i % 5], said[kinds[i % 5]]) for i in range(200)]}
files, answers = whole("many", many, full, 1)
ok(sound(files[-1]) and run("pdfsig", files[-1])[1].count("Signature is Valid") == 4, "200 fields")
same(run("pdftotext", files[-1], "-")[1].count("2026年11月23日"), 40, "… all of them drawn")
grown = os.path.getsize(files[3]) - os.path.getsize(files[2])
ok(grown < 200 * 5000, "%d bytes a field" % (grown // 200))
one = {1: [filled(1, "text", "東京都千代田区丸の内一丁目")]}
files, answers = whole("one", [field(1, "text", 1, 1, 10, 10, 80, 8, "住所")], one, 1)
growth = os.path.getsize(files[3]) - os.path.getsize(files[2]) - (os.path.getsize(files[2]) - os.path.getsize(files[1]))
ok(growth < 6000, "a filled field of 13 characters: %d bytes" % growth)
act = list(chain.acts(files[0], 1))[2]


def fastest(fills, before):
    """Milliseconds of processor time that compose takes, start and end of its process included."""
    best = 1
    for _ in range(15):
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        chain.revise(act, before, OUT, fills)
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, end.ru_utime - start.ru_utime + end.ru_stime - start.ru_stime)
    return best * 1000


bare = whole("bare", [], {}, 1)[0]
took, start = fastest(one[1], files[2]), fastest([], bare[2])
ok(took - start < 10, "filling takes %.1f ms, the whole process %.1f ms" % (took - start, took))

shutil.rmtree(TMP)
tkm.done()
