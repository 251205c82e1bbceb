#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# rules.md §1: what stands in a chain, in which order, by whom, when. One test
# for each rule; each refusal by its word.
import hashlib
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from signer_kit import *

h = House().ready()
HOUR = 3600 * SEC

# --- a whole contract
c = Contract(2)
for v in range(1, 6):
    r = c.step(h, v)
    ok(r and "cms" in r, f"version {v} of 5 is signed")
same(int(r["seq"]), 6, "the log counts: init and five signatures")
ok(abs(int(r["at"]) - time.time_ns()) < 5 * SEC, "the signer tells its own time")
same(h.log_lines()[-1].split()[-1].encode(), r["head"], "head is the hash of the last log line")
a, data, off, gap, cms = c.last
same(h.why(c.fields(a | {"time": a["time"] + 1}, off), data), "act_differs", "closed: other act")
d = Contract(2)
d.chain, d.file = c.chain, c.file
same(h.why(d.fields(a | {"version": 6, "parties": 3}, off), data), "closed", "closed: no version 6")

# --- 1.3 repeats and attempts
r = h.ask(c.fields(a, off), data)
same(r.get("cms"), cms, "the same candidate again: the same CMS, byte for byte")
ok(" repeat " in h.log_lines()[-1], "… and a line `repeat` in the log")
own = f"{h.log}/chain/{c.chain[:2]}/{c.chain}"
ok(" repeat " not in open(own).read(), "… which does not make the chain's own file longer")
before4 = data[:off - len(b"7 0 obj\n")]
data2, off2, gap2 = c.candidate(a, before=before4, body=b"% other\n")
same(h.why(c.fields(a, off2), data2), "attempt", "another digest for the newest version needs attempt+1")
same(h.why(c.fields(a, off2, attempt=3), data2), "attempt", "… not attempt+2")
same(h.why(c.fields(a, off2, attempt=2), data2), "signed", "… attempt 2 is signed")
ok(" again " in h.log_lines()[-1] and "attempt=2" in h.log_lines()[-1], "… and logged as `again`")
data3, off3, _ = c.candidate(a, before=before4, body=b"% third\n")
same(h.why(c.fields(a, off3, attempt=3), data3), "signed", "attempt 3 is signed")
data4, off4, _ = c.candidate(a, before=before4, body=b"% fourth\n")
same(h.why(c.fields(a, off4, attempt=3), data4), "attempt", "attempt 3 twice is refused")
same(h.why(c.fields(a, off4, attempt=4), data4), "field", "there is no attempt 4")
same(h.why(c.fields(a, off), data), "attempt", "a replaced candidate is not signed again")

d = Contract(1)
d.step(h, 1)
first = d.last
d.step(h, 2)
a, data, off, gap, cms = first
same(h.ask(d.fields(a, off), data).get("cms"), cms, "an older version repeats too")
ok(" repeat " in h.log_lines()[-1] and " roster=" not in h.log_lines()[-1], "… without its roster in the log")
x, xo, _ = d.candidate(a, before=BASE, body=b"% other\n")
same(h.why(d.fields(a, xo, attempt=2), x), "differs", "version 1 cannot change once version 2 is signed")

# --- 1.2 the version before
a = d.act(3)
data, off, gap = d.candidate(a)
for at, what in ((20, "in the base"), (len(d.base) + 3, "in version 1"), (len(first[1]) + 2, "in version 2")):
    flipped = bytearray(data)
    flipped[at] ^= 1
    same(h.why(d.fields(a, off), bytes(flipped)), "prefix", f"one bit {what}: refused")
g = d.last[3]
for new, what in ((b"z", "a letter that is no digit"), (b">", "an early end")):
    x = data[:g + 9] + new + data[g + 10:]
    same(h.why(d.fields(a, off), x), "gap", f"{what} in the gap of the version before")
