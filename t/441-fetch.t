#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# Page pictures and PDFs: who gets them, as what, and long documents in parts.
import fcntl, os, sys, threading, time
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ok, is_, done, build, B
from recipient import long_pdf, Scene, Visitor


s = Scene()
doc, (first, second) = s.contract(files=("contract-ja.pdf", "latin-cc0.pdf"))
v = Visitor(s)
v.accept(first)

# --- pictures -------------------------------------------------------------------
for width in (320, 640, 1280):
    r = v.get("/fetch/%s/page/1/%d.png" % (first, width))
    is_(r.status, 200, "picture of %d px" % width)
    is_(r.header("Content-Type"), "image/png", "its type")
    is_(r.body[:8], b"\x89PNG\r\n\x1a\n", "is a PNG")
    is_(int.from_bytes(r.body[16:20], "big"), width, "and as wide as asked")
is_(r.header("X-Content-Type-Options"), "nosniff", "nosniff")
ok("sandbox" in r.header("Content-Security-Policy"), "CSP sandbox")
is_(r.header("Cache-Control"), "private, max-age=600", "kept for ten minutes by this browser")
again = v.get("/fetch/%s/page/1/1280.png" % first)
is_(again.body, r.body, "the same picture from the cache")
r = v.get("/fetch/%s/page/3/640.png" % first)
is_(r.status, 200, "page 3 is page 1 of the second file")
pictures = os.path.join(s.keys["var"], "picture")
kept = [f for _, _, fs in os.walk(pictures) for f in fs]
ok(any(f.endswith("-2-640") for f in kept), "neighbours were drawn in the same run")
for bad in ("page/4/640.png", "page/0/640.png", "page/1/641.png", "page/1/640", "page/1/640.jpg",
            "page/01/640.png", "page/999999/640.png", "page/1/6400.png"):
    is_(v.get("/fetch/%s/%s" % (first, bad)).status, 404, "no such picture: " + bad)
for f in [os.path.join(d, f) for d, _, fs in os.walk(pictures) for f in fs]:
    os.remove(f)
answers = []
crowd = [threading.Thread(target=lambda n=n: answers.append(v.get("/fetch/%s/page/%d/640.png" % (first, n))))
         for n in (1, 2, 1, 2, 3, 1)]
for t in crowd:
    t.start()
for t in crowd:
    t.join()
is_([a.status for a in answers], [200] * 6, "an empty cache and six at once")
picture = [f for d, _, fs in os.walk(pictures) for f in [os.path.join(d, x) for x in fs] if f.endswith("-1-640")][0]
open(picture, "wb").write(b"")
is_(v.get("/fetch/%s/page/1/640.png" % first).status, 200, "a damaged cache entry is drawn again")

# --- PDFs ---------------------------------------------------------------------------
r = v.get("/fetch/%s/pdf/1" % first)
is_(r.status, 200, "PDF")
is_(r.header("Content-Type"), "application/pdf", "its type")
ok("attachment" in r.header("Content-Disposition") and "filename*=UTF-8''contract-ja.pdf"
   in r.header("Content-Disposition"), "its name")
is_(int(r.header("Content-Length")), len(r.body), "its length")
is_(v.head("/fetch/%s/pdf/1" % first).body, b"", "HEAD")
is_(v.head("/fetch/%s/pdf/1" % first).header("Content-Length"), r.header("Content-Length"), "same length")
is_(s.ask(s.fetch, "POST", "/fetch/%s/pdf/1" % first, b"").status, 405, "POST is refused")
is_(v.get("/fetch/%s/pdf/3" % first).status, 404, "no third file")
is_(Visitor(s).get("/fetch/%s/pdf/1" % first).status, 403, "another browser gets nothing")
is_(Visitor(s).get("/fetch/%s/pdf/1" % ("a" * 26)).status, 404, "unknown link")

# --- the owner ------------------------------------------------------------------------
account, = build("cgi-bin/account")
s.account = account
s.scene("own", doc, s.scene("account", "owner@example.jp", "correct horse battery"))
s.scene("account", "other@example.jp", "correct horse battery")


def login(mail):
    w = Visitor(s)
    p = w.get("/account/login")
    w.post("/account/login", {"csrf": p.hidden("csrf"), "mail": mail, "password": "correct horse battery"})
    return w


o = login("owner@example.jp")
is_(o.get("/fetch/%s/pdf/1" % doc).body, r.body, "the owner gets the same file")
is_(o.get("/fetch/%s/page/2/320.png" % doc).status, 200, "and pictures")
is_(login("other@example.jp").get("/fetch/%s/pdf/1" % doc).status, 404, "somebody else's owner learns nothing")
is_(Visitor(s).get("/fetch/%s/pdf/1" % doc).status, 303, "not signed in: to the login page")

