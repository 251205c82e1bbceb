#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# stamp, port/tsp and port/http against a real `openssl ts` authority and
# against ones that lie, loiter or fail.
import base64
import hashlib
import http.server
import importlib.machinery
import importlib.util
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import tkm
from tkm import every, first, ok, same

DEMO = os.path.join(tkm.ROOT, "etc", "demo")
loader = importlib.machinery.SourceFileLoader("tsa", os.path.join(DEMO, "tsa"))
sys.dont_write_bytecode = True
spec = importlib.util.spec_from_loader("tsa", loader)
tsa = importlib.util.module_from_spec(spec)
loader.exec_module(tsa)

tmp = tempfile.mkdtemp()


def run(*args, **kw):
    return subprocess.run(args, check=True, cwd=tmp, capture_output=True, **kw).stdout


def authority(name):
    folder = os.path.join(tmp, name)
    run(os.path.join(HERE, "lib", "ca"), "init", folder, "http://127.0.0.1:9")
    server = tsa.Server(0, folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return folder, "http://127.0.0.1:%d/tsa" % server.server_address[1]


ca, good = authority("ca")
other_ca, other = authority("other")
roots = open(os.path.join(ca, "root.pem"))

run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem",
    "-days", "2", "-subj", "/CN=signer")
with open(os.path.join(tmp, "text"), "wb") as f:
    f.write(b"a contract\n")
cms = run("openssl", "cms", "-sign", "-binary", "-cades", "-nosmimecap", "-in", "text",
          "-signer", "c.pem", "-inkey", "k.pem", "-outform", "DER")
SIGNATURE = cms[-256:]  # RSA-2048; nothing stands behind it yet
DIGEST = hashlib.sha256(b"bytes of a document").digest()


def stamp(*urls, trust=roots, wait_ms=4000, op="cms", timeout=60, **over):
    """An address may be (address, {"user": …, "password": …, "policy": …})."""
    fields = [("op", op), ("wait_ms", wait_ms)]
    for u in urls:
        fields += [("url", u)] if isinstance(u, str) else [("url", u[0])] + list(u[1].items())
    if "cms" not in over and op == "cms":
        over["cms"] = cms
    fields += list(over.items())
    started = time.monotonic()
    status, answer = tkm.ask("stamp", fields, fds=[trust.fileno()], timeout=timeout)
    stamp.took = time.monotonic() - started
    stamp.status = status
    return answer


def value(answer, key):
    return dict(answer).get(key)


# --- a real one -----------------------------------------------------------------
before = time.time()
a = stamp(good)
same((stamp.status, first(a, "error"), first(a, "url")), (0, None, good), "a token from a real authority")
stamped = value(a, "cms") or b""
gentime = int(first(a, "gentime", "0"))
ok(before - 1 < gentime / 1e9 < time.time() + 1, "genTime is now")
ok(gentime % 10**9 % 10**6 == 0 and gentime > 10**18, "in nanoseconds, from milliseconds")
same(first(a, "policy"), "1.3.6.1.4.1.99999.1.1", "policy")
ok("CN=\u7de0\u7d50 \u8a66\u9a13\u6642\u523b\u8a8d\u8a3c\u5c40" in first(a, "subject", ""), "subject in UTF-8")
ok(int(first(a, "not_after", "0")) > gentime, "end of the certificate")
ok(len(stamped) > len(cms) and hashlib.sha256(SIGNATURE).digest() in stamped,
   "the token is over the signature value")
with open(os.path.join(tmp, "stamped"), "wb") as f:
    f.write(stamped)
shown = run("openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", "stamped")
ok(b"id-smime-aa-timeStampToken" in shown[shown.index(b"unsignedAttrs"):], "as unsigned attribute")
ok(run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "stamped", "-content", "text",
       "-CAfile", "c.pem", "-purpose", "any") == b"a contract\n", "the signature still verifies")
same((first(b := stamp(good, cms=stamped), "error"), first(b, "why")), ("conflict", "stamped"),
     "a second token is refused")

a = stamp(good, op="doc", digest=DIGEST)
token = value(a, "token") or b""
with open(os.path.join(tmp, "token"), "wb") as f:
    f.write(token)
ok(b"Verification: OK" in subprocess.run(
    ["openssl", "ts", "-verify", "-token_in", "-in", "token", "-digest", DIGEST.hex(), "-CAfile",
     os.path.join(ca, "root.pem")], cwd=tmp, capture_output=True).stdout,
   "openssl ts verifies a document time stamp")
