#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""一括検証: the owner's page with period, table, steps and CSV; ctl verify --since
--until; documents at risk. Changed, missing and foreign files are told, nobody
sees another owner's."""
import csv
import datetime
import glob
import io
import os
import re
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import journal  # noqa: E402
from demosite import ROOT, Browser, Site, Tap, address, agree, register, send  # noqa: E402
from fault import ctl, processes, wait_until  # noqa: E402

t = Tap()
PDF = open(os.path.join(ROOT, "t/data/contract-ja.pdf"), "rb").read()
JST = datetime.timezone(datetime.timedelta(hours=9))
TODAY = datetime.datetime.now(JST).strftime("%Y-%m-%d")

with Site() as site:
    def conclude(owner, title, files, who):
        doc, _ = send(site, owner, title, files, [{"メールアドレス": who, "氏名": "甲"}])
        agree(Browser(), address(site.mail.wait(who, f"「{title}」の確認依頼"), "/review/"))
        return doc

    def restart(change):
        path = site.run + "/etc/site.conf"
        text = open(path).read()
        with open(path, "w") as f:
            f.write(change(text))
        before = processes(site)
        for name, pids in before.items():
            if name.startswith("serve ") or name == "clerk":
                for pid in pids:
                    try:
                        os.kill(pid, signal.SIGTERM)
                    except ProcessLookupError:
                        pass
        wait_until(lambda: not set(before["serve search"]) & set(processes(site).get("serve search", before["serve search"])), 20)
        time.sleep(1)
        return text

    owner = register(site, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    other = register(site, "hanako@other.example", "他社花子", "他社")
    page = owner.open(site.url("/search/batch"))
    t.ok("この期間に締結した書類はありません" in page.text() and page.status == 200, "nothing concluded: said so", page.text())
    many = conclude(owner, '=HYPERLINK("x")', [(f"契約書{i:02}.pdf", PDF) for i in range(1, 21)], "a@example.jp")
    few = conclude(owner, "秘密保持契約書", [(f"別紙{i}.pdf", PDF) for i in range(1, 6)], "b@example.jp")
    theirs = conclude(other, "他社の契約書", [("契約書.pdf", PDF)], "c@example.jp")
    waits, _ = send(site, owner, "まだの契約書", [("契約書.pdf", PDF)], [{"メールアドレス": "d@example.jp", "氏名": "丁"}])
    for who in "abc":
        site.mail.wait(who + "@example.jp", "合意締結が完了", 120)
    STORE, DOC = site.run + "/var/store", site.run + "/var/doc"

    def file_of(doc, n):
        shas = re.findall(r"(?m)^revision (\S+)", journal.latest(STORE)["contract/" + doc].decode())
        return f"{DOC}/{shas[n - 1][:2]}/{shas[n - 1]}"

    def rows(p):
        return [tr for tr in p.root.all("tr") if any(True for _ in tr.all("td"))]

    # --- the page
    done = owner.open(site.url("/search/done"))
    page = done.follow("一括検証")
    t.ok("一括検証" in page.h1() and "25件のうち0件を検証しました" in page.text(), "from the list 締結済み to 一括検証", page.text())
    t.ok(f"{int(TODAY[:4])}年1月1日から" in page.text(), "without a period: this year")
    t.ok(len(rows(page)) == 20 and "1/2ページ" in page.text(), "20 rows on a page", len(rows(page)))
    t.ok("他社の契約書" not in page.text() and "まだの契約書" not in page.text(), "nobody else's, nothing that is not concluded")
    t.same(len(rows(page.follow("次の20件"))), 5, "the rest on the next")
    start = time.monotonic()
    page = page.press("検証する（残り25件）")
    t.ok(time.monotonic() - start < 10, "a press ends within ten seconds (%.1f s)" % (time.monotonic() - start))
    t.ok("25件のうち25件を検証しました。問題のある書類は0件、注意が必要な書類は0件" in page.text(), "… and all are verified", page.text())
    t.ok(page.text().count("変わっていません。署名は有効です") == 20 and "PAdES-B-LTA" in page.text(), "each row says so, with its level")
    t.ok("もう一度すべて検証する" in page.text(), "… it can be repeated")
    again = owner.open(site.url("/search/batch"))
    t.ok("25件のうち25件を検証しました" in again.text(), "what was judged is kept for a day")

    # --- CSV
    def table(p):
        t.ok(p.headers["Content-Type"] == "text/csv; charset=utf-8" and p.body.startswith(b"\xef\xbb\xbf"), "CSV in UTF-8 with BOM",
             p.headers["Content-Type"])
        return list(csv.reader(io.StringIO(p.body.decode("utf-8-sig"), newline="")))

    download = page.follow("CSVをダウンロード")
    got = table(download)
    t.ok("attachment" in download.headers["Content-Disposition"] and ".csv" in download.headers["Content-Disposition"], "offered for saving")
    HEADER = ["書類ID", "タイトル", "ファイル名", "相手方", "締結日時", "SHA-256", "バイト数", "検証結果", "署名の水準",
              "タイムスタンプの日時", "タイムスタンプの有効期限", "注意", "検証日時"]
    t.same(got[0], HEADER, "the header is fixed")
    t.ok(len(got) == 26 and all(len(r) == 13 for r in got) and b"\r\n" in download.body, "one row for each file, CRLF")
    t.same({r[1] for r in got[1:]}, {"'=HYPERLINK(\"x\")", "秘密保持契約書"}, "what a spreadsheet would calculate is made harmless")
    t.ok({r[7] for r in got[1:]} == {"変わっていません。署名は有効です"} and {r[8] for r in got[1:]} == {"PAdES-B-LTA"}, "results and levels")
    import hashlib
    t.same({r[0]: r[5] for r in got[1:]}[few + "-2"], hashlib.sha256(open(file_of(few, 2), "rb").read()).hexdigest(), "the hash is the file's")
    t.ok(got[1][4].startswith(TODAY) and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", got[1][12]), "times in JST", got[1])
    en = Browser(lang="en")
    en.opener = owner.opener
    t.same(table(en.open(site.url("/search/batch/csv?lang=en")))[0][0], "Document ID", "in English, too")
    owner.open(site.url("/search/batch?lang=ja"))

    # --- the period
    def period(since, until):
        return owner.open(site.url("/search/batch")).press("この期間の書類を表示", {"締結した日（はじめ）": since, "締結した日（おわり）": until})

    era = f"令和{int(TODAY[:4]) - 2018}年{int(TODAY[5:7])}月{int(TODAY[8:])}日"
    t.ok("25件のうち25件" in period(era, TODAY).text(), "today alone, written in the era: both days belong to the period")
    t.ok("この期間に締結した書類はありません" in period("2020-01-01", "2020-12-31").text(), "another year: nothing")
    p = period(TODAY, "2020-01-01")
    t.ok(p.status == 422 and "はじめの日と同じか後の日" in p.text(), "a period that ends before it begins: said", p.text())
    p = period("きのう", TODAY)
    t.ok("のように書いてください" in p.text() and p.status < 500, "no date: said", p.status)
    t.same(owner.open(site.url("/search/batch?page=99")).status, 200, "a page beyond the last: the last")

    # --- strangers
    p = Browser().open(site.url("/search/batch"))
    t.ok("ログイン" in p.h1() or "/account/login" in p.url, "without signing in: the way in", p.url)
    t.ok("1件のうち0件" in other.open(site.url("/search/batch")).text(), "the other owner sees his own only")

    # --- changed, missing
    with open(file_of(few, 1), "r+b") as f:
        f.seek(1000)
        f.write(b"#")
    with open(file_of(few, 2), "ab") as f:
        f.write(b"\n")
    os.rename(file_of(few, 3), file_of(few, 3) + ".away")
    t.ok("問題のある書類は0件" in owner.open(site.url("/search/batch")).text(), "what was judged before stays as it was")
    page = owner.open(site.url("/search/batch")).press("もう一度すべて検証する")
    t.ok("25件のうち25件を検証しました。問題のある書類は3件" in page.text() and "運用者に知らせてください" in page.text(), "again: three have a problem", page.text())
    got = {r[0]: r for r in table(page.follow("CSVをダウンロード"))[1:]}
    t.same([got[f"{few}-{i}"][7] for i in range(1, 5)],
           ["ファイルが変わっています", "ファイルが変わっています", "ファイルが見つかりません", "変わっていません。署名は有効です"],
           "changed, longer, missing, good")

    # --- the administrator's
    r = ctl(site, "verify", "--since", TODAY, "--until", TODAY)
    t.ok(r.returncode == 2 and "26 files, 3 not good, 0 at risk" in r.stdout, "ctl verify --since --until: everybody's files", r.stdout[-600:])
    t.ok(re.search(rf"BAD  {few}-3: gone", r.stdout) and re.search(rf"BAD  {few}-1: changed", r.stdout) and
         re.search(rf"ok   {theirs}-1: good level=LTA", r.stdout), "… each with its finding", r.stdout)
    os.rename(file_of(few, 3) + ".away", file_of(few, 3))
    r = ctl(site, "verify", "--since", "2020-01-01", "--until", TODAY, "--csv")
    got = list(csv.reader(io.StringIO(r.stdout.lstrip("\ufeff"))))
    t.ok(got[0] == HEADER and len(got) == 27 and r.returncode == 2, "--csv: the same header", got[:2])
    t.same(ctl(site, "verify", "--since", "2019-01-01", "--until", "2019-12-31").returncode, 0, "nothing in the period: 0")
    for words in (("--since", "junk"), ("--csv",), ("--since", TODAY, "--until", "2019-01-01")):
        t.same(ctl(site, "verify", *words).returncode, 64, "wrong use: 64 " + " ".join(words))

    # --- another certificate: the bytes are the released ones, the signatures are not ours any more
    pins = open(site.run + "/etc/own-certs").read()
    with open(site.run + "/etc/own-certs", "w") as f:
        f.write("ab" * 32 + "\n")
    r = ctl(site, "verify", "--since", TODAY, "--until", TODAY)
    t.ok(re.search(rf"BAD  {theirs}-1: bad", r.stdout), "released bytes whose signatures are not this site's: not good", r.stdout[-400:])
    with open(site.run + "/etc/own-certs", "w") as f:
        f.write(pins)

    # --- at risk
    out = ctl(site, "check").stdout
    t.ok("ok   documents: no time stamp ends within" in out, "check: no document is at risk", out)
    restart(lambda text: text + "renew_days = 3650\n")
    out = ctl(site, "check").stdout
    t.ok(len(re.findall(r"WARN documents: the newest time stamp of \S+ ends in \d+ days", out)) == 10 and
         "and 16 others" in out, "check: stamps that end within renew_days, ten by name", out)
    page = owner.open(site.url("/search/batch")).follow("注意が必要な書類を表示")
    t.ok(len(rows(page)) == 20 and "注意が必要な書類（すべての期間）" in page.text() and "期限が近づいています" in page.text(),
         "the page lists what is at risk", page.text())
    r = ctl(site, "verify", "--since", TODAY, "--until", TODAY, "--csv")
    t.ok("期限が近づいています" in r.stdout, "… and CSV tells it")
    restart(lambda text: re.sub(r"(?m)^(tsa|renew_days) = .*$\n", "", text))
    unstamped = conclude(owner, "押印なし", [("契約書.pdf", PDF)], "e@example.jp")
    site.mail.wait("e@example.jp", "合意締結が完了", 60)
    page = owner.open(site.url("/search/batch?only=risk"))
    t.ok(len(rows(page)) == 1 and "タイムスタンプがありません" in page.text(), "a document without any time stamp is at risk", page.text())
    t.ok("WARN documents: 1 concluded files have no time stamp" in ctl(site, "check").stdout, "… check counts it")
    r = ctl(site, "verify", "--since", TODAY, "--until", TODAY)
    t.ok(re.search(rf"WARN {unstamped}-1: good level=B .*risk=unstamped", r.stdout), "… verify names its level", r.stdout[-400:])

    # --- one at a time
    import fcntl
    with open(site.run + "/var/work/batch.lock", "r+") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        p = owner.open(site.url("/search/batch")).press("もう一度" if "もう一度" in owner.open(site.url("/search/batch")).text() else "検証する")
        t.same(p.status, 503, "while another batch runs: please again later")
    t.ok(len(glob.glob(site.run + "/var/work/batch/*")) >= 26, "what is kept lies under var/work/batch")
t.done()
