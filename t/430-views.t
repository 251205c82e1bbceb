#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The catalogues hold the same ids with the same parameters; every id is used;
# the baker refuses what is missing; baked sheets compile and reach nothing.
import os, re, subprocess, sys, tempfile
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import *

os.chdir(ROOT)
build("views")


def ids(lang):
    out = subprocess.run(["perl", "xsl/bake", "xsl/text/%s.xml" % lang, "lib/core/route.def", "--ids"],
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    return dict((l.split(" ")[0], l.split(" ")[1:]) for l in out.splitlines())


ja, en = ids("ja"), ids("en")
ok(len(ja) > 150, "a catalogue of %d texts" % len(ja))
is_(sorted(set(ja) - set(en)), [], "nothing is missing in English")
is_(sorted(set(en) - set(ja)), [], "nothing is missing in Japanese")
is_([i for i in ja if i in en and ja[i] != en[i]], [], "the same parameters in both")

sheets = []
for d in ("page", "part", "mail", "paper"):
    sheets += [os.path.join("xsl", d, f) for f in sorted(os.listdir("xsl/" + d)) if f.endswith(".xsl")]
text = "".join(open(f, encoding="utf-8").read() for f in sheets)
used = set(re.findall(r'<t:s\s+id="([^"]+)"', text)) | set(re.findall(r"\{t:([^\s}]+)", text))
prefixes = [p for x in re.findall(r'<t:pick\s+(?:from|of)="([^"]+)"', text) for p in x.split()]
is_([i for i in sorted(ja) if i not in used and not any(i.startswith(p) for p in prefixes)], [],
    "no text that nothing shows")
is_([f for f in sheets if "disable-output-escaping" in open(f).read()], [], "nothing is put out unescaped")
is_([f for f in sheets if "document(" in open(f).read()], [], "no sheet loads a document")
is_([f for f in sheets if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", re.sub(r"<!--.*?-->", "", open(f, encoding="utf-8").read(), flags=re.S))],
    [], "no sentence in a sheet")
is_([f for f in sheets if f.startswith("xsl/page") and len(open(f).readlines()) > 130], [], "views are short")
is_([f for f in sheets if "SPDX-License-Identifier: AGPL-3.0-or-later" not in open(f).read()], [], "licence lines")
is_([f for f in sheets if re.search(r"""(?:href|action|src)=["']/""", open(f).read())], [], "addresses come from the table only")
en_texts = dict(re.findall(r'<t id="([^"]+)">(.*?)</t>', open("xsl/text/en.xml", encoding="utf-8").read(), re.S))
for lang in ("ja", "en"):
    baked = [os.path.join(B, "xsl", lang, f[4:]) for f in sheets]
    bad = [b for b in baked if re.search(r"<t:|\{[tau]:", open(b, encoding="utf-8").read())]
    is_(bad, [], "nothing is left unbaked: " + lang)
    if lang == "en": # a Japanese sign that stands in a sheet and not in the catalogue
        wide = [(b, x) for b in baked for x in re.findall("[^<>]{0,30}[\u3000-\u303f\u30fb\uff00-\uffef][^<>]{0,10}", open(b, encoding="utf-8").read())]
        is_(wide, [], "no full-width signs in English")
        ones = [i for i in en_texts if re.search(r"(?<![|0-9])\{[a-z]+\} (more )?(page|day|minute|document|file|field|time|recipient)s\b", en_texts[i]) and "{max}" not in en_texts[i]]
        is_(ones, [], "a counted noun has both its numbers")
    r = [b for b in baked if subprocess.run(["xmllint", "--noout", b], stderr=subprocess.DEVNULL).returncode]
    is_(r, [], "well-formed: " + lang)

# --- what the baker refuses ---
head = '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t"><xsl:template match="/">'
with tempfile.TemporaryDirectory() as d:
    def bake(body, catalogue='<t id="a.b">x {n} "q"</t><t id="a.c">plain &amp; y</t>'):
        with open(d + "/c.xml", "w") as f:
            f.write("<texts>%s</texts>" % catalogue)
        with open(d + "/s.xsl", "w") as f:
            f.write(head + body + "</xsl:template></xsl:stylesheet>")
        r = subprocess.run(["perl", "xsl/bake", d + "/c.xml", "lib/core/route.def", d + "/s.xsl", d + "/o.xsl"],
                           stderr=subprocess.PIPE)
        if r.returncode:
            ok(not os.path.exists(d + "/o.xsl.new"), "nothing half-written") if os.path.exists(d + "/o.xsl.new") else None
            return None
        return open(d + "/o.xsl").read()

    for what, body in (("an unknown text", '<t:s id="no.such"/>'), ("a missing parameter", '<t:s id="a.b"/>'),
                       ("a parameter too many", '<t:s id="a.c"><t:p n="n" v="1"/></t:s>'),
                       ("an unknown text in an attribute", '<p title="{t:no.such}"/>'),
                       ("a missing parameter in an attribute", '<p title="{t:a.b}"/>'),
                       ("an unknown address", '<a href="{a:no.such}"/>'), ("an unknown element", '<t:x/>'),
                       ("a wrong parameter of an address", '<a href="{a:help x=@y}"/>'),
                       ("an empty choice", '<t:pick from="zz." select="@id"/>')):
        is_(bake(body), None, "refused: " + what)
    for what, c in (("an id twice", '<t id="a.c">1</t><t id="a.c">2</t>'), ("markup in a text", '<t id="a.c"><b>1</b></t>'),
                    ("a malformed id", '<t id="A c">1</t>')):
        is_(bake('<t:s id="a.c"/>', c), None, "refused: " + what)
    ok("<xsl:text>plain &amp; y</xsl:text>" in bake('<t:s id="a.c"/>'), "a text")
    forms = '<t id="a.p">{n} {n|page|pages}</t><t id="a.w">Note: </t>'

    def said(body, n):
        with open(d + "/in.xml", "w") as f:
            f.write('<p n="%s"/>' % n)
        bake('<xsl:for-each select="/p"><r>%s</r></xsl:for-each>' % body, forms)
        return subprocess.run(["xsltproc", d + "/o.xsl", d + "/in.xml"], stdout=subprocess.PIPE).stdout.decode().split("?>")[1].strip()
    for n, words in (("1", "1 page"), ("2", "2 pages"), ("0", "0 pages"), ("21", "21 pages")):
        is_(said('<t:s id="a.p"><t:p n="n" v="@n"/></t:s>', n), "<r>%s</r>" % words, "counted: " + words)
        is_(said('<t:s id="a.p"><t:p n="n"><xsl:value-of select="@n"/></t:p></t:s>', n), "<r>%s</r>" % words, "from instructions: " + words)
        is_(said('<b title="{t:a.p n=@n}"/>', n), '<r><b title="%s"/></r>' % words, "in an attribute: " + words)
        is_(said('<t:pick from="a.p" select="\'a.p\'"/>', n), "<r>%s</r>" % words, "chosen: " + words)
    is_(said('<t:s id="a.w"/>x', 1), "<r>Note: x</r>", "a blank at the end of a text stays")
    ok('title="x {@m} &quot;q&quot;"' in bake('<p title="{t:a.b n=@m}"/>'), "an attribute")
    ok('href="{/*/@base}/review/{/*/@t}/read{/*/@k}"' in bake('<a href="{a:review.read}"/>'), "an address")
    ok('href="{/*/@base}/review/{/*/@t}/read?view=step{/*/@k2}"' in bake('<a href="{a:review.read q=view=step}"/>'), "with a query")
    ok('"{/*/@site}/review/{@x}"' in bake('<a href="{u:review t=@x}"/>'), "an absolute one")
done()
