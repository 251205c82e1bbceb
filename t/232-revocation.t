#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# stamp's revocation data: what is asked of whom, what is believed, and what comes
# of servers that are down, mute, wrong, late or lie. All answers are made by
# the openssl program.
import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import pki
import tkm
from tkm import done, every, first, ok, same, skip_all

if not shutil.which("openssl") or not shutil.which("cc"):
    skip_all("needs openssl and cc")
TMP = tempfile.mkdtemp()
atexit.register(shutil.rmtree, TMP, True)
DAY = 86400


def path(name):
    return os.path.join(TMP, name)


def write(name, data):
    with open(path(name), "wb") as f:
        f.write(data)
    return path(name)


def read(name):
    with open(name, "rb") as f:
        return f.read()


# Another time of day for one openssl process.
write("late.c", b"#include <stdlib.h>\n#include <time.h>\ntime_t time(time_t *r)\n{\n\tstruct timespec t;\n"
      b"\tclock_gettime(CLOCK_REALTIME, &t);\n\tt.tv_sec += atol(getenv(\"SHIFT\"));\n"
      b"\tif (r)\n\t\t*r = t.tv_sec;\n\treturn t.tv_sec;\n}\n")
subprocess.run(["cc", "-shared", "-fPIC", "-o", path("late.so"), path("late.c")], check=True)


def shifted(seconds):
    return {"LD_PRELOAD": path("late.so"), "SHIFT": str(seconds)}


web = pki.Web()
closed = "http://127.0.0.1:%d" % pki.free_port()
root = pki.Authority(TMP, "root")
other = pki.Authority(TMP, "other")
sub = pki.Authority(TMP, "sub", root, pki.places(crl=[web.base + "/root.crl"]))
web.paths["/root.crl"] = lambda _: root.crl()
serial = 0


def signer(ocsp=(), crl=(), by=sub, rsa=2048, **when):
    """(cms, path): a signature whose certificate names these addresses."""
    global serial
    serial += 1
    at = [p if "://" in p else web.base + p for p in ocsp], [p if "://" in p else web.base + p for p in crl]
    cert = by.issue("signer%d" % serial, pki.SIGN_EXT + pki.places(*at), rsa=rsa, **when)
    more = ["-certfile", by.cert] if by.parent else []
    return pki.run("openssl", "cms", "-sign", "-binary", "-cades", "-nosmimecap", "-outform", "DER", "-signer",
                   cert + ".pem", "-inkey", cert + ".key", *more, input=b"text"), cert


def collect(*blobs, roots=root.cert, wait_ms=3000, **over):
    web.asked.clear()
    fields = [("op", "revocation"), ("wait_ms", wait_ms)]
    fields += [b if isinstance(b, tuple) else ("cms", b) for b in blobs] + list(over.items())
    started = time.monotonic()
    with open(roots) as f:
        collect.status, answer = tkm.ask("stamp", fields, fds=[f.fileno()])
    collect.took = time.monotonic() - started
    return answer


def counts(a):
    return tuple(len(every(a, k)) for k in ("cert", "ocsp", "crl"))


def outcome(a):
    return first(a, "error"), first(a, "why")


def words(a):
    return [t.split(" ")[-1] for t in every(a, "tried")]


desk = sub.issue("desk", pki.OCSP_EXT + pki.NOCHECK, rsa=0)
BY_CA = os.path.join(sub.dir, "itself")
shutil.copy(sub.cert, BY_CA + ".pem")
shutil.copy(sub.key, BY_CA + ".key")

# --- OCSP
cms, cert = signer(ocsp=["/ocsp"])
good = lambda q: sub.ocsp(q, desk)
web.paths["/ocsp"] = good
a = collect(cms)
same((collect.status, outcome(a), counts(a), words(a)), (0, (None, None), (4, 1, 1), []),
     "signer, its CA, root, responder; a response and a list")
same(web.asked, ["/ocsp", "/root.crl"], "each place once")
same([k for k, _ in a[:6]], ["cert"] * 4 + ["ocsp", "crl"], "by kind")
same([v for k, v in a if k == "cert"], [pki.der(cert + ".pem"), pki.der(sub.cert), pki.der(root.cert),
                                                 pki.der(desk + ".pem")], "these certificates")
