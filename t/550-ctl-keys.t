#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# ctl: folders and modes, keys in and out, what is refused, check's exit codes.
import os
import re
import shutil
import stat
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from signer_kit import *

h = House()


def run(*args, code=0, what="", stdin=b""):
    r = h.ctl(*args, stdin=stdin)
    if not ok(r.returncode == code, what or "ctl " + " ".join(args)):
        print("#  ", r.returncode, r.stdout.decode(), r.stderr.decode())
    return r.stdout.decode() + r.stderr.decode()


def openssl(*args, **kw):
    return subprocess.run(["openssl", *args], cwd=h.top, check=True, capture_output=True, **kw).stdout


# --- init
out = run("init", code=1, what="init without a key: 1, and says what is missing")
ok("keygen" in out, "… in words")
for path, user, group, mode in (("key", h.signer, h.signer, 0o700), ("log", h.signer, h.signer, 0o700),
                                ("var", h.web, h.signer, 0o2710), ("var/store", h.web, h.signer, 0o2750),
                                ("var/doc", h.web, h.web, 0o700), ("etc/secret", h.web, h.web, 0o600)):
    st = os.lstat(f"{h.top}/{path}")
    same((st.st_uid, st.st_gid, stat.S_IMODE(st.st_mode)), (user.pw_uid, group.pw_gid, mode), f"{path}: owner and mode")
ok(os.path.getsize(f"{h.top}/etc/secret") >= 32, "the secret has 32 bytes or more")
secret = open(f"{h.top}/etc/secret", "rb").read()
run("init", code=1, what="init again")
same(open(f"{h.top}/etc/secret", "rb").read(), secret, "… leaves the secret alone")

# --- root follows no link of the web user
shutil.rmtree(f"{h.top}/var/work")
os.mkdir(f"{h.top}/prey")
os.symlink(f"{h.top}/prey", f"{h.top}/var/work")
os.lchown(f"{h.top}/var/work", h.web.pw_uid, h.web.pw_gid)
run("init", code=2, what="a link in place of a folder under var: refused")
same(os.stat(f"{h.top}/prey").st_uid, 0, "… and its target untouched")
os.unlink(f"{h.top}/var/work")

# --- a request and its certificate
run("keygen", "csr", f"{h.top}/request.pem")
text = openssl("req", "-in", "request.pem", "-noout", "-text", "-verify", "-nameopt", "utf8").decode()
ok("(3072 bit)" in text and NAME in text, "the request: 3072 bits, our name")
run("keygen", "csr", f"{h.top}/request.pem", code=2, what="an existing file is not overwritten")
new = f"{h.top}/key/new/key.der"
st = os.lstat(new)
same((st.st_uid, stat.S_IMODE(st.st_mode)), (h.signer.pw_uid, 0o400), "the waiting key is the signer's alone")

openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Root",
        "-days", "400", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")


def certify(csr, out, ext="keyUsage=critical,nonRepudiation,digitalSignature", days="200", ca="ca"):
    with open(f"{h.top}/ext", "w") as f:
        f.write(ext + "\n")
    openssl("x509", "-req", "-in", csr, "-CA", f"{ca}.pem", "-CAkey", f"{ca}.key", "-CAcreateserial", "-out", out,
            "-days", days, "-extfile", "ext", "-sha256")


def make(name, ext="keyUsage=critical,nonRepudiation,digitalSignature", days="200", alg=("rsa:2048",), ca="ca"):
    openssl("req", "-new", "-newkey", *alg, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj",
            f"/O=Firm/CN={name}")
    certify(f"{name}.csr", f"{name}.pem", ext, days, ca)


def p12(name, password="pw", *more):
    openssl("pkcs12", "-export", "-inkey", f"{name}.key", "-in", f"{name}.pem", "-out", f"{name}.p12", "-passout",
            f"pass:{password}", *more)


certify("request.pem", "cert.pem")
make("stranger")
out = run("import", f"{h.top}/stranger.pem", code=2, what="a certificate of another key: refused")
ok("none of the certificates belongs" in out, "… in words")
run("import", f"{h.top}/cert.pem")
ok(not os.path.exists(new), "… the waiting key is gone from its place")
run("init", what="init binds the log to the key")
ok("cms" in (Contract(1).step(h, 1) or {}), "the signer signs with it")

