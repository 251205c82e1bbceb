# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contracts that wait for somebody, and a browser of that somebody, through
the CGI door with the real binaries."""
import os, re, subprocess
from web import Site, B, ROOT, build

DATA = os.path.join(ROOT, "t/data")
CODE = "ab12-CD34"


def long_pdf(path, pages, lines=0):
    """A plain PDF whose page n says PAGE-n, and so many lines of 60 letters."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Count %d/Kids[%s]>>" % (
                   pages, b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(pages))),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    for i in range(pages):
        text = b"BT /F1 24 Tf 72 700 Td (PAGE-%d) Tj ET" % (i + 1)
        for k in range(lines):
            text += b"\nBT /F1 10 Tf 72 %d Td (%s) Tj ET" % (680 - 20 * k, b"lorem ipsum " * 5)
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
                       b"/Resources<</Font<</F1 3 0 R>>>>>>" % (5 + 2 * i))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(text), text))
    out, places = b"%PDF-1.7\n", []
    for i, o in enumerate(objects):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i + 1, o)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % p for p in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    open(path, "wb").write(out)


class Scene(Site):
    def __init__(self, **extra):
        super().__init__(**extra)
        self.review, self.agree, self.fetch, self.forward, self.verify, self.scene_, _, _, _, _ = build(
            "cgi-bin/review", "cgi-bin/agree", "cgi-bin/fetch", "cgi-bin/forward",
            "cgi-bin/verify", "t/page/scene",
            "libexec/intake", "libexec/picture", "libexec/compose", "libexec/typeset")
        # no clerk here: what a page did must be seen before anybody goes on with it
        tools = os.path.join(self.dir, "libexec")
        os.mkdir(tools)
        for name in ("intake", "picture", "compose", "typeset"):
            os.symlink(os.path.join(B, "libexec", name), os.path.join(tools, name))
        text = open(self.conf, encoding="utf-8").read()
        text = re.sub(r"(?m)^libexec = .*$", "libexec = " + tools, text)
        open(self.conf, "w", encoding="utf-8").write(text)

    def scene(self, *args):
        e = {"TEIKETSU_CONF": self.conf}
        r = subprocess.run([self.scene_] + [str(a) for a in args], env=e, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, timeout=120)
        if r.returncode:
            raise RuntimeError(r.stderr.decode("utf-8", "replace"))
        return r.stdout.decode("utf-8").strip()

    def contract(self, parties=2, code="-", lang="ja", files=("contract-ja.pdf",)):
        paths = [os.path.join(DATA, f) for f in files]
        words = self.scene("new", parties, code, lang, *paths).split()
        return words[0], words[1:]


class Visitor:
    """A browser: keeps cookies (or refuses them), follows no redirect by itself."""
    def __init__(self, site, cookies=True):
        self.site, self.jar, self.keep = site, {}, cookies

    def program(self, address):
        return getattr(self.site, re.match(r"/([a-z]+)", address).group(1))

    def took(self, answer):
        if self.keep:
            self.jar.update(answer.cookies())
        return answer

    def get(self, address, **kw):
        return self.took(self.site.get(self.program(address), address, cookie=self.jar, **kw))

    def head(self, address):
        return self.site.ask(self.program(address), "HEAD", address, cookie=self.jar)

    def post(self, address, fields, **kw):
        return self.took(self.site.post(self.program(address), address, fields, cookie=self.jar,
                                        **kw))

    def follow(self, answer):
        where = answer.header("Location").split("#")[0]
        where = where.replace(self.site.base, "")
        return self.get(where[len(self.site.path):] if where.startswith(self.site.path + "/") else where)

    def accept(self, token, code=None, **more):
        """Presses 利用規約に同意して確認."""
        page = self.get("/review/" + token)
        fields = {"csrf": page.hidden("csrf"), "terms": page.hidden("terms"), **more}
        if code is not None:
            fields["code"] = code
        return self.post("/review/" + token, fields)

    def press(self, token, page=None, **more):
        """Presses 同意して確認完了 on the page shown."""
        page = page or self.get("/agree/" + token)
        return self.post("/agree/" + token, {"csrf": page.hidden("csrf"),
                                             "binds": page.hidden("binds") or "", **more})
