#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# compose's store of validation data and document time stamps: exact bytes, limits
# and refusals. Whether they mean anything is t/545's question.
import hashlib
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
from tkm import done, every, first, ok, same, skip_all

for program in ("qpdf", "openssl"):
    if not shutil.which(program):
        skip_all("needs " + program)
TMP = tempfile.mkdtemp()


def path(name):
    return os.path.join(TMP, name)


def read(name):
    with open(name, "rb") as f:
        return f.read()


def write(name, data):
    with open(path(name), "wb") as f:
        f.write(data)
    return path(name)


def compose(op, before, out="out.pdf", *fields):
    return chain.compose([("op", op), *fields], before, path(out))[1]


def outcome(answer):
    return first(answer, "error"), first(answer, "why")


def der(n, fill=b"\1"):
    """A SEQUENCE of n bytes of content."""
    length = bytes([n]) if n < 128 else b"\x84" + n.to_bytes(4, "big")
    return b"\x30" + length + fill * n


def append(data, objects):
    """A revision of whole objects by number, new ones behind the old size."""
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    root = re.findall(rb"/Root (\d+) 0 R", data)[-1]
    info = re.findall(rb"/Info (\d+) 0 R", data)[-1]
    first_id = re.findall(rb"/ID \[(<[0-9a-f]+>)", data)[-1]
    prev = re.findall(rb"startxref\n(\d+)", data)[-1]
    out, runs = data, []
    for n, text in sorted(objects.items()):
        if not runs or runs[-1][0] + len(runs[-1][1]) != n:
            runs.append((n, []))
        runs[-1][1].append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, text)
    table = b"".join(b"%d %d\n%s" % (n, len(rows), b"".join(rows)) for n, rows in runs)
    return out + b"xref\n%strailer\n<</Size %d /Root %s 0 R /Info %s 0 R /ID [%s<00>] /Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        table, max(size, max(objects) + 1), root, info, first_id, prev, len(out))


def body(data, number):
    return re.findall(rb"(?:^|\n)%d 0 obj\n(.*?)\nendobj\n" % number, data, re.S)[-1]


key = chain.Key(TMP)
base, made = chain.grow(os.path.join(HERE, "data", "contract-ja.pdf"), TMP, key, 2)
files = [f for f, _ in made]
whole = files[-1]
data = read(whole)
size = int(re.findall(rb"/Size (\d+)", data)[-1])
CERT, OCSP, CRL = ("cert", der(700)), ("ocsp", der(90)), ("crl", der(300, b"\2"))

# --- the store, byte for byte
same(first(compose("dss", whole, "d1.pdf", CRL, CERT, OCSP, CERT), "length"), str(os.path.getsize(path("d1.pdf"))), "length")
added = read(path("d1.pdf"))[len(data):]
stream = lambda n, v: b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (n, len(v), v)
want = (stream(size, CRL[1]) + stream(size + 1, CERT[1]) + stream(size + 2, OCSP[1]) +
        b"%d 0 obj\n<</Type /DSS /Certs [%d 0 R] /OCSPs [%d 0 R] /CRLs [%d 0 R]>>\nendobj\n" % (size + 3, size + 1, size + 2, size))
same(added[:len(want)], want, "streams as they are, then the store")
catalog = int(re.findall(rb"/Root (\d+)", data)[-1])
old = body(data, catalog)
same(added[len(want):].split(b"xref")[0], b"%d 0 obj\n%s /DSS %d 0 R >>\nendobj\n" % (catalog, old[:-3], size + 3),
     "then the catalog, one key longer")
answer = compose("dss", path("d1.pdf"), "d2.pdf", CERT, ("crl", der(301)), CRL)
same([first(answer, k) for k in ("certs", "ocsps", "crls")], ["0", "0", "1"], "what is there is not put there again")
added = read(path("d2.pdf"))[len(read(path("d1.pdf"))):]
same(added.split(b"xref")[0], stream(size + 4, der(301)) +
     b"%d 0 obj\n<</Type /DSS /Certs [%d 0 R] /OCSPs [%d 0 R] /CRLs [%d 0 R %d 0 R]>>\nendobj\n" %
     (size + 3, size + 1, size + 2, size, size + 4), "the store again, longer; the catalog stays")
