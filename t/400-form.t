#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# Forms through the CGI door: both encodings, every input type, every limit.
import hashlib, os, random, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import *

build("views")
echo, = build("t/page/echo")
s = Site()
cookie = s.get(echo, "/upload").cookies()
ok("a" in cookie, "a form gives the browser a cookie to bind to")
token = s.get(echo, "/upload?line=token", cookie=cookie).text


def send(fields, **kw):
    return s.post(echo, "/upload", [("csrf", token), ("need", "x")] + list(fields), cookie=cookie, **kw)


def raw(body, type="application/x-www-form-urlencoded", **kw):
    return s.ask(echo, "POST", "/upload", body, type=type, cookie=cookie, **kw)


def got(r, name):
    return [l[len(name) + 1:] for l in r.text.split("\n") if l.startswith(name + "=")]


def wrong(r):
    m = re.search(r'<div class="err" role="alert">(.*?)</div>', r.text, re.S)
    return re.sub(r"<[^>]*>", "", m.group(1)) if m else ""


# --- text ---
r = send([("line", "あ い"), ("nobody", "1")])
is_(r.status, 200, "a good form reaches its handler")
is_(got(r, "line"), ["あ い"], "text arrives as UTF-8")
ok("nobody" not in r.text, "undeclared input does not exist")
is_(got(send([("line", "か\u3099")]), "line"), ["が"], "text comes in NFC")
is_(got(send([("line", "葛\U000E0100")]), "line"), ["葛\U000E0100"], "name variants survive")
is_(got(send([("line", "  a \t\u3000 b  ")]), "line"), ["a b"], "blanks are joined and trimmed")
is_(got(send([("line", "a\r\nBcc: x")]), "line"), ["a Bcc: x"], "CR/LF in a name is a blank")
is_(got(send([("line", "a\x00\x1b\u202e\u200b\ufeffb")]), "line"), ["ab"],
    "NUL, control, bidi and zero-width characters are gone")
r = raw(b"need=x&csrf=" + token.encode() + b"&line=a%FF%FEb")
is_(r.status, 422, "bytes that are not UTF-8 are a mistake")
ok("読めない" in wrong(r), "and said so")
r = raw(b"need=x&csrf=" + token.encode() + b"&line=%ED%A0%80")
is_(r.status, 422, "so are surrogates")
is_(got(send([("line", "%zz%4")]), "line"), ["%zz%4"], "a stray % stays")
is_(send([("line", "あ" * 10)]).status, 200, "10 characters fit into 10")
r = send([("line", "あ" * 11)])
is_(r.status, 422, "11 do not")
ok("10文字以内" in wrong(r) and "いま11文字" in wrong(r), "the sentence counts characters")
is_(send([("line", "か\u3099" * 10)]).status, 200, "counted after NFC")
r = raw(b"csrf=" + token.encode())
is_(r.status, 422, "a required field that is absent")
ok("氏名を入力してください。" in wrong(r), "is named by its label")
ok('href="#need"' in r.text, "the box leads to the field")
ok("<title>エラー：" in r.text, "the title begins with エラー：")
is_(send([("need", "")]).status, 200, "only the first of a single field counts")
r = send([("lines", "a\r\nb\rc\n\u202ed")])
ok("lines=a\nb\nc\nd\n" in r.text, "line ends become \\n")
r = send([("lines", "長" * 16000)])
is_(r.status, 200, "16,000 characters arrive")
r = send([("lines", "長" * 25000)])
is_(r.status, 422, "what is over 64 KiB is a mistake, not a dead page")
is_(got(send([("password", " p\u3099 ")]), "password"), [" p\u3099 "], "passwords keep their blanks")
r = send([("password", "pw"), ("line", "kept")])
ok(r.status == 422 and "pw</value>" not in r.text and ">pw<" not in r.text, "passwords never come back")

# --- mail addresses ---
for typed, want in (("Taro.Yamada+x@Example.JP", "Taro.Yamada+x@example.jp"),
                    ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
                    ("hanako@日本語.jp", "hanako@xn--wgv71a119e.jp"),
                    ("a.b-c_d@docomo.ne.jp", "a.b-c_d@docomo.ne.jp"), ("a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp"),
                    ("taro.@ezweb.ne.jp", "taro.@ezweb.ne.jp")):
    is_(got(send([("email", typed)]), "email"), [want], "address " + typed)
