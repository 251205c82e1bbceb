#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One signing revision of a file of 120 KB: compose, sign, compose, inspect, each a
process of its own, against @signpdf/signpdf and pyHanko with the same key in the same
run: warm (at least 5 times their speed) and as a whole process (20 times); `sign`
alone against `openssl speed` (at least a quarter of it); growth per signature. The
signer's log lies in memory, as the peers keep none: what a disk takes to make it
durable is measured beside."""
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, "t/lib"))
sys.dont_write_bytecode = True
import chain  # noqa: E402
import signer_kit  # noqa: E402
from tkm import B, first, frame, unframe  # noqa: E402

ROUNDS = 40
PEERS = os.path.join(TOP, "t/peers")
PYTHON = os.path.join(PEERS, "venv/bin/python")
HERE = os.path.dirname(os.path.abspath(__file__))


def source(path):
    """Two pages and a picture of noise: 120 KB."""
    noise = random.Random(1).randbytes(118 << 10)
    page = b"<</Type /Page /Parent 2 0 R /Resources <</XObject <</I 4 0 R>>>> /Contents 5 0 R>>"
    with open(path, "wb") as f:
        f.write(chain.plain([
            b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R 6 0 R] /Count 2 /MediaBox [0 0 595 842]>>",
            page, b"<</Type /XObject /Subtype /Image /Width %d /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Length %d>>\nstream\n%s\nendstream" % (len(noise), len(noise), noise),
            b"<</Length 5>>\nstream\n/I Do\nendstream", page]))
    return path


def spawn(program, fields, paths):
    """A whole run with nothing of Python in it but the spawn; paths: (name, flags)."""
    r, w = os.pipe()
    r2, w2 = os.pipe()
    os.write(w, frame(fields))
    os.close(w)
    fds = [os.open(p, flags, 0o600) for p, flags in paths]
    pid = os.posix_spawn(program, [program], {}, file_actions=[(os.POSIX_SPAWN_DUP2, r, 0), (os.POSIX_SPAWN_DUP2, w2, 1)] +
                         [(os.POSIX_SPAWN_DUP2, fd, 20 + i) for i, fd in enumerate(fds)] +
                         [(os.POSIX_SPAWN_DUP2, 20 + i, 3 + i) for i in range(len(fds))])
    for fd in (r, w2, *fds):
        os.close(fd)
    out = b""
    while True:
        part = os.read(r2, 1 << 20)
        if not part:
            break
        out += part
    os.close(r2)
    usage = os.wait4(pid, 0)[2]
    spawn.cpu = (usage.ru_utime + usage.ru_stime) * 1e3
    answer = unframe(out)
    assert not first(answer, "error"), answer
    return answer


NEW = os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Ours:
    def __init__(self, house, work, root):
        self.house, self.work, self.root = house, work, root
        self.base = os.path.join(work, "base.pdf")
        with open(self.base, "rb") as f:
            self.contract = lambda data=f.read(): signer_kit.Contract(1, base=data)
        self.cpu = []
        self.spent = {"revise": [], "sign": [], "fill": [], "inspect": [], "all": []}

    def path(self, name):
        return os.path.join(self.work, name)

    def one(self):
        """Version 1 of a new chain."""
        act = signer_kit.act_fields(self.contract().act(1, pages=2))
        compose, t = os.path.join(B, "libexec/compose"), [time.perf_counter()]
        got = dict(spawn(compose, act + [("op", "revise"), ("name", signer_kit.NAME), ("reserve", 8192)],
                         [(self.base, os.O_RDONLY), (self.path("gap.pdf"), NEW)]))
        t.append(time.perf_counter())
        cms = dict(spawn(self.house.sign, act + [("attempt", 1)] + [(k, got[k]) for k in ("dict_off", "reserve", "catalog")],
                         [(self.path("gap.pdf"), os.O_RDONLY)]))["cms"]
        self.cpu.append(spawn.cpu)
        t.append(time.perf_counter())
        spawn(compose, [("op", "fill"), ("gap_off", got["gap_off"]), ("reserve", 8192), ("cms", cms)],
              [(self.path("gap.pdf"), os.O_RDWR)])
        t.append(time.perf_counter())
        said = spawn(os.path.join(B, "libexec/inspect"), [("op", "judge")],
                     [(p, os.O_RDONLY) for p in (self.path("gap.pdf"), self.root, self.root)])
        t.append(time.perf_counter())
        assert first(said, "verdict") == "good" and first(said, "versions") == "1", said
        for i, k in enumerate(("revise", "sign", "fill", "inspect")):
            self.spent[k].append((t[i + 1] - t[i]) * 1e3)
        self.spent["all"].append((t[4] - t[0]) * 1e3)

    def run(self):
        """As the user of the pages, whom alone the signer answers."""
        r, w = os.pipe()
        pid = os.fork()
        if pid == 0:
            web = self.house.web
            os.setgroups([])
            os.setgid(web.pw_gid)
            os.setuid(web.pw_uid)
            for _ in range(ROUNDS):
                self.one()
            os.write(w, repr((self.spent, self.cpu)).encode())
            os._exit(0)
        os.close(w)
        with os.fdopen(r, "rb") as f:
            said = f.read()
        if os.waitpid(pid, 0)[1]:
            sys.exit("bench/sign: our own side failed")
        self.spent, self.cpu = eval(said)  # what we wrote ourselves
        return self.spent


def best(times):
    return min(times)


def peer(words, out):
    """(warm, cold) in milliseconds; None without it."""
    p = subprocess.run([*words, str(ROUNDS), PEERS], capture_output=True, text=True)
    if p.returncode:
        print(" %s is not installed (t/peers/install): %s" % (os.path.basename(words[1]), p.stderr.strip()[:200]))
        return None
    warm = best(map(float, p.stdout.split()))
    cold = []
    for _ in range(5):
        t = time.perf_counter()
        subprocess.run([*words, "1", PEERS], capture_output=True, check=True)
        cold.append((time.perf_counter() - t) * 1e3)
    said = subprocess.run(["pdfsig", "-nocert", out], capture_output=True, text=True).stdout
    assert "Total document signed" in said and "ETSI.CAdES.detached" in said, said
    return warm, best(cold)


def openssl_speed():
    said = subprocess.run(["openssl", "speed", "-seconds", "2", "rsa3072"], capture_output=True, text=True).stdout
    return float(re.search(r"(?m)^rsa +3072 bits +[\d.]+s +[\d.]+s +([\d.]+)", said).group(1))


def sync_time(folder):
    with open(os.path.join(folder, "synced"), "wb") as f:
        times = []
        for _ in range(10):
            f.write(b"x" * 500)
            f.flush()
            t = time.perf_counter()
            os.fsync(f.fileno())
            times.append((time.perf_counter() - t) * 1e3)
    return statistics.median(times)


bad = False


def judge(what, value, least=None, most=None):
    global bad
    missed = (least is not None and value < least) or (most is not None and value > most)
    bad |= missed
    limit = "at least %g" % least if least is not None else "at most %g" % most
    print("  %s: %.2f (%s)%s" % (what, value, limit, " NOT MET" if missed else ""))


def main():
    memory = tempfile.mkdtemp(prefix="tk-bench-", dir="/dev/shm")
    os.chmod(memory, 0o755)
    house = signer_kit.House(log=memory + "/log")
    work = tempfile.mkdtemp(prefix="tk-bench-", dir="/tmp")
    try:
        os.chmod(work, 0o755)
        house.ready()
        own = house.top + "/key/g1/"
        subprocess.run(["openssl", "rsa", "-inform", "DER", "-in", own + "key.der", "-out", work + "/key.pem"], check=True,
                       stderr=subprocess.DEVNULL)
        subprocess.run(["openssl", "x509", "-inform", "DER", "-in", own + "cert.der", "-out", work + "/cert.pem"], check=True)
        subprocess.run(["openssl", "pkcs12", "-export", "-legacy", "-inkey", work + "/key.pem", "-in", work + "/cert.pem",  # for node-forge
                        "-out", work + "/key.p12", "-passout", "pass:x"], check=True)
        chain.settle(source(work + "/upload.pdf"), work + "/plain.pdf")
        chain.base(work + "/upload.pdf", work, 4)
        os.chown(work, house.web.pw_uid, house.web.pw_gid)
        ours = Ours(house, work, house.top + "/ca/root.pem")
        spent = ours.run()
        mine = best(spent["all"])
        print("one revision of %d KB: %.1f ms (%s), median %.1f ms" % (
            os.path.getsize(work + "/base.pdf") >> 10, mine,
            ", ".join("%s %.1f" % (k, best(v)) for k, v in spent.items() if k != "all"), statistics.median(spent["all"])))
        for name, words in (("@signpdf/signpdf", ["node", HERE + "/peers/signpdf.cjs"]), ("pyHanko", [PYTHON, HERE + "/peers/pyhanko_sign.py"])):
            out = work + "/peer.pdf"
            got = peer(words + [work + "/plain.pdf", work + "/key.p12", out], out)
            if not got:
                continue
            print(" %s: warm %.1f ms, whole process %.1f ms" % (name, *got))
            judge("times as fast as %s, warm" % name, got[0] / mine, least=5)
            judge("times as fast as %s, whole process" % name, got[1] / mine, least=20)
        print(" on this disk the log's two syncs take %.1f ms more" % (2 * sync_time(house.top)))
        rsa = openssl_speed()
        print(" openssl speed rsa3072: %.0f signatures/s; sign as a process: %.0f/s, of its CPU %.0f/s" % (
            rsa, 1000 / best(spent["sign"]), 1000 / best(ours.cpu)))
        judge("of openssl speed, which counts its CPU, too", 1000 / best(ours.cpu) / rsa, least=0.25)
        grown = os.path.getsize(work + "/gap.pdf") - os.path.getsize(work + "/base.pdf")
        judge("KB that a signature adds", grown / 1024, most=18)
    finally:
        shutil.rmtree(work, True)
        shutil.rmtree(memory, True)
    sys.exit(1 if bad else 0)


main()
