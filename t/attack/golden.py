# SPDX-License-Identifier: AGPL-3.0-or-later
"""Golden files: whole chains by the real compose with a throw-away PKI."""
import hashlib
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import chain  # noqa: E402
import tkm  # noqa: E402
from tkm import every, first  # noqa: E402

RESERVE = 16384


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
    status, answer = chain.compose(fields, before, out)
    assert status == 0 and not first(answer, "error"), answer
    return answer, read(out)


def digest_of(data, answer):
    at, reserve = int(first(answer, "gap_off")), int(first(answer, "reserve"))
    return hashlib.sha256(data[:at] + data[at + 2 * reserve + 2:]).digest()


def fill(data, answer, der, folder):
    return ask([("op", "fill"), ("gap_off", first(answer, "gap_off")), ("reserve", first(answer, "reserve")),
                ("cms", der)], data, folder)[1]


class Golden:
    """v[0] the base, v[k] version k, lt with a store, lta with a document time
    stamp over it, renewed: both once more."""

    def __init__(self, folder, pki, source, parties=2, stamps="last", start=None, **cms):
        self.folder, self.pki = folder, pki
        os.makedirs(folder, exist_ok=True)
        base = chain.base(source, folder, parties + 3)
        chain.START = start or (time.time_ns() - 3600 * 10**9) // 10**9 * 10**9 + 123456789
        self.acts = list(chain.acts(base, parties))
        self.v = [read(base)]
        for version in range(1, len(self.acts) + 1):
            last = version == len(self.acts)
            self.v.append(self.sign(self.v[-1], version, stamp=stamps == "all" or (last and stamps == "last"),
                                    **(cms if last else {})))

    def sign(self, data, version, pki=None, stamp=False, edit=None, cms=None, **more):
        """One signing revision. edit(candidate) may change it before it is
        signed (same length); cms replaces what goes into the gap."""
        pki = pki or self.pki
        answer, data = ask(self.acts[version - 1] + [("op", "revise"), ("name", chain.NAME), ("reserve", RESERVE)],
                           data, self.folder)
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
        token = token or (pki or self.pki).token(digest_of(data, answer))
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
            out.append({"path": [], "news": [], "tsa_path": [], "tsa_news": []})
        if out and k in ("path", "news", "tsa_path", "tsa_news"):
            out[-1][k].append(v)
        elif out:
            out[-1][k] = v
    return out
