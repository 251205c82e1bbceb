#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The runner: routes, methods, CSRF, who is asking, tickets, languages, headers,
# error pages, logs. Through the CGI door.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import *

build("views")
echo, = build("t/page/echo")
s = Site()
T, U = "k7w2m9q4x8r3t6y5h2n8p4v9d3", "a7w2m9q4x8r3t6y5h2n8p4v9d3"


def get(a, **kw):
    return s.get(echo, a, **kw)


# --- routes and methods ---
for a in ("/nope", "/upload/", "//upload", "/upload//", "/review/" + T[:-1], "/review/" + T + "x",
          "/review/" + T.upper(), "/review/" + T + "/", "/review//read", "/review/%2e%2e/read", "/",
          "/review/" + T + "/read/x", "/search/home/../home", "/fetch/" + T + "/page/01/410",
          "/" + "x" * 5000):
    r = get(a)
    is_((r.status, r.code), (404, 0), "no such address: " + a[:40])
ok("このリンクでは書類を開けません" in get("/review/" + T[:-1]).h1(), "a cut link has its own words")
ok("26文字" in get("/review/" + T[:-1]).text, "and says what is missing")
for m in ("PUT", "DELETE", "OPTIONS", "TRACE", "get", ""):
    is_(s.ask(echo, m, "/upload").status, 405, "method " + repr(m))
r = get("/account/logout")
is_((r.status, r.header("Allow")), (405, "POST"), "GET where only POST is")
is_(s.post(echo, "/search/home", {}).status, 405, "POST where only GET is")
h, g = s.ask(echo, "HEAD", "/upload"), get("/upload")
is_((h.status, h.body, h.header("Content-Length")), (200, b"", g.header("Content-Length")),
    "HEAD: the same head, no body")
is_(get("/fetch/%s/page/1/nonsense" % T).status, 500, "an unknown error is 500")
for word, status in (("invalid", 400), ("denied", 403), ("missing", 404), ("conflict", 409),
                     ("retry", 503), ("broken", 500), ("410", 410), ("429", 429), ("503", 503)):
    r = get("/fetch/%s/page/1/%s" % (T, word))
    ok(r.status == status and r.h1() and "<main" in r.text, "%s becomes %d with its page" % (word, status))
r = get("/fetch/%s/page/1/broken" % T)
ref = re.search(r"「([a-z0-9]{10})」と伝えて", r.text)
ok(ref and ref.group(1) in r.log, "500 names the number that is in the log")
r = get("/search/sent")
is_((r.status, r.h1()), (500, "処理できませんでした"), "a view that is not there is a 500 page")
s.keys["xsl"] = "/nonexistent"
with open(s.conf, "w", encoding="utf-8") as f:
    f.writelines("%s = %s\n" % kv for kv in s.keys.items())
r = get("/upload")
is_((r.status, r.body), (500, b"500\n"), "no views at all: still an answer")
s.keys["xsl"] = os.path.join(B, "xsl")
with open(s.conf, "w", encoding="utf-8") as f:
    f.writelines("%s = %s\n" % kv for kv in s.keys.items())
is_(get("/upload", env={"QUERY_STRING": "x" * 20000}).status, 400, "an endless query")

# --- hostile bytes in the model ---
r = get("/upload")
ok(r.status == 200 and "3ステップ" in r.text, "control characters and bad UTF-8 do not empty a page")

# --- headers ---
csp = r.header("Content-Security-Policy")
ok("default-src 'none'" in csp and "script-src" not in csp and "frame-ancestors 'none'" in csp, "CSP")
is_((r.header("Cache-Control"), r.header("Referrer-Policy"), r.header("X-Content-Type-Options")),
    ("no-store", "no-referrer", "nosniff"), "no-store, no-referrer, nosniff")
