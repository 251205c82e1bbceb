#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The whole writer's side of PAdES-LTA with the real compose, signer and stamp,
# real `openssl ts`, `openssl ocsp` and CRLs: five versions, store, document time
# stamp, renewal. Independent programs judge each stage.
import atexit
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import chain
import pki
import tkm
from signer_kit import House, Contract, NAME, act_fields, done, ok, same, skip_all
from tkm import every, first

PYTHON = os.path.join(HERE, "peers", "venv", "bin", "python")
for program in ("qpdf", "pdfsig", "openssl"):
    if not shutil.which(program):
        skip_all("needs " + program)
if os.geteuid() != 0:
    skip_all("needs root to make two users")
TMP = tempfile.mkdtemp()
atexit.register(shutil.rmtree, TMP, True)


def path(name):
    return os.path.join(TMP, name)


def read(name):
    with open(name, "rb") as f:
        return f.read()


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)
    return name


# --- the world outside
web = pki.Web()
ocsp_port = pki.free_port()
OCSP = "http://127.0.0.1:%d/" % ocsp_port
root = pki.Authority(TMP, "root")
sub = pki.Authority(TMP, "sub", root, pki.places(crl=[web.base + "/root.crl"]))
troot = pki.Authority(TMP, "troot")
tsub = pki.Authority(TMP, "tsub", troot, pki.places(crl=[web.base + "/troot.crl"]))
signer = sub.issue("signer", pki.SIGN_EXT + pki.places([OCSP], [web.base + "/sub.crl"]), rsa=3072)
desk = sub.issue("desk", pki.OCSP_EXT + pki.NOCHECK)
tsa = tsub.issue("tsa", pki.TSA_EXT + pki.places(crl=[web.base + "/tsub.crl"]))
web.paths["/tsa"] = tsub.stamper(tsa, [tsub.cert])
for a in (root, sub, troot, tsub):
    web.paths["/%s.crl" % a.name] = (lambda b: lambda _: b.crl())(a)
responder = sub.responder(desk, ocsp_port)
atexit.register(responder.kill)
tsa_roots = open(troot.cert)
all_roots = open(write(path("roots.pem"), read(root.cert) + read(troot.cert)))

# --- five versions
house = House().ready()
pki.run("openssl", "pkcs12", "-export", "-inkey", signer + ".key", "-in", signer + ".pem", "-certfile", sub.cert,
        "-out", path("key.p12"), "-passout", "pass:x")
house.ctl("import", path("key.p12"), stdin=b"x\n")
base = chain.base(os.path.join(HERE, "data", "contract-ja.pdf"), TMP, 5)
contract = Contract(2, base=read(base))


def stamp(op, what, **more):
    fields = [("op", op), ("url", web.base + "/tsa"), ("wait_ms", 8000), what]
    return tkm.ask("stamp", fields + list(more.items()), fds=[tsa_roots.fileno()])[1]


def revocation(blobs, **more):
    fields = [("op", "revocation"), ("wait_ms", 8000)] + blobs + list(more.items())
    return tkm.ask("stamp", fields, fds=[all_roots.fileno()])[1]


file, growth = base, []
for version in range(1, 6):
    act = contract.act(version, **({"pages": 2} if version == 1 else {}))
    candidate, out = path("c%d.pdf" % version), path("v%d.pdf" % version)
    _, answer = chain.revise(act_fields(act), file, candidate, (), NAME, 16384)
    got = dict(answer)
    signed = house.ask(act_fields(act) + [("attempt", 1)] + [(k, got[k]) for k in ("dict_off", "reserve", "catalog")],
                       read(candidate))
    stamped = dict(stamp("cms", ("cms", signed["cms"])))
    _, filled = chain.fill(answer, stamped["cms"], candidate, out)
    if not ok(not first(filled, "error"), "version %d with its time stamp" % version):
        done()
    file = out
    _, small = chain.revise(act_fields(act), base if version == 1 else path("v%d.pdf" % (version - 1)),
                            path("small.pdf"), (), NAME, 8192)
    before = base if version == 1 else path("v%d.pdf" % (version - 1))
    growth.append(os.path.getsize(path("small.pdf")) - os.path.getsize(before))
ok(max(growth) <= 18 << 10, "a signature of 8 KiB adds 18 KiB at most (%d bytes)" % max(growth))


