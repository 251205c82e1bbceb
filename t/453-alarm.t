#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the operator is told, each cause once a day: a refused signature, no TSA
for an hour, stuck mail, the certificate's end. The site's own clerk sleeps; one
with another clock (linked double) and with broken surroundings works instead."""
import datetime
import os
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import BUILD, ROOT, Browser, Site, Tap, address, agree, body, register, send  # noqa: E402

t = Tap()
HOUR, DAY = 3600, 86400
OPS = "ops@operator.example"
with open(os.path.join(ROOT, "t/data/minimal.pdf"), "rb") as f:
    PDF = [("契約書.pdf", f.read())]
subprocess.run(os.environ.get("MAKE", "make").split() +
               ["-s", "-C", ROOT, "B=" + BUILD, os.path.join(BUILD, "t/page/late_clerk")], check=True)


def clerks(site):
    """The processes of this site's own clerk."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                if f.read().split(b"\0")[0].decode() == site.run + "/libexec/clerk":
                    found.append(int(pid))
        except OSError:
            pass
    return found


def settings(site, name, **change):
    with open(site.run + "/etc/site.conf", encoding="utf-8") as f:
        text = f.read()
    for key, value in {"alarm": OPS, **change}.items():
        text = re.sub(rf"(?m)^{key} = .*\n", "", text) + f"{key} = {value}\n"
    path = f"{site.run}/etc/{name}.conf"
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    at = os.stat(site.run + "/etc/site.conf")
    os.chown(path, at.st_uid, at.st_gid)
    os.chmod(path, at.st_mode & 0o777)
    return path


def who(site):
    web, conf = os.stat(site.run + "/var"), os.stat(site.run + "/etc/site.conf")
    return dict(user=web.st_uid, group=web.st_gid, extra_groups=[conf.st_gid]) if os.geteuid() == 0 else {}


def work(site, conf, late, times=2):
    """The clerk at that time; the second run sends what the first one queued. Its log."""
    clerk, log = os.path.join(site.run, "late_clerk"), ""
    if not os.path.exists(clerk):
        shutil.copy(os.path.join(BUILD, "t/page/late_clerk"), clerk)
    for i in range(times):
        r = subprocess.run([clerk], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180, cwd="/", text=True,
                           env={"TEIKETSU_CONF": conf, "LATE": str(int(late) + i), "PATH": "/usr/bin:/bin"}, **who(site))
        log += r.stdout
    return log


def ctl(site, conf, *verb):
    return subprocess.run([site.run + "/libexec/ctl", "-c", conf, "-s", site.run + "/etc/sign.conf", *verb],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)


def retry(site, conf, *ids):
    """With a clock that is not behind the late clerk's."""
    time.sleep(2.5)
    return ctl(site, conf, "retry", *ids)


def told(site, about=None):
    return [str(m["Subject"]) for m in site.mail.mails(OPS, about)]


def waiting(site, owner, title, mail="a@example.jp"):
    """A document whose last signature is to be made."""
    send(site, owner, title, PDF, [{"メールアドレス": mail, "氏名": "甲"}])
    return address(site.mail.wait(mail, f"「{title}」の確認依頼"), "/review/")


def refused(site, good):
    empty = os.path.join(site.run, "etc/empty.pem")
    with open(empty, "w", encoding="utf-8") as f:
        f.write("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")
    os.chmod(empty, 0o644)
    untrusted = settings(site, "untrusted", trust=empty)
    r = retry(site, good, "abcdefghijkmnpqr")
    t.same((r.returncode, r.stdout), (2, "ctl: abcdefghijkmnpqr: nothing of it waits for a signature\n"), "ctl retry: of no such document")

    def failures(late):
        return work(site, untrusted, late).count("step=inspect error=denied")
    t.same(failures(0), 2, "signatures that nobody trusts are refused, once for each document")
    t.same(failures(1), 0, "then both rest")
    r = retry(site, good)
    t.same((r.returncode, r.stdout.count("will be tried again")), (0, 2), "ctl retry: both may be tried at once")
    t.same(failures(2), 2, "and are")
    t.same(told(site), ["【要対応】電子署名を付けられない書類があります"], "the operator is told at once")
    m = site.mail.mails(OPS)[0]
    t.ok("書類ID" in body(m) and "ctl check" in body(m) and "ctl retry" in body(m) and "/review/" not in body(m),
         "what, and what to do, no link of anybody", body(m))
    r = ctl(site, good, "check")
    t.ok("clerk: documents wait for a signature, or one was refused" in r.stdout and r.returncode == 2, "ctl check says the same", r.stdout)
    t.same([failures(late) for late in (100, 130, 300, 380)], [0, 2, 0, 2], "the pauses grow")
    t.same(len(told(site)), 1, "not twice on one day")


