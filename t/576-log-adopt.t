#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A signer's log restored from a backup is behind the files: the signer refuses to
go on, ctl log adopt takes the missing signatures out of the signed file, the
contract is concluded. Changed files, strangers' files and other acts are refused."""
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import journal  # noqa: E402
import signer_kit  # noqa: E402
from demosite import ROOT, Browser, Site, Tap, address, agree, attachments, register, send  # noqa: E402
from fault import as_web, ctl, processes, wait_until  # noqa: E402

if os.geteuid() != 0:
    print("1..0 # SKIP needs root for two users")
    sys.exit(0)
t = Tap()
PDF = open(os.path.join(ROOT, "t/data/contract-ja.pdf"), "rb").read()

with Site() as site:
    RUN, STORE = site.run, site.run + "/var/store"
    PEOPLE = [{"メールアドレス": "a@example.jp", "氏名": "甲"}, {"メールアドレス": "b@example.com", "氏名": "乙"}]
    SIGN = pwd.getpwnam("teiketsu-sign")

    def lines():
        return open(RUN + "/log/log").read().splitlines()

    def revision(doc):
        sha = re.search(rb"(?m)^revision (\S+)", journal.latest(STORE)["contract/" + doc]).group(1).decode()
        return f"{RUN}/var/doc/{sha[:2]}/{sha}"

    def settled():
        return wait_until(lambda: not any(k.startswith("outbox/sign/") for k in journal.latest(STORE)), 30)

    def adopt(*files):
        r = ctl(site, "log", "adopt", *files)
        return r.returncode, r.stdout

    def audit():
        r = subprocess.run([RUN + "/libexec/ctl", "-s", RUN + "/etc/sign.conf", "check", "--audit"], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, env={}, user=SIGN.pw_uid, group=SIGN.pw_gid, extra_groups=[])
        return r.returncode, r.stdout

    def link(who, title):
        return address(site.mail.wait(who, f"「{title}」の確認依頼", 40), "/review/")

    owner = register(site, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    one, _ = send(site, owner, "第一契約書", [("契約書.pdf", PDF)], PEOPLE)
    link_a = link("a@example.jp", "第一契約書")
    settled()
    shutil.copytree(RUN + "/log", RUN + "/backup")
    agree(Browser(), link_a)
    link_b = link("b@example.com", "第一契約書")
    two, _ = send(site, owner, "第二契約書", [("契約書.pdf", PDF)], PEOPLE)
    link_2 = link("a@example.jp", "第二契約書")
    settled()
    whole = lines()

    # --- the old log comes back
    for name in os.listdir(RUN + "/log"):
        path = RUN + "/log/" + name
        shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
    subprocess.run(["cp", "-a", RUN + "/backup/.", RUN + "/log/"], check=True)
    for top, dirs, files in os.walk(RUN + "/log"):
        for p in [top] + [f"{top}/{x}" for x in files]:
            os.chown(p, SIGN.pw_uid, SIGN.pw_gid)
    n = len(lines())
    t.ok(n < len(whole), f"a log of {n} lines instead of {len(whole)}")
    code, out = audit()
    t.ok(code == 2 and one in out and two in out, "the audit tells what is missing", out)
    agree(Browser(), link_b)
    agree(Browser(), link_2)
    t.ok(wait_until(lambda: "why=version" in open(RUN + "/logs/site.log").read() and
                    "why=unknown" in open(RUN + "/logs/site.log").read(), 20), "the signer refuses to go on with either contract")
    t.same(len(lines()), n, "… and signs nothing")

    # --- what is not adopted
    good = revision(one)
    bad = RUN + "/bad.pdf"

    def refused(data, words, what):
        with open(bad, "wb") as f:
            f.write(data)
        os.chmod(bad, 0o644)
        code, out = adopt(bad)
        t.ok(code == 2 and words in out and len(lines()) == n, what, out)

    data = open(good, "rb").read()
    refused(PDF, "not a file of a contract that is recorded here", "an unsigned file: refused")
    refused(data[:-1], "not a sound file by this signer's own certificates", "a signed file cut short: refused")
    refused(data + b"\n% more\n", "not a sound file", "… with more behind it: refused")
    at = data.index(b"/Reason <FEFF") + 40
    refused(data[:at] + (b"1" if data[at:at + 1] == b"0" else b"0") + data[at + 1:], "refused", "… with another Reason: refused")
    ends = [m.end() for m in re.finditer(rb"%%EOF\n", data)]
    key = RUN + "/key/g1/cert.der"
    cert = open(key, "rb").read()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null", "-subj", "/CN=x", "-days",
                    "2", "-outform", "DER", "-out", RUN + "/other.der"], check=True, capture_output=True)
    os.chmod(key, 0o644)
    with open(key, "wb") as f:
        f.write(open(RUN + "/other.der", "rb").read())
    t.ok("not a sound file by this signer's own certificates" in adopt(good)[1], "a file by a certificate that is not the signer's own: refused")
    with open(key, "wb") as f:
        f.write(cert)
    os.chmod(key, 0o444)
    code, out = adopt(RUN + "/none.pdf")
    t.ok(code == 2 and "cannot be opened" in out, "no file: said", out)
    t.same(ctl(site, "log", "adopt").returncode, 64, "without a file: 64")

    # --- adopted
    code, out = adopt(good, revision(two))
    t.ok(code == 0 and f"{good}: 1 signatures adopted" in out and ": 2 signatures adopted" in out, "both files: what the log lacked", out)
    got = [x.split() for x in lines()[n:] if x.split()[3] == "adopt"]  # the clerk goes on in between
    t.ok([(x[4], x[5]) for x in got] ==
         [(f"chain={one}-1", "version=3"), (f"chain={two}-1", "version=1"), (f"chain={two}-1", "version=2")], "… as lines of their own", got)

    def said(x):
        return {k: v for k, v in (w.split("=", 1) for w in x if "=" in w)}
    old = {(said(x.split()).get("chain"), said(x.split()).get("version")): said(x.split()) for x in whole if " sign " in x}
    t.ok(all(said(x) == old[(said(x)["chain"], said(x)["version"])] for x in got), "… word for word what was lost: act, length, gap, digest, roster")
    t.same(ctl(site, "log", "verify").returncode, 0, "the log is sound")
    code, out = adopt(good)
    t.ok(code == 0 and "0 signatures adopted" in out, "once more: nothing is left to adopt", out)
    for who, title in (("b@example.com", "第一契約書"),):
        pdf = attachments(site.mail.wait(who, f"「{title}」の合意締結が完了", 400))[0][1]
        with open(bad, "wb") as f:
            f.write(pdf)
        r = subprocess.run([os.path.join(ROOT, "t/lib/judge.sh"), bad, "5", RUN + "/ca/root.pem", RUN + "/ca/root.pem"],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        t.ok(r.returncode == 0, "the contract goes on and is concluded; every validator is content", r.stdout)
    agree(Browser(), link("b@example.com", "第二契約書"))
    t.ok(site.mail.wait("b@example.com", "「第二契約書」の合意締結が完了", 120), "the other one, too")
    code, out = audit()
    t.ok(code == 0, "the audit finds log and journal in agreement", out)

    # --- a log that knows another act for that version
    three, _ = send(site, owner, "第三契約書", [("契約書.pdf", PDF)], PEOPLE)
    link_a = link("a@example.jp", "第三契約書")
    settled()
    at_two = open(revision(three), "rb").read()
    shutil.rmtree(RUN + "/backup")
    shutil.copytree(RUN + "/log", RUN + "/backup")
    agree(Browser(), link_a)
    link("b@example.com", "第三契約書")
    settled()
    real = revision(three)
    site.stop()
    shutil.rmtree(RUN + "/log")
    subprocess.run(["cp", "-a", RUN + "/backup", RUN + "/log"], check=True)
    for top, dirs, files in os.walk(RUN + "/log"):
        for p in [top] + [f"{top}/{x}" for x in files]:
            os.chown(p, SIGN.pw_uid, SIGN.pw_gid)
    NAME = re.search(r"(?m)^name = (.*)$", open(RUN + "/etc/sign.conf").read()).group(1)
    c = signer_kit.Contract(2, name=NAME)
    c.chain, c.reserve, c.file = three + "-1", 8192, at_two
    c.mails = ["jiro@sender.example", "a@example.jp", "b@example.com"]
    a = c.act(3)
    body, off, gap = c.candidate(a)
    with open(RUN + "/candidate", "wb") as f:
        f.write(body)
    os.chmod(RUN + "/candidate", 0o644)
    with open(RUN + "/candidate", "rb") as f:
        def give():
            os.dup2(os.dup(f.fileno()), 3)
            os.set_inheritable(3, True)
        r = subprocess.run([RUN + "/libexec/sign"], input=signer_kit.frame(c.fields(a, off)), stdout=subprocess.PIPE,
                           close_fds=False, preexec_fn=give, **as_web(site))
    t.ok("cms" in (signer_kit.unframe(r.stdout) or {}), "meanwhile an invented agreement was signed")
    n = len(lines())
    code, out = adopt(real)
    t.ok(code == 2 and "refused: differs" in out and len(lines()) == n, "then the real one is refused, not written over it", out)

    # --- no log at all
    shutil.rmtree(RUN + "/log")
    t.same(ctl(site, "init").returncode, 0, "the log is lost: ctl init makes a new one")
    code, out = adopt(real, revision(one))
    t.ok(code == 0 and f"{real}: 3 signatures adopted" in out and ": 5 signatures adopted" in out, "whole chains are adopted, concluded ones too", out)
    t.same(ctl(site, "log", "verify").returncode, 0, "the log is sound")
t.done()
