#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the owner does about a sent document, on a running site: remind, extend,
correct, new code, withdraw with its race, share, copy; each with its letters."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import (ROOT, Browser, Site, Tap, accept, address, agree, attachments, body,  # noqa: E402
                      confirmation, register, send)

t = Tap()
with open(os.path.join(ROOT, "t/data/minimal.pdf"), "rb") as f:
    PDF = [("契約書.pdf", f.read())]
A, B, C = "a@example.jp", "b@example.com", "c@example.org"


def age(site):
    """The journal's bytes: what a page changed shows there."""
    store = os.path.join(site.run, "var", "store")
    return sum(os.path.getsize(os.path.join(store, n)) for n in os.listdir(store) if n.startswith("journal.0"))


def doc(site, owner, id):
    return owner.open(site.url("/search/doc/" + id))


def reminding(site, owner):
    id, page = send(site, owner, "覚書", PDF, [{"メールアドレス": A, "氏名": "甲野 花子"}, {"メールアドレス": B, "氏名": "乙"}])
    first = site.mail.wait(A, "「覚書」の確認依頼")
    p = doc(site, owner, id).follow("リマインドする")
    t.same(p.h1(), "甲野 花子様にもう一度案内を送りますか", "the remind page asks by name")
    t.ok("迷惑メールフォルダ" in p.text() and "@" in p.text(), "… and says where to look, and from whom", p.text())
    before = age(site)
    for path in ("remind/1", "extend/1", "correct/1", "code/1", "withdraw", "copy"):
        r = owner.open(site.url(f"/search/doc/{id}/{path}"))
        owner.open(site.url(f"/search/doc/{id}/{path}"), "HEAD")
        t.same((r.status, r.url.endswith(path)), (200, True), f"GET {path} shows a form")
    t.same(age(site), before, "… and changes nothing")
    q = p.press("リマインドする")
    t.ok(q.status == 422 and re.search(r"15分以内に送ったばかりです。\d+:\d\dから送れます。", q.text()),
         "within 15 minutes: from when it can be sent", q.text())
    for path in ("remind/2", "remind/3", "remind/0", "remind/999"):
        r = owner.open(site.url(f"/search/doc/{id}/{path}"))
        t.ok(r.status == 404 or r.url.endswith("/doc/" + id), f"{path}: nobody to be reminded")
    return id, first


def correcting(site, owner, id, first):
    old = address(first, "/review/")
    p = doc(site, owner, id).follow("宛先を直して送り直す")
    t.ok(A in p.text() and A in p.body.decode(), "the correction begins with what stands there")
    q = p.press("宛先を直して送り直す", {"メールアドレス": "b@example.com"})
    t.ok(q.status == 422 and "ほかの宛先のアドレス" in q.text(), "not to another recipient's address", q.text())
    q = p.press("宛先を直して送り直す", {"メールアドレス": "kaputt"})
    t.ok(q.status == 422 and "example@example.jp の形で" in q.text(), "not to half an address")
    q = p.press("宛先を直して送り直す", {"メールアドレス": "hanako@example.jp", "氏名": "甲野 華子"})
    t.ok(q.url.endswith("/doc/" + id) and "甲野 華子" in q.text() and "宛先を修正" in q.text(), "corrected", q.text())
    mail = site.mail.wait("hanako@example.jp", "確認依頼")
    new = address(mail, "/review/")
    t.ok(new != old and Browser().open(old).status == 410, "the old link is dead")
    t.same(Browser().open(new).h1(), "確認してほしい書類が届いています", "the new one works")
    t.ok("甲野 華子 様" in body(mail), "the new name in the letter")
    again = p.press("宛先を直して送り直す", {"メールアドレス": "hanako@example.jp", "氏名": "甲野 華子"})
    t.ok(again.url.endswith("/doc/" + id) and again.text().count("宛先を修正") == 1, "the same press once more: done already", again.text())
    q = doc(site, owner, id).follow("宛先を直して送り直す").press("宛先を直して送り直す", {"部署・役職": "総務部"})
    t.ok("総務部" in q.text(), "name and post alone can be corrected, too")
    new = address(site.mail.wait("hanako@example.jp", "確認依頼", count=2), "/review/")
    return new


