#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# What compose refuses, and with which word: damaged frames, tables, trailers
# and objects, wrong acts, wrong gaps. Nothing is ever written then.
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import chain
import tkm
from tkm import first, ok, same

for program in ("qpdf", "openssl"):
    if not shutil.which(program):
        tkm.skip_all("needs " + program)
TMP = tempfile.mkdtemp()
START, MADE = chain.grow(os.path.join(HERE, "data", "minimal.pdf"), TMP, chain.Key(TMP), 1)
ACTS = list(chain.acts(START, 1))
IN, OUT = os.path.join(TMP, "in.pdf"), os.path.join(TMP, "out.pdf")


def read(path):
    with open(path, "rb") as f:
        return f.read()


def put(data):
    with open(IN, "wb") as f:
        f.write(data)
    return IN


V1, CANDIDATE = read(MADE[0][0]), read(os.path.join(TMP, "v1.candidate.pdf"))


def refused(answer, error, why, what):
    status, fields = answer
    good = status == 0 and first(fields, "error") == error and first(fields, "why") == why and \
        os.path.getsize(OUT) == 0 and not first(fields, "length")
    if not ok(good, "%s: %s, %s" % (what, error, why)):
        print("#   got %r" % ((status, fields),))


# --- the file ---------------------------------------------------------------
def last(data, old, new):
    """Replaces the last occurrence; what follows it may have any length."""
    at = data.rindex(old)
    return data[:at] + new + data[at + len(old):]


def same_length(data, old, new):
    assert len(old) == len(new) and old in data, old
    return data.replace(old, new, 1)


def moved(data, old, new):
    """Changes the last revision's body and moves its table and startxref with it."""
    at, xref = data.rindex(old), data.rindex(b"\nxref\n") + 1
    shift = len(new) - len(old)
    head, table = data[:at] + new + data[at + len(old):xref], data[xref:]

    def entry(m):
        place = int(m.group(1))
        return b"%010d 00000 n \n" % (place + shift if place > at else place)
    table = re.sub(rb"(\d{10}) 00000 n \n", entry, table)
    return head + re.sub(rb"startxref\n\d+", b"startxref\n%d" % (xref + shift), table)


ROW = re.findall(rb"\d{10} 00000 n \n", V1[V1.rindex(b"\nxref\n"):])[0]
ROOT = re.search(rb"/Root (\d+) 0 R", V1).group(1)
PREV = re.findall(rb"/Prev (\d+)", V1)[-1]
XREF = b"%d" % (V1.rindex(b"\nxref\n") + 1)
SIG = re.search(rb"/V (\d+) 0 R", V1).group(1)
ID = re.findall(rb"/ID \[<(\w\w)", V1)[-1]

