#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# rules.md §2: the setuid helper against the user who starts it. Two real users.
import ctypes
import os
import resource
import signal
import stat
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from signer_kit import *

h = House().ready()
libc = ctypes.CDLL(None, use_errno=True)
WEBUID, SIGNUID = h.web.pw_uid, h.signer.pw_uid


def attempt():
    c = Contract(1)
    a = c.act(1)
    data, off, _ = c.candidate(a)
    return c.fields(a, off), data


def as_web(script, *args):
    return subprocess.run(["/bin/sh", "-c", script, "sh", *args], capture_output=True, text=True,
                          **h.as_web())


fields, data = attempt()
same(h.why(fields, data), "signed", "the right caller gets a signature")
r = h.ask([])
same((int(r["ruid"]), int(r["euid"]), int(r["caller"]), int(r["setuid"]), int(r["no_new_privs"])),
     (WEBUID, SIGNUID, WEBUID, 1, 0), "an empty request tells the users")
ok(r["separation"] == b"required" and int(r["cap"]) == 2000 and int(r["not_after"]) > time.time_ns(),
   "… and caps and certificate")

# --- what the web user cannot read or write
for path in ("key/g1/key.der", "log/log", "key/current"):
    r = as_web('cat "$1"', f"{h.top}/{path}")
    ok(r.returncode and "denied" in r.stderr, f"{path} is unreadable for the web user")
r = as_web('echo x >> "$1"', f"{h.top}/log/log")
ok(r.returncode, "the log cannot be written")
r = as_web('cp /bin/true "$1"', h.sign)
ok(r.returncode, "the binary cannot be replaced")

# --- signals, once it is itself
p = h.start(data)
time.sleep(0.3)
pids = [p.pid]
for kid in open(f"/proc/{p.pid}/task/{p.pid}/children").read().split():
    pids.append(int(kid))
same(len(pids), 2, "parent and worker are running")


def try_kill(pids):
    out = []
    for pid in pids:
        for s in (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM, signal.SIGXCPU, signal.SIGALRM):
            r = subprocess.run(["/bin/sh", "-c", f"kill -{int(s)} {pid}"], capture_output=True, text=True,
                               **h.as_web())
            out.append((r.returncode != 0, "not permitted" in r.stderr.lower()))
    return out


ok(all(x == (True, True) for x in try_kill(pids)), "STOP, KILL, TERM, XCPU, ALRM: EPERM, for both processes")
ok(os.getsid(pids[1]) == pids[1], "the worker leads its own session")
status = open(f"/proc/{pids[1]}/status").read()
get = lambda k: next(x.split(":")[1].split() for x in status.split("\n") if x.startswith(k + ":"))
same(get("Uid"), [str(SIGNUID)] * 4, "real, effective, saved and file uid are the signer's")
same(get("SigBlk")[0], "0" * 16, "no signal is blocked")
same(sorted(os.listdir(f"/proc/{pids[1]}/fd")), ["0", "1", "2", "3"], "descriptors 0 to 3, no other")
ok(os.stat(f"/proc/{pids[1]}/mem").st_uid == 0, "not dumpable: /proc/PID belongs to root")
out, err = p.communicate(frame(fields), timeout=30)
ok("cms" in (unframe(out) or {}), "… and it still signs")

# --- inherited evil
for name, act in {
    "a blocked signal mask": lambda: signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65)),
    "ignored signals": lambda: [signal.signal(s, signal.SIG_IGN) for s in (signal.SIGCHLD, signal.SIGALRM)],
    "an alarm of 50 ms": lambda: signal.setitimer(signal.ITIMER_REAL, 0.05),
    "umask 0": lambda: os.umask(0),
    "20 more descriptors": lambda: [os.set_inheritable(os.open("/dev/null", 0), True) for _ in range(20)],
    "core dumps allowed": lambda: resource.setrlimit(resource.RLIMIT_CORE, (1 << 30, 1 << 30)),
    "a soft file size of 0": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY)),
    "a death signal": lambda: libc.prctl(1, 9),
    "a working folder of its own": lambda: os.chdir("/tmp"),
    "the lowest priority": lambda: os.nice(19),
}.items():
    fields, data = attempt()
    p = h.start(data, preexec=act)
    if "alarm" in name:
        time.sleep(0.2)
    out, err = p.communicate(frame(fields), timeout=40)
    ok("cms" in (unframe(out) or {}), f"{name}: harmless")