def recoding(site, owner, id, link):
    p = doc(site, owner, id).follow("新しいアクセスコード")
    t.ok("コードなしで開けます" in p.text(), "there was none so far")
    p = p.press("新しいコードを発行する")
    code = re.search(r"アクセスコード：\s*([a-z2-9]{8})", p.text())
    t.ok(p.status == 200 and code, "a new code is shown", p.text())
    code = code[1]
    t.ok(code not in doc(site, owner, id).body.decode() and code not in owner.open(p.url).body.decode(), "… once")
    b = Browser()
    q = b.open(link).press("利用規約に同意して確認", {"アクセスコード": "falsch99"})
    t.ok(q.status == 422 and "あと4回" in q.text(), "it is asked for at once")
    for _ in range(4):
        q = q.press("利用規約に同意して確認", {"アクセスコード": "falsch99"})
    t.same(q.status, 429, "five wrong ones lock")
    p = doc(site, owner, id).follow("新しいアクセスコード").press("新しいコードを発行する")
    code = re.search(r"アクセスコード：\s*([a-z2-9]{8})", p.text())[1]
    q = Browser().open(link).press("利用規約に同意して確認", {"アクセスコード": code})
    t.ok(q.status == 200 and q.url.split("?")[0].endswith("/read"), "a newer code opens, the lock is gone", q.text()[:200])
    t.ok("新しいアクセスコードを発行" in doc(site, owner, id).text(), "the history says it")
    t.ok(all(code not in body(m) for m in site.mail.mails()), "no mail ever had the code")
    return code


def extending(site, owner, id, link):
    p = doc(site, owner, id).follow("期限を延ばす")
    q = p.press("期限を延ばす", {"返答の期限（日付）": "2020-01-01"})
    t.ok(q.status == 422 and "いまの期限より後" in q.text(), "not back in time", q.text())
    q = p.press("期限を延ばす", {"返答の期限（日付）": "2399-01-01"})
    t.ok(q.status == 422 and "1年以内" in q.text(), "not beyond a year", q.text())
    q = p.press("期限を延ばす", {"返答の期限（日付）": "あした"})
    t.ok(q.status == 422 and "2027-04-01" in q.text(), "a date is a date")
    import datetime
    day = datetime.date.today() + datetime.timedelta(days=60)
    q = p.press("期限を延ばす", {"返答の期限（日付）": day.strftime("%Y/%m/%d")})
    again = p.press("期限を延ばす", {"返答の期限（日付）": str(day)})
    t.ok(again.url.endswith("/doc/" + id) and again.text().count("返答の期限を変更") == 1, "twice is once", again.text())
    want = f"{day.year}年{day.month}月{day.day}日"
    t.ok(q.url.endswith("/doc/" + id) and want in q.text(), "extended", q.text())
    mail = site.mail.wait("hanako@example.jp", "【期限延長】")
    t.ok(re.fullmatch(f"【期限延長】「覚書」の返答の期限が{want}（.）に延びました", str(mail["Subject"])), "the subject says that it was extended")
    t.ok(want in body(mail) and "送信者が返答の期限を延長しました。" in body(mail), "the recipient reads the new date", body(mail))
    t.ok(not site.mail.mails("hanako@example.jp", "【再送】"), "and nothing was sent as if once more")
    t.ok("メールを送信：期限延長のお知らせ（hanako@example.jp）" in doc(site, owner, id).text(), "so does the history")
    t.same(address(mail, "/review/"), link, "with the same link")
    first = site.mail.mails("hanako@example.jp", "確認依頼")[1]
    t.same(mail["In-Reply-To"], first["Message-ID"], "as an answer to the request")
    t.ok(mail["Message-ID"] != first["Message-ID"] and mail["Auto-Submitted"] == "auto-generated",
         "a message of its own, by a machine")