answer = compose("dss", whole, "one.pdf", OCSP)
ok(b"<</Type /DSS /OCSPs [%d 0 R]>>" % size in read(path("one.pdf")), "an empty array is left out")
same(outcome(compose("dss", path("d1.pdf"), "x", CERT, OCSP)), ("conflict", "nothing"), "nothing new")

# --- the stamp
answer = compose("dts", path("d1.pdf"), "g1.pdf", ("reserve", 5000))
gap = read(path("g1.pdf"))
at = int(first(answer, "gap_off"))
same(gap[at:at + 10002], b"<" + b"0" * 10000 + b">", "the gap")
same(dict(answer)["digest"], hashlib.sha256(gap[:at] + gap[at + 10002:]).digest(), "the digest is over all the rest")
page = int(subprocess.check_output(["qpdf", "--show-pages", whole]).split()[2])
same(len(re.findall(rb" 0 obj\n", gap[len(read(path("d1.pdf"))):])), 4, "four objects")
ok(b"/FT /Sig /T (Dts01) /Rect [0 0 0 0] /F 132 /P %d 0 R /V %d 0 R>>" % (page, size + 5) in gap, "an invisible field")
same(outcome(compose("dts", path("g1.pdf"), "x", ("reserve", 5000))), ("conflict", "unfilled"), "a second one over an empty one")
same(outcome(compose("dss", path("g1.pdf"), "x", CRL)), ("conflict", "unfilled"), "a store over an empty one")
same(outcome(compose("contents", path("g1.pdf"))), ("conflict", "unfilled"), "its contents")
token = der(4990)
same(outcome(chain.fill(answer, der(5001), path("g1.pdf"), path("x"))[1]), ("invalid", "cms"), "a token longer than the gap")
same(outcome(chain.fill(answer, token + b"\0", path("g1.pdf"), path("x"))[1]), ("invalid", "cms"), "more than a token")
same(outcome(chain.fill(answer, token, path("g1.pdf"), path("t1.pdf"))[1]), (None, None), "one that fits")
answer = compose("contents", path("t1.pdf"))
same(([k for k, _ in answer], answer[-1][1]), (["cms"] * 5 + ["token"], token), "it comes out as it went in")
ok(all(v[0] == 0x30 and len(v) == int.from_bytes(v[2:4], "big") + 4 for _, v in answer[:5]), "so do the signatures, without zeros")

# --- too early, too often
for file, name in [(base, "no version")] + [(f, "version %d" % (i + 1)) for i, f in enumerate(files[:-1])]:
    same([outcome(compose(op, file, "x", *more)) for op, more in (("dss", (CERT,)), ("dts", (("reserve", 4096),)), ("contents", ()))],
         [("conflict", "open")] * 3, "a file of %s" % name)
last = path("t1.pdf")
for n in range(2, 100):
    answer = compose("dts", last, "g.pdf", ("reserve", 4096))
    chain.fill(answer, der(9), path("g.pdf"), path("t%d.pdf" % (n % 2 + 2)))
    last = path("t%d.pdf" % (n % 2 + 2))
same(first(answer, "field"), "Dts99", "ninety-nine stamps")
same(os.system("qpdf --check %s >/dev/null" % last), 0, "… in a sound file")
same(len(every(compose("contents", last), "token")), 99, "… all found again")
same(outcome(compose("dts", last, "x", ("reserve", 4096))), ("invalid", "range"), "not one more")

