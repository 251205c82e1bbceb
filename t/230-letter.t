#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# letter and port/smtp against a sink that misbehaves: what is a delivery, what
# is tried again, what is refused, and what never reaches the wire.
import base64
import os
import ssl
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
import tkm
from smtp_sink import Sink
from tkm import every, first, ok, same

MAIL = (b"From: <sign@site.test>\r\nTo: <a@example.jp>\r\nDate: Mon, 23 Nov 2026 13:00:00 +0900\r\n"
        b"Message-ID: <1@site.test>\r\nSubject: =?UTF-8?B?56K66KqN?=\r\n\r\n"
        b"first\r\n.dot\r\n..two\r\nlast\r\n")


def letter(to_port, timeout=30, env=None, **over):
    fields = dict(host="127.0.0.1", port=to_port, tls="none", helo="site.test",
                  **{"from": "bounce+1@site.test"}, rcpt=["a@example.jp"], data=MAIL, wait_ms=5000)
    fields.update(over)
    flat = []
    for k, v in fields.items():
        flat += [(k, x) for x in v] if isinstance(v, list) else [(k, v)]
    started = time.monotonic()
    status, answer = tkm.ask("letter", flat, timeout=timeout, env=env)
    letter.took = time.monotonic() - started
    letter.status = status
    return answer


def outcome(answer):
    return first(answer, "result"), [r.split(" ")[1] for r in every(answer, "rcpt")]


# --- delivery ---------------------------------------------------------------
s = Sink()
a = letter(s.port, rcpt=["a@example.jp", "b@example.jp"])
same(outcome(a), ("sent", ["250", "250"]), "two recipients, one message: sent")
same(letter.status, 0, "the child ended with 0")
same(s.messages, [MAIL.replace(b"\r\n.", b"\r\n..")], "the message arrives byte for byte, dots doubled")
same([l for _, l in s.lines if l.startswith((b"MAIL", b"RCPT", b"EHLO"))],
     [b"EHLO site.test\r\n", b"MAIL FROM:<bounce+1@site.test>\r\n",
      b"RCPT TO:<a@example.jp>\r\n", b"RCPT TO:<b@example.jp>\r\n"], "envelope as asked")
same(first(a, "tls"), "no", "says that TLS was not used")
s = Sink()
a = letter(s.port, rcpt=["a..b@docomo.ne.jp", "ab.@docomo.ne.jp", "a.b@docomo.ne.jp"])
same([l for _, l in s.lines if l.startswith(b"RCPT")],
     [b'RCPT TO:<"a..b"@docomo.ne.jp>\r\n', b'RCPT TO:<"ab."@docomo.ne.jp>\r\n', b"RCPT TO:<a.b@docomo.ne.jp>\r\n"],
     "the old dots of carriers' addresses are quoted")
same([r.split(" ")[0] for r in every(a, "rcpt")][0], "a..b@docomo.ne.jp", "and answered as asked")
big = MAIL + b"x" * 900 + b"\r\n"
s = Sink(drip=0.0, ehlo=())
a = letter(s.port, data=MAIL + (b"A" * 76 + b"\r\n") * 80000, timeout=60)
same((outcome(a)[0], len(s.messages[0])), ("sent", len(MAIL.replace(b"\r\n.", b"\r\n..")) + 78 * 80000),
     "6 MB without pipelining")

# --- only 250 of the message and 2xx of a recipient is a delivery ------------------
no = "550 5.1.1 no such user"
s = Sink(say={"rcpt": no})
same(outcome(letter(s.port, rcpt=["a@example.jp", "b@example.jp"])), ("refused", ["550", "550"]),
     "every recipient 550: refused (libesmtp says success)")
