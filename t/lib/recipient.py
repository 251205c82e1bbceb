# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contracts that wait for somebody, and a browser of that somebody, through
the CGI door with the real binaries."""
import os, re, subprocess
from web import Site, B, ROOT, build

DATA = os.path.join(ROOT, "t/data")
CODE = "ab12-CD34"


class Scene(Site):
    def __init__(self, **extra):
        super().__init__(**extra)
        self.review, self.agree, self.fetch, self.forward, self.verify, self.scene_, _, _, _ = build(
            "cgi-bin/review", "cgi-bin/agree", "cgi-bin/fetch", "cgi-bin/forward",
            "cgi-bin/verify", "t/page/scene",
            "libexec/intake", "libexec/picture", "libexec/compose")
        # no clerk here: what a page did must be seen before anybody goes on with it
        tools = os.path.join(self.dir, "libexec")
        os.mkdir(tools)
        for name in ("intake", "picture", "compose"):
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
