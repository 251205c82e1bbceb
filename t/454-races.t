#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two presses at the same instant, at the running site with its real web server,
several workers a page and the clerk: whole requests wait but for their last byte,
then every last byte leaves at once. One act wins, it stands once in the history, and
whoever was second gets the page of what is so now. ROUNDS=n changes how often."""
import concurrent.futures
import os
import re
import socket
import sys
import threading
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import journal  # noqa: E402
from demosite import ROOT, Browser, Site, Tap, accept, address, register, send  # noqa: E402
from fault import ctl  # noqa: E402

t = Tap()
ROUNDS = int(os.environ.get("ROUNDS", 20))
PDF = open(os.path.join(ROOT, "t/data/minimal.pdf"), "rb").read()


class Held(Exception):
    pass


def held(page, words, fields=None):
    """What the browser would send when this button is pressed, as bytes."""
    browser, caught = page.browser, []

    def post(url, values, multipart=False):
        caught.append((url, values))
        raise Held
    browser.post = post
    try:
        page.press(words, fields)
    except Held:
        pass
    finally:
        del browser.post
    url, values = caught[0]
    parts = urllib.parse.urlsplit(url)
    body = urllib.parse.urlencode(values).encode()
    r = urllib.request.Request(url)
    for h in browser.opener.handlers:
        if hasattr(h, "cookiejar"):
            h.cookiejar.add_cookie_header(r)
    head = ["POST %s HTTP/1.0" % (parts.path + ("?" + parts.query if parts.query else "")), "Host: " + parts.netloc,
            "Content-Type: application/x-www-form-urlencoded", "Content-Length: %d" % len(body)]
    if r.get_header("Cookie"):
        head.append("Cookie: " + r.get_header("Cookie"))
    return "\r\n".join(head + ["", ""]).encode() + body


class Answer:
    def __init__(self, raw):
        head, _, body = raw.partition(b"\r\n\r\n")
        self.status = int(head.split()[1]) if head else 0
        where = re.search(rb"(?mi)^Location: (\S+)", head)
        self.where = where.group(1).decode() if where else ""
        self.text = body.decode("utf-8", "replace")
        h1 = re.search(r"<h1>(.*?)</h1>", self.text, re.S)
        self.h1 = re.sub(r"<[^>]*>", "", h1.group(1)) if h1 else ""

    def __repr__(self):
        return "%d %s %s" % (self.status, self.where, self.h1)


def at_once(site, *requests):
    """The answers to all of them, whose last bytes left at the same instant."""
    gate = threading.Barrier(len(requests))

    def one(raw):
        with socket.create_connection(("127.0.0.1", site.port), timeout=60) as s:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            s.sendall(raw[:-1])
            gate.wait(60)
            s.sendall(raw[-1:])
            got = b""
            while True:
                more = s.recv(65536)
                if not more:
                    return Answer(got)
                got += more
    with concurrent.futures.ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(one, requests))


def make(site, owner, n):
    """A sent contract with two parties, of whom the first has accepted the terms."""
    who = "p%d@example.jp" % n
    doc, page = send(site, owner, "書類%d" % n, [("m.pdf", PDF)],
                     [{"メールアドレス": who, "氏名": "甲"}, {"メールアドレス": "q%d@example.jp" % n, "氏名": "乙"}])
    link = address(site.mail.wait(who, "「書類%d」の確認依頼" % n, 60), "/review/")
    return {"doc": doc, "owner": page, "read": accept(Browser(), link), "n": n}


def agreeing(c):
    return held(c["read"].press("書類の内容に同意"), "同意して確認完了")


def forwarding(c, who="f%d@example.jp", name="丙"):
    p = c["read"].follow("書類を転送する")
    return held(p.press("確認へ進む", {"転送先のメールアドレス": who % c["n"], "転送先の氏名": name}), "転送する")


def respelling(c):
    return held(c["read"].follow("氏名・会社名の表記を直す"), "この表記にする", {"氏名": "甲野"})


def declining(c):
    p = c["read"].follow("同意しないで却下する")
    return held(p.press("確認へ進む", {"その他": True}), "却下する")


def withdrawing(c):
    return held(c["owner"].follow("取り下げる"), "取り下げる", {"理由": "作り直します"})


# act: how it is pressed, its event and slot, where the winner is led
ACTS = {
    "agree": (agreeing, ("agreed", 1), r"/agree/\w+/done$"),
    "forward": (forwarding, ("forwarded", 1), r"/forward/\w+/done$"),
    "respell": (respelling, ("respelled", 1), r"/review/\w+/read\?named=1$"),
    "decline": (declining, ("declined", 1), r"/agree/\w+"),
    "withdraw": (withdrawing, ("withdrawn", 0), r"/search/doc/\w+$"),
}
# who won, who lost: what the loser is told
TOLD = {
    ("agree", "forward"): (303, r"/agree/\w+/done$"),
    ("forward", "agree"): (200, "この書類は丙様に転送しました"),
    ("agree", "withdraw"): (422, "甲様がちょうど同意したため、取り下げられませんでした"),
    ("withdraw", "agree"): (410, "送信者がこの書類を取り下げました"),
    ("forward", "withdraw"): (303, r"/search/doc/\w+$"), # no contradiction: one after the other
    ("withdraw", "forward"): (410, "送信者がこの書類を取り下げました"),
    ("agree", "respell"): (303, r"/agree/\w+/done$"),
    ("respell", "agree"): (409, "確認中に書類の状態が変わりました"), # what was shown is not what stands there now
    ("agree", "decline"): (303, r"/agree/\w+/done$"),
    ("decline", "agree"): (200, "却下しました"),
}
BOTH = {("forward", "withdraw")}


def events(keys, doc):
    """[(kind, slot)] of a document, in order."""
    out = []
    for k in sorted(k for k in keys if k.startswith("event/%s/" % doc)):
        e = dict(line.split(" ", 1) for line in keys[k].decode().splitlines() if " " in line)
        out.append((e["kind"], int(e["slot"])))
    return out


def judge(happened, told):
    """What is wrong about this outcome, or None."""
    if any(not a.status or a.status >= 500 for a in told.values()):
        return "no answer"
    first = happened[0] if happened else None
    second = next((x for x in told if x != first), None)
    if happened != [first] and not ((first, second) in BOTH and happened == [first, second]):
        return "not one act"
    if told[first].status != 303 or not re.search(ACTS[first][2], told[first].where):
        return "the winner"
    status, words = TOLD[first, second]
    a = told[second]
    if a.status != status or not re.search(words, a.where if status == 303 else a.h1 + a.text):
        return "the loser"
    return None


def duel(site, contracts, one, other):
    """Every contract: both at once. Then the history judges who won."""
    played = [(c, at_once(site, *[ACTS[x][0](c) for x in (one, other)])) for c in contracts]
    keys = journal.latest(site.run + "/var/store")
    won, wrong = {one: 0, other: 0}, []
    for c, answers in played:
        told = dict(zip((one, other), answers))
        happened = [x for e in events(keys, c["doc"]) for x in (one, other) if ACTS[x][1] == e]
        bad = judge(happened, told)
        if bad:
            wrong.append((bad, happened, told))
        else:
            won[happened[0]] += 1
    t.ok(not wrong, "%s against %s, %d times: %s" % (one, other, len(played), won), "\n".join(map(str, wrong[:4])))


def two_heirs(site, contracts):
    wrong = []
    for c in contracts:
        a = at_once(site, forwarding(c), forwarding(c, "g%d@example.jp", "丁"))
        first, second = (a[0], a[1]) if a[0].status == 303 else (a[1], a[0])
        heir = "丙" if first is a[0] else "丁"
        n = events(journal.latest(site.run + "/var/store"), c["doc"]).count(("forwarded", 1))
        if (n, first.status, second.status) != (1, 303, 200) or "この書類は%s様に転送しました" % heir not in second.text:
            wrong.append((n, a))
    t.ok(not wrong, "forwarded to two people, %d times: one has it, and both pages say who" % len(contracts), wrong[:4])


def all_at_once(site, c):
    answers = at_once(site, *[agreeing(c)] * 16)
    t.ok(all(a.status == 303 and re.search(r"/agree/\w+/done$", a.where) for a in answers),
         "sixteen presses of one button: each leads to the result", answers)
    t.same(events(journal.latest(site.run + "/var/store"), c["doc"]).count(("agreed", 1)), 1, "… and it was agreed to once")


with Site() as site:
    owners = [register(site, "jiro%d@sender.example" % i, "サイン次郎") for i in range(2)]
    PAIRS = [("agree", "forward"), ("agree", "withdraw"), ("forward", "withdraw"), ("decline", "agree"),
             ("respell", "agree")]
    total = ROUNDS * (len(PAIRS) + 1) + 3
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        halves = [pool.submit(lambda i=i: [make(site, owners[i], n) for n in range(i, total, 2)]) for i in range(2)]
        made = sorted((c for h in halves for c in h.result()), key=lambda c: c["n"])
    for i, (one, other) in enumerate(PAIRS):
        duel(site, made[i * ROUNDS:(i + 1) * ROUNDS], one, other)
    two_heirs(site, made[-3 - ROUNDS:-3])
    for c in made[-3:]:
        all_at_once(site, c)
    # what won is what everybody lives with
    keys = journal.latest(site.run + "/var/store")
    state = {c["n"]: re.search(rb"(?m)^state (\w+)", keys["contract/" + c["doc"]]).group(1).decode() for c in made}
    for c in made[:ROUNDS] + made[-3:]:
        site.mail.wait(("q%d@example.jp" if ("agreed", 1) in events(keys, c["doc"]) else "f%d@example.jp") % c["n"], "書類%d」" % c["n"], 60)
    t.same({state[c["n"]] for c in made[:ROUNDS]}, {"waiting"}, "agreed or forwarded: it goes on, and who is next has a mail")
    t.same({state[c["n"]] for c in made[ROUNDS * 2:ROUNDS * 3]}, {"withdrawn"}, "withdrawn in the end, forwarded before or not")
    site.stop()
    r = ctl(site, "verify", "--history")
    t.ok(r.returncode == 0 and "BAD" not in r.stdout, "and the whole history holds", r.stdout)
t.done()