before = h.log_lines()
for what, number in (("FSIZE", resource.RLIMIT_FSIZE), ("CPU", resource.RLIMIT_CPU),
                     ("DATA", resource.RLIMIT_DATA), ("NOFILE", resource.RLIMIT_NOFILE)):
    low = {"FSIZE": 0, "CPU": 1, "DATA": 32 << 20, "NOFILE": 8}[what]
    fields, data = attempt()
    same(h.why(fields, data, preexec=lambda: resource.setrlimit(number, (low, low))), "limits",
         f"a hard limit of {low} for {what}: refused")
same(h.log_lines(), before, "… and the log is untouched")
fields, data = attempt()
same(h.why(fields, data), "signed", "… and whole: the next one signs")
fsize = subprocess.run(["/bin/sh", "-c", 'ulimit -f 0; exec "$1"', "sh", h.sign], input=frame([]),
                       capture_output=True, **h.as_web())
same(unframe(fsize.stdout).get("why"), b"limits", "ulimit -f 0: an answer, not a crash")

# --- descriptors
fields, data = attempt()
same(h.why(fields, None), "file", "no descriptor 3")
r, w = os.pipe()
same(h.why(fields, fd=r), "file", "a pipe as descriptor 3")
d = os.open("/tmp", os.O_RDONLY)
same(h.why(fields, fd=d), "file", "a folder as descriptor 3")
z = os.open("/dev/zero", os.O_RDONLY)
same(h.why(fields, fd=z), "file", "a device as descriptor 3")
with open(f"{h.top}/wo", "wb") as f:
    f.write(data)
    f.flush()
    same(h.why(fields, fd=f.fileno()), "file", "a file opened for writing only")
o = os.open(f"{h.top}/wo", os.O_PATH)
same(h.why(fields, fd=o), "file", "a file that is only a path")
same(h.why(fields, b""), "file_size", "an empty file")
big = os.open(f"{h.top}/big", os.O_RDWR | os.O_CREAT)
os.truncate(big, (80 << 20) + 1)
same(h.why(fields, fd=big), "file_size", "a file of 80 MB and a byte")
for fd in range(3):
    fields, data = attempt()

    def close():
        os.close(fd)
    p = h.start(data, preexec=close)
    try:
        out, err = p.communicate(frame(fields), timeout=40)
    except BrokenPipeError:
        out = b""
    r = unframe(out)
    ok(fd == 2 and "cms" in (r or {}) or fd == 1 and not out or fd == 0 and (r or {}).get("why") == b"frame",
       f"descriptor {fd} closed at the start: no harm")
same(h.ctl("log", "verify").returncode, 0, "… and nothing was written into the log by mistake")

# --- a caller who is slow, or goes away
p = h.start(data)
t = time.monotonic()
out = p.stdout.read()
same(unframe(out).get("why"), b"slow", "a caller who says nothing: refused")
ok(4 < time.monotonic() - t < 8, "… after five seconds")
p.stdin.close()
p.wait()
fields, data = attempt()
p = h.start(data)
p.stdin.write(frame(fields))
p.stdin.close()
p.stdout.close()
same(p.wait(timeout=30), 70, "a caller who does not read: ends with a status, no hang")

# --- who calls
r = subprocess.run([h.sign], input=frame([]), capture_output=True, user=WEBUID + 100000, group=h.web.pw_gid,
                   extra_groups=[])
