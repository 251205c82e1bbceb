#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# intake: every kind of upload gets its verdict; what is let in is one fresh
# section that qpdf has nothing to say about, the same bytes every time.
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import chain
import tkm
from tkm import every, first, ok, same

for program in ("qpdf", "pdftotext"):
    if not shutil.which(program):
        tkm.skip_all("needs " + program)
DATA = os.path.join(HERE, "data")
TMP = tempfile.mkdtemp()


def intake(data, op="judge", max_pages=100):
    """Returns (answer, bytes written, seconds)."""
    with tempfile.TemporaryFile() as f, tempfile.TemporaryFile() as g:
        f.write(data)
        f.flush()
        ask = [("op", op)] + ([("max_pages", max_pages)] if op == "judge" else [])
        start = time.monotonic()
        status, answer = tkm.ask("intake", ask, [f.fileno(), g.fileno()])
        took = time.monotonic() - start
        assert status == 0, status
        g.seek(0)
        return answer, g.read(), took


def read(name):
    with open(os.path.join(DATA, name), "rb") as f:
        return f.read()


def said(answer):
    if first(answer, "verdict") == "refuse":
        return "refuse " + first(answer, "reason")
    return " ".join([first(answer, "verdict"), first(answer, "pages")] +
                    sorted(every(answer, "removed")))


def fresh(data):
    """One section "0 N" without gaps, nothing around it, clean for qpdf."""
    path = os.path.join(TMP, "out.pdf")
    with open(path, "wb") as f:
        f.write(data)
    check = subprocess.run(["qpdf", "--check", path], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT)
    table = re.findall(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] \n)+)trailer", data)
    return (check.returncode == 0 and data.startswith(b"%PDF-1.7\n") and len(table) == 1 and
            data.count(b"startxref") == 1 and data.endswith(b"%%EOF\n") and
            len(table[0][1]) == 20 * int(table[0][0]) and table[0][1].count(b" n \n") ==
            int(table[0][0]) - 1 and b"/ObjStm" not in data and b"/Encrypt" not in data)


