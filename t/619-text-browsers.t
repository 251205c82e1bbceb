#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The simple version in text browsers: what w3m and lynx print, in reading order;
and a whole agreement, items included, by each of them, at the keyboard of a
terminal."""
import fcntl
import html.parser
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, address, address_to, body, place, prepare, register  # noqa: E402

for tool in ("w3m", "lynx"):
    if not shutil.which(tool):
        print(f"1..0 # SKIP no {tool}")
        sys.exit(0)
t = Tap()
ITEMS = [(1, "text", 1, "乙の住所", True, 52, 180, 90, 8), (1, "date", 1, "契約開始日", True, 52, 195, 40, 8),
         (1, "check", 1, "内容を確認した", True, 30, 210, 6, 6), (1, "round", 1, "押印", True, 150, 220, 15, 15)]


class Terminal:
    """A program on a terminal of 100 x 60, and what it wrote."""

    def __init__(self, words, home):
        env = {"PATH": os.environ["PATH"], "HOME": home, "TERM": "vt100", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.execvpe(words[0], words, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 100, 0, 0))
        self.seen = b""

    def read(self, quiet=0.4, most=8):
        """What it writes until it is quiet."""
        until, got = time.monotonic() + most, b""
        while time.monotonic() < until:
            ready, _, _ = select.select([self.fd], [], [], quiet)
            if not ready:
                break
            try:
                got += os.read(self.fd, 65536)
            except OSError:
                break
        self.seen += got
        return re.sub(rb"\x1b[\[(][0-9;?]*[A-Za-z0-9]|[\x0e\x0f]", b"", got).decode("utf-8", "replace")

    def type(self, keys, quiet=0.4):
        os.write(self.fd, keys.encode() if isinstance(keys, str) else keys)
        return self.read(quiet)

    def close(self):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def dump(words):
    return subprocess.run(words, stdout=subprocess.PIPE, timeout=60).stdout.decode("utf-8", "replace")


def in_order(text, words, what):
    at, flat = 0, re.sub(r"\s+", "", text)
    for w in words:
        found = flat.find(re.sub(r"\s+", "", w), at)
        if found < 0:
            return t.ok(False, f"{what}: then “{w}”", text)
        at = found
    return t.ok(True, what)


class Stops(html.parser.HTMLParser):
    """What a text browser stops at, in order: (words or id, kind)."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.all, self.open = [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "a" and a.get("href"):
            self.open = ["", "a"]
        elif tag == "button":
            self.open = ["", "button"]
        elif tag in ("input", "textarea") and a.get("type") != "hidden":
            self.all.append((a.get("id", a.get("name", "")), tag + a.get("type", "")))

    def handle_data(self, data):
        if self.open:
            self.open[0] += data

    def handle_endtag(self, tag):
        if self.open and tag == self.open[1]:
            self.all.append((self.open[0].strip(), tag))
            self.open = None


def prepared(site, owner, name):
    """A waiting contract of one person with four items: the link of the simple version."""
    p = prepare(site, owner, f"覚書（{name}）", [("覚書.pdf", data("contract-ja.pdf"))])
    p = address_to(p, [{"メールアドレス": f"{name}@a.example", "氏名": "受信 花子"}], skip=False)
    place(p, ITEMS).press("送信する")
    return address(site.mail.wait(f"{name}@a.example", "確認依頼"), "/lite")


def data(name):
    with open(os.path.join(ROOT, "t", "data", name), "rb") as f:
        return f.read()


def twin(link):
    """The same pages for a program that can be asked what stands where."""
    b = Browser()
    return b, b.open(link)


def result(site, name, browser):
    mail = site.mail.wait(f"{name}@a.example", "同意を受け付けました")
    t.ok("［1］乙の住所：Tokyo 1-2-3" in body(mail) and "：2027年4月1日" in body(mail), f"{browser}: agreed, with every item filled in",
         body(mail))


def stop_of(page, words):
    """How many stops before this one."""
    stops = Stops(page.body.decode()).all
    return next(i for i, (w, _) in enumerate(stops) if w == words)