s = Sink(say={"rcpt": no, "data": "354 go", "dot": "250 ok"}, ehlo=("PIPELINING",))
same(outcome(letter(s.port)), ("refused", ["550"]), "a server that says 250 to nobody's message: refused")
same(s.messages, [b""], "and got nothing of the message")
s = Sink(say={"rcpt": ["250 ok", no, "450 4.2.1 busy"]})
a = letter(s.port, rcpt=["a@example.jp", "b@example.jp", "c@example.jp"])
same(outcome(a), ("later", ["250", "550", "450"]), "one good, one refused, one later: each its own word")
same(every(a, "rcpt")[2], "c@example.jp 450 4.2.1 busy", "with the relay's text")
s = Sink(say={"rcpt": ["250 ok", no]})
same(outcome(letter(s.port, rcpt=["a@example.jp", "b@example.jp"])), ("refused", ["250", "550"]),
     "one good, one refused")

for where, code in (("greeting", None), ("ehlo", None), ("mail", None), ("rcpt", None), ("data", None),
                    ("body", None), ("dot", None)):
    s = Sink(mute=where)
    a = letter(s.port, wait_ms=1000)
    same(outcome(a), ("later", ["451"]), "mute at %s: later (libesmtp says success)" % where)
    ok(letter.took < 4, "and within its time, not five minutes (%.1f s)" % letter.took)
    s.close()
    s = Sink(drop=where)
    same(outcome(letter(s.port)), ("later", ["451"]), "connection dropped at %s: later" % where)
    s.close()

s = Sink(drip=0.3)
a = letter(s.port, wait_ms=2000)
same((outcome(a), first(a, "text")), (("later", ["451"]), "timeout"),
     "one letter at a time for ever: the whole session has its deadline")
ok(letter.took < 6, "and keeps it (%.1f s)" % letter.took)

for verb, reply, want in (
        ("greeting", "421 4.3.2 closing", ("later", ["451"])),
        ("greeting", "554 5.7.1 not you", ("later", ["451"])),
        ("mail", "421 4.3.2 closing", ("later", ["451"])),
        ("mail", "451 4.3.0 busy", ("later", ["451"])),
        ("mail", "553 5.1.8 sender refused", ("refused", ["553"])),
        ("rcpt", "421 4.3.2 closing", ("later", ["421"])),
        ("rcpt", "450 4.2.0 greylisted", ("later", ["450"])),
        ("rcpt", "251 will forward", ("sent", ["250"])),
        ("rcpt", "354 what", ("later", ["451"])),
        ("data", "451 4.3.0 busy", ("later", ["451"])),
        ("data", "554 5.5.1 no", ("refused", ["554"])),
        ("dot", "452 4.3.1 full", ("later", ["452"])),
        ("dot", "554 5.7.1 spam", ("refused", ["554"])),
        ("dot", "200 2.0.0 hm", ("later", ["451"])),
        ("dot", "garbage", ("later", ["451"])),
        ("ehlo", "421 4.3.2 closing", ("later", ["451"]))):
    s = Sink(say={verb: reply})
    same(outcome(letter(s.port)), want, "%s answered with %r: %s" % (verb, reply, want[0]))
    s.close()
s = Sink(say={"greeting": "554 5.7.1 not you"})
same(first(letter(s.port), "text"), "554 5.7.1 not you", "the relay's own words reach the operator")
s = Sink(say={"ehlo": ["502 what"]})
same(outcome(letter(s.port)), ("sent", ["250"]), "an old server without EHLO")
gone = s.port
s.close()
closed = Sink()
closed.close()
same(outcome(letter(closed.port)), ("later", ["451"]), "nobody listens: later")
same(outcome(letter(25, host="no-such-host.invalid")), ("later", ["451"]), "no such relay: later")

