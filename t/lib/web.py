# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site in a temporary folder and its pages through the CGI door: the real
binaries, one process per request, nothing between."""
import os, re, secrets, shutil, subprocess, sys, tempfile, urllib.parse
from html.parser import HTMLParser

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
B = os.path.abspath(os.environ.get("B", os.path.join(ROOT, "build")))
MAKE = os.environ.get("MAKE", "make").split()

_n = [0]
_bad = [0]


def ok(cond, name):
    _n[0] += 1
    print(("ok" if cond else "not ok"), _n[0], "-", name, flush=True)
    if not cond:
        _bad[0] += 1
    return bool(cond)


def is_(got, want, name):
    if not ok(got == want, name):
        print("#  got: %r\n# want: %r" % (got, want), flush=True)


def done():
    print("1..%d" % _n[0], flush=True)
    sys.exit(1 if _bad[0] else 0)


def build(*targets):
    """Makes test programs that no list of the Makefile names."""
    paths = [os.path.join(B, t) if "/" in t else t for t in targets]
    r = subprocess.run(MAKE + ["-s", "-C", ROOT, "B=" + B] + paths, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT)
    if r.returncode:
        print(r.stdout.decode(errors="replace").replace("\n", "\n# "))
        print("Bail out! cannot build", *targets)
        sys.exit(1)
    return paths


class Answer:
    def __init__(self, raw, log, code):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        self.raw, self.log, self.code = raw, log, code
        self.headers = []
        for line in head.decode("utf-8").split("\r\n"):
            k, _, v = line.partition(": ")
            self.headers.append((k, v))
        status = self.header("Status")
        self.status = int(status.split()[0]) if status else 0
        self.text = self.body.decode("utf-8", "replace")

    def header(self, name):
        for k, v in self.headers:
            if k.lower() == name.lower():
                return v
        return None

    def cookies(self):
        r = {}
        for k, v in self.headers:
            if k == "Set-Cookie":
                name, _, rest = v.partition("=")
                r[name] = rest.split(";")[0]
        return r

    def hidden(self, name):
        m = re.search(r'<input[^>]*name="%s"[^>]*value="([^"]*)"' % name, self.text)
        return m.group(1) if m else None

    def h1(self):
        m = re.search(r"<h1>(.*?)</h1>", self.text, re.S)
        return re.sub(r"<[^>]*>", "", m.group(1)) if m else None


class Site:
    def __init__(self, base="https://sign.example.lg.jp", **extra):
        self.dir = tempfile.mkdtemp(prefix="teiketsu-web.")
        var = os.path.join(self.dir, "var")
        for d in ("", "store", "incoming", "work", "doc", "picture"):
            os.makedirs(os.path.join(var, d), 0o700, exist_ok=True)
        newstore, = build("t/page/newstore")
        subprocess.run([newstore, os.path.join(var, "store")], check=True)
        secret = os.path.join(self.dir, "secret")
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as f:
            f.write(secrets.token_bytes(32))
        keys = {
            "base": base, "operator": "締結市 総務課", "operator_en": "Teiketsu City",
            "contact": "電話 03-0000-0000", "source": "https://source.example/teiketsu",
            "signer_name": "Teiketsu City", "from": "sign@sign.example.lg.jp", "var": var,
            "xsl": os.path.join(B, "xsl"), "htdocs": os.path.join(ROOT, "htdocs"),
            "terms": os.path.join(ROOT, "etc/terms"), "libexec": os.path.join(B, "libexec"),
            "signer": os.path.join(B, "libexec/sign"), "secret": secret,
        }
        keys.update(extra)
        self.keys = keys
        self.conf = os.path.join(self.dir, "site.conf")
        with open(self.conf, "w", encoding="utf-8") as f:
            for k, v in keys.items():
                f.write("%s = %s\n" % (k, v))
        self.base = base
        self.path = urllib.parse.urlsplit(base).path

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)

    def env(self, program, method, address, cookie, env):
        """address below the base: "/help/terms?v=1"."""
        path, _, query = address.partition("?")
        name = os.path.basename(program)
        script, info = self.path, path
        if path == "/" + name or path.startswith("/" + name + "/"):
            script, info = self.path + "/" + name, path[len(name) + 1:]
        e = {"TEIKETSU_CONF": self.conf, "GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": method,
             "SCRIPT_NAME": script, "PATH_INFO": urllib.parse.unquote(info), "QUERY_STRING": query,
             "REMOTE_ADDR": "192.0.2.7", "SERVER_PROTOCOL": "HTTP/1.1", "HTTPS": "on"}
        if cookie:
            e["HTTP_COOKIE"] = "; ".join("%s=%s" % kv for kv in cookie.items())
        e.update(env or {})
        return {k: v for k, v in e.items() if v is not None}

    def ask(self, program, method, address, body=b"", type=None, cookie=None, env=None, length=None):
        e = self.env(program, method, address, cookie, env)
        if method == "POST":
            e.setdefault("CONTENT_TYPE", type or "application/x-www-form-urlencoded")
            e.setdefault("CONTENT_LENGTH", str(len(body) if length is None else length))
        p = subprocess.run([program], input=body, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           env=e, cwd="/", timeout=120)
        return Answer(p.stdout, p.stderr.decode("utf-8", "replace"), p.returncode)

    def get(self, program, address, **kw):
        return self.ask(program, "GET", address, **kw)

    def post(self, program, address, fields, **kw):
        return self.ask(program, "POST", address, urlencoded(fields), **kw)


def urlencoded(fields):
    return urllib.parse.urlencode(fields).encode()


def multipart(parts, boundary="----x5Jq9"):
    """parts: (name, value) or (name, file name, bytes)."""
    out = b""
    for p in parts:
        out += b"--" + boundary.encode() + b"\r\n"
        value = p[-1] if isinstance(p[-1], bytes) else p[-1].encode()
        head = 'Content-Disposition: form-data; name="%s"' % p[0]
        if len(p) == 3:
            head += '; filename="%s"\r\nContent-Type: application/pdf' % p[1]
        out += head.encode() + b"\r\n\r\n" + value + b"\r\n"
    return out + b"--" + boundary.encode() + b"--\r\n", "multipart/form-data; boundary=" + boundary


class Page(HTMLParser):
    """Links, ids and form controls of a page."""
    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.labels, self.controls, self.tags = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.tags.append(tag)
        if "id" in a:
            self.ids.append(a["id"])
        for k in ("href", "src", "action"):
            if k in a:
                self.links.append(a[k])
        if tag == "label":
            self.labels.append(a.get("for"))
        if tag in ("input", "select", "textarea", "button"):
            self.controls.append(a)
