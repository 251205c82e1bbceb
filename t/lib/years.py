# SPDX-License-Identifier: AGPL-3.0-or-later
"""Years of renewals of one concluded contract: the site's own clerk, stamp, inspect
and ctl with a clock that a file moves, authorities of the same time that come and go.
At the end ctl verify and pyHanko of that year judge the file."""
import os
import re
import signal
import subprocess
import time

import pki
from demosite import BUILD, ROOT, Browser, Site, address, agree, attachments, register, send
from fault import Scene, as_web, processes, wait_until

DAY = 86400
YEAR = 365.25 * DAY
PYTHON = ROOT + "/t/peers/venv/bin/python"
SHIFTED = ("clerk", "stamp", "inspect", "ctl")


def read(name):
    with open(name, "rb") as f:
        return f.read()


def write(name, data, mode=0o644):
    with open(name, "wb") as f:
        f.write(data)
    os.chmod(name, mode)
    return name


class World:
    """The authorities: one TSA in force, older ones still give news of theirs."""

    def __init__(self, site):
        self.site, self.web, self.cas, self.n = site, pki.Web(), [], 0
        self.new_ca()
        self.new_tsa()

    def new_ca(self):
        name = "ca%d" % len(self.cas)
        ca = pki.Authority(self.site.run, name)
        self.cas.append(ca)
        # Answers about one certificate each: pyHanko takes a list of after a
        # certificate's end for news of it, against EN 319 102-1 §5.6.2.2.
        desk = ca.issue("desk", pki.OCSP_EXT + pki.NOCHECK, rsa=0, end=time.time() + pki.SHIFT + 19 * YEAR)
        self.web.paths["/%s.ocsp" % name] = lambda query: ca.ocsp(query, desk)
        ca.desk = desk
        write(self.site.run + "/ca/all.pem", b"".join(read(c.cert) for c in self.cas) + read(self.site.run + "/ca/root.pem"))

    def new_tsa(self):
        """Its certificate lasts five years."""
        self.n += 1
        ca, now = self.cas[-1], time.time() + pki.SHIFT
        tsa = ca.issue("tsa%d" % self.n, pki.TSA_EXT + pki.places(ocsp=["%s/%s.ocsp" % (self.web.base, ca.name)]),
                       start=now - DAY, end=now + 5 * YEAR)
        self.web.paths["/tsa"] = ca.stamper(tsa, [tsa + ".pem"])
        self.tsa = ca, tsa

    def news(self, ca, tsa):
        """What the responder says today of that one."""
        query = self.site.run + "/query"
        pki.run("openssl", "ocsp", "-issuer", ca.cert, "-cert", tsa + ".pem", "-reqout", query)
        return ca.ocsp(read(query), ca.desk)


def shifted_programs(site):
    """Copies with a clock of their own: the link of the build, one object more."""
    double = site.run + "/shifted.o"
    subprocess.run(["cc", "-O2", "-fPIE", "-c", "-o", double, ROOT + "/t/lib/shifted.c",
                    '-DSHIFT_FILE="%s"' % (site.run + "/shift")], check=True)
    for name in SHIFTED:
        said = subprocess.run([os.environ.get("MAKE", "make"), "-n", "-C", ROOT, "B=" + BUILD, "-W",
                               "%s/libexec/%s.o" % (BUILD, name), "%s/libexec/%s" % (BUILD, name)],
                              stdout=subprocess.PIPE, check=True, text=True).stdout
        line = next(x for x in said.splitlines() if "-o %s/libexec/%s " % (BUILD, name) in x)
        out = site.run + "/libexec/" + name
        os.unlink(out)
        line = line.replace("-o %s/libexec/%s " % (BUILD, name), "-o %s %s " % (out, double))
        subprocess.run(line, shell=True, check=True, cwd=ROOT)
        os.chmod(out, 0o755)


