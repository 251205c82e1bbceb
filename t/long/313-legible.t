#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What compose writes, inspect reads: random values of every kind out of all
characters that the fonts have. SEED=n and ROUNDS=n repeat or lengthen it."""
import os
import random
import re
import sys
import tempfile
import unicodedata

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(HERE, "attack"), os.path.join(HERE, "lib")]
sys.dont_write_bytecode = True
import authority  # noqa: E402
import chain  # noqa: E402
import golden  # noqa: E402
import tkm  # noqa: E402
from tkm import first, ok  # noqa: E402

TMP = tempfile.mkdtemp()
SOURCE = os.path.join(HERE, "data", "contract-ja.pdf")
with open(os.path.join(tkm.B, "office", "coverage.def")) as f:
    RANGES = [(int(a, 16), int(b, 16)) for a, b in re.findall(r"0x([0-9A-Fa-f]+)\D+0x([0-9A-Fa-f]+)", f.read())]
SELECTORS = [0xFE00, 0xFE01, 0xE0100, 0xE0101, 0xE0102, 0xE0105]
PAIRS = "´\u0301_\u0332`\u0300¨\u0308¯\u0304—\u0336‾\u0305˚\u030a-\u2010〜～人\u2f08\U00029fce\U00029fd7"
KINDS = {"text": 60, "lines": 150, "date": 12, "round": 4, "square": 16, "oval": 4}
seed = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
rnd = random.Random(seed)
print("# SEED=%d" % seed)


def any_character():
    k = rnd.random()
    if k < .35:
        return chr(rnd.choice([rnd.randint(0x3041, 0x3096), rnd.randint(0x4E00, 0x9FEF), rnd.randint(0x20, 0x7E), rnd.randint(0xFF01, 0xFF9F)]))
    if k < .75:
        return chr(rnd.randint(*rnd.choice(RANGES)))
    if k < .85:
        return rnd.choice("葛辻祇渡辺邉邊斎齋斉高髙崎﨑吉𠮷榊神") + chr(rnd.choice(SELECTORS))
    if k < .9:
        return rnd.choice("かはうウセツト") + rnd.choice("\u3099\u309a")
    return rnd.choice(PAIRS) if k < .96 else rnd.choice(["x\u0301", "\u0308", " ", "\u3000", "ﬀ", "①"])


def value(n):
    text = unicodedata.normalize("NFC", "".join(any_character() for _ in range(n)))
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cn", "Co", "Cs", "Cf"))


def row(i, kind, text):
    return ("F%04d" % i, kind, 1, 0, 300 + i % 6 * 3000, 300 + i // 6 * 900, rnd.choice([600, 2000, 2900]), rnd.choice([400, 800]), "l", text)


def written(fields):
    """(why, field) of the preview's refusal, or (None, None)."""
    _, answer = chain.compose([("op", "preview")] + [("field", "%s %s %d %d %d %d %d %d\n%s" % f[:9]) for f in fields] +
                              [("fill", "%s %s 0\n%s" % (f[0], f[1], f[9])) for f in fields], CLEAN, os.path.join(TMP, "out.pdf"))
    return first(answer, "why"), first(answer, "at")


def judged(fields):
    g = golden.Golden(os.path.join(TMP, "chain"), pki, SOURCE, 1, "none", fields=fields)
    answer = dict(golden.judge(g.v[-1], pki.root, pki.root, TMP))
    return answer.get("verdict"), answer.get("why")


CLEAN = os.path.join(TMP, "clean.pdf")
assert chain.settle(SOURCE, CLEAN)
pki = authority.Pki(os.path.join(TMP, "pki"))
refused = 0
for turn in range(int(os.environ.get("ROUNDS", 6))):
    fields = [row(i, kind, value(rnd.randint(1, KINDS[kind]))) for i, kind in enumerate([k for k in KINDS for _ in range(20)], 1)]
    while True: # what compose refuses is refused before anybody agrees
        why, at = written(fields)
        if why is None:
            break
        if why not in ("glyph", "alike", "unread") or not at:
            ok(False, "refused for another reason: %s" % why)
            break
        refused += 1
        fields = [f for f in fields if f[0] != at]
    got = judged(fields)
    if not ok(got[0] == b"good" and len(fields) > 40, "turn %d: %d values, all read back: %s" % (turn, len(fields), got)):
        for f in fields:
            if judged([f])[0] != b"good":
                print("#  ", f[1], ascii(f[9]))
ok(refused > 0, "%d were refused" % refused)
tkm.done()
