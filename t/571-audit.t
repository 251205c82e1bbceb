#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""ctl check --audit: the signer's log against the journal, from the signer's own
account. A captured web user has invented acts signed, lines of the log go missing,
are put in another order, an old log comes back, records are rolled back: all of it
is found, printed and mailed."""
import os
import pwd
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import journal  # noqa: E402
import signer_kit  # noqa: E402
from demosite import ROOT, Browser, Site, Tap, address, agree, body, register, send  # noqa: E402
from fault import as_web, wait_until  # noqa: E402

if os.geteuid() != 0:
    print("1..0 # SKIP needs root for two users")
    sys.exit(0)
t = Tap()
PDF = open(os.path.join(ROOT, "t/data/contract-ja.pdf"), "rb").read()

with Site() as site:
    STORE, LOG, RUN = site.run + "/var/store", site.run + "/log", site.run
    SIGN = pwd.getpwnam("teiketsu-sign")

    def audit(*more, who="teiketsu-sign"):
        """As the signer's cron would: no root, no site.conf."""
        p = pwd.getpwnam(who)
        r = subprocess.run([RUN + "/libexec/ctl", "-c", RUN + "/etc/site.conf", "-s", RUN + "/etc/sign.conf", "check",
                            "--audit", *more], user=p.pw_uid, group=p.pw_gid, extra_groups=[], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, env={})
        return r.returncode, r.stdout

    owner = register(site, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    people = [{"メールアドレス": "a@example.jp", "氏名": "甲"}, {"メールアドレス": "b@example.com", "氏名": "乙"}]
    doc, _ = send(site, owner, "秘密保持契約書", [("契約書.pdf", PDF), ("別紙.pdf", PDF)], people)
    agree(Browser(), address(site.mail.wait("a@example.jp", "確認依頼"), "/review/"))
    link_b = address(site.mail.wait("b@example.com", "確認依頼"), "/review/")
    signed = lambda: sum(" sign " in x for x in open(LOG + "/log"))  # noqa: E731
    wait_until(lambda: signed() == 6, 30)
    wait_until(lambda: "outbox/sign/" + doc not in journal.latest(STORE), 30)

    # --- who may read what
    st = os.stat(STORE + "/journal.0001")
    t.same((st.st_gid, st.st_mode & 0o777), (SIGN.pw_gid, 0o640), "the signer's group may read the journal, and only read")
    t.same(os.stat(STORE + "/image.gdbm").st_mode & 0o777, 0o600, "… but not the image")
    r = subprocess.run(["cat", RUN + "/etc/site.conf"], user=SIGN.pw_uid, group=SIGN.pw_gid, extra_groups=[], capture_output=True)
    t.ok(r.returncode != 0, "the signer's account cannot read site.conf, and needs not")

    code, out = audit()
    lines = sum(1 for _ in open(LOG + "/log"))
    t.ok(code == 0 and f"and {lines} lines of the log agree" in out, "a site in order: 0", out)
    r = subprocess.run([RUN + "/libexec/ctl", "-c", RUN + "/etc/site.conf", "-s", RUN + "/etc/sign.conf", "check", "--audit"],
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    t.ok(r.returncode == 0 and "agree" in r.stdout, "the same when root asks", r.stdout)
    code, out = audit(who="teiketsu-web")
    t.ok(code == 2, "the web user is told nothing", out)
    t.same(audit("--nonsense", "x")[0], 64, "nonsense: 64")

    # --- the journal tells what the log says of each signature
    facts = [v.decode() for k, v in journal.latest(STORE).items() if k.startswith("event/" + doc)]
    notes = [re.search(r"(?m)^note (.*)$", x).group(1).split() for x in facts if "kind signed" in x]
    log = open(LOG + "/log").read().splitlines()
    t.ok(len(notes) == 6 and all(log[int(n[3]) - 1].endswith(n[4]) for n in notes),
         "every signature's line number and hash stand in the history", notes)

    site.stop()
    saved = RUN + "/saved"
    os.mkdir(saved)
    for name in ("log", "var"):
        subprocess.run(["cp", "-a", f"{RUN}/{name}", f"{saved}/{name}"], check=True)

    def back():
        for name in ("log", "var"):
            shutil.rmtree(f"{RUN}/{name}")
            subprocess.run(["cp", "-a", f"{saved}/{name}", f"{RUN}/{name}"], check=True)

    def found(what, *words, more=()):
        code, out = audit(*more)
        hit = any(all(w in x for w in words) for x in out.splitlines() if x.startswith("BAD"))
        t.ok(code == 2 and hit, what, f"{words} not in\n{out}")
        return out

    def ask(fields, data):
        """The setuid signer, called as the captured web user calls it."""
        three = signer_kit.tempfile.TemporaryFile(dir=RUN)
        three.write(data)
        three.flush()

        def give():
            os.dup2(os.dup(three.fileno()), 3)
            os.set_inheritable(3, True)
        r = subprocess.run([RUN + "/libexec/sign"], input=signer_kit.frame(fields), stdout=subprocess.PIPE,
                           close_fds=False, preexec_fn=give, **as_web(site))
        return signer_kit.unframe(r.stdout) or {}

    NAME = re.search(r"(?m)^name = (.*)$", open(RUN + "/etc/sign.conf").read()).group(1)

    class House:
        ask = staticmethod(ask)

    # --- invented acts
    c = signer_kit.Contract(1, name=NAME)
    t.ok("cms" in c.step(House, 1) and "cms" in c.step(House, 2), "a captured web user has an invented contract signed")
    for v in (1, 2):
        found(f"… version {v} is told", c.chain + f" version {v} was signed, but nobody's act is recorded")
    back()
    # an invented agreement of b in the real chain
    released = re.search(rb"(?m)^\[file\][\s\S]*?^revision (\S+)", journal.latest(STORE)["contract/" + doc]).group(1).decode()
    real = signer_kit.Contract(2, name=NAME)
    real.chain, real.reserve = doc + "-1", 8192
    real.mails = ["jiro@sender.example", "a@example.jp", "b@example.com"]
    real.file = open(f"{RUN}/var/doc/{released[:2]}/{released}", "rb").read()
    r = real.step(House, 4)
    t.ok("cms" in r, "… and somebody's agreement in a contract that waits for him", r)
    found("… is told", real.chain + " version 4 was signed, but nobody's act is recorded")
    # … and writes the record for it afterwards, with another act
    back()

    # --- acts that nobody signs
    keys = journal.latest(STORE)
    record = keys["contract/" + doc]
    more = re.sub(rb"(?m)^version \d+", lambda m: b"version %d" % (int(m.group(0).split()[1]) + 1), record, count=1)
    second = more.rindex(b"state opened") if b"state opened" in more else more.rindex(b"state invited")
    more = more[:second] + b"state agreed" + more[second + len(b"state opened" if b"state opened" in more else b"state invited"):]
    journal.append(STORE, [("contract/" + doc, more)])
    code, out = audit("--late", "60")
    t.ok(code == 0, "an act recorded just now may wait for its signature", out)
    back()
    journal.append(STORE, [("contract/" + doc, more)])
    time.sleep(0.1)
    out = found("… but not for longer than asked", doc + "-1 version 4, recorded ", "is not signed", more=("--late", "0"))
    t.ok(doc + "-2 version 4, recorded" in out, "… for each of its files", out)
    back()

    # --- lines of the log: missing, another order, changed, an old log
    log = open(LOG + "/log", "rb").read().splitlines(True)

    def write(lines):
        with open(LOG + "/log", "wb") as f:
            f.write(b"".join(lines))

    at = next(i for i, x in enumerate(log) if b" version=2 " in x)
    write(log[:at] + log[at + 1:])
    found("a line taken out of the log", f"log: it is not sound behind line {at} (log_broken)")
    back()
    write(log[:at] + [log[at + 1], log[at]] + log[at + 2:])
    found("two lines swapped", f"log: it is not sound behind line {at}")
    back()
    write([x.replace(b"attempt=1", b"attempt=2") if i == at else x for i, x in enumerate(log)])
    found("a line changed", f"log: it is not sound behind line {at}")
    back()
    write(log[:-1])
    out = found("an old log put back: shorter", "committed with line %d of the log, which is not there" % len(log))
    t.ok("the last audit saw line" in out and "is not signed" not in out, "… which the signer remembers, too", out)
    found("… and its act lacks a signature", doc, "is not signed", more=("--late", "0"))
    back()
    # the whole log chained anew without that line: well-formed, but the journal knows the hashes
    import hashlib
    again, head = [], bytes(32)
    for i, x in enumerate(log[:at] + log[at + 1:], 1):
        words = x.rstrip(b"\n").split(b" ")
        words[1] = b"%d" % i
        text = b" ".join(words[:-1]) + b" "
        head = hashlib.sha256(head + text).digest()
        again.append(text + head.hex().encode() + b"\n")
    write(again)
    found("a log written anew, sound in itself", "which is not there or another one")
    back()
    os.unlink(LOG + "/log")
    found("no log", "log: it is not sound behind line 0")
    back()

    # --- the journal rolled back, cut, damaged, written anew
    fs = journal.frames(STORE)
    cut = max(f.seq for f in fs if any(k == "contract/" + doc and b"state agreed" not in (v or b"") for k, v in f.changes))
    os.truncate(fs[-1].path, next(f.offset for f in fs if f.seq > cut))
    out = found("the journal rolled back to before an agreement", doc, "version 3 was signed, but nobody's act is recorded")
    t.ok(f"frame {fs[-1].seq}, which the last audit saw, is gone" in out, "… and the signer remembers its head", out)
    back()
    journal.anew(STORE, fs, lambda f: [(k, v.replace("甲".encode(), "丙".encode()) if k == "contract/" + doc and v else v)
                                       for k, v in f.changes])
    out = found("the journal written anew with another name", doc + "-1 version 3 was signed for another act than the recorded one")
    t.ok("which the last audit saw, is gone or another one" in out, "… and the signer remembers its head", out)
    back()
    fs = journal.frames(STORE)
    with open(fs[8].path, "r+b") as f:
        f.seek(fs[8].offset + 100)
        f.write(b"\xff")
    found("a damaged journal", "which the last audit saw, is gone")
    back()
    journal.split(STORE, len(fs) // 2)
    os.unlink(STORE + "/journal.0001")
    found("a journal file removed", "a file of it is missing")
    back()
    # an act written after it was signed
    late = [f for f in journal.frames(STORE)]
    journal.anew(STORE, late, lambda f: f.changes)
    for f in late:
        f.time += 60 * 10**9
        f.raw = b""
    chain = bytes(32)
    for f in late:
        f.raw = journal.build(f.seq, f.time, chain, f.changes)
        chain = f.sum
    journal.write(STORE, late)
    found("acts recorded a minute after they were signed", "was signed before its act was recorded")
    back()
    os.chmod(STORE, 0o700)
    code, out = audit()
    t.ok(code == 2 and "cannot be read" in out, "a journal that the signer may not read: said, not skipped", out)
    back()

    # hostile journal: the reader dies, nothing is believed
    with open(STORE + "/journal.0001", "ab") as f:
        f.write(os.urandom(4096))
    code, out = audit()
    t.ok(code == 0, "torn bytes at the end are a commit under way", out)
    back()

    # --- the letter
    site.start()
    smtp = re.search(r"(?m)^smtp_port = (\d+)", open(RUN + "/etc/site.conf").read()).group(1)
    code, out = audit("--mail", "ops@operator.example", "--relay", "127.0.0.1:" + smtp)
    t.ok(code == 0 and not site.mail.mails("ops@operator.example"), "nothing to tell: no letter", out)
    c = signer_kit.Contract(1, name=NAME)
    c.step(House, 1)
    code, out = audit("--mail", "ops@operator.example", "--relay", "127.0.0.1:" + smtp)
    mail = site.mail.wait("ops@operator.example", "signer's log and journal differ (1)")
    t.ok(code == 2 and c.chain + " version 1 was signed, but nobody's act" in body(mail), "a difference is mailed", body(mail))
    code, out = audit("--mail", "ops@operator.example", "--relay", "127.0.0.1:1")
    t.ok(code == 2 and "was not taken" in out and c.chain in out, "a relay that is away: said, and the lines are printed", out)
t.done()