for typed in ("花子@example.jp", "a b@example.jp", "a@b", "@example.jp", "a@example..jp", "a@-x.jp",
              "a@192.0.2.1", "x" * 65 + "@example.jp", "a@[::1]", "a@example.jp\u2028Bcc:b@c.jp",
              "a@" + "x" * 64 + ".jp", "a@example.jp,b@example.jp", '"a"@example.jp', "a", ".a@docomo.ne.jp",
              "a." * 32 + "@docomo.ne.jp"):
    is_(send([("email", typed)]).status, 422, "no address: " + ascii(typed))
is_(got(send([("email", "a@b.jp"), ("email", "c@d.jp")]), "email"), ["a@b.jp", "c@d.jp"],
    "a repeated field keeps its order")

# --- what a stranger may not do with a multipart body ---
MARK = "xXx"
def part(head, body="v"):
    return ("--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n--%s--\r\n" % (MARK, head, body, MARK)).encode()
for head in ('name="file"; filename="zzz', 'name="text'):
    is_(raw(part(head), "multipart/form-data; boundary=" + MARK).status, 400, "an open quote: " + head)

many = b"&".join([b"csrf=" + token.encode(), b"need=x"] + [b"line=" + b"a" * 60000] * 60)
is_(raw(many).status in (200, 413), True, "one field said sixty times is kept once")

# --- numbers and dates ---
for typed, want in (("1000", 1000), ("1,000,000", 1000000), ("１００万円", 1000000),
                    ("2億3,000万", 230000000), ("-5", -5), ("￥1,234", 1234)):
    is_(got(send([("number", typed)]), "number"), ["%s (%d)" % (typed, want)], "number " + typed)
for typed in ("", "-6", "x", "1e3", "1 2", "99999999999999999999999", "1.5", "万", "--1"):
    want = 200 if typed == "" else 422
    is_(send([("number", typed)]).status, want, "number %r" % typed)
for typed, want in (("2027-04-01", "2027-04-01"), ("2027/4/1", "2027-04-01"),
                    ("２０２７年４月１日", "2027-04-01"), ("令和9年4月1日", "2027-04-01"),
                    ("令和元年5月1日", "2019-05-01"), ("R9.4.1", "2027-04-01"),
                    ("平成31年4月30日", "2019-04-30"), ("2028-02-29", "2028-02-29")):
    is_(got(send([("date", typed)]), "date"), [want], "date " + typed)
for typed in ("2027-02-29", "2027-13-01", "27-04-01", "4月1日", "2027-4", "tomorrow", "2027-04-01x",
              "99999-01-01", "2100-02-29"):
    is_(send([("date", typed)]).status, 422, "no date: " + typed)
is_(got(send([("lang", "en")]), "choice"), ["en absent="], "a choice")
is_(got(send([]), "choice"), ["ja absent="], "an absent choice is the first word")
is_(send([("lang", "fr")]).status, 422, "a choice that is not offered")
is_(got(send([("check", "anything")]), "check"), ["1"], "a tick is a tick")

# --- limits ---
is_(raw(b"a=1&" * 5000).status, 400, "5,000 fields are refused")
is_(raw(b"x" * 3000000).status, 413, "a body over the route's limit is 413")
r = raw(b"x" * 10, length=3000000)
is_(r.status, 413, "so is one that only says so")
ok("大きすぎます" in r.text, "with its page")
is_(raw(b"a=1", length=100).status, 400, "a body that stops early")
is_(raw(b"a=1", env={"CONTENT_LENGTH": "x"}).status, 400, "a length that is no number")
is_(raw(b"a=1", env={"CONTENT_LENGTH": "-1"}).status, 400, "a negative length")
is_(raw(b"{}", type="application/json").status, 400, "another type of body")
is_(raw(b"").status, 403, "an empty body has no token")

# --- multipart ---
pdf = os.urandom(70000)
sha = hashlib.sha256(pdf).hexdigest()
parts = [("csrf", token), ("need", "x"), ("line", "件名"), ("files", "契約 書.pdf", pdf)]
body, type = multipart(parts)
r = raw(body, type)
is_(r.status, 200, "multipart arrives")
is_(got(r, "line"), ["件名"], "with its fields")
want = ["name[契約 書.pdf] size[70000] sha[%s]" % sha]
is_([x.split(" head")[0] for x in got(r, "files")], want, "and its file, hashed")
is_(os.listdir(os.path.join(s.keys["var"], "incoming")), [], "scratch files have no name")
tricky = b"\r\n--" + b"----x5Jq" + b"\r\n--\r\n" + b"\r\n------x5Jq" + os.urandom(40)
body, type = multipart([("csrf", token), ("need", "x"), ("files", "a.pdf", tricky),
                        ("files", "b.pdf", b"B"), ("files", "", b"")])
