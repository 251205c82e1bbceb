# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attacks on input fields: a golden chain with text, check and seal fields of the
sender and of two recipients. `later` is done by anybody behind a signature;
`insider` and `bases` with the operator's own key, as a broken or captured writer
could."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from make import EVIL, broken, changed, good  # noqa: E402
from surgeon import Surgeon, array_plus, base_of, parts, ranged, stream  # noqa: E402

AP = rb"/AP\s*<<\s*/N (\d+) 0 R\s*>>"
# By their place in golden.FIELDS: of the first recipient, then of the second
TEXT, CHECK, SEAL, BLANK = "F0002", "F0003", "F0004", "F0005"
TEXT2, CHECK2, SEAL2, DATE2 = "F0007", "F0008", "F0009", "F0011"


def sub(pattern, new, body):
    """Exactly one replacement."""
    out, n = re.subn(pattern, lambda m: m.expand(new) if isinstance(new, bytes) else new(m), body, count=1, flags=re.S)
    assert n == 1, (pattern, body[:400])
    return out


def plus(body, entry):
    assert body.endswith(b">>"), body[-40:]
    return body[:-2] + b" " + entry + b">>"


def plus_stream(body, entry):
    return sub(rb">>(\s*stream\n)", b" " + entry + rb">>\1", body)


def redrawn(body, content):
    """A stream with other bytes."""
    at = body.index(b"stream\n")
    head = re.sub(rb"/Filter /FlateDecode ?", b"", body[:at])
    return sub(rb"/Length \d+", b"/Length %d" % len(content), head) + b"stream\n" + content + b"\nendstream"


class Fields:
    """Numbers of the objects behind a field, as the file stands."""

    def __init__(self, s):
        self.s = s

    def number(self, name):
        return self.s.field(name)

    def body(self, name):
        return self.s.body(self.number(name))

    def look(self, name):
        return int(re.search(AP, self.body(name)).group(1))

    def yes(self, name):
        return int(re.search(rb"/Yes (\d+) 0 R", self.body(name)).group(1))

    def font(self, name):
        return int(re.search(rb"/Font\s*<<\s*/\w+ (\d+) 0 R", self.s.body(self.look(name))).group(1))

    def lock(self, name):
        return int(re.search(rb"/Lock (\d+) 0 R", self.body(name)).group(1))


