#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The CMS as strangers see it: OpenSSL's own CAdES check, the attributes, the
# certificates, and the size.
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from signer_kit import *

h = House(separate=os.geteuid() == 0).ready()
c = Contract(1)
for v in range(1, 5):
    r = c.step(h, v)
    a, data, off, gap, cms = c.last
    open(f"{h.top}/cms", "wb").write(cms)
    open(f"{h.top}/content", "wb").write(c.ranges(data, gap))

    def verify(content):
        return subprocess.run(["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in",
                               f"{h.top}/cms", "-content", content, "-purpose", "any", "-CAfile",
                               f"{h.top}/ca/root.pem", "-out", "/dev/null"], capture_output=True, text=True)
    r = verify(f"{h.top}/content")
    ok(r.returncode == 0 and "CAdES Verification successful" in r.stderr,
       f"version {v}: openssl cms -verify -cades")
x = bytearray(c.ranges(data, gap))
x[100] ^= 1
open(f"{h.top}/content", "wb").write(x)
ok(verify(f"{h.top}/content").returncode != 0, "one bit of the content changed: not verified")

text = subprocess.run(["openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", f"{h.top}/cms"],
                      capture_output=True, text=True).stdout
part = text[text.index("signedAttrs:"):text.index("signatureAlgorithm:")]
same(sorted(re.findall(r"object: (\S+)", part)),
     ["contentType", "id-smime-aa-signingCertificateV2", "messageDigest"],
     "exactly three signed attributes")
ok("signingTime" not in text, "no signing time")
ok(re.search(r"unsignedAttrs:\s*(<ABSENT>|<EMPTY>)", text), "no unsigned attribute yet")
ok("eContent: <ABSENT>" in text, "detached")
same(text.count("cert_info:"), 1, "one certificate: the signer's, not the root")
same(re.findall(r"algorithm: (sha\d+) ", text)[0], "sha256", "SHA-256")
der = subprocess.run(["openssl", "asn1parse", "-inform", "DER", "-in", f"{h.top}/cms"], capture_output=True,
                     text=True).stdout
same(len(re.findall(r"^\s*\d+:.*SET", der, re.M)) > 0 and len(cms) < 4096, True,
     f"{len(cms)} bytes of DER, room for it in the smallest gap")
again = subprocess.run(["openssl", "cms", "-cmsout", "-inform", "DER", "-in", f"{h.top}/cms", "-outform", "DER"],
                       capture_output=True).stdout
ok(again == cms, "OpenSSL writes the same DER again")

root = subprocess.run(["openssl", "x509", "-in", f"{h.top}/ca/root.pem", "-noout", "-text"], capture_output=True,
                      text=True).stdout
tsa = subprocess.run(["openssl", "x509", "-in", f"{h.top}/ca/tsa.pem", "-noout", "-text"], capture_output=True,
                     text=True).stdout
ok("CA:TRUE" in root and "Certificate Sign, CRL Sign" in root and "(3072 bit)" in root, "demo root")
ok(re.search(r"Extended Key Usage: critical\s+Time Stamping\n", tsa) and "http://127.0.0.1/root.crl" in tsa,
   "demo TSA: critical extended key usage, CRL address")
r = subprocess.run(["openssl", "crl", "-inform", "DER", "-in", f"{h.top}/ca/root.crl", "-CAfile",
                    f"{h.top}/ca/root.pem", "-noout"], capture_output=True, text=True)
ok("verify OK" in r.stderr, "the CRL is the root's")
r = subprocess.run(["openssl", "verify", "-crl_check", "-CRLfile", f"{h.top}/ca/root.crl", "-CAfile",
                    f"{h.top}/ca/root.pem", f"{h.top}/ca/tsa.pem"], capture_output=True, text=True)
same(r.returncode, 0, "openssl verify -crl_check of the TSA's certificate")
old = open(f"{h.top}/ca/root.crl", "rb").read()
time.sleep(1)
same(h.ctl("crl", f"{h.top}/ca", "7").returncode, 0, "ctl crl")
ok(open(f"{h.top}/ca/root.crl", "rb").read() != old, "… makes a new one")

# --- a gap too small for the CMS is told before the log
c = Contract(1)
c.reserve = 4096
a = c.act(1)
data, off, gap = c.candidate(a)
key = f"{h.top}/key/g1/chain.der"
os.chmod(key, 0o644)
chain = open(f"{h.top}/key/g1/cert.der", "rb").read()
open(key, "wb").write(chain * 4)
before = h.log_lines()
same(h.why(c.fields(a, off), data), "reserve", "certificates that do not fit into the reserve: refused")
same(h.log_lines(), before, "… before anything is logged")
open(key, "wb").write(b"")
same(h.why(c.fields(a, off), data), "signed", "without them: signed")
done()
