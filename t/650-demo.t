#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The demo as a house: it starts, says what is true, survives the death of each
# part, leaves nothing behind, and keeps the signer's key from the pages.
import email
import email.policy
import os
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import tkm
from tkm import first, ok, same

needed = ["libexec/" + n for n in ("clerk", "compose", "ctl", "inspect", "intake", "letter", "picture", "serve",
                                   "stamp")] + ["cgi-bin/help"]
missing = [n for n in needed if not os.path.exists(os.path.join(tkm.B, n))]
if missing:
    print("Bail out! not built: " + " ".join(missing))
    sys.exit(1)
ROOT_USER = os.geteuid() == 0


def free_port():
    for port in range(19000, 19900, 10):
        try:
            for p in range(port, port + 4):
                socket.create_server(("127.0.0.1", p)).close()
            return port
        except OSError:
            continue
    tkm.skip_all("no free ports")


def demo(verb, run, port=None, user=None, timeout=180):
    command = ["/usr/bin/python3", os.path.join(tkm.ROOT, "etc/demo/demo"), verb, "--run", run, "--build", tkm.B]
    if port:
        command += ["--port", str(port)]
    if user:
        command = ["runuser", "-u", user, "--"] + command
    p = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    return p.returncode, p.stdout + p.stderr


def get(port, path):
    try:
        with urllib.request.urlopen("http://127.0.0.1:%d%s" % (port, path), timeout=10) as a:
            return a.status, a.headers, a.read()
    except urllib.error.HTTPError as e:
        return e.code, e.headers, e.read()
    except OSError as e:
        return 0, {}, str(e).encode()


def processes(run):
    """pid -> command line of everything that runs from that folder."""
    found = {}
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        try:
            with open("/proc/%s/cmdline" % pid, "rb") as f:
                line = f.read().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if run + "/" in line and "etc/demo/demo" not in line:
            found[int(pid)] = line
    return found


def wait_for(what, seconds=20):
    until = time.monotonic() + seconds
    while not (seen := what()) and time.monotonic() < until:
        time.sleep(0.1)
    return seen


def settings(run):
    with open(run + "/etc/site.conf") as f:
        return dict(re.findall(r"^(\w+) = (.*)$", f.read(), re.M))


def ctl(run, *args):
    p = subprocess.run([run + "/libexec/ctl", "-c", run + "/etc/site.conf", "-s", run + "/etc/sign.conf", *args],
                       capture_output=True, text=True)
    return p.stdout + p.stderr


def mails(run):
    new = run + "/mail/new"
    return [os.path.join(new, n) for n in os.listdir(new)]


