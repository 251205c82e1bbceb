#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The drawing of HACKING.md: who may include whom; one foreign library, one file;
# sizes.
import os, re, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ROOT, ok, is_, done

os.chdir(ROOT)
ALLOWED = {
    "base": {"base"},
    "port": {"base", "port"},
    "store": {"base", "port", "store"},
    "pdf": {"base", "port", "pdf"},
    "sign": {"base", "port", "pdf", "sign"},
    "core": {"base", "port", "store", "core"},
    "office": {"base", "port", "store", "core", "office"},
    "web": {"base", "port", "core", "office", "web"},
    "cgi-bin": {"base", "port", "core", "office", "web"},
}
# Where one file of a floor may do more than its floor.
PDF_FOR_SIGN = {"pdf/sigdict.h"}
STORE_IN_CORE = {"ledger.c", "catalog.c", "visit.c", "account.c", "outbox.c", "registration.c", "parts.c", "address.c"}
PORTS_TOGETHER = {("view", "xdoc"), ("ltv", "crl_scope"), ("ltv", "ocsp_match"),
                  ("ltv", "ltv_words"), ("ltv_words", "ltv"),
                  ("qpdf", "qpdf_words"), ("qpdf_words", "qpdf"),
                  ("cms_check", "cms_form"), ("tsp", "cms_form")}
FOREIGN = {
    "gdbm.h": "gdbm", "libxml/": "xdoc view", "libxslt/": "view", "fcgiapp.h": "fcgi", "curl/": "http",
    "seccomp.h": "jail", "utf8proc.h": "unicode", "idn2.h": "domain", "qrencode.h": "qr", "qpdf/": "qpdf",
    "mupdf/": "mupdf", "hb": "glyph", "libesmtp.h": "smtp", "png.h": "png", "jpeglib.h": "jpeg",
    "openssl/": "digest cms_sign cms_check keys ltv ltv_words crl_scope ocsp_match tsp tsp_cms revocation demo_ca smtp", "fcgi_stdio.h": "",
    "pango/": "typeset", "cairo/": "typeset", "fontconfig/": "typeset", "minizip/": "zip",
}
BANNED_NAMES = {"util", "utils", "misc", "shared", "common", "helpers"}


def sources(*tops):
    for top in tops:
        for d, _, files in os.walk(top):
            for f in sorted(files):
                if f.endswith((".c", ".h")):
                    yield os.path.join(d, f)


def includes(path):
    with open(path, encoding="utf-8") as f:
        return re.findall(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', f.read(), re.M)


up, foreign, together, missing = [], [], [], []
for path in sources("lib", "cgi-bin"):
    parts = path.split("/")
    floor = parts[1] if parts[0] == "lib" else "cgi-bin"
    stem = parts[-1].rsplit(".", 1)[0]
    for kind, inc in includes(path):
        if kind == '"':
            if inc.endswith(".def"):
                continue
            to = inc.split("/")[0]
            if "/" not in inc or not os.path.exists("lib/" + inc):
                missing.append("%s: %s" % (path, inc))
            elif to not in ALLOWED.get(floor, set()):
                up.append("%s: %s" % (path, inc))
            elif floor == "sign" and to == "pdf" and inc not in PDF_FOR_SIGN:
                up.append("%s: %s" % (path, inc))
            elif floor == "office" and inc == "store/store.h" and parts[-1] == "witness.c":
                pass  # the journal's head is its subject
            elif floor == "core" and to == "store" and parts[-1] not in STORE_IN_CORE:
                up.append("%s: %s (only the ledger and its kin see the store)" % (path, inc))
            elif floor == "core" and inc == "port/view.h":
                up.append("%s: %s" % (path, inc))
            elif floor == "port" and to == "port":
                other = inc.split("/")[1].rsplit(".", 1)[0]
                if other != stem and (stem, other) not in PORTS_TOGETHER:
                    together.append("%s: %s" % (path, inc))
        else:
            for name, ports in FOREIGN.items():
                hit = inc.startswith(name) if name.endswith("/") or name == "hb" else inc == name
                if hit and (floor != "port" or stem.split("_")[0] not in [p.split("_")[0] for p in ports.split()]):
                    foreign.append("%s: %s" % (path, inc))
is_(up, [], "no include points upward")
is_(missing, [], "includes name their floor and exist")
is_(foreign, [], "one foreign library, one file")
is_([x for x in together if not re.search(r"port/(\w+?)(_\w+)?\.[ch]: port/\1(_\w+)?\.h", x)], [],
    "ports do not include each other, except view -> xdoc")

pages = {f: len(open("cgi-bin/" + f).readlines()) for f in os.listdir("cgi-bin") if f.endswith(".c")}
is_({f: n for f, n in pages.items() if n > 130}, {}, "no page over 130 lines")
is_([f for f in pages if re.search(r"\bmain\s*\(", open("cgi-bin/" + f).read())], [], "no page has a main")
ok(all("const struct page page" in open("cgi-bin/" + f).read() for f in pages), "each page is a constant")
long = {p: len(open(p).readlines()) for p in sources("lib", "libexec")}
is_({p: n for p, n in long.items() if n > 450}, {}, "no file over 450 lines (300 is the aim, 400 a smell)")
core = sum(n for p, n in long.items() if p.startswith("lib/core/"))
ok(core <= 5000, "lib/core can be read in a sitting or two (%d lines)" % core)
is_([p for p in long if os.path.basename(p).rsplit(".", 1)[0] in BANNED_NAMES], [], "every file has a noun for a name")
is_([p for p in long if p.endswith(".c") and p.startswith("lib/") and os.path.basename(p) != "main.c" and
     re.search(r"^int main\s*\(", open(p).read(), re.M)], [], "one main for all pages")
done()