ok(3500 < int(first(a, "until")) / 1e9 - time.time() < 3700, "until: nextUpdate of the response")
ok(-5 < time.time() - int(first(a, "oldest")) / 1e9 < 60, "oldest")
web.paths["/ocsp"] = lambda q: sub.ocsp(q, BY_CA)
same(counts(collect(cms)), (3, 1, 1), "a response by the authority itself")
web.paths["/ocsp"] = lambda q: sub.ocsp(q, desk, "-resp_key_id")
same(counts(collect(cms)), (4, 1, 1), "a responder named by its key")

pki.run("openssl", "ocsp", "-issuer", sub.cert, "-cert", cert + ".pem", "-no_nonce", "-reqout", path("plain.req"))
pki.run("openssl", "ocsp", "-issuer", sub.cert, "-cert", cert + ".pem", "-nonce", "-reqout", path("nonce.req"))
signer2, cert2 = signer(ocsp=["/ocsp"])
pki.run("openssl", "ocsp", "-issuer", sub.cert, "-cert", cert2 + ".pem", "-no_nonce", "-reqout", path("other.req"))
web.paths["/ocsp"] = sub.ocsp(read(path("plain.req")), desk)
same(counts(collect(cms)), (4, 1, 1), "a response signed in advance, without a nonce")


def flip(data, at):
    b = bytearray(data)
    b[at] ^= 1
    return bytes(b)


stranger = other.issue("desk", pki.OCSP_EXT + pki.NOCHECK, rsa=0)
colleague = sub.issue("colleague", pki.SIGN_EXT, rsa=0)
plain = read(path("plain.req"))
empty = write("index.empty", b"")
for what, answer, word in (
        ("another nonce", lambda q: sub.ocsp(read(path("nonce.req")), desk), "wrong_nonce"),
        ("about another certificate", sub.ocsp(read(path("other.req")), desk), "wrong_certificate"),
        ("by a stranger", lambda q: sub.ocsp(q, stranger), "not_trusted"),
        ("by one whom the authority certified for signing only", lambda q: sub.ocsp(q, colleague), "not_trusted"),
        ("by the holder of the certificate", lambda q: sub.ocsp(q, cert), "self"),
        ("with a changed signature", lambda q: flip(sub.ocsp(q, BY_CA, "-resp_no_certs"), -1), "bad_signature"),
        ("signed over SHA-1", lambda q: sub.ocsp(q, desk, "-rmd", "sha1"), "weak"),
        ("of a status that is unknown", lambda q: sub.ocsp(q, desk, index=empty), "unknown"),
        ("of yesterday", sub.ocsp(plain, desk, env=shifted(-DAY)), "expired"),
        ("of tomorrow", sub.ocsp(plain, desk, env=shifted(DAY)), "expired"),
        ("that says later", b"\x30\x03\x0a\x01\x03", "refused"),
        ("of garbage", os.urandom(900), "garbage"),
        ("cut short", lambda q: sub.ocsp(q, desk)[:-9], "garbage"),
        ("with more behind", lambda q: sub.ocsp(q, desk) + b"\0", "garbage"),
        ("of nothing", b"", "garbage"),
        ("of a page", b"<html>welcome</html>", "garbage"),
        ("500", 500, "http_500"),
        ("404", 404, "http_404"),
        ("302", 302, "http_302"),
        ("a megabyte and more", b"\x30\x84\x01" + b"\0" * (1 << 20), "too_large")):
    web.paths["/ocsp"] = answer
    a = collect(cms)
    same((outcome(a), words(a), first(a, "subject")), (("retry", "no_revocation"), [word], "CN=" + os.path.basename(cert)),
         "a response %s" % what)
web.paths["/ocsp"] = lambda q: None
a = collect(cms, wait_ms=2000)
same((outcome(a), words(a)), (("retry", "no_revocation"), ["timeout"]), "a mute responder")
ok(collect.took < 1.5, "… gets a quarter of the time (%.1f s)" % collect.took)
a = collect(cms, signer2, wait_ms=2000)
same(web.asked.count("/ocsp"), 1, "… and is asked once")
down, _ = signer(ocsp=[closed + "/"])
same(words(collect(down)), ["unreachable"], "nobody there")

# --- who answers instead
web.paths["/bad"], web.paths["/ocsp"] = b"no", good
web.paths["/sub.crl"] = lambda _: sub.crl()
for what, places, want in (
        ("another responder", {"ocsp": ["/bad", "/ocsp"]}, (4, 1, 1)),
        ("the list", {"ocsp": ["/bad"], "crl": ["/sub.crl"]}, (3, 0, 2)),
        ("another list", {"crl": ["/bad", "/sub.crl"]}, (3, 0, 2))):
    a = collect(signer(**places)[0])
    same((outcome(a), counts(a), words(a)), ((None, None), want, ["garbage"]), "%s answers instead" % what)