x = data[:g + 9] + (b"0" if data[g + 9:g + 10] != b"0" else b"1") + data[g + 10:]
same(h.why(d.fields(a, off), x), "signed", "the filled gap itself is the next version's business")
ok(len(data) > len(d.file), "the candidate only appends")
d = Contract(1)
d.step(h, 1)
inside = d.last[2]
a = d.act(2)
x, xo, _ = d.candidate(a)
same(h.why(d.fields(a | {"time": a["time"] + 1}, xo), x), "dictionary", "another instant than the printed one")
same(h.why(d.fields(a, inside), x), "offset", "the dictionary may not begin inside the version before")

# --- 1.6 order, slots, roster
d = Contract(2)
same(h.why(d.fields(d.act(2), 5000), d.candidate(d.act(2))[0]), "unknown", "no chain without its version 1")
d.step(h, 1)


def refused(version, word, what, **change):
    a = d.act(version, **change)
    x, xo, _ = d.candidate(a)
    same(h.why(d.fields(a, xo), x), word, what)


refused(3, "version", "version 3 before version 2")
refused(2, "roster", "the sender with another address", mail="x@example.jp")
refused(2, "signed", "the domain in capitals is the same address", mail="p0@EXAMPLE.jp")
e = Contract(2)
for v in (1, 2):
    e.step(h, v)
d = e
refused(4, "version", "slot 2 before slot 1")
refused(3, "roster", "slot 1 by the person of slot 2", mail=e.mails[2])
refused(3, "roster", "the local part's case counts", mail="P1@example.jp")
for v in (3, 4):
    e.step(h, v)
a = e.act(5) | {"kind": "agree", "slot": 3, "name": "x", "mail": "p1@example.jp", "methods": 1,
                "binds": bytes(32)}
x, xo, _ = e.candidate(a)
same(h.why(e.fields(a, xo), x), "slot", "a third agreement in a contract of two")
g = Contract(3)
for v in (1, 2, 3):
    g.step(h, v)
a = g.act(4) | {"kind": "conclude", "parties": 1}
x, xo, _ = g.candidate(a)
same(h.why(g.fields(a, xo), x), "parties", "an early end that lies about the number of parties")

# --- reassign
to = hashlib.sha256("new@example.jp".encode()).digest()


def reassign(chain, slot, reason="forward", t=None, to=to):
    return [("op", "reassign"), ("chain", chain), ("slot", slot), ("to", to), ("reason", reason),
            ("time", t or time.time_ns())]


r = h.ask(reassign(g.chain, 2))
ok(r and "seq" in r and "why" not in r, "an open slot is handed on")
d = g
refused(4, "roster", "the one who handed on is out", mail=g.mails[2])
refused(4, "signed", "the new one signs", mail="new@example.jp")
same(h.why(reassign(g.chain, 2, to=hashlib.sha256(b"x@example.jp").digest())), "slot",
     "a signed slot is not handed on")
same(h.why(reassign(g.chain, 2)), "nothing", "who signed it may be told again")
same(h.why(reassign(g.chain, 4)), "slot", "nor one that does not exist")
same(h.why(reassign(new_chain(), 1)), "unknown", "nor one of no chain")
same(h.why(reassign(c.chain, 1)), "closed", "nor one of a closed chain")
same(h.why(reassign(g.chain, 3, t=time.time_ns() - HOUR)), "order", "nor in the past of the chain")
same(h.why(reassign(g.chain, 3, reason="steal")), "field", "nor for another reason")

d = Contract(2)
d.step(h, 1)
a, data, off, gap, cms = d.last
other = hashlib.sha256("other@example.jp".encode()).digest()
same([h.why(reassign(d.chain, 1, "undo", to=(other, to)[i % 2])) for i in range(256)], ["nothing"] * 256,
     "256 reassigns of one chain")
same(h.why(reassign(d.chain, 1, "undo", to=other)), "moves", "… and no more")
count = len(h.log_lines())
r = h.ask(reassign(d.chain, 1, "undo"))
ok("seq" in r and "why" not in r and r["head"] == h.log_lines()[-1].split()[-1].encode(),
   "… but who holds the slot already may be told again")
same(len(h.log_lines()), count, "… which is not recorded")
for i in range(30):
    h.ask(d.fields(a, off), data)
