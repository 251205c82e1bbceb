# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looks into a running site from outside: its processes, what it keeps on disk
and in its records, and what its administrator is told."""
import os
import pwd
import re
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from demosite import BUILD, ROOT


def as_web(site):
    if os.geteuid():
        return {}
    p = pwd.getpwnam("teiketsu-web")
    return {"user": p.pw_uid, "group": p.pw_gid, "extra_groups": []}


def processes(site):
    """{name: [pid]} of everything that runs out of this site's folder: pages and
    `serve PAGE` by their program, mail, tsa, nginx, `nginx worker`, the lanes of
    the clerk as `clerk`, and the parent as `demo`."""
    found = {}
    nginx = set()
    workers = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                words = f.read().decode("utf-8", "replace").rstrip("\0").split("\0")
            with open(f"/proc/{pid}/stat") as f:
                state, parent = f.read().rsplit(")", 1)[1].split()[:2]
        except OSError:
            continue
        if state == "Z":
            continue
        name = None
        try:
            program = os.readlink(f"/proc/{pid}/exe")
        except OSError:
            program = words[0]
        if program.startswith(site.run + "/"):
            name = os.path.basename(program).removesuffix(" (deleted)")
            if name == "serve":
                name = "serve " + os.path.basename(words[-1])
        elif any(w.startswith(site.run + "/share/") for w in words):
            name = os.path.basename(next(w for w in words if w.startswith(site.run + "/share/")))
        elif words[0].startswith("nginx: master") and site.run + "/nginx" in " ".join(words):
            name = "nginx"
            nginx.add(int(pid))
        elif words[0].startswith("nginx: worker"):
            workers.append((int(pid), int(parent)))
        elif site.run in words and words[1:2] and words[1].endswith("/demo"):
            name = "demo"
        if name:
            found.setdefault(name, []).append(int(pid))
    for pid, parent in workers:
        if parent in nginx:
            found.setdefault("nginx worker", []).append(pid)
    return found


def kept(site, *folders):
    """Every file below these folders of var."""
    out = set()
    for name in folders or ("doc", "incoming", "work"):
        top = os.path.join(site.run, "var", name)
        for at, _, names in os.walk(top):
            out |= {os.path.relpath(os.path.join(at, n), top) for n in names}
    return out


def ctl(site, *words):
    return subprocess.run([site.run + "/libexec/ctl", "-c", site.run + "/etc/site.conf", "-s",
                           site.run + "/etc/sign.conf", *words],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)


def records(site):
    r = ctl(site, "store", "check")
    m = re.search(r"store: (\d+) frames, (\d+) records", r.stdout)
    if not m:
        raise AssertionError("ctl store check: " + r.stdout)
    return int(m.group(2))


def check(t, site, what):
    r = ctl(site, "check")
    t.ok(r.returncode in (0, 1) and "BAD" not in r.stdout, f"{what}: ctl check finds nothing bad", r.stdout)
    r = ctl(site, "log", "verify")
    t.ok(r.returncode == 0, f"{what}: the signer's log is whole", r.stdout)


class Scene:
    """What only time or a page of a later day does, by the tests' own program
    over the site's own records."""

    def __init__(self, site):
        self.site, self.path = site, site.run + "/scene"
        made = subprocess.run([os.environ.get("MAKE", "make"), "-s", "-C", ROOT, "B=" + BUILD,
                               BUILD + "/t/page/scene"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if made.returncode:
            raise RuntimeError(made.stdout)
        shutil.copyfile(BUILD + "/t/page/scene", self.path)
        os.chmod(self.path, 0o755)

    def __call__(self, *words):
        r = subprocess.run([self.path, *map(str, words)], env={"TEIKETSU_CONF": self.site.run + "/etc/site.conf"},
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60, cwd="/",
                           **as_web(self.site))
        if r.returncode:
            raise RuntimeError(f"scene {words}: {r.stderr}")
        return r.stdout.split()


def wait_until(what, seconds=60, every=0.1):
    """What `what` returns when it is true, or None."""
    until = time.monotonic() + seconds
    while True:
        got = what()
        if got:
            return got
        if time.monotonic() > until:
            return None
        time.sleep(every)


def copies(site, kind=None):
    """{(recipient, Message-ID): number} of the mails that arrived."""
    out = {}
    for m in site.mail.mails(subject=kind):
        key = (str(m["X-RcptTo"]), str(m["Message-ID"]))
        out[key] = out.get(key, 0) + 1
    return out