# --- nothing unclean reaches the wire ---------------------------------------------
s = Sink()
for what, why, over in (
        ("a second command in a recipient", "bad_rcpt", dict(rcpt=["a@example.jp>\r\nRCPT TO:<evil@example.jp"])),
        ("a line feed in a recipient", "bad_rcpt", dict(rcpt=["a@example.jp\nRCPT TO:<b@c.jp>"])),
        ("a NUL in a recipient", "bad_rcpt", dict(rcpt=["a@example.jp\0b"])),
        ("a blank in a recipient", "bad_rcpt", dict(rcpt=["a b@example.jp"])),
        ("a Japanese local part (no SMTPUTF8)", "bad_rcpt", dict(rcpt=["\u540d@example.jp"])),
        ("no recipient", "bad_rcpt", dict(rcpt=[])),
        ("101 recipients", "bad_rcpt", dict(rcpt=["a@example.jp"] * 101)),
        ("a bad sender", "bad_from", {"from": "a@b\r\nDATA"}),
        ("a bad own name", "bad_helo", dict(helo="x\r\nMAIL")),
        ("a relay with a path", "bad_host", dict(host="a:b/c")),
        ("port 0", "bad_host", dict(port=0)),
        ("an unknown word for TLS", "bad_tls", dict(tls="maybe")),
        ("a bare line feed in the body (smuggling)", "bad_data", dict(data=MAIL + b"\n.\nMAIL FROM:<x@y>\r\n")),
        ("a bare carriage return", "bad_data", dict(data=MAIL + b"\r.\r\n")),
        ("8-bit bytes", "bad_data", dict(data=MAIL + "\u3042\r\n".encode())),
        ("a NUL in the body", "bad_data", dict(data=MAIL + b"\0\r\n")),
        ("a line of 999", "bad_data", dict(data=MAIL + b"x" * 999 + b"\r\n")),
        ("no end of line", "bad_data", dict(data=MAIL[:-2])),
        ("an empty message", "bad_data", dict(data=b""))):
    a = letter(s.port, **over)
    same((first(a, "error"), first(a, "why")), ("invalid", why), what + ": refused unsent")
same(s.sessions, 0, "no connection was made for any of them")
same(outcome(letter(s.port, data=MAIL + b"x" * 998 + b"\r\n")), ("sent", ["250"]), "a line of 998 is fine")

# --- TLS -----------------------------------------------------------------------------
tmp = tempfile.mkdtemp()