def begin(site):
    """A concluded contract, stamped by the world's first TSA; the site is stopped."""
    world = World(site)
    path = site.run + "/etc/site.conf"
    text = read(path).decode()
    text = re.sub(r"(?m)^tsa = .*$", "tsa = %s/tsa" % world.web.base, text)
    text = re.sub(r"(?m)^tsa_trust = .*$", "tsa_trust = %s/ca/all.pem" % site.run, text)
    write(path, text.encode(), 0o644)
    old = set(processes(site)["clerk"])
    for pid in old:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
    wait_until(lambda: len(set(processes(site).get("clerk", [])) - old) == 4, 40)
    owner = register(site, "years@sender.example", "年々 太郎")
    doc, _ = send(site, owner, "長期契約", [("契約書.pdf", read(ROOT + "/t/data/contract-ja.pdf"))],
                  [{"メールアドレス": "a@example.org", "氏名": "年々 花子"}])
    agree(Browser(), address(site.mail.wait("a@example.org", "確認依頼"), "/review/"))
    pdf = attachments(site.mail.wait("a@example.org", "合意締結"))[0][1]
    scene = Scene(site)
    scene("state", doc)
    site.stop()
    return world, doc, pdf


def clerk(site):
    r = subprocess.run([site.run + "/libexec/clerk"], env={"TEIKETSU_CONF": site.run + "/etc/site.conf"}, cwd="/",
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, **as_web(site))
    return r.returncode, r.stdout


def newest(site):
    """The longest file that is kept: the released one."""
    found = []
    for at, _, names in os.walk(site.run + "/var/doc"):
        found += [os.path.join(at, n) for n in names if len(n) == 64]
    return max(found, key=os.path.getsize)


def judge(t, site, world, years, stamps, first, last):
    path = newest(site)
    data = read(path)
    t.ok(data.startswith(first), "the file that was released is its beginning")
    t.same(len(re.findall(rb"/SubFilter /ETSI.RFC3161", data)), stamps, "%d document time stamps" % stamps)
    r = subprocess.run([site.run + "/libexec/ctl", "-c", site.run + "/etc/site.conf", "-s", site.run + "/etc/sign.conf",
                        "verify", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    t.ok(r.returncode == 0 and "level=LTA\n" in r.stdout and "verdict=ok" in r.stdout and "identical=1" in r.stdout,
         "ctl verify in year %d: ours, unchanged, long-term" % years, r.stdout[:1500])
    copy = write(site.run + "/judged.pdf", data)
    if os.path.exists(PYTHON):
        roots = [c.cert for c in world.cas] + [site.run + "/ca/root.pem"]
        r = subprocess.run(["faketime", "-f", "+%ds" % pki.SHIFT, PYTHON, ROOT + "/t/lib/pyhanko_lta.py", "--last", "--past",
                            write(site.run + "/news", world.news(*last)), "1", copy, *roots], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        t.ok(r.returncode == 0, "pyHanko in year %d, and one later" % years, r.stdout)
    else:
        t.ok(True, "pyHanko # SKIP not installed")
    r = subprocess.run(["qpdf", "--check", copy], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    t.same(r.returncode, 0, "qpdf finds it sound")
    print("# %d bytes at first, %d now" % (len(first), len(data)))


def renewals(t, years, new_ca, step):
    """A new TSA certificate every three years, another authority in year new_ca."""
    with Site() as site:
        world, doc, first = begin(site)
        write(site.run + "/shift", b"0\n")
        shifted_programs(site)
        stamps, failed, at, last = 1, [], 0, world.tsa
        for k in range(1, int(years * YEAR / step) + 1):
            before, at = at, k * step
            pki.SHIFT = int(at)
            write(site.run + "/shift", b"%d\n" % at)
            if before < new_ca * YEAR <= at:
                world.new_ca()
                world.new_tsa()
            elif int(before / YEAR / 3) != int(at / YEAR / 3):
                world.new_tsa()
            code, said = clerk(site)
            if code or "failed" in said:
                failed.append("%.1f: %d %s" % (at / YEAR, code, said[-600:]))
            now = read(newest(site)).count(b"/SubFilter /ETSI.RFC3161")
            if now != stamps:
                print("# year %.1f: %d stamps" % (at / YEAR, now), flush=True)
                t.same(now, stamps + 1, "one stamp more")
                stamps, last = now, world.tsa
        t.ok(not failed, "the clerk found nothing wrong in all these years", "\n".join(failed[:5]))
        t.ok(years / 5 <= stamps - 1 <= years / 2, "renewed %d times, neither too rarely nor too often" % (stamps - 1))
        judge(t, site, world, years, stamps, first, last)
        pki.SHIFT = 0
