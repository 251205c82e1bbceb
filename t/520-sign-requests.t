#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# Requests that are not quite right: each refused, with the right word, and
# nothing in the log. Then random bit flips in request and file.
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from signer_kit import *

FLIPS = int(os.environ.get("FLIPS", "2000"))
h = House(separate=os.geteuid() == 0).ready()
c = Contract(2)
for v in (1, 2):
    c.step(h, v)
c.locks = ["F0001", "F0002"]
a = c.act(3)
data, off, gap = c.candidate(a)
good = c.fields(a, off)
keys = [k for k, _ in good]
before = h.log_lines()


def change(key, value):
    return [(k, value if k == key else v) for k, v in good]


def word(fields, want, what, d=data):
    same(h.why(fields, d), want, what)


# --- frames
for raw, what in ((b"", "nothing at all"), (b"TKM", "half a magic"), (b"TKM2" + frame(good)[4:], "another magic"),
                  (frame(good)[:-1], "one byte less"), (b"TKM1\xff\xff\xff\xff", "a length of 4 GB"),
                  (b"TKM1\0\0\0\5\4kind", "a field beyond the end"), (b"TKM1\0\0\0\6\0\0\0\0\0\0", "an empty key"),
                  (b"TKM1" + b"\0\0\x90\0" + b"x" * 0x9000, "more than 32 KB")):
    same((h.raw(raw, data) or {}).get("why"), b"frame", f"frame: {what}")

# --- fields
for k in keys[:9]:
    word([(x, v) for x, v in good if x != k], "act", f"without {k}")
for k in ("attempt", "dict_off", "reserve", "catalog"):
    word([(x, v) for x, v in good if x != k], "field", f"without {k}")
word(good[:1] + good, "act", "kind twice")
word(good[:9] + good[8:], "field", "binds twice")
word(good + [("catalog", 1)], "field", "catalog twice")
word(good + [("extra", 1)], "field", "a field too many at the end")
word([("extra", 1)] + good, "act", "… and at the start")
word(good[1:2] + good[:1] + good[2:], "act", "two fields exchanged")
for k, v, want in (
        ("kind", "sign", "act"), ("kind", "", "act"), ("chain", "x", "act"), ("chain", c.chain + "\0", "act"),
        ("chain", c.chain[:-1] + "0", "act"), ("chain", c.chain[:-1] + "01", "act"),
        ("chain", "../../../../etc-1", "act"), ("version", "03", "act"), ("version", "+3", "act"),
        ("version", "3 ", "act"), ("version", 0, "act"), ("version", 132, "act"), ("version", 4, "act"),
        ("time", -1, "act"), ("time", "1e18", "act"), ("time", str(1 << 63), "act"), ("slot", 0, "act"),
        ("slot", 2, "act"), ("slot", 129, "act"), ("name", "", "act"), ("name", "a\nb", "act"),
        ("name", b"\xff\xfe", "act"), ("name", b"\xed\xa0\x80", "act"), ("name", "x" * 481, "act"),
        ("name", "a\x7f", "act"), ("mail", "", "act"), ("mail", "x" * 255, "act"), ("methods", 0, "act"),
        ("methods", 2, "act"), ("methods", 8, "act"), ("binds", b"x" * 31, "act"), ("binds", b"x" * 33, "act"),
        ("attempt", 0, "field"), ("attempt", 4, "field"), ("attempt", "01", "field"), ("attempt", "", "field"),
        ("dict_off", 0, "field"), ("dict_off", -5, "field"), ("dict_off", 1 << 40, "field"),
        ("dict_off", off + 1, "dictionary"), ("dict_off", off - 1, "dictionary"),
        ("dict_off", len(data), "offset"), ("dict_off", len(data) - 10, "offset"), ("dict_off", 1, "offset"),
        ("reserve", 4095, "field"), ("reserve", 65537, "field"), ("reserve", 4097, "dictionary"),
        ("catalog", 0, "field"), ("catalog", 1 << 31, "field"), ("catalog", 2, "dictionary"),
        ("lock", "F0001 0 R", "field"), ("lock", "", "field"), ("lock", "F" * 17, "field"), ("lock", "F.1", "field"),
        ("lock", "F0003", "dictionary"),
        ("name", "Z" * 5, "dictionary"), ("methods", 3, "dictionary"), ("time", a["time"] + 1, "dictionary"),
        ("mail", "p2@example.jp", "roster"), ("chain", new_chain(), "unknown")):
    got = h.why(change(k, v), data)
    # a shorter or longer dictionary may also reach beyond the end of the file
    ok(got == want or (want == "dictionary" and got == "offset"), f"{k} = {v!r:.40}: {want}" +
       ("" if got == want else f" (got {got})"))
word(good + [("lock", f"F{i:04}") for i in range(199)], "field", "201 locks")
word(good[:-1], "dictionary", "one lock less than printed")
f = Contract(1)
fa = f.act(1)
fd, fo, _ = f.candidate(fa, locks=[])
word(f.fields(fa, fo) + [("lock", "F0001")], "field", "a lock in version 1", fd)
word([("op", "other")], "field", "another op")
word([("op", "reassign"), ("chain", c.chain)], "field", "half a reassign")

# --- the file
for at, what, want in ((gap, "its <", "dictionary"), (gap + 1, "its first zero", "dictionary"),
                       (gap + 2 * c.reserve, "its last zero", "dictionary"),
                       (gap + 2 * c.reserve + 1, "its >", "dictionary"), (off, "the dictionary's start", "dictionary"),
                       (off + 120, "the Reason", "dictionary"), (gap - 20, "the ByteRange", "dictionary")):
    x = bytearray(data)
    x[at] ^= 1
    word(good, want, f"another byte: {what}", bytes(x))
word(good, "dictionary", "one byte more at the end of the file", data + b"\n")
word(good, "dictionary", "one byte less at the end of the file", data[:-1])
word(good, "offset", "only the version before", c.file)
same(h.log_lines(), before, "none of these left a line in the log")

# --- bit flips. Two fields show neither in the dictionary nor in the file:
# binds, which the log holds by the act's hash (a second request with another
# one is refused), and attempt, which only counts for a replaced candidate.
free = set()
for k, n in (("binds", 32), ("attempt", 1)):
    at = frame(good).index(field(k, dict(good)[k])) + 1 + len(k) + 4
    free |= set(range(at, at + n))
rnd = random.Random(20261123)
whole = frame(good)
places = [i for i in range(8, len(whole)) if i not in free]
signed = crashed = 0
jobs = []


def collect(p):
    global signed, crashed
    out = p.stdout.read()
    r = unframe(out)
    p.wait()
    p.stdout.close()
    p.stderr.close()
    crashed += p.returncode != 0 or r is None
    signed += bool(r and "cms" in r)


for i in range(FLIPS):
    x = bytearray(whole)
    for _ in range(rnd.choice((1, 1, 1, 2, 8))):
        x[rnd.choice(places)] ^= 1 << rnd.randrange(8)
    if bytes(x) == whole:
        x[8] ^= 1
    p = h.start(data)
    p.stdin.write(bytes(x))
    p.stdin.close()
    jobs.append(p)
    if len(jobs) == 4:
        collect(jobs.pop(0))
for p in jobs:
    collect(p)
same(signed, 0, f"{FLIPS} requests with flipped bits: none signed")
same(crashed, 0, "… and every one answered")
same(h.log_lines(), before, "… and none left a line in the log")
same(h.why(good, data), "signed", "the request itself is good")
word(change("binds", b"x" * 32), "act_differs", "and now another binds is refused")
done()