def by_w3m(site, link):
    with tempfile.TemporaryDirectory() as home:
        os.mkdir(home + "/.w3m")
        w = Terminal(["w3m", "-cookie", "-o", "accept_cookie=1", "-o", "confirm_qq=0", "-o", "display_charset=UTF-8", link + "?lang=ja"], home)
        w.read(1)
        mirror, page = twin(link)

        def go(words, keys, quiet=0.5):
            w.type("g")
            w.type("\t" * stop_of(page, words))  # the first one stands where g leads
            return w.type(keys, quiet)

        go("利用規約に同意して確認", "\r", 1.2)
        page = page.press("利用規約に同意して確認")
        go("f1", "\r")
        w.type("Tokyo 1-2-3\r")
        go("f2", "\r")
        w.type("2027-04-01\r")
        go("f3", "\r")
        go("f4", "\r")
        w.type("AB\r")
        seen = go("書類の内容に同意", "\r", 1.2)
        t.ok("この内容で同意しますか" in seen, "w3m: the last page", seen)
        page = page.press("書類の内容に同意", {"［1］乙の住所": "Tokyo 1-2-3", "［2］契約開始日": "2027-04-01", "［3］内容を確認した": True,
                                               "［4］押印": "AB"})
        go("同意して確認完了", "\r", 1.5)
        w.close()


def by_lynx(site, link):
    with tempfile.TemporaryDirectory() as home:
        # -tna: digits go to a field only after it was entered, so that numbers lead to fields
        x = Terminal(["lynx", "-accept_all_cookies", "-display_charset=utf-8", "-assume_charset=utf-8", "-number_fields", "-tna", "-delay=0",
                      link + "?lang=ja"], home)
        x.read(2.5)
        mirror, page = twin(link)

        def go(words, *keys, quiet=0.8):
            x.type("0")  # asks for a number
            seen = x.type(f"{stop_of(page, words) + 1}g\r")
            for k in keys:
                seen = x.type(k, quiet)
            return seen

        go("利用規約に同意して確認", "\r", quiet=2.5)
        page = page.press("利用規約に同意して確認")
        go("f1", "\r", "Tokyo 1-2-3\r")
        go("f2", "\r", "2027-04-01\r")
        go("f3", "\r")
        go("f4", "\r", "AB\r")
        seen = go("書類の内容に同意", "\r", quiet=2.5)
        t.ok("この内容で同意しますか" in seen, "lynx: the last page", seen)
        page = page.press("書類の内容に同意", {"［1］乙の住所": "Tokyo 1-2-3", "［2］契約開始日": "2027-04-01", "［3］内容を確認した": True,
                                               "［4］押印": "AB"})
        go("同意して確認完了", "\r", quiet=1.5)
        x.close()


with Site() as s:
    o = register(s, "jiro@sender.example", "サイン次郎")
    first = prepared(s, o, "w3m")
    _, p = twin(first)
    p = p.press("利用規約に同意して確認")
    with tempfile.TemporaryDirectory() as d:
        path = os.path.join(d, "lite.html")
        with open(path, "wb") as f:
            f.write(p.body)
        order = ["（簡易表示版）", "送信者", "サイン次郎様", "あなた", "受信 花子様", "PDFをダウンロード", "この画面ですること", "入力項目を埋める（4か所、うち必須4か所）",
                 "未入力の必須欄へ進む（残り4か所）", "1. 書類", "第１条（目的）", "第３条（有効期間）", "2. 入力項目", "［1］乙の住所（必須）", "［2］契約開始日（必須）",
                 "例：2027-04-01", "[ ］".replace("］", "]"), "［3］内容を確認した（必須）", "［4］押印（必須）", "印影にする文字", "保存する", "3. 同意", "まだ契約は成立しません",
                 "書類の内容に同意", "使い方と問い合わせ先"]
        in_order(dump(["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", path]), order, "w3m prints it in reading order")
        in_order(dump(["lynx", "-dump", "-nolist", "-display_charset=utf-8", "-assume_charset=utf-8", path]), order,
                 "lynx prints it in reading order")
    by_w3m(s, first)
    result(s, "w3m", "w3m")
    by_lynx(s, prepared(s, o, "lynx"))
    result(s, "lynx", "lynx")
t.done()