def later(s, prefix):
    """Appended behind everything that is signed."""
    f, n = Fields(s), s.size
    form, annots = s.body(s.form), s.body(s.annots)

    def case(name, row, objects):
        return changed(prefix + name, row, s.append(objects))

    def edit(name, row, field, pattern, new, more=()):
        return case(name, row, [(f.number(field), sub(pattern, new, f.body(field))), *more])
    for what, field in (("text", TEXT), ("seal", SEAL), ("blank", BLANK)):
        look = s.body(f.look(field))
        evil = (n, redrawn(look, EVIL))
        yield edit("look-exchanged-" + what, 5, field, AP, b"/AP <</N %d 0 R>>" % n, [evil])
        yield edit("value-changed-" + what, 6, field, rb"/V (\([^)]*\)|<[^>]*>)", b"/V (evil)")
        yield case("value-and-look-" + what, 6, [(f.number(field), sub(AP, b"/AP <</N %d 0 R>>" % n, sub(
            rb"/V (\([^)]*\)|<[^>]*>)", b"/V (evil)", f.body(field)))), evil])
        yield case("look-overwritten-" + what, 16, [(f.look(field), redrawn(look, EVIL))])
        yield edit("look-dropped-" + what, 5, field, AP, b"")
    yield edit("look-exchanged-check", 5, CHECK, rb"/Yes \d+ 0 R", b"/Yes %d 0 R" % n,
               [(n, redrawn(s.body(f.yes(CHECK)), EVIL))])
    yield edit("value-changed-check", 6, CHECK, rb"(.*?)/Yes(.*?)/Yes", rb"\1/Off\2/Off")
    yield edit("state-changed-check", 6, CHECK, rb"/AS /Yes", b"/AS /Off")
    yield edit("value-alone-check", 6, CHECK, rb"/V /Yes", b"/V /Off")
    yield case("look-overwritten-check", 16, [(f.yes(CHECK), redrawn(s.body(f.yes(CHECK)), EVIL))])
    one, two = f.look(TEXT), f.look(SEAL)
    yield case("looks-swapped", 5, [(f.number(TEXT), sub(AP, b"/AP <</N %d 0 R>>" % two, f.body(TEXT))),
                                    (f.number(SEAL), sub(AP, b"/AP <</N %d 0 R>>" % one, f.body(SEAL)))])
    font = f.font(TEXT)
    for what, number, body in (
            ("font-overwritten", font, b"<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"),
            ("font-program-overwritten", font + 3, s.body(f.font("F0001") + 3)),
            ("font-meaning-overwritten", font + 4, s.body(f.font("F0001") + 4)),
            ("font-widths-overwritten", font + 1, re.sub(rb"/DW \d+", b"/DW 1", s.body(font + 1)))):
        yield case(what, 16, [(number, body)])
    for what, pattern, new in (
            ("letters", rb"0 Tf 0 g", b"9 Tf 1 g"), ("writable", rb"/Ff 1\b", b"/Ff 0"),
            ("password", rb"/Ff 1\b", b"/Ff 8193"), ("quadding", rb">>$", b" /Q 2>>"),
            ("maximum", rb">>$", b" /MaxLen 1>>"), ("colours", rb">>$", b" /MK <</BG [1 1 1]>>>>")):
        yield edit("field-" + what, 11, TEXT, pattern, new)
    for what, pattern, new in (
            ("hidden", rb"/F 4\b", b"/F 2"), ("no-view", rb"/F 4\b", b"/F 36"), ("moved", rb"/Rect \[[^]]*\]", b"/Rect [0 0 9 9]"),
            ("action", rb">>$", b" /A <</S /URI /URI (http://evil.example/)>>>>"),
            ("actions", rb">>$", b" /AA <</F <</S /JavaScript /JS (1)>>>>>>"),
            ("renamed", rb"/T \(F0002\)", b"/T (F0099)"), ("label", rb"/TU", b"/Tu"),
            ("layer", rb">>$", b" /OC <</Type /OCG /Name (x)>>>>"), ("parent", rb">>$", b" /Parent %d 0 R>>" % f.number(SEAL)),
            ("other-page", rb"/P \d+ 0 R", b"/P 1 0 R")):
        yield edit("widget-" + what, "list", TEXT, pattern, new)
    second = (n, b"<</Type /Annot /Subtype /Widget /Parent %d 0 R /Rect [50 400 500 700] /F 4 /P %d 0 R /AP <</N %d 0 R>>>>"
              % (f.number(TEXT), s.page, f.look(SEAL)))
    yield edit("widget-second", 3, TEXT, rb">>$", b" /Kids [%d 0 R]>>" % n, [second, (s.annots, array_plus(annots, n))])
    yield case("widget-off-the-page", 13, [(s.annots, sub(rb"\b%d 0 R ?" % f.number(TEXT), b"", annots))])
    yield case("field-dropped", 13, [(s.form, sub(rb"\b%d 0 R ?" % f.number(TEXT), b"", form))])
    same = (n, f.body(TEXT).replace(b"/Rect [", b"/Rect [0 0 900 900] /Old [", 1))
    fields = re.search(rb"/Fields (\[[^]]*\])", form).group(1)
    yield case("field-of-the-same-name", 4, [same, (s.annots, array_plus(annots, n)), (
        s.form, form.replace(fields, array_plus(fields, n)))])
    lock = f.lock("Sig03")
    for what, pattern, new in (("name-dropped", rb"\(F0002\) ?", b""), ("name-added", rb"\(F0002\)", b"(F0002)(F0007)"),
                               ("all", rb"/Action /Include", b"/Action /All"), ("exclude", rb"/Include", b"/Exclude"),
                               ("emptied", rb"\[[^]]*\]", b"[]"), ("freely", rb">>$", b" /P 3>>")):
        yield case("lock-" + what, "list", [(lock, sub(pattern, new, s.body(lock)))])
    yield edit("lock-exchanged", "list", "Sig03", rb"/Lock \d+ 0 R", b"/Lock %d 0 R" % f.lock("Sig04"))
    yield edit("lock-taken-off", "list", "Sig03", rb"/Lock \d+ 0 R", b"")
    signature = int(re.search(rb"/V (\d+) 0 R", f.body("Sig03")).group(1))
    for what, pattern, new in (("all", rb"/Action /Include", b"/Action /All"), ("exclude", rb"/Include", b"/Exclude"),
                               
                               ("gone", rb"/Reference \[.*?>>\]", b""), ("shorter", rb"\(F0002\)", b"")):
        yield case("reference-" + what, 7, [(signature, sub(pattern, new, s.body(signature)))])