a = collect(signer(crl=["ldap://127.0.0.1/x", "/sub.crl"])[0])
same((counts(a), words(a)), ((3, 0, 2), []), "ldap is passed over")
a = collect(signer(ocsp=["https://127.0.0.1/"])[0])
same((outcome(a), words(a)), (("retry", "no_revocation"), []), "https only: no place")
a = collect(signer()[0])
same((outcome(a), words(a)), (("retry", "no_revocation"), []), "no place at all")

# --- a responder whose own certificate needs news
for name, more, want, tried in (
        ("from a list", pki.places(crl=[web.base + "/sub.crl"]), (4, 1, 2), []),
        ("from itself", pki.places(ocsp=[web.base + "/ocsp"]), None, ["self"]),
        ("from nowhere", "", None, [])):
    one = sub.issue("desk-" + name.split()[1], pki.OCSP_EXT + more, rsa=0)
    web.paths["/ocsp"] = (lambda d: lambda q: sub.ocsp(q, d))(one)
    a = collect(cms)
    same((outcome(a), counts(a) if want else None, words(a)),
         ((None, None) if want else ("retry", "no_revocation"), want, tried), "news of the responder %s" % name)
web.paths["/ocsp"] = good

# --- CRL
by_list, cert3 = signer(crl=["/sub.crl"])
by_list2, _ = signer(crl=["/sub.crl"])
a = collect(by_list, by_list2)
same((counts(a), web.asked.count("/sub.crl")), ((4, 0, 2), 1), "one list for two certificates, fetched once")
when = lambda t: time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + t))
for what, answer, word in (
        ("that has ended", lambda _: sub.crl("-crl_lastupdate", when(-2 * DAY), "-crl_nextupdate", when(-DAY)), "expired"),
        ("of tomorrow", lambda _: sub.crl("-crl_lastupdate", when(DAY), "-crl_nextupdate", when(2 * DAY)), "expired"),
        ("of another authority", lambda _: other.crl(), "wrong_issuer"),
        ("with a changed signature", lambda _: flip(sub.crl(), -1), "bad_signature"),
        ("signed over SHA-1", lambda _: sub.crl("-md", "sha1"), "weak"),
        ("of attribute certificates", lambda _: sub.crl(extensions="idp"), "partial"),
        ("of authorities only", lambda _: sub.crl(extensions="authorities"), "partial"),
        ("as PEM", lambda _: pki.run("openssl", "crl", "-inform", "DER", input=sub.crl()), "garbage"),
        ("of garbage", os.urandom(900), "garbage"),
        ("of nothing", b"", "garbage"),
        ("403", 403, "http_403"),
        ("a megabyte and more", b"\x30\x84\x01" + b"\0" * (1 << 20), "too_large")):
    web.paths["/sub.crl"] = answer
    a = collect(by_list)
    same((outcome(a), words(a)), (("retry", "no_revocation"), [word]), "a list %s" % what)
web.paths["/sub.crl"] = lambda _: sub.crl("-crl_lastupdate", when(60), "-crl_nextupdate", when(600))
same(counts(collect(by_list)), (3, 0, 2), "a clock that is a minute ahead is forgiven")
web.paths["/sub.crl"] = lambda _: sub.crl()

# --- revoked
gone, cert4 = signer(ocsp=["/ocsp"], crl=["/sub.crl"])
sub.revoke(cert4)
a = collect(gone)
same((outcome(a), words(a), counts(a), first(a, "subject")),
     (("denied", "revoked"), ["revoked"], (0, 0, 0), "CN=" + os.path.basename(cert4)), "revoked, says the responder")
same(web.asked, ["/ocsp"], "… and nobody else is asked")
web.paths["/ocsp"] = 500
same((outcome(a := collect(gone)), words(a)), (("denied", "revoked"), ["http_500", "revoked"]), "revoked, says the list")
same(outcome(collect(cms, gone)), ("retry", "no_revocation"), "another certificate fails first")
web.paths["/ocsp"] = good
bad = pki.Authority(TMP, "bad", root, pki.places(crl=[web.base + "/root.crl"]))
under, _ = signer(by=bad, ocsp=["/none"])
its_desk = bad.issue("desk", pki.OCSP_EXT + pki.NOCHECK, rsa=0)  # not while it is asked: it would be of the next second
web.paths["/none"] = lambda q: bad.ocsp(q, its_desk)
root.revoke(os.path.join(bad.dir, "cert"))
same((outcome(a := collect(under)), first(a, "subject")), (("denied", "revoked"), "CN=bad"), "an authority that was revoked")