same(unframe(r.stdout).get("why"), b"caller", "another uid of the same group: refused")
r = subprocess.run([h.sign], input=frame([]), capture_output=True)
same(unframe(r.stdout).get("why"), b"caller", "root: refused")
ok(b"error" in r.stdout and "cap" not in unframe(r.stdout), "… and told nothing more")
try:
    subprocess.run([h.sign], capture_output=True, user=WEBUID + 100000, group=WEBUID + 100000, extra_groups=[])
    ok(False, "strangers cannot start it")
except PermissionError:
    ok(True, "strangers cannot start it")

# --- the setuid bit without effect
fields, data = attempt()
nnp = lambda: libc.prctl(38, 1, 0, 0, 0)
r = h.ask([], preexec=nnp)
same((r["why"], r["no_new_privs"], r["setuid"], int(r["euid"])), (b"no_setuid", b"1", b"1", WEBUID),
     "an ancestor with no_new_privs is reported")
same(h.why(fields, data, preexec=nnp), "no_setuid", "… and nothing is signed")
r = subprocess.run(["setpriv", "--no-new-privs", f"{B}/libexec/ctl", "-c", f"{h.top}/etc/site.conf", "-s",
                    h.conf_path, "check"], capture_output=True, text=True)
ok(r.returncode == 2 and "no_new_privs" in r.stdout, "ctl check says so and ends with 2")

# --- paths the caller could change
for path, mode, back in ((h.conf_path, 0o666, 0o644), (f"{h.top}/etc", 0o777, 0o755),
                         (f"{h.top}/key", 0o770, 0o700), (f"{h.top}/log", 0o720, 0o700),
                         (f"{h.top}/libexec", 0o775, 0o755), (h.top, 0o777, 0o755)):
    os.chmod(path, mode)
    same(h.why(fields, data), "unsafe_path", f"{os.path.basename(path)} with mode {mode:o}: refused")
    os.chmod(path, back)
os.chown(f"{h.top}/etc", WEBUID, -1)
same(h.why(fields, data), "unsafe_path", "a folder above the configuration owned by the caller: refused")
os.chown(f"{h.top}/etc", 0, -1)
os.rename(f"{h.top}/log", f"{h.top}/log2")
os.symlink(f"{h.top}/log2", f"{h.top}/log")
same(h.why(fields, data), "unsafe_path", "a link on the way: refused")
os.unlink(f"{h.top}/log")
os.rename(f"{h.top}/log2", f"{h.top}/log")
key = f"{h.top}/key/g1/key.der"
os.chmod(key, 0o440)
same(h.why(fields, data), "key_missing", "a key its group can read: refused")
os.chmod(key, 0o400)
same(h.why(fields, data), "signed", "all as before: signed")
os.chmod(h.sign, 0o755)
same(h.ask([])["why"], b"no_setuid", "without the setuid bit: refused")
h.modes()
for bad in ({"caller": "nobody"}, {"name": None}, {"cap": -1}, {"extra": 1}, {"log": "relative"}):
    h.conf(**bad)
    same(h.ask([])["why"], b"conf", f"configuration with {bad}: refused")
h.conf()

# --- many at once
jobs = []
t = time.monotonic()
for i in range(200):
    fields, data = attempt()
    jobs.append((h.start(data), frame(fields)))
    jobs[-1][0].stdin.write(jobs[-1][1])
    jobs[-1][0].stdin.close()
good = 0
seqs = set()
for p, _ in jobs:
    r = unframe(p.stdout.read()) or {}
    p.wait()
    p.stdout.close()
    p.stderr.close()
    good += "cms" in r
    seqs.add(r.get("seq"))
same(good, 200, f"200 at once: all signed ({time.monotonic() - t:.1f} s)")
same(len(seqs), 200, "… each with its own record")
same(h.ctl("log", "verify").returncode, 0, "… and the log is sound")
done()
