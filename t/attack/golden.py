# SPDX-License-Identifier: AGPL-3.0-or-later
"""Golden files: whole chains by the real compose with a throw-away PKI, with
input fields where some are asked for."""
import hashlib
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import chain  # noqa: E402
import tkm  # noqa: E402
from surgeon import Surgeon, gap_of, parts, put, ranged  # noqa: E402
from tkm import every, first  # noqa: E402

RESERVE = 16384
FONTS = ["/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf", "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"]

# (name, kind, page, slot, x, y, w, h, label, value): text, check and seal of the sender and of two recipients
FIELDS = [("F0001", "text", 1, 0, 2000, 3000, 6000, 800, "住所", "東京都千代田区1-1"),
          ("F0002", "text", 1, 1, 2000, 5000, 6000, 800, "氏名", "髙﨑 𠮷子"),
          ("F0003", "check", 1, 1, 2000, 7000, 600, 600, "同意する", "1"),
          ("F0004", "round", 1, 1, 9000, 5000, 2000, 2000, "印", "乙山"),
          ("F0005", "lines", 1, 1, 2000, 9000, 6000, 2000, "備考", ""),
          ("F0007", "text", 1, 2, 2000, 12000, 6000, 800, "Name", "Hanako 花子"),
          ("F0008", "check", 1, 2, 2000, 14000, 600, 600, "", ""),
          ("F0009", "square", 1, 2, 9000, 12000, 2000, 2000, "社印", "株式会社"),
          ("F0011", "date", 1, 2, 2000, 15500, 6000, 800, "日付", "2026年11月23日")]


def some_fields(parties, pages):
    """A few small fields for everybody, some left blank, on several pages; names with gaps."""
    values = {"text": "第%d条 葛\U000e0100城葛城か\u309a 〜～-\u2010人\u2f08", "lines": "一行目\n\n三行目 %d", "date": "2026年%d月", "check": "%d", "round": "印%d",
              "square": "会社%d", "oval": "認%d"}
    out = []
    for slot in range(parties + 1):
        for i, kind in enumerate(values):
            if (slot + i) % 4 == 3:
                continue
            value = "" if (slot + i) % 5 == 2 else "1" if kind == "check" else values[kind] % (slot + 1)
            out.append(("F%04d" % (2 * len(out) + 1), kind, 1 + (slot + i) % pages, slot, 300 + 700 * slot, 300 + 700 * i, 600, 600,
                        "" if i == 4 else "項目%d" % i, value))
    return out


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)
    return path


def ask(fields, data, folder):
    """One question to compose; returns (answer, new file)."""
    before, out = write(os.path.join(folder, "before.pdf"), data), os.path.join(folder, "after.pdf")
    if ("op", "fill") in fields:  # in place
        files, out = [open(before, "r+b")], before
    else:
        files = [open(before, "rb"), open(out, "w+b")]
    if any(k == "fill" for k, _ in fields):
        files += [open(path, "rb") for path in FONTS]
    status, answer = tkm.ask("compose", fields, [f.fileno() for f in files])
    for f in files:
        f.close()
    assert status == 0 and not first(answer, "error"), answer
    return answer, read(out)


def pages(path):
    return chain.pages(path)


def base(source, folder, sigs, fields=(), imprint=None):
    """The base file of an upload, with these fields in it and a line in the margin."""
    clean, grown, done = (os.path.join(folder, n) for n in ("clean.pdf", "grown.pdf", "base.pdf"))
    assert chain.settle(source, clean)
    write(grown, ask([("op", "base"), ("sigs", sigs)] + [
        ("field", "%s %s %d %d %d %d %d %d\n%s" % f[:9]) for f in fields] + ([("imprint", imprint)] if imprint else []),
        read(clean), folder)[1])
    assert chain.settle(grown, done)
    return done


def digest_of(data, answer):
    at, reserve = int(first(answer, "gap_off")), int(first(answer, "reserve"))
    return hashlib.sha256(data[:at] + data[at + 2 * reserve + 2:]).digest()


def fill(data, answer, der, folder):
    return ask([("op", "fill"), ("gap_off", first(answer, "gap_off")), ("reserve", first(answer, "reserve")),
                ("cms", der)], data, folder)[1]