ok(r.text.startswith("<!DOCTYPE html>"), "a doctype")
ok("<script" not in r.text and " style=" not in r.text and "onclick" not in r.text, "no script, no inline style")
c = [v for k, v in r.headers if k == "Set-Cookie"][0]
ok("HttpOnly" in c and "SameSite=Lax" in c and "Secure" in c and "Path=/;" in c, "cookie attributes")
r = get("/search/done")
is_(r.header("Content-Disposition"),
    "attachment; filename=\"document.pdf\"; filename*=UTF-8''%E7%A7%98%E5%AF%86%22%E4%BF%9D%E6%8C%81.pdf", "a file's name")
is_((r.header("Content-Security-Policy"), r.header("Cache-Control")),
    ("default-src 'none'; sandbox", "private, max-age=600"), "files in a sandbox")

# --- CSRF ---
jar = get("/upload").cookies()
token = get("/upload?line=token", cookie=jar).text
good = {"csrf": token, "need": "x"}
is_(s.post(echo, "/upload", good, cookie=jar).status, 200, "the right token")
for what, fields, cookie in (("missing", {"need": "x"}, jar), ("wrong", {"csrf": "a" * 26, "need": "x"}, jar),
                             ("empty", {"csrf": "", "need": "x"}, jar), ("without its cookie", good, {}),
                             ("with another cookie", good, {"a": "2" * 52}),
                             ("with a forged cookie", good, {"a": "x; s=1"})):
    r = s.post(echo, "/upload", fields, cookie=cookie)
    is_(r.status, 403, "token " + what)
ok("読み込み直して" in r.text, "403 says what to do")
is_(s.post(echo, "/upload", good, cookie=jar, env={"HTTP_SEC_FETCH_SITE": "cross-site"}).status, 403, "from elsewhere")
link = re.search(r"csrf=(\S+)", get("/review/" + T).text).group(1)
is_(s.post(echo, "/review/" + U, {"csrf": link}).status, 403, "another link's token")
is_(s.post(echo, "/upload", {"csrf": link, "need": "x"}, cookie=jar).status, 403, "a link's token elsewhere")

# --- the error pattern ---
r = s.post(echo, "/upload", {"csrf": token, "need": "x", "line": "own", "number": "12"}, cookie=jar)
ok(r.status == 422 and "「から」が「まで」より後" in r.text, "a mistake found by the handler")
r = s.post(echo, "/upload", {"csrf": token, "need": "x", "line": "moved"}, cookie=jar)
is_((r.status, r.header("Location")), (303, "/upload"), "a good POST ends with 303")

# --- sessions ---
r = get("/search/home")
is_((r.status, r.header("Location")), (303, "/account/login?next=/search/home"), "nobody is sent to the login page")
r = s.post(echo, "/account/login", {"csrf": token}, cookie=jar)
session = r.cookies().get("s", "")
ok(r.status == 303 and len(session) == 52, "signing in")
mine = dict(jar, s=session)
is_(get("/search/home", cookie=mine).text, "user=user7\n", "is remembered")
is_(get("/search", cookie=mine).status, 403, "a user is no operator")
is_(get("/search/home", cookie=dict(jar, s="2" * 52)).status, 303, "an invented session is nobody")
is_(s.post(echo, "/account/logout", {"csrf": token}, cookie=mine).status, 403, "the token of before is not the session's")
mytoken = get("/upload?line=token", cookie=mine).text
is_(s.post(echo, "/account/logout", {"csrf": mytoken}, cookie=mine).status, 303, "signing out")
is_(get("/search/home", cookie=mine).status, 303, "ends it on the server")
store = b"".join(open(os.path.join(d, f), "rb").read() for d, _, fs in os.walk(s.keys["var"]) for f in fs)
ok(session.encode() not in store and b"user7" in store, "the cookie is stored nowhere")

