#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# A recipient fills in: the form, every mistake and its sentence, what is kept,
# parts of long documents, the step view, the simple version.
import os, re, sys, time
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ok, is_, done, Page
from recipient import Scene, Visitor
import html

s = Scene()
ITEMS = """text 1 1 1 3000 4000 7000 800 1 20 乙の住所|番地まで
text 1 1 1 3000 6000 7000 800 0 40 会社名または氏名
date 1 1 1 3000 8000 3500 800 1 0 契約開始日
check 1 1 1 3000 10000 600 600 1 0 個人情報の取扱いに同意する
round 1 1 1 15000 12000 1500 1500 1 0 押印
lines 1 2 1 3000 4000 8000 2000 0 0 備考
text 1 1 2 3000 14000 7000 800 1 0 丙の住所
text 1 1 0 3000 16000 7000 800 0 0 甲の備考
"""


def fields(text, name="a"):
    path = os.path.join(s.dir, name + ".fields")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def form(page, values=None, does="save", **more):
    """The page's form as a browser sends it: [(name, value)], values by label's number."""
    values = values or {}
    out = []
    body = page.text.split('<form method="post"')[1].split("</form>")[0]
    for tag in re.findall(r"<(?:input|textarea)[^>]*>(?:[^<]*</textarea>)?", body):
        a = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        number = a.get("id", "f")[1:]
        value = html.unescape(a.get("value", ""))
        if tag.startswith("<textarea"):
            value = html.unescape(tag.split(">", 1)[1].split("</textarea>")[0].lstrip("\n"))
        if a.get("type") == "checkbox":
            if values.get(int(number), "checked" in tag):
                out.append((a["name"], a["value"]))
            continue
        if number and number.isdigit() and int(number) in values:
            value = values[int(number)]
        if a.get("name"):
            out.append((a["name"], more.get(a["name"], value)))
    return out + [("do", does)]


def send(v, token, page, values=None, does="save", where="read", query="", **more):
    return v.post("/review/%s/%s%s" % (token, where, query), form(page, values, does, **more))


def scene(parties=2, code="-", lang="ja", items=ITEMS, files=("contract-ja.pdf", "latin-cc0.pdf")):
    doc, tokens = s.contract(parties=parties, code=code, lang=lang,
                             files=files + (fields(items),))
    return doc, tokens


def values(doc):
    return re.split(r"(?m)^\d+=", s.scene("values", doc) + "\n")[1:] and \
        [x[:-1] for x in re.split(r"(?m)^\d+=", s.scene("values", doc) + "\n")[1:]]


def seen_errors(p):
    return re.findall(r'<li><a href="([^"]*)">(.*?)</a></li>', p.text.split('role="alert"')[1].split("</ul>")[0])


# --- the form ---------------------------------------------------------------------------
doc, (first, second) = scene()
v = Visitor(s)
p = v.get("/review/" + first)
ok("入力6か所" in p.text, "the landing page says how many items there are")
p = v.follow(v.accept(first))
is_(p.status, 200, "the pages")
page = Page(p.text)
for word in ("2. 入力項目", "3. 同意", "あなたの入力項目", "6か所（うち必須4か所）", "未入力の必須欄へ進む（残り4か所）",
             "［1］乙の住所<span class=\"req\">（必須）", "［2］会社名または氏名<span class=\"opt\">（任意）", "番地まで",
             "保存して書類の表示を更新", "書類の内容に同意", "入力始める", "入力項目を埋める（6か所、うち必須4か所）",
             "印影にする文字を入れてください（姓または会社名、4文字まで）"):
    ok(word in p.text, "the page says " + word)
ok("丙の住所" not in p.text and "甲の備考" not in p.text, "nothing of other people's fields")
is_(len(page.ids), len(set(page.ids)), "ids are unique")
labels = re.findall(r"<label[^>]*id=\"l\d+\">(.*?)</label>", p.text)
is_(len(labels), len(set(labels)), "labels are unique")
for n in range(1, 7):
    ok("f%d" % n in page.ids and page.labels.count("f%d" % n) == 2, "item %d: a label in the list and one on the page" % n)
ok('autocomplete="address-line1"' in p.text and 'autocomplete="organization"' in p.text, "what browsers may offer")
ok("<script" not in p.text and " style=" not in p.text, "no script, no inline style")
ok('href="#f1"' in p.text, "the jump link leads to the first one")
css = v.get("/fetch/%s/place.css?a=1&b=5" % first)
is_((css.status, css.header("Content-Type")), (200, "text/css; charset=UTF-8"), "the places as a stylesheet")
ok(re.search(r"#m1{left:14\.\d\d%;top:13\.\d\d%;width:33\.\d\d%;height:2\.\d\d%}", css.text) and "#m6" not in css.text, "in percent of the page: " + css.text[:60])
for k in (1, 6):
    c = v.get("/fetch/%s/cut/%d/640.png" % (first, k))
    ok(c.status == 200 and c.header("Content-Type") == "image/png" and 500 < len(c.body) < 40000,
       "a cut-out of item %d, %d bytes" % (k, len(c.body)))
