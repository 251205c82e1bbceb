#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new key while documents live: refused as long as an act waits for the old one,
done in the middle of a contract, then to another authority. Old documents stay
good for us and for strangers' programs, and another customer's certificate of the
same authority never counts as ours."""
import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import journal  # noqa: E402
import pki  # noqa: E402
from demosite import ROOT, Browser, Site, Tap, address, agree, attachments, register, send  # noqa: E402
from fault import as_web, ctl, processes, wait_until  # noqa: E402

if os.geteuid() != 0:
    print("1..0 # SKIP needs root for two users")
    sys.exit(0)
t = Tap()
PDF = open(os.path.join(ROOT, "t/data/contract-ja.pdf"), "rb").read()


def openssl(*args, cwd, **kw):
    return subprocess.run(["openssl", *args], cwd=cwd, check=True, capture_output=True, **kw).stdout


with Site() as site:
    RUN, CA, STORE = site.run, site.run + "/ca", site.run + "/var/store"
    PEOPLE = [{"メールアドレス": "a@example.jp", "氏名": "甲"}, {"メールアドレス": "b@example.com", "氏名": "乙"}]
    owner = register(site, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")

    def link(who, title):
        return address(site.mail.wait(who, f"「{title}」の確認依頼"), "/review/")

    def concluded(title):
        pdf = attachments(site.mail.wait("a@example.jp", f"「{title}」の合意締結が完了", 60))[0][1]
        path = f"{RUN}/{title}.pdf"
        with open(path, "wb") as f:
            f.write(pdf)
        os.chmod(path, 0o644)
        return path

    def facts(path):
        out = ctl(site, "verify", path).stdout
        return dict(x.split("=", 1) for x in out.splitlines() if "=" in x)

    def good(path, n, what, *roots):
        f = facts(path)
        t.ok(f.get("verdict") == "ok" and f.get("level") == "LTA" and f.get("concluded") == "1", f"{what}: ours calls it good", f)
        r = subprocess.run([os.path.join(ROOT, "t/lib/judge.sh"), path, str(n), *(roots or (CA + "/root.pem",) * 2)],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        t.ok(r.returncode == 0, f"{what}: so do pyHanko and the others", r.stdout)
        return f

    def certify(name, days="400", ca=CA, crl="root.crl"):
        with open(f"{RUN}/{name}.ext", "w") as f:
            f.write("keyUsage=critical,nonRepudiation,digitalSignature\nbasicConstraints=CA:FALSE\n"
                    f"subjectKeyIdentifier=hash\ncrlDistributionPoints=URI:{site.base}/demo/ca/{crl}\n")
        openssl("req", "-new", "-newkey", "rsa:3072", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                "-subj", f"/O=締結デモ運用者/CN={name}", "-utf8", cwd=RUN)
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", ca + "/root.pem", "-CAkey", ca + "/root.key", "-set_serial",
                "0x" + os.urandom(12).hex(), "-days", days, "-extfile", f"{name}.ext", "-sha256", "-out", f"{name}.pem", cwd=RUN)
        openssl("pkcs12", "-export", "-inkey", f"{name}.key", "-in", f"{name}.pem", "-out", f"{name}.p12", "-passout",
                "pass:pw", cwd=RUN)
        return f"{RUN}/{name}.p12"

    def install(p12):
        r = subprocess.run([RUN + "/libexec/ctl", "-c", RUN + "/etc/site.conf", "-s", RUN + "/etc/sign.conf", "import", p12],
                           input="pw\n", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return r.returncode, r.stdout

    def generation():
        return open(RUN + "/key/current").read().strip()

    def pins():
        return re.findall(r"(?m)^[0-9a-f]{64}", open(RUN + "/etc/own-certs").read())

    def fingerprint(name):
        der = openssl("x509", "-in", f"{name}.pem", "-outform", "DER", cwd=RUN)
        return __import__("hashlib").sha256(der).hexdigest()

    # --- under the first key
    send(site, owner, "第一契約書", [("契約書.pdf", PDF)], PEOPLE)
    for p in PEOPLE:
        agree(Browser(), link(p["メールアドレス"], "第一契約書"))
    one = concluded("第一契約書")
    first = good(one, 5, "a contract under key 1")
    t.same(len(pins()), 1, "the site knows its one certificate")

    # --- a contract in the middle of its signatures: refused while an act waits
    middle, _ = send(site, owner, "途中契約書", [("契約書.pdf", PDF)], PEOPLE)
    link_a = link("a@example.jp", "途中契約書")
    wait_until(lambda: not any(k.startswith("outbox/sign/") for k in journal.latest(STORE)), 30)
    second = certify("second")
    clerks = processes(site)["clerk"]
    for pid in clerks:
        os.kill(pid, signal.SIGSTOP)
    agree(Browser(), link_a)
    code, out = install(second)
    t.ok(code == 2 and "waits for its signature: " + middle in out and "refused" in out,
         "a new key while an act waits: refused, naming the contract", out)
    t.ok(generation() == "g1" and os.path.exists(RUN + "/key/g1/key.der") and len(pins()) == 1, "… the old key is untouched")
    r = ctl(site, "keygen", "demo", RUN + "/nothing", "x")
    t.ok(r.returncode == 2 and not os.path.exists(RUN + "/nothing"), "… a demo key as well", r.stdout)
    for pid in clerks:
        os.kill(pid, signal.SIGCONT)
    link_b = link("b@example.com", "途中契約書")
    wait_until(lambda: not any(k.startswith("outbox/sign/") for k in journal.latest(STORE)), 30)

    # --- rollover within the same authority, as with a public one
    code, out = install(second)
    t.ok(code == 0 and generation() == "g2", "when nothing waits: installed", out)
    t.ok(not os.path.exists(RUN + "/key/g1/key.der") and os.path.exists(RUN + "/key/g1/cert.der"),
         "… the old key is erased, its certificate kept")
    t.ok(pins()[1:] == [fingerprint("second")], "… and the site knows both certificates", pins())
    agree(Browser(), link_b)
    two = concluded("途中契約書")
    f = good(two, 5, "a contract signed by both keys")
    serials = [f[f"version.{i}.serial"] for i in range(1, 6)]
    t.ok(len(set(serials[:3])) == 1 and len(set(serials[3:])) == 1 and serials[2] != serials[3],
         "… three acts by the first, two by the second", serials)
    t.same(facts(one)["verdict"], "ok", "the first contract is good as before")

    # --- to another authority
    web = pki.Web()
    web.paths["/two.crl"] = lambda _: open(RUN + "/ca2/root.crl", "rb").read()
    r = ctl(site, "keygen", "demo", RUN + "/ca2", "締結デモ運用者", web.base + "/two.crl")
    t.ok(r.returncode == 0 and generation() == "g3", "a key of another authority", r.stdout)
    out = ctl(site, "check").stdout
    t.ok("BAD  key g3: its certificate leads to no root of" in out, "check: the new root is missing", out)
    both = RUN + "/etc/both.pem"
    with open(both, "w") as w:
        w.write(open(RUN + "/ca2/root.pem").read())
    conf = open(RUN + "/etc/site.conf").read()


    with open(RUN + "/etc/site.conf", "w") as w:
        w.write(re.sub(r"(?m)^trust = .*$", "trust = " + both, conf))
    out = ctl(site, "check").stdout
    t.ok("WARN key g1: documents signed with it are no longer judged as ours" in out and "key g3: in force" in out,
         "check: an old root that was taken away is told, too", out)
    t.same(facts(one).get("identical"), "1", "… though a released file is still known by its hash")
    with open(both, "a") as w:
        w.write(open(CA + "/root.pem").read())
    os.chmod(both, 0o644)
    out = ctl(site, "check").stdout
    t.ok(not re.search(r"(BAD|WARN) +key", out) and "ok   key g1: its documents" in out, "both roots: nothing to tell about keys", out)
    for pid in processes(site)["clerk"]:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
    for name, pids in processes(site).items():
        if name.startswith("serve "):
            for pid in pids:
                os.kill(pid, signal.SIGTERM)
    wait_until(lambda: len(processes(site).get("clerk", [])) >= 4, 20)
    time.sleep(1)
    send(site, owner, "第三契約書", [("契約書.pdf", PDF)], PEOPLE)
    for p in PEOPLE:
        agree(Browser(), link(p["メールアドレス"], "第三契約書"))
    three = concluded("第三契約書")
    good(three, 5, "a contract under the new authority's key", both, CA + "/root.pem")
    for path, what in ((one, "first"), (two, "mixed")):
        f = facts(path)
        t.ok(f["verdict"] == "ok" and f["identical"] == "1", f"the {what} contract is good as before", f)

    # --- another customer of the same authority
    def stage(path, n):
        """An honest earlier stage: no file that was ever released, so that only signatures speak."""
        f, out = facts(path), f"{path}.{n}.pdf"
        with open(out, "wb") as w:
            w.write(open(path, "rb").read()[:int(f[f"version.{n}.bytes"])])
        os.chmod(out, 0o644)
        return out

    early, late = stage(two, 3), stage(two, 5)
    t.same([facts(early)["verdict"], facts(late)["verdict"]], ["stage", "ok"], "stages of the mixed contract are genuine")
    own = open(RUN + "/etc/own-certs").read()

    def pin(text):
        with open(RUN + "/etc/own-certs", "w") as w:
            w.write(text)

    pin("".join(x for x in own.splitlines(True) if not x.startswith(fingerprint("second"))))
    t.ok(facts(late)["verdict"] == "bad", "with the second certificate not ours: a file that mixes both is broken, never green", facts(late))
    pin("# comment\n\n" + "".join(x for x in own.splitlines(True) if fingerprint("second") in x))
    f = facts(stage(one, 5))
    t.ok(f["verdict"] == "unknown" and f["version.1.why"] == "not_trusted",
         "a whole file by another certificate of the same authority: not ours, never green", f)
    t.ok(facts(early)["verdict"] == "unknown", "… an early stage, too", facts(early))
    out = ctl(site, "check").stdout
    t.ok("BAD  key g3: its certificate is missing (ctl init adds it)" in out, "check: the key in force is not among them", out)
    pin("nonsense\n")
    t.ok(ctl(site, "verify", one).returncode == 2, "a file of certificates that is not understood: nothing is judged")
    t.ok("own-certs is not understood" in ctl(site, "check").stdout, "… and check says so")
    os.unlink(RUN + "/etc/own-certs")
    t.same(facts(early)["verdict"], "stage", "without the file every certificate under trust counts")
    out = ctl(site, "check").stdout
    t.ok("WARN key: " in out and "every certificate that leads to trust counts as ours" in out, "… and check says so", out)
    t.same(ctl(site, "init").returncode, 0, "ctl init …")
    t.same(sorted(pins()), sorted(re.findall(r"(?m)^[0-9a-f]{64}", own)), "… makes it again from all generations")

    # --- counting down
    for days, word in (("400", "ok   "), ("20", "WARN "), ("5", "BAD  ")):
        code, out = install(certify("days" + days, days))
        t.same(code, 0, f"a certificate for {days} days")
        out = ctl(site, "check").stdout
        n = int(days) - 1
        t.ok(f"{word}certificate: ends in {n} days" in out, f"check counts down: {word.strip()} at {n} days", out)
t.done()
