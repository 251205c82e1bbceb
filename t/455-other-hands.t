#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every address that changes something, pressed with the wrong thing in hand: no
# ticket, the ticket of another slot, another document, an old generation; links that
# only show; forms of other pages and other sites. Nothing may be recorded by it, and
# nobody may see a page that breaks.
import os, re, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from web import ok, is_, done
from recipient import Scene, Visitor, CODE

s = Scene(alarm="operator@example.lg.jp")
FIELDS = os.path.join(s.dir, "a.fields")
with open(FIELDS, "w", encoding="utf-8") as f:
    f.write("text 1 1 1 3000 4000 7000 800 0 20 乙の住所\ntext 1 1 2 3000 6000 7000 800 0 20 丙の住所\n")

# address: what its form sends. Those that need a ticket …
INSIDE = {
    "/agree/%s": lambda d: {"binds": d["binds"]},
    "/agree/%s/decline": lambda d: {"why": "other", "text": "x"},
    "/forward/%s": lambda d: {"mail": "new@example.jp", "name": "新"},
    "/forward/%s/confirm": lambda d: {"mail": "new@example.jp", "name": "新"},
    "/review/%s/read": lambda d: [("n", "1"), ("v", "書いた"), ("seen", d["seen"]), ("do", "save")],
    "/review/%s/lite": lambda d: [("n", "1"), ("v", "書いた"), ("seen", d["seen"]), ("do", "agree")],
    "/review/%s/name": lambda d: {"name": "別人"},
    "/review/%s/later": lambda d: {"note": "x"},
    "/review/%s/show": lambda d: {"mail": "boss@example.jp", "name": "上司"},
}
# … and those for whoever holds the link
DOOR = {
    "/forward/%s/undo": lambda d: {},
    "/review/%s": lambda d: {"terms": d["terms"], "code": CODE},
    "/review/%s/ask": lambda d: {"text": "質問"},
    "/review/%s/renew": lambda d: {},
    "/review/%s/report": lambda d: {"why": "odd"},
    "/review/%s/code": lambda d: {},
}


def opened(code="-"):
    """A document whose first party reads it: everything that its forms would send."""
    doc, tokens = s.contract(code=code, files=("contract-ja.pdf", FIELDS))
    s.scene("anyone", doc, 1)
    v = Visitor(s)
    p = v.get("/review/" + tokens[0])
    d = {"doc": doc, "token": tokens[0], "second": tokens[1], "terms": p.hidden("terms"), "csrf": p.hidden("csrf"), "v": v}
    r = v.accept(tokens[0], CODE if code != "-" else None)
    assert r.status == 303, r.text
    p = v.get("/review/%s/read" % tokens[0])
    d["seen"], d["binds"] = p.hidden("seen"), v.get("/agree/" + tokens[0]).hidden("binds")
    return d


def body(form, d, csrf):
    fields = form(d)
    return [("csrf", csrf)] + (fields if isinstance(fields, list) else list(fields.items()))


def refused(what, d, token, csrf, visitor, forms, statuses, env=None):
    """Presses each; the record stays as it is."""
    before, wrong = s.scene("version", d["doc"]), []
    for address, form in forms.items():
        r = visitor.post(address % token, body(form, d, csrf), env=env)
        now = s.scene("version", d["doc"])
        if now != before or r.status not in statuses or (r.status != 303 and not r.h1()):
            wrong.append((address, r.status, now != before))
        before = now
    ok(not wrong, "%s: %d addresses, nothing recorded%s" % (what, len(forms), " " + str(wrong) if wrong else ""))


