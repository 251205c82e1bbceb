#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A host where setuid has no effect: the clerk leaves questions in var/pull, a second
account with the key answers them by ctl sign-pull. Two real users; the setuid bit is
taken off. The whole main job; what a captured web user leaves there gets nothing."""
import glob
import os
import pwd
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import signer_kit  # noqa: E402
from demosite import ROOT, Browser, Site, Tap, address, agree, attachments, register, send  # noqa: E402
from fault import as_web, ctl, processes, wait_until  # noqa: E402

if os.geteuid() != 0:
    print("1..0 # SKIP needs root for two users")
    sys.exit(0)
t = Tap()
PDF = open(os.path.join(ROOT, "t/data/contract-ja.pdf"), "rb").read()

with Site() as site:
    RUN, PULL, LOG = site.run, site.run + "/var/pull", site.run + "/log/log"
    WEB, SIGN = pwd.getpwnam("teiketsu-web"), pwd.getpwnam("teiketsu-sign")
    as_sign = {"user": SIGN.pw_uid, "group": SIGN.pw_gid, "extra_groups": []}
    COMMAND = [RUN + "/libexec/ctl", "-c", RUN + "/etc/site.conf", "-s", RUN + "/etc/sign.conf", "sign-pull"]

    def pull(**who):
        r = subprocess.run(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={}, **(who or as_sign))
        return r.returncode, r.stdout

    def lines():
        return open(LOG).read().splitlines()

    # --- no setuid any more
    os.chown(RUN + "/libexec/sign", 0, 0)
    os.chmod(RUN + "/libexec/sign", 0o755)
    conf = open(RUN + "/etc/site.conf").read()
    with open(RUN + "/etc/site.conf", "w") as f:
        f.write(conf + "signing = pull\n")
    with open(RUN + "/etc/sign.conf") as f:
        text = f.read()
    text = re.sub(r"(?m)^caller = .*$", f"caller = {SIGN.pw_uid}", text)
    text = re.sub(r"(?m)^separation = .*$", f"separation = none\npages = {WEB.pw_uid}\npull = {PULL}", text)
    with open(RUN + "/etc/sign.conf", "w") as f:
        f.write(text)
    before = processes(site)
    for name, pids in before.items():
        if name.startswith("serve ") or name == "clerk":
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGTERM)
                except ProcessLookupError:
                    pass
    wait_until(lambda: len(set(processes(site).get("clerk", [])) - set(before["clerk"])) == 4, 20)
    time.sleep(1)
    st = os.stat(PULL)
    t.same((st.st_uid, st.st_gid, st.st_mode & 0o7777), (WEB.pw_uid, SIGN.pw_gid, 0o2770), "var/pull: the pages' folder, the signer's group")
    out = ctl(site, "check").stdout
    t.ok("BAD  signer: nobody has run ctl sign-pull for a quarter of an hour" in out, "check: nobody pulls", out)

    # --- the question waits
    owner = register(site, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    people = [{"メールアドレス": "a@example.jp", "氏名": "甲"}, {"メールアドレス": "b@example.com", "氏名": "乙"}]
    doc, _ = send(site, owner, "秘密保持契約書", [("契約書.pdf", PDF)], people)
    wait_until(lambda: glob.glob(PULL + "/*.ask"), 20)
    asks, pdfs = glob.glob(PULL + "/*.ask"), glob.glob(PULL + "/*.pdf")
    t.ok(len(asks) == 1 and len(pdfs) == 1, "candidate and act lie in var/pull", os.listdir(PULL))
    st = os.stat(pdfs[0])
    t.same((st.st_uid, st.st_gid, st.st_mode & 0o777), (WEB.pw_uid, SIGN.pw_gid, 0o640), "… for the second account to read, for nobody else")
    time.sleep(2)
    t.ok(not site.mail.mails("a@example.jp") and sum(" sign " in x for x in lines()) == 0, "nothing is signed, no invitation leaves")
    t.ok("signing.failed" not in open(RUN + "/logs/site.log").read(), "… and waiting is no failure")
    out = ctl(site, "check").stdout
    t.ok("nobody has run" in out, "check still says it")

    # --- the second account, once
    code, out = pull()
    t.ok(code == 0 and "1 answered" in out, "ctl sign-pull answers it", out)
    wait_until(lambda: any(" version=1 " in x for x in lines()) and glob.glob(PULL + "/*.ask") and
               not glob.glob(PULL + "/*.told"), 20)
    out = ctl(site, "check").stdout
    t.ok("ok   signer: ctl sign-pull looks; 1 questions wait" in out, "the clerk took it and asks for the next; check sees both", out)
    t.same(pull(), (0, "1 answered\n"), "the next")
    link = address(site.mail.wait("a@example.jp", "確認依頼", 60), "/review/")
    t.ok(True, "the invitation leaves")
    agree(Browser(), link)

    # --- resident
    watch = subprocess.Popen(COMMAND + ["--watch"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={}, **as_sign)
    link = address(site.mail.wait("b@example.com", "確認依頼", 60), "/review/")
    watch.kill()
    watch.wait()
    agree(Browser(), link)
    time.sleep(1)
    watch = subprocess.Popen(COMMAND + ["--watch"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={}, **as_sign)
    pdf = attachments(site.mail.wait("b@example.com", "合意締結が完了", 90))[0][1]
    path = RUN + "/judged.pdf"
    with open(path, "wb") as f:
        f.write(pdf)
    r = subprocess.run([os.path.join(ROOT, "t/lib/judge.sh"), path, "5", RUN + "/ca/root.pem", RUN + "/ca/root.pem"],
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    t.ok(r.returncode == 0, "--watch: concluded; every validator is content", r.stdout)
    t.ok(wait_until(lambda: not [x for x in os.listdir(PULL) if x != "seen"], 20), "nothing is left lying", os.listdir(PULL))
    watch.kill()
    watch.wait()
    kinds = [x.split()[3] for x in lines()]
    t.ok(kinds.count("sign") == 5 and "again" not in kinds, "five signatures, each once", kinds)
    r = subprocess.run(COMMAND[:-1] + ["check", "--audit"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={}, **as_sign)
    t.ok(r.returncode == 0 and "lines of the log agree" in r.stdout, "its audit finds log and journal in agreement", r.stdout)
    t.same(ctl(site, "verify", "--history").returncode, 0, "… and the history is whole")

    # --- another machine: what lies there is copied to it, and its answers back
    office = RUN + "/office"
    os.mkdir(office, 0o700)
    os.chown(office, SIGN.pw_uid, SIGN.pw_gid)
    with open(RUN + "/etc/office.conf", "w") as f:
        f.write(re.sub(r"(?m)^pull = .*$", "pull = " + office, open(RUN + "/etc/sign.conf").read()))
    far, _ = send(site, owner, "遠隔契約書", [("契約書.pdf", PDF)], people[:1])

    def carry():
        subprocess.run(f"cp {PULL}/*.ask {PULL}/*.pdf {office}/ 2>/dev/null; chown {SIGN.pw_uid} {office}/*", shell=True)
        r = subprocess.run([RUN + "/libexec/ctl", "-c", "/nonexistent", "-s", RUN + "/etc/office.conf", "sign-pull"],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={}, **as_sign)
        for told in glob.glob(office + "/*.told"):
            name = os.path.basename(told)
            subprocess.run(f"cat > {PULL}/.{name} && mv {PULL}/.{name} {PULL}/{name}", shell=True, stdin=open(told, "rb"), **as_web(site))
            for tail in ("told", "ask", "pdf"):
                if os.path.exists(told[:-4] + tail):
                    os.unlink(told[:-4] + tail)
        return r.returncode
    codes = set()
    until = time.monotonic() + 60
    while time.monotonic() < until and not site.mail.mails("a@example.jp", "「遠隔契約書」の確認依頼"):
        codes.add(carry())
        time.sleep(0.3)
    t.ok(codes == {0} and site.mail.mails("a@example.jp", "「遠隔契約書」の確認依頼"), "a machine that has neither site nor records signs what is carried to it", codes)

    # --- what the pages' user can do
    web = as_web(site)
    for name in ("key/current", "key/g1/key.der", "log/log"):
        r = subprocess.run(["cat", f"{RUN}/{name}"], capture_output=True, **web)
        t.ok(r.returncode != 0, f"the web user cannot read {name}")
    r = subprocess.run([RUN + "/libexec/sign"], input=signer_kit.frame([]), stdout=subprocess.PIPE, **web)
    t.same((signer_kit.unframe(r.stdout) or {}).get("why"), b"caller", "asked by the web user, the signer refuses")
    t.ok(pull(**web)[0] == 2, "sign-pull by the web user does nothing")

    NAME = re.search(r"(?m)^name = (.*)$", open(RUN + "/etc/sign.conf").read()).group(1)
    n = len(lines())

    def lay(name, data):
        path = f"{PULL}/{name}"
        with open(path, "wb") as f:
            f.write(data)
        os.chown(path, WEB.pw_uid, SIGN.pw_gid)
        os.chmod(path, 0o640)

    c = signer_kit.Contract(1, name=NAME)
    a = c.act(1)
    data, off, gap = c.candidate(a)
    lay("a" * 32 + ".pdf", data.replace(b"filling", b"FILLING", 1))
    lay("a" * 32 + ".ask", signer_kit.frame(c.fields(a, off)))
    os.symlink("/etc/shadow", f"{PULL}/{'b' * 32}.pdf")
    lay("b" * 32 + ".ask", signer_kit.frame(c.fields(a, off)))
    os.symlink(RUN + "/key/g1/key.der", f"{PULL}/{'c' * 32}.ask")
    lay("d" * 32 + ".ask", b"TKM1" + os.urandom(5000))
    lay("e" * 32 + ".ask", b"\0" * 200000)
    os.mkfifo(f"{PULL}/{'f' * 32}.ask")
    lay("0" * 32 + ".ask", signer_kit.frame(signer_kit.act_fields(a) + [("attempt", 1)]))
    lay("not-a-name.ask", b"x")
    start = time.monotonic()
    code, out = pull()
    t.ok(code == 0 and time.monotonic() - start < 20, "junk, links, a pipe: nothing stops it", out)
    t.same(len(lines()), n, "… and nothing of it is signed")
    told = {os.path.basename(x)[:1]: signer_kit.unframe(open(x, "rb").read()) for x in glob.glob(PULL + "/*.told")}
    t.ok(told.get("a", {}).get("why") == b"base" and told.get("b", {}).get("why") == b"file" and "c" not in told and
         told.get("0", {}).get("why") == b"field", "a changed base, a link: refused as by the signer itself", told)
    t.ok(not any(b"root:" in open(x, "rb").read() for x in glob.glob(PULL + "/*.told")), "no other file's bytes come out")
    os.utime(f"{PULL}/{'d' * 32}.ask", (1, 1))
    pull()
    t.ok(not os.path.exists(f"{PULL}/{'d' * 32}.ask"), "what is a week old goes")
    t.same(subprocess.run(COMMAND + ["--nonsense"], capture_output=True, **as_sign).returncode, 64, "nonsense: 64")
t.done()