own = f"{h.log}/chain/{d.chain[:2]}/{d.chain}"
lines = open(own, "rb").read()
same((lines.count(b" roster="), lines.count(b"\n")), (1, 257), "30 repeats leave nothing in the chain's file")
os.unlink(own)
os.unlink(f"{h.log}/applied")
same(h.why(reassign(d.chain, 1, "undo", to=other)), "moves", "made again from the log: the same answer")
same(open(own, "rb").read(), lines, "… and the same file")
same(h.ask(d.fields(a, off), data).get("cms"), cms, "… and the same CMS")
x, xo, gap = d.candidate(a, before=BASE, body=b"% other\n")
cms = h.ask(d.fields(a, xo, attempt=2), x).get("cms")
ok(cms, "another attempt of version 1 after a reassign is signed")
ok(" again " in h.log_lines()[-1] and " roster=" not in h.log_lines()[-1], "… has no roster of its own")
d.file = d.fill(x, gap, cms)
ok("cms" in d.step(h, 2), "version 2 over it")
refused(3, "roster", "… and who was replaced before it stays out", mail=d.mails[1])
refused(3, "signed", "… the new one signs", mail="new@example.jp")

# --- 1.4 time
d = Contract(1)
now = time.time_ns()
refused(1, "future", "an act 10 s ahead", time=now + 10 * SEC)
refused(1, "old", "an act older than max_delay", time=now - 73 * HOUR)
refused(1, "cert_at_act", "an act before the certificate", time=now - 30 * HOUR)
refused(1, "signed", "an act of 20 hours ago", time=now - 20 * HOUR)
d = Contract(1)
t0 = now - 3 * HOUR
d.step(h, 1, time=t0)
refused(2, "order", "an act before the act before", time=t0 - 1)
refused(2, "signed", "an act at the same instant", time=t0)
h.conf(max_delay=2)
d = Contract(1)
refused(1, "old", "max_delay of the configuration counts", time=now - 3 * HOUR)
same(h.ctl("log", "allow", "1").returncode, 0, "ctl log allow")
refused(1, "signed", "… lets an old act in, and that is in the log", time=now - 3 * HOUR)
ok(any(" allow until=" in x for x in h.log_lines()), "… indeed")
h.conf()

# --- 1.7 the daily cap
used = int(h.ask([])["used"])
h.conf(cap=used + 1)
d = Contract(1)
refused(1, "signed", "the last signature of the day")
d = Contract(1)
refused(1, "cap", "one more than the cap")
h.conf(cap=0)
d = Contract(1)
d.step(h, 1)
refused(1, "cap", "a cap of 0")
h.conf()
d.step(h, 1)
a, data, off, gap, cms = d.last
h.conf(cap=used)
same(h.why(d.fields(a, off), data), "signed", "a repeat does not count")
h.conf(cap=0)
for i in range(110):
    got = h.why(d.fields(a, off), data)
    if got != "signed":
        break
same(got, "cap", "but records are counted: nobody fills the disk with them")
h.conf()

# --- version 1 binds the base
d = Contract(1)
a = d.act(1, base=hashlib.sha256(b"another file").digest())
x, xo, _ = d.candidate(a)
same(h.why(d.fields(a, xo), x), "base", "version 1 over another base file")
a = d.act(1)
x, xo, _ = d.candidate(a, before=BASE[:-1])
same(h.why(d.fields(a, xo), x), "base", "version 1 over a base without its end")
tricky = BASE[:-6] + b"%%%%EOF\n%%EO%%EOF\n" + b"%%EOF\n"
d = Contract(1, base=tricky)
refused(1, "signed", "the base ends at the last end mark before the dictionary")
big = BASE[:-6] + b"0123456789abcdef" * (1 << 20) + b"%%EOF\n"
d = Contract(1, base=big)
for v in range(1, 5):
    ok("cms" in (d.step(h, v) or {}), f"16 MB, version {v}")
same(h.ctl("log", "verify").returncode, 0, "the log's chain of hashes is sound")
done()
