#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""inspect of a signed file of 1 MB with document time stamp, as a process of its
own, against plain SHA-256 of the same bytes in the same run: must be at most 20
times that. Also 10 MB, and what an empty process of ours costs."""
import hashlib
import os
import random
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(TOP, "t/attack"), os.path.join(TOP, "t/lib")]
sys.dont_write_bytecode = True
import authority  # noqa: E402
import chain  # noqa: E402
import golden  # noqa: E402
from tkm import B, first, frame, unframe  # noqa: E402

ROUNDS = 40


def source(path, size):
    """One page with a picture of noise."""
    noise = random.Random(1).randbytes(size)
    golden.write(path, chain.plain([
        b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842]>>",
        b"<</Type /Page /Parent 2 0 R /Resources <</XObject <</I 4 0 R>>>> /Contents 5 0 R>>",
        b"<</Type /XObject /Subtype /Image /Width %d /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length %d>>\n"
        b"stream\n%s\nendstream" % (size, size, noise),
        b"<</Length 5>>\nstream\n/I Do\nendstream"]))
    return path


def cpu():
    t = os.times()
    return t.children_user + t.children_system


def best(fn):
    """The least of many: what the work takes when nobody else is at the machine."""
    times = []
    for _ in range(ROUNDS):
        t = time.perf_counter()
        fn()
        times.append(time.perf_counter() - t)
    return min(times)


def inspect(path, roots, op=b"judge"):
    """A whole run with nothing of Python in it but the spawn."""
    r, w = os.pipe()
    r2, w2 = os.pipe()
    os.write(w, frame([("op", op)]))
    os.close(w)
    fds = [os.open(p, os.O_RDONLY) for p in (path, roots, roots)]
    pid = os.posix_spawn(os.path.join(B, "libexec/inspect"), ["inspect"], {}, file_actions=[
        (os.POSIX_SPAWN_DUP2, r, 0), (os.POSIX_SPAWN_DUP2, w2, 1)] + [
        (os.POSIX_SPAWN_DUP2, fd, 20 + i) for i, fd in enumerate(fds)] + [
        (os.POSIX_SPAWN_DUP2, 20 + i, 3 + i) for i in range(3)])
    for fd in (r, w2, *fds):
        os.close(fd)
    out = b""
    while True:
        part = os.read(r2, 1 << 20)
        if not part:
            break
        out += part
    os.close(r2)
    os.waitpid(pid, 0)
    return unframe(out)


def main():
    bad = False
    with tempfile.TemporaryDirectory() as work:
        pki = authority.Pki(os.path.join(work, "p"))
        for mb, limit in ((1, 20), (10, None)):
            g = golden.Golden(os.path.join(work, "g"), pki, source(os.path.join(work, "s.pdf"), mb << 20)).long_term()
            path, roots = golden.write(os.path.join(work, "lta.pdf"), g.lta), pki.path("root.pem")
            answer = inspect(path, roots)
            assert first(answer, "verdict") == "good" and first(answer, "level") == "LTA", answer
            plain = best(lambda: hashlib.sha256(g.lta).digest())
            whole = best(lambda: inspect(path, roots))
            before = cpu()
            for _ in range(ROUNDS):
                inspect(path, roots)
            ratio, spent = whole / plain, (cpu() - before) / ROUNDS
            bad = bad or (limit and ratio > limit)
            print("inspect %2d MB, %s versions: %.1f ms (%.1f ms CPU), SHA-256 %.2f ms: ratio %.1f%s" % (
                mb, first(answer, "versions"), whole * 1e3, spent * 1e3, plain * 1e3, ratio,
                " (at most %d)%s" % (limit, " NOT MET" if ratio > limit else "") if limit else ""))
    sys.exit(1 if bad else 0)


main()
