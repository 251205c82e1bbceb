#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A forwarded contract signed to the end, with everything real: forwarded, taken
back, forwarded again, an address corrected by the sender; the signer hears of
each new holder before that slot signs, and independent validators judge the PDF."""
import os
import re
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, accept, address, agree, attachments, body, confirmation, register  # noqa: E402
from fault import ctl, processes  # noqa: E402

t = Tap()


def data(name):
    with open(os.path.join(ROOT, "t", "data", name), "rb") as f:
        return f.read()


def judge(site, name, pdf, signatures):
    path = os.path.join(site.run, "judged.pdf")
    with open(path, "wb") as f:
        f.write(pdf)
    r = subprocess.run([os.path.join(ROOT, "t/lib/judge.sh"), path, str(signatures), site.run + "/ca/root.pem",
                        site.run + "/ca/root.pem"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    t.ok(r.returncode == 0, f"{name}: every validator is content with {signatures} signatures", r.stdout)


def forward(browser, link, mail, name, message="", code=None):
    """From the landing page to 転送しました."""
    p = accept(browser, link, code)
    p = p.follow("書類を転送する")
    p = p.press("確認へ進む", {"転送先のメールアドレス": mail, "転送先の氏名": name, "転送先へのメッセージ": message})
    if "この内容で転送しますか" not in p.h1():
        raise AssertionError(f"{p.status} {p.h1()} {p.errors()}")
    return p.press("転送する")


def signer_log(site):
    for d, _, names in os.walk(site.run):
        if "log" in names and os.path.isdir(os.path.join(d, "chain")):
            with open(os.path.join(d, "log"), encoding="utf-8") as f:
                return f.read()
    return ""


with Site() as s:
    owner = register(s, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    people = [{"メールアドレス": "a@example.jp", "氏名": "甲野 花子", "会社名": "甲社", "アクセスコード": "himitsu-42"},
              {"メールアドレス": "typo@example.com", "氏名": "乙川 次郎"}]
    p = owner.open(s.url("/upload"))
    name = next(c.attrs["name"] for c in p.root.all("input") if c.attrs.get("type") == "file")
    p = p.press("次へ", {"タイトル": "秘密保持契約書"}, {name: [("契約書.pdf", data("contract-ja.pdf"))]})
    p = p.press("宛先を追加")
    fields = {(k, i): v for i, person in enumerate(people) for k, v in person.items()}
    form = next(l.up("form") for l in p.root.all("label") if l.text().startswith("メールアドレス"))
    rules = [c for c in form.all("select") if c.attrs.get("name") == "forward"]
    t.same(len(rules), 2, "a rule for forwarding with each recipient")
    for i in range(2):
        fields[("転送を許可する", i)] = "anyone"
    p = p.press("次へ", fields)
    if any(words == "入力項目なしで次へ" for _, words in p.buttons()):
        p = p.press("入力項目なしで次へ")
    p = p.press("送信する")
    doc = re.search(r"/search/doc/(\w+)", p.url).group(1)

    # 甲 → 丙, taken back, → 丁
    mail = s.mail.wait("a@example.jp", "確認依頼")
    first = address(mail, "/review/")
    a = Browser()
    p = forward(a, first, "c@example.org", "丙山 三郎", "お願いします。", "HIMITSU42")
    t.same(p.h1(), "転送しました", "forwarded")
    m04 = s.mail.wait("c@example.org", "確認依頼が転送されました")
    t.ok("甲野 花子様（甲社）から「秘密保持契約書」" in str(m04["Subject"]) and "> お願いします。" in body(m04), "M04 says who forwards", body(m04))
    m05 = s.mail.wait("a@example.jp", "を転送しました（控え）")
    t.ok("/review/" not in body(m05), "M05 opens nothing")
    t.ok(s.mail.wait("jiro@sender.example", "が転送されました（甲野 花子様 → 丙山 三郎様）"), "M06")
    t.same(a.open(first).h1(), "この書類は丙山 三郎様に転送しました", "the old link")
    undo = address(m05, "/forward/")
    for method in ("HEAD", "GET", "GET"):
        Browser().open(undo, method)
    t.same(Browser().open(address(m04, "/review/")).h1(), "確認してほしい書類が届いています", "looking at M05's link takes nothing back")
    p = Browser().open(undo).press("転送を取り消す")
    t.same(p.h1(), "この書類の転送を取り消しました", "taken back")
    t.same(Browser().open(address(m04, "/review/")).h1(), "この案内は取り消されました", "丙's link is over")
    t.ok(s.mail.wait("jiro@sender.example", "の転送が取り消されました"), "the sender is told")
    mail = s.mail.wait("a@example.jp", "確認依頼が届いています", count=2)
    a = Browser()
    forward(a, address(mail, "/review/"), "d@example.net", "丁田 四郎", "", "himitsu-42")
    m04 = s.mail.wait("d@example.net", "確認依頼が転送されました")
    d = Browser()
    p = accept(d, address(m04, "/review/"), "wrong")
    t.ok("アクセスコードが違います" in p.text(), "the access code stays")
    t.same(signer_log(s).count(" reassign "), 0, "the signer has heard of nobody yet")
    p = agree(d, address(m04, "/review/"), "himitsu-42")
    t.same(p.h1(), "同意を受け付けました", "丁 agrees")

    # the sender corrects the second address; that person agrees
    link = address(s.mail.wait("typo@example.com", "確認依頼"), "/review/")
    p = owner.open(s.url(f"/search/doc/{doc}"))
    p = p.follow("宛先を直して送り直す")
    p = p.press("送り直す", {"メールアドレス": "b@example.com", "氏名": "乙川 次郎"})
    right = address(s.mail.wait("b@example.com", "確認依頼"), "/review/")
    t.same(Browser().open(link).h1(), "この案内は取り消されました", "the wrong address has no link")
    p = agree(Browser(cookies=False), right)
    t.ok("全員の同意がそろいました" in p.h1() or "契約が成立しました" in p.h1(), "乙 agrees", f"{p.status} {p.h1()}")

    for who in ("jiro@sender.example", "d@example.net", "b@example.com"):
        mail = s.mail.wait(who, "合意締結が完了しました", 60)
        got = attachments(mail)
        t.same([n for n, _ in got], ["契約書.pdf"], f"{who} has the PDF")
    mail = s.mail.wait("a@example.jp", "合意締結が完了しました")
    t.same(len(attachments(mail)), 1, "who forwarded it has the PDF, too")
    p = Browser().open(address(mail, "/agree/"))
    t.same(p.h1(), "契約が成立しました", "and a link to the result")
    t.same(len(s.mail.mails(None, "合意締結")), 4, "each of them once")
    judge(s, "the forwarded contract", got[0][1], 5)
    text = got[0][1].decode("latin-1")
    log = signer_log(s)
    t.same([re.search(r"reason=(\w+)", x).group(1) for x in log.split("\n") if " reassign " in x],
           ["forward", "correction"], "the signer was told of the two who signed in another's place")
    t.same(len(s.mail.mails("c@example.org", "合意締結")), 0, "who never acted gets no result")
    page = owner.open(s.url(f"/search/doc/{doc}"))
    t.ok("甲野 花子様にメールを送信：転送の控え（a@example.jp）" in page.text() and
         "丁田 四郎様にメールを送信：転送の控え" not in page.text(), "the history names whose mailbox it was", page.text())
    t.ok("転送" in page.text() and "丁田 四郎" in page.text(), "the history tells of it")
    t.same(a.open(first).h1(), "この書類の転送を取り消しました", "the first link still says what became of it")
    cert = owner.open(s.url(f"/fetch/{doc}/certificate")).body
    path = os.path.join(s.run, "certificate.pdf")
    with open(path, "wb") as f:
        f.write(cert)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], stdout=subprocess.PIPE).stdout.decode()
    text = re.sub(r"\s+", "", text)
    t.ok("甲野花子a@example.jp→丁田四郎d@example.net" in text and "乙川次郎typo@example.com→乙川次郎b@example.com" in text,
         "the certificate says from whom to whom", text[:3000])
    t.ok("丙山三郎c@example.org→" not in text and "→丙山三郎" not in text, "and nothing of what was taken back among the parties")
    r = ctl(s, "verify", "--history")
    t.same(r.returncode, 0, "ctl verify --history finds nothing wrong")
    for line in r.stdout.splitlines()[:10] if r.returncode else []:
        print("#", line)
    r = Browser().open(right)
    t.ok("同意済み" in r.text(), "乙's own link: agreed")

    # a mail gateway looks at every link of every mail, twice
    urls = sorted({u for m in s.mail.mails() for u in re.findall(r"https?://[^\s<>]+", body(m)) if u.startswith(s.base)})
    events = owner.open(s.url(f"/search/doc/{doc}")).text().split("経過")[-1]
    codes = [Browser().open(u, how).status for u in urls for how in ("HEAD", "GET", "HEAD", "GET")]
    t.ok(len(urls) > 20 and max(codes) < 500, f"{len(urls)} links of the mails, each looked at four times", str(sorted(set(codes))))
    t.same(owner.open(s.url(f"/search/doc/{doc}")).text().split("経過")[-1], events, "… and nothing happened")

    # the same with the clerk killed again and again while it signs
    p = owner.open(s.url("/upload"))
    p = p.press("次へ", {"タイトル": "覚書"}, {name: [("覚書.pdf", data("contract-ja.pdf"))]})
    p = p.press("次へ", {"メールアドレス": "a@example.jp", "氏名": "甲野 花子", "転送を許可する": "anyone"})
    p = p.press("入力項目なしで次へ").press("送信する")
    forward(Browser(), address(s.mail.wait("a@example.jp", "「覚書」の確認依頼"), "/review/"), "e@example.net", "戊本 五郎")
    before, e = signer_log(s).count(" reassign "), Browser()
    p = confirmation(e, address(s.mail.wait("e@example.net", "確認依頼が転送されました"), "/review/"))
    stop, kills = threading.Event(), [0]

    def killer():
        while not stop.wait(0.08):
            for pid in processes(s).get("clerk", []):
                try:
                    os.kill(pid, signal.SIGKILL)
                    kills[0] += 1
                except ProcessLookupError:
                    pass

    k = threading.Thread(target=killer)
    k.start()
    p.press("同意して確認完了")
    time.sleep(6)
    stop.set()
    k.join()
    got = attachments(s.mail.wait("e@example.net", "合意締結が完了しました", 90))
    t.same(signer_log(s).count(" reassign ") - before, 1, f"clerks killed {kills[0]} times: the signer heard of it once")
    judge(s, "the contract signed through it", got[0][1], 4)
t.done()
