# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prepares the demo's run folder: users, programs, configuration, keys. Every
step may be repeated; what people made there (records, keys, mails) stays."""
import grp
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tarfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAME = "締結デモ運用者"
PROGRAMS = ("bounce", "clerk", "compose", "ctl", "inspect", "intake", "letter", "picture", "recount", "serve", "stamp", "token", "typeset")
SOURCE = ("cgi-bin", "lib", "libexec", "htdocs", "xsl", "etc", "man", "t", "bench", "Makefile", "modes",
          "README.md", "INSTALL", "HACKING.md", "NEWS.md", "SECURITY.md", "LICENSE")


class Trouble(Exception):
    """A line for the person who started the demo."""


class Run:
    """The run folder and who works in it."""

    def __init__(self, folder, port, build):
        self.dir, self.port, self.build = folder, port, build
        self.separate = os.geteuid() == 0
        self.ports = {}

    def path(self, *parts):
        return os.path.join(self.dir, *parts)

    def user(self, role):
        """role: web, sign, mail, tsa, nginx -> (uid, gid), also for one user."""
        if not self.separate:
            return os.geteuid(), os.getegid()
        name = {"web": "teiketsu-web", "sign": "teiketsu-sign", "mail": "mail", "tsa": "daemon",
                "nginx": "www-data"}[role]
        p = pwd.getpwnam(name)
        return p.pw_uid, p.pw_gid


def run_folder(asked):
    """(real folder, notice). Root keeps it where two other users can reach it: a
    checkout may lie below a closed home; run/ is then a link to it."""
    link = os.path.join(ROOT, "run")
    one_user = ("Started as an ordinary user: pages and signer are ONE user, so the key is not protected from the "
                "pages. Start it as root to see them separated.")
    if asked:
        return os.path.abspath(asked), one_user if os.geteuid() else None
    if os.geteuid() == 0:
        real = "/var/lib/teiketsu-demo/" + hashlib.sha256(ROOT.encode()).hexdigest()[:16]
        if os.path.islink(link):
            if os.readlink(link) != real:
                os.unlink(link)
                os.symlink(real, link)
        elif os.path.exists(link):
            raise Trouble("run/ was prepared by an ordinary user; remove it to run the demo as root")
        else:
            os.symlink(real, link)
        return real, None
    if os.path.islink(link):
        raise Trouble("run/ belongs to a demo that was started as root; remove that link to run it as yourself")
    return link, one_user


def make_users():
    for name in ("teiketsu-web", "teiketsu-sign"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
                            "--shell", "/usr/sbin/nologin", name], check=True)
    for name in ("www-data", "mail", "daemon"):
        try:
            pwd.getpwnam(name)
            grp.getgrnam(name)
        except KeyError:
            raise Trouble("this system has no user " + name) from None


def folder(path, mode, owner):
    """The owner of the parent is root here, so no link can be put in between."""
    if os.path.islink(path):
        raise Trouble(path + " is a link")
    os.makedirs(path, exist_ok=True)
    os.chown(path, *owner)
    os.chmod(path, mode)


def write(path, data, mode, owner=None):
    data = data.encode() if isinstance(data, str) else data
    new = path + ".new"
    fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(fd, "wb") as f:
        f.write(data)
        if owner:
            os.fchown(f.fileno(), *owner)
        os.fchmod(f.fileno(), mode)
    os.rename(new, path)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def make_folders(r):
    me = (os.geteuid(), os.getegid())
    os.makedirs(r.dir, exist_ok=True)
    for name in ("", "etc", "libexec", "cgi-bin", "share", "logs", "nginx", "ca"):
        folder(r.path(name), 0o755, me)
    folder(r.path("mail"), 0o750, r.user("mail"))
    folder(r.path("tsa"), 0o700, r.user("tsa"))
    # Sockets take the folder's group: the web server may connect, nobody else.
    web, nginx = r.user("web"), r.user("nginx")
    folder(r.path("sock"), 0o2750 if r.separate else 0o700, (web[0], nginx[1]))


def make(r, *args):
    # Not a part of the make that may have started us: its B= and job tokens are not ours.
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL")}
    done = subprocess.run(["make", "-s", "-C", ROOT, *args], env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Trouble("make %s failed:\n%s" % (" ".join(args), done.stdout))


def install_programs(r):
    """Copies what the build made. The signer is compiled once more: the path of its
    configuration is part of the program."""
    me = (os.geteuid(), os.getegid())
    missing = [n for n in PROGRAMS if not os.path.exists(os.path.join(r.build, "libexec", n))]
    if missing:
        raise Trouble("not built yet: %s; run make first" % ", ".join(missing))
    for name in PROGRAMS:
        write(r.path("libexec", name), read(os.path.join(r.build, "libexec", name)), 0o755, me)
    built = os.path.join(r.build, "cgi-bin")
    r.pages = sorted(n for n in (os.listdir(built) if os.path.isdir(built) else [])
                     if "." not in n and os.access(os.path.join(built, n), os.X_OK))
    for name in os.listdir(r.path("cgi-bin")):
        if name not in r.pages:
            os.unlink(r.path("cgi-bin", name))
    for name in r.pages:
        write(r.path("cgi-bin", name), read(os.path.join(built, name)), 0o755, me)
    signer = r.path("build", "libexec", "sign")
    make(r, "B=" + r.path("build"), "SIGN_CONF=" + r.path("etc", "sign.conf"), signer)
    if r.separate:
        # chown clears the setuid bit, so write() sets the mode afterwards.
        write(r.path("libexec", "sign"), read(signer), 0o4710, (r.user("sign")[0], r.user("web")[1]))
    else:
        write(r.path("libexec", "sign"), read(signer), 0o755)


def install_share(r):
    for name, source in (("xsl", os.path.join(r.build, "xsl")), ("htdocs", os.path.join(ROOT, "htdocs")),
                         ("terms", os.path.join(ROOT, "etc", "terms"))):
        new = r.path("share", name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        if os.path.isdir(source):
            # The checkout's own modes may be closed; these files are for everybody.
            shutil.copytree(source, new, copy_function=shutil.copyfile)
        else:
            os.makedirs(new)
        for at, folders, files in os.walk(new):
            os.chmod(at, 0o755)
            for f in files:
                os.chmod(os.path.join(at, f), 0o644)
        shutil.rmtree(r.path("share", name), ignore_errors=True)
        os.rename(new, r.path("share", name))
    # Services run as users who may not enter the checkout.
    for name in ("mail", "tsa"):
        write(r.path("share", name), read(os.path.join(ROOT, "etc", "demo", name)), 0o755)

    def wanted(info):
        parts = info.name.split("/")
        if any(p in ("node_modules", "venv", "__pycache__", ".git") for p in parts):
            return None
        info.uid = info.gid = 0
        info.uname = info.gname = "root"
        return info
    # The source of what runs here (AGPL-3.0 section 13), as it is now.
    with tarfile.open(r.path("share", "source.tar.gz"), "w:gz", compresslevel=1) as tar:
        for name in SOURCE:
            if os.path.exists(os.path.join(ROOT, name)):
                tar.add(os.path.join(ROOT, name), "teiketsu/" + name, filter=wanted)
    os.chmod(r.path("share", "source.tar.gz"), 0o644)


def write_configuration(r):
    site = dict(
        base="http://127.0.0.1:%d" % r.port, service="締結", service_en="Teiketsu", operator=NAME,
        operator_en="Teiketsu demo operator", contact="これはデモです。問い合わせ先はありません。",
        source="http://127.0.0.1:%d/demo/source.tar.gz" % r.port, registration="yes",
        var=r.path("var"), xsl=r.path("share", "xsl"), htdocs=r.path("share", "htdocs"),
        terms=r.path("share", "terms"), libexec=r.path("libexec"), signer=r.path("libexec", "sign"),
        secret=r.path("etc", "secret"), signer_name=NAME, trust=r.path("ca", "root.pem"),
        own_certs=r.path("etc", "own-certs"),
        tsa="http://127.0.0.1:%d/tsa" % r.ports["tsa"], tsa_trust=r.path("ca", "root.pem"),
        smtp_host="127.0.0.1", smtp_port=r.ports["smtp"], smtp_tls="none", bounce="teiketsu+%@demo.example",
        alarm="operator@demo.example",
        **{"from": "teiketsu@demo.example"})
    head = "# Written by etc/demo/demo at each start: change that, not this.\n"
    write(r.path("etc", "site.conf"), head + "".join("%s = %s\n" % kv for kv in site.items()),
          0o640 if r.separate else 0o600, (os.geteuid(), r.user("web")[1]))
    # The clock of a container or of a borrowed machine often claims nothing.
    sign = dict(caller=r.user("web")[0], name=NAME, key=r.path("key"), log=r.path("log"), clock="any",
                journal=r.path("var", "store"),
                separation="required" if r.separate else "none")
    write(r.path("etc", "sign.conf"), head + "".join("%s = %s\n" % kv for kv in sign.items()), 0o644,
          (os.geteuid(), os.getegid()))


def ctl(r, *args):
    done = subprocess.run([r.path("libexec", "ctl"), "-c", r.path("etc", "site.conf"), "-s",
                           r.path("etc", "sign.conf"), *args], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Trouble("ctl %s failed:\n%sRecords of another version? `make demo-clean` forgets them all." %
                      (args[0], done.stdout))
    return done.stdout


def make_keys(r):
    ca = r.path("ca")
    if not os.path.exists(r.path("ca", "made")):
        shutil.rmtree(ca)
        folder(ca, 0o755, (os.geteuid(), os.getegid()))
        at = "http://127.0.0.1:%d/demo/ca/" % r.port
        ctl(r, "keygen", "demo", ca, NAME, at + "root.crl", at + "ocsp")
        write(r.path("ca", "made"), "", 0o644)
    else:
        ctl(r, "crl", ca, "30")
    ctl(r, "init")
    tsa = r.user("tsa")
    for name in ("tsa.pem", "tsa.key", "root.pem", "ocsp.pem", "ocsp.key", "index.txt"):
        write(r.path("tsa", name), read(r.path("ca", name)), 0o400, tsa)
    if not os.path.exists(r.path("tsa", "serial")):
        write(r.path("tsa", "serial"), "01\n", 0o600, tsa)
    write(r.path("tsa", "tsa.cnf"), TSA.format(dir=r.path("tsa")), 0o400, tsa)


TSA = """[tsa]
default_tsa = demo
[demo]
serial = {dir}/serial
crypto_device = builtin
signer_cert = {dir}/tsa.pem
certs = {dir}/tsa.pem
signer_key = {dir}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1.1
digests = sha256, sha384, sha512
accuracy = secs:1
clock_precision_digits = 3
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def write_nginx(r):
    here = os.path.join(ROOT, "etc", "demo")
    user = "user www-data;" if r.separate else ""
    cores = min(2, os.cpu_count() or 1)
    for name in ("nginx.conf", "page.conf"):
        text = read(os.path.join(here, name)).decode()
        for key, value in (("@USER@", user), ("@RUN@", r.dir), ("@PORT@", str(r.port)), ("@CORES@", str(cores)),
                           ("@MAIL@", str(r.ports["mail"])), ("@TSA@", str(r.ports["tsa"])), ("@PAGES@", "|".join(r.pages) or "help")):
            text = text.replace(key, value)
        write(r.path("nginx", name), text, 0o644)
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        folder(r.path("nginx", name), 0o700, r.user("nginx"))


def prepare(r):
    """Everything but starting. Needs r.ports."""
    os.umask(0o022)
    if r.separate:
        make_users()
    elif os.path.exists(r.dir) and os.stat(r.dir).st_uid != os.geteuid():
        raise Trouble(r.dir + " belongs to somebody else")
    make_folders(r)
    install_programs(r)
    install_share(r)
    write_configuration(r)
    make_keys(r)
    write_nginx(r)
    if stat.S_IMODE(os.stat(r.dir).st_mode) & 0o022:
        raise Trouble(r.dir + " is writable by others")


if __name__ == "__main__":
    sys.exit("this is part of etc/demo/demo")
