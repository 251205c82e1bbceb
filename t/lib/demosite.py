# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole site for a test: real nginx, FastCGI workers, clerk, mail server,
TSA, in a run folder of its own. And the main job, done by people with labels."""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from person import Browser, Mailbox, address, attachments, body  # noqa: F401

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("B", os.path.join(ROOT, "build"))
DEMO = os.path.join(ROOT, "etc", "demo", "demo")


class Tap:
    def __init__(self):
        self.n = self.bad = 0

    def ok(self, good, what, note=""):
        self.n += 1
        self.bad += not good
        print(f"{'' if good else 'not '}ok {self.n} - {what}", flush=True)
        if not good and note:
            print("# " + str(note).replace("\n", "\n# "), flush=True)
        return good

    def same(self, got, want, what):
        return self.ok(got == want, what, f"got {got!r}, want {want!r}")

    def done(self):
        print(f"1..{self.n}")
        sys.exit(self.bad > 0)


def free_port():
    for port in range(19000 + os.getpid() % 900 * 10, 64000, 10):
        try:
            for p in range(port, port + 5):
                with socket.socket() as s:
                    s.bind(("127.0.0.1", p))
            return port
        except OSError:
            continue
    raise OSError("no free port")


class Site:
    def __init__(self):
        parent = "/var/lib" if os.geteuid() == 0 else None
        self.run = tempfile.mkdtemp(prefix="teiketsu-test-", dir=parent)
        os.chmod(self.run, 0o755)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.mail = Mailbox(os.path.join(self.run, "mail"))

    def command(self, *words):
        return subprocess.run(["/usr/bin/python3", DEMO, *words, "--run", self.run],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)

    def start(self):
        r = self.command("start", "--port", str(self.port), "--build", BUILD)
        if r.returncode:
            raise RuntimeError("the site does not start: " + r.stdout)

    def stop(self):
        return self.command("stop")

    def remove(self):
        self.stop()
        shutil.rmtree(self.run, ignore_errors=True)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_):
        self.remove()

    def url(self, path):
        return self.base + path


PASSWORD = "とても長いパスワードです2026"


def register(site, mail, name, company=""):
    """A new owner, signed in."""
    b = Browser()
    p = b.open(site.url("/account/register")).press("確認メールを送る", {"メールアドレス": mail})
    letter = site.mail.wait(mail, "登録を完了してください")
    p = b.open(address(letter, "/account/verify/"))
    fields = {"氏名": name, "会社名": company, "パスワード": PASSWORD}
    ticks = [c.attrs["name"] for c in p.root.all("input") if c.attrs.get("type") == "checkbox"]
    fields.update({t: True for t in ticks})
    p = p.press("登録を完了する", fields)
    if "書類の状況" not in p.text():
        raise AssertionError(f"not signed in: {p.status} {p.url} {p.text()[:500]}")
    return b


def prepare(site, owner, title, files, message=""):
    """書類の準備. files: [(name, bytes)]. The page after 次へ."""
    p = owner.open(site.url("/upload"))
    fields = {"タイトル": title}
    if message:
        fields["メッセージ"] = message
    name = next(c.attrs["name"] for c in p.root.all("input") if c.attrs.get("type") == "file")
    return p.press("次へ", fields, {name: files})


def address_to(page, people, skip=True):
    """送付先の設定. people: [{label: value}]. The page after 次へ; skip: without input
    fields on to the last step."""
    while True:
        rows = sum(1 for l in page.root.all("label") if l.text().startswith("メールアドレス"))
        if rows >= len(people):
            break
        page = page.press("宛先を追加")
    fields = {}
    for i, person in enumerate(people):
        for label, value in person.items():
            fields[(label, i)] = value
    page = page.press("次へ", fields)
    return page.press("入力項目なしで次へ") if skip and page.h1() == "入力項目の設定" else page


def place(page, places):
    """入力項目の設定, by numbers. places: (page, kind, who, label, required, left, top, width, height)
    in the order of pages; mm. The page after 次へ."""
    at = 1
    for n, kind, who, label, must, left, top, width, height in places:
        if n != at:
            page = page.follow("次のページ")
            at = n
        page = page.press("数値で置く", {"kind": kind, "who": str(who), "label": label, "required": must, "left": str(left),
                                         "top": str(top), "width": str(width), "height": str(height)})
        if page.errors() or label not in page.text():
            raise AssertionError(f"not placed: {label}: {page.errors()} {page.text()[:800]}")
    return page.press("次へ")


def send(site, owner, title, files, people, message="", repaired=False):
    """repaired: a file is damaged, and its sender looks at what was made of it."""
    p = prepare(site, owner, title, files, message)
    if repaired:
        p = p.press("確かめました").press("次へ")
    if p.errors():
        raise AssertionError(f"upload: {p.errors()}")
    p = address_to(p, people)
    p = p.press("送信する")
    if p.status != 200 or "/search/doc/" not in p.url:
        raise AssertionError(f"not sent: {p.status} {p.url} {p.text()[:800]}")
    return re.search(r"/search/doc/(\w+)", p.url).group(1), p


def accept(browser, link, code=None):
    p = browser.open(link)
    return p.press("利用規約に同意して確認", {"アクセスコード": code} if code else None)


def confirmation(browser, link, code=None):
    """The page with the last button."""
    p = accept(browser, link, code)
    return p.follow("書類の内容に同意") if any("書類の内容に同意" in a.text() for a in p.root.all("a")) \
        else p.press("書類の内容に同意")


def agree(browser, link, code=None):
    return confirmation(browser, link, code).press("同意して確認完了")