def withdrawing(site, owner, id, link, code):
    late = doc(site, owner, id).follow("書類を取り下げる")
    q = late.press("取り下げる")
    t.ok(q.status == 422 and "理由を入力してください" in q.text(), "a reason is demanded", q.text())
    q = late.press("取り下げる", {"理由": "長" * 1001})
    t.ok(q.status == 422 and "1000文字以内" in q.text(), "of 1000 characters at most")
    t.ok("同意を受け付けました" in agree(Browser(), link, code).h1(), "meanwhile the first agrees")
    q = late.press("取り下げる", {"理由": "条件が変わったため"})
    t.ok(q.status == 422 and "甲野 華子様がちょうど同意したため、取り下げられませんでした。" in q.text(), "wd.late names who was faster",
         q.text())
    t.ok("先方確認中" in doc(site, owner, id).text() and "条件が変わったため" in q.body.decode(), "nothing was withdrawn, the words are kept")
    second = site.mail.wait(B, "確認依頼")
    q = q.press("取り下げる")
    t.ok(q.url.endswith("/doc/" + id) and "取り下げ" in q.text() and "条件が変わったため" in q.text(), "pressed again, it is", q.text())
    for who in ("hanako@example.jp", B):
        m = site.mail.wait(who, "取り下げられました")
        t.ok("> 条件が変わったため" in body(m) and not re.search(r"/review/|/agree/", body(m)), f"M12 to {who}, with the reason, without a link",
             body(m))
    t.same(m["In-Reply-To"], second["Message-ID"], "as an answer to the request")
    t.ok(not site.mail.mails(A, "取り下げ"), "not to the address that was wrong")
    p = Browser().open(address(second, "/review/"))
    t.ok(p.status == 410 and "条件が変わったため" in p.text(), "the link says so too", p.text())
    for path in ("withdraw", "remind/2", "extend/2", "correct/2", "code/2", "share"):
        t.ok(owner.open(site.url(f"/search/doc/{id}/{path}")).url.endswith("/doc/" + id), f"{path} leads to the document now")
    q = late.press("取り下げる", {"理由": "もう一度"})
    t.ok(q.status == 200 and q.url.endswith("/doc/" + id) and q.text().count("取り下げ（サイン次郎）") == 1 and "もう一度" not in q.text(),
         "the same press once more leads to the document and does nothing", q.text())


def at_the_end(site, owner):
    """Everybody has agreed: withdrawing is over (rules.md 5.3)."""
    id, _ = send(site, owner, "最後の覚書", PDF, [{"メールアドレス": C, "氏名": "丙山"}])
    late = doc(site, owner, id).follow("書類を取り下げる")
    remind = doc(site, owner, id).follow("リマインドする")
    b = Browser()
    last = confirmation(b, address(site.mail.wait(C, "最後の覚書"), "/review/"))
    t.ok("宛先を直して" not in doc(site, owner, id).text(), "an opened document has no address to correct")
    q = owner.open(site.url(f"/search/doc/{id}/correct/1"))
    t.ok(q.url.endswith("/doc/" + id), "… not by address either")
    last.press("同意して確認完了")
    q = late.press("取り下げる", {"理由": "遅い"})
    t.ok(q.status == 422 and "丙山様がちょうど同意したため" in q.text(), "the last one was faster", q.text())
    t.ok("取り下げる" not in [x for _, x in q.buttons()], "and there is nothing to press any more")
    q = remind.press("リマインドする")
    t.ok(q.status == 422 and "状態が変わった" in q.text(), "nobody is reminded after agreeing", q.text())
    t.ok(site.mail.wait(C, "合意締結が完了"), "concluded")
    t.ok(not site.mail.mails(C, "取り下げ"), "no word of withdrawing")
    return id


