#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What inspect believes of the validation data in a file: lists and responses
that are old, by others, about others, or tell of a revocation at one time or
another."""
import datetime
import os
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(TOP, "attack"), os.path.join(TOP, "lib")]
sys.dont_write_bytecode = True
import authority  # noqa: E402
import golden  # noqa: E402
from authority import run  # noqa: E402
from tkm import first, same, done  # noqa: E402


def old_list(pki, ca, from_days, to_days):
    def at(days):
        t = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
        return t.strftime("%Y%m%d%H%M%SZ")
    run("ca", "-config", pki.path(ca + ".cnf"), "-gencrl", "-crl_lastupdate", at(from_days), "-crl_nextupdate", at(to_days),
        "-out", pki.path("old.crl"))
    return run("crl", "-in", pki.path("old.crl"), "-outform", "DER")


def response(pki, by, about="signer"):
    """An OCSP response about one certificate, by another responder than usual."""
    run("ocsp", "-sha256", "-issuer", pki.path("inter.pem"), "-cert", pki.path(about + ".pem"), "-no_nonce",
        "-reqout", pki.path("req.ocsp"))
    run("ocsp", "-index", pki.path("inter.index"), "-CA", pki.path("inter.pem"), "-rsigner", pki.path(by + ".pem"),
        "-rkey", pki.path(by + ".key"), "-reqin", pki.path("req.ocsp"), "-ndays", "7", "-rmd", "sha256",
        "-respout", pki.path("resp.ocsp"))
    return pki.read("resp.ocsp")


def revoked(pki, name, ca, reason):
    """A list that revokes a certificate now; the authority forgets it again."""
    index = pki.read(ca + ".index")
    pki.revoke(name, ca, reason)
    crl = pki.crl(ca)
    pki.write(ca + ".index", index)
    return crl


class Scene:
    def __init__(self, work):
        self.work = work
        self.pki = authority.Pki(os.path.join(work, "p"))
        for name, ca, section in (("plain", "inter", "responder"), ("stranger", "root", "ocsp"), ("server", "inter", "signer")):
            if section == "responder":
                with open(self.pki.path(ca + ".cnf"), "a") as f:
                    f.write("[responder]\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=OCSPSigning\n")
            self.pki.issue(name, "Other " + name, ca, 100, ec=True, section=section)
        self.g = golden.Golden(os.path.join(work, "g"), self.pki, os.path.join(TOP, "data/minimal.pdf"), parties=0)
        self.file = self.g.v[-1]

    def news(self, certs=("signer", "inter", "tsa"), ocsps=None, crls=None, data=None):
        """(verdict, level, news of the signer's chain) of the file with this store."""
        ocsps = [self.pki.ocsp()] if ocsps is None else ocsps
        crls = [self.pki.crl("root")] if crls is None else crls
        whole = self.g.store(data or self.file, [self.pki.der(c) for c in certs], ocsps, crls)
        a = golden.judge(whole, self.pki.root, self.pki.root, self.work)
        return first(a, "verdict"), first(a, "level"), [n.split()[0] for n in golden.versions(a)[0]["news"]]


def main():
    with tempfile.TemporaryDirectory() as work:
        s = Scene(work)
        p = s.pki
        good, none = ("good", "LT", ["ocsp", "crl"]), ("good", "T", ["none", "crl"])
        same(s.news(), good, "OCSP for the signer, a list for its CA and the TSA")
        same(s.news(ocsps=[], crls=[p.crl("root"), p.crl("inter")]), ("good", "LT", ["crl", "crl"]), "lists alone")
        same(s.news(certs=("signer", "inter")), ("good", "T", ["ocsp", "crl"]), "a store without the TSA's certificate")
        same(s.news(certs=("inter", "tsa"))[1], "T", "a store without the signer's certificate")
        same(s.news(ocsps=[]), none, "no news of the signer")
        same(s.news(crls=[])[1:], ("T", ["ocsp", "none"]), "no news of the CA and the TSA")
        same(s.news(crls=[old_list(p, "root", -20, -5)])[1:], ("T", ["ocsp", "none"]), "a list that ended before the stamp")
        same(s.news(crls=[old_list(p, "root", 5, 9)])[1:], ("T", ["ocsp", "none"]), "a list of the future")
        same(s.news(ocsps=[response(p, "plain")]), none, "a responder of which nothing is known")
        known = s.news(ocsps=[response(p, "plain")], crls=[p.crl("root"), p.crl("inter")])
        same(known[:2], ("good", "LT"), "that responder with a list about it")
        same(s.news(ocsps=[response(p, "stranger")]), none, "a responder of another CA")
        same(s.news(ocsps=[response(p, "server")]), none, "a certificate that is no responder")
        same(s.news(ocsps=[response(p, "ocsp", "server")]), none, "a response about another certificate")
        other = authority.Pki(os.path.join(work, "o"))
        same(s.news(ocsps=[], crls=[p.crl("root"), other.crl("inter")]), none, "a list by another key of the same name")
        broken = bytearray(p.crl("inter"))
        broken[-1] ^= 1
        same(s.news(ocsps=[], crls=[p.crl("root"), bytes(broken)]), none, "a list with a broken signature")
        time.sleep(1.1)
        same(s.news(ocsps=[], crls=[p.crl("root"), revoked(p, "signer", "inter", "keyCompromise")]), ("good", "LT", ["crl", "crl"]),
             "the signer revoked after its signature was stamped")
        same(s.news(crls=[revoked(p, "tsa", "root", "superseded")])[:2], ("good", "LT"), "the TSA replaced in good order")
        same(s.news(crls=[revoked(p, "tsa", "root", "keyCompromise")])[:2], ("broken", ""), "the TSA's key lost")
        plain = s.g.sign(s.g.v[-2], len(s.g.acts))
        same(s.news(data=plain)[:2], ("good", "B"), "no stamp at all: B whatever is in the store")
        same(s.news(data=plain, ocsps=[], crls=[p.crl("root"), revoked(p, "signer", "inter", "superseded")]),
             ("broken", "", ["revoked", "crl"]), "the signer revoked and no stamp says since when the signature is there")
        same(s.news(data=plain, ocsps=[], crls=[revoked(p, "inter", "root", "cACompromise")])[0], "broken", "the CA revoked")
        stamped = s.g.stamp(s.g.store(plain, [p.der("signer")], [p.ocsp()], []))
        time.sleep(1.1)
        late = s.g.store(stamped, [p.der("inter")], [], [p.crl("root"), revoked(p, "signer", "inter", "keyCompromise")])
        a = golden.judge(late, p.root, p.root, work)
        same(first(a, "verdict"), "good", "a document time stamp alone proves it too")
    done()


main()