FILES = [
    ("empty", b"", "header"),
    ("no PDF", b"GIF89a" * 100, "header"),
    ("a byte before the header", b" " + V1, "header"),
    ("version 1.8", same_length(V1, b"%PDF-1.7", b"%PDF-1.8"), "header"),
    ("version 3.0", same_length(V1, b"%PDF-1.7", b"%PDF-3.0"), "header"),
    ("a byte behind the end", V1 + b"\n", "tail"),
    ("junk behind the end", V1 + b"%junk\n%%EOF\n", "tail"),
    ("the last line end missing", V1[:-1], "tail"),
    ("cut in the last table", V1[:-60], "tail"),
    ("CR LF at the end", V1[:-7] + b"\r\n%%EOF\r\n", "tail"),
    ("startxref with a zero before", last(V1, b"startxref\n", b"startxref\n0"), "tail"),
    ("startxref 0", last(V1, XREF + b"\n%%EOF", b"0\n%%EOF"), "tail"),
    ("startxref beyond the end", last(V1, XREF + b"\n%%EOF", b"9999999999\n%%EOF"), "xref"),
    ("startxref one off", last(V1, XREF + b"\n%%EOF", b"%d\n%%%%EOF" % (int(XREF) + 1)), "xref"),
    ("startxref at the older table", last(V1, XREF + b"\n%%EOF", PREV + b"\n%%EOF"), "tail"),
    ("entry of 19 bytes", last(V1, ROW, ROW[:-2] + b"\n"), "trailer"),
    ("entry ending in CR LF", last(V1, ROW, ROW[:-2] + b"\r\n"), "xref"),
    ("free entry in a revision", last(V1, ROW, ROW.replace(b"n", b"f")), "xref"),
    ("generation 1", last(V1, ROW, ROW.replace(b" 00000 ", b" 00001 ")), "xref"),
    ("letters in an entry", last(V1, ROW, b"x" + ROW[1:]), "xref"),
    ("entry into the older revision", last(V1, ROW, b"%010d 00000 n \n" % 15), "xref"),
    ("entry into its own table", last(V1, ROW, b"%010d 00000 n \n" % (int(XREF) + 5)), "xref"),
    ("subsection of none", last(V1, ROOT + b" 1\n", ROOT + b" 0\n"), "xref"),
    ("subsection of 999999999", last(V1, SIG + b" 1\n", SIG + b" 999999999\n"), "xref"),
    ("new number with a gap", last(V1, SIG + b" 1\n", b"%d 1\n" % (int(SIG) + 1)), "xref"),
    ("/Size too large", last(V1, b"/Size ", b"/Size 9"), "xref"),
    ("/Size too small", last(V1, b"/Size %d" % (int(SIG) + 1), b"/Size " + SIG), "xref"),
    ("/Size huge", last(V1, b"/Size ", b"/Size 99999999"), "trailer"),
    ("/Size no number", last(V1, b"/Size ", b"/Size /"), "trailer"),
    ("/Size missing", last(V1, b"/Size ", b"/Zise "), "trailer"),
    ("/Size twice", last(V1, b"/Size ", b"/Size 9 /Size "), "trailer"),
    ("/Size twice, once with an escape", last(V1, b"/Size ", b"/#53ize 9 /Size "), "trailer"),
    ("/Prev at itself", last(V1, b"/Prev " + PREV, b"/Prev " + XREF), "trailer"),
    ("/Prev forward", last(V1, b"/Prev " + PREV, b"/Prev 9999999"), "trailer"),
    ("/Prev into nothing", last(V1, b"/Prev " + PREV, b"/Prev 17"), "xref"),
    ("/Prev a reference", last(V1, b"/Prev " + PREV, b"/Prev 1 0 R"), "trailer"),
    ("no /Prev", last(V1, b"/Prev " + PREV, b""), "xref"),
    ("/Encrypt", last(V1, b"/Prev", b"/Encrypt 3 0 R /Prev"), "trailer"),
    ("/XRefStm", last(V1, b"/Prev", b"/XRefStm 15 /Prev"), "trailer"),
    ("another /Root", last(V1, b"/Root ", b"/Root 2"), "trailer"),
    ("another first ID", last(V1, b"/ID [<" + ID, b"/ID [<" + b"%02x" % (int(ID, 16) ^ 1)), "trailer"),
    ("no /ID", last(V1, b"/ID", b"/XD"), "trailer"),
    ("/Info out of nowhere", last(V1, b"/Prev", b"/Info 3 0 R /Prev"), "trailer"),
    ("unknown key in the trailer", last(V1, b"/Prev", b"/DocChecksum (x) /Prev"), "trailer"),
    ("comment in the trailer", last(V1, b"/Prev", b"%x\n/Prev"), "trailer"),
    ("trailer nested 65 deep", last(V1, b"/Prev", b"/X " + b"[" * 65 + b"]" * 65 + b" /Prev"), "trailer"),
    ("200,000 open brackets", last(V1, b"/Prev", b"/X " + b"[" * 200000 + b" /Prev"), "trailer"),
    ("bytes between the objects", moved(V1, SIG + b" 0 obj", b"hidden " + SIG + b" 0 obj"), "loose"),
    ("a comment before the table", moved(V1, b"endobj\n", b"endobj\n%x\n"), "loose"),
    ("an object no table lists", moved(V1, b"endobj\n", b"endobj\n99 0 obj\n1\nendobj\n"), "loose"),
    ("an object under another's number", moved(V1, SIG + b" 0 obj", b"1" + SIG + b" 0 obj"), "loose"),
    ("an object of generation 7", moved(V1, SIG + b" 0 obj", SIG + b" 7 obj"), "loose"),
    ("an object without end", moved(V1, b"endobj\n", b"\n"), "loose"),
    ("a stream with a wrong length",
     moved(V1, b"\nendobj\n", b"\nstream\nab\nendstream\nendobj\n"), "loose"),
    ("field named twice", moved(V1, b"/T (Sig01)", b"/T (Sig01) /T (Sig01)"), "form"),
    ("a foreign signature field", moved(V1, b"/T (Sig01)", b"/T (Other)"), "form"),
    ("two fields of one name", moved(V1, b"/T (Sig01)", b"/T (Sig02)"), "form"),
    ("/V no reference", moved(V1, b"/V " + SIG + b" 0 R", b"/V <<>>"), "form"),
    ("the catalog's form gone", moved(V1, b"/AcroForm", b"/CroForm"), "form"),
    ("the catalog no catalog", moved(V1, b"/Type /Catalog /Perms", b"/Type /Page /Perms"), "form"),
    ("an empty /Contents", moved(V1, re.findall(rb"/Contents <\w+>", V1)[-1], b"/Contents <>"),
     "unfilled"),
]
for what, data, why in FILES:
    refused(chain.revise(ACTS[1], put(data), OUT), "conflict" if why == "unfilled" else "invalid",
            why, what)