a = stamp(good, policy="1.3.6.1.4.1.99999.1.2")
same(first(a, "policy"), "1.3.6.1.4.1.99999.1.2", "the policy that was asked for")


# --- bad ones -----------------------------------------------------------------------
class Bad(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        Bad.types.append(self.headers["Content-Type"])
        self.protocol_version = "HTTP/1.0"
        if "://" in self.path:  # as a proxy
            Bad.through.append(self.path)
        getattr(self, self.path.split("/")[-1].split("?")[0])(query)

    def send(self, body, status=200, **headers):
        self.send_response(status)
        for k, v in headers.items():
            self.send_header(k.replace("_", "-"), v)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    def mute(self, query):
        time.sleep(30)

    def drip(self, query):
        self.send_response(200)
        self.end_headers()
        for _ in range(60):
            try:
                self.wfile.write(b"0")
            except OSError:
                return
            time.sleep(0.1)

    def garbage(self, query):
        self.send(os.urandom(3000))

    def empty(self, query):
        self.send(b"")

    def error(self, query):
        self.send(b"sorry", 500)

    def moved(self, query):
        self.send(b"", 302, Location=good)

    def huge(self, query):
        self.send(b"0" * (65 << 10))

    def huge_said(self, query):
        self.send(b"", Content_Length=str(1 << 40))

    def rejected(self, query):
        self.send(bytes.fromhex("3009300702010203020500"))

    def denied(self, query):  # a well-formed refusal: wrong policy asked of the real one
        self.send(reply("-digest", DIGEST.hex(), "-tspolicy", "1.2.3"))

    def nonce(self, query):
        digest = query[query.index(b"\x04\x20") + 2:][:32].hex()
        self.send(reply("-digest", digest))

    def no_nonce(self, query):
        digest = query[query.index(b"\x04\x20") + 2:][:32].hex()
        self.send(reply("-digest", digest, "-no_nonce"))

    def imprint(self, query):
        i = query.index(b"\x04\x20") + 2
        self.send(from_query(query[:i] + bytes(32) + query[i + 32:]))

    def sha512(self, query):
        i = query.index(b"\x04\x20")
        self.send(reply("-digest", "00" * 64, hash="-sha512"))

    def no_certificate(self, query):
        digest = query[query.index(b"\x04\x20") + 2:][:32].hex()
        self.send(reply("-digest", digest, cert=False))

    def tampered(self, query):
        r = bytearray(from_query(query))
        r[-5] ^= 1
        self.send(bytes(r))

    def trailing(self, query):
        self.send(from_query(query) + b"\0")

    def old(self, query):
        self.send(from_query(query, os.path.join(tmp, "expired", "tsa.cnf")))

    def plain(self, query):
        self.send(from_query(query))

    def seconds(self, query):
        Bad.count += 1
        self.send(from_query(query, os.path.join(tmp, "seconds.cnf")))

    def yesterday(self, query):
        with open(os.path.join(tmp, "q"), "wb") as f:
            f.write(query)
        self.send(run("faketime", "-f", "-1h", "openssl", "ts", "-reply", "-config", os.path.join(ca, "tsa.cnf"),
                      "-queryfile", "q"))

    def other_policy(self, query):  # the real answer to the same question without a policy
        digest = query[query.index(b"\x04\x20") + 2:][:32].hex()
        self.send(reply("-digest", digest))

    def login(self, query):
        good = self.headers["Authorization"] == "Basic " + base64.b64encode(b"city:p@ss/w\xc3\xb6rd").decode()
        self.send(from_query(query) if good else b"", 200 if good else 401)

    def log_message(self, *args):
        pass


Bad.types, Bad.through, Bad.count = [], [], 0
with open(os.path.join(tmp, "seconds.cnf"), "w") as f:
    f.write(open(os.path.join(ca, "tsa.cnf")).read().replace("clock_precision_digits = 3", "clock_precision_digits = 0"))


def from_query(query, conf=None):
    with open(os.path.join(tmp, "q"), "wb") as f:
        f.write(query)
    return run("openssl", "ts", "-reply", "-config", conf or os.path.join(ca, "tsa.cnf"), "-queryfile", "q")


def reply(*args, hash="-sha256", cert=True):
    return from_query(run("openssl", "ts", "-query", hash, *(["-cert"] if cert else []), *args))


# The same CA, but the authority's certificate ended yesterday.
run("cp", "-r", ca, os.path.join(tmp, "expired"))
expired = os.path.join(tmp, "expired")
for name in ("ca.cnf", "tsa.cnf"):
    path = os.path.join(expired, name)
    text = open(path).read().replace(ca, expired)
    open(path, "w").write(text)
run("openssl", "ca", "-batch", "-notext", "-config", os.path.join(expired, "ca.cnf"), "-extensions", "stamper",
    "-startdate", "20200101000000Z", "-enddate", "20210101000000Z",
    "-in", os.path.join(expired, "tsa.csr"), "-out", os.path.join(expired, "tsa.pem"))

bad_server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bad)
threading.Thread(target=bad_server.serve_forever, daemon=True).start()
bad = "http://127.0.0.1:%d/" % bad_server.server_address[1]
closed = socket.create_server(("127.0.0.1", 0))
nobody = "http://127.0.0.1:%d/" % closed.getsockname()[1]
closed.close()