# --- long documents ----------------------------------------------------------------------
path = os.path.join(s.dir, "long.pdf")
long_pdf(path, 70)
words = s.scene("new", 1, "-", "ja", path).split()
v = Visitor(s)
p = v.follow(v.accept(words[1]))
is_(p.text.count("<img"), 60, "60 pages in one HTML")
ok("PAGE-60<" in p.text and "PAGE-61<" not in p.text, "1 to 60")
ok("続きのページを表示（61〜70ページ）" in p.text and "/read?from=61" in p.text, "the way to the rest")
p = v.get("/review/%s/read?from=61" % words[1])
is_(p.text.count("<img"), 10, "the rest")
ok("PAGE-61<" in p.text and "PAGE-70<" in p.text and "前のページを表示" in p.text, "61 to 70, and back")
is_(v.get("/review/%s/read?from=71" % words[1]).text.count("<img"), 60, "beyond the end: the beginning")
p = v.get("/review/%s/lite" % words[1])
ok("PAGE-20<" in p.text and "PAGE-21<" not in p.text and "/lite?from=21" in p.text, "simple version in parts of 20")
is_(v.get("/fetch/%s/page/70/320.png" % words[1]).status, 200, "the last picture")

# --- a page that cannot be drawn, and one that is slow -----------------------------------------
tool, calls = os.path.join(s.dir, "libexec/picture"), os.path.join(s.dir, "calls")
words = s.scene("new", 1, "-", "ja", path).split()
v = Visitor(s)
v.follow(v.accept(words[1]))
address = "/fetch/%s/page/%%d/%%d.png" % words[1]


def refuse_all(why):
    """A drawing program that says no, and how often it was asked."""
    os.remove(tool)
    with open(tool, "w") as f:
        f.write("#!/usr/bin/python3\nimport sys\nsys.path.insert(0, %r)\nimport tkm\nsys.stdin.buffer.read()\n"
                "open(%r, 'a').write('x')\nsys.stdout.buffer.write(tkm.frame([('error', 'invalid'), ('why', %r)]))\n"
                % (os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"), calls, why))
    os.chmod(tool, 0o755)
    open(calls, "w").close()


def clear():
    for d, _, fs in os.walk(pictures):
        for f in fs:
            os.remove(os.path.join(d, f))


clear()
refuse_all("cannot_draw")
is_((v.get(address % (70, 640)).status, os.path.getsize(calls)), (404, 1), "refused: asked once, and not again at once")
is_((v.get(address % (70, 640)).status, os.path.getsize(calls)), (404, 1), "… nor by the next one: it is remembered")
is_((v.get(address % (70, 320)).status, os.path.getsize(calls)), (404, 2), "… for this width")
is_((v.get(address % (1, 640)).status, os.path.getsize(calls)), (404, 4), "with neighbours and without")
is_((v.get(address % (1, 640)).status, os.path.getsize(calls)), (404, 4), "… remembered too")
refuse_all("too_slow")
is_(v.get(address % (69, 640)).status, 404, "a page that is too slow")
os.remove(tool)
os.symlink(os.path.join(B, "libexec/picture"), tool)
is_(v.get(address % (69, 640)).status, 404, "… is not tried again for some minutes")
for d, _, fs in os.walk(pictures):
    for f in fs:
        os.utime(os.path.join(d, f), (time.time() - 660, time.time() - 660))
is_(v.get(address % (69, 640)).status, 200, "… and then it is")
is_(v.get(address % (70, 640)).status, 404, "what cannot be drawn stays so")
is_(v.get(address % (68, 640)).status, 200, "its neighbours are drawn")

clear()
locks = [os.open(os.path.join(s.keys["var"], "work/draw.%x" % i), os.O_RDWR | os.O_CREAT, 0o600) for i in range(16)]
for fd in locks:
    fcntl.flock(fd, fcntl.LOCK_EX)
start = time.monotonic()
r = v.get(address % (1, 640))
is_(r.status, 503, "others draw: no drawing beside them")
ok(r.header("Retry-After") and time.monotonic() - start < 5, "… the worker is free soon, the browser comes back")
is_([f for _, _, fs in os.walk(pictures) for f in fs], [], "… nothing was drawn, nothing is held against the page")
for fd in locks:
    os.close(fd)
is_(v.get(address % (1, 640)).status, 200, "… afterwards it is drawn")

# --- a file that cannot be drawn ------------------------------------------------------------
for d, _, fs in os.walk(pictures):
    for f in fs:
        os.remove(os.path.join(d, f))
os.remove(os.path.join(s.dir, "libexec/picture"))
p = v.get("/review/%s/read" % words[1])
is_(p.status, 200, "the drawing program is gone: the page still opens")
ok("PDFをダウンロード" in p.text and "書類の内容に同意" in p.text, "with the PDF")
ok(v.get("/fetch/%s/page/1/640.png" % words[1]).status in (404, 500, 503), "only the picture fails")
is_(v.get("/fetch/%s/pdf/1" % words[1]).status, 200, "the PDF does not")
s.close()
done()
