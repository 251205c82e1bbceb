# SPDX-License-Identifier: AGPL-3.0-or-later
"""A signer of its own with two real users, and a second writer of everything
it reads: frames, acts, Reason, signature dictionary, log lines. Written from
the manual page, not from the C."""
import atexit
import datetime
import hashlib
import os
import pwd
import shutil
import struct
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
B = os.path.abspath(os.environ.get("B", os.path.join(TOP, "build")))
WEB, SIGN = "tk-test-web", "tk-test-sign"
NAME = "テスト市役所"
SEC = 10**9
count = bad = 0


def ok(good, what):
    global count, bad
    count += 1
    bad += not good
    print(("ok" if good else "not ok"), count, "-", what.replace("#", "＃"), flush=True)
    return good


def same(got, want, what):
    if not ok(got == want, what):
        print(f"#   got {got!r}, want {want!r}", flush=True)


def done():
    print(f"1..{count}")
    sys.exit(bad != 0)


def skip_all(why):
    print(f"1..0 # SKIP {why}")
    sys.exit(0)


# --- wire -------------------------------------------------------------------
def field(key, value):
    if isinstance(value, int):
        value = str(value)
    if isinstance(value, str):
        value = value.encode()
    return bytes([len(key)]) + key.encode() + struct.pack(">I", len(value)) + value


def frame(fields):
    body = b"".join(field(k, v) for k, v in fields)
    return b"TKM1" + struct.pack(">I", len(body)) + body


def unframe(raw):
    if len(raw) < 8 or raw[:4] != b"TKM1" or struct.unpack(">I", raw[4:8])[0] != len(raw) - 8:
        return None
    out, at = {}, 8
    while at < len(raw):
        k = raw[at + 1:at + 1 + raw[at]].decode()
        at += 1 + raw[at]
        n = struct.unpack(">I", raw[at:at + 4])[0]
        out[k] = raw[at + 4:at + 4 + n]
        at += 4 + n
    return out


def jst(t):
    s, ns = divmod(t, SEC)
    return datetime.datetime.utcfromtimestamp(s + 9 * 3600), ns


def reason(a):
    d, ns = jst(a["time"])
    when = d.strftime("%Y-%m-%d %H:%M:%S") + f".{ns:09d} +0900 JST"
    if a["kind"] == "fix":
        return (f"「{a['title']}」（書類ID {a['chain']}、{a['pages']}ページ、SHA-256 "
                f"{a['upload'].hex()}）の内容が{when}に確定されました。")
    if a["kind"] == "conclude":
        return f"全{a['parties']}名の同意がそろい{when}に締結されました。"
    how = "メール認証" + ("、アクセスコード" if a["methods"] & 2 else "") + \
        ("、ワンタイムコード" if a["methods"] & 4 else "")
    did = "作成" if a["kind"] == "send" else "承認"
    return f"{a['name']}({a['mail']})によって{when}に{did}されました。認証方法：{how}"


def pdf_text(s):
    if all(0x20 <= ord(c) <= 0x7e for c in s):
        for c in "\\()":
            s = s.replace(c, "\\" + c)
        return b"(" + s.encode() + b")"
    return b"<FEFF" + s.encode("utf-16-be").hex().upper().encode() + b">"


def dictionary(a, name, reserve, catalog, locks, off, length):
    d, _ = jst(a["time"])
    out = b"<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n"
    out += b"/M (" + d.strftime("D:%Y%m%d%H%M%S").encode() + b"+09'00')\n"
    out += b"/Name " + pdf_text(name) + b"\n/Reason " + pdf_text(reason(a)) + b"\n"
    if a["kind"] == "fix":
        out += (b"/Reference [<</Type /SigRef /TransformMethod /DocMDP "
                b"/TransformParams <</Type /TransformParams /P 2 /V /1.2>>>>]\n")
    elif locks:
        out += (b"/Reference [<</Type /SigRef /TransformMethod /FieldMDP /Data %d 0 R "
                b"/TransformParams <</Type /TransformParams /Action /Include /Fields [" % catalog +
                b"".join(b"(" + x.encode() + b")" for x in locks) + b"] /V /1.2>>>>]\n")
    out += b"/ByteRange "
    gap = off + len(out) + 48 + len("\n/Contents ")
    after = gap + 2 * reserve + 2
    out += b"[0 %d %d %d]" % (gap, after, length - after)
    out = out.ljust(gap - off - len("\n/Contents "))
    return out + b"\n/Contents <" + b"0" * (2 * reserve) + b">\n>>", gap