def sharing(site, owner, id):
    p = doc(site, owner, id).follow("書類を共有する（閲覧だけ）")
    q = p.press("共有する", {"メールアドレス": C, "氏名": "丙山"})
    t.ok(q.status == 422 and "その方はすでに共有されています。" in q.text(), "a party has it", q.text())
    q = p.press("共有する", {"メールアドレス": "boss@example.com", "氏名": "決裁 権三", "会社名": "本社"})
    t.ok(q.url.endswith("/doc/" + id) and "決裁 権三様に結果を共有" in q.text(), "shared and recorded", q.text())
    m = site.mail.wait("boss@example.com", "共有しました（閲覧のみ）")
    t.same(str(m["Subject"]), "サイン次郎様が「最後の覚書」を共有しました（閲覧のみ）", "M16")
    link = address(m, "/agree/")
    b = Browser()
    q = b.open(link)
    t.ok(q.status == 200 and "契約が成立しました" in q.text(), "the link shows the result", q.text()[:300])
    t.ok(b.open(q.link("締結済みPDFをダウンロード")).body.startswith(b"%PDF-"), "and gives the PDF")
    token = re.search(r"/agree/(\w+)/", link)[1]
    t.ok(b.open(site.url("/review/" + token)).status in (404, 200) and
         not list(x for _, x in b.open(site.url("/review/" + token)).buttons() if "同意" in x), "it is no way to act")
    q = p.press("共有する", {"メールアドレス": "boss@example.com", "氏名": "二度"})
    t.ok(q.status == 422 and "すでに共有" in q.text(), "nobody twice")
    q = p.press("共有する", {"メールアドレス": "en@example.com", "氏名": "Ann", "言語": "English"})
    t.ok("view only" in str(site.mail.wait("en@example.com", "shared")["Subject"]), "in the reader's language")


def copying(site, owner, id):
    p = doc(site, owner, id).follow("複製して新しく送る")
    before = len(site.mail.mails())
    q = p.press("下書きを作る")
    t.ok(q.h1() == "新しい書類の送信" and "最後の覚書" in q.body.decode() and "契約書" in q.text(), "a new draft with title and file", q.text()[:300])
    new = re.search(r"/upload/(\w{16})", q.url)[1]
    t.ok(new != id, "another document")
    q = q.press("次へ")
    t.ok(C in q.body.decode() and "丙山" in q.body.decode() and "boss@example.com" in q.body.decode(), "the same people")
    q = q.press("次へ")
    if q.h1() != "送信":
        q = owner.open(site.url(f"/upload/{new}/send"))
    q = q.press("送信する")
    t.ok("先方確認中" in q.text() and site.mail.wait(C, "「最後の覚書」の確認依頼", count=2), "it can be sent", q.text()[:200])
    t.ok(len(site.mail.mails()) > before, "and is a request of its own")


def agreements(site, owner):
    """M08 is a matter of the document's setting."""
    p = owner.open(site.url("/upload")).press("次へ", {"タイトル": "知らせ"}, {"書類（PDF）": PDF})
    p = p.press("宛先を追加", {"メールアドレス": A, "氏名": "甲"})
    q = p.press("次へ", {("メールアドレス", 1): B, ("氏名", 1): "乙", "同意のたびに知らせる": True, "最初のリマインド（日数）": "91"})
    t.ok(q.status == 422 and "最初のリマインド（日数）は0から90まで" in q.text(), "91 days are too many", q.text()[:300])
    q = p.press("下書き保存", {("メールアドレス", 1): B, ("氏名", 1): "乙", "同意のたびに知らせる": True, "最初のリマインド（日数）": "３"})
    p = owner.open(p.url)
    fields = {c.attrs.get("name"): c.attrs for c in p.root.all("input")}
    t.ok(fields["remind_first"]["value"] == "3" and "checked" in fields["tell_agreed"], "the draft keeps it")
    p = p.press("次へ")
    p = p if p.h1() == "送信" else owner.open(p.url.replace("/place", "/send"))
    p.press("送信する")
    agree(Browser(), address(site.mail.wait(A, "「知らせ」の確認依頼"), "/review/"))
    m = site.mail.wait("jiro@sender.example", "同意しました")
    t.same(str(m["Subject"]), "甲様が「知らせ」に同意しました（2人中1人）", "M08")
    t.ok("2. 乙様" in body(m) and "/search/doc/" in body(m), "who is next, and where to look", body(m))
    t.same(len(site.mail.mails("jiro@sender.example", "同意しました")), 1, "nobody who did not ask for it got one")


