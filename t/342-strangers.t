#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signed files of strangers. Whatever their makers' tests call them (intact,
changed after signing, broken), ours says `foreign`: told, not judged. Their
signatures are listed, each with whether digest and value fit and how far it
speaks, but what a reader shows of such a file may be anything, and none of them
is ever good. Two things are judged: a file without a single filled-in signature
is `unsigned`, however many places for one it has, and what is no PDF is
`unreadable`."""
import os
import re
import sys
import tempfile

TOP = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(TOP, "attack"), os.path.join(TOP, "lib")]
sys.dont_write_bytecode = True
import authority  # noqa: E402
import golden  # noqa: E402
from surgeon import gap_of, put  # noqa: E402
from tkm import done, every, first, ok, same  # noqa: E402


def data(name):
    return golden.read(os.path.join(TOP, "data/signed", name + ".pdf"))


def zeroed(pdf):
    a, b = gap_of(pdf)
    return put(pdf, a + 1, b"0" * (b - a - 2))


INTACT = data("s01-certified")
PLACE = data("s16-placeholder-only")
# name, file, verdict, holds of each signature, whether the last one speaks for the whole file
CASES = [
    ("a certification over the whole file", INTACT, "foreign", ["yes"], True),
    # An object used elsewhere too was overridden, and one used by the page: the second
    # signature speaks for all of that. Which changes a stranger's first signature allows
    # is not ours to say.
    ("/Extensions overridden for others too", data("s07-extensions-suspicious"), "foreign", ["yes", "unknown"], True),
    ("an appearance overridden that the page uses", data("s09-appearance-update-sneaky"), "foreign", ["yes", "yes"], True),
    ("a range that ends before the file does", data("s10-tail-uncovered"), "foreign", ["yes"], False),
    ("a range of one pair", data("s11-one-byterange"), "foreign", ["no"], False),
    ("content inside a detached signature", data("s12-econtent-in-detached"), "foreign", ["no"], True),
    ("a hash that Ed448 does not allow", data("s13-ed448-wrong-hash"), "foreign", ["unknown"], True),
    # No signature: the placeholder of a program that never came back
    ("a placeholder of zeros", PLACE, "unsigned", [], None),
    ("a signature emptied to zeros", zeroed(INTACT), "unsigned", [], None),
    ("a range without any /Contents", re.sub(rb"/Contents ?<[0-9A-Fa-f]+>", b"/Nothing (x)", INTACT), "unsigned", [], None),
    ("two placeholders", PLACE + PLACE, "unsigned", [], None),
    ("a placeholder behind a signature", INTACT + b"\n/ByteRange [0 1 3 4] /Contents <0000>\n", "foreign", ["yes"], False),
    ("a signature behind a placeholder's bytes", b"%PDF-1.7\n" + PLACE[9:] + INTACT, "foreign", ["no"], None),
    ("the header overwritten", b"xxxxxxx" + INTACT[7:], "unreadable", [], None),
    ("ten bytes lost", INTACT[:5000] + INTACT[5010:], "foreign", ["no"], False),
    ("a byte flipped", INTACT[:300] + bytes([INTACT[300] ^ 1]) + INTACT[301:], "foreign", ["no"], True),
]

with tempfile.TemporaryDirectory() as work:
    roots = authority.Pki(os.path.join(work, "p")).root
    for name, pdf, want, holds, whole in CASES:
        a = golden.judge(pdf, roots, roots, work)
        same((first(a, "status"), first(a, "verdict"), first(a, "level"), first(a, "versions")), ("0", want, "", "0"), name)
        got = every(a, "foreign_holds")
        same(got, holds, "… its signatures")
        if whole is not None:
            same(int(every(a, "foreign")[-1]) == len(pdf), whole, "… and how far the last one speaks")
        ok(first(a, "signatures") == (str(len(holds)) if want == "foreign" else None), "… as many as are counted")
done()
