#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# A recipient fills in: the form, every mistake and its sentence, what is kept,
# parts of long documents, the step view, the simple version.
import os, re, sys, time
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ok, is_, done, build, Page
from recipient import Scene, Visitor, long_pdf
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
ok(re.search(r"#m1{left:14\.\d\d%;top:13\.\d\d%;width:33\.\d\d%;height:2\.\d\d%}", css.text) and "#m6" not in css.text, "in percent of the page: " + css.text[:54])
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
    ["［1］乙の住所を入力してください。", "［4］「個人情報の取扱いに同意する」にチェックを入れてください。同意できないときは、このページの下の「同意しないで却下する」を選べます。",
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


# characters that no font has, and letters made smaller
p = v.get("/review/%s/read" % first)
r = send(v, first, p, {2: "株式会社\U0001F389祭", 1: "髙﨑𠮷 葛\U000E0100飾区"})
is_(seen_errors(r), [("#f2", "［2］会社名または氏名の「\U0001F389」は書類に表示できない文字です。別の字に置き換えるか、送信者に相談してください。")],
    "a character that cannot be drawn is named")
is_(values(doc)[0], "髙﨑𠮷 葛\U000E0100飾区", "rare names are taken as they are")
r = send(v, first, v.get("/review/%s/read" % first), {2: "とても長い名前の株式会社" * 2})
p = v.get("/review/%s/read?saved=1" % first)
ok("［2］文字が枠に収まらないため、小さくして入れました。下の表示で読めるか確かめてください。" in p.text, "said when letters are made smaller")
ok("［1］文字が枠に収まらない" not in p.text and "6ポイントより" not in p.text, "of that item only")
r = send(v, first, v.get("/review/%s/read" % first), {2: "とても長い名前の株式会社" * 3})
for times in ("drawn", "remembered"):
    p = v.get("/review/%s/read?saved=1" % first)
    ok("［2］文字が枠に収まらないため、6ポイントより小さくなりました。紙に印刷すると読めないことがあります。" in p.text and
       "小さくして入れました" not in p.text, "below 6 pt it is said in words of its own (%s)" % times)
ok("became smaller than 6 points" in v.get("/review/%s/read?lang=en" % first).text, "in English, too")
v.get("/review/%s/read?lang=ja" % first)

# --- what could not be read back from the file ----------------------------------------------
ALIKE = "［2］会社名または氏名の「´」と「x\u0301」は、書類では同じ形の字で書かれ、どちらを入力したのかをあとから確かめられません。どちらか一方を別の字に置き換えてください。"
ODD = ALIKE.replace("［2］会社名または氏名", "［1］乙の住所").replace("「´」と「x\u0301」", "「¨」と「¨\u0308」")
other, (mine, hers) = scene()
u = Visitor(s)
p = u.follow(u.accept(mine))
good = {1: "東京", 3: "2027-04-01", 4: True, 5: "田中"}
for does in ("save", "agree"):
    r = send(u, mine, p, {**good, 2: "´とx\u0301"}, does)
    is_((r.status, seen_errors(r)), (422, [("#f2", ALIKE)]), does + ": two characters drawn alike: both are named")
    ok('value="´とx\u0301"' in r.text and "文字以内" not in r.text, "kept in the form, and not called too long")
    p = r
s.scene("value", other, "2=´とx\u0301") # of characters that no table names, compose says the same
r = u.get("/agree/" + mine)
is_((r.status, r.header("Location").endswith("/read?check=1")), (303, True), "the last page leads back")
r = u.follow(r)
is_((r.status, seen_errors(r)), (422, [("#f2", ALIKE)]), "where the same is said")
r = send(u, mine, r, {2: "", 1: "a¨\u0308"})
is_((r.status, seen_errors(r)), (422, [("#f1", ODD)]), "a sign and itself as a mark")
r = send(u, mine, u.get("/review/%s/read?view=step&f=1" % mine), {1: "b¨\u0308"})
is_((r.status, r.h1(), "¨\u0308」は、書類では同じ" in r.text), (422, "入力項目の画面 1/5", True), "in the step view: on its screen")
r = send(u, mine, u.get("/review/%s/read?view=step&f=2" % mine), {}, "back")
is_(r.status, 303, "going back is never refused")
r = send(u, mine, u.get("/review/%s/lite" % mine), {1: "c¨\u0308"}, where="lite")
is_((r.status, "¨\u0308」は、書類では同じ" in r.text), (422, True), "in the simple version, too")
# as a site of before may have kept it
is_(send(u, mine, u.get("/review/%s/read" % mine), {1: "東京"}).status, 303, "mended")
p = u.get("/agree/" + mine)
s.scene("value", other, "1=一行目\n二行目")
is_(u.press(mine, p).status, 409, "changed since it was shown: not agreed to")
r = u.follow(u.get("/agree/" + mine))
is_((r.status, seen_errors(r)), (422, [("#f1", "［1］乙の住所は1行で入力してください。途中の改行は書類に書けません。")]), "two lines where there is one")
s.scene("value", other, "1=東京")
s.scene("value", other, "8=¨\u0308")
r = send(u, mine, u.get("/review/%s/read" % mine), {}, "agree")
is_((r.status, seen_errors(r)), (422, [("#items", "ほかの方が先に入力した内容を書類に書き込めないため、先へ進めません。あなたの入力は残っています。送信者に知らせてください。")]),
    "what somebody before wrote: not this person's mistake")
is_(s.scene("state", other), "waiting opened", "nothing of it was agreed to")
# each good, all together too much for one revision
kanji = [chr(c) for c in range(0x4E00, 0x9FA0) if len(chr(c).encode("euc_jp", "ignore")) == 2]
big, (only,) = scene(parties=1, items="".join("lines 1 %d 1 %d %d 8000 2000 0 0 欄%d\n" % (1 + i % 8, 1000 + i // 8 % 2 * 9000, 1000 + i // 16 * 2500, i + 1) for i in range(80)),
                     files=("boxes-8p.pdf",))
u = Visitor(s)
p = u.follow(u.accept(only))
for i in range(80):
    s.scene("value", big, "%d=%s" % (i + 1, "".join(kanji[(i * 37 + k) % len(kanji)] for k in range(999 + (i == 1)))))
for r in (u.follow(u.get("/agree/" + only)), send(u, only, u.get("/review/%s/read" % only), {1: "字"})):
    got = seen_errors(r)
    ok(r.status == 422 and len(got) == 1 and "欄2（いま1000文字）などを短くしてください。" in got[0][1] and
       got[0][1].startswith("入力した内容を全部合わせると、書類のファイルに入る大きさを超えます。"), "too much altogether: says so, and names the longest")
is_(values(big)[0], "字", "what was typed is kept all the same")

# --- pictures show what was saved ---------------------------------------------------------
def picture(page, n=1):
    return re.search(r'src="([^"]*/page/%d/640[^"]*)"' % n, page.text).group(1)


before = v.get(picture(p))
send(v, first, p, {1: "変わった住所"})
p = v.get("/review/%s/read" % first)
start = time.monotonic()
after = v.get(picture(p))
took = time.monotonic() - start
ok(before.body != after.body and picture(p) not in before.text, "another value, another picture, at another address")
ok(took < 0.5, "%.0f ms until it is there" % (took * 1000)) # 0.15 s is asked for; a busy machine
ok("/page/3/640.png" in p.text, "a page without values is the base's own")
cut = re.search(r'src="([^"]*/cut/1/640[^"]*)"', p.text).group(1)
ok(v.get(cut).body != v.get("/fetch/%s/cut/3/640.png" % first).body and "-" in cut, "cut-outs, too")
s.account, = build("cgi-bin/account")
s.scene("own", doc, s.scene("account", "owner@example.jp", "correct horse battery"))
o = Visitor(s)
o.post("/account/login", {"csrf": o.get("/account/login").hidden("csrf"), "mail": "owner@example.jp", "password": "correct horse battery"})
unfilled = o.get("/fetch/%s/page/1/640.png" % doc)
ok(unfilled.status == 200 and unfilled.body != after.body, "the owner does not see what nobody has agreed to yet")
is_(s.scene("state", doc), "waiting opened", "nothing is agreed by saving")

# --- agreeing --------------------------------------------------------------------------------
p = v.get("/review/%s/read" % first)
r = send(v, first, p, {1: "東京都", 2: "サイン株式会社", 3: "R9.4.1", 4: True, 5: "田中", 6: "一\n二"}, does="agree")
is_((r.status, r.header("Location").endswith("/agree/" + first)), (303, True), "同意 leads to the last page, and saves what was typed")
ok("必須欄はすべて入力されています。" in v.get("/review/%s/read" % first).text, "nothing is missing any more")
p = v.get("/agree/" + first)
for word in ("東京都", "サイン株式会社", "令和9年4月1日", "チェックあり", "田中", "一<br>二", "修正する", "contract-ja", "latin-cc0",
             "書類（2件、合わせて3ページ）", "書類の内容に同意して確認を完了してもよろしいですか？", "［5］押印"):
    ok(word in p.text, "the last page says " + word)
ok(p.text.count("<img") == 2 and "/page/1/640-" in p.text and "/page/2/640-" in p.text, "the pages that carry items, as filled")
ok("/read?f=3#f3" in p.text, "each value leads back to its item")
v2 = v.get("/review/%s/read?f=3" % first)
send(v, first, v2, {2: "別の会社"})
is_(v.press(first, p).status, 409, "a value that changed meanwhile: not agreed")
p = v.get("/agree/" + first)
send(v, first, v2, {3: ""}, seen=v.get("/review/%s/read" % first).hidden("seen"))
is_(v.press(first, p).status, 409, "a blank that came meanwhile: not agreed")
send(v, first, v.get("/review/%s/read" % first), {3: "2027-04-01"})
is_(v.press(first).status, 303, "agreed")
r = send(v, first, v2, {1: "too late"})
is_((r.status, values(doc)[0]), (303, "東京都"), "nothing is filled in afterwards")
p = v.get("/agree/%s/done" % first)
ok("あなたが入力した内容" in p.text and "東京都" in p.text and "サイン株式会社" in p.text, "the result lists the values")

# the next person sees what the first one filled in, and only the own items
w = Visitor(s)
p = w.follow(w.accept(second))
own = p.text.split('<form method="post"')[1]
ok("丙の住所" in own and "乙の住所" not in own and "/page/1/640-" in p.text, "the second: own items, the first one's values on the page")
for page in (p.text, w.get("/review/%s/lite" % second).text):
    ok("田中1子様（サイン株式会社）が入力した内容" in page and "東京都" in page, "and as text")
shown = w.get(picture(p))
is_(shown.status, 200, "and their picture")
is_(o.get("/fetch/%s/page/1/640.png" % doc).body, shown.body, "which is what the owner sees now, too")

# --- several parts ----------------------------------------------------------------------------
many = "".join("text 1 %d 1 %d %d 4000 600 %d 30 項目%d\n" % (1 + i % 8, 2000 + (i // 8 % 4) * 4400, 2000 + i // 32 * 2500, i % 2, i + 1)
               for i in range(200))
doc, (only,) = scene(parties=1, items=many, files=("boxes-8p.pdf",))
v = Visitor(s)
p = v.follow(v.accept(only))
ok("200か所（うち必須100か所）" in p.text, "two hundred items")
seen, sizes, parts = set(), [], 0
while True:
    parts += 1
    sizes.append(len(p.text.encode()) + len(v.get(html.unescape(re.search(r'href="([^"]*place.css[^"]*)"', p.text).group(1))).body))
    seen |= set(re.findall(r'<(?:input|textarea)[^>]*id="f(\d+)"', p.text))
    more = re.search(r'<a href="([^"]*)">続きのページを表示', p.text)
    if not more:
        break
    p = v.get(html.unescape(more.group(1)))
is_((len(seen), max(sizes) + 8212 <= 60 << 10), (200, True), "all of them in %d parts of at most %d bytes" % (parts, max(sizes)))
ok("前のページを表示" in p.text, "and back")
r = send(v, only, p, {}, does="agree")
is_((r.status, len(seen_errors(r))), (422, 100), "同意 names every one that is missing")
ok(any("/read?f=" in h and "#f" in h for h, _ in seen_errors(r)) and any(h.startswith("#f") for h, _ in seen_errors(r)),
   "with links into the other parts")
ok(seen_errors(r)[0][0].startswith("#f"), "and shows the part of the first one")
p = v.get("/review/%s/read?view=fields&from=3" % only)
ok('name="view" value="fields"' in p.text and "すべてのページを表示" in p.text, "only pages with items")
path = os.path.join(s.dir, "book.pdf")
long_pdf(path, 300, 25)
wide = "".join("text 1 %d 1 %d 3000 4000 600 %d 30 項目%d\n" % (1 + i * 3 // 2, 2000 + i % 4 * 4400, i % 2, i + 1) for i in range(200))
doc, (only,) = scene(parties=1, items=wide, files=(path,))
v = Visitor(s)
p, seen, sizes, pages = v.follow(v.accept(only)), set(), [], set()
css = os.path.getsize(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../htdocs/style.css"))
while True:
    sizes.append(css + len(p.text.encode()) + len(v.get(html.unescape(re.search(r'href="([^"]*place.css[^"]*)"', p.text).group(1))).body))
    seen |= set(re.findall(r'<(?:input|textarea)[^>]*id="f(\d+)"', p.text))
    pages |= set(re.findall(r'id="p(\d+)"', p.text))
    more = re.search(r'<a href="([^"]*)">続きのページを表示', p.text)
    if not more:
        break
    p = v.get(html.unescape(more.group(1)))
is_((len(seen), len(pages), max(sizes) <= 60 << 10), (200, 300, True), "300 pages and 200 items in %d parts of at most %d bytes, text and CSS included" % (len(sizes), max(sizes)))
long_pdf(path, 70, 25)
doc, (only,) = scene(parties=1, items="", files=(path,))
v = Visitor(s)
p = v.follow(v.accept(only))
ok(p.text.count("<img") == 60 and "<details" not in p.text and "lorem" not in p.text and "/lite?from=60#t60" in p.text and len(p.text) + css <= 60 << 10,
   "long texts stand behind a link: %d bytes for 60 pages" % (len(p.text.encode()) + css))
ok('id="t60"' in v.get("/review/%s/lite?from=60" % only).text, "which leads there")
one = "".join("text 1 1 1 %d %d 4000 600 1 30 欄%d\n" % (2000 + i % 4 * 4400, 1000 + i // 4 * 1000, i + 1) for i in range(100))
doc, (only,) = scene(parties=1, items=one)
v = Visitor(s)
p = v.follow(v.accept(only))
is_(len(re.findall(r'<input type="text"[^>]*id="f', p.text)), 39, "a hundred items on one page: thirty-nine in one part")
p = v.get(html.unescape(re.search(r'<a href="([^"]*)">続きのページを表示', p.text).group(1)))
ok('id="f40"' in p.text and 'id="f78"' in p.text and "/page/1/" in p.text, "then the same page with the next ones")
r = send(v, only, p, {i: "x" for i in range(40, 79)})
ok("f=79#f79" in r.header("Location"), "saving goes on to the next one")

# --- step by step --------------------------------------------------------------------------------
doc, (first, second) = scene()
v = Visitor(s)
v.accept(first)
p = v.get("/review/%s/read?view=step" % first)
is_(p.h1(), "入力項目の画面 1/5", "four required ones and one screen for the others")
ok("［1］乙の住所" in p.text and "［3］" not in p.text and "入力する" in p.text and "/cut/1/" in p.text, "one item, its cut-out")
step = lambda values, n, does="save", **more: send(v, first, v.get("/review/%s/read?view=step&f=%d" % (first, n)), values, does, **more)
r = step({}, 1)
is_((r.status, seen_errors(r)), (422, [("#f1", "［1］乙の住所を入力してください。")]), "a required one must be filled in")
is_(r.h1(), "入力項目の画面 1/5", "on its own screen")
for n, (item, value) in enumerate([(1, "東京"), (3, "2027-04-01"), (4, True), (5, "田中")], 1):
    p = v.get("/review/%s/read?view=step&f=%d" % (first, n))
    is_(("［%d］" % item in p.text, "画面の数とは異なります" in p.text), (True, n != item),
        "screen %d shows item %d%s" % (n, item, "" if n == item else " and says why the numbers differ"))
    r = step({item: value}, n)
    ok(r.header("Location").endswith("/read?view=step&f=%d" % (n + 1)), "on to screen %d" % (n + 1))
p = v.follow(r)
is_(p.h1(), "入力項目の画面 5/5", "the others together")
ok("［2］" in p.text and "［6］" in p.text and "任意の項目です" in p.text and "完了" in p.text, "which need not be filled in")
r = step({}, 5)
p = v.follow(r)
is_(p.h1(), "入力内容の確認", "the summary")
for word in ("入力の終わった画面 5/5", "修正する", "確認を完了する", "東京", "2027年4月1日", "チェックあり", "田中", "（未入力）"):
    ok(word in p.text, "says " + word)
r = step({}, 3, "back")
ok(r.header("Location").endswith("view=step&f=2"), "back")
ok(step({}, 1, "back").header("Location").endswith("/read"), "back from the first: the pages")
p = v.get("/review/%s/read?view=step&end=1&f=1" % first)
ok('name="end"' in p.text and "完了" in p.text, "修正する of one value")
r = send(v, first, p, {1: "大阪"})
is_(v.follow(r).h1(), "入力内容の確認", "leads back to the summary")
p = v.get("/agree/%s?view=step" % first)
ok("キャンセル" in p.text and "同意して確認を完了する" in p.text and "同意して確認完了<" not in p.text, "the phone's words on the last page")
is_(v.press(first, p).status, 303, "agreed")
doc, (first, second) = scene(items="text 1 1 2 3000 4000 7000 800 1 20 丙\n")
v = Visitor(s)
v.accept(first)
p = v.get("/review/%s/read?view=step" % first)
ok(p.h1() == "入力内容の確認" and "入力する項目はありません" in p.text and "確認を完了する" in p.text, "no item at all")
ok("入力始める" not in v.get("/review/%s/read" % first).text, "then there is nothing to begin")
v.press(first)
p = Visitor(s)
p.accept(second)
r = p.get("/agree/%s?view=step" % second)
r = p.follow(r)
is_((r.status, r.h1()), (422, "入力項目の画面 1/1"), "what is missing is said in the step view")

# --- the simple version ---------------------------------------------------------------------------
doc, (first, second) = scene()
v = Visitor(s, cookies=False)
r = v.accept(first, to="lite")
p = v.follow(r)
k = r.header("Location").split("k=")[1]
ok("<img" not in p.text and p.text.count('name="v"') == 5 and 'name="tick"' in p.text and "保存する" in p.text, "everything without pictures")
r = send(v, first, p, {1: "東京", 3: "2027-04-01", 4: True, 5: "田中"}, where="lite", query="?k=" + k)
ok(r.status == 303 and "/lite?saved=1&from=1&k=" in r.header("Location") and r.header("Location").endswith("#agree"),
   "cookies refused: the ticket stands before the #: " + r.header("Location"))
p = v.follow(r)
ok("保存しました" in p.text and 'value="2027年4月1日"' in p.text, "saved")
r = send(v, first, p, {1: ""}, "agree", where="lite", query="?k=" + k)
ok(r.status == 422 and 'href="#f1"' in r.text, "a mistake")
r = send(v, first, r, {1: "京都"}, "agree", where="lite", query="?k=" + k)
p = v.follow(r)
is_((p.status, p.h1()), (200, "この内容で同意しますか"), "the last page")
r = v.post("/agree/%s?k=%s" % (first, k), {"csrf": p.hidden("csrf"), "binds": p.hidden("binds")})
is_(v.follow(r).h1(), "同意を受け付けました", "agreed without cookies and pictures")

# --- authority --------------------------------------------------------------------------------------
doc, (first, second) = scene(items="text 1 1 2 3000 4000 7000 800 1 20 丙\n")
s.scene("authority", doc, 1)
v = Visitor(s)
v.accept(first)
p = v.get("/agree/" + first)
ok("この契約を結ぶ権限があるか、権限のある者の承認を得ています" in p.text and "決裁番号" in p.text, "the tick that the sender asks for")
r = v.press(first, p, approval="総務第12号")
ok(r.status == 422 and 'href="#authority"' in r.text and 'value="総務第12号"' in r.text, "missing: said, what was typed stays")
r = v.press(first, p, approval="第1号\U0001F600", authority="1")
ok(r.status == 422 and "「\U0001F600」は書類に表示できない文字です。" in r.text and 'href="#approval"' in r.text, "a number that no paper can print")
ok("この画面で入れる権限の確認と決裁番号を加えた値が記録されます。" in p.text, "both will be part of what is agreed to, which the page says")
is_(v.press(first, p, approval="総務第12号", authority="1").status, 303, "ticked: agreed")
w = Visitor(s)
w.accept(second)
ok("この画面で入れる" not in w.get("/agree/" + second).text, "nothing of it where the sender did not ask")

# --- the own name ---------------------------------------------------------------------------------------
doc, (first, second) = scene(items="text 1 1 2 3000 4000 7000 800 1 20 丙\n")
v = Visitor(s)
is_(v.get("/review/%s/name" % first).status, 303, "not without a ticket")
v.accept(first)
p = v.get("/review/%s/name" % first)
ok('value="田中1子"' in p.text and 'value="サイン株式会社"' in p.text and "party1@example.jp" in p.text, "the name as the sender wrote it")
f = {"csrf": p.hidden("csrf"), "name": "田中一子", "company": "サイン㈱", "post": "総務部長"}
r = v.post("/review/%s/name" % first, {**f, "name": " "})
ok(r.status == 422 and "氏名を入力してください。" in r.text and 'value="サイン㈱"' in r.text, "a name is needed")
r = v.post("/review/%s/name" % first, {**f, "name": "あ" * 61})
ok(r.status == 422 and "60文字以内" in r.text, "not too long")
r = v.post("/review/%s/name" % first, {**f, "name": "\U0001F600"})
ok(r.status == 422 and "は書類に表示できない文字です" in r.text, "of characters that can be printed")
old = v.get("/agree/" + first)
p = v.follow(v.post("/review/%s/name" % first, f))
ok("氏名などの表記を直しました" in p.text and "田中一子様（サイン㈱）" in p.text, "corrected")
is_(s.scene("events", doc).count("respelled 1"), 1, "the history tells it")
is_(v.press(first, old).status, 409, "what was shown before is not agreed to")
old = v.get("/agree/" + first)
is_(old.text.count("総務部長"), 2, "the last page shows the post")
v.post("/review/%s/name" % first, {**f, "post": "経理部長"})
is_(v.press(first, old).status, 409, "another post is not what was shown, either")
v.post("/review/%s/name" % first, f)
is_(v.press(first).status, 303, "the new one is")
is_(v.post("/review/%s/name" % first, {**f, "name": "x"}).status, 303, "not afterwards")
ok("respelled 1" in s.scene("events", doc), "kept")
mail = s.scene("letter", doc, "receipt", 1)
ok("田中一子" in mail and "田中1子" not in mail, "the receipt carries it")

# --- thirty minutes -----------------------------------------------------------------------------------
FAKE = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
for cookies in (True, False):
    if not os.path.exists(FAKE):
        ok(True, "thirty minutes # skip no libfaketime")
        continue
    t = Scene()
    doc, (first, second) = t.contract(code="ab12-CD34", files=("contract-ja.pdf", fields("text 1 1 1 3000 4000 7000 800 1 20 乙の住所\n")))
    v = Visitor(t, cookies=cookies)
    r = v.accept(first, "ab12CD34")
    p = v.follow(r)
    k = "" if cookies else "?k=" + r.header("Location").split("k=")[1]
    late = {"LD_PRELOAD": FAKE, "FAKETIME": "+31m", "FAKETIME_NO_CACHE": "1"}
    r = v.post("/review/%s/read%s" % (first, k), form(p, {1: "東京都港区"}), env=late)
    ok(r.status == 303 and "/review/%s" % first in r.header("Location") and "read" not in r.header("Location"),
       "thirty-one minutes later: back to the door")
    p = v.get(r.header("Location"), env=late)
    ok("30分以上操作がなかったため、もう一度アクセスコードを入れてください。入力した内容は残っています。" in p.text, "its sentence")
    is_(t.scene("values", doc), "1=東京都港区", "what was typed is kept")
    r = v.post("/review/%s%s" % (first, k), {"csrf": p.hidden("csrf"), "terms": p.hidden("terms"), "code": "ab12cd34"}, env=late)
    p = v.get(r.header("Location"), env=late)
    ok('value="東京都港区"' in p.text, "and stands there after the code")
    t.close()
s.close()
done()