def asking(site, owner):
    id, _ = send(site, owner, "問い", PDF, [{"メールアドレス": "q@example.jp", "氏名": "問田"}])
    link = address(site.mail.wait("q@example.jp", "「問い」の確認依頼"), "/review/")
    b = Browser()
    p = b.open(link).press("利用規約に同意して確認").follow("送信者に質問する")
    form = p
    p.press("質問を送る", {"質問": "第3条の期間はいつからですか。\nhttps://evil.example/ も見てください"})
    m = site.mail.wait("jiro@sender.example", "質問が届いています")
    t.ok("第3条の期間" in body(m) and "https://evil" not in body(m), "M24, its links dead", body(m))
    t.ok("対応が必要（1）" in owner.open(site.url("/search/home")).text(), "home counts the question")
    p = doc(site, owner, id)
    t.ok("質問が届いています" in p.text() and "第3条の期間はいつから" in p.text(), "the document shows it", p.text()[:500])
    p = p.follow("回答する")
    late = owner.open(p.url)
    t.ok(p.press("回答を送る").status == 422, "an answer has words")
    p = p.press("回答を送る", {"回答": "締結日からです。"})
    t.ok(p.url.endswith("/doc/" + id) and "締結日からです。" in p.text() and "質問が届いています" not in p.text(), "answered, kept with the document",
         p.text()[:500])
    m = site.mail.wait("q@example.jp", "回答がありました")
    t.ok("締結日からです。" in body(m) and "第3条の期間" in body(m), "M25: question and answer", body(m))
    p = late.press("回答を送る", {"回答": "もう一度"})
    t.ok(p.status == 422 and "もう回答しています" in p.text(), "one answer each", p.text())
    t.ok("対応が必要" not in owner.open(site.url("/search/home")).text(), "nothing is left to do")
    hidden = [(c.attrs["name"], c.attrs["value"]) for c in form.root.all("input") if c.attrs.get("name") == "csrf"]
    b.post(form.url, hidden + [("why", "time"), ("text", "")])
    t.ok(site.mail.wait("jiro@sender.example", "期限の延長を頼まれています"), "more time is asked for")
    p = doc(site, owner, id).follow("回答する").follow("期限を延ばす")
    import datetime
    p = p.press("期限を延ばす", {"返答の期限（日付）": str(datetime.date.today() + datetime.timedelta(days=30))})
    t.ok("期限が延びました" in p.text() and "質問が届いています" not in p.text(), "an extension is the answer", p.text()[:500])
    t.ok(b.open(form.url).has("返答の期限が延びました。"), "who asked sees it")
    for n in ("0", "3", "99999999999999999999", "x"):
        t.same(owner.open(site.url(f"/search/doc/{id}/answer/{n}")).status, 404, f"no question {n}")


def old_address(site, owner):
    """Dots where RFC 5321 allows none, as Japanese carriers once gave out."""
    who = "taro..1.@docomo.ne.jp"
    id, p = send(site, owner, "昔のアドレス", PDF, [{"メールアドレス": who, "氏名": "太郎"}])
    t.ok(who in p.text(), "the page shows it as it is")
    m = site.mail.wait("docomo.ne.jp", "昔のアドレス")
    t.same(str(m["X-RcptTo"]), who, "the mail server understands it")
    folder = os.path.join(site.run, "mail", "new")
    raw = b"".join(open(os.path.join(folder, n), "rb").read() for n in os.listdir(folder))
    t.ok(b'<"taro..1."@docomo.ne.jp>' in raw and b"<taro..1.@" not in raw, "the header has it quoted")
    agree(Browser(), address(m, "/review/"))
    done = site.mail.wait("docomo.ne.jp", "昔のアドレス」の合意締結が完了")
    t.ok([n for n, _ in attachments(done)], "concluded, with the PDF")


