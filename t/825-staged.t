#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The last version in its steps: a responder or an authority away, a clerk killed
between two of them. Each repeats only the step that is missing; another TSA brings
its own validation data; data of yesterday is fetched anew; a TSA that is no longer
ours is replaced."""
import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import pki  # noqa: E402
from demosite import ROOT, Browser, Site, Tap, address, agree, attachments, register, send  # noqa: E402
from door import Door  # noqa: E402
from fault import Scene, check, ctl, processes, wait_until  # noqa: E402

t = Tap()
BACK = 100  # seconds; looks come at growing distances while something fails
PYTHON = ROOT + "/t/peers/venv/bin/python"


def read(name):
    with open(name, "rb") as f:
        return f.read()


def edit(path, *changes):
    text = read(path).decode()
    for pattern, to in changes:
        text, n = re.subn(pattern, to, text, flags=re.M)
        assert n == 1, pattern
    with open(path, "w") as f:
        f.write(text)


def end_clerk(site, sig):
    old = set(processes(site)["clerk"])
    for pid in old:
        try:
            os.kill(pid, sig)
        except ProcessLookupError:
            pass
    if not wait_until(lambda: len(set(processes(site).get("clerk", [])) - old) == 4, 40):
        raise RuntimeError("the clerk does not come back")


def configure(site, *changes):
    edit(site.run + "/etc/site.conf", *changes)
    end_clerk(site, signal.SIGTERM)


def doors(site):
    """Before the TSA and before the OCSP responder; the list of revoked ones is gone."""
    conf = read(site.run + "/etc/site.conf").decode()
    port = int(re.search(r"(?m)^tsa = http://127.0.0.1:(\d+)/", conf).group(1))
    tsa, ocsp = Door(port), Door(port)
    os.rename(site.run + "/ca/root.crl", site.run + "/ca/gone.crl")
    edit(site.run + "/nginx/nginx.conf", (r"proxy_pass http://127.0.0.1:\d+/ocsp;", f"proxy_pass http://127.0.0.1:{ocsp.port}/ocsp;"))
    os.kill(processes(site)["nginx"][0], signal.SIGHUP)
    configure(site, (r"^tsa = .*$", f"tsa = http://127.0.0.1:{tsa.port}/tsa"))
    return tsa, ocsp


def begin(site, owner, title):
    """A document whose only recipient has one button left to press."""
    who = title + "@example.org"
    doc, _ = send(site, owner, title, [("契約書.pdf", read(ROOT + "/t/data/contract-ja.pdf"))],
                  [{"メールアドレス": who, "氏名": "段階 待子"}])
    return doc, who, address(site.mail.wait(who, "確認依頼", BACK), "/review/")


def concluded(site, scene, doc, who, title, roots):
    t.ok(wait_until(lambda: scene("state", doc)[0] == "concluded", BACK), f"{title}: goes on by itself", scene("stage", doc))
    t.same(scene("stage", doc)[:2], ["-", "-"], f"{title}: nothing is kept of the steps")
    path = site.run + "/judged.pdf"
    with open(path, "wb") as f:
        f.write(attachments(site.mail.wait(who, f"「{title}」の合意締結"))[0][1])
    r = subprocess.run(["qpdf", "--check", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    t.same(r.returncode, 0, f"{title}: a sound file")
    if os.path.exists(PYTHON):
        r = subprocess.run([PYTHON, ROOT + "/t/lib/pyhanko_lta.py", "--last", "6", path, *roots],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        t.ok(r.returncode == 0, f"{title}: pyHanko: long-term, now and in six years", r.stdout)
    else:
        t.ok(True, f"{title}: # SKIP pyHanko is not installed")
    return path


def stage(scene, doc, want):
    return wait_until(lambda: scene("stage", doc)[:2] == want, BACK)


def responder_away(site, owner, scene, tsa, ocsp, roots):
    title = "responder-away"
    doc, who, link = begin(site, owner, title)
    ocsp.set("shut")
    before = tsa.visits
    b = Browser()
    p = agree(b, link)
    t.ok("全員の同意がそろいました" in p.h1(), f"{title}: 同意 is taken", p.h1())
    t.ok(stage(scene, doc, ["sealed", "-"]), f"{title}: the signature and its token are kept", scene("stage", doc))
    t.ok(wait_until(lambda: read_log(site).count("step=store") >= 2, BACK), f"{title}: the data was tried again")
    t.same(tsa.visits - before, 1, f"{title}: the TSA was asked once")
    page = owner.open(site.url("/search/doc/" + doc)).text()
    t.ok("締結済み・タイムスタンプ付与中" in page, f"{title}: the owner's page says so", page[:300])
    page = b.open(p.url).text()
    t.ok("締結済み・タイムスタンプ付与中" in page and "契約が成立しました" not in page, f"{title}: the recipient's page", page[:300])
    end_clerk(site, signal.SIGKILL)
    t.same(tsa.visits - before, 1, f"{title}: the clerk is killed: the TSA is not asked anew")
    ocsp.set("open")
    concluded(site, scene, doc, who, title, roots)
    t.same(tsa.visits - before, 2, f"{title}: two stamps in all")


def read_log(site):
    return read(site.run + "/logs/site.log").decode("utf-8", "replace")


def authority_away(site, owner, scene, tsa, ocsp, roots):
    """The data lies there for a day."""
    title = "authority-away"
    doc, who, link = begin(site, owner, title)
    ocsp.set("shut")
    agree(Browser(), link)
    t.ok(stage(scene, doc, ["sealed", "-"]), f"{title}: sealed")
    tsa.set("shut")
    ocsp.set("open")
    t.ok(stage(scene, doc, ["sealed", "stored"]), f"{title}: the validation data is kept", scene("stage", doc))
    asked = ocsp.visits
    time.sleep(5)
    t.same(ocsp.visits, asked, f"{title}: nobody is asked for it again")
    scene("yesterday", doc)
    os.utime(site.run + "/var/wake")  # while something fails, it looks at growing distances
    t.ok(wait_until(lambda: ocsp.visits > asked, BACK), f"{title}: a day later somebody is", read_log(site)[-1500:])
    t.same(scene("state", doc)[0], "concluding", f"{title}: not concluded")
    tsa.set("open")
    concluded(site, scene, doc, who, title, roots)


def second_authority(site, owner, scene, tsa, ocsp, root, other):
    title = "second-authority"
    doc, who, link = begin(site, owner, title)
    ocsp.set("shut")
    agree(Browser(), link)
    t.ok(stage(scene, doc, ["sealed", "-"]), f"{title}: sealed by the first")
    t.ok(f":{tsa.port}/" in scene("stage", doc)[2], f"{title}: the record knows by whom", scene("stage", doc))
    tsa.set("shut")
    ocsp.set("open")
    path = concluded(site, scene, doc, who, title, [root, other.cert])
    certs = subprocess.run(["qpdf", "--qdf", "--stream-data=uncompress", path, "-"], capture_output=True).stdout
    t.ok(pki.der(other.cert) in read(path) or pki.der(other.cert) in certs, f"{title}: the second one's own data lies in the file")
    inside = dict(re.findall(rb"(Dts01)\).*?/V (\d+) 0 R", read(path), re.S))
    t.ok(inside, f"{title}: its stamp is there")
    tsa.set("open")


def dismissed_authority(site, owner, scene, tsa, ocsp, other, second):
    """Whoever is taken out of the settings no longer holds a document up."""
    title = "dismissed"
    doc, who, link = begin(site, owner, title)
    ocsp.set("shut")
    agree(Browser(), link)
    t.ok(stage(scene, doc, ["sealed", "-"]), f"{title}: sealed by the first")
    before = tsa.visits
    configure(site, (r"^tsa = .*$", "tsa = " + second))
    ocsp.set("open")
    concluded(site, scene, doc, who, title, [site.run + "/ca/root.pem", other.cert])
    t.same(tsa.visits, before, f"{title}: the first one was not asked again")


def without(site, owner, scene, ocsp):
    """No TSA at all: the site works and says what it reaches."""
    title = "without"
    configure(site, (r"^tsa = .*$", "#"))
    doc, who, link = begin(site, owner, title)
    ocsp.set("shut")
    agree(Browser(), link)
    t.ok(wait_until(lambda: scene("state", doc)[0] == "concluded", BACK), f"{title}: concluded at once")
    t.ok("no tsa, concluded files are PAdES-B-B" in ctl(site, "check").stdout, f"{title}: ctl check says so")
    path = site.run + "/judged.pdf"
    with open(path, "wb") as f:
        f.write(attachments(site.mail.wait(who, f"「{title}」の合意締結"))[0][1])
    said = ctl(site, "verify", path).stdout
    t.ok("level=B\n" in said and "verdict=ok" in said, f"{title}: so does whoever verifies the file", said[:600])
    ocsp.set("open")


with Site() as s:
    scene = Scene(s)
    o = register(s, "stage@sender.example", "段階 太郎")
    root = s.run + "/ca/root.pem"
    tsa, ocsp = doors(s)
    responder_away(s, o, scene, tsa, ocsp, [root])
    authority_away(s, o, scene, tsa, ocsp, [root])
    web = pki.Web()
    other = pki.Authority(s.run, "other")
    stamper = other.issue("tsa", pki.TSA_EXT + pki.places(crl=[web.base + "/other.crl"]))
    web.paths["/other.crl"] = lambda _: other.crl()
    web.paths["/tsa"] = other.stamper(stamper, [stamper + ".pem"])
    both = s.run + "/ca/both.pem"
    with open(both, "wb") as f:
        f.write(read(root) + read(other.cert))
    os.chmod(both, 0o644)
    configure(s, (r"^tsa_trust = .*$", "tsa_trust = " + both),
              (r"^tsa = (.*)$", r"tsa = \1 " + web.base + "/tsa"))
    second_authority(s, o, scene, tsa, ocsp, root, other)
    dismissed_authority(s, o, scene, tsa, ocsp, other, web.base + "/tsa")
    without(s, o, scene, ocsp)
    check(t, s, "afterwards")
t.done()
