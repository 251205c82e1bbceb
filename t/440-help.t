#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The pages for anyone, in both languages: status, frame, texts with their hash,
# and every address on them leads somewhere.
import hashlib, os, sys, urllib.parse
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import *

build("views")
help_, = build("cgi-bin/help")
s = Site(base="https://sign.example.lg.jp/sub")
WHERE = {"/": "締結", "/help": "使い方と問い合わせ先", "/help/faq": "よくある質問", "/help/terms": "利用規約",
         "/help/privacy": "個人情報の取扱い", "/help/accessibility": "アクセシビリティ", "/help/front": "締結"}
FOOT = {"ja": ["使い方と問い合わせ先", "利用規約", "個人情報の取扱い", "アクセシビリティ", "English", "ソースコード"],
        "en": ["Help and contact", "Terms of use", "Privacy", "Accessibility", "日本語", "Source code"]}
with open(os.path.join(ROOT, "lib/core/route.def"), encoding="utf-8") as f:
    routes = [re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(p)) for p in re.findall(r'^ROUTE\(\w+, "[^"]+", "([^"]+)"\)', f.read(), re.M)]

links = set()
for a, h1 in WHERE.items():
    for lang in ("ja", "en"):
        r = s.get(help_, a, cookie={"lang": lang})
        page = Page(r.text)
        good = r.status == 200 and (lang == "en" or r.h1() == h1) and '<html lang="%s">' % lang in r.text
        ok(good, "%s in %s: %s" % (a, lang, r.h1()))
        foot = re.findall(r"<a [^>]*>(.*?)</a>", r.text.split('<footer')[1])
        is_(foot, FOOT[lang], "the same links at the foot")
        ok(len(page.ids) == len(set(page.ids)) and page.tags.count("h1") == 1 and "script" not in page.tags and
           "label" not in page.tags, "one h1, ids once, no script")
        ok(lang == "ja" or not re.search(r"[\u3040-\u30ff]", r.text.replace("日本語", "").replace("締結市 総務課", "")), "no kana in English")
        ok(len(r.body) + os.path.getsize(os.path.join(ROOT, "htdocs/style.css")) < 16000, "light (%d bytes)" % len(r.body))
        links.update(page.links)

# --- the guide tells every step of the wizard, by its name, in order --------------------------
with_names = {"ja": ["書類の準備：", "送付先の設定：", "入力項目の設定：", "送信：", "入力項目なしで次へ", "送信する", "下書き保存"],
              "en": ["Prepare documents: ", "Recipients: ", "Input fields: ", "Send: ", "Continue without input fields", "“Send”", "Save as draft"]}
for lang, names in with_names.items():
    r = s.get(help_, "/help", cookie={"lang": lang})
    at = [r.text.find("<li>" + n) for n in names[:4]]
    ok(-1 not in at and at == sorted(at), "the four steps in %s: %s" % (lang, at))
    is_([n for n in names[4:] if n not in r.text], [], "and their buttons")
    catalogue = open(os.path.join(ROOT, "xsl/text/%s.xml" % lang), encoding="utf-8").read()
    is_([n for n in names[4:] if ">%s<" % n.strip("“”") not in catalogue], [], "which are called so")
    ok({"ja": "「入力始める」", "en": "“Start filling in”"}[lang] in r.text, "who receives a document reads of the fields, too")

for link in sorted(links):
    u = urllib.parse.urlsplit(link)
    if u.netloc:
        is_(link, "https://source.example/teiketsu", "the only address elsewhere is the source")
        continue
    if not u.path:
        continue
    ok(u.path.startswith("/sub/"), link + " lies below the sub-folder")
    p = u.path[4:]
    if p == "/style.css":
        ok(os.path.exists(os.path.join(ROOT, "htdocs" + p)), p + " is there")
    else:
        ok(any(re.fullmatch(x, p) for x in routes), p + " is in the route table")
        program = p.split("/")[1]
        ok(program == "" or os.path.exists(os.path.join(ROOT, "cgi-bin", program + ".c")), "and its page is built")
        if program in ("", "help"):
            is_(s.get(help_, p).status, 200, "and it answers")

for kind in ("terms", "privacy"):
    for lang in ("ja", "en"):
        with open(os.path.join(ROOT, "etc/terms/%s-2026-11-01.%s.txt" % (kind, lang)), "rb") as f:
            data = f.read()
        r = s.get(help_, "/help/%s?v=2026-11-01" % kind, cookie={"lang": lang})
        ok(hashlib.sha256(data).hexdigest() in r.text, "%s (%s) carries the hash of its file" % (kind, lang))
        plain = re.sub(r"<[^>]*>", "", r.text).replace("&amp;", "&")
        lines = [re.sub(r"^(# |- )", "", l) for l in data.decode().split("\n") if l]
        is_([l for l in lines if l not in plain], [], "and every line of it")
for v in ("2020-01-01", "../../../etc", "2026-11-1", "2026-11-01x"):
    ok(s.get(help_, "/help/terms?v=" + v).status in (404, 422), "no such version: " + v)
r = s.get(help_, "/healthz")
is_((r.status, r.body, r.header("Content-Type"), r.log), (200, b"ok\n", "text/plain; charset=UTF-8", ""), "healthz")
is_(s.ask(help_, "POST", "/help").status, 405, "nothing to send here")
is_(s.get(help_, "/help/").status, 404, "a slash too many")
r = s.get(help_, "/help", env={"HTTP_COOKIE": "lang=en; s=" + "2" * 52 + "; ; =; a=b=c; \x01"})
is_(r.status, 200, "strange cookies")
s.close()
done()
