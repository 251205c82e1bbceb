#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make install` is a copy that every account can make: what `modes` names is
there, every program has its manual page, and the copy can be set up and checked
by one ordinary user without anything of the build folder."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import BUILD, ROOT, Tap  # noqa: E402

t = Tap()
MAKE = os.environ.get("MAKE", "make")
ME = "nobody" if os.geteuid() == 0 else None


def run(*words, **more):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, **more)


def install(top, *words):
    return run(MAKE, "-s", "-C", ROOT, "B=" + BUILD, *words, "install")


def files(top):
    return {os.path.relpath(os.path.join(at, n), top) for at, _, names in os.walk(top) for n in names}


def as_me():
    return {"user": ME, "group": "nogroup", "extra_groups": []} if ME else {}


def ordinary_copy(top):
    r = install(top, "DESTDIR=" + top)
    t.ok(r.returncode == 0, "make install DESTDIR=", r.stdout)
    have = files(top)
    libexec = {os.path.basename(f) for f in have if f.startswith("usr/local/libexec/teiketsu/")}
    built = {n[:-2] for n in os.listdir(os.path.join(ROOT, "libexec")) if n.endswith(".c")}
    t.same(libexec, built, "every program of libexec is installed, nothing else")
    pages = {os.path.basename(f) for f in have if "/cgi-bin/" in f}
    t.same(pages, {n[:-2] for n in os.listdir(os.path.join(ROOT, "cgi-bin")) if n.endswith(".c")},
           "every page is installed")
    with open(os.path.join(ROOT, "modes")) as f:
        named = re.findall(r"^f \{libexec\}/(\S+)", f.read(), re.M)
    t.same(set(named) | {"sign"}, libexec, "`modes` names every one of them")
    for name in sorted(built):
        t.ok(f"usr/local/share/man/man8/{name}.8" in have, f"{name} has a manual page")
    for name in ("site.conf.5", "teiketsu-signature.5"):
        t.ok(f"usr/local/share/man/man5/{name}" in have, f"{name} is installed")
    for name in ("share/teiketsu/modes", "share/teiketsu/site.conf.example", "share/teiketsu/htdocs/style.css",
                 "share/teiketsu/xsl/ja/page/read.xsl", "share/teiketsu/xsl/en/mail/request.xsl"):
        t.ok("usr/local/" + name in have, name)
    loose = [f for f in have if os.stat(os.path.join(top, f)).st_mode & 0o7022]
    t.same(loose, [], "nothing is writable by others, nothing is setuid before `ctl init`")
    return have


def operator_wrote(top):
    path = os.path.join(top, "etc/teiketsu/terms/terms-2026-11-01.ja.txt")
    with open(path, "w") as f:
        f.write("本物の利用規約\n")
    r = install(top, "DESTDIR=" + top)
    with open(path) as f:
        t.ok(r.returncode == 0 and f.read() == "本物の利用規約\n",
             "a second install leaves what the operator has written", r.stdout)


def manual(top):
    if not shutil.which("groff"):
        print("# groff is not here: the manual pages were not formatted")
        return
    for at in ("man5", "man8"):
        folder = os.path.join(top, "usr/local/share/man", at)
        for name in sorted(os.listdir(folder)):
            r = run("groff", "-man", "-Tutf8", "-ww", "-z", "-K", "utf8", os.path.join(folder, name))
            t.same(r.stdout, "", f"{name} is formatted without a complaint")


def home_install(top):
    """INSTALL's home directory: one user, below a prefix of his own."""
    where = os.path.join(top, "tk")
    r = install(top, "PREFIX=" + where, "SYSCONF=" + where + "/etc")
    t.ok(r.returncode == 0, "make install PREFIX=", r.stdout)
    libexec = where + "/libexec/teiketsu"
    if ME:
        run("chown", "-R", ME + ":nogroup", where)
    conf = dict(base="http://127.0.0.1:1", operator="試験", contact="なし", source="http://127.0.0.1:1/s",
                var=where + "/var", xsl=where + "/share/teiketsu/xsl", htdocs=where + "/share/teiketsu/htdocs",
                terms=where + "/etc/terms", libexec=libexec, signer=libexec + "/sign", secret=where + "/etc/secret",
                signer_name="試験", trust=where + "/ca/root.pem", smtp_host="127.0.0.1", **{"from": "a@example.jp"})
    uid = int(run("id", "-u", ME).stdout) if ME else os.geteuid()
    sign = dict(caller=uid, name="試験", key=where + "/key", log=where + "/log", clock="any", separation="none")
    for name, values in (("site.conf", conf), ("sign.conf", sign)):
        path = os.path.join(where, "etc", name)
        with open(path, "w") as f:
            f.write("".join("%s = %s\n" % kv for kv in values.items()))
        os.chmod(path, 0o640 if name == "site.conf" else 0o644)
        if ME:
            shutil.chown(path, ME, "nogroup")
    # `make` would have compiled this path in; a build for another place is told it.
    signer = os.path.join(top, "signer")
    r = run(MAKE, "-s", "-C", ROOT, "B=" + signer, "SIGN_CONF=" + where + "/etc/sign.conf", signer + "/libexec/sign")
    t.ok(r.returncode == 0, "the signer for this place", r.stdout)
    shutil.copyfile(signer + "/libexec/sign", libexec + "/sign")

    def ctl(*words):
        return run(libexec + "/ctl", "-c", where + "/etc/site.conf", "-s", where + "/etc/sign.conf", *words, **as_me())
    for words in (("init",), ("keygen", "demo", where + "/ca", "試験"), ("init",)):
        if words[0] == "keygen":
            os.makedirs(where + "/ca", exist_ok=True)
            if ME:
                shutil.chown(where + "/ca", ME, "nogroup")
        r = ctl(*words)
        t.ok(r.returncode in (0, 1), "ctl " + " ".join(words[:2]), r.stdout)
    r = ctl("check")
    t.ok("BAD" not in r.stdout and r.returncode in (0, 1), "ctl check finds nothing bad", r.stdout)
    t.ok("one user" in r.stdout, "… and says that nothing separates pages and signer", r.stdout)
    os.chmod(where + "/var", 0o777)
    r = ctl("check")
    t.ok(r.returncode == 2 and "BAD  modes: " + where + "/var" in r.stdout, "an open folder is told", r.stdout)
    os.chmod(where + "/var", 0o700)
    page = run(where + "/lib/teiketsu/cgi-bin/help",
               env={"TEIKETSU_CONF": where + "/etc/site.conf", "REQUEST_METHOD": "GET", "SCRIPT_NAME": "/help",
                    "PATH_INFO": "/terms", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1"}, **as_me())
    t.ok("利用規約" in page.stdout and "Status: " not in page.stdout.split("\n\n")[0] or "Status: 200" in page.stdout,
         "an installed page answers as a plain CGI", page.stdout[:500])


top = tempfile.mkdtemp(prefix="teiketsu-install-")
os.chmod(top, 0o755)
try:
    copy = os.path.join(top, "dest")
    os.mkdir(copy)
    ordinary_copy(copy)
    operator_wrote(copy)
    manual(copy)
    home_install(top)
finally:
    shutil.rmtree(top, ignore_errors=True)
t.done()
