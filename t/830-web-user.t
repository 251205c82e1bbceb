#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A captured web user of a running site against its signer: what it can neither
read, write, stop nor have signed (SECURITY.md)."""
import glob
import os
import pwd
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
if os.geteuid():
    print("1..0 # SKIP needs root: pages and signer are two users only then")
    sys.exit(0)
from demosite import ROOT, Browser, Site, Tap, address, agree, attachments, register, send  # noqa: E402
from fault import as_web, ctl, processes  # noqa: E402
from signer_kit import Contract, House, frame, unframe  # noqa: E402

t = Tap()
OPERATOR = "締結デモ運用者"


def signer_of(site):
    """The kit's way of asking, but with this site's signer and users."""
    h = House.__new__(House)
    h.separate, h.top, h.sign = True, site.run, site.run + "/libexec/sign"
    h.web, h.signer = pwd.getpwnam("teiketsu-web"), pwd.getpwnam("teiketsu-sign")
    return h


def sh(site, script, *args):
    return subprocess.run(["/bin/sh", "-c", script, "sh", *args], capture_output=True, text=True, cwd="/", env={},
                          **as_web(site))


def files(site):
    secret = [f for top in ("key", "log") for at, _, names in os.walk(f"{site.run}/{top}")
              for f in [os.path.join(at, n) for n in names]]
    t.ok(any("key" in os.path.basename(f) for f in secret) and site.run + "/log/log" in secret, "key and log are there",
         secret)
    for path in secret:
        short = path[len(site.run) + 1:]
        r = sh(site, 'cat "$1"', path)
        t.ok(r.returncode and not r.stdout, f"cannot read {short}", r.stdout[:80])
        for what in ('echo x >> "$1"', ': > "$1"', 'rm -f "$1" && test ! -e "$1"', 'mv "$1" "$1.x"', 'chmod 644 "$1"',
                     'ln "$1" /tmp/tk-stolen-$$'):
            r = sh(site, what, path)
            t.ok(r.returncode and os.path.exists(path), f"cannot: {what.replace('$1', short)}", r.stderr)
    for path in ("libexec/sign", "etc/sign.conf", "libexec/clerk", "cgi-bin/agree", "ca/root.pem"):
        r = sh(site, 'echo x >> "$1"', f"{site.run}/{path}")
        t.ok(r.returncode, f"cannot write {path}")
    for path in ("", "key", "log", "libexec", "etc", "cgi-bin", "share/xsl"):
        r = sh(site, 'touch "$1/x" || mv "$1" "$1.x"', f"{site.run}/{path}")
        t.ok(r.returncode, f"cannot put or move anything in {path or 'the site folder'}")
    r = sh(site, 'ls "$1"', site.run + "/key")
    t.ok(r.returncode, "cannot even list the key folder")


def stopping(site, h):
    c = Contract(1, name=OPERATOR)
    a = c.act(1)
    data, off, _ = c.candidate(a)
    p = h.start(data)
    time.sleep(0.3)
    pids = processes(site).get("sign", [])
    t.ok(len(pids) >= 2, "the signer waits for its request", pids)
    for pid in pids:
        for s in (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU, signal.SIGHUP):
            r = sh(site, f"kill -{int(s)} {pid}")
            t.ok(r.returncode and "not permitted" in r.stderr.lower(), f"cannot send {s.name}", r.stderr)
        for name in ("mem", "environ", "fd", "maps", "cwd"):
            r = sh(site, f"ls /proc/{pid}/{name}/ 2>&1 || cat /proc/{pid}/{name}")
            t.ok(r.returncode, f"cannot look into /proc/PID/{name}", r.stdout[:100])
    out, _ = p.communicate(frame(c.fields(a, off)), timeout=30)
    t.ok("cms" in (unframe(out) or {}), "… and it signs as if nothing had happened")


def refused(h, what, c, a, data, off, **more):
    why = h.why(c.fields(a, off, **more), data)
    t.ok(why not in ("signed", "no answer", "nothing"), f"refused ({why}): {what}", why)


def own_chain(h):
    """Controls beside each attack: the honest twin of the same request is signed."""
    c = Contract(2, name=OPERATOR)
    a = c.act(1)
    data, off, _ = c.candidate(a)
    other, other_off, _ = c.candidate(a | {"title": "売買契約書"})
    refused(h, "a file that says another title than the act", c, a, other, other_off)
    spot = data.index(b"/Reason")
    refused(h, "one byte of the dictionary differs", c, a, data[:spot] + b"/Reasom" + data[spot + 7:], off)
    refused(h, "something in the gap", c, a, data.replace(b"/Contents <0", b"/Contents <1"), off)
    named, named_off, _ = twin(c, name="別の運用者").candidate(a)
    refused(h, "another operator's name", c, a, named, named_off)
    t.ok("cms" in (c.step(h, 1) or {}), "control: the honest one is signed")
    t.ok("cms" in (c.step(h, 2) or {}), "control: so is 送信")
    a = c.act(3, mail="mallory@example.jp")
    data, off, _ = c.candidate(a)
    refused(h, "an address that is not in the roster", c, a, data, off)
    a = c.act(4)
    data, off, _ = c.candidate(a)
    refused(h, "the second before the first", c, a, data, off)
    a = c.act(3, time=time.time_ns() - 80 * 3600 * 10**9)
    data, off, _ = c.candidate(a)
    refused(h, "an act of four days ago", c, a, data, off)
    a = c.act(3, time=time.time_ns() + 3600 * 10**9)
    data, off, _ = c.candidate(a)
    refused(h, "an act of the next hour", c, a, data, off)
    a = c.act(3)
    data, off, _ = c.candidate(a, before=c.file.replace(b"% filling", b"% FILLING", 1))
    refused(h, "a changed former version", c, a, data, off)
    for v in (3, 4, 5):
        t.ok("cms" in (c.step(h, v) or {}), f"control: version {v} is signed")
    for v, kind in ((6, "agree"), (6, "conclude"), (5, "conclude"), (3, "agree")):
        a = c.act(3 if kind == "agree" else 5) | {"version": v, "time": time.time_ns()}
        data, off, _ = c.candidate(a)
        refused(h, f"{kind} as version {v} of a closed chain", c, a, data, off)


def twin(c, **change):
    d = Contract.__new__(Contract)
    d.__dict__.update(c.__dict__)
    d.__dict__.update(change)
    return d


def real_chains(site, h):
    owner = register(site, "owner@sender.example", "送信 太郎")
    with open(os.path.join(ROOT, "t", "data", "contract-ja.pdf"), "rb") as f:
        pdf = f.read()
    person = [{"メールアドレス": "a@example.jp", "氏名": "甲"}]
    done, _ = send(site, owner, "終わった契約", [("a.pdf", pdf)], person)
    agree(Browser(), address(site.mail.wait("a@example.jp", "終わった契約"), "/review/"))
    released = attachments(site.mail.wait("a@example.jp", "終わった契約」の合意締結"))[0][1]
    c = Contract(1, name=OPERATOR)
    c.chain, c.file = done + "-1", released
    for v, kind in ((5, 3), (4, 4), (3, 3)):
        a = c.act(kind) | ({"version": v, "mail": "a@example.jp"} if kind == 3 else {"version": v})
        data, off, _ = c.candidate(a)
        refused(h, f"version {v} after a released document", c, a, data, off)
    waits, _ = send(site, owner, "待っている契約", [("a.pdf", pdf)], person)
    site.mail.wait("a@example.jp", "待っている契約")
    time.sleep(1)
    newest = max((f for f in glob.glob(site.run + "/var/doc/*/*") if open(f, "rb").read().count(b"/ByteRange") == 2),
                 key=os.path.getmtime)
    with open(newest, "rb") as f:
        c.file = f.read()
    c.chain = waits + "-1"
    before = len(ctl(site, "log", "show").stdout.splitlines())
    for mail in ("mallory@example.jp", "owner@sender.example"):
        a = c.act(3, mail=mail)
        data, off, _ = c.candidate(a)
        refused(h, f"同意 of {mail} for a document that waits for somebody else", c, a, data, off)
    t.same(len(ctl(site, "log", "show").stdout.splitlines()), before, "… and none of it is in the log as signed")
    p = agree(Browser(), address(site.mail.wait("a@example.jp", "待っている契約"), "/review/"))
    t.ok("全員の同意" in p.h1() or "成立" in p.h1(), "the one who was asked agrees", p.h1())
    t.ok(site.mail.wait("a@example.jp", "待っている契約」の合意締結"), "… and the document is concluded")


with Site() as s:
    signer = signer_of(s)
    files(s)
    stopping(s, signer)
    own_chain(signer)
    real_chains(s, signer)
    r = ctl(s, "log", "verify")
    t.ok(r.returncode == 0, "the signer's log is whole", r.stdout)
t.done()