refused(chain.revise(ACTS[1], put(CANDIDATE), OUT), "conflict", "unfilled", "an empty gap")

with open(IN, "wb") as f:
    f.truncate((80 << 20) + 1)
refused(chain.revise(ACTS[1], IN, OUT), "invalid", "before", "a file over 80 MiB")
r, w = os.pipe()
with open(OUT, "w+b") as g:
    refused(tkm.ask("compose", ACTS[1] + [("op", "revise"), ("name", "x"), ("reserve", 8192)],
                    [r, g.fileno()]), "invalid", "before", "a pipe instead of a file")
with open(START, "rb") as f, open(IN, "w+b") as g:
    g.write(b"old")
    g.flush()
    status, fields = tkm.ask("compose", ACTS[0] + [("op", "revise"), ("name", "x"),
                                                   ("reserve", 8192)], [f.fileno(), g.fileno()])
    same((status, first(fields, "error"), first(fields, "why"), read(IN)),
         (0, "invalid", "out", b"old"), "an output that is not empty")

# --- the base ---------------------------------------------------------------
CLEAN = read(os.path.join(TMP, "clean.pdf"))


def base(data, sigs=4):
    return chain.compose([("op", "base"), ("sigs", sigs)], put(data), OUT)


def in_clean(old, new):
    """Keeps the length by eating blanks, so that the offsets stay right."""
    if len(new) < len(old):
        new += b" " * (len(old) - len(new))
    return same_length(CLEAN, old, new)


