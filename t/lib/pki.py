# SPDX-License-Identifier: AGPL-3.0-or-later
"""Certification authorities of two levels with OCSP, CRLs and a TSA on
127.0.0.1, all by the openssl program; and a server whose every address can be
made to lie. Nothing that they certify means anything."""
import base64
import http.server
import os
import socket
import subprocess
import tempfile
import threading
import time

CNF = """[ca]
default_ca = a
[a]
dir = {dir}
database = {dir}/index
new_certs_dir = {dir}/issued
serial = {dir}/serial
crlnumber = {dir}/crlnumber
certificate = {dir}/cert.pem
private_key = {dir}/key.pem
default_md = sha256
default_days = 3650
default_crl_days = 30
policy = p
unique_subject = no
utf8 = yes
string_mask = utf8only
[p]
commonName = supplied
[idp]
issuingDistributionPoint = critical, @attributes
[attributes]
onlyAA = TRUE
[authorities]
issuingDistributionPoint = critical, @ca_only
[ca_only]
onlyCA = TRUE
[dn]
[req]
distinguished_name = dn
"""
TSA = """[tsa]
default_tsa = a
[a]
serial = {dir}/tsaserial
crypto_device = builtin
signer_cert = {tsa}.pem
certs = {chain}
signer_key = {tsa}.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1.1
digests = sha256
accuracy = secs:1
clock_precision_digits = 3
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
CA_EXT = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
SIGN_EXT = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n"
TSA_EXT = ("basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
           "extendedKeyUsage=critical,timeStamping\n")
OCSP_EXT = ("basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
            "extendedKeyUsage=OCSPSigning\n")
NOCHECK = "noCheck=ignored\n"


SHIFT = 0  # seconds by which all of this world is later


def run(*args, **kw):
    words = ["faketime", "-f", "+%ds" % SHIFT] if SHIFT else []
    p = subprocess.run(words + [str(a) for a in args], capture_output=True, **kw)
    if p.returncode:
        raise RuntimeError("%s\n%s" % (args, p.stderr.decode("utf-8", "replace")))
    return p.stdout


def der(pem_path):
    text = open(pem_path).read()
    body = text.split("-----BEGIN CERTIFICATE-----")[1].split("-----END")[0]
    return base64.b64decode(body)


def key(path, rsa):
    kind = ("RSA", "-pkeyopt", "rsa_keygen_bits:%d" % rsa) if rsa else ("EC", "-pkeyopt", "ec_paramgen_curve:P-256")
    run("openssl", "genpkey", "-algorithm", *kind, "-out", path)


class Authority:
    def __init__(self, top, name, parent=None, ext="", **issue):
        self.dir, self.name, self.parent = os.path.join(top, name), name, parent
        os.makedirs(os.path.join(self.dir, "issued"))
        for file, text in (("index", ""), ("serial", os.urandom(8).hex()), ("crlnumber", "01"),
                           ("tsaserial", "01"), ("cnf", CNF.format(dir=self.dir))):
            with open(os.path.join(self.dir, file), "w") as f:
                f.write(text)
        self.cnf, self.cert = os.path.join(self.dir, "cnf"), os.path.join(self.dir, "cert.pem")
        self.key = os.path.join(self.dir, "key.pem")
        key(self.key, 0)
        if parent:
            parent.certify(self.key, self.cert, name, CA_EXT + ext, **issue)
        else:
            with open(self.dir + "/ext.cnf", "w") as f:
                f.write("[req]\ndistinguished_name=dn\n[dn]\n[e]\nsubjectKeyIdentifier=hash\n" + CA_EXT)
            run("openssl", "req", "-x509", "-config", self.dir + "/ext.cnf", "-extensions", "e",
                "-key", self.key, "-days", "7300", "-subj", "/CN=" + name, "-out", self.cert)

    def certify(self, key_path, out, cn, ext, start=None, end=None):
        with open(self.dir + "/ext", "w") as f:
            f.write(ext + "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n")
        run("openssl", "req", "-new", "-config", self.cnf, "-key", key_path, "-subj", "/CN=" + cn,
            "-out", self.dir + "/req")
        when = [x for o, t in (("-startdate", start), ("-enddate", end)) if t
                for x in (o, time.strftime("%Y%m%d%H%M%SZ", time.gmtime(t)))]
        run("openssl", "ca", "-batch", "-notext", "-config", self.cnf, "-extfile", self.dir + "/ext",
            "-in", self.dir + "/req", "-out", out, *when)
        return out

    def issue(self, name, ext, rsa=2048, **when):
        """Path without .pem and .key."""
        path = os.path.join(self.dir, name)
        key(path + ".key", rsa)
        self.certify(path + ".key", path + ".pem", name, ext, **when)
        return path

    def revoke(self, path):
        run("openssl", "ca", "-config", self.cnf, "-revoke", path + ".pem")

    def crl(self, *options, extensions=None):
        more = ("-crlexts", extensions) if extensions else ()
        pem = run("openssl", "ca", "-gencrl", "-config", self.cnf, *options, *more)
        return run("openssl", "crl", "-outform", "DER", input=pem)

    def ocsp(self, query, signer, *options, index=None, env=None):
        with tempfile.TemporaryDirectory() as tmp:
            with open(tmp + "/q", "wb") as f:
                f.write(query)
            run("openssl", "ocsp", "-index", index or self.dir + "/index", "-CA", self.cert, "-rsigner",
                signer + ".pem", "-rkey", signer + ".key", "-reqin", tmp + "/q", "-respout", tmp + "/a",
                "-nmin", "60", *options, env={**os.environ, **(env or {})})
            with open(tmp + "/a", "rb") as f:
                return f.read()

    def responder(self, signer, port):
        """The real one, as a process."""
        p = subprocess.Popen(["openssl", "ocsp", "-port", str(port), "-index", self.dir + "/index", "-CA",
                              self.cert, "-rsigner", signer + ".pem", "-rkey", signer + ".key", "-nmin", "60"],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if not p.stdout.readline().startswith(b"ACCEPT"):
            raise RuntimeError("openssl ocsp does not listen")
        return p

    def stamper(self, tsa, chain):
        """Answers queries by `openssl ts`."""
        cnf = tsa + ".cnf"
        with open(tsa + ".chain", "wb") as f:
            for path in chain:
                with open(path, "rb") as g:
                    f.write(g.read())
        with open(cnf, "w") as f:
            f.write(TSA.format(dir=self.dir, tsa=tsa, chain=tsa + ".chain"))
        lock = threading.Lock()

        def answer(query):
            with lock, tempfile.NamedTemporaryFile() as f:
                f.write(query)
                f.flush()
                return run("openssl", "ts", "-reply", "-config", cnf, "-queryfile", f.name)
        return answer


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Web:
    """paths[path] = bytes, a status, or a function of the body that gives either;
    None says nothing. asked: every path, in order."""

    def __init__(self):
        web = self
        self.paths, self.asked = {}, []

        class Handler(http.server.BaseHTTPRequestHandler):
            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                web.asked.append(self.path)
                what = web.paths.get(self.path, 404)
                if callable(what):
                    what = what(body)
                if what is None:
                    time.sleep(20)
                    return
                self.send_response(what if isinstance(what, int) else 200)
                self.end_headers()
                try:
                    self.wfile.write(b"" if isinstance(what, int) else what)
                except OSError:
                    pass
            do_GET = do_POST = handle_any

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = "http://127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def places(ocsp=(), crl=()):
    """The extensions that name addresses."""
    out = ""
    if ocsp:
        out += "authorityInfoAccess=" + ",".join("OCSP;URI:" + u for u in ocsp) + "\n"
    if crl:
        out += "crlDistributionPoints=" + ",".join("URI:" + u for u in crl) + "\n"
    return out
