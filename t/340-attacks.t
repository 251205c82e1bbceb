#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every attack of the design's table, made from files that our own compose wrote
and a throw-away PKI signed: inspect must give each its verdict. Then file by
file against a second difference checker over another parser, and pyHanko. Where
they differ, the reason stands here and in t/README.md; a new difference fails."""
import glob
import os
import re
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(TOP, "attack"), os.path.join(TOP, "lib")]
sys.dont_write_bytecode = True
import authority  # noqa: E402
import fields  # noqa: E402
import golden  # noqa: E402
import make  # noqa: E402
from make import cms_of  # noqa: E402
from surgeon import flip_hex, gap_of  # noqa: E402
from tkm import first, ok, same, done  # noqa: E402
try:
    import second_checker
except ImportError:
    second_checker = None

PEER = os.path.join(TOP, "peers/venv/bin/python")

# What pyHanko accepts and ours does not: pattern -> the paragraph of t/README.md.
LENIENT = {
    "bytes that no object needs": r"no-table|table-without-trailer|one-newline|one-zero|junk|whole-file-twice|second-eof|"
        r"startxref-back|comment-in-revision|object-twice|table-into-stream|unreferenced-object|empty-revision|generation-one|"
        r"rewritten-same|name-escaped|trailer-size-huge|trailer-info",
    "settings of the form": r"(concluded-)?(need-appearances|default-appearance|default-resources|sig-flags|extensions-altered)",
    "a signature that is gone": r"(concluded-)?field-value-removed",
    "the store": r"store-.*",
    "form of a time stamp": r"dts-(on-no-page|other-filter|other-name|tail|with-.*)",
    "our profile": r"cms-(signing-time|unsigned-more)|insider-.*",
    "revocation": r"revoked-before|tsa-compromised",
    "times": r"time-.*",
    "a base of another form": r"base-.*",
    "fields that nobody has locked yet": r"(filled|ticked)-by-nobody|own-(field|tick)-of-another|own-(certifying|concluding)-fills",
    "flags of a field": r"fields-(early-)?field-(writable|password)|own-widget-(writable|flags|hidden|quadding|letters)",
    "what a look draws": r"own-looks?-.*|own-font-.*|own-shown-.*|own-widget-rollover|own-check-look",
    "what a party's revision holds": r"own-(text|check)-.*|own-widget-value-.*|own-reference-.*|own-(object|stream|form|page-as-it-was|"
        r"filled-twice-same|signature-looks)",
}
# Form alone is the second checker's business; it reads no DER.
SECOND_BLIND = {"store-tail": "rubbish behind a certificate", "store-wrong-array": "a list among the certificates",
                **dict.fromkeys(("own-font-key-twice", "base-text-label-twice"),
                                "a key twice: qpdf hands out one")}


def verdict(data, pki, work):
    a = golden.judge(data, pki.root, pki.root, work)
    return first(a, "verdict"), first(a, "why"), first(a, "level")


def good_files(work, pki):
    """Nothing of ours is refused: several uploads, each stage, each way of stamping."""
    sources = [os.path.join(TOP, "data", n) for n in ("contract-ja.pdf", "minimal.pdf", "boxes-8p.pdf")]
    sources += sorted(glob.glob(os.path.join(TOP, "data/intake/a*.pdf")))[:6]
    refused, seen = [], 0
    for i, source in enumerate(sources + sources):
        stamps, parties = ("last", "all", "none")[i % 3], i % 4
        filled = golden.some_fields(parties, golden.pages(source)) if i >= len(sources) else ()
        g = golden.Golden(os.path.join(work, "good%d" % i), pki, source, parties, stamps, fields=filled,
                          imprint="abcdefghijkmnpqr-1" if filled else None).long_term()
        for data in g.v[1:] + [g.lt, g.lta, g.renewed]:
            seen += 1
            got = verdict(data, pki, work)
            if got[0] != "good" or (second_checker and second_checker.check(data)):
                refused.append((source, stamps, got))
        want = "B" if stamps == "none" else "LTA"
        if verdict(g.renewed, pki, work)[2] != want:
            refused.append((source, stamps, verdict(g.renewed, pki, work)))
    same(refused, [], "no good file is refused (%d files from %d uploads)" % (seen, len(sources)))


def levels(g, pki, work):
    got = [verdict(d, pki, work)[2] for d in (g.v[1], g.v[-1], g.lt, g.lta, g.renewed)]
    same(got, ["B", "T", "LT", "LTA", "LTA"], "levels of version 1, the concluded file, with store, stamped, renewed")
    half = g.stamp(g.store(g.v[-1], [pki.der("signer"), pki.der("inter"), pki.der("tsa")], [], [pki.crl("root")]))
    a = golden.judge(half, pki.root, pki.root, work)
    same((first(a, "verdict"), first(a, "level")), ("good", "T"), "no news of the signer: good, but T")
    v = golden.versions(a)
    same([x["ltv"] for x in v], ["0"] * (len(v) - 1) + ["1"], "the signatures say so, the stamp has its news")
    same(v[0]["news"][0], "none", "and which certificate lacks news")
    late = g.store(g.stamp(g.v[-1]), *pki.evidence())
    same(verdict(late, pki, work)[2], "LT", "a store that no stamp covers: LT")
    v = golden.versions(golden.judge(g.lta, pki.root, pki.root, work))
    same([x["kind"] for x in v][-2:], ["conclude", "dts"], "the document time stamp is a version")
    ok(all(x["ltv"] == "1" and x["valid"] == "1" for x in v), "each version can be judged from the file alone")
    ok(v[0]["path"] == ["CN=Test Issuing CA,O=Test,C=JP", "CN=Test Root,O=Test,C=JP"], "path of certificates")
    ok(re.match(r"ocsp \d+$", v[0]["news"][0]) and re.match(r"crl \d+$", v[0]["news"][1]), "how revocation is known")
    ok(v[-1]["tsa"].startswith("CN=Test TSA") and int(v[-1]["stamp"]) > int(v[-2]["time"]), "facts of the stamp")


def every_byte(g, pki, work, step):
    """What no signature covers in a CMS or a token is judged, too: its versions, its
    algorithms, the way in which it names its signer."""
    for what, data in (("the last time stamp", g.lta), ("the last signature", g.v[-1])):
        a, b = gap_of(data)
        n = len(cms_of(data))
        assert a + 2 * n < b
        bad = [i for i in range(n) if i % step == n % step and verdict(
            flip_hex(data, a + 1 + 2 * i, 1 << i // step % 8), pki, work)[0] not in ("broken", "changed")]
        same(bad, [], "%s: one bit of every %s of %d bytes changed" % (what, "byte" if step == 1 else "%dth" % step, n))


def pyhanko(work, names):
    """{name: why} of what it refuses, and the set of what it accepts."""
    paths = [os.path.join(work, "a", n + ".pdf") for n in names]
    p = subprocess.run([PEER, os.path.join(TOP, "attack/ask_pyhanko.py"), os.path.join(work, "p/root.pem"), *paths],
                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=900)
    said = dict(line.split(" ", 1) for line in p.stdout.splitlines())
    return {n: said.get(os.path.join(work, "a", n + ".pdf"), "refuse: no answer") for n in names}


def compare_second(cases):
    known, bad, seen = {}, [], 0
    for c in cases:
        problems = second_checker.check(c.data, known)
        if c.name in SECOND_BLIND or c.want in ("broken", "foreign", "unsigned"):
            continue  # cryptography, or nothing of ours in it
        seen += 1
        if bool(problems) != (c.want == "changed"):
            bad.append((c.name, c.want, problems))
    same(bad, [], "the second checker agrees on %d files about form" % seen)


def compare_pyhanko(cases, said):
    bad, counts = [], {k: 0 for k in LENIENT}
    for c in cases:
        accepts = said[c.name] == "accept"
        if c.want == "good" and not accepts:
            bad.append((c.name, said[c.name]))
        elif c.want != "good" and accepts:
            why = [k for k, pattern in LENIENT.items() if re.fullmatch(pattern, c.name)]
            if not why:
                bad.append((c.name, "accepted"))
            for k in why:
                counts[k] += 1
    same(bad, [], "pyHanko: every difference is one of those explained")
    for k, n in counts.items():
        print("# pyHanko accepts %d: %s" % (n, k))
    with open(os.path.join(TOP, "README.md"), encoding="utf-8") as f:
        text = f.read()
    same([k for k in LENIENT if "**%s**" % k.capitalize() not in text], [], "t/README.md explains each kind")


def main():
    with tempfile.TemporaryDirectory() as work:
        os.mkdir(os.path.join(work, "a"))
        pki, other = authority.Pki(os.path.join(work, "p")), authority.Pki(os.path.join(work, "o"))
        g = golden.Golden(os.path.join(work, "g"), pki, os.path.join(TOP, "data/latin-cc0.pdf"), parties=1).long_term()
        f = golden.Golden(os.path.join(work, "f"), pki, os.path.join(TOP, "data/latin-cc0.pdf"), parties=2,
                          fields=golden.FIELDS).long_term()
        cases = list(make.attacks(g, other)) + list(fields.attacks(f))
        levels(g, pki, work)
        told = golden.versions(golden.judge(f.lta, pki.root, pki.root, work))
        same([v["fields"] for v in told], fields.names(f) + [[]], "each version tells the fields that it filled in")
        labels = [x.decode() for k, x in golden.judge(f.lta, pki.root, pki.root, work) if k == "label"]
        same(labels, [x[8] for k in range(len(f.v) - 1) for x in f.fields if x[3] == k - 1], "and what they are called")
        by_row, shown = {}, []
        for c in cases:
            golden.write(os.path.join(work, "a", c.name + ".pdf"), c.data)
            got, why, level = verdict(c.data, pki, work)
            by_row.setdefault(str(c.row), []).append(c)
            if got == "good" and c.want != "good" or (got != "good" and level):
                shown.append(c.name)
            if got != c.want or (c.why and why != c.why):
                ok(False, "%s (row %s): %s %s, not %s %s" % (c.name, c.row, c.want, c.why, got, why))
        for row in sorted(by_row, key=lambda r: (not r.isdigit(), r.zfill(2))):
            ok(True, "row %s: %d files judged" % (row, len(by_row[row])))
        same([r for r in range(1, 18) if str(r) not in by_row], [], "no row of the table is left out")
        same(shown, [], "0 of %d changed files is shown as unchanged" % sum(c.want != "good" for c in cases))
        same(len({c.name for c in cases}), len(cases), "%d cases, each of its own name" % len(cases))
        every_byte(g, pki, work, 1 if os.environ.get("LONG") else 13)
        good_files(work, pki)
        if second_checker:
            compare_second(cases)
        else:
            ok(True, "second checker # SKIP python3-pikepdf is not there")
        if os.path.exists(PEER):
            compare_pyhanko(cases, pyhanko(work, [c.name for c in cases]))
        else:
            ok(True, "pyHanko # SKIP t/peers is not installed")
    done()


main()
