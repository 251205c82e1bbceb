#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Input fields from placing to the released PDF, with everything real: the owner
places them by millimetres, A fills in text, date and seal, B ticks a box in the
step view without cookies; independent validators and readers judge what came out."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Browser, Site, Tap, accept, address, address_to, attachments, body, place, prepare, register  # noqa: E402

t = Tap()
PLACES = [  # page, kind, who, label, required, left, top, width, height
    (1, "text", 1, "乙の住所", True, "52", "180", "90", "8"),
    (1, "date", "1", "契約開始日", True, "52", "195", "40", "8"),
    (1, "round", "1", "押印", True, "150", "180", "15", "15"),
    (1, "lines", "1", "備考", False, "52", "210", "80", "20"),
    (1, "check", "2", "内容を確認した", True, "30", "240", "6", "6"),
    (2, "text", "2", "丙の氏名", False, "52", "200", "70", "8"),
]


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
    for line in r.stdout.splitlines():
        print("#", line)
    return path


def fields_of(path):
    """Names, labels and values as qpdf reads them."""
    import json
    j = json.loads(subprocess.run(["qpdf", "--json=1", "--json-key=acroform", path], stdout=subprocess.PIPE).stdout)
    return {f["fullname"]: (f["alternativename"], f["value"]) for f in j["acroform"]["fields"] if f["fieldtype"] != "/Sig"}


def words(path):
    return re.sub(r"\s+", "", subprocess.run(["pdftotext", "-raw", path, "-"], stdout=subprocess.PIPE).stdout.decode())


# As each person sees them: in reading order, not in the order of placing.
SEEN = ["1番目：髙﨑𠮷子", "［1］乙の住所", "［2］押印", "［3］契約開始日", "［4］備考", "2番目：受信 二郎", "［1］内容を確認した", "［2］丙の氏名"]


def owners(page):
    """People and items of the owner's page, in its order."""
    return re.findall("|".join(re.escape(w) for w in SEEN), page.text())


def first(site, link):
    """A: on the pages; a mistake in between."""
    a = Browser()
    p = accept(a, link)
    t.ok("4か所（うち必須3か所）" in p.text(), "A has four items, three required", p.text()[:800])
    p = p.press("書類の内容に同意", {"［1］乙の住所": "東京都港区芝公園四丁目", "［3］契約開始日": "来年の春"})
    t.ok(p.status == 422 and "［3］契約開始日は 2027-04-01 や 令和9年4月1日 のように書いてください。" in p.text(),
         "a date nobody can read", p.errors())
    p = p.press("保存して書類の表示を更新", {"［3］契約開始日": "令和9年4月1日", "［4］備考": "一行目\n二行目"})
    t.ok("保存しました" in p.text() and "残り1か所" in p.text() and p.url.endswith("#f2"), "saved; on to the seal", f"{p.url} {p.errors()}")
    pictures = [i.attrs["src"] for i in p.root.all("img") if "/page/1/" in i.attrs["src"]]
    got = a.open(site.url(pictures[0]))
    t.ok(got.status == 200 and got.headers["Content-Type"].startswith("image/"), "the page as it is filled in")
    p = p.press("書類の内容に同意", {"［2］押印": "髙﨑"})
    t.same(p.h1(), "この内容で同意しますか", "the last page")
    for w in ("東京都港区芝公園四丁目", "令和9年4月1日", "髙﨑", "一行目"):
        t.ok(w in p.text(), "which says " + w)
    p = p.follow("修正する")
    t.ok("/read" in p.url and p.url.endswith("#f1"), "修正する leads to the item", p.url)
    p = p.press("書類の内容に同意", {"［1］乙の住所": "大阪府大阪市北区"})
    p = p.press("同意して確認完了")
    t.ok("同意を受け付けました" in p.h1() and "大阪府大阪市北区" in p.text(), "A agreed; the result lists the values", p.text()[:500])
    mail = body(site.mail.wait("a@example.jp", "同意を受け付けました"))
    t.ok("［1］乙の住所：大阪府大阪市北区" in mail and "> 二行目" in mail, "M07 lists them, too", mail)


def second(site, link):
    """B: step by step, no cookies."""
    b = Browser(cookies=False)
    p = accept(b, link)
    labels = " ".join(l.text() for l in p.root.all("label"))
    t.ok("乙の住所" not in labels and "丙の氏名" in labels, "B sees the own items only", labels)
    t.ok("髙﨑𠮷子様（サイン株式会社）が入力した内容" in p.text() and "大阪府大阪市北区" in p.text(), "and what A filled in, as text")
    p = p.press("入力始める")
    t.same(p.h1(), "入力項目の画面 1/2", "the step view")
    p = p.press("入力する")
    t.ok(p.status == 422 and "「内容を確認した」にチェックを入れてください。" in p.text(), "a box that must be ticked", p.errors())
    p = p.press("入力する", {"［1］内容を確認した": True})
    t.same(p.h1(), "入力項目の画面 2/2", "then the optional one")
    p = p.press("完了", {"［2］丙の氏名": "𠮷田 次郎"})
    t.ok(p.h1() == "入力内容の確認" and "𠮷田 次郎" in p.text() and "2/2" in p.text(), "the summary", p.text()[:400])
    p = p.press("修正する")
    t.same(p.h1(), "入力項目の画面 1/2", "修正する begins again")
    p = p.press("入力する")
    p = p.press("確認を完了する")
    t.ok("書類の内容に同意して確認を完了してもよろしいですか？" in p.text(), "the question", p.text()[:600])
    back = p.press("キャンセル")
    t.same(back.h1(), "入力内容の確認", "キャンセル leads back")
    p = back.press("確認を完了する").press("同意して確認を完了する")
    t.ok("全員の同意がそろいました" in p.h1() or "契約が成立しました" in p.h1(), "B agreed", p.text()[:400])