refused(base(read(START)), "invalid", "form", "a base with a form already")
refused(base(CLEAN, 0), "invalid", "ask", "no signature field")
refused(base(CLEAN, 132), "invalid", "ask", "132 signature fields")
refused(base(in_clean(b"/Type /Catalog", b"/Type /Catalig")), "invalid", "pages", "no catalog")
refused(base(in_clean(b"/Type /Pages", b"/Type /Pagus")), "invalid", "pages", "no page tree")
refused(base(in_clean(b"/Kids [ 3 0 R ]", b"/Kids [ 2 0 R ]")), "invalid", "pages", "a tree in a loop")
refused(base(in_clean(b"/Kids [ 3 0 R ]", b"/Kids [ 9 0 R ]")), "invalid", "pages", "a page missing")
refused(base(in_clean(b"/Kids [ 3 0 R ]", b"/Kids [ ]")), "invalid", "pages", "no pages")
refused(base(in_clean(b"/Kids [ 3 0 R ]", b"/Kids [<<>>]")), "invalid", "pages", "a direct page")
refused(base(in_clean(b"/MediaBox", b"/Annots /")), "invalid", "pages", "a broken page")
refused(base(in_clean(b"/MediaBox [ 0 0 612 792 ]", b"/Annots /None")), "invalid", "annots",
        "/Annots that is no array")
PAGE = [b"<</Type /Pages /Count 1 /Kids [3 0 R]>>", b"<</Type /Page /Parent 2 0 R>>"]
for key, why in ((b"/Perms <<>>", "signed"), (b"/DSS 3 0 R", "signed"), (b"/AcroForm null", "form"),
                 (b"/Pages 2 0 R", "pages")):
    refused(base(chain.plain([b"<</Type /Catalog /Pages 2 0 R " + key + b">>"] + PAGE)), "invalid",
            why, "a catalog with " + key.decode())
deep = [b"<</Type /Catalog /Pages 2 0 R>>"] + \
    [b"<</Type /Pages /Count 1 /Kids [%d 0 R]>>" % (i + 3) for i in range(65)] + PAGE[1:]
refused(base(chain.plain(deep)), "invalid", "pages", "a page tree of 65 floors")
ok(first(base(chain.plain(deep[:1] + [b"<</Type /Pages /Count 1 /Kids [%d 0 R]>>" % (i + 3)
                                      for i in range(64)] + PAGE[1:]))[1], "length"), "64 are fine")

# --- the act ----------------------------------------------------------------
fix, send, agree, conclude = ACTS


def changed(act, **other):
    return [(k, other.get(k, v)) for k, v in act]


def rows(act, rest=(("op", "revise"), ("name", "x"), ("reserve", 8192))):
    return list(act) + list(rest)


refused(chain.revise(send, START, OUT), "conflict", "version", "version 2 of a base")
refused(chain.revise(fix, MADE[0][0], OUT), "conflict", "version", "version 1 again")
refused(chain.revise(agree, MADE[0][0], OUT), "conflict", "version", "version 3 before 2")
refused(chain.revise(conclude, MADE[1][0], OUT), "conflict", "version", "the conclusion too early")
refused(chain.revise(changed(conclude, parties=2, version=5), MADE[2][0], OUT), "invalid", "form",
        "more parties than fields")
refused(chain.revise(changed(conclude, parties=0, version=3), MADE[1][0], OUT), "invalid", "form",
        "fewer parties than fields")
refused(chain.revise(changed(agree, slot=2, version=4), MADE[2][0], OUT), "invalid", "form",
        "an agreement in the last field")
refused(chain.revise(changed(fix, roster=b"r" * 32 * 4), START, OUT), "invalid", "form",
        "a roster longer than the fields")
refused(chain.revise(changed(fix, base=b"b" * 32), START, OUT), "invalid", "base", "another base")
refused(chain.revise(changed(fix, pages=2), START, OUT), "invalid", "pages", "another page count")
for what, fields in (
        ("no act", [("op", "revise"), ("name", "x"), ("reserve", 8192)]),
        ("op before the act", [("op", "revise")] + fix + [("name", "x"), ("reserve", 8192)]),
        ("no name", rows(fix, [("op", "revise"), ("reserve", 8192)])),
        ("an empty name", rows(fix, [("op", "revise"), ("name", ""), ("reserve", 8192)])),
        ("a name of 481 bytes", rows(fix, [("op", "revise"), ("name", "x" * 481), ("reserve", 8192)])),
        ("the party's name is not the operator's", rows(send, [("op", "revise"), ("reserve", 8192)])),
        ("a reserve of 4095", rows(fix, [("op", "revise"), ("name", "x"), ("reserve", 4095)])),
        ("a reserve of 65537", rows(fix, [("op", "revise"), ("name", "x"), ("reserve", 65537)])),
        ("a lock of somebody's own", rows(send) + [("lock", "F0001")]),
        ("an unknown op", rows(fix, [("op", "erase"), ("name", "x"), ("reserve", 8192)])),
        ("no op", rows(fix, [("name", "x"), ("reserve", 8192)])),
        ("nothing", [])):
    refused(chain.compose(fields, START, OUT), "invalid", "ask", what)