# --- chains
loose, _ = signer(by=other, ocsp=["/ocsp"], crl=["/sub.crl"])
a = collect(loose)
same((outcome(a), web.asked), (("invalid", "no_chain"), []), "a stranger's signature: nothing is fetched")
same(outcome(collect(cms, loose)), ("invalid", "no_chain"), "… nor beside a good one")
same(web.asked, [], "… nothing")
alone = pki.run("openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer", cert + ".pem", "-inkey", cert + ".key",
                input=b"text")
same(outcome(collect(alone)), ("invalid", "no_chain"), "without the authority's certificate")
same(counts(collect(alone, ("cert", pki.der(sub.cert)))), (4, 1, 1), "with it from elsewhere")
spare = pki.der(stranger + ".pem")
same(counts(collect(cms, ("cert", spare))), (4, 1, 1), "a certificate of no chain is left out, also one of the responder's name")
ended, cert5 = signer(ocsp=["/ocsp"], start=time.time() - 9 * DAY, end=time.time() - DAY)
a = collect(ended, cms)
same((counts(a), every(a, "ended")), ((4, 1, 1), ["CN=" + os.path.basename(cert5)]), "a certificate that has ended is left out, and said")
young, _ = signer(ocsp=["/ocsp"], start=time.time() + DAY)
same(outcome(collect(young)), ("invalid", "no_chain"), "one that is not valid yet")
top, _ = signer(by=root, crl=["/root.crl"])
same(counts(collect(top)), (2, 0, 1), "directly below the root")

# --- time stamps
troot = pki.Authority(TMP, "troot")
tsa = troot.issue("tsa", pki.TSA_EXT + pki.places(crl=[web.base + "/troot.crl"]))
web.paths["/troot.crl"] = lambda _: troot.crl()
web.paths["/tsa"] = troot.stamper(tsa, [tsa + ".pem"])
with open(troot.cert) as f:
    ask = lambda op, what: dict(tkm.ask("stamp", [("op", op), ("url", web.base + "/tsa"), ("wait_ms", 4000), what],
                                        fds=[f.fileno()])[1])
    stamped, token = ask("cms", ("cms", cms))["cms"], ask("doc", ("digest", bytes(32)))["token"]
both = write("both.pem", read(root.cert) + read(troot.cert))
same(counts(collect(stamped, roots=both)), (6, 1, 2), "the authority of a time stamp inside")
same(counts(collect(("token", token), roots=both)), (2, 0, 1), "a document time stamp")
same(outcome(collect(stamped)), ("invalid", "no_chain"), "a time stamp under no root")

# --- what is no request
same(outcome(collect()), ("invalid", "no_signer"), "nobody's")
for what, blob, word in (("garbage", b"x" * 99, "bad_cms"), ("nothing", b"", "bad_cms"), ("a certificate", spare, "bad_cms"),
                         ("cut short", cms[:-1], "bad_cms"), ("too long", cms + b"\0", "bad_cms"),
                         ("a token of garbage", ("token", b"0" * 40), "bad_token"),
                         ("a certificate of garbage", ("cert", b"0" * 40), "bad_cert"),
                         ("a list of certificates", ("cert", spare + spare), "bad_cert")):
    same(outcome(collect(cms, blob)), ("invalid", word), "%s: %s" % (word, what))
two = pki.run("openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer", cert + ".pem", "-inkey", cert + ".key",
              "-signer", cert2 + ".pem", "-inkey", cert2 + ".key", "-certfile", sub.cert, input=b"text")
same(outcome(collect(two)), ("invalid", "bad_cms"), "two signers in one")
none = pki.run("openssl", "cms", "-sign", "-binary", "-nocerts", "-outform", "DER", "-signer", cert + ".pem", "-inkey",
               cert + ".key", input=b"text")
same(outcome(collect(none)), ("invalid", "bad_cms"), "the signer's certificate is not inside")
same(outcome(collect(cms, wait_ms=1)), ("invalid", "bad_wait"), "no time")
same(outcome(collect(cms, roots=write("no.pem", b"nothing"))), ("invalid", "bad_roots"), "no roots")
done()