# --- store and stamp, once and again
def lengthen(before, n):
    """(file with store, file with stamp)"""
    _, inside = chain.compose([("op", "contents")], before, path("none"))
    blobs = [(k, v) for k, v in inside if k in ("cms", "token")]
    found = revocation(blobs if n == 1 else blobs[-1:])
    items = [(k, v) for k, v in found if k in ("cert", "ocsp", "crl")]
    if not ok(items and not first(found, "error"), "round %d: revocation data" % n):
        print("#  ", [(k, v[:90]) for k, v in found])
        done()
    store, gap, out = path("d%d.pdf" % n), path("g%d.pdf" % n), path("t%d.pdf" % n)
    _, put = chain.compose([("op", "dss")] + items, before, store)
    ok(not first(put, "error"), "… stored: %s" % {k: v for k, v in put})
    _, dts = chain.compose([("op", "dts"), ("reserve", 8192)], store, gap)
    same(dict(dts).get("digest"), hashlib.sha256(chain.signed_bytes(read(gap))).digest(),
         "… the digest is the one over the ByteRange")
    same(first(dts, "field"), "Dts%02d" % n, "… in the field")
    token = dict(stamp("doc", ("digest", dict(dts)["digest"])))["token"]
    _, filled = chain.fill(dts, token, gap, out)
    same(first(filled, "length"), first(dts, "length"), "… the token is in its place")
    for name, same_again in ((store, [("op", "dss")] + items), (gap, [("op", "dts"), ("reserve", 8192)])):
        chain.compose(same_again, before if name == store else store, path("again.pdf"))
        same(read(path("again.pdf")), read(name), "… made again, byte for byte")
    return inside, found, store, out


def judge(name, signatures, stamps):
    data = read(name)
    ends = [m.end() for m in re.finditer(rb"%%EOF\n", data)]
    same((len(ends), ends[-1]), (1 + signatures + 2 * stamps, len(data)), "%d revisions, nothing behind" % len(ends))
    bad = []
    for i, end in enumerate(ends):
        write(path("prefix.pdf"), data[:end])
        if subprocess.run(["qpdf", "--check", path("prefix.pdf")], capture_output=True).returncode:
            bad.append(i)
    same(bad, [], "qpdf finds every prefix sound")
    said = subprocess.run(["pdfsig", "-no-ocsp", name], capture_output=True).stdout
    same((said.count(b"Signature is Valid"), said.count(b"ETSI.CAdES.detached")), (signatures, signatures),
         "pdfsig finds every signature valid")
    if os.path.exists(PYTHON):
        p = subprocess.run([PYTHON, os.path.join(HERE, "lib", "pyhanko_lta.py"), "6", name, root.cert, troot.cert],
                           capture_output=True, text=True)
        ok(p.returncode == 0 and "signatures=%d stamps=%d" % (signatures, stamps) in p.stdout,
           "pyHanko: long-term, now and in six years")
        print("# " + (p.stdout + p.stderr[-1500:]).strip().replace("\n", "\n# "))
    else:
        print("ok # SKIP pyHanko is not installed")


inside, found, store, out = lengthen(file, 1)
same([k for k, _ in inside], ["cms"] * 5, "five signatures inside")
same([len(every(found, k)) for k in ("cert", "ocsp", "crl")], [7, 1, 3],
     "signer, its CA and root, the same of the TSA, the responder; one response, three lists")
certs = [v for k, v in found if k == "cert"]
same(sorted(certs), sorted(pki.der(p) for p in (signer + ".pem", sub.cert, root.cert, tsa + ".pem", tsub.cert, troot.cert, desk + ".pem")),
     "these certificates")
ok(time.time_ns() < int(first(found, "until")) < time.time_ns() + 40 * 86400 * 10**9, "until: the first nextUpdate")
ok(abs(int(first(found, "oldest")) - time.time_ns()) < 600 * 10**9, "oldest: just now")
judge(out, 5, 1)
write(path("keep.pdf"), read(out))
time.sleep(1.1)  # a list of another second
inside, found, store2, out2 = lengthen(out, 2)
same([k for k, _ in inside], ["cms"] * 5 + ["token"], "five signatures and a stamp inside")
same(read(out2)[:len(read(out))], read(path("keep.pdf")), "a renewal only appends")
judge(out2, 5, 2)
refs = lambda name: {k: m[1].split(b" 0 R") for k in (b"Certs", b"OCSPs", b"CRLs")
                     if (m := re.findall(rb"/(" + k + rb") \[([^]]*)\]", read(name))[-1])}
old, new = refs(out), refs(out2)
ok(all(new[k][:len(old[k]) - 1] == old[k][:-1] for k in old), "the store keeps its references in their order")
same([len(new[k]) - len(old[k]) for k in sorted(old)], [2, 0, 0], "two new lists, no certificate twice")
print("# bytes: %s" % {os.path.basename(n): os.path.getsize(n) for n in (file, store, out, store2, out2)})
done()
