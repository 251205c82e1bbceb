#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""入力項目の設定 through the CGI door, by its labels and without script: found
blanks, the picture, millimetres, the table; what is wrong is said, what was typed
is kept, fields stay with their file and their person."""
import os
import re
import struct
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import cgi_person  # noqa: E402
import recipient  # noqa: E402
import web  # noqa: E402
from web import ok, is_  # noqa: E402

site = web.Site()


def data(name):
    with open(os.path.join(web.ROOT, "t", "data", name), "rb") as f:
        return f.read()


def errors(page):
    return " ".join(page.errors())


def said(page):
    return " ".join(n.text() for n in page.root.all("div") if n.attrs.get("class") in ("ok", "wn"))


def listed(page):
    """Every field of the list, as the page tells it."""
    return [{k[5:]: v for k, v in l.attrs.items() if k.startswith("data-")} for l in page.root.all("li") if "data-key" in l.attrs]


def items(page):
    """In the order in which they were placed."""
    return sorted(listed(page), key=lambda i: int(i["key"]))


def named(page, key):
    """What the page calls the field that was placed as number key."""
    i = next(i for i in listed(page) if i["key"] == str(key))
    who = {"1": "鈴木次郎様の", "2": "佐藤三郎様の", "0": "あなたの", "-1": "入力する人が未定の"}[i["who"]]
    return (who if len({x["who"] for x in listed(page)}) > 1 else "") + "［%s］" % i["n"]


def boxes(page):
    return [tuple(float(i[k]) for k in ("left", "top", "width", "height")) for i in items(page)]


def picture(page):
    return next(i for i in page.root.all("input") if i.attrs.get("type") == "image")


def press_picture(page, x, y, bare=False, **fields):
    """The picture as a browser sends it: its form, and where it was pressed."""
    form, values = picture(page).up("form"), []
    for c in form.all("input", "select"):
        name, kind = c.attrs.get("name"), c.attrs.get("type")
        if not name or kind == "image" or (kind == "checkbox" and "checked" not in c.attrs):
            continue
        value = c.attrs.get("value", "")
        if c.tag == "select":
            options = list(c.all("option"))
            value = ([o for o in options if "selected" in o.attrs] or options)[0].attrs["value"]
        values.append((name, fields.get(name, value)))
    pre = "" if bare else "at."
    values += [(pre + "x", str(x)), (pre + "y", str(y))]
    return page.browser.post(urllib.parse.urljoin(page.url, form.attrs["action"]), values)


def draft(browser, title, files, people=(("jiro@example.com", "鈴木次郎"), ("saburo@example.com", "佐藤三郎"))):
    p = browser.open("/upload").press("次へ", {"タイトル": title}, {"書類（PDF）": files})
    for _ in people[1:]:
        p = p.press("宛先を追加")
    return p.press("次へ", {k: v for i, (mail, name) in enumerate(people) for k, v in
                          ((("メールアドレス", i), mail), (("氏名", i), name))})


FORM = [("申込書.pdf", data("form-ja.pdf"))]
b = cgi_person.register(site, "hanako@example.jp", "山田花子")
p = draft(b, "利用申込書", FORM)
place = p.url
is_((p.status, p.h1()), (200, "入力項目の設定"), "after the recipients: the third step")
ok(all(x in p.text() for x in ("1/4書類の準備", "2/4送付先の設定", "3/4入力項目の設定", "4/4送信")), "the steps are counted")
kinds = [o.text() for o in next(p.root.all("select")).all("option")]
is_(kinds, ["フリーテキスト（1行）", "フリーテキスト（複数行）", "日付", "チェックボックス", "押印（丸印）", "押印（角印）", "押印（小判）"], "every kind")
people = [o.text() for o in list(p.root.all("select"))[1].all("option")]
is_(people, ["選んでください", "1番目：鈴木次郎", "2番目：佐藤三郎", "あなた（送信前に入力）"], "every person, and the sender")

# ---- B: the picture ----
at = picture(p)
form = at.up("form")
submits = [c for c in form.all("button", "input") if c.tag == "button" or c.attrs.get("type") == "image"]
is_(submits[0].attrs.get("type"), "submit", "a normal button stands before the picture")
for w in ("640", "320", "1280"):
    q = p if w == "640" else p.follow({"320": "小さい", "1280": "大きい"}[w])
    i = picture(q)
    png = b.open(i.attrs["src"]).body
    is_(struct.unpack(">II", png[16:24]), (int(i.attrs["width"]), int(i.attrs["height"])), f"{w}: the size told is the picture's own")
    is_(i.attrs["width"], w, f"{w} px wide")
q = press_picture(p, 100, 200)
ok(q.status == 422 and "入力する人を選んでください。" in errors(q) and items(q) == [], "somebody must be chosen")
ok('href="#who"' in q.body.decode() and 'id="who"' in q.body.decode(), "the mistake leads to its control")
p = press_picture(p, 150, 300, who="1")
is_(items(p)[0] | {"top": "", "least": ""},
    {"key": "1", "n": "1", "mark": "1", "page": "1", "kind": "text", "who": "1", "left": "49.19", "top": "", "width": "70", "height": "8", "label": "乙の住所",
     "required": "1", "max": "200", "size": "", "hint": "", "value": "", "least": ""},
    "70 × 8 mm with its left middle there; the blank's name is taken")
base = 280 * 25.4 / 72  # the line of text that was pressed near to
ok(abs(boxes(p)[0][1] + 4 - (base - 1.3)) < 0.3, "it stands on the line of text")
ok("1番目：鈴木次郎" in p.text() and "［1］乙の住所" in p.text(), "it is listed with its person")
ok("marked/1/640-" in picture(p).attrs["src"] and b.open(picture(p).attrs["src"]).body != b.open(picture(p).attrs["data-plain"]).body,
   "and drawn into the picture")
for x, y in ((0, 0), (2, 2), (1, 0)):
    q = press_picture(p, x, y, label="とどめる")
    ok(q.status == 422 and "置く場所は、候補か数値で選んでください。" in errors(q) and 'value="とどめる"' in q.body.decode() and len(items(q)) == 1,
       f"{x},{y} is a key: nothing is placed, what was typed stays")
q = p.press("", nth=0)
ok(q.status == 422 and "置く場所は、候補か数値で選んでください。" in errors(q), "so is Return in a field")
p = press_picture(p, 300, 500, bare=True, kind="round", who="2")
is_((items(p)[1]["kind"], items(p)[1]["who"], boxes(p)[1][2:]), ("round", "2", (20.0, 20.0)), "bare x and y; a seal has 20 × 20 mm")
x, y = 300 * 209.9 / 640, 500 * 209.9 / 640
ok(abs(boxes(p)[1][0] + 10 - x) < 2.1 and abs(boxes(p)[1][1] + 10 - y) < 3.1, "and its middle where it was pressed")
for name, want in (("date", (35.0, 8.0)), ("check", (6.0, 6.0)), ("lines", (80.0, 20.0))):
    p = press_picture(p, 200, 700, kind=name)
    is_(boxes(p)[-1][2:], want, f"{name}: the usual size")
    p = p.press("削除")
p = press_picture(p, 630, 900)
ok("紙の外にはみ出しています。内側に寄せました。" in said(p) and boxes(p)[-1][0] <= 140 and boxes(p)[-1][1] <= 289.1, "at the edge: moved inside, and said")
p = p.press("削除")
for x, y in ((100000, 100000), (-50, 400)):
    q = press_picture(p, x, y, kind="date")
    left, top, w, h = boxes(q)[-1]
    ok("内側に寄せました" in said(q) and left >= 0 and top >= 0 and left + w <= 209.91 and top + h <= 297.05, f"{x},{y} is off the page: moved inside")
    p = q.press("削除")
is_(press_picture(p, 10 ** 9, 5).status, 422, "a place no screen has is refused")

# ---- small steps ----
left, top, w, h = boxes(p)[1]
p = b.open(place + "?f=2")
p = p.press("→ 右へ").press("↓ 下へ").press("広く").press("低く")
is_([round(v, 2) for v in boxes(p)[1]], [round(v, 2) for v in (left + 1, top + 1, w + 1, h - 1)], "one millimetre a press")
p = p.follow("5mm ずつ").press("← 左へ").press("↑ 上へ").press("高く").press("狭く")
is_([round(v, 2) for v in boxes(p)[1]], [round(v, 2) for v in (left - 4, top - 4, w - 4, h + 4)], "or five")
for _ in range(4):
    p = p.press("狭く")
is_(boxes(p)[1][2], 10.0, "a seal stays 10 mm wide")
n = len(items(p))
p = p.press("複製")
ok(len(items(p)) == n + 1 and "佐藤三郎様の［1］と佐藤三郎様の［2］が重なっています。" in said(p), "a copy; what overlaps is warned of")
ok("佐藤三郎様の［2］は、名前も入力する人も同じです。" not in said(p), "fields without a name are not called alike")
p = p.follow("2点で大きさを決める")
p = press_picture(p, 400, 300)
is_(len(items(p)), n + 1, "the first of two points changes nothing yet")
p = press_picture(p, 300, 250)
mm = 209.9 / 640
ok(all(abs(a - c) < 0.5 for a, c in zip(boxes(p)[2], (300 * mm, 250 * mm, 100 * mm, 50 * mm))), "the second is the opposite corner, on whatever side")
p = p.press("ほかのページにも置く", {"置くページ": "２"})
is_([(i["page"], i["kind"]) for i in items(p)][-1], ("2", "round"), "a copy on another page")
q = p.press("すべてのページに置く")
is_(len(items(q)), len(items(p)), "not twice on the same spot")
p = q
for word in ("3", "0", "x", "2-1", "1-9999"):
    q = p.press("ほかのページにも置く", {"置くページ": word})
    ok(q.status == 422 and "そのページはありません。" in errors(q), f"pages {word}: there is none")
p = b.open(place + "?f=4").press("削除")
p = b.open(place + "?f=3").press("削除")
ok("削除しました。" in said(p) and len(items(p)) == 2, "削除")

# ---- A: found blanks ----
names = [l.text() for l in p.root.all("label") if l.attrs.get("for", "").startswith("cand-")]
ok("1ページ「甲の氏名」 フリーテキスト（1行）" in names and "1ページ「乙の印」 押印（丸印）" in names and "1ページ「個人」 チェックボックス" in names and
   "1ページ「日付」 日付" in names and "1ページ「備考」 フリーテキスト（複数行）" in names, "blanks with their names and kinds")
ok(not any("乙の住所" in x for x in names), "one that has a field is not offered again")
cuts = [i.attrs["src"] for i in p.root.all("img") if i.attrs.get("class") == "cut"]
ok(len(cuts) == len(names) and all(b.open(u).body[:4] == b"\x89PNG" for u in cuts[:3]), "each with its cut-out")
q = p.press("候補に置く", {"who": "1"})
ok(q.status == 422 and "置く候補を選んでください。" in errors(q), "one must be chosen")
which = next(l.attrs["for"] for l in p.root.all("label") if "「甲の氏名」" in l.text())
radio = next(c for c in p.root.all("input") if c.attrs.get("id") == which)
q = p.press("候補に置く", {"「甲の氏名」": True}) if False else b.post(urllib.parse.urljoin(p.url, radio.up("form").attrs["action"]), [
    (c.attrs["name"], c.attrs.get("value", "")) for c in radio.up("form").all("input") if c.attrs.get("type") == "hidden"] +
    [("who", "2"), ("cand", radio.attrs["value"]), ("do", "put")])
got = items(q)[-1]
is_((got["label"], got["kind"], got["who"], got["required"], got["width"]), ("甲の氏名", "text", "2", "1", "70"), "候補に置く: name, kind and size are proposed")
many = re.search(r"すべての候補に置く（(\d+)か所）", q.text())
here = re.search(r"このページの候補に置く（(\d+)か所）", q.text())
offered = sum(1 for c in q.root.all("input") if c.attrs.get("name") == "cand")
is_(int(here[1]), offered, "このページの候補に置く says how many there are on this page")
ok("候補はこのページに%d か所、全部のページでは%sか所（2ページ）あります。".replace(" ", "") % (offered, many[1]) in q.text() and int(many[1]) > offered,
   "and how many on all pages, which is what すべて means")
was = len(items(q))
p = q.press("このページの候補に置く", {"入力する人": "1番目：鈴木次郎"})
is_((len(items(p)), {i["page"] for i in items(p)[was:]}), (was + offered, {"1"}), "as many, and on this page alone")
ok("このページの候補に置く" not in p.text(), "then it is not offered any more")
for _ in range(offered):
    p = b.open(place + "?f=%d" % (was + 1)).press("削除")
q = b.open(place)
p = q.press("すべての候補に置く", {"入力する人": "1番目：鈴木次郎"})
is_(len(items(p)), 3 + int(many[1]), "すべての候補に置く: as many as it says")
ok({"1", "2"} == {i["page"] for i in items(p)} and any(i["label"] == "所在地" for i in items(p)), "on every page, also a turned one")
is_([i["required"] for i in items(p) if i["kind"] == "check"], [""] * 4, "a check box is not required by itself")
ok("このページに候補は見つかりませんでした。" in p.text() and "重なっています" not in said(p), "then there is none left, and none overlaps")

# ---- C: numbers and the table ----
q = p.press("数値で置く", {"種類": "日付", "左から（mm）": "１２．５", "上から（mm）": "7,25 mm", "名前": "契約日", "ページ番号": "2"})
is_((items(q)[-1]["page"], boxes(q)[-1]), ("2", (12.5, 7.25, 35.0, 8.0)), "decimals and full-width digits; the usual size if none is given")
q = q.press("数値で置く", {"左から（mm）": "500", "上から（mm）": "-3"})
ok("内側に寄せました" in said(q) and boxes(q)[-1][1] == 0, "off the page: moved inside, and said")
for fields, words in (({"左から（mm）": "ab", "上から（mm）": "3"}, "「左から（mm）」は、ミリの数で入れてください"), ({"上から（mm）": "3"}, "左から（mm）を入力してください"),
                      ({"左から（mm）": "3", "上から（mm）": "3", "種類": "押印（角印）", "幅（mm）": "9.9", "高さ（mm）": "20"}, "押印は幅10ミリ以上にしてください。"),
                      ({"左から（mm）": "3", "上から（mm）": "3", "幅（mm）": "2"}, "「幅（mm）」は3ミリ以上にしてください。"),
                      ({"左から（mm）": "3", "上から（mm）": "3", "ページ番号": "3"}, "そのページはありません。"),
                      ({"左から（mm）": "3", "上から（mm）": "3", "名前": "あ" * 61}, "60文字以内"),
                      ({"左から（mm）": "9999999", "上から（mm）": "3"}, "ミリの数で入れてください")):
    e = q.press("数値で置く", fields)
    ok(e.status == 422 and words in errors(e) and all(v in e.body.decode() for k, v in fields.items() if k not in ("種類", "ページ番号")), f"{words}; what was typed stays")
    is_(len(items(e)), len(items(q)), "and nothing is placed")
q = b.open(place + "?f=1").follow("表のように並べて編集")
names = [c.attrs["name"] for c in q.root.all("input", "select") if c.attrs.get("name", "").startswith("t") and c.attrs["name"] not in ("to", "top", "table")]
is_(len(names), 9 * len(items(q)), "the table holds every field")
before = items(q)
r = q.press("表の変更を保存", {named(q, 1) + "左から（mm）": "44.4", named(q, 2) + "名前": "社印", named(q, 2) + "入力する人": "あなた（送信前に入力）"})
after = items(r)
is_((after[0]["left"], after[1]["label"], after[1]["who"]), ("44.4", "社印", "0"), "several at once")
is_([{**a, "n": 0, "mark": 0} for a in after[2:]], [{**a, "n": 0, "mark": 0} for a in before[2:]], "the others stay as they are")
e = r.press("表の変更を保存", {named(r, 2) + "幅（mm）": "5", named(r, 1) + "左から（mm）": "1"})
row = [i["key"] for i in listed(r)].index("2")
ok(e.status == 422 and "押印は幅10ミリ以上にしてください。" in errors(e) and 'id="twidth-%d-e"' % row in e.body.decode(), "a mistake in the table names its row")
is_(items(e)[0]["left"], "44.4", "then nothing of it is saved")
g = r.follow("目盛りを表示")
ok([l.text() for o in g.root.all("ol") if o.attrs.get("class") == "gx" for l in o.all("li")] == list("ABCDEFGHIJ") and
   [l.text() for o in g.root.all("ol") if o.attrs.get("class") == "gy" for l in o.all("li")] == [str(i) for i in range(1, 15)], "目盛り: A to J, 1 to 14")

# ---- one field's settings ----
q = b.open(place + "?f=3")
r = q.press("変更を保存", {"名前": "氏名（自署）", "入力する人への説明": "戸籍のとおりに", "文字数の上限": "２０", "文字の大きさ（ポイント）": "10.5", "必須にする": False})
got = items(r)[2]
is_([got[k] for k in ("label", "hint", "max", "size", "required")], ["氏名（自署）", "戸籍のとおりに", "20", "10.5", ""], "name, explanation, limit, size, optional")
for fields, words in (({"文字の大きさ（ポイント）": "3"}, "4から72まで"), ({"文字数の上限": "0"}, "1から1,000まで"), ({"文字数の上限": "99999"}, "まで")):
    e = r.press("変更を保存", fields)
    ok(e.status == 422 and words.replace(",", "") in errors(e).replace(",", ""), f"{fields}")

# ---- the sender's own ----
q = b.open(place + "?f=2").press("変更を保存", {"種類": "フリーテキスト（1行）"})
last = q.press("次へ")
ok(last.h1() == "送信" and "あなたが入力する項目が、まだ空です： ［1］社印" in said(last), "the last step says what is still empty")
e = last.press("送信する")
ok(e.status == 422 and "あなたが入力する項目［1］が、まだ空です。" in errors(e), "and does not send")
q = b.open(place + "?f=2")
e = q.press("変更を保存", {"あなたが入力する内容": "山田\U0001F600花子"})
ok(e.status == 422 and "「\U0001F600」は書類に表示できない文字です。" in errors(e) and "花子" in e.body.decode(), "a character that cannot be drawn is refused by name")
e = q.press("変更を保存", {"あなたが入力する内容": "字" * 201})
ok(e.status == 422 and "200文字以内" in errors(e), "so is a text too long")
r = q.press("変更を保存", {"あなたが入力する内容": "株式会社 髙﨑𠮷"})
is_(items(r)[1]["value"], "株式会社 髙﨑𠮷", "rare characters that can be drawn are kept")
last = r.press("次へ")
ok("まだ空" not in last.text() and "［1］社印 フリーテキスト（1行） · 必須：株式会社 髙﨑𠮷" in last.text(), "the last step shows what the sender filled in")
ok("2番目：佐藤三郎" in last.text() and "［1］氏名（自署） フリーテキスト（1行） · 任意" in last.text(), "and everybody's fields")
shots = [i.attrs["src"] for i in last.root.all("img")]
ok(all("/marked/" in u for u in shots) and b.open(shots[0]).headers.get("Content-Type") == "image/png", "its pictures show the fields")

# ---- late, twice, too many ----
fresh = b.open(place)
old = b.open(place)
one = fresh.press("数値で置く", {"左から（mm）": "11", "上から（mm）": "22", "名前": "一度だけ", "種類": "チェックボックス"})
n = len(items(one))
two = old.press("数値で置く", {"左から（mm）": "11", "上から（mm）": "22", "名前": "一度だけ", "種類": "チェックボックス"})
is_((two.status, len(items(two))), (200, n), "the same button pressed twice places one field")
late = old.press("数値で置く", {"左から（mm）": "12", "上から（mm）": "77", "名前": "遅れた人"})
ok(late.status == 409 and "別の画面ですでに変えられています" in late.text() and 'value="遅れた人"' in late.body.decode() and 'value="77"' in late.body.decode(),
   "a form of an older state: 409, what is there now, what was typed")
is_(len(items(late)), n, "nothing was placed by it")
again = late.press("数値で置く")
ok(again.status == 200 and items(again)[-1]["label"] == "遅れた人", "pressed once more, it is")
is_(press_picture(old, 300, 300, who="1").status, 409, "an old picture, too")
is_(b.open(place).press("表のように並べて編集").status if False else old.press("次へ").status, 409, "and an old 次へ")
size = len(cgi_person.journal(site))
for q in ("", "?f=1", "?page=2&w=1280&grid=1&table=1", "?page=99999", "?f=200", "?two=1&f=1", "?w=7", "?page=x", "?who=77&kind=zz"):
    r = b.open(place + q)
    ok(r.status == 200 and r.h1() == "入力項目の設定", f"looking {q}")
is_(len(cgi_person.journal(site)), size, "changes nothing")
for u in ("/marked/1/640.png", "/marked/9/640.png", "/blank/1/99999.png", "/blank/1/x.png", "/blank/9/0.png", "/marked/1/641.png"):
    path = "/fetch/" + place.split("/")[-2] + u
    is_(b.open(path).status, 200 if u == "/marked/1/640.png" else 404, u)
other = cgi_person.register(site, "taro@example.com", "太郎")
for path in (place, "/fetch/" + place.split("/")[-2] + "/marked/1/640.png", "/fetch/" + place.split("/")[-2] + "/blank/1/0.png"):
    is_(other.open(path).status, 404, "somebody else gets 404")

crowd = draft(b, "Crowd", [("f%d.pdf" % i, data("form-ja.pdf")) for i in range(8)])
ok("すべての候補に置く（200か所）" in crowd.text(), "eight forms have 200 blanks")
crowd = crowd.press("数値で置く", {"入力する人": "1番目：鈴木次郎", "左から（mm）": "1", "上から（mm）": "280"})
e = crowd.press("すべての候補に置く", {"入力する人": "1番目：鈴木次郎"})
ok(e.status == 422 and "入力項目は200個までです（置くと201個になります）。" in errors(e) and len(items(e)) == 1, "201 are too many: none of them is placed")
crowd = crowd.press("削除").press("すべての候補に置く", {"入力する人": "1番目：鈴木次郎"})
is_((len(items(crowd)), crowd.text().count("置いた入力項目（200）")), (23, 1), "200 are not; with so many the list is of one page")
ok(len(crowd.body) < 60000, f"and the page stays small ({len(crowd.body) >> 10} KB)")
e = crowd.press("数値で置く", {"左から（mm）": "1", "上から（mm）": "280"})
ok(e.status == 422 and "入力項目は200個までです" in errors(e), "not one more")
e = press_picture(crowd, 300, 850, who="1")
ok(e.status == 422 and "入力項目は200個までです" in errors(e), "nor by the picture")
r = crowd.follow("表のように並べて編集").press("表の変更を保存", {"［200］左から（mm）": "66"})
ok(sorted(re.findall(r'name="tkey" value="(\d+)"', r.body.decode()), key=int) == [str(i) for i in range(1, 201)] and 'name="tleft" value="66"' in r.body.decode(),
   "the table takes all 200")
q = r.press("次へ").press("送信する")
ok("先方確認中" in q.text(), "200 fields can be sent")
ok(b.open(place.replace(place.split("/")[-2], q.url.split("/")[-1])).url.endswith("/search/doc/" + q.url.split("/")[-1]), "after that the step leads to the document")

# ---- files and people move, fields stay with theirs ----
p = draft(b, "二つの書類", [("一.pdf", data("minimal.pdf"))] + FORM + [("三.pdf", data("contract-ja.pdf"))])
here = p.url
for who, page, label in (("1番目：鈴木次郎", "1", "一の欄"), ("2番目：佐藤三郎", "2", "申込の欄"), ("1番目：鈴木次郎", "4", "三の欄"), ("あなた（送信前に入力）", "4", "私の欄")):
    p = p.press("数値で置く", {"入力する人": who, "ページ番号": page, "左から（mm）": "20", "上から（mm）": str(20 + 15 * len(items(p))), "名前": label})
is_([(i["page"], i["who"]) for i in items(p)], [("1", "1"), ("2", "2"), ("4", "1"), ("4", "0")], "fields in three files")
files = b.open(here.replace("/place", ""))
files.press("削除", nth=0)
is_([(i["page"], i["who"], i["label"]) for i in items(b.open(here))], [("1", "2", "申込の欄"), ("3", "1", "三の欄"), ("3", "0", "私の欄")],
    "a file goes with its fields, the others keep theirs")
to = b.open(here.replace("/place", "/to")).press("下へ", nth=0)
is_([(i["who"], i["label"]) for i in items(b.open(here))], [("1", "申込の欄"), ("2", "三の欄"), ("0", "私の欄")], "people change places, fields follow")
to = to.press("次へ", {"自分も同意する": True, "あなたの順番": "1番目"})
is_([(i["who"], i["label"]) for i in items(to)], [("2", "申込の欄"), ("3", "三の欄"), ("0", "私の欄")], "so they do when the owner steps in")
to = b.open(here.replace("/place", "/to"))
to.press("削除", nth=1)
q = b.open(here)
is_([(i["who"], i["label"], i["mark"]) for i in items(q)], [("2", "申込の欄", "2-1"), ("-1", "三の欄", "?-1"), ("0", "私の欄", "0-1")],
    "who is removed leaves fields of nobody")
ok("入力する人が決まっていない入力項目があります： ［1］三の欄" in said(q), "which is said")
last = q.press("次へ")
ok("入力する人が決まっていない入力項目があります： ［1］三の欄" in said(last), "on the last step, too")
e = last.press("送信する")
ok(e.status == 422 and "入力する人が決まっていない入力項目があります：［1］" in errors(e), "and nothing is sent")
q = b.open(here + "?f=2").press("変更を保存", {"入力する人": "2番目：佐藤三郎"})
is_(items(q)[1]["who"], "2", "another one takes it")

# ---- without fields; in English ----
p = draft(b, "同意だけ", [("m.pdf", data("minimal.pdf"))], (("x@example.org", "丙"),))
ok("まだ入力項目はありません。" in p.text() and "このページに候補は見つかりませんでした。" in p.text(), "a page without blanks says so")
q = p.press("入力項目なしで次へ")
ok(q.h1() == "送信" and "1番目の宛先に入力項目がありません（同意だけを求めます）。" in q.text(), "入力項目なしで次へ")
is_(p.press("下書き保存").h1(), "下書き", "下書き保存")
ok(b.open("/search/draft").follow("同意だけ").follow("続きを入力する").h1() == "入力項目の設定", "a draft resumes here")

# ---- a second look at addresses; what a recipient is asked for ----
q = b.open(p.url).press("入力項目なしで次へ").press("送信する")
for mail, words in (("x@exampel.org", "「exampel.org」は以前使った「example.org」と1文字違いです。"), ("xx@example.org", "「xx@example.org」は以前使った「x@example.org」と1文字違いです。"),
                    ("jiro@example.com", ""), ("somebody@example.org", "")):
    q = draft(b, "似たアドレス", [("m.pdf", data("minimal.pdf"))], ((mail, "丁"),)).press("入力項目なしで次へ")
    is_(said(q), words, f"{mail}: {words or 'nothing to say'}")
q = b.open(q.url.replace("/send", "/to")).press("次へ", {"契約を結ぶ権限の確認": "求める", "ワンタイムコード": "使う"})
q = b.open(q.url.replace("/place", "/to"))
ok([o.text() for s in q.root.all("select") if s.attrs["name"] in ("authority", "once") for o in s.all("option") if "selected" in o.attrs] == ["求める", "使う"],
   "authority and one-time code are kept")
q = b.open(q.url.replace("/to", "/send"))
ok("契約を結ぶ権限の確認：求める" in q.text() and "ワンタイムコード：使う" in q.text(), "and shown before sending")

# ---- own values that cannot be written ----
ALIKE = "「´」と「x\u0301」は、書類では同じ形の字で書かれ、どちらを入力したのかをあとから確かめられません。どちらか一方を別の字に置き換えてください。"
p = draft(b, "書けない字", FORM)
here2, doc = p.url, p.url.split("/upload/")[1].split("/")[0]
for label, what, page in (("手入力", "フリーテキスト（1行）", "1"), ("備考欄", "フリーテキスト（複数行）", "2")):
    p = p.press("数値で置く", {"入力する人": "あなた（送信前に入力）", "種類": what, "ページ番号": page, "左から（mm）": "20", "上から（mm）": "200", "名前": label})
e = b.open(here2 + "?f=1").press("変更を保存", {"あなたが入力する内容": "´とx\u0301"})
ok(e.status == 422 and ALIKE in errors(e) and 'value="´とx\u0301"' in e.body.decode() and items(e)[0]["value"] == "", "two characters drawn alike: said when they are typed")
ok('href="#value"' in e.body.decode() and 'id="value"' in e.body.decode(), "at their control")
p = e.press("変更を保存", {"あなたが入力する内容": "あ"})
p = b.open(here2 + "?f=2").press("変更を保存", {"あなたが入力する内容": "一\n二"})
is_([i["value"] for i in items(p)], ["あ", "一\n二"], "what can be written is kept")


def kept(n, text):
    """As a site of before may have kept it."""
    scene, = web.build("t/page/scene")
    subprocess.run([scene, "value", doc, "%d=%s" % (n, text)], env={"TEIKETSU_CONF": site.conf}, check=True)


for n, before, words in ((1, "´とx\u0301", ALIKE), (2, "_と\nx\u0332", "「_」と「x\u0332」は、書類では"), (2, "a¨\u0308", "「¨\u0308」は、書類に書くと元の文字として読み取れなくなります。"),
                         (1, "一\n二", "1行で入力してください。途中の改行は書類に書けません。"), (1, "山\U0001F600", "「\U0001F600」は書類に表示できない文字です。")):
    kept(n, before)
    last = b.open(here2).press("次へ")
    is_(last.h1(), "送信", "the last step")
    e = last.press("送信する")
    is_((e.status, e.h1()), (422, "入力項目の設定"), "送信する leads to the step where it can be mended")
    ok(words in errors(e), "and says why: " + words)
    form = next(c for c in e.root.all("input", "textarea") if c.attrs.get("id") == "value").up("form")
    shown = {c.attrs["name"]: c.attrs.get("value", "") if c.tag == "input" else c.text() for c in form.all("input", "textarea") if c.attrs.get("name")}
    is_((shown["label"], shown["f"], shown["page"], shown["width"]), ((("手入力", "1", "1", "70"), ("備考欄", "2", "2", "80"))[n - 1]), "with that field as it stands in the draft")
    ok(shown["value"].split() == before.split(), "and its value")
    is_(b.open(here2).h1(), "入力項目の設定", "still a draft")
    e = e.press("変更を保存", {"あなたが入力する内容": "直した"})
    is_((e.status, items(e)[n - 1]["value"]), (200, "直した"), "mended there")
kanji = [chr(c) for c in range(0x4E00, 0x9FA0) if len(chr(c).encode("euc_jp", "ignore")) == 2]
with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
    recipient.long_pdf(f.name, 80)
    p = draft(b, "多すぎる", [("long.pdf", open(f.name, "rb").read())])
here2, doc = p.url, p.url.split("/upload/")[1].split("/")[0]
p.press("数値で置く", {"入力する人": "あなた（送信前に入力）", "種類": "フリーテキスト（複数行）", "左から（mm）": "20", "上から（mm）": "200"}).press("すべてのページに置く")
for k in range(80):
    kept(k + 1, "".join(kanji[(k * 37 + i) % len(kanji)] for i in range(999 + (k == 7))))
e = b.open(here2).press("次へ").press("送信する")
ok(e.status == 422 and "あなたが入力した内容を全部合わせると、書類のファイルに入る大きさを超えます。この内容（いま1000文字）などを短くしてください。" in errors(e),
   "too much altogether")
is_({c.attrs["value"] for c in e.root.all("input") if c.attrs.get("name") == "f"}, {"8"}, "the longest one is shown")
b.lang = "en"
r = b.open(here + "?f=1&table=1&grid=1")
left = re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]+", re.sub("締結市 総務課|申込書|申込の欄|三の欄|私の欄|二つの書類|佐藤三郎|鈴木次郎|山田花子|締結|日本語|甲の\\S+|乙の\\S+|「[^」]*」|“[^”]*”", "", r.text()))
is_(left, [], "in English without Japanese words of ours")
site.close()
web.done()