ALL = {**INSIDE, **DOOR}
d = opened()
refused("no ticket", d, d["token"], d["csrf"], Visitor(s), INSIDE, (303,))
refused("no form token", d, d["token"], "", d["v"], ALL, (403,))
refused("a form token of the right length", d, d["token"], "a" * 26, d["v"], ALL, (403,))
other = opened()
refused("the form of another document", d, d["token"], other["csrf"], d["v"], ALL, (403,))
for name, env in (("a form on another site", {"HTTP_ORIGIN": "https://evil.example", "HTTP_HOST": "sign.example.lg.jp"}),
                  ("a frame on another site", {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"})):
    refused(name, d, d["token"], d["csrf"], d["v"], ALL, (403,), env)
w = Visitor(s)
theirs = next(x for n, x in other["v"].jar.items() if n.startswith("k_"))
w.jar = {n: theirs if n.startswith("k_") else x for n, x in d["v"].jar.items()}
refused("the ticket of another document", d, d["token"], d["csrf"], w, INSIDE, (303,))
k = next(x for n, x in d["v"].jar.items() if n.startswith("k_"))
for what, value in (("with another instant", "9" + k), ("with other methods", re.sub(r"-\d+-", "-7-", k)), ("cut off", k[:-1]), ("without its end", k.rsplit("-", 1)[0])):
    w = Visitor(s)
    w.jar = {n: value if n.startswith("k_") else x for n, x in d["v"].jar.items()}
    refused("a ticket " + what, d, d["token"], d["csrf"], w, INSIDE, (303,))
refused("a link that does not exist", d, "a" * 26, d["csrf"], d["v"], ALL, (403, 404))

# the turn of the second has not come: not even with the ticket of the first
is_(Visitor(s).get("/review/" + d["second"]).h1(), "あなたの順番はまだです", "the second one has to wait")
x = opened()
x["v"].press(x["token"])
csrf2 = Visitor(s).get("/review/" + x["second"]).hidden("csrf") # of that link: what such a form carries
w = Visitor(s)
w.accept(x["second"])
for n in list(w.jar):
    if n.startswith("k_"):
        w.jar[n] = next(v for m, v in x["v"].jar.items() if m.startswith("k_"))
refused("the second one's link with the first one's ticket", x, x["second"], csrf2, w, INSIDE, (303,))
refused("the first one's link after agreeing", x, x["token"], x["csrf"], x["v"], INSIDE, (303, 200))
refused("and what needs no ticket", x, x["token"], x["csrf"], x["v"], {k: f for k, f in DOOR.items() if not k.endswith("/ask")}, (303, 200, 410))

# who handed it on
d = opened()
is_(d["v"].post("/forward/" + d["token"], {"csrf": d["csrf"], "mail": "heir@example.jp", "name": "丙"}).status, 303, "handed on")
refused("the forwarder's link and ticket", d, d["token"], d["csrf"], d["v"], {k: f for k, f in ALL.items() if not k.endswith("/undo")}, (200,))
heir = s.scene("token", d["doc"], "act", 1)
h = Visitor(s)
hp = h.get("/review/" + heir)
w = Visitor(s)
w.jar = dict(d["v"].jar)
refused("the new holder's link with the forwarder's ticket", d, heir, hp.hidden("csrf"), w, INSIDE, (303,))
refused("the new holder takes back what is not his to take back", d, heir, hp.hidden("csrf"), h, {"/forward/%s/undo": DOOR["/forward/%s/undo"]}, (303,))
h.accept(heir)
refused("taken back too late", d, d["token"], d["csrf"], d["v"], {"/forward/%s/undo": DOOR["/forward/%s/undo"]}, (200,))

# a link that a newer one took the place of
d = opened()
s.scene("replace", d["doc"], 1)
refused("the link before a fresh one, with its ticket", d, d["token"], d["csrf"], d["v"], {**INSIDE, "/review/%s": DOOR["/review/%s"], "/review/%s/code": DOOR["/review/%s/code"], "/forward/%s/undo": DOOR["/forward/%s/undo"]}, (410,))

# with an access code: link and form are not enough, and they stay not enough after a forwarding
d = opened(CODE)
refused("a code is set, no ticket", d, d["token"], d["csrf"], Visitor(s), INSIDE, (303,))
before = s.scene("state", d["doc"])
r = Visitor(s).post("/review/" + d["token"], {"csrf": d["csrf"], "terms": d["terms"]})
is_((r.status, s.scene("state", d["doc"])), (422, before), "nor does anybody come in without it")
d["v"].post("/forward/" + d["token"], {"csrf": d["csrf"], "mail": "heir@example.jp", "name": "丙"})
heir = s.scene("token", d["doc"], "act", 1)
h = Visitor(s)
c = h.get("/review/" + heir).hidden("csrf")
refused("handed on: the code is asked for", d, heir, c, h, INSIDE, (303,))
is_(h.post("/review/" + heir, {"csrf": c, "terms": d["terms"]}).status, 422, "nobody comes in without it")

# links that only show
for what, end in (("a look", None), ("the way to the result", "conclude")):
    d = opened()
    if end is None:
        d["v"].post("/review/%s/show" % d["token"], {"csrf": d["csrf"], "mail": "boss@example.jp", "name": "上司"})
        token = s.scene("token", d["doc"], "look", 1001)
        s.scene("recode", d["doc"], CODE) # its page has a form then
        csrf = Visitor(s).get("/review/%s/look" % token).hidden("csrf")
        statuses = (303, 404, 410)
    else:
        d["v"].press(d["token"])
        w = Visitor(s)
        w.accept(d["second"])
        w.press(d["second"])
        s.scene(end, d["doc"])
        token = s.scene("token", d["doc"], "result", 1)
        csrf = Visitor(s).get("/review/%s/show" % token).hidden("csrf") # who has the result may share it
        statuses = (303, 404)
    ok(csrf, what + ": it has a form")
    forms = {k: f for k, f in ALL.items() if end is None or not k.endswith("/show")}
    for name, v in (("", Visitor(s)), (" with the party's ticket", d["v"])):
        w = Visitor(s)
        w.jar = dict(v.jar)
        refused(what + name, d, token, csrf, w, forms, statuses)
s.close()
done()