class Golden:
    """v[0] the base, v[k] version k, lt with a store, lta with a document time
    stamp over it, renewed: both once more."""

    def __init__(self, folder, pki, source, parties=2, stamps="last", start=None, fields=(), imprint=None, **cms):
        self.folder, self.pki, self.fields = folder, pki, fields
        os.makedirs(folder, exist_ok=True)
        path = base(source, folder, parties + 3, fields, imprint)
        chain.START = start or (time.time_ns() - 3600 * 10**9) // 10**9 * 10**9 + 123456789
        self.acts = list(chain.acts(path, parties))
        self.v = [read(path)]
        for version in range(1, len(self.acts) + 1):
            last = version == len(self.acts)
            self.v.append(self.sign(self.v[-1], version, stamp=stamps == "all" or (last and stamps == "last"),
                                    **(cms if last else {})))

    def fills(self, slot):
        return [("fill", "%s %s 0\n%s" % (f[0], f[1], f[9])) for f in self.fields if f[3] == slot]

    def revise(self, data, version):
        """(answer, candidate) of compose, the gap still empty."""
        return ask(self.acts[version - 1] + [("op", "revise"), ("name", chain.NAME), ("reserve", RESERVE)] +
                   (self.fills(version - 2) if 1 < version < len(self.acts) else []), data, self.folder)

    def signed_anew(self, before, version, change, candidate=None):
        """A signing revision as somebody would make it who has the key and no scruples:
        change({number: body}) does to the candidate's objects what it likes."""
        objects = dict(parts(candidate or self.revise(before, version)[1], len(before)))
        change(objects)
        return self.sealed(ranged(Surgeon(before).append(sorted(objects.items()))))

    def sealed(self, data):
        """The last gap filled by hand: compose refuses what it would not write."""
        a, b = gap_of(data)
        cms = self.pki.cms(hashlib.sha256(data[:a] + data[b:]).digest())
        return put(data, a, b"<" + cms.hex().encode().ljust(b - a - 2, b"0"))

    def sign(self, data, version, pki=None, stamp=False, edit=None, cms=None, **more):
        """One signing revision. edit(candidate) may change it before it is
        signed (same length); cms replaces what goes into the gap."""
        pki = pki or self.pki
        answer, data = self.revise(data, version)
        if edit:
            data = edit(data)
        if cms is None:
            cms = pki.cms(digest_of(data, answer), stamp=pki.token if stamp else None, **more)
        return fill(data, answer, cms, self.folder)

    def store(self, data, certs, ocsps, crls):
        fields = [("op", "dss")] + [(k, d) for k, ds in (("cert", certs), ("ocsp", ocsps), ("crl", crls)) for d in ds]
        return ask(fields, data, self.folder)[1]

    def stamp(self, data, pki=None, token=None, edit=None):
        answer, data = ask([("op", "dts"), ("reserve", RESERVE)], data, self.folder)
        if edit:
            data = edit(data)
        if not isinstance(token, bytes):
            token = (token or (pki or self.pki).token)(digest_of(data, answer))
        return fill(data, answer, token, self.folder)

    def revoked(self, name, ca):
        """The concluded file with a list in its store that revokes one now,
        stamped by nobody before that. The authority forgets it again."""
        index = self.pki.read(ca + ".index")
        data = self.sign(self.v[-2], len(self.acts), stamp=name != "signer")
        time.sleep(1.1)
        self.pki.revoke(name, ca)
        crl = self.pki.crl(ca)
        self.pki.write(ca + ".index", index)
        return self.store(data, [self.pki.der(name)], [], [crl])

    def long_term(self):
        self.lt = self.store(self.v[-1], *self.pki.evidence())
        self.lta = self.stamp(self.lt)
        time.sleep(1.1)  # news of another second
        self.renewed = self.stamp(self.store(self.lta, *self.pki.evidence()))
        return self


def judge(data, roots, tsa, folder):
    """inspect's answer as a list of fields; the first is the exit status."""
    paths = [write(os.path.join(folder, n), d) for n, d in (("in.pdf", data), ("in.roots", roots), ("in.tsa", tsa))]
    files = [open(p, "rb") for p in paths]
    status, answer = tkm.ask("inspect", [("op", "judge")], [f.fileno() for f in files])
    for f in files:
        f.close()
    return [("status", str(status).encode())] + answer


def versions(answer):
    """One dict for each version of an answer; repeated keys as lists."""
    out = []
    for k, v in answer:
        v = v.decode("utf-8", "replace")
        if k == "version":
            out.append({"path": [], "news": [], "tsa_path": [], "tsa_news": [], "fields": []})
        if out and k in ("path", "news", "tsa_path", "tsa_news", "fields"):
            out[-1][k].append(v)
        elif out:
            out[-1][k] = v
    return out