def openssl(*args):
    subprocess.run(["openssl", *args], check=True, cwd=tmp, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def certificate(name, san, days="2"):
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=" + name)
    with open(os.path.join(tmp, name + ".ext"), "w") as f:
        f.write("subjectAltName=%s\n" % san)
    openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", days, "-extfile", name + ".ext", "-out", name + ".pem")
    return os.path.join(tmp, name + ".pem"), os.path.join(tmp, name + ".key")


openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test root")
CA = os.path.join(tmp, "ca.pem")
good = certificate("good", "IP:127.0.0.1")
named = certificate("named", "DNS:localhost")
wrong = certificate("wrong", "DNS:mail.example.jp")
old = certificate("old", "IP:127.0.0.1", "-1")

s = Sink(tls=good)
a = letter(s.port, tls="required", ca=CA)
same((outcome(a), first(a, "tls")), (("sent", ["250"]), "yes"), "STARTTLS, right name: sent over TLS")
same([l for t, l in s.lines if not t], [b"EHLO site.test\r\n", b"STARTTLS\r\n"],
     "nothing but EHLO and STARTTLS in the clear")
try:
    import socket
    resolves = socket.gethostbyname("localhost") == "127.0.0.1"
except OSError:
    resolves = False
if resolves:
    s = Sink(tls=named)
    same(outcome(letter(s.port, tls="required", ca=CA, host="localhost")), ("sent", ["250"]), "by name")
    s = Sink(tls=good)
    same(outcome(letter(s.port, tls="required", ca=CA, host="localhost")), ("later", ["451"]),
         "a certificate for the address does not do for the name")
for what, sink, over in (
        ("STARTTLS not offered", dict(), {}),
        ("STARTTLS answered with 454", dict(tls=good, say={"starttls": "454 4.7.0 not now"}), {}),
        ("certificate of another name", dict(tls=wrong), {}),
        ("certificate past its end", dict(tls=old), {}),
        ("root unknown", dict(tls=good), dict(ca="/etc/ssl/certs/ca-certificates.crt")),
        ("file of roots missing", dict(tls=good), dict(ca="/nonexistent.pem")),
        ("TLS 1.1 only", dict(tls=(*good, ssl.TLSVersion.TLSv1_1)), {}),
        ("answers smuggled in before TLS", dict(tls=good, inject=b"250-sink\r\n250 AUTH PLAIN\r\n"), {})):
    s = Sink(**sink)
    a = letter(s.port, tls="required", **{"ca": CA, **over})
    same((outcome(a), s.messages), (("later", ["451"]), []), "required, %s: no mail" % what)
    ok(not any(l.startswith((b"MAIL", b"AUTH")) for _, l in s.lines), "… and no MAIL command (%s)" % first(a, "text"))
s = Sink(tls=good)
same([outcome(letter(s.port, tls="required", ca=CA))[0] for _ in range(30)], ["sent"] * 30,
     "30 sessions over TLS 1.3: tickets after the handshake are not taken for an answer")
s = Sink(tls=(*good, ssl.TLSVersion.TLSv1_2))
same(outcome(letter(s.port, tls="required", ca=CA)), ("sent", ["250"]), "TLS 1.2")
s = Sink(tls=good)
a = letter(s.port, tls="required", ca=CA, data=MAIL + (b"A" * 76 + b"\r\n") * 40000, wait_ms=20000)
same((outcome(a)[0], len(s.messages[0]) > 3000000), ("sent", True), "3 MB over TLS")
s = Sink(tls=wrong)
a = letter(s.port, tls="starttls")
same((outcome(a), first(a, "tls")), (("sent", ["250"]), "yes"), "starttls takes any certificate, better than none")
s = Sink()
same(outcome(letter(s.port, tls="starttls")), ("sent", ["250"]), "starttls goes without where none is offered")
s = Sink(tls=good)
a = letter(s.port, tls="none")
same((outcome(a), first(a, "tls")), (("sent", ["250"]), "no"), "none uses none")

# libesmtp takes roots and a client's key from below $HOME: ours does not look.
home = os.path.join(tmp, ".authenticate")
os.makedirs(os.path.join(home, "private"), mode=0o700)
for name, source in (("ca.pem", wrong[0]), ("private/smtp-starttls.pem", wrong[0])):
    with open(os.path.join(home, name), "w") as f:
        f.write(open(source).read())
    os.chmod(os.path.join(home, name), 0o600)
s = Sink(tls=good)
same(outcome(letter(s.port, tls="required", ca=CA, env={"HOME": tmp})), ("sent", ["250"]),
     "certificates below $HOME are not taken")

# --- authentication ---------------------------------------------------------------------
auth = ("PIPELINING", "AUTH PLAIN LOGIN")
secret = base64.b64encode(b"\0u\0p w").decode()
s = Sink(tls=good, ehlo=auth, say={"auth": lambda line: "235 ok" if secret.encode() in line else "535 no"})
a = letter(s.port, tls="required", ca=CA, user="u", password="p w")
same(outcome(a), ("sent", ["250"]), "AUTH PLAIN over TLS")
ok(all(t for t, l in s.lines if l.startswith(b"AUTH")), "the password only went over TLS")
s.say["mail"] = "550 5.7.1 authentication needed"
a = letter(s.port, tls="required", ca=CA, user="u", password="wrong")
same(outcome(a), ("later", ["451"]), "535, then a refusal: later, the operator must look, not the recipient")
s = Sink(say={"rcpt": "530 5.7.0 authenticate first"})
same(outcome(letter(s.port)), ("later", ["451"]), "530 without a user: later")
s = Sink(tls=wrong, ehlo=auth)
same(outcome(letter(s.port, tls="starttls", ca=CA, user="u", password="p w")), ("later", ["451"]),
     "with a password, starttls is as strict as required")
ok(not any(l.startswith(b"AUTH") for _, l in s.lines), "… the password stayed here")

# --- the child -------------------------------------------------------------------------------
same(tkm.ask("letter", b"", raw=True)[0], 65, "no request: no answer, status 65")
same(tkm.ask("letter", b"TKM1\xff\xff\xff\xffxxxx", raw=True)[0], 65, "a bad frame: status 65")
tkm.done()
