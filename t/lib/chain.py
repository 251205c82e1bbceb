# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes signed chains with the real compose and a throw-away key: qpdf, base,
qpdf again, then one revision per act. The CMS comes from the openssl program."""
import hashlib
import os
import re
import shutil
import subprocess

import tkm
from tkm import first

CHAIN = "abcdefghijkmnpqr-1"
START = 1763870400 * 10**9 + 123456789
NAME = "締結テスト運用者"
RESERVE = 8192
FONTS = ("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
         "/usr/share/fonts/truetype/ipamj/ipamjm.ttf")


def settle(source, target):
    """As intake's op=settle does it. True when qpdf had nothing to complain of."""
    p = subprocess.run(["qpdf", "--object-streams=disable", "--deterministic-id",
                        "--min-version=1.7", source, target], stderr=subprocess.DEVNULL)
    return p.returncode == 0


def compose(fields, before, out):
    """Returns (status, fields); out is created or emptied first."""
    with open(before, "rb") as f, open(out, "w+b") as g, open(FONTS[0], "rb") as gothic, \
            open(FONTS[1], "rb") as mincho:
        return tkm.ask("compose", fields,
                       [f.fileno(), g.fileno(), gothic.fileno(), mincho.fileno()])


def field(number, kind, page, slot, x, y, w, h, label=""):
    """A `field` line; millimetres."""
    place = " ".join("%d" % round(v * 100) for v in (x, y, w, h))
    return "F%04d %s %d %d %s\n%s" % (number, kind, page, slot, place, label)


def filled(number, kind, value, size=0):
    """A `fill` line; size in points."""
    return "F%04d %s %d\n%s" % (number, kind, round(size * 10), value)


def base(source, folder, sigs, fields=()):
    """Path of a base file with `sigs` signature fields and `field` lines, one section."""
    clean, grown, done = (os.path.join(folder, n) for n in ("clean.pdf", "grown.pdf", "base.pdf"))
    assert settle(source, clean)
    status, answer = compose([("op", "base"), ("sigs", sigs)] + [("field", x) for x in fields],
                             clean, grown)
    assert status == 0 and not first(answer, "error"), answer
    assert settle(grown, done)
    return done


def plain(objects, extra=b"/ID [<00AA><00AA>]"):
    """A small file from bodies; object 1 is the catalog."""
    out, at = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for i, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % a for a in at)
    return out + (b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(objects) + 1, extra, xref))


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).digest()


def pages(path):
    return int(subprocess.check_output(["qpdf", "--show-npages", path]))


def acts(base_path, parties, title="秘密保持契約書"):
    """The fields of every act of a chain with `parties` agreeing parties."""
    roster = b"".join(hashlib.sha256(b"p%d@example.jp" % i).digest() for i in range(parties + 1))

    def head(kind, version):
        return [("kind", kind), ("chain", CHAIN), ("version", version),
                ("time", START + version * 60 * 10**9)]

    yield head("fix", 1) + [("title", title), ("pages", pages(base_path)),
                            ("upload", hashlib.sha256(b"upload").digest()),
                            ("base", sha256(base_path)), ("roster", roster)]
    for slot in range(parties + 1):
        yield head("agree" if slot else "send", slot + 2) + [
            ("slot", slot), ("name", "署名 %d郎(𠮷)" % slot if slot != 1 else "Hanako (Sales)\\"),
            ("mail", "p%d@example.jp" % slot), ("methods", 1 + 2 * (slot % 2)),
            ("binds", hashlib.sha256(b"binds%d" % slot).digest())]
    yield head("conclude", parties + 3) + [("parties", parties)]


def revise(act, before, out, fills=(), name=NAME, reserve=RESERVE):
    return compose(act + [("op", "revise"), ("name", name), ("reserve", reserve)] +
                   [("fill", x) for x in fills], before, out)


def fill(answer, cms, before, out):
    return fill_gap([("op", "fill"), ("gap_off", first(answer, "gap_off")),
                     ("reserve", first(answer, "reserve")), ("cms", cms)], before, out)


def fill_gap(fields, before, out):
    """A copy of the candidate is filled in place."""
    shutil.copy(before, out)
    with open(out, "r+b") as f:
        return tkm.ask("compose", fields, [f.fileno()])


class Key:
    def __init__(self, folder):
        self.key, self.cert = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
                        "-subj", "/CN=Throw-away", "-keyout", self.key, "-out", self.cert],
                       check=True, stderr=subprocess.DEVNULL)

    def sign(self, content):
        return subprocess.run(["openssl", "cms", "-sign", "-cades", "-binary", "-nosmimecap", "-md",
                               "sha256", "-outform", "DER", "-signer", self.cert, "-inkey",
                               self.key], input=content, check=True, stdout=subprocess.PIPE).stdout


def signed_bytes(data):
    """What the last signature covers, by its ByteRange as it stands in the file."""
    a, b, c, d = map(int, re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", data)[-1])
    return data[a:a + b] + data[c:c + d]


def step(act, key, before, folder, version, fills=()):
    """One whole revision; returns (path, answer of revise)."""
    candidate = os.path.join(folder, "v%d.candidate.pdf" % version)
    out = os.path.join(folder, "v%d.pdf" % version)
    status, answer = revise(act, before, candidate, fills)
    assert status == 0 and not first(answer, "error"), (version, answer)
    with open(candidate, "rb") as f:
        cms = key.sign(signed_bytes(f.read()))
    status, filled = fill(answer, cms, candidate, out)
    assert status == 0 and not first(filled, "error"), (version, filled)
    return out, answer


def grow(source, folder, key, parties):
    """The whole chain; returns the base's path and [(path, answer), …]."""
    path = start = base(source, folder, parties + 3)
    made = []
    for version, act in enumerate(acts(start, parties), 1):
        path, answer = step(act, key, path, folder, version)
        made.append((path, answer))
    return start, made
