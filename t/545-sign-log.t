#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The signer's log on disk: written before the key is used, torn, full, busy,
# behind, forged; and the state of a chain made again from it.
import datetime
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from signer_kit import *

h = House(separate=os.geteuid() == 0).ready()
LOG = f"{h.log}/log"


def read():
    return open(LOG, "rb").read()


def ready_act(c, v):
    a = c.act(v)
    data, off, gap = c.candidate(a)
    return c.fields(a, off), data


def keep_owner(path):
    os.chown(path, h.signer.pw_uid, h.signer.pw_gid)
    os.chmod(path, 0o600)


def line(seq, before, text, t=None):
    d = datetime.datetime.utcfromtimestamp((t or time.time_ns()) // SEC)
    head = f"TKL1 {seq} {d:%Y-%m-%dT%H:%M:%S}.000000000Z {text} ".encode()
    return head + hashlib.sha256(before + head).hexdigest().encode() + b"\n"


# --- the format, read by other eyes
c = Contract(2)
for v in (1, 2):
    c.step(h, v)
before = bytes(32)
good = True
for n, x in enumerate(h.log_lines(), 1):
    body, mac = x[:-64], x[-64:]
    good = good and hashlib.sha256(before + body.encode()).hexdigest() == mac and x.startswith(f"TKL1 {n} ")
    before = bytes.fromhex(mac)
ok(good, "every line's hash is over the hash before and the line")
last = h.log_lines()[-1]
a, data, off, gap, cms = c.last
want = f" sign chain={c.chain} version=2 attempt=1 act={act_hash(a).hex()} time={a['time']} " \
    f"length={len(data)} gap={gap} gaplen={2 * c.reserve + 2} " \
    f"digest={hashlib.sha256(c.ranges(data, gap)).hexdigest()} "
ok(want in last, "a record holds chain, version, act hash, L, gap and D")
ok("p0@" not in read().decode() and "甲" not in read().decode(), "no name and no address stands in the log")
first = h.log_lines()[0]
ok(re.search(r" init log=[0-9a-f]{32} key=[0-9a-f]{64} ", first), "the first line binds a log id and the key")
state = f"{h.log}/chain/{c.chain[:2]}/{c.chain}"
same(open(state, "rb").read().split(b"\n"), read().split(b"\n")[1:], "the chain's file holds its lines")

# --- torn
for torn in (b"TKL1 4 2026-11", b"\0" * 100, b"x"):
    n = len(h.log_lines())
    with open(LOG, "ab") as f:
        f.write(torn)
    d = Contract(1)
    f, x = ready_act(d, 1)
    same(h.why(f, x), "signed", f"a torn last record of {len(torn)} bytes: the next start goes on")
    ok(f" cut bytes={len(torn)} " in h.log_lines()[n], "… and says in the log what it cut")
same(h.ctl("log", "verify").returncode, 0, "the log is sound")

# --- the state of a chain can be made again
f, x = ready_act(c, 3)
shutil.rmtree(f"{h.log}/chain")
os.unlink(f"{h.log}/applied")
same(h.why(f, x), "signed", "state files removed: made again from the log, the chain goes on")
again = Contract(2)
again.chain = c.chain
f, x = ready_act(again, 1)
same(h.why(f, x), "act_differs", "… with its old versions known")
d = Contract(2)
for v in (1, 2):
    d.step(h, v)
os.truncate(f"{h.log}/chain/{d.chain[:2]}/{d.chain}", 100)
f, x = ready_act(d, 3)
same(h.why(f, x), "state", "a damaged state file: nothing is signed")
os.unlink(f"{h.log}/chain/{d.chain[:2]}/{d.chain}")
os.unlink(f"{h.log}/applied")
same(h.why(f, x), "signed", "… removed with `applied`, it is made again")

# --- crash between log and state: log longer than applied
applied = open(f"{h.log}/applied", "rb").read()
e = Contract(1)
e.step(h, 1)
chain = f"{h.log}/chain/{e.chain[:2]}/{e.chain}"
os.unlink(chain)
with open(f"{h.log}/applied", "wb") as s:
    s.write(applied)
a = e.last[0]
x, xo, _ = e.candidate(a, before=BASE, body=b"% other\n")
same(h.why(e.fields(a, xo), x), "attempt", "record written, state lost in a crash: another candidate is refused")
same(h.ask(e.fields(a, e.last[2]), e.last[1]).get("cms"), e.last[4], "… the recorded one is signed (repeat)")

# --- busy, read-only, gone, behind, forged
fd = os.open(LOG, os.O_RDWR)
fcntl.flock(fd, fcntl.LOCK_EX)
f, x = ready_act(Contract(1), 1)
t = time.monotonic()
same(h.why(f, x), "log_busy", "somebody holds the lock: refused")
ok(4.5 < time.monotonic() - t < 8, "… after five seconds")
os.close(fd)
whole = read()
with open(LOG, "r+b") as s:
    s.truncate(len(whole) - 10)
same(h.why(f, x), "log_behind", "a log shorter than known: refused")
with open(LOG, "wb") as s:
    s.write(whole)
same(h.why(f, x), "signed", "… whole again: signed")
f, x = ready_act(Contract(1), 1)
whole = read()
with open(LOG, "ab") as s:
    s.write(line(len(h.log_lines()) + 1, bytes(32), "cut bytes=1"))
same(h.why(f, x), "log_broken", "a line that does not follow: refused")
same(h.ctl("log", "verify").returncode, 2, "… and ctl log verify tells it")
with open(LOG, "wb") as s:
    s.write(whole.replace(b" version=1 ", b" version=2 ", 1))
same(h.ctl("log", "verify").returncode, 2, "an old line changed: ctl log verify tells it")
with open(LOG, "wb") as s:
    s.write(whole)
head = bytes.fromhex(h.log_lines()[-1][-64:])
n = len(h.log_lines()) + 1
with open(LOG, "ab") as s:
    s.write(line(n, head, "cut bytes=1", time.time_ns() + 600 * SEC))
same(h.why(f, x), "clock_back", "a log whose newest record lies in the future: refused")
with open(LOG, "wb") as s:
    s.write(whole)
os.unlink(f"{h.log}/applied")
same(h.why(f, x), "signed", "… without that record: signed")
f, x = ready_act(Contract(1), 1)
os.rename(LOG, LOG + "2")
same(h.why(f, x), "no_log", "no log, no signature")
os.rename(LOG + "2", LOG)

# --- another key than the log's
shutil.copytree(f"{h.top}/key", f"{h.top}/key2")
other = subprocess.run([f"{B}/libexec/ctl", "-s", h.conf_path, "keygen", "demo", f"{h.top}/ca2", "他市"],
                       capture_output=True)
same(other.returncode, 0, "a new key by ctl")
ok(" rekey key=" in h.log_lines()[-1], "… is told to the log")
ok(not os.path.exists(f"{h.top}/key/g1/key.der") and os.path.exists(f"{h.top}/key/g1/cert.der"),
   "… the old key is erased, its certificate kept")
same(h.why(f, x), "signed", "… and the new one signs")
shutil.rmtree(f"{h.top}/key")
os.rename(f"{h.top}/key2", f"{h.top}/key")
for top, dirs, files in os.walk(f"{h.top}/key"):
    for p in [top] + [f"{top}/{y}" for y in files]:
        os.chown(p, h.signer.pw_uid, h.signer.pw_gid)
f, x = ready_act(Contract(1), 1)
same(h.why(f, x), "log_key", "a key put in place by hand: refused")

# --- killed at any moment (by root; the caller cannot)
h.ctl("log", "verify")
shutil.rmtree(f"{h.top}/ca2")
h.ctl("keygen", "demo", f"{h.top}/ca2", "三市")
lost = wrong = 0
for i in range(60):
    k = Contract(1)
    f, x = ready_act(k, 1)
    p = h.start(x)
    p.stdin.write(frame(f))
    p.stdin.close()
    time.sleep(i * 0.0004)
    try:
        kids = open(f"/proc/{p.pid}/task/{p.pid}/children").read().split()
        for pid in kids:
            os.kill(int(pid), 9)
    except (FileNotFoundError, ProcessLookupError):
        pass
    out = p.stdout.read()
    p.wait()
    p.stdout.close()
    p.stderr.close()
    first = (unframe(out) or {}).get("cms")
    lost += first is None
    second = (h.ask(f, x) or {}).get("cms")
    wrong += second is None or (first is not None and first != second)
same(wrong, 0, f"60 kills at different moments ({lost} without an answer): each can be repeated")
same(h.ctl("log", "verify").returncode, 0, "… and the log is sound")

# --- a full disk
if h.separate:
    small = f"{h.top}/small"
    os.mkdir(small)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k,mode=755", "none", small],
                      capture_output=True).returncode == 0:
        try:
            os.mkdir(f"{small}/log", 0o700)
            os.chown(f"{small}/log", h.signer.pw_uid, h.signer.pw_gid)
            h.conf(log=f"{small}/log")
            same(h.ctl("init").returncode, 0, "a log on a disk of 32 KB")
            words, n = set(), 0
            while n < 60 and len(words - {"signed"}) == 0:
                words.add(h.why(*ready_act(Contract(1), 1)))
                n += 1
            ok(words <= {"signed", "log_full", "state"} and len(words) == 2, f"full: refused ({words})")
            subprocess.run(["mount", "-o", "remount,size=1m", small], check=True)
            same(h.why(*ready_act(Contract(1), 1)), "signed", "room again: signed")
            r = h.ctl("log", "verify")
            same(r.returncode, 0, "… and the log is sound")
        finally:
            subprocess.run(["umount", small])
done()