r = raw(body, type)
shas = [re.search(r"sha\[(.*?)\]", x).group(1) for x in got(r, "files")]
is_(shas, [hashlib.sha256(tricky).hexdigest(), hashlib.sha256(b"B").hexdigest()],
    "near-delimiters inside a file; an empty file field is no file")
for name, want in ((r"C:\fake\契約.pdf", "契約.pdf"), ("../../etc/x.pdf", "x.pdf"), ("%22q%22.pdf", "%22q%22.pdf"),
                   ("a\u202efdp.exe", "afdp.exe"), ("長" * 300 + ".pdf", "長" * 200)):
    body, type = multipart([("csrf", token), ("need", "x"), ("files", name, b"%PDF")])
    m = re.search(r"name\[(.*?)\] size", raw(body, type).text)
    is_(m.group(1) if m else None, want, "file name " + ascii(name)[:40])
body, type = multipart([("csrf", token), ("need", "x"), ("files", "big.pdf", b"x" * 100001)])
r = raw(body, type)
is_(r.status, 413, "a file over its own limit is 413")
ok("「big.pdf」は" in wrong(r), "and named in the error pattern")
body, type = multipart([("csrf", token), ("need", "x"), ("files", "empty.pdf", b"")])
ok("空のファイル" in wrong(raw(body, type)), "an empty file")
many = [("files", "%d.pdf" % i, b"x") for i in range(21)]
body, type = multipart([("csrf", token), ("need", "x")] + many)
ok("20個まで" in wrong(raw(body, type)), "too many files")
body, type = multipart([("csrf", token), ("need", "x"), ("line", "not-a-file.txt", b"x"), ("files", "plain")])
r = raw(body, type)
is_((r.status, got(r, "line"), got(r, "files")), (200, [], []), "a file is no text and a text no file")

good, type = multipart(parts)
b = b"------x5Jq9"
broken = {
    "cut in the middle": good[:-40], "cut before the end": good[:-4], "no delimiter at all": b"hello",
    "empty": b"", "only the end": b + b"--\r\n",
    "delimiter followed by rubbish": good.replace(b + b"\r\n", b + b"xx", 1),
    "no disposition": b + b"\r\nX: y\r\n\r\nv\r\n" + b + b"--\r\n",
    "no header": b + b"\r\n\r\nv\r\n" + b + b"--\r\n",
    "a header line without a colon": b + b"\r\nrubbish\r\n\r\nv\r\n" + b + b"--\r\n",
    "an endless header": b + b"\r\n" + b"X: " + b"y" * 20000 + b"\r\n\r\nv\r\n" + b + b"--\r\n",
    "another disposition": b + b"\r\nContent-Disposition: attachment; name=x\r\n\r\nv\r\n" + b + b"--\r\n",
    "NUL in a header": b + b"\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\nv\r\n" + b + b"--\r\n",
    "5,000 parts": (b + b"\r\nContent-Disposition: form-data; name=\"z\"\r\n\r\nv\r\n") * 5000 + b + b"--\r\n",
}
for what, body in broken.items():
    r = raw(body, type)
    want = 403 if what == "only the end" else 400
    is_(r.status, want, "broken multipart: " + what)
for t in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 71,
          'multipart/form-data; boundary="x'):
    is_(raw(good, t).status, 400, "bad boundary: " + t[:50])
is_(raw(good, 'Multipart/Form-Data; charset=utf-8; BOUNDARY="----x5Jq9"').status, 200, "a quoted boundary")

# --- a scratch folder that is not there: the visitor is told, nothing dies ---
os.rename(os.path.join(s.keys["var"], "incoming"), os.path.join(s.keys["var"], "gone"))
r = raw(good, type)
ok(r.status in (400, 503, 500) and "<h1>" in r.text, "no room for a file: a page all the same (%d)" % r.status)
s.close()
done()
