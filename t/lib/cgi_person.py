# SPDX-License-Identifier: AGPL-3.0-or-later
"""person.Browser without a server: every request is one CGI process of the real
binary that the address names. Remembers cookies, follows 303, keeps no script."""
import glob
import os
import re
import urllib.parse

import person
import web


class Headers(dict):
    def get(self, name, default=""):
        return next((v for k, v in self.items() if k.lower() == name.lower()), default)


class Browser:
    def __init__(self, site, lang="ja"):
        self.site, self.lang, self.cookies, self.last = site, lang, {}, None

    def send(self, method, url, body=b"", kind=None, redirects=5):
        parts = urllib.parse.urlsplit(url)
        path = parts.path[len(self.site.path):] if self.site.path else parts.path
        word = path.split("/")[1] or "help"
        program = os.path.join(web.B, "cgi-bin", word)
        address = path + ("?" + parts.query if parts.query else "")
        a = self.site.ask(program, method, address, body, kind, dict(self.cookies),
                          {"HTTP_ACCEPT_LANGUAGE": self.lang})
        self.last = a
        for name, value in a.cookies().items():
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        to = a.header("Location")
        if a.status == 303 and redirects:
            return self.send("GET", urllib.parse.urljoin(url, to), redirects=redirects - 1)
        return person.Page(self, url, a.status, Headers(a.headers), a.body)

    def open(self, url, method="GET"):
        return self.send(method, urllib.parse.urljoin(self.site.base + "/", url))

    def post(self, url, values, multipart=False):
        if multipart:
            flat = [(k, v) if not isinstance(v, tuple) else (k, v[0], v[1]) for k, v in values]
            body, kind = web.multipart(flat)
            return self.send("POST", url, body, kind)
        return self.send("POST", url, urllib.parse.urlencode(
            [(k, v) for k, v in values if not isinstance(v, tuple)]).encode())


def journal(site):
    """All that was ever written to the store."""
    out = b""
    for name in sorted(glob.glob(os.path.join(site.keys["var"], "store", "journal.*"))):
        if os.path.isfile(name):
            with open(name, "rb") as f:
                out += f.read()
    return out


def tokens(site):
    """Registration links in the order in which their mails were asked for."""
    found = re.findall(rb"extra (?:ja|en) ([a-z2-9]{26})\n", journal(site))
    return [m.decode() for m in dict.fromkeys(found)]  # a clerk that cannot mail writes its intent again


def register(site, mail, name, company="", password="correct horse battery"):
    """A signed-in browser of a new user."""
    b = Browser(site)
    b.open("/account/register").press("確認メールを送る", {"メールアドレス": mail})
    page = b.open("/account/verify/" + tokens(site)[-1])
    home = page.press("登録を完了する", {"氏名": name, "会社名": company, "パスワード": password,
                                  "利用規約に同意する": True})
    assert home.h1() == "書類の状況", (home.status, home.text()[:500], b.last.log)
    return b