for path, word in (("mute", "timeout"), ("drip", "timeout"), ("garbage", "garbage"), ("empty", "garbage"),
                   ("error", "http_500"), ("moved", "http_302"), ("huge", "too_large"),
                   ("huge_said", "too_large"), ("rejected", "refused"), ("denied", "refused"),
                   ("nonce", "wrong_nonce"), ("no_nonce", "wrong_nonce"), ("imprint", "wrong_imprint"),
                   ("sha512", "wrong_imprint"), ("no_certificate", "bad_token"),
                   ("tampered", "bad_signature"), ("trailing", "garbage"), ("old", "not_trusted")):
    a = stamp(bad + path, wait_ms=1500)
    same((first(a, "error"), first(a, "why"), every(a, "tried")), ("retry", "no_tsa", [bad + path + " " + word]),
         "%s: %s" % (path, word))
    ok(value(a, "cms") is None and stamp.took < 4, "… no token, in time")
same(set(Bad.types), {"application/timestamp-query"}, "asked with the right type")
for url, word in ((nobody, "unreachable"), ("http://no-such-host.invalid/", "unreachable"),
                  ("file:///etc/passwd", "bad_address"), ("ftp://127.0.0.1/x", "bad_address"),
                  ("nonsense", "unreachable"), (other, "not_trusted"),
                  ("https" + good[4:], "tls")):
    a = stamp(url, wait_ms=3000)
    same(every(a, "tried"), [url + " " + word], "%s: %s" % (url.split(":")[0], word))
a = stamp(good, trust=open(os.path.join(other_ca, "root.pem")))
same(every(a, "tried"), [good + " not_trusted"], "a root that is not ours")

# --- a name and a password ---------------------------------------------------------------
def user(name):
    return bad.replace("://", "://" + name + "@") + "login"


a = stamp(user("city:p%40ss%2Fw%C3%B6rd"), op="doc", digest=DIGEST)
same((first(a, "error"), first(a, "url")), (None, bad + "login"), "the right password; it is not told")
for name, word in (("city:other", "http_401"), ("city", "http_401"), ("", "http_401"), ("a@b:c", "bad_address")):
    a = stamp(user(name), wait_ms=1500)
    same((first(a, "why"), every(a, "tried")), ("no_tsa", [bad + "login " + word]), "another one (%s)" % name)

def login(user, password):
    return bad + "login", {"user": user, "password": password}


a = stamp(login("city", "p@ss/w\u00f6rd"), op="doc", digest=DIGEST)
same((first(a, "error"), first(a, "url")), (None, bad + "login"), "beside the address")
a = stamp((user("city:wrong"), {"user": "city", "password": "p@ss/w\u00f6rd"}), op="doc", digest=DIGEST)
same(first(a, "error"), None, "… which counts more than what stands in it")
same(every(stamp(login("city", "wrong"), wait_ms=1500), "tried"), [bad + "login http_401"], "a wrong one")
a = stamp(login("x", "y"), (good, {"policy": "1.3.6.1.4.1.99999.1.2"}))
same((first(a, "tsa"), first(a, "policy")), ("2", "1.3.6.1.4.1.99999.1.2"), "each has its own")
same(every(stamp(login("x", "y"), good, wait_ms=3000), "tried"), [bad + "login http_401"], "… and no other's")