ORDER = {"fix": ["title", "pages", "upload", "base", "roster"],
         "send": ["slot", "name", "mail", "methods", "binds"],
         "agree": ["slot", "name", "mail", "methods", "binds"],
         "conclude": ["parties"]}


def act_fields(a):
    return [(k, a[k]) for k in ["kind", "chain", "version", "time"] + ORDER[a["kind"]]]


def act_hash(a):
    return hashlib.sha256(b"".join(field(k, v) for k, v in act_fields(a))).digest()


# --- a contract in the making --------------------------------------------------
BASE = b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n" + b"% filling\n" * 400 + b"%%EOF\n"
serial = int(time.time()) % 10**6
TOKENS = "23456789abcdefghijkmnpqrstuvwxyz"


def new_chain():
    global serial
    serial += 1
    r = hashlib.sha256(b"%d %d" % (serial, os.getpid())).digest()
    return "".join(TOKENS[b & 31] for b in r[:16]) + "-1"


class Contract:
    """Makes acts and candidates for n parties; .file is the newest signed file."""

    def __init__(self, n=2, base=BASE, name=NAME):
        self.chain, self.n, self.base, self.name = new_chain(), n, base, name
        self.mails = [f"p{i}@example.jp" for i in range(n + 1)]
        self.file, self.reserve, self.locks = base, 4096, []
        self.digests = {}

    def act(self, version, **change):
        now = time.time_ns()
        kind = {1: "fix", 2: "send", self.n + 3: "conclude"}.get(version, "agree")
        a = {"kind": kind, "chain": self.chain, "version": version, "time": now}
        if kind == "fix":
            a |= {"title": "秘密保持契約書", "pages": 4, "upload": hashlib.sha256(b"u").digest(),
                  "base": hashlib.sha256(self.base).digest(), "roster": self.roster()}
        elif kind == "conclude":
            a |= {"parties": self.n}
        else:
            a |= {"slot": version - 2, "name": f"甲{version} 𠮷", "mail": self.mails[version - 2],
                  "methods": 1, "binds": hashlib.sha256(b"b").digest()}
        return a | change

    def roster(self):
        return b"".join(hashlib.sha256(m.encode()).digest() for m in self.mails)

    def candidate(self, a, before=None, body=b"", locks=None):
        before = self.file if before is None else before
        locks = self.locks if locks is None else locks
        head = before + b"7 0 obj\n" + body
        tail = b"\nendobj\nxref\n0 0\ntrailer\n<</Size 8>>\nstartxref\n0\n%%EOF\n"
        off = len(head)
        size, _ = dictionary(a, self.name, self.reserve, 1, locks, off, 0)
        total = off + len(size) + len(tail)
        d, gap = dictionary(a, self.name, self.reserve, 1, locks, off, total)
        assert len(d) == len(size)
        return head + d + tail, off, gap

    def fields(self, a, off, attempt=1, locks=None):
        locks = self.locks if locks is None else locks
        return act_fields(a) + [("attempt", attempt), ("dict_off", off), ("reserve", self.reserve),
                                ("catalog", 1)] + [("lock", x) for x in locks]

    def fill(self, data, gap, cms):
        hexed = cms.hex().encode().ljust(2 * self.reserve, b"0")
        return data[:gap + 1] + hexed + data[gap + 1 + 2 * self.reserve:]

    def ranges(self, data, gap):
        return data[:gap] + data[gap + 2 * self.reserve + 2:]

    def step(self, signer, version, **change):
        """One honest version, signed and filled; the answer."""
        a = self.act(version, **change)
        data, off, gap = self.candidate(a)
        r = signer.ask(self.fields(a, off), data)
        if r and "cms" in r:
            self.file = self.fill(data, gap, r["cms"])
            self.last = (a, data, off, gap, r["cms"])
        return r


