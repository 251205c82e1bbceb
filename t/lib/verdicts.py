# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every independent judge of a released file: judge.sh (qpdf on each prefix, pdfsig,
pyHanko with its long-term algorithm), mutool, and the openssl program on each
signature and time stamp. What is wrong, as lines; empty when all are content."""
import os
import re
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOKEN = bytes.fromhex("060b2a864886f70d010910020e")  # id-aa-timeStampToken


def der(data, at=0):
    """(tag, start of contents, end)"""
    n, start = data[at + 1], at + 2
    if n & 0x80:
        start += n & 0x7F
        n = int.from_bytes(data[at + 2:start], "big")
    return data[at], start, start + n


def parts(data, at, end):
    while at < end:
        tag, start, stop = der(data, at)
        yield tag, at, start, stop
        at = stop


def signer_info(cms):
    """[(tag, at, start, end)] of the only SignerInfo (RFC 5652 §5.3)."""
    _, start, end = der(cms)
    signed = list(parts(cms, start, end))[1]
    _, start, end = der(cms, signed[2])
    infos = list(parts(cms, start, end))[-1]
    _, start, end = der(cms, infos[2])
    return list(parts(cms, start, end))


def inside(data):
    """[(covered bytes, DER)] of every signature dictionary, in order."""
    found = []
    for m in re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", data):
        a, b, c, d = map(int, m.groups())
        blob = bytes.fromhex(data[a + b + 1:c - 1].decode())
        found.append((data[a:a + b] + data[c:c + d], blob[:der(blob)[2]]))
    return found


def run(*words):
    p = subprocess.run([str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return p.returncode, p.stdout.decode("utf-8", "replace")


def openssl(tmp, data, roots, signatures, everywhere):
    bad, stamped = [], 0
    put = lambda name, b: open(os.path.join(tmp, name), "wb").write(b) and os.path.join(tmp, name)
    for i, (covered, blob) in enumerate(inside(data)):
        content, sig = put("content", covered), put("sig", blob)
        if i >= signatures:  # a document time stamp
            code, said = run("openssl", "ts", "-verify", "-token_in", "-in", sig, "-data", content, "-CAfile", roots)
            bad += [] if code == 0 and "Verification: OK" in said else ["openssl ts, stamp %d: %s" % (i - signatures + 1, said)]
            continue
        code, said = run("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", sig, "-content", content,
                         "-CAfile", roots, "-purpose", "any", "-out", "/dev/null")
        bad += [] if code == 0 and "erification successful" in said else ["openssl cms, signature %d: %s" % (i + 1, said)]
        info = signer_info(blob)
        if info[-1][0] != 0xA1:
            continue
        stamped += 1
        token = blob.index(TOKEN, info[-1][1]) + len(TOKEN)
        _, start, end = der(blob, token)
        value = next(blob[s:e] for t, _, s, e in reversed(info) if t == 4)
        code, said = run("openssl", "ts", "-verify", "-token_in", "-in", put("token", blob[start:end]), "-data",
                         put("value", value), "-CAfile", roots)
        bad += [] if code == 0 and "Verification: OK" in said else ["openssl ts, token %d: %s" % (i + 1, said)]
    want = signatures if everywhere else 1
    return bad + ([] if stamped == want else ["%d signatures have a token, not %d" % (stamped, want)])


def verdicts(path, signatures, root, tsa_root, everywhere=False, stamps=1):
    """everywhere: each signature has a token (tst = all)."""
    with open(path, "rb") as f:
        data = f.read()
    tmp = tempfile.mkdtemp()
    try:
        roots = os.path.join(tmp, "roots.pem")
        with open(roots, "wb") as f:
            for name in {root, tsa_root}:
                with open(name, "rb") as g:
                    f.write(g.read())
        code, said = run(ROOT + "/t/lib/judge.sh", path, signatures, root, tsa_root, stamps, "all" if everywhere else "last")
        bad = [said] if code else []
        found = inside(data)
        if len(found) != signatures + stamps:
            bad.append("%d signatures and stamps, not %d" % (len(found), signatures + stamps))
        bad += openssl(tmp, data, roots, signatures, everywhere)
        _, said = run("mutool", "sign", "-v", path)
        if len(re.findall(r"The signature is valid", said)) != signatures:
            bad.append("mutool: " + said)
        return bad
    finally:
        shutil.rmtree(tmp, True)
