#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When the signer does not sign: its certificate has ended or did not hold at the
act's instant, the kernel calls the clock unsynchronised (unless it may), an act is
too old or of the future. And what ctl check says of each."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from signer_kit import *

h = House(separate=False).ready()
HOUR = 3600 * SEC


def openssl(*args, fake=None):
    command = (["faketime", "-f", fake] if fake else []) + ["openssl", *args]
    return subprocess.run(command, cwd=h.top, check=True, capture_output=True).stdout


def install(name, days, fake=None):
    """A certificate of `days` that was issued, and installed, at another time."""
    with open(f"{h.top}/ext", "w") as f:
        f.write("keyUsage=critical,nonRepudiation,digitalSignature\n")
    openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=x")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca/root.pem", "-CAkey", "ca/root.key", "-set_serial", "77",
            "-out", f"{name}.pem", "-days", str(days), "-extfile", "ext", fake=fake)
    openssl("pkcs12", "-export", "-inkey", f"{name}.key", "-in", f"{name}.pem", "-out", f"{name}.p12", "-passout", "pass:pw")
    command = (["faketime", "-f", fake] if fake else []) + [f"{B}/libexec/ctl", "-c", f"{h.top}/etc/site.conf", "-s", h.conf_path,
                                                     "import", f"{h.top}/{name}.p12"]
    return subprocess.run(command, input=b"pw\n", capture_output=True)


def step(version=1, contract=None, **change):
    c = contract or Contract(1)
    a = c.act(version, **change)
    data, off, gap = c.candidate(a)
    return h.why(c.fields(a, off), data)


def check():
    return h.ctl("check").stdout.decode()


same(step(), "signed", "a certificate in force: signed")

# --- the act's instant
now = time.time_ns()
same(step(time=now + 60 * SEC), "future", "an act of the future: refused")
same(step(time=now - 100 * HOUR), "old", "an act older than max_delay: refused")
r = install("fresh", 100)
same(r.returncode, 0, "a certificate issued just now")
same(step(time=now - 2 * HOUR), "cert_at_act", "an act from before the certificate: refused")
same(step(), "signed", "… one of now: signed")

# --- its end
n = len(h.log_lines())
r = install("late", 30, fake="-40d")
same(r.returncode, 0, "a certificate that was installed in time and has ended since")
ok(len(h.log_lines()) == n + 1, "(its own line in the log is of that time)")
same(step(), "cert_expired", "… signs nothing any more")
same(step(time=now - 2 * HOUR), "cert_expired", "… not even an act of the time when it held, or close to it")
ok("signer: would refuse: cert_expired" in check() and "BAD  certificate: ends in -" in check(), "… and check says so", )
same(install("again", 100).returncode, 0, "a new certificate")
same(step(), "signed", "… signs")

# --- the kernel's word about the clock
with open(f"{h.top}/clock.c", "w") as f:
    f.write("#include <sys/timex.h>\nint adjtimex(struct timex *t) { t->status = STATE ? 0 : STA_UNSYNC; return STATE ? 0 : 5; }\n"
            "int clock_adjtime(int c, struct timex *t) { (void)c; return adjtimex(t); }\n"
            "int ntp_adjtime(struct timex *t) { return adjtimex(t); }\n")
for word, state in (("good", 1), ("bad", 0)):
    subprocess.run(["cc", "-shared", "-fPIC", f"-DSTATE={state}", "-o", f"{h.top}/{word}.so", f"{h.top}/clock.c"], check=True)


def with_clock(word):
    c = Contract(1)
    a = c.act(1)
    data, off, gap = c.candidate(a)
    with open(f"{h.top}/candidate", "wb") as f:
        f.write(data)
    with open(f"{h.top}/candidate", "rb") as f:
        def three():
            os.dup2(os.dup(f.fileno()), 3)
            os.set_inheritable(3, True)
        r = subprocess.run([h.sign], input=frame(c.fields(a, off)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           close_fds=False, preexec_fn=three, env={"LD_PRELOAD": f"{h.top}/{word}.so"})
    out = unframe(r.stdout) or {}
    return "signed" if "cms" in out else out.get("why", b"?").decode()


same([with_clock("good"), with_clock("bad")], ["signed", "signed"], "clock = any: signed either way")
h.conf(clock="synchronised")
same([with_clock("good"), with_clock("bad")], ["signed", "clock"], "clock = synchronised: refused while the kernel says that it is not")
h.conf(clock=None)
same(with_clock("bad"), "clock", "… which is the default")
same(h.ctl("log", "verify").returncode, 0, "the log is sound")
done()
