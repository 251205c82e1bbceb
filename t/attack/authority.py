# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole throw-away PKI by the openssl program, and CMS of our profile by
hand: root, intermediate CA, signer, TSA, OCSP responder, CRLs. Everything that
a signature of ours may lack or have too much can be asked for."""
import datetime
import os
import subprocess

CONF = """[ca]
default_ca=x
[x]
database={dir}/{ca}.index
new_certs_dir={dir}
serial={dir}/serial
crlnumber={dir}/crlnumber
certificate={dir}/{ca}.pem
private_key={dir}/{ca}.key
default_md=sha256
default_crl_days=30
policy=p
unique_subject=no
copy_extensions=none
[p]
countryName=optional
organizationName=optional
commonName=supplied
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[inter]
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[signer]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,nonRepudiation
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[tsa]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[ocsp]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=OCSPSigning
noCheck=ignored
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[ts]
default_tsa=t
[t]
serial={dir}/tsserial
default_policy=1.2.3.4
signer_digest=sha256
digests=sha256,sha1
ess_cert_id_alg=sha256
accuracy=secs:1
[req]
distinguished_name=dn
[dn]
"""


def run(*args, data=None):
    p = subprocess.run(["openssl", *args], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert p.returncode == 0, (args, p.stderr.decode())
    return p.stdout


def stamp(days):
    t = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return t.strftime("%Y%m%d%H%M%SZ")


# --- DER ------------------------------------------------------------------------------

def tlv(tag, *parts):
    body = b"".join(parts)
    n = len(body)
    head = bytes([n]) if n < 128 else (lambda b: bytes([0x80 | len(b)]) + b)(n.to_bytes((n.bit_length() + 7) // 8, "big"))
    return bytes([tag]) + head + body


def split(der):
    """[(tag, whole, body)] of the values in a run of DER."""
    out, at = [], 0
    while at < len(der):
        n, head = der[at + 1], 2
        if n & 0x80:
            k = n & 0x7F
            n, head = int.from_bytes(der[at + 2:at + 2 + k], "big"), 2 + k
        out.append((der[at], der[at:at + head + n], der[at + head:at + head + n]))
        at += head + n
    return out


def oid(text):
    a = [int(x) for x in text.split(".")]
    out = bytes([a[0] * 40 + a[1]])
    for v in a[2:]:
        part = [v & 0x7F]
        while v > 0x7F:
            v >>= 7
            part.insert(0, v & 0x7F | 0x80)
        out += bytes(part)
    return tlv(6, out)


SEQ, SET, NULL = 0x30, 0x31, tlv(5)
DATA, SIGNED = oid("1.2.840.113549.1.7.1"), oid("1.2.840.113549.1.7.2")
CONTENT_TYPE, MESSAGE_DIGEST = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4")
SIGNING_TIME = oid("1.2.840.113549.1.9.5")
ESS, TOKEN = oid("1.2.840.113549.1.9.16.2.47"), oid("1.2.840.113549.1.9.16.2.14")
HASH = {"sha256": tlv(SEQ, oid("2.16.840.1.101.3.4.2.1")), "sha1": tlv(SEQ, oid("1.3.14.3.2.26"))}
RSA = tlv(SEQ, oid("1.2.840.113549.1.1.1"), NULL)


class Pki:
    def __init__(self, folder, name="締結 運用者"):
        self.dir, self.name = folder, name
        os.makedirs(folder, exist_ok=True)
        for f, text in (("serial", "1000\n"), ("crlnumber", "01\n"), ("tsserial", "01\n"), ("root.index", ""), ("inter.index", "")):
            self.write(f, text)
        for ca in ("root", "inter"):
            self.write(ca + ".cnf", CONF.format(dir=folder, ca=ca))
        self.issue("root", "Test Root", "root", 3650, ec=True)
        self.issue("inter", "Test Issuing CA", "root", 3000, ec=True)
        self.issue("signer", name, "inter", 700)
        self.issue("tsa", "Test TSA", "root", 1500)
        self.issue("ocsp", "Test OCSP", "inter", 300, ec=True)
        self.issue("expired", name, "inter", -1, start=-30, section="signer")
        self.issue("future", name, "inter", 30, start=10, section="signer")
        self.issue("subca", name, "root", 30, section="inter")
        self.root = self.read("root.pem")

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, text):
        with open(self.path(name), "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())

    def read(self, name):
        with open(self.path(name), "rb") as f:
            return f.read()

    def der(self, name):
        return run("x509", "-in", self.path(name + ".pem"), "-outform", "DER")

    def issue(self, name, cn, ca, days, ec=False, start=-1, section=None):
        """name.key and name.pem by that CA; a name of the CA itself: self-signed."""
        kind = ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"] if ec else ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
        run("genpkey", "-algorithm", *kind, "-out", self.path(name + ".key"))
        run("req", "-new", "-utf8", "-config", self.path(ca + ".cnf"), "-key", self.path(name + ".key"),
            "-subj", "/C=JP/O=Test/CN=" + cn, "-out", self.path(name + ".csr"))
        more = ["-selfsign"] if name == ca else []
        run("ca", "-batch", "-notext", "-utf8", "-config", self.path(ca + ".cnf"), *more, "-keyfile",
            self.path(ca + ".key"), "-in", self.path(name + ".csr"), "-out", self.path(name + ".pem"),
            "-extensions", section or name, "-startdate", stamp(start), "-enddate", stamp(days))

    def revoke(self, name, ca, reason="keyCompromise"):
        run("ca", "-config", self.path(ca + ".cnf"), "-revoke", self.path(name + ".pem"), "-crl_reason", reason)

    def crl(self, ca, days=30):
        run("ca", "-config", self.path(ca + ".cnf"), "-gencrl", "-crldays", str(days), "-out", self.path(ca + ".crl"))
        return run("crl", "-in", self.path(ca + ".crl"), "-outform", "DER")

    def ocsp(self, name="signer", days=7):
        run("ocsp", "-sha256", "-issuer", self.path("inter.pem"), "-cert", self.path(name + ".pem"),
            "-no_nonce", "-reqout", self.path("req.ocsp"))
        run("ocsp", "-index", self.path("inter.index"), "-CA", self.path("inter.pem"), "-rsigner", self.path("ocsp.pem"),
            "-rkey", self.path("ocsp.key"), "-reqin", self.path("req.ocsp"), "-ndays", str(days), "-rmd", "sha256",
            "-respout", self.path("resp.ocsp"))
        return self.read("resp.ocsp")

    def evidence(self):
        """What a store needs for signer and TSA: (certs, ocsps, crls)."""
        return [self.der(n) for n in ("signer", "inter", "tsa")], [self.ocsp()], [self.crl("root")]

    def token(self, digest, tsa="tsa"):
        run("ts", "-query", "-digest", digest.hex(), "-sha256", "-cert", "-no_nonce", "-out", self.path("q"))
        run("ts", "-reply", "-config", self.path("root.cnf"), "-section", "t", "-queryfile", self.path("q"),
            "-inkey", self.path(tsa + ".key"), "-signer", self.path(tsa + ".pem"), "-token_out", "-out", self.path("r"))
        return self.read("r")

    def token_with(self, digest, certs, crls):
        """A token that carries these, too: nothing that its signature covers changes."""
        content, outer = split(split(self.token(digest))[0][2])
        parts = split(split(outer[2])[0][2])
        at = [tag for tag, _, _ in parts].index(0xA0)
        parts[at] = 0, tlv(0xA0, parts[at][2], *certs), b""
        if crls:
            parts.insert(at + 1, (0, tlv(0xA1, *crls), b""))
        return tlv(SEQ, content[1], tlv(0xA0, tlv(SEQ, *[whole for _, whole, _ in parts])))

    def cms(self, digest, signer="signer", stamp=None, hash="sha256", ess=None, extra=(), content=None, signers=1,
            unsigned=(), certs=None):
        """CMS over a digest. ess: DER certificate that the ESS attribute names;
        stamp: makes the token from the digest of the signature value."""
        cert = self.der(signer)
        tbs = split(split(split(cert)[0][2])[0][2])
        serial, issuer = tbs[1][1], tbs[3][1]
        named = run("dgst", "-sha256", "-binary", data=ess or cert)
        attrs = sorted([tlv(SEQ, CONTENT_TYPE, tlv(SET, DATA)),
                        tlv(SEQ, MESSAGE_DIGEST, tlv(SET, tlv(4, digest))),
                        tlv(SEQ, ESS, tlv(SET, tlv(SEQ, tlv(SEQ, tlv(SEQ, tlv(4, named)))))), *extra])
        value = run("dgst", "-" + hash, "-sign", self.path(signer + ".key"), "-binary", data=tlv(SET, *attrs))
        tail = list(unsigned)
        if stamp:
            tail.append(tlv(SEQ, TOKEN, tlv(SET, stamp(run("dgst", "-sha256", "-binary", data=value)))))
        info = tlv(SEQ, tlv(2, b"\1"), tlv(SEQ, issuer, serial), HASH[hash], tlv(0xA0, *attrs), RSA, tlv(4, value),
                   *([tlv(0xA1, *tail)] if tail else []))
        inside = [tlv(0xA0, tlv(4, content))] if content is not None else []
        certs = [cert, self.der("inter")] if certs is None else certs
        return tlv(SEQ, SIGNED, tlv(0xA0, tlv(SEQ, tlv(2, b"\1"), tlv(SET, HASH[hash]), tlv(SEQ, DATA, *inside),
                                              tlv(0xA0, *certs), tlv(SET, *([info] * signers)))))