# --- PKCS#12
make("sub", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign")
make("firm", ca="sub")
p12("firm", "pässword", "-certfile", "sub.pem")
out = run("import", f"{h.top}/firm.p12", code=2, stdin=b"wrong\n", what="PKCS#12 with a wrong password: refused")
ok("password is wrong" in out, "… in words")
same(h.log_lines()[-1].split()[3], "sign", "… nothing happened")
run("import", f"{h.top}/firm.p12", stdin="pässword\n".encode(), what="PKCS#12 with its password: installed")
gen = open(f"{h.top}/key/current").read().strip()
same(openssl("x509", "-inform", "DER", "-in", f"key/{gen}/chain.der", "-outform", "DER"),
     openssl("x509", "-in", "sub.pem", "-outform", "DER"), "the intermediate certificate is kept")
same(sorted(x for x in os.listdir(f"{h.top}/key") if os.path.exists(f"{h.top}/key/{x}/key.der")), [gen],
     "one key only: the older ones are erased")
c = Contract(1)
r = c.step(h, 1)
open(f"{h.top}/cms", "wb").write(r["cms"])
open(f"{h.top}/content", "wb").write(c.ranges(c.last[1], c.last[3]))
r = subprocess.run(["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "cms", "-content",
                    "content", "-purpose", "any", "-CAfile", "ca.pem", "-out", "/dev/null"], cwd=h.top,
                   capture_output=True, text=True)
ok("CAdES Verification successful" in r.stderr, "and its CMS verifies against the root alone")
with open(f"{h.top}/etc/trust.pem", "a") as f:
    f.write(open(f"{h.top}/ca.pem").read())
r = h.ctl("check")
ok(r.returncode < 2 or b"BAD  space" in r.stdout, "check finds nothing bad")

# --- what is refused
for name, kw, words in (
        ("ended", {"days": "-1"}, "expired"),
        ("crypt", {"ext": "keyUsage=critical,keyEncipherment"}, "key usage"),
        ("tsa", {"ext": "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping"}, "time stamps only"),
        ("isca", {"ext": "basicConstraints=critical,CA:TRUE"}, "certification authority"),
        ("small", {"alg": ("rsa:1024",)}, "2048"),
        ("curve", {"alg": ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")}, "not an RSA key")):
    if name == "ended":
        openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "ended.key", "-out", "ended.csr", "-subj",
                "/CN=ended")
        subprocess.run(["faketime", "2020-01-01", "openssl", "x509", "-req", "-in", "ended.csr", "-signkey",
                        "ended.key", "-days", "10", "-out", "ended.pem"], cwd=h.top, check=True, capture_output=True)
    else:
        make(name, **kw)
    p12(name)
    out = run("import", f"{h.top}/{name}.p12", code=2, stdin=b"pw\n", what=f"{name}: refused")
    ok(words in out, f"… in words ({words})")
same(open(f"{h.top}/key/current").read().strip(), gen, "the key in force is still the good one")
with open(f"{h.top}/junk.p12", "wb") as f:
    f.write(b"\x30\x82" + os.urandom(500))
ok("not a PKCS#12" in run("import", f"{h.top}/junk.p12", code=2, stdin=b"pw\n"), "junk: refused in words")
run("import", f"{h.top}/missing.p12", code=2, what="a file that is not there: refused")

# --- exit codes
os.chmod(f"{h.top}/key", 0o755)
out = run("check", code=2, what="check: a key folder others can enter: 2")
ok(re.search(r"BAD  modes: .*/key is ", out), "… naming it")
os.chmod(f"{h.top}/key", 0o700)
run("nonsense", code=64, what="an unknown verb: 64")
run("keygen", code=64, what="a verb without its words: 64")
shutil.copy(f"{B}/libexec/ctl", f"{h.top}/ctl")  # the checkout may not be open to others
r = subprocess.run([f"{h.top}/ctl", "-s", h.conf_path, "keygen", "csr", f"{h.top}/x.pem"], capture_output=True,
                   text=True, user=h.web.pw_uid, group=h.web.pw_gid, extra_groups=[])
ok(r.returncode == 2, "the web user gets nothing done with keys")
done()