# --- tickets ---
r = s.post(echo, "/review/" + T, {"csrf": link}, cookie={"a": jar["a"]})
is_(r.header("Location"), "/review/%s/read" % T, "with cookies the address carries nothing")
k = {n: v for n, v in r.cookies().items() if n.startswith("k_")}
ok(len(k) == 1 and T[:6] not in str(k), "the ticket is a cookie that does not name the link")
ok("ticket=ok methods=3" in get("/review/%s/read" % T, cookie=k).text, "it opens")
is_(get("/review/%s/read" % T).text.split()[0], "ticket=denied", "no ticket")
name, value = list(k.items())[0]
for what, v in (("forged", value[:-1] + ("a" if value[-1] != "a" else "b")), ("longer life", "9" + value),
                ("other methods", value.replace("-3-", "-7-")), ("rubbish", "x-y"), ("empty", "")):
    ok("ticket=denied" in get("/review/%s/read" % T, cookie={name: v}).text, "ticket " + what)
r = s.post(echo, "/review/" + T, {"csrf": link})
where = r.header("Location")
ok(where.startswith("/review/%s/read?k=" % T), "without cookies the address carries it")
ok("ticket=ok" in get(where).text, "and it opens")
ok("ticket=denied" in get(where.replace(T, U)).text, "but not another link (slot, generation)")
lite = get("/review/%s/lite?k=%s" % (T, where.split("k=")[1]))
ok("?lang=ja&amp;k=" in lite.text, "and every address of the page carries it on")
ok(where.split("k=")[1] not in r.log and T not in r.log + lite.log, "no token and no ticket in the log")

# --- rate ---
V = "v7w2m9q4x8r3t6y5h2n8p4v9d3"
seen = [get("/review/" + V).text.split("rate=")[1][0] for _ in range(5)]
is_("".join(seen), "11100", "three calls an hour, then no more")
is_(os.path.getsize(os.path.join(s.keys["var"], "rate")) <= 8192 * 64, True, "the counters do not grow")

# --- languages ---
ok('<html lang="ja"' in get("/upload").text, "Japanese unless told")
ok('<html lang="en"' in get("/upload", env={"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9,ja;q=0.8"}).text, "Accept-Language")
ok('<html lang="ja"' in get("/upload", env={"HTTP_ACCEPT_LANGUAGE": "fr,ja;q=0.5"}).text, "the first known one")
r = get("/upload?lang=en")
ok('<html lang="en"' in r.text and r.cookies().get("lang") == "en", "?lang= chooses and is remembered")
ok('<html lang="en"' in get("/upload", cookie={"lang": "en"}).text, "by a cookie")
ok('<html lang="en"' in get("/review/%s/lite" % T).text, "the recipient's language")
ok('<html lang="ja"' in get("/review/%s/lite" % T, cookie={"lang": "ja"}).text, "unless the visitor chose")
is_(get("/upload?lang=../x").status, 200, "a language that is none")

# --- the visitor's address, and what reaches the log ---
r = get("/upload", env={"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9"})
ok("peer=203.0.113.9" in r.log, "behind a proxy on this machine")
r = get("/upload", env={"HTTP_X_FORWARDED_FOR": "203.0.113.9"})
ok("peer=192.0.2.7" in r.log, "a stranger's header is hearsay")
r = get("/upload", env={"REMOTE_ADDR": "1\n2"})
is_(r.log.count("\n"), 1, "one line per request, whatever comes")

# --- under a sub-folder, over http, behind other rewritings ---
sub = Site(base="http://127.0.0.1:8080/sub")
r = sub.get(echo, "/upload")
ok('href="/sub/style.css"' in r.text and 'href="/sub/help"' in r.text, "addresses below the sub-folder")
c = [v for k, v in r.headers if k == "Set-Cookie"][0]
ok("Path=/sub;" in c and "Secure" not in c, "and its cookies")
for script, info in (("/sub/upload", ""), ("", "/upload"), ("/sub", "/upload")):
    r = sub.get(echo, "/", env={"SCRIPT_NAME": script, "PATH_INFO": info})
    is_(r.status, 200, "SCRIPT_NAME=%s PATH_INFO=%s" % (script, info))
sub.close()
s.close()
done()