parent = "/var/lib/teiketsu-demo" if ROOT_USER else tempfile.gettempdir()
os.makedirs(parent, exist_ok=True)
run = tempfile.mkdtemp(prefix="test-", dir=parent)
port = free_port()
try:
    code, said = demo("start", run, port)
    if not same(code, 0, "starts"):
        print("# " + said.replace("\n", "\n# "))
    ok("http://127.0.0.1:%d/" % port in said and "/demo/mail/" in said, "says where it is and where the mails are")
    same(("ONE user" in said), not ROOT_USER, "says plainly whether the signer is separated")
    same(get(port, "/healthz")[0], 200, "healthz")
    same(get(port, "/")[0], 200, "front page")
    same(get(port, "/no-such-page")[0], 404, "an unknown address is the site's own 404")
    same((get(port, "/style.css")[0], get(port, "/style.css")[1].get("Content-Type")), (200, "text/css"), "style")
    same(get(port, "/demo/source.tar.gz")[2][:2], b"\x1f\x8b", "the source is offered (AGPL)")

    code, said = demo("start", run, port)
    same((code, "already running" in said), (0, True), "a second start says that it runs")
    code, said = demo("start", run, port + 100)
    same((code, "already running" in said), (1, True), "also for another port")
    code, said = demo("foreground", run, port)
    same((code, "already running" in said), (1, True), "also in the foreground")

    check = ctl(run, "check")
    ok("BAD" not in check, "ctl check finds nothing bad")
    print("# " + check.replace("\n", "\n# "))
    conf = settings(run)
    if ROOT_USER:
        for path in ("key/g1/key.der", "ca/root.key", "tsa/tsa.key", "log/log"):
            p = subprocess.run(["runuser", "-u", "teiketsu-web", "--", "cat", run + "/" + path], capture_output=True)
            ok(p.returncode and not p.stdout, "the pages' user cannot read " + path)
        same(oct(os.stat(run + "/libexec/sign").st_mode & 0o7777), "0o4710", "the signer is setuid for the pages' group")
        users = {open("/proc/%d/status" % p).read().split("Uid:\t")[1].split()[0] for p in processes(run)
                 if "/cgi-bin/" in processes(run).get(p, "") or "clerk" in processes(run).get(p, "")}
        ok("0" not in users and len(users) == 1, "pages and clerk are one user, not root")

    # Mail in, page out.
    with smtplib.SMTP("127.0.0.1", int(conf["smtp_port"])) as s:
        s.sendmail("bounce+1@demo.example", ["a@example.jp", "b@example.jp"],
                   "Subject: =?UTF-8?B?56K66KqN5L6d6aC8?=\r\nFrom: x@demo.example\r\nMIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                   "<b>bold?</b>\r\nhttp://127.0.0.1/review/abc。\r\n".encode())
    with open(mails(run)[0], "rb") as f:
        m = email.message_from_bytes(f.read(), policy=email.policy.default)
    same((m["X-MailFrom"], m["X-RcptTo"]), ("bounce+1@demo.example", "a@example.jp, b@example.jp"), "the envelope is kept")
    status, headers, page = get(port, "/demo/mail/")
    name = re.search(r'href="(/demo/mail/[^"]+)">確認依頼', page.decode())
    ok(status == 200 and name, "the list names the mail by its subject")
    page = get(port, name[1])[2].decode()
    ok('<a href="http://127.0.0.1/review/abc">' in page, "links can be pressed and end where they end")
    ok("&lt;b&gt;bold?" in page and "<b>bold" not in page, "what a mail says is text")
    ok("default-src 'none'" in headers["Content-Security-Policy"], "and could not run anything")
    for path in ("/demo/mail/..%2f..%2fetc%2fsite.conf", "/demo/mail/../../etc/site.conf", "/demo/mail/nothing",
                 name[1] + "/7"):
        ok(get(port, path)[0] in (400, 404), "no mail: " + path)

    # Authority, revocation list, time stamps.
    url = conf["base"] + "/demo/ca/root.crl"
    der = get(port, "/demo/ca/root.crl")[2]
    p = subprocess.run(["openssl", "crl", "-inform", "DER", "-noout", "-CAfile", run + "/ca/root.pem", "-verify"],
                       input=der, capture_output=True)
    ok(b"verify OK" in p.stderr + p.stdout, "the CRL over HTTP is the root's")
    text = subprocess.run(["openssl", "x509", "-in", run + "/ca/tsa.pem", "-noout", "-text"], capture_output=True,
                          text=True).stdout
    ok(url in text, "and the address that the certificates name")
    with open(run + "/ca/root.pem") as roots:
        status, answer = tkm.ask("stamp", [("op", "doc"), ("digest", b"\x07" * 32), ("url", conf["tsa"]),
                                           ("wait_ms", 5000)], fds=[roots.fileno()])
    same((first(answer, "error"), first(answer, "url")), (None, conf["tsa"]), "a time stamp from the local authority")

    # Every part may die.
    before = open(run + "/key/current").read() if ROOT_USER else ""
    for part in ("clerk --resident", "share/tsa", "share/mail", "libexec/serve"):
        old = {p for p, line in processes(run).items() if part in line}
        os.kill(min(old), signal.SIGKILL)
        ok(wait_for(lambda: {p for p, line in processes(run).items() if part in line} - old),
           part + " killed: it is there again")
    ok(wait_for(lambda: get(port, "/healthz")[0] == 200), "the site answers")
    parent_pid = int(open(run + "/demo.lock").read().split()[0])
    os.kill(parent_pid, signal.SIGKILL)
    ok(wait_for(lambda: not processes(run)), "the parent killed: nothing stays")
    print("# left: %r" % processes(run))
    code, said = demo("start", run, port)
    same((code, get(port, "/healthz")[0]), (0, 200), "and it starts again")
    if ROOT_USER:
        same(open(run + "/key/current").read(), before, "with the same key")
    same(len(mails(run)), 1, "and its mails")
    same(demo("clean", run)[0], 1, "nothing is cleaned under a running demo")
    code, said = demo("stop", run)
    same((code, said.strip(), processes(run)), (0, "stopped.", {}), "stop leaves no process")
    same(demo("stop", run), (0, "The demo is not running.\n"), "a second stop says that there is none")
    same((demo("clean", run)[0], os.path.exists(run)), (0, False), "clean forgets everything")
    busy = socket.create_server(("127.0.0.1", port))
    code, said = demo("start", run, port)
    same((code, "taken" in said), (1, True), "a port that is taken is said")
    busy.close()

    # In the foreground, Ctrl-C.
    p = subprocess.Popen(["/usr/bin/python3", os.path.join(tkm.ROOT, "etc/demo/demo"), "foreground", "--run", run,
                          "--build", tkm.B, "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True, start_new_session=True)
    ok(wait_for(lambda: get(port, "/healthz")[0] == 200, 60), "foreground: the site answers")
    os.killpg(p.pid, signal.SIGINT)
    out = p.communicate(timeout=60)[0]
    same((p.returncode, out.endswith("stopped.\n"), processes(run)), (0, True, {}), "Ctrl-C stops everything it started")
finally:
    demo("stop", run)
    shutil.rmtree(run, ignore_errors=True)

# As an ordinary user.
if ROOT_USER:
    base = tempfile.mkdtemp(prefix="demo-user-")
    shutil.chown(base, "daemon", "daemon")
    readable = subprocess.run(["runuser", "-u", "daemon", "--", "test", "-r", os.path.join(tkm.B, "libexec/ctl"), "-a",
                               "-r", os.path.join(tkm.ROOT, "Makefile")]).returncode == 0
    if not readable:
        ok(True, "ordinary user # SKIP this checkout is closed to others")
    else:
        try:
            code, said = demo("start", base + "/run", port, user="daemon")
            same((code, "ONE user" in said), (0, True), "an ordinary user can start it, and is told what that means")
            same(get(port, "/healthz")[0], 200, "… it answers")
            ok("no separation is possible" in ctl(base + "/run", "check"), "… ctl check says so too")
            same(demo("stop", base + "/run", user="daemon")[0], 0, "… stopped")
        finally:
            demo("stop", base + "/run", user="daemon")
            shutil.rmtree(base, ignore_errors=True)
tkm.done()