def no_tsa(site, good):
    away = settings(site, "away", tsa="http://127.0.0.1:1/")
    log = work(site, away, 3.2 * HOUR)
    t.ok("時刻認証局に1時間以上つながりません" in "".join(told(site)), "no TSA for an hour: told", log)
    m = site.mail.mails(OPS, "時刻認証局")[0]
    t.ok("2件の書類が締結の完了を待っています" in body(m), "how many wait", body(m))
    work(site, away, 3.3 * HOUR)  # the same day by the calendar, unless midnight falls just here
    t.same(len(told(site, "時刻認証局")), 1, "once that day")
    work(site, away, 1.3 * DAY)
    t.same(len(told(site, "時刻認証局")), 2, "again the next day")
    log = work(site, good, 1.4 * DAY)
    t.ok(site.mail.wait("a@example.jp", "合意締結が完了"), "the TSA is back: concluded", log)
    work(site, away, 2.6 * DAY)
    t.same(len(told(site, "時刻認証局")), 2, "then nothing is the matter")


def stuck_mail(site, good):
    dead = settings(site, "dead", smtp_port="1")
    send_later = 5.2 * DAY # a reminder is due
    before = len(told(site, "メールがたまって"))
    work(site, dead, send_later)
    log = work(site, dead, send_later + 1.2 * DAY)
    t.ok("cause=mail" in log, "a letter that waits for a day is noticed", log)
    log = work(site, dead, send_later + 1.25 * DAY)
    t.ok("cause=mail" not in log, "once", log)
    work(site, good, send_later + 1.6 * DAY, 3)
    t.same(len(told(site, "メールがたまって")), before + 1, "told when the mail server is back")


def certificate(site, good):
    chain = subprocess.run(["openssl", "x509", "-enddate", "-noout"], stdout=subprocess.PIPE, text=True,
                           input=newest_certificate(site)).stdout
    end = datetime.datetime.strptime(chain.strip(), "notAfter=%b %d %H:%M:%S %Y GMT").replace(tzinfo=datetime.timezone.utc)
    left = (end.timestamp() - time.time()) / DAY
    before = len(told(site, "証明書"))
    for days, want in ((70, []), (59.5, ["59日"]), (45, []), (29.5, ["29日"]), (13.5, ["13日"]), (6.5, ["6日"]), (5, []), (2.5, ["2日"]),
                       (0.9, ["0日"]), (-0.5, ["切れ"]), (-1.6, ["切れ"])):
        work(site, good, (left - days) * DAY)
        new = told(site, "証明書")[before:]
        before += len(new)
        want = ["【要対応】署名用証明書の期限が切れています" if w in ("切れ", "0日") else f"【要対応】署名用証明書の期限まで{w}" for w in want]
        t.same(new, want, f"{days} days before the certificate's end")


def newest_certificate(site):
    for base, _, names in os.walk(site.run):
        for n in names:
            if re.search(r"cert.*\.(pem|der)$|\.crt$", n) and "/key" in base + "/":
                p = os.path.join(base, n)
                data = open(p, "rb").read()
                if b"BEGIN CERT" in data:
                    return data.decode()
                return subprocess.run(["openssl", "x509", "-inform", "DER"], input=data, stdout=subprocess.PIPE).stdout.decode()
    raise LookupError("no certificate in the key's folder")


with Site() as s:
    jiro = register(s, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    waiting(s, jiro, "待ち")
    links = [waiting(s, jiro, "警告"), waiting(s, jiro, "警告の二", "b@example.jp")]
    time.sleep(1) # nothing is under way
    mine = clerks(s)
    for pid in mine:
        os.kill(pid, signal.SIGSTOP)
    try:
        t.ok(mine, "the site's clerk sleeps")
        for link in links:
            agree(Browser(), link)
        conf = settings(s, "good")
        refused(s, conf)
        no_tsa(s, conf)
        stuck_mail(s, conf)
        certificate(s, conf)
    finally:
        for pid in mine:
            os.kill(pid, signal.SIGCONT)
t.done()