is_(v.get("/fetch/%s/cut/7/640.png" % first).status, 404, "none of somebody else's field")
is_(Visitor(s).get("/fetch/%s/place.css" % first).status, 403, "nothing without a ticket")
own = p.text.split("<details>")[0]
size = len(re.sub(r"<details>.*?</details>", "", p.text, flags=re.S).encode()) + \
    os.path.getsize(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../htdocs/style.css")) + len(css.body)
ok(size <= 30 << 10, "4 pages and 6 items: %d bytes of HTML and CSS without the text" % size)

# --- saving -----------------------------------------------------------------------------
r = send(v, first, p, {1: " 東京都港区１－２ ", 3: "令和9年4月1日", 4: True})
is_(r.status, 303, "saved")
ok(r.header("Location").endswith("/read?saved=1&f=5#f5"), "back at the next one that is missing: " + r.header("Location"))
is_(values(doc), ["東京都港区１－２", "", "令和9年4月1日", "1", "", "", "", ""], "as they will be printed")
p = v.get("/review/%s/read?saved=1&f=5" % first)
ok("保存しました" in p.text and "残り1か所" in p.text and 'value="東京都港区１－２"' in p.text, "said, and shown again")
ok(p.text.count('class="mk on"') == 3, "three markers are done")
r = send(v, first, p, {5: "田中", 6: "一行目\r\n二行目\r\n", 4: False, 3: "2027/4/1"})
is_(r.status, 303, "a tick can be taken back")
ok("&f=4#f4" in r.header("Location"), "and is missing again")
is_(values(doc)[2:6], ["2027年4月1日", "", "田中", "一行目\n二行目"], "date, seal, lines")
n = s.scene("version", doc)
p = v.get("/review/%s/read" % first)
r = send(v, first, p, {})
is_((r.status, s.scene("version", doc)), (303, n), "nothing new: nothing is written")

# --- mistakes ---------------------------------------------------------------------------
p = v.get("/review/%s/read" % first)
r = send(v, first, p, {1: "あ" * 21, 3: "4月1日", 5: "田中太郎左衛門", 2: "サイン株式会社"})
is_(r.status, 422, "three mistakes")
got = seen_errors(r)
is_(got, [("#f1", "［1］乙の住所は20文字以内にしてください（いま21文字）。"),
          ("#f3", "［3］契約開始日は 2027-04-01 や 令和9年4月1日 のように書いてください。"),
          ("#f5", "［5］押印の文字は4文字までです。")], "their sentences, and where")
ok('value="%s"' % ("あ" * 21) in r.text and 'value="4月1日"' in r.text and "田中太郎左衛門" in r.text, "what was typed stays")
ok("<title>エラー：" in r.text and r.text.count('aria-invalid="true"') == 3, "title and controls say so")
is_(values(doc)[:5], ["東京都港区１－２", "サイン株式会社", "2027年4月1日", "", "田中"], "the good one is saved, the bad ones are not")
r = send(v, first, v.get("/review/%s/read" % first), {1: "", 5: ""}, does="agree")
is_(r.status, 422, "同意 with blanks")
is_([t for _, t in seen_errors(r)],
    ["［1］乙の住所を入力してください。", "［4］「個人情報の取扱いに同意する」にチェックを入れてください。同意できないときは、送信者に相談してください。",
     "［5］押印の文字を入れてください。"], "every one that is missing")
r = v.get("/agree/" + first)
is_(r.status, 303, "no way to the last page")
ok(r.header("Location").endswith("/read?check=1"), "but to what is missing")
is_(v.follow(r).status, 422, "which is said there, too")

# somebody else's field, made up forms
p = v.get("/review/%s/read" % first)
f = [(k, "7" if (k, x) == ("n", "1") else x) for k, x in form(p, {1: "hers", 2: "mine"})]
r = v.post("/review/%s/read" % first, f)
is_(r.status, 422, "somebody else's field")
ok("あなたの入力項目ではない欄が送られたため" in r.text, "its sentence")
is_(values(doc)[6], "", "is not written")
for bad in ([("n", "x"), ("v", "1")], [("n", "1")], [("n", "1"), ("n", "2"), ("v", "1")], [("n", "1")] * 300 + [("v", "1")] * 300):
    r = v.post("/review/%s/read" % first, [("csrf", p.hidden("csrf"))] + bad)
    is_(r.status, 400, "no form of ours: %s…" % str(bad)[:40])
is_(v.post("/review/%s/read" % first, form(p, {1: "x"}, csrf="no")).status, 403, "CSRF")

# two windows
p = v.get("/review/%s/read" % first)
is_(send(v, first, p, {1: "window one"}).status, 303, "one window saves")
r = send(v, first, p, {1: "window two"})
is_(r.status, 422, "the other one shows what it did not know")
ok("別の画面で入力内容が変わりました" in r.text and 'value="window two"' in r.text, "its sentence, and what was typed")
is_(values(doc)[0], "window one", "not overwritten")
is_(send(v, first, r, {}).status, 303, "pressed once more: taken")
is_(values(doc)[0], "window two", "now it is")
p = v.get("/review/%s/read" % first)
is_([send(v, first, p, {1: "twice"}).status for _ in range(2)], [303, 303], "the same form twice: no matter")

# unprintable and overlong bytes
r = v.post("/review/%s/read" % first, [(k, b"\xff\xfe" if k == "v" and x == "twice" else x)
                                       for k, x in form(v.get("/review/%s/read" % first))])
ok(r.status == 422 and "［1］乙の住所に、文字として読めない部分があります。" in r.text, "not UTF-8")
is_(values(doc)[0], "twice", "what was there stays")
r = send(v, first, v.get("/review/%s/read" % first), {1: "東京\u202e都\u200b\x07港区"})
is_(values(doc)[0], "東京都港区", "controls, bidi and zero width are dropped")
r = send(v, first, v.get("/review/%s/read" % first), {6: "あ" * 70000})
ok(r.status == 422 and "［6］備考は1000文字以内にしてください（いま" in r.text, "seventy thousand characters")

s.close()
done()
