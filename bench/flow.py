#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of 10 MB from S to A to B, released with validation data and document time
stamp by a local TSA: processor time of the clerk and all its children (at most 0.2 s,
letters counted apart) and the largest of them in memory (at most 32 MB)."""
import os
import random
import signal
import subprocess
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, "t/lib"))
sys.dont_write_bytecode = True
import chain  # noqa: E402
from demosite import Browser, Site, address, agree, register, send  # noqa: E402
from fault import Scene, as_web, processes  # noqa: E402

# A small process between us and the clerk, so that our own memory is not taken for its.
LAUNCH = """import os, sys
pid = os.posix_spawn(sys.argv[1], [sys.argv[1]], {"TEIKETSU_CONF": sys.argv[2]})
_, status, u = os.wait4(pid, 0)
print(status, u.ru_utime + u.ru_stime, u.ru_maxrss)"""


def upload(size):
    noise = random.Random(1).randbytes(size)
    return chain.plain([
        b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842]>>",
        b"<</Type /Page /Parent 2 0 R /Resources <</XObject <</I 4 0 R>>>> /Contents 5 0 R>>",
        b"<</Type /XObject /Subtype /Image /Width 1000 /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Length %d>>\n"
        b"stream\n%s\nendstream" % (size // 1000, size, noise),
        b"<</Length 5>>\nstream\n/I Do\nendstream"])


def clerk(site, smtp):
    """(CPU seconds, MB) of one pass over everything that is due. smtp False: its letters
    cannot even be drawn, so that they cost nothing."""
    path = site.run + "/libexec/letter"
    os.chmod(path, 0o755 if smtp else 0o000)
    r = subprocess.run([sys.executable, "-I", "-S", "-c", LAUNCH, site.run + "/libexec/clerk", site.run + "/etc/site.conf"],
                       stdout=subprocess.PIPE, cwd="/", check=True, **as_web(site))
    os.chmod(path, 0o755)
    status, cpu, kb = r.stdout.split()
    assert status == b"0", status
    return float(cpu), float(kb) / 1024


def main():
    with Site() as site:
        scene, owner = Scene(site), register(site, "flow@sender.example", "甲")
        resident = processes(site)["clerk"]
        for pid in resident:
            os.kill(pid, signal.SIGSTOP)
        try:
            bad = flow(site, scene, owner)
        finally:
            for pid in resident:
                os.kill(pid, signal.SIGCONT)
    sys.exit(bad)


def flow(site, scene, owner):
    people = [{"メールアドレス": "a@example.jp", "氏名": "乙"}, {"メールアドレス": "b@example.jp", "氏名": "丙"}]
    doc, _ = send(site, owner, "十メガ", [("大.pdf", upload(10 * 10**6))], people)
    total, most, letters = 0.0, 0.0, 0.0
    for person in people + [None]:
        cpu, mb = clerk(site, False)
        total, most = total + cpu, max(most, mb)
        cpu, _ = clerk(site, True)
        letters += cpu
        for _ in range(50):
            if person is None or site.mail.mails(person["メールアドレス"], "確認依頼"):
                break
            time.sleep(0.5)  # letters that could not go wait a little
            letters += clerk(site, True)[0]
        if person:
            agree(Browser(), address(site.mail.wait(person["メールアドレス"], "確認依頼"), "/review/"))
    assert scene("state", doc)[0] == "concluded", scene("state", doc)
    bad = total > 0.2 or most > 32
    print("S, A, B, released, 10 MB: %.2f s of processor (at most 0.2)%s, %.0f MB at most (32)%s; letters and looking again %.2f s" % (
        total, " NOT MET" if total > 0.2 else "", most, " NOT MET" if most > 32 else "", letters))
    return bad


main()