def strangers(site, id):
    other = register(site, "other@sender.example", "他人")
    for path in ("withdraw", "remind/1", "extend/1", "correct/1", "code/1", "share", "copy"):
        t.same(other.open(site.url(f"/search/doc/{id}/{path}")).status, 404, f"somebody else's {path}: 404")
    t.same(Browser().open(site.url(f"/search/doc/{id}/withdraw")).h1(), "ログイン", "a stranger signs in first")


def declining(site, owner):
    """The reason that was chosen and the own words: on the page, in the history, on the paper."""
    id, page = send(site, owner, "業務委託契約書", PDF, [{"メールアドレス": A, "氏名": "甲野 花子"}, {"メールアドレス": B, "氏名": "乙"}])
    first = Browser()
    agree(first, address(site.mail.wait(A, "「業務委託契約書」の確認依頼"), "/review/"))
    second = Browser()
    p = accept(second, address(site.mail.wait(B, "「業務委託契約書」の確認依頼"), "/review/")).follow("同意しないで却下する")
    p = p.press("確認へ進む", {"内容を直してほしい": True, "送信者に伝えること": "第3条の\n金額を直してください。"}).press("却下する")
    t.ok("却下しました" in p.h1(), "declined", p.text()[:300])
    p = doc(site, owner, id)
    rows = {th.text(): td.text() for tr in p.root.all("tr") for th, td in zip(tr.all("th"), tr.all("td"))}
    t.same(rows.get("理由"), "内容を直してほしい第3条の 金額を直してください。", "the owner's page: the chosen reason, then the own words")
    t.ok(p.link("送信前のPDF") and "締結されなかったため、締結済みのPDFはありません。" in p.text(), "what there is of a declined document", p.text())
    event = next(li.text() for li in p.root.all("li") if "却下：乙様" in li.text())
    t.ok("理由：内容を直してほしい" in event and "金額を直してください。" in event, "so does the history", event)
    with open(os.path.join(site.run, "receipt.pdf"), "wb") as f:
        f.write(owner.open(p.link("控えのPDF")).body)
    text = subprocess.run(["pdftotext", "-raw", os.path.join(site.run, "receipt.pdf"), "-"], stdout=subprocess.PIPE).stdout.decode()
    text = re.sub(r"\s+", "", text)
    t.ok("乙様が却下したため、この書類は締結されていません。" in text and "内容を直してほしい第3条の金額を直してください。" in text,
         "so does the paper", text[:400])
    id, page = send(site, owner, "取り下げる書類", PDF, [{"メールアドレス": A, "氏名": "甲野 花子"}])
    p = doc(site, owner, id).follow("書類を取り下げる（取消）").press("取り下げる", {"理由": "金額が違いました。"})
    event = next(li.text() for li in p.root.all("li") if "取り下げ（" in li.text())
    t.ok("理由：金額が違いました。" in event and "内容を直してほしい" not in p.text(), "a withdrawal has its own words alone", event)


with Site() as s:
    jiro = register(s, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    one, letter = reminding(s, jiro)
    now = correcting(s, jiro, one, letter)
    secret = recoding(s, jiro, one, now)
    extending(s, jiro, one, now)
    withdrawing(s, jiro, one, now, secret)
    done = at_the_end(s, jiro)
    sharing(s, jiro, done)
    copying(s, jiro, done)
    agreements(s, jiro)
    asking(s, jiro)
    declining(s, jiro)
    old_address(s, jiro)
    strangers(s, done)
t.done()