# --- policies ---------------------------------------------------------------------------
same(every(stamp((bad + "other_policy", {"policy": "1.3.6.1.4.1.99999.1.2"}), wait_ms=1500), "tried"),
     [bad + "other_policy wrong_policy"], "another policy than the one that was asked for")

# --- too early ---------------------------------------------------------------------------
now = time.time_ns()
a = stamp(good, not_before=now)
ok(first(a, "error") is None and int(first(a, "gentime")) >= now, "not before now: a token of now or later")
a = stamp(good, not_before=time.time_ns() + 3 * 10**9, wait_ms=3000)
same(every(a, "tried"), [good + " too_early"], "a token of before the act does not count")
now = time.time_ns() // 10**9 * 10**9 + 6 * 10**8
if now < time.time_ns():
    now += 10**9
time.sleep(max(0, (now - time.time_ns()) / 1e9))
Bad.count = 0
a = stamp(bad + "seconds", not_before=now)
ok(first(a, "error") is None and int(first(a, "gentime")) >= now and Bad.count == 2,
   "an authority of whole seconds is asked again when the second is over (%d)" % Bad.count)
same(every(stamp(bad + "yesterday", good, not_before=now), "tried"), [bad + "yesterday too_early"],
     "one whose clock is late: the next one helps")

# --- https by a root of one's own, proxy -----------------------------------------------------
run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tls.key", "-out", "tls.pem", "-days", "2",
    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
tls_server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bad)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.path.join(tmp, "tls.pem"), os.path.join(tmp, "tls.key"))
tls_server.socket = context.wrap_socket(tls_server.socket, server_side=True)
threading.Thread(target=tls_server.serve_forever, daemon=True).start()
secure = "https://localhost:%d/plain" % tls_server.server_address[1]
same(every(stamp(secure, wait_ms=2000), "tried"), [secure + " tls"], "a server that the system does not know")
same(first(stamp(secure, ca=os.path.join(tmp, "tls.pem")), "url"), secure, "… with its own roots")
same(every(stamp(secure, ca=os.path.join(tmp, "c.pem"), wait_ms=2000), "tried"), [secure + " tls"], "… with others")
same(every(stamp(secure, ca="/nonexistent", wait_ms=2000), "tried"), [secure + " tls"], "… with none")
Bad.through = []
a = stamp("http://tsa.invalid/plain?a", proxy=bad[:-1])
same((first(a, "error"), Bad.through), (None, ["http://tsa.invalid/plain?a"]), "by way of a proxy")
same(every(stamp(good, proxy=nobody[:-1], wait_ms=1500), "tried"), [good + " unreachable"], "a proxy that is away")
a = stamp("http://tsa.invalid/login", proxy=bad[:-1], wait_ms=1500)
same(every(a, "tried"), ["http://tsa.invalid/login http_401"], "what the authority says through it")
same(first(stamp(good, proxy="x" * 400), "why"), "bad_proxy", "no proxy's address")

# --- several ----------------------------------------------------------------------------
a = stamp(nobody, bad + "nonce", bad + "mute", good, wait_ms=6000)
same((first(a, "url"), first(a, "tsa")), (good, "4"), "the fourth answers well after three that do not")
same([t.split(" ")[1] for t in every(a, "tried")], ["unreachable", "wrong_nonce", "timeout"], "the others are told")
ok(stamp.took < 6, "within the time for all (%.1f s)" % stamp.took)
a = stamp(bad + "mute", bad + "drip", bad + "mute", wait_ms=2000)
ok(first(a, "why") == "no_tsa" and stamp.took < 4, "three mute ones share the time (%.1f s)" % stamp.took)

# --- the request --------------------------------------------------------------------------
empty = open(os.path.join(tmp, "text"))
for why, over in (("bad_op", dict(op="sign")), ("bad_cms", dict(cms=b"")), ("bad_cms", dict(cms=b"0\x80junk")),
                  ("bad_cms", dict(cms=cms + b"\0")), ("bad_digest", dict(op="doc", digest=b"short")),
                  ("bad_wait", dict(wait_ms=1)), ("bad_roots", dict(trust=empty))):
    a = stamp(good, **over)
    same((first(a, "error"), first(a, "why")), ("invalid", why), "%s: %r" % (why, str(over)[:40]))
same(first(stamp(), "why"), "bad_url", "no address")
same(first(stamp(good, policy="not an oid"), "why"), "bad_policy", "a policy that is no OID")
tkm.done()