# --- a house with two users -------------------------------------------------------
class House:
    def __init__(self, separate=True, **conf):
        if separate and os.geteuid() != 0:
            skip_all("needs root to make two users")
        self.separate = separate
        self.top = tempfile.mkdtemp(prefix="tk-signer-", dir="/tmp")
        os.chmod(self.top, 0o755)
        atexit.register(shutil.rmtree, self.top, True)
        self.web, self.signer = (self.user(WEB), self.user(SIGN)) if separate else \
            (pwd.getpwuid(os.geteuid()),) * 2
        for d in ("etc", "libexec", "b"):
            os.mkdir(f"{self.top}/{d}", 0o755)
        self.conf_path = f"{self.top}/etc/sign.conf"
        self.sign = f"{self.top}/libexec/sign"
        self.log = f"{self.top}/log"
        self.conf(**conf)
        self.site()
        self.build()

    @staticmethod
    def user(name):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", name],
                           check=True, stderr=subprocess.DEVNULL)
            return pwd.getpwnam(name)

    def conf(self, **change):
        c = {"caller": self.web.pw_uid, "name": NAME, "key": f"{self.top}/key",
             "log": self.log, "clock": "any",
             "separation": "required" if self.separate else "none"} | change
        with open(self.conf_path, "w") as f:
            f.writelines(f"{k} = {v}\n" for k, v in c.items() if v is not None)
        os.chmod(self.conf_path, 0o644)

    def site(self):
        with open(f"{self.top}/etc/trust.pem", "w") as f:
            f.write(subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null",
                                    "-subj", "/CN=root", "-days", "2"], capture_output=True, text=True).stdout)
        with open(f"{self.top}/etc/site.conf", "w") as f:
            f.write(f"trust = {self.top}/etc/trust.pem\n")
            f.write(f"base = http://127.0.0.1:8080\noperator = {NAME}\ncontact = 03\n"
                    f"source = http://127.0.0.1/source\nsigner_name = {NAME}\nfrom = a@example.jp\n"
                    f"var = {self.top}/var\nlibexec = {self.top}/libexec\nsigner = {self.sign}\n"
                    f"secret = {self.top}/etc/secret\nown_certs = {self.top}/etc/own-certs\n")
        os.chmod(f"{self.top}/etc/site.conf", 0o640)
        os.chown(f"{self.top}/etc/site.conf", -1, self.web.pw_gid)

    def build(self):
        # the same objects; only the compiled-in path differs
        os.symlink(f"{B}/lib", f"{self.top}/b/lib")
        subprocess.run(["make", "-s", "-C", TOP, f"B={self.top}/b", f"SIGN_CONF={self.conf_path}",
                        f"{self.top}/b/libexec/sign"], check=True, stdout=subprocess.DEVNULL)
        shutil.copy(f"{self.top}/b/libexec/sign", self.sign)
        self.modes()

    def modes(self):
        if self.separate:
            os.chown(self.sign, self.signer.pw_uid, self.web.pw_gid)
            os.chmod(self.sign, 0o4710)

    def ctl(self, *args, stdin=b""):
        return subprocess.run([f"{B}/libexec/ctl", "-c", f"{self.top}/etc/site.conf", "-s",
                               self.conf_path, *args], input=stdin, capture_output=True)

    def ready(self):
        self.ctl("init")
        r = self.ctl("keygen", "demo", f"{self.top}/ca", "", "http://127.0.0.1/root.crl")
        assert r.returncode == 0, r.stderr
        r = self.ctl("init")
        assert r.returncode == 0, r.stderr
        return self

    def as_web(self, preexec=None):
        if not self.separate:
            return {"preexec_fn": preexec}
        return {"user": self.web.pw_uid, "group": self.web.pw_gid, "extra_groups": [],
                "preexec_fn": preexec}

    def start(self, data=None, fd=None, preexec=None, stdin=subprocess.PIPE, wrap=(), path=None):
        """The signer with `data` as descriptor 3, not fed yet."""
        own = None
        if data is not None:
            own = tempfile.TemporaryFile(dir=self.top)
            own.write(data)
            own.flush()
            fd = own.fileno()

        def three():
            if fd is None:
                try:
                    os.close(3)
                except OSError:
                    pass
            elif fd != 3:
                os.dup2(fd, 3)
            else:
                os.set_inheritable(3, True)
            if preexec:
                preexec()
        p = subprocess.Popen([*wrap, path or self.sign], stdin=stdin, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, close_fds=False, env={"LD_PRELOAD": "/none.so",
                             "OPENSSL_CONF": "/none"} if not wrap else {}, **self.as_web(three))
        p.keep = own
        return p

    def raw(self, request, data=None, **more):
        p = self.start(data, **more)
        try:
            out, self.stderr = p.communicate(request, timeout=40)
        except subprocess.TimeoutExpired:
            p.kill()
            return None
        self.status = p.returncode
        return unframe(out) if p.returncode == 0 else None

    def ask(self, fields, data=None, **more):
        return self.raw(frame(fields), data, **more)

    def why(self, fields, data=None, **more):
        r = self.ask(fields, data, **more)
        if r is None:
            return "no answer"
        if "cms" in r:
            return "signed"
        return r.get("why", b"nothing").decode()

    def log_lines(self):
        with open(f"{self.log}/log", "rb") as f:
            return f.read().decode().split("\n")[:-1]