# --- the gap ----------------------------------------------------------------
GAP = int(first(MADE[0][1], "gap_off"))
CMS = b"\x30\x82\x01\x00" + b"c" * 256


def fill(data=CANDIDATE, gap=GAP, reserve=8192, cms=CMS):
    answer = chain.fill_gap([("op", "fill"), ("gap_off", gap), ("reserve", reserve), ("cms", cms)],
                            put(data), OUT)
    if first(answer[1], "error") and read(OUT) == data:
        os.truncate(OUT, 0)  # as it was: nothing was written
    return answer


def patched(at, byte):
    return CANDIDATE[:at] + byte + CANDIDATE[at + 1:]


status, fields = fill()
same((status, first(fields, "length"), read(OUT)),
     (0, str(len(CANDIDATE)), CANDIDATE[:GAP + 1] + CMS.hex().upper().encode() +
      CANDIDATE[GAP + 1 + 2 * len(CMS):]), "a good fill changes these digits and nothing else")
refused(fill(gap=GAP - 1), "invalid", "gap", "one byte before the gap")
refused(fill(gap=GAP + 1), "invalid", "gap", "one byte behind it")
refused(fill(reserve=8191), "invalid", "gap", "a smaller reserve")
refused(fill(reserve=8193), "invalid", "gap", "a larger reserve")
refused(fill(data=patched(GAP + 1, b"1")), "invalid", "gap", "the first digit not 0")
refused(fill(data=patched(GAP + 16384, b"1")), "invalid", "gap", "the last digit not 0")
refused(fill(data=patched(GAP + 99, b" ")), "invalid", "gap", "a blank in the gap")
refused(fill(data=V1), "invalid", "gap", "a gap that is full")
refused(fill(gap=79 << 20), "invalid", "gap", "a gap beyond the file")
refused(fill(data=read(os.path.join(TMP, "v2.candidate.pdf"))), "invalid", "gap",
        "a gap of an earlier revision")
refused(fill(data=CANDIDATE + b"x"), "invalid", "tail", "a candidate with a tail")
refused(fill(cms=b""), "invalid", "cms", "no CMS")
refused(fill(cms=b"\x31" + CMS[1:]), "invalid", "cms", "no SEQUENCE")
refused(fill(cms=CMS + b"\0"), "invalid", "cms", "a byte behind the CMS")
refused(fill(cms=CMS[:-1]), "invalid", "cms", "a CMS cut short")
refused(fill(cms=b"\x30\x80\0\0"), "invalid", "cms", "indefinite length")
refused(fill(cms=b"\x30\x82\x20\x00" + b"c" * 8192), "invalid", "cms", "larger than the reserve")

# --- the frame --------------------------------------------------------------
for what, raw in (("no frame", b""), ("not a frame", b"GET / HTTP/1.1\r\n\r\n"),
                  ("a frame cut short", tkm.frame([("op", "base")])[:-1]),
                  ("a frame of 4 GiB", b"TKM1\xff\xff\xff\xff")):
    with open(START, "rb") as f, open(OUT, "w+b") as g:
        status, fields = tkm.ask("compose", raw, [f.fileno(), g.fileno()], raw=True)
    ok(status == 70 and not fields and os.path.getsize(OUT) == 0, what + ": ends without an answer")

shutil.rmtree(TMP)
tkm.done()