def unsigned_fill(g):
    """The second recipient's fields filled in by anybody, before that signature."""
    before = g.v[3]
    objects = dict(parts(g.revise(before, 4)[1], len(before)))
    s, fresh = Surgeon(before), Surgeon(before).size
    f = Fields(s)
    objects.pop(f.number("Sig04"))
    objects[fresh] = b"null"
    yield changed("filled-by-nobody", 6, s.append(sorted(objects.items())))
    yield changed("ticked-by-nobody", 6, s.append([(f.number(CHECK2), sub(rb"/AS /Off", b"/AS /Yes", sub(
        rb"/V /Off", b"/V /Yes", f.body(CHECK2))))]))


def text_edits(f, o, n):
    """(name, changes of objects) of what a look may not be; n is a number that is free."""
    look = int(re.search(AP, o[f.number(TEXT2)]).group(1))
    body, old = o[look], f.look(TEXT)
    font = int(re.search(rb"/Font\s*<<\s*/\w+ (\d+) 0 R", body).group(1))
    image = stream(b"\xff\0\0", b" /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8")
    draw = sub(rb"stream\n", b"stream\n/X Do ", sub(rb"/Length (\d+)", lambda m: b"/Length %d" % (int(m.group(1)) + 6), body))
    yield "look-image", {look: sub(rb"/Resources\s*<<", b"/Resources <</XObject <</X %d 0 R>> " % n, draw), n: image}
    yield "look-form", {look: sub(rb"/Resources\s*<<", b"/Resources <</XObject <</X %d 0 R>> " % n, draw), n: stream(
        EVIL, b" /Type /XObject /Subtype /Form /BBox [-900 -900 900 900] /Resources <<>>")}
    yield "look-do", {look: draw}
    for what, content in (("inline-image", b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"), ("shading", b"/S sh"), ("state", b"/G gs"),
                          ("layer", b"/OC /L BDC EMC"), ("comment", b"% \n0 g"), ("open-string", b"(")):
        yield "look-draws-" + what, {look: redrawn(body, content)}
    yield "look-wider", {look: sub(rb"/BBox \[[^]]*\]", b"/BBox [-900 -900 900 900]", body)}
    yield "look-moved", {look: sub(rb"/Matrix \[[^]]*\]", b"/Matrix [9 0 0 9 0 0]", body)}
    for what, entry in (("group", b"/Group <</S /Transparency>>"), ("layered", b"/OC <</Type /OCG /Name (x)>>"),
                        ("external", b"/F (evil.bin)"), ("reference", b"/Ref <</F (evil.pdf) /Page 0>>"), ("type", b"/FormType 1"),
                        ("opi", b"/OPI <<>>"), ("twice", b"/BBox [-900 -900 900 900]")):
        yield "look-" + what, {look: plus_stream(body, entry)}
    content = body[body.index(b"stream\n") + 7:body.rindex(b"\nendstream")]
    yield "look-filter", {look: plus_stream(redrawn(body, content.hex().encode() + b">"), b"/Filter /ASCIIHexDecode")}
    yield "look-extgstate", {look: sub(rb"/Resources\s*<<", b"/Resources <</ExtGState <</G <</ca 0>>>> ", body)}
    yield "look-of-before", {f.number(TEXT2): sub(AP, b"/AP <</N %d 0 R>>" % old, o[f.number(TEXT2)])}
    yield "font-of-before", {look: sub(rb"(/Font\s*<<\s*/\w+) \d+ 0 R", rb"\1 %d 0 R" % f.font(TEXT), body)}
    first = re.search(rb"<([0-9A-F]{4})([0-9A-F]{4})", body)
    yield "shown-letter-twice", {look: body[:first.start(2)] + first.group(1) + body[first.end(2):]}
    yield "shown-nothing", {look: redrawn(body, b"/Tx BMC\nEMC")}
    yield "shown-unknown-code", {look: body[:first.start(2)] + b"7FFF" + body[first.end(2):]}
    yield "shown-meaning-lies", {font + 4: sub(rb"(<0001> <)[0-9A-F]{4}", rb"\g<1>4EBA", o[font + 4])}
    yield "shown-meaning-otherwise", {font + 4: redrawn(o[font + 4], o[font + 4][o[font + 4].index(b"stream\n") + 7:].replace(
        b"beginbfchar", b"beginbfrange").replace(b"endbfchar", b"endbfrange").rsplit(b"\nendstream", 1)[0])}
    yield "shown-other-value", {f.number(TEXT2): sub(rb"/V (\([^)]*\)|<[^>]*>)", b"/V (evil)", o[f.number(TEXT2)])}
    yield "font-standard", {font: b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"}
    yield "font-drawn", {font: b"<</Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs "
                               b"<</a %d 0 R>> /Encoding <</Differences [0 /a]>> /FirstChar 0 /LastChar 0 /Widths [9]>>" % look}
    yield "font-external", {font + 3: plus_stream(o[font + 3], b"/F (http://evil.example/)")}
    yield "font-no-program", {font + 3: redrawn(sub(rb"/Length1 \d+", b"/Length1 13", o[font + 3]), b"%!PS-Adobe 1.")}
    yield "font-key", {font: plus(o[font], b"/Evil (x)")}
    yield "font-key-twice", {font: plus(o[font], b"/BaseFont /Evil")}
    yield "font-no-encoding", {font: sub(rb"/Encoding /Identity-H ", b"", o[font])}
    yield "font-encoding", {font: sub(rb"/Identity-H", b"/Identity-V", o[font])}
    yield "font-actions", {font + 2: plus(o[font + 2], b"/AA <<>>")}


def widget_edits(f, o):
    text, check = f.number(TEXT2), f.number(CHECK2)
    for what, pattern, new in (
            ("writable", rb"/Ff 1\b", b"/Ff 0"), ("flags", rb"/Ff 1\b", b"/Ff 8193"), ("letters", rb"0 Tf 0 g", b"0 Tf 1 g"),
            ("moved", rb"/Rect \[[^]]*\]", b"/Rect [0 0 9 9]"), ("hidden", rb"/F 4\b", b"/F 2"), ("quadding", rb">>$", b" /Q 1>>"),
            ("maximum", rb">>$", b" /MaxLen 9>>"), ("action", rb">>$", b" /A <</S /URI /URI (http://evil.example/)>>>>"),
            ("actions", rb">>$", b" /AA <</K <</S /JavaScript /JS (1)>>>>>>"), ("kids", rb">>$", b" /Kids []>>"),
            ("parent", rb">>$", b" /Parent %d 0 R>>" % f.number(TEXT)), ("layer", rb">>$", b" /OC <</Type /OCG /Name (x)>>>>"),
            ("label", rb"/TU", b"/Tu"), ("value-twice", rb">>$", b" /V (x)>>"),
            ("value-name", rb"/V (\([^)]*\)|<[^>]*>)", b"/V /Evil"),
            ("rich", rb">>$", b" /RV (x)>>"), ("rollover", rb"/AP\s*<<", b"/AP <</R 1 0 R ")):
        yield "widget-" + what, {text: sub(pattern, new, o[text])}
    for what, a, b in (("state-without-value", b"/Off", b"/Yes"), ("value-without-state", b"/Yes", b"/Off"),
                       ("other-state", b"/On", b"/On")):
        yield "check-" + what, {check: sub(rb"/AS /\w+", b"/AS " + b, sub(rb"/V /\w+", b"/V " + a, o[check]))}
    yield "check-look", {check: sub(rb"/Yes (\d+) 0 R", b"/Yes %d 0 R" % f.look(SEAL), o[check])}
    yield "check-left-out", {check: None}
    yield "text-left-out", {text: None}
    one, two = (re.search(AP, o[f.number(x)]).group(1) for x in (TEXT2, SEAL2))
    yield "looks-swapped", {text: sub(AP, b"/AP <</N %s 0 R>>" % two, o[text]),
                            f.number(SEAL2): sub(AP, b"/AP <</N %s 0 R>>" % one, o[f.number(SEAL2)])}
    date = re.search(AP, o[f.number(DATE2)]).group(1)
    yield "looks-swapped-alike", {text: sub(AP, b"/AP <</N %s 0 R>>" % date, o[text]),
                                  f.number(DATE2): sub(AP, b"/AP <</N %s 0 R>>" % one, o[f.number(DATE2)])}
    yield "look-shared", {f.number(SEAL2): sub(AP, b"/AP <</N %s 0 R>>" % one, o[f.number(SEAL2)])}


def reference_edits(s, o, dictionary):
    body = o[dictionary]
    for what, pattern, new in (
            ("all", rb"/Action /Include /Fields \[.*?\]", b"/Action /All"), ("exclude", rb"/Include", b"/Exclude"),
            ("reversed", rb"\[((?:\(F\d+\))+)\]", lambda m: b"[" + b"".join(reversed(re.findall(rb"\(F\d+\)", m.group(1)))) + b"]"),
            ("short", rb"\(F0008\)", b""), ("long", rb"\(F0008\)", b"(F0008)(F0002)"), ("prefix", rb"\(F0008\)", b"(F000)"),
            ("other-data", rb"/Data \d+ 0 R", b"/Data %d 0 R" % s.page), ("none", rb"/Reference \[.*?>>\]\n?", b""),
            ("certifies-too", rb"/Reference \[", b"/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams "
                                                b"<</Type /TransformParams /P 3 /V /1.2>>>> ")):
        yield "reference-" + what, {dictionary: sub(pattern, new, body)}


def smuggled(s, f, o, n):
    font = f.font(TEXT)
    yield "object", {n: b"<</Nothing true>>"}
    yield "stream", {n: stream(EVIL)}
    yield "annotation", {n: b"<</Type /Annot /Subtype /Square /Rect [0 0 500 800] /IC [1 1 1] /F 4>>",
                         s.annots: array_plus(s.body(s.annots), n)}
    yield "page-as-it-was", {s.page: s.body(s.page)}
    yield "catalog", {s.root: plus(s.body(s.root), b"/Lang (x)")}
    yield "form", {s.form: plus(s.body(s.form), b"/NeedAppearances true")}
    yield "lock", {f.lock("Sig04"): sub(rb"\(F0008\) ?", b"", s.body(f.lock("Sig04")))}
    yield "old-font-program", {font + 3: s.body(f.font("F0001") + 3)}
    yield "old-look", {f.look(TEXT): redrawn(s.body(f.look(TEXT)), EVIL)}
    yield "empty-look", {f.look(TEXT2): redrawn(s.body(f.look(TEXT2)), EVIL)}
    yield "tick", {f.yes(CHECK): redrawn(s.body(f.yes(CHECK)), EVIL)}
    yield "filled-twice-check", {f.number(CHECK): sub(rb"/AS /Yes", b"/AS /Off", sub(rb"/V /Yes", b"/V /Off", f.body(CHECK)))}
    yield "filled-twice-same", {f.number(TEXT): f.body(TEXT)}
    yield "filled-twice-value", {f.number(TEXT): sub(rb"/V (\([^)]*\)|<[^>]*>)", b"/V (evil)", f.body(TEXT))}
    yield "filled-twice", {f.number(TEXT): sub(AP, b"/AP <</N %d 0 R>>" % n, f.body(TEXT)), n: redrawn(s.body(f.look(TEXT)), EVIL)}
    yield "signature-looks", {f.number("Sig04"): plus(o[f.number("Sig04")], b"/AP <</N %d 0 R>>" % f.look(TEXT))}
    yield "signature-of-another", {f.number("Sig03"): plus(f.body("Sig03"), b"/M (x)")}


def insider(g):
    """Version 4, the second recipient's, and what else it could hold."""
    before = g.v[3]
    s, candidate = Surgeon(before), g.revise(before, 4)[1]
    f, o, n = Fields(s), dict(parts(candidate, len(before))), Surgeon(candidate).size

    def made(edits, version=4, base=before, c=candidate):
        def change(objects):
            for number, body in edits.items():
                objects.pop(number, None)
                if body is not None:
                    objects[number] = body
        return g.signed_anew(base, version, change, c)
    yield good("own-version-4-laid-anew", "gold", made({}))
    for group in (text_edits(f, o, n), widget_edits(f, o), reference_edits(s, o, s.size), smuggled(s, f, o, n)):
        for name, edits in group:
            yield changed("own-" + name, "list", made(edits))
    # the first recipient's revision fills in what is the second's
    s2 = Surgeon(g.v[2])
    c2 = g.revise(g.v[2], 3)[1]
    f2, n2 = Fields(s2), Surgeon(c2).size
    seal = dict(parts(c2, len(g.v[2])))
    look = seal[int(re.search(AP, seal[f2.number(SEAL)]).group(1))]
    theirs = sub(rb"/Ff 0", b"/Ff 1", sub(AP, b"/AP <</N %d 0 R>>" % n2, f2.body(SEAL2)))
    bbox = re.search(rb"/BBox \[[^]]*\]", s2.body(f2.look(SEAL2))).group(0)
    yield changed("own-field-of-another", 6, made({f2.number(SEAL2): theirs, n2: sub(rb"/BBox \[[^]]*\]", bbox, look)},
                                                  3, g.v[2], c2))
    yield changed("own-tick-of-another", 6, made({f2.number(CHECK2): sub(rb"/Ff 0", b"/Ff 1", sub(
        rb"/AS /Off", b"/AS /Yes", sub(rb"/V /Off", b"/V /Yes", f2.body(CHECK2))))}, 3, g.v[2], c2))
    v1 = g.revise(g.v[0], 1)[1]
    s0 = Surgeon(g.v[0])
    f0 = Fields(s0)
    yield broken("own-certifying-fills", "list", made({f0.number("F0001"): sub(rb"/Ff 0", b"/Ff 1", f0.body("F0001"))},
                                                  1, g.v[0], v1))
    last = g.revise(g.v[4], 5)[1]
    f4 = Fields(Surgeon(g.v[4]))
    yield changed("own-concluding-fills", "list", made({f4.number(TEXT): f4.body(TEXT)}, 5, g.v[4], last))


def certified(g, base):
    """Version 1 over another base, by the operator's key."""
    was, fresh = Surgeon(g.v[0]).size, Surgeon(base).size

    def moved(body):
        return re.sub(rb"(/V|/DocMDP) %d 0 R" % was, rb"\g<1> %d 0 R" % fresh, body)
    objects = [(fresh if n == was else n, moved(body)) for n, body in parts(g.v[1], len(g.v[0]))]
    return g.sealed(ranged(Surgeon(base).append(sorted(objects))))


def bases(g):
    """Bases that our form never is, signed all the same: nothing of them is believed."""
    s = Surgeon(g.v[0])
    f = Fields(s)
    text, check, first, last = (f.number(x) for x in (TEXT, CHECK, "Sig01", "Sig05"))
    lock, other, n = f.lock("Sig03"), f.lock("Sig04"), s.size
    form, annots = s.form, s.annots

    def case(name, why, edits):
        return broken("base-" + name, "list", certified(g, base_of(g.v[0], lambda o: o.update(edits))), why)

    def edit(name, why, number, pattern, new, more=()):
        return case(name, why, {number: sub(pattern, new, s.body(number)), **dict(more)})
    yield good("base-laid-anew", "gold", certified(g, base_of(g.v[0], lambda o: None)))
    for name, pattern, new in (
            ("action", rb">>$", b" /A <</S /JavaScript /JS (1)>> >>"),
            ("actions", rb">>$", b" /AA <</F <</S /JavaScript /JS (1)>>>> >>"),
            ("parent", rb">>$", b" /Parent %d 0 R >>" % check), ("filled", rb"/V \(\)", b"/V (x)"), ("no-value", rb"/V \(\)", b""),
            ("default-value", rb">>$", b" /DV (x) >>"), ("read-only", rb"/Ff 0", b"/Ff 1"), ("password", rb"/Ff 0", b"/Ff 8192"),
            ("rich-text", rb"/Ff 0", b"/Ff 33554432"), ("hidden", rb"/F 4\b", b"/F 2"), ("print-only", rb"/F 4\b", b"/F 36"),
            ("period", rb"/T \(F0002\)", b"/T (F.002)"), ("same-name", rb"/T \(F0002\)", b"/T (F0001)"),
            ("choice", rb"/FT /Tx", b"/FT /Ch"), ("no-look", AP, b""), ("layer", rb">>$", b" /OC <</Type /OCG /Name (x)>> >>"),
            ("no-letters", rb"/DA \(/Helv 0 Tf 0 g\)", b""), ("no-page", rb"/P \d+ 0 R", b""),
            ("label-twice", rb">>$", b" /TU (x) >>"),
            ("quadding", rb">>$", b" /Q 1 >>"), ("border", rb">>$", b" /BS <</W 9>> >>"),
            ("mapping", rb">>$", b" /TM (x) >>"),
            ("rollover", rb"/AP\s*<<", b"/AP <</R 1 0 R "), ("letters", rb"/Helv 0 Tf 0 g", b"/Helv 0 Tf 1 g"),
            ("colours", rb">>$", b" /MK <</BG [1 1 1]>> >>")):
        yield edit("text-" + name, "input", text, pattern, new)
    for name, pattern, new in (("ticked", rb"/AS /Off", b"/AS /Yes"),
                               ("third-state", rb"/Yes (\d+) 0 R", rb"/Yes \1 0 R /No \1 0 R"),
                               ("button", rb"/Ff 0", b"/Ff 65536"), ("radio", rb"/Ff 0", b"/Ff 32768"),
                               ("action", rb">>$", b" /A <</S /SubmitForm /F (http://evil.example/)>> >>"),
                               ("caption", rb">>$", b" /MK <</CA (4)>> >>"), ("one-look", rb"/Off \d+ 0 R", b"")):
        yield edit("check-" + name, "input", check, pattern, new)
    second = b"<</Type /Annot /Subtype /Widget /Parent %d 0 R /Rect [0 0 500 800] /F 6 /P %d 0 R>>" % (text, s.page)
    yield edit("text-kids", "input", text, rb">>$", b" /Kids [%d 0 R] >>" % n, {n: second})
    yield case("widget-of-no-field", "page", {annots: s.body(annots)[:-1] + b" %d 0 R ]" % n, n: second})
    yield case("widget-direct", "page", {annots: s.body(annots)[:-1] + b" %s ]" % second})
    yield edit("widget-on-no-page", "page", annots, rb"\b%d 0 R" % text, b"")
    yield edit("widget-twice-on-a-page", "page", annots, rb"\b%d 0 R" % text, b"%d 0 R %d 0 R" % (text, text))
    yield edit("widget-names-another-page", "page", text, rb"/P \d+ 0 R", b"/P %d 0 R" % s.root)
    drawn = s.body(f.look(TEXT))
    yield case("look-not-empty", "input", {f.look(TEXT): redrawn(drawn, EVIL)})
    yield case("look-with-resources", "input", {f.look(TEXT): sub(rb"/Resources << >>", b"/Resources <</Font <<>>>>", drawn)})
    yield case("look-with-group", "input", {f.look(TEXT): plus_stream(drawn, b"/Group <<>>")})
    for name, number, pattern, new in (
            ("all", lock, rb"/Include", b"/All"),
            ("exclude", lock, rb"/Include", b"/Exclude"), ("permits", lock, rb">>$", b" /P 1 >>"),
            ("short", lock, rb"\(F0002\)", b""),
            ("overlapping", lock, rb"\(F0005\)", b"(F0005) (F0007)"), ("empty", lock, rb"\[.*\]", b"[]"),
            ("unknown", lock, rb"\(F0005\)", b"(F0005) (F0006)"), ("unordered", lock, rb"\(F0002\) \(F0003\)", b"(F0003) (F0002)"),
            ("twice", lock, rb"\(F0002\)", b"(F0002) (F0002)"), ("signature", lock, rb"\(F0005\)", b"(F0005) (Sig05)")):
        yield edit("lock-" + name, "lock", number, pattern, new)
    yield edit("lock-shared", "lock", f.number("Sig04"), rb"/Lock %d 0 R" % other, b"/Lock %d 0 R" % lock)
    yield edit("lock-direct", "field", f.number("Sig04"), rb"/Lock %d 0 R" % other, b"/Lock %s" % s.body(other))
    yield edit("lock-missing", "lock", f.number("Sig04"), rb"/Lock %d 0 R" % other, b"")
    yield case("lock-of-the-first", "lock", {first: sub(rb">>$", b" /Lock %d 0 R >>" % other, s.body(first)),
                                             f.number("Sig04"): sub(rb"/Lock %d 0 R" % other, b"", s.body(f.number("Sig04")))})
    yield case("lock-of-the-last", "lock", {last: sub(rb">>$", b" /Lock %d 0 R >>" % other, s.body(last)), f.number("Sig04"): sub(
        rb"/Lock %d 0 R" % other, b"", s.body(f.number("Sig04")))})
    for name, pattern, new in (("visible", rb"/Rect \[ 0 0 0 0 \]", b"/Rect [ 0 0 9 9 ]"), ("looks", rb">>$", b" /AP <<>> >>"),
                               ("seed", rb">>$", b" /SV <<>> >>"),
                               ("unlocked", rb"/F 132", b"/F 4"), ("actions", rb">>$", b" /AA <<>> >>")):
        yield edit("signature-" + name, "field", f.number("Sig05"), pattern, new)
    for name, entry in (("need-appearances", b"/NeedAppearances true"),
                        ("xfa", b"/XFA (x)"), ("order", b"/CO []"), ("quadding", b"/Q 1")):
        yield edit("form-" + name, "form", form, rb">>$", b" " + entry + b" >>")
    yield edit("catalog-perms", "catalog", s.root, rb">>$", b" /Perms <<>> >>")


def attacks(g):
    """Every case, from a golden chain with golden.FIELDS, two recipients, long_term done."""
    yield good("fields-golden", "gold", g.lta)
    for i, data in enumerate(g.v[1:], 1):
        yield good("fields-version-%d" % i, 15, data)
    yield from later(Surgeon(g.lta), "fields-")
    yield from later(Surgeon(g.v[3]), "fields-early-")
    yield from unsigned_fill(g)
    yield from insider(g)
    yield from bases(g)


def names(g):
    """What inspect must say of the signatures: which fields each filled in."""
    return [[f[0] for f in g.fields if f[3] == k - 1] for k in range(len(g.v) - 1)]