def panel(site, pdf):
    """/verify tells of each version what was filled in by it."""
    for lang, words in (("ja", "この版で入力され、以後は変えられない入力項目（4か所、空欄のものを含みます）："),
                        ("en", "Input fields filled in by this version and fixed since (4, also blank ones):")):
        b = Browser(lang=lang)
        p = b.open(site.url("/verify")).press("確かめる" if lang == "ja" else "Check", {}, {"file": [("契約書.pdf", pdf)]})
        ol = next(n for n in p.root.all("ol") if n.attrs.get("class") == "panel")
        told = [next((ul for li in v.all("li") for ul in li.all("ul")), None) for v in ol.children if not isinstance(v, str) and v.tag == "li"]
        t.same([[li.text() for li in ul.all("li")] if ul else [] for ul in told],
               [[], [], ["乙の住所（F0001）", "契約開始日（F0002）", "押印（F0003）", "備考（F0004）"], ["内容を確認した（F0005）", "丙の氏名（F0006）"], [], []]
               if lang == "ja" else [[], [], ["乙の住所 (F0001)", "契約開始日 (F0002)", "押印 (F0003)", "備考 (F0004)"],
                                     ["内容を確認した (F0005)", "丙の氏名 (F0006)"], [], []], "the panel names each version's fields: " + lang)
        t.ok(words in p.text(), "and says what they are: " + lang, p.text()[:200])


def journey(site):
    owner = register(site, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    p = prepare(site, owner, "業務委託契約書", [("契約書.pdf", data("contract-ja.pdf")), ("別紙.pdf", data("latin-cc0.pdf"))])
    p = address_to(p, [{"メールアドレス": "a@example.jp", "氏名": "髙﨑𠮷子", "会社名": "サイン株式会社"},
                       {"メールアドレス": "b@example.com", "氏名": "受信 二郎"}], skip=False)
    p = place(p, PLACES)
    t.same(owners(p), SEEN, "before sending the owner sees each person's own numbers")
    q = owner.open(p.link("入力項目の設定"))
    told = [(li.attrs["data-n"], li.attrs["data-mark"], li.attrs["data-label"]) for li in q.root.all("li") if "data-key" in li.attrs]
    t.same(told, [("1", "1-1", "乙の住所"), ("2", "1-2", "押印"), ("3", "1-3", "契約開始日"), ("4", "1-4", "備考"),
                  ("1", "2-1", "内容を確認した"), ("2", "2-2", "丙の氏名")], "so does the list, and the boxes on the picture name the person")
    q = q.follow("表のように並べて編集")
    rows = [th.text() for th in q.root.all("th") if th.attrs.get("scope") == "row"]
    t.same([r[:3] for r in rows], ["［1］", "［2］", "［3］", "［4］", "［1］", "［2］"], "so does the table")
    p = p.press("送信する")
    t.ok("先方確認中" in p.text(), "sent", p.text()[:500])
    doc = re.search(r"/search/doc/(\w+)", p.url).group(1)
    t.same(owners(p)[-len(SEEN):], SEEN, "the page of the sent document says the same numbers")
    first(site, address(site.mail.wait("a@example.jp", "確認依頼"), "/review/"))
    q = owner.open(f"{site.base}/search/doc/{doc}")
    t.ok("［1］乙の住所：大阪府大阪市北区" in q.text() and "［2］丙の氏名 フリーテキスト · 任意" in q.text(), "with what was filled in, once its person agreed", q.text())
    second(site, address(site.mail.wait("b@example.com", "確認依頼"), "/review/"))
    mail = site.mail.wait("b@example.com", "合意締結が完了しました")
    files = dict(attachments(mail))
    judge(site, "別紙.pdf", files["別紙.pdf"], 5)
    path = judge(site, "契約書.pdf", files["契約書.pdf"], 5)
    got = fields_of(path)
    t.same({k: v[1] for k, v in got.items()},
           {"F0001": "大阪府大阪市北区", "F0002": "令和9年4月1日", "F0003": "髙﨑", "F0004": got.get("F0004", ("", ""))[1],
            "F0005": "/Yes", "F0006": "𠮷田 次郎"}, "the fields of the PDF hold what was typed")
    t.ok("一行目" in got["F0004"][1] and "二行目" in got["F0004"][1], "several lines, too", got["F0004"])
    t.ok("乙の住所" in got["F0001"][0], "with their labels", got["F0001"])
    text = words(path)
    t.ok(all(w in text for w in ("大阪府大阪市北区", "令和9年4月1日", "二行目", "𠮷田次郎")), "and show it as text", text[-400:])
    panel(site, files["契約書.pdf"])
    p = Browser().open(address(mail, "/agree/"))
    cert = Browser().open(p.link("締結証明書をダウンロード")).body
    with open(os.path.join(site.run, "cert.pdf"), "wb") as f:
        f.write(cert)
    text = words(os.path.join(site.run, "cert.pdf"))
    t.ok(all(w in text for w in ("［1］乙の住所", "大阪府大阪市北区", "［1］内容を確認した", "チェックあり", "𠮷田次郎")),
         "the certificate lists each party's values", text[:1500])
    receipt = Browser().open(p.link("控えのPDFをダウンロード")).body
    with open(os.path.join(site.run, "receipt.pdf"), "wb") as f:
        f.write(receipt)
    text = words(os.path.join(site.run, "receipt.pdf"))
    t.ok("𠮷田次郎" in text and "大阪府大阪市北区" not in text, "B's receipt lists B's own", text[:800])
    page = owner.open(site.url(f"/search/doc/{doc}"))
    t.ok("締結済み" in page.text(), "the owner sees 締結済み")


with Site() as s:
    journey(s)
t.done()