def text(data):
    path = os.path.join(TMP, "text.pdf")
    with open(path, "wb") as f:
        f.write(data)
    return subprocess.run(["pdftotext", path, "-"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout.decode()


def drawn(data):
    """The text of page 1 as the picture child reads it."""
    with tempfile.TemporaryFile() as f, tempfile.TemporaryFile() as g:
        f.write(data)
        f.flush()
        return first(tkm.ask("picture", [("op", "draw"), ("first", 1), ("last", 1), ("text", 1)],
                             [f.fileno(), g.fileno()])[1], "text", "")


def judged(what, data, want, **kw):
    answer, out, took = intake(data, **kw)
    same(said(answer), want, what)
    if want.startswith("refuse"):
        ok(took < 20, what + ": in time")
    else:
        ok(fresh(out) and int(first(answer, "bytes")) == len(out), what + ": one fresh section")
    return out


# --- files of public test suites --------------------------------------------------

for name, want in [
        ("minimal", "accept 1"), ("boxes-8p", "accept 8"), ("latin-cc0", "accept 1"),
        ("contract-ja", None),
        ("intake/a13-ja-noembed-sjis", "accept 1"), ("intake/a14-ja-noembed-identity", "accept 1"),
        ("intake/a16-ja-vertical-noembed", "accept 1"), ("intake/a20-rotations-6p", "accept 6"),
        ("intake/a21-hybrid-xref-30p", "accept 30"), ("intake/a22-linearized", "accept 1"),
        ("intake/a23-empty-pages", "accept 3"), ("intake/a26-form-filled", "accept 3 form"),
        ("intake/r01-xref-damaged-30p", "repaired 30"), ("intake/r02-bad-startxref", "repaired 1"),
        ("intake/r03-xref-invalid-entry", "repaired 1"), ("intake/r04-no-xref", "repaired 1"),
        ("intake/r05-no-eof", "repaired 1"), ("intake/r06-one-byte-missing", "repaired 1 metadata"),
        ("intake/r07-leading-junk-30p", "repaired 30 encryption"),
        ("intake/r08-direct-pages", "repaired 2"),
        ("intake/n01-not-a-pdf", "refuse not_pdf"), ("intake/n02-truncated", "refuse damaged"),
        ("intake/n03-user-password", "refuse password"),
        ("intake/n04-user-password-aes256", "refuse password"),
        ("intake/n05-owner-password-aes256", "accept 1 encryption"),
        ("intake/n06-owner-password-rc4-30p", "refuse restricted"),
        ("intake/n07-page-tree-loop", "refuse damaged"), ("intake/n09-no-pages", "refuse no_pages"),
        ("intake/n10-no-root", "refuse damaged"), ("intake/n11-javascript", "accept 1 scripts"),
        ("intake/n13-xfa-hidden-in-objstm", "refuse xfa"),
        ("intake/n14-script-payload", "refuse active"), ("intake/n15-script-in-form", "refuse active"),
        ("intake/n17-render-bomb-type3-cycle", "accept 1"),
        ("intake/n18-already-signed", "refuse signed")]:
    if want:
        judged(name, read(name + ".pdf"), want)

filled = intake(read("intake/a26-form-filled.pdf"))[1]
ok("abc potato" in text(filled), "a filled-in value is drawn into the page")
ok(b"/AcroForm" not in filled and b"/Widget" not in filled, "and no field is left")

# --- made for the purpose ---------------------------------------------------------

PAGES = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
FONT = b"<</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>"


def stream(body, extra=b""):
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(body), extra, body)


def page(extra=b"", box=b"[0 0 595 842]"):
    return (b"<</Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources %s %s>>"
            % (box, FONT, extra))


CONTENT = stream(b"BT /F1 20 Tf 100 700 Td (Contract text) Tj ET")


def made(catalog=b"", page_extra=b"", more=(), box=b"[0 0 595 842]", content=CONTENT):
    return chain.plain([b"<</Type /Catalog /Pages 2 0 R %s>>" % catalog, PAGES,
                        page(page_extra, box), content] + list(more))


judged("a made file", made(), "accept 1")
judged("nothing", b"", "refuse not_pdf")
judged("a renamed office file", b"PK\x03\x04" + bytes(5000), "refuse not_pdf")
judged("the mark too far in", bytes(1030) + made(), "refuse not_pdf")
judged("more pages than allowed", read("boxes-8p.pdf"), "refuse too_many_pages", max_pages=7)
judged("a page of a mile", made(box=b"[0 0 595 20000]"), "refuse page_size")
judged("a page of nothing", made(box=b"[0 0 0 0]"), "refuse page_size")
judged("units that make it a mile", made(page_extra=b"/UserUnit 20"), "refuse page_size")
judged("content outside the file", made(content=stream(b"", b"/F (/etc/passwd)")),
       "refuse external")
judged("an XFA form", made(catalog=b"/AcroForm <</Fields [] /XFA (x)>>"), "refuse xfa")
judged("usage rights", made(catalog=b"/Perms <</UR3 5 0 R>>", more=[
    b"<</Type /Sig /ByteRange [0 1 2 3] /Contents <00>>>"]), "refuse signed")
judged("an address that runs", made(page_extra=b"/Annots [<</Type /Annot /Subtype /Link "
                                    b"/Rect [0 0 9 9] /A <</S /URI /URI (javascript:alert\\(1\\))>>>>]"),
       "refuse active")
judged("a program to start", made(catalog=b"/OpenAction <</S /Launch /F (cmd.exe)>>"),
       "refuse active")
OCG = b"<</Type /OCG /Name (Layer)>>"
judged("a hidden layer", made(catalog=b"/OCProperties <</OCGs [5 0 R] /D <</OFF [5 0 R]>>>>",
                              more=[OCG]), "refuse layers")
judged("everything hidden", made(catalog=b"/OCProperties <</OCGs [5 0 R] /D <</BaseState /OFF>>>>",
                                 more=[OCG]), "refuse layers")
out = judged("layers that are all on", made(
    catalog=b"/OCProperties <</OCGs [5 0 R] /D <</Order [5 0 R]>>>>", more=[OCG]), "accept 1")
ok(b"/OCProperties" not in out, "… can no longer be switched")
out = judged("a file in the file", made(
    catalog=b"/Names <</EmbeddedFiles <</Names [(a) 5 0 R]>> /Dests <</Names []>>>>",
    more=[b"<</Type /Filespec /F (a.exe) /EF <</F 6 0 R>>>>", stream(b"MZ-payload")]),
    "accept 1 attachments")
ok(b"MZ-payload" not in out and b"EmbeddedFiles" not in out, "… is gone")
out = judged("open actions and additional actions", made(
    catalog=b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>> /AA <</WC 5 0 R>>",
    page_extra=b"/AA <</O <</S /JavaScript /JS (2)>>>>",
    more=[b"<</S /JavaScript /JS (3)>>"]), "accept 1 scripts")
ok(b"JavaScript" not in out and b"/AA" not in out, "… are gone")

LINK = (b"<</Type /Annot /Subtype /Link /Rect [10 10 90 30] /Border [0 0 0] "
        b"/A <</S /URI /URI (https://www.example.jp/)>>>>")
NOTE = (b"<</Type /Annot /Subtype /FreeText /Rect [100 100 300 130] /AP <</N 5 0 R>> "
        b"/Contents (noted)>>")
LOOKS = stream(b"BT /F1 20 Tf 2 5 Td (noted here) Tj ET",
               b"/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources " + FONT)
out = judged("plain links", made(page_extra=b"/Annots [" + LINK + b"]"), "accept 1")
ok(b"https://www.example.jp/" in out, "… stay")
out = judged("a link beside a note", made(page_extra=b"/Annots [" + LINK + NOTE + b"]",
                                          more=[LOOKS]), "accept 1 annotations")
ok(b"https://www.example.jp/" in out and b"/FreeText" not in out and "noted here" in text(out),
   "… stays, the note is drawn into the page")
FIELD = (b"<</Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [100 300 400 330] /F 4 "
         b"/DA (/F1 0 Tf) /V %s>>")
FORM = b"/AcroForm <</Fields [6 0 R] /NeedAppearances true>>"


def form(value):
    return made(catalog=FORM, page_extra=b"/Annots [6 0 R]", more=[LOOKS, FIELD % value])


out = judged("a Japanese value without looks", form("<FEFF6771 4EAC>".encode().replace(b" ", b"")),
             "accept 1 form")
ok("東京" in drawn(out), "… is drawn")
out = judged("an ASCII value without looks", form(b"(Chiyoda 1-1)"), "accept 1 form")
ok("Chiyoda 1-1" in text(out), "… is drawn")
judged("a value that cannot be drawn", form(b"<FEFFD842DFB7>"), "refuse undrawn")
whole = made(page_extra=b"/Annots [" + LINK + b"]")
judged("a broken table", whole.replace(b"startxref\n", b"startxref\n9"), "repaired 1")
bad = zlib.compress(b"BT /F1 20 Tf 100 700 Td (Contract text) Tj ET" * 50)
lost = made(content=stream(bad[:40] + b"\0\0\0\0\0" + bad[45:], b"/Filter /FlateDecode"))
judged("content that cannot be decoded", lost, "refuse damaged")
judged("a tail cut off with the page in it", made()[:150], "refuse damaged")

# --- always the same, and again -----------------------------------------------------

one, two = (intake(read("contract-ja.pdf"))[1] for _ in range(2))
ok(one and one == two, "the same upload gives the same bytes")
answer, again, took = intake(one, op="settle")
ok(fresh(again) and int(first(answer, "bytes")) == len(again), "settle: one fresh section")
ok(intake(again, op="settle")[1] == intake(again, op="settle")[1], "settle: the same bytes")
same(first(intake(b"no", op="settle")[0], "why"), "damaged", "settle: not of a broken file")

# --- limits -------------------------------------------------------------------------

many = 200000
answer, out, took = intake(made(page_extra=b"/X 5 0 R", more=[
    b"[" + b" ".join(b"%d 0 R" % i for i in range(6, many)) + b"]"] +
    [b"<</A (hello) /B [1 2 3]>>"] * (many - 6)))
ok(said(answer) == "accept 1" and took < 20, "%d objects: %s in %.1f s" % (many, said(answer), took))
deep = b"[" * 200000 + b"]" * 200000
answer, out, took = intake(made(page_extra=b"/X " + deep))
ok(first(answer, "verdict") == "refuse" and took < 20, "200,000 brackets: %s in %.1f s"
   % (said(answer), took))
bomb = zlib.compress(zlib.compress(bytes(1 << 28), 9), 9)
answer, out, took = intake(made(content=stream(bomb, b"/Filter [/FlateDecode /FlateDecode]")))
ok(took < 20, "a deflate bomb of 256 MB: %s in %.1f s" % (said(answer), took))
status, answer = tkm.ask("intake", [("op", "judge")], [])
ok(status != 0, "a bad request ends without an answer")
tkm.done()
