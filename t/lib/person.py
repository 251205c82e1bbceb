# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person with a browser that knows no script, and a mailbox: finds things by
their visible labels, as people and help texts do. Standard library only."""
import email
import email.policy
import html.parser
import http.cookiejar
import mimetypes
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

VOID = {"input", "br", "img", "meta", "link", "hr", "base", "area", "source", "col", "wbr"}


class Node:
    def __init__(self, tag, attrs, parent):
        self.tag, self.attrs, self.parent, self.children = tag, attrs, parent, []

    def text(self):
        out = "".join(c if isinstance(c, str) else c.text() for c in self.children)
        return re.sub(r"\s+", " ", out).strip()

    def all(self, *tags):
        for c in self.children:
            if not isinstance(c, str):
                if c.tag in tags:
                    yield c
                yield from c.all(*tags)

    def up(self, tag):
        n = self
        while n and n.tag != tag:
            n = n.parent
        return n


class Tree(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("#root", {}, None)
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        n = Node(tag, {k: v if v is not None else "" for k, v in attrs}, self.at)
        self.at.children.append(n)
        if tag not in VOID:
            self.at = n

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Node(tag, dict(attrs), self.at))

    def handle_endtag(self, tag):
        n = self.at
        while n and n.tag != tag:
            n = n.parent
        if n and n.parent:
            self.at = n.parent

    def handle_data(self, data):
        self.at.children.append(data)


class Page:
    def __init__(self, browser, url, status, headers, body):
        self.browser, self.url, self.status, self.headers, self.body = browser, url, status, headers, body
        is_html = headers.get("Content-Type", "").startswith("text/html")
        self.root = Tree(body.decode("utf-8", "replace")).root if is_html else Node("#root", {}, None)

    def text(self):
        return self.root.text()

    def h1(self):
        for n in self.root.all("h1"):
            return n.text()
        return ""

    def has(self, words):
        return words in self.text()

    def errors(self):
        return [n.text() for n in self.root.all("div", "p", "section") if n.attrs.get("class", "") in ("err", "em")]

    def link(self, words):
        for a in self.root.all("a"):
            if words in a.text() and a.attrs.get("href"):
                return urllib.parse.urljoin(self.url, a.attrs["href"])
        raise LookupError(f"no link '{words}' on {self.url}: {self.text()[:600]}")

    def follow(self, words):
        return self.browser.open(self.link(words))

    def buttons(self):
        for b in self.root.all("button", "input"):
            if b.tag == "button" or b.attrs.get("type") in ("submit", "image"):
                yield b, (b.text() if b.tag == "button" else b.attrs.get("value", b.attrs.get("alt", "")))

    def control(self, form, label, nth=0):
        """The name of the control that this label (or name) stands for."""
        ids = {c.attrs.get("id"): c for c in form.all("input", "select", "textarea") if c.attrs.get("id")}
        found = []
        for l in form.all("label"):
            words = re.sub(r"（(必須|任意)）|\((required|optional)\)", "", l.text()).strip()
            if words == label or l.text() == label or words.startswith(label):
                c = ids.get(l.attrs.get("for")) or next(l.all("input", "select", "textarea"), None)
                if c is not None:
                    found.append((words != label, c))
        found.sort(key=lambda x: x[0])
        if len(found) > nth:
            return found[nth][1]
        for c in form.all("input", "select", "textarea"):
            if c.attrs.get("name") == label:
                return c
        raise LookupError(f"no field '{label}' on {self.url}: {[l.text() for l in form.all('label')]}")

    def press(self, words, fields=None, files=None, nth=0):
        """Fills fields (label -> value; (label, nth) for repeated ones; True ticks) and presses a button."""
        pressed = [b for b, t in self.buttons() if t.strip() == words] or [b for b, t in self.buttons() if words in t]
        if len(pressed) <= nth:
            raise LookupError(f"no button '{words}' on {self.url} ({self.status}): "
                              f"{[t for _, t in self.buttons()]} {self.text()[:600]}")
        button = pressed[nth]
        form = button.up("form")
        values, chosen = [], {}
        for label, value in (fields or {}).items():
            name, at = label if isinstance(label, tuple) else (label, 0)
            chosen[id(self.control(form, name, at))] = value
        uploads = {id(self.control(form, k)): v for k, v in (files or {}).items()}
        for c in form.all("input", "select", "textarea"):
            name, kind = c.attrs.get("name"), c.attrs.get("type", "text")
            if not name or kind in ("submit", "image", "button"):
                continue
            if kind == "file":
                for fname, data in uploads.get(id(c), []) or [("", b"")]:
                    values.append((name, (fname, data)))
            elif kind in ("checkbox", "radio"):
                on = chosen.get(id(c), "checked" in c.attrs)
                if kind == "radio" and any(id(o) in chosen and o is not c and o.attrs.get("name") == name
                                           for o in form.all("input")):
                    on = False
                if on:
                    values.append((name, c.attrs.get("value", "on")))
            elif c.tag == "select":
                opts = list(c.all("option"))
                value = chosen.get(id(c))
                if value is None:
                    sel = [o for o in opts if "selected" in o.attrs] or opts[:1]
                    value = sel[0].attrs.get("value", sel[0].text()) if sel else ""
                else:
                    value = next((o.attrs.get("value", o.text()) for o in opts
                                  if value in (o.text(), o.attrs.get("value"))), value)
                values.append((name, value))
            elif c.tag == "textarea":
                values.append((name, chosen.get(id(c), "".join(x for x in c.children if isinstance(x, str)))))
            else:
                values.append((name, chosen.get(id(c), c.attrs.get("value", ""))))
        if button.attrs.get("name"):
            values.append((button.attrs["name"], button.attrs.get("value", "")))
        action = button.attrs.get("formaction") or form.attrs.get("action") or self.url
        url = urllib.parse.urljoin(self.url, action)
        if form.attrs.get("method", "get").lower() != "post":
            return self.browser.open(url.split("?")[0] + "?" + urllib.parse.urlencode(values))
        multi = form.attrs.get("enctype", "").lower() == "multipart/form-data"
        return self.browser.post(url, values, multi)


class Browser:
    def __init__(self, cookies=True, lang="ja"):
        handlers = [urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())] if cookies else []
        self.opener = urllib.request.build_opener(*handlers)
        self.lang = lang

    def send(self, request):
        request.add_header("Accept-Language", self.lang)
        try:
            r = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as e:
            r = e
        with r:
            return Page(self, r.geturl(), r.status if hasattr(r, "status") else r.code, r.headers, r.read())

    def open(self, url, method="GET"):
        return self.send(urllib.request.Request(url, method=method))

    def post(self, url, values, multipart=False):
        if not multipart:
            flat = [(k, v) for k, v in values if not isinstance(v, tuple)]
            return self.send(urllib.request.Request(url, urllib.parse.urlencode(flat).encode()))
        mark = uuid.uuid4().hex
        out = []
        for k, v in values:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{k}"'
            if isinstance(v, tuple):
                kind = mimetypes.guess_type(v[0])[0] or "application/octet-stream"
                out.append(f'{head}; filename="{v[0]}"\r\nContent-Type: {kind}\r\n\r\n'.encode() + v[1] + b"\r\n")
            else:
                out.append(f"{head}\r\n\r\n{v}\r\n".encode())
        out.append(f"--{mark}--\r\n".encode())
        r = urllib.request.Request(url, b"".join(out))
        r.add_header("Content-Type", f"multipart/form-data; boundary={mark}")
        return self.send(r)


class Mailbox:
    """The demo's Maildir."""

    def __init__(self, folder):
        self.folder, self.seen = folder, {}

    def open(self, path, name):
        """A message never changes once it is in the Maildir: read once."""
        if name not in self.seen:
            with open(path, "rb") as f:
                m = email.message_from_binary_file(f, policy=email.policy.default)
            self.seen[name] = (os.path.getmtime(path), name, m, str(m.get("X-RcptTo", "")), str(m.get("Subject", "")))
        return self.seen[name]

    def mails(self, to=None, subject=None):
        found = []
        for sub in ("new", "cur"):
            d = os.path.join(self.folder, sub)
            for name in sorted(os.listdir(d)) if os.path.isdir(d) else []:
                got = self.open(os.path.join(d, name), name)
                if (to is None or to in got[3]) and (subject is None or subject in got[4]):
                    found.append(got[:3])
        return [m for _, _, m in sorted(found, key=lambda x: x[:2])]

    def wait(self, to, subject, seconds=30, count=1):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            got = self.mails(to, subject)
            if len(got) >= count:
                return got[-1]
            time.sleep(0.1)
        have = [(str(m["X-RcptTo"]), str(m["Subject"])) for m in self.mails()]
        raise TimeoutError(f"no mail to {to} about {subject}; there are {have}")


def body(mail):
    return mail.get_body(("plain",)).get_content()


def address(mail, part):
    """The first address in the mail's text that contains this part."""
    for url in re.findall(r"https?://\S+", body(mail)):
        if part in url:
            return url
    raise LookupError(f"no address with {part} in: {body(mail)}")


def attachments(mail):
    return [(a.get_filename(), a.get_payload(decode=True)) for a in mail.iter_attachments()]