# --- no requests
for what, op, fields, word in (
        ("no item", "dss", (), "ask"), ("too many", "dss", [("crl", der(4))] * 513, "ask"),
        ("garbage", "dss", [("cert", b"garbage")], "item"), ("nothing", "dss", [("cert", b"")], "item"),
        ("one and a byte", "dss", [("ocsp", der(9) + b"\0")], "item"), ("cut short", "dss", [("crl", der(9)[:-1])], "item"),
        ("indefinite length", "dss", [("crl", b"\x30\x80\1\1\0\0")], "item"),
        ("over a megabyte", "dss", [("crl", der(1 << 20))], "item"),
        ("over twelve", "dss", [("crl", der((1 << 20) - 9, bytes([i]))) for i in range(12)] + [("crl", der(60))], "range"),
        ("no reserve", "dts", (), "ask"), ("too small", "dts", [("reserve", 4095)], "ask"),
        ("too large", "dts", [("reserve", 65537)], "ask")):
    same(outcome(compose(op, whole, "x", *fields)), ("invalid", word), "%s: %s" % (op, what))
same(chain.compose([("op", "dss")] + [("crl", der((1 << 20) - 9, bytes([i]))) for i in range(13)], whole, path("x"))[0], 70,
     "dss: no frame at all above that")
eleven = [("crl", der((1 << 20) - 9, bytes([i]))) for i in range(11)]
same(first(compose("dss", whole, "big.pdf", *eleven), "crls"), "11", "eleven megabytes of lists")

# --- stores that are not ours
last_id = size
store = lambda text: write("foreign.pdf", append(data, {catalog: old[:-3] + b" /DSS %d 0 R >>" % last_id, last_id: text}))
for what, file in (
        ("with /VRI", store(b"<</Type /DSS /VRI <<>>>>")),
        ("no dictionary", store(b"[1]")),
        ("with an array twice", store(b"<</Certs [%d 0 R] /Certs [%d 0 R]>>" % (catalog, catalog))),
        ("with what is no stream", store(b"<</Type /DSS /Certs [%d 0 R]>>" % catalog)),
        ("with a number", store(b"<</Type /DSS /Certs [5]>>")),
        ("in the catalog itself", write("foreign2.pdf", append(data, {catalog: old[:-3] + b" /DSS <<>> >>"}))),
        ("with a filter", write("foreign3.pdf", append(data, {
            catalog: old[:-3] + b" /DSS %d 0 R >>" % last_id, last_id: b"<</Certs [%d 0 R]>>" % (last_id + 1),
            last_id + 1: b"<</Length 2 /Filter /FlateDecode>>\nstream\n\x30\0\nendstream"})))):
    same(outcome(compose("dss", file, "x", CERT)), ("invalid", "dss"), "a store %s" % what)
fine = write("foreign4.pdf", append(data, {catalog: old[:-3] + b" /DSS %d 0 R >>" % last_id, last_id: b"<</Type /DSS>>"}))
same(outcome(compose("dss", fine, "x", CERT)), (None, None), "… an empty one is none of these")

# --- forms that are not ours
for what, objects in (
        ("a stamp without /V", {size: b"<</Type /Annot /Subtype /Widget /FT /Sig /T (Dts01) /Rect [0 0 0 0] /F 132>>"}),
        ("a gap in the numbers", {size: b"<</FT /Sig /T (Dts02) /V %d 0 R>>" % catalog}),
        ("a stranger's signature field", {size: b"<</FT /Sig /T (Mine) /V %d 0 R>>" % catalog})):
    form = int(re.findall(rb"/AcroForm (\d+) 0 R", old)[0])
    objects = {**objects, form: body(data, form).replace(b"/Fields [", b"/Fields [%d 0 R " % size)}
    same([outcome(compose(op, write("form.pdf", append(data, objects)), "x", *more))
          for op, more in (("dss", (CERT,)), ("dts", (("reserve", 4096),)))], [("invalid", "form")] * 2, what)
same(outcome(compose("dss", write("junk.pdf", data + b"\n"), "x", CERT)), ("invalid", "tail"), "a line behind the end")
shutil.rmtree(TMP)
done()
