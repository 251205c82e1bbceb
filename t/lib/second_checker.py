#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A second opinion on what was added to a file of ours after it was fixed.

Over qpdf's parser (pikepdf), written from the design (layout version by version,
one revision each) and not from the C. It looks at differences alone: no digest,
no certificate. Every revision is opened as the file it once was and its objects
are compared with those of the one before.

check(data) -> [] when nothing but permitted steps follows the base, else a list
of problems, the first one first. known: a dictionary to keep between files. As a program: FILE... one line each, exit 1 if
any has a problem."""
import hashlib
import io
import re
import sys
import unicodedata
import warnings
from collections import Counter

import pikepdf

FIELD = re.compile(r"Sig\d{2,3}$")


class Stop(Exception):
    pass


def need(good, what):
    if not good:
        raise Stop(what)


def ends(data):
    """Where each revision ends: behind "startxref N %%EOF" on lines of their own."""
    return [(m.end(), int(m.group(1))) for m in re.finditer(rb"(?<=\n)startxref\n(\d+)\n%%EOF\n", data)]


def listed(data, xref):
    """Object numbers that the table at xref lists, and that its trailer stands there."""
    need(data[xref:xref + 5] == b"xref\n", "no table at startxref")
    at, numbers = xref + 5, []
    while True:
        m = re.compile(rb"(\d+) (\d+)\n").match(data, at)
        if not m:
            break
        at = m.end()
        for i in range(int(m.group(2))):
            line = re.compile(rb"(\d{10}) (\d{5}) ([nf]) \n").match(data, at)
            need(line, "a table's line")
            at = line.end()
            number = int(m.group(1)) + i
            need(number == 0 or line.group(3) == b"n", "an object is freed")
            if number:
                offset = int(line.group(1))
                need(re.compile(rb"%d 0 obj\n" % number).match(data, offset), "a table's place of object %d" % number)
                numbers.append((number, offset))
    need(data[at:at + 7] == b"trailer", "no trailer behind the table")
    return numbers


class Revision:
    """One prefix of the file, opened."""

    def __init__(self, data, xref):
        self.data, self.xref = data, xref
        self.pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True,
                                inherit_page_attributes=False)
        need(not self.pdf.get_warnings(), "qpdf warns")
        self.table = listed(data, xref)
        self.trailer = {k: v for k, v in self.pdf.trailer.items()}
        self.root = self.pdf.Root.objgen[0]
        self.text = {}
        for o in self.pdf.objects:
            if isinstance(o, pikepdf.Object) and o.is_indirect:
                self.text[o.objgen[0]] = self.spell(o)

    @staticmethod
    def spell(o):
        if isinstance(o, pikepdf.Stream):
            return ("stream", o.stream_dict.unparse(resolved=True), bytes(o.read_raw_bytes()))
        return ("plain", o.unparse(resolved=True))

    def object(self, number):
        return self.pdf.get_object((number, 0))

    def entries(self, number):
        """A dictionary's keys with their values as spelled."""
        o = self.object(number)
        need(isinstance(o, pikepdf.Dictionary) and not isinstance(o, pikepdf.Stream), "object %d is no dictionary" % number)
        return {k: (b"%d R" % v.objgen[0] if v.is_indirect else v.unparse()) if isinstance(v, pikepdf.Object) else repr(v)
                for k, v in o.items()}

    def refs(self, array):
        need(isinstance(array, pikepdf.Array), "an array was expected")
        for x in array:
            need(isinstance(x, pikepdf.Object) and x.is_indirect, "an array with more than references")
        return [x.objgen[0] for x in array]


class Step:
    """What one revision did to the one before."""

    def __init__(self, before, now):
        self.before, self.now = before, now
        written = [n for n, _ in now.table]
        need(len(set(written)) == len(written), "a number twice in one table")
        first_new = int(before.trailer["/Size"])
        self.new = sorted(n for n in written if n >= first_new)
        self.old = sorted(n for n in written if n < first_new)
        need(self.new == list(range(first_new, first_new + len(self.new))), "new numbers leave a gap")
        need(int(now.trailer["/Size"]) == first_new + len(self.new), "/Size")
        need(int(now.trailer["/Prev"]) == before.xref, "/Prev")
        need(set(now.trailer) <= {"/Size", "/Root", "/Info", "/ID", "/Prev"}, "a key in the trailer")
        need(now.root == before.root, "another catalog")
        for key in ("/Info",):
            a, b = before.trailer.get(key), now.trailer.get(key)
            need((a is None) == (b is None) and (a is None or a.objgen == b.objgen), "another " + key)
        need(bytes(before.trailer["/ID"][0]) == bytes(now.trailer["/ID"][0]), "another first /ID")
        for number, text in before.text.items():
            need(number in self.old or now.text.get(number) == text, "object %d changed unseen" % number)
        for number in now.text:
            need(number in before.text or number in self.new, "object %d from nowhere" % number)
        self.bodies()

    def bodies(self):
        """Between the revisions there is nothing but the listed objects."""
        at = len(self.before.data)
        for number, offset in sorted(self.now.table, key=lambda x: x[1]):
            need(offset == at, "bytes before object %d" % number)
            o = self.now.object(number)
            end = self.now.data.index(b"\nendobj\n", at)
            if isinstance(o, pikepdf.Stream):
                start = self.now.data.index(b"stream\n", at) + 7
                end = self.now.data.index(b"\nendobj\n", start + len(o.read_raw_bytes()))
            at = end + 8
        need(at == self.now.xref, "bytes before the table")

    def gained(self, number, key):
        """The old object has this key more and is else the same."""
        a, b = self.before.entries(number), self.now.entries(number)
        need(key not in a and {k: v for k, v in b.items() if k != key} == a and key in b, "object %d gained more than %s" % (number, key))
        return self.now.object(number)[key]

    def lengthened(self, was, now, number):
        a, b = self.before.refs(was), self.now.refs(now)
        need(b == a + [number], "an array did not grow by the new field alone")


def fields_of(r):
    return r.pdf.Root.AcroForm.Fields


def covers(step, signature):
    now, raw = step.now, step.now.data
    ranges = [int(x) for x in signature["/ByteRange"]]
    need(len(ranges) == 4 and ranges[0] == 0 and all(isinstance(x, int) for x in signature["/ByteRange"]), "ByteRange")
    a, b = ranges[1], ranges[2]
    need(a > len(step.before.data) and b > a and b + ranges[3] == len(raw), "ByteRange leaves something out")
    need(b"/ByteRange [%d %d %d %d]" % tuple(ranges) in raw[len(step.before.data):], "numbers of ByteRange")
    gap = raw[a:b]
    need(re.fullmatch(rb"<(?:[0-9A-Fa-f]{2})+>", gap), "the gap is not one hexadecimal string")
    need(bytes.fromhex(gap[1:-1].decode()) == bytes(signature["/Contents"]), "the gap is not /Contents")
    need(re.compile(rb"/Contents $").search(raw, a - 10, a), "the gap stands elsewhere")


def keys(o, *wanted):
    need(set(o.keys()) == set(wanted), "keys %s" % " ".join(sorted(o.keys())))


# --- filling in ---------------------------------------------------------------------

OPERATORS = set("q Q cm w J j M d i m l c v y h re S s f F f* B B* b b* n W W* g G rg RG k K "
                "BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ BMC EMC".split())
FONT = {  # what each object of a font may have; the objects that it leads to
    "font": ({"/Type": "/Font", "/Subtype": "/Type0", "/BaseFont": None, "/Encoding": "/Identity-H"},
             {"/DescendantFonts": "descendant", "/ToUnicode": "stream"}),
    "descendant": ({"/Type": "/Font", "/Subtype": "/CIDFontType2", "/BaseFont": None, "/CIDSystemInfo": None,
                    "/CIDToGIDMap": "/Identity", "/DW": None, "/W": None}, {"/FontDescriptor": "descriptor"}),
    "descriptor": ({"/Type": "/FontDescriptor", "/FontName": None, "/Flags": None, "/FontBBox": None, "/ItalicAngle": None,
                    "/Ascent": None, "/Descent": None, "/CapHeight": None, "/StemV": None}, {"/FontFile2": "program"}),
    "stream": ({"/Length": None}, {}),
    "program": ({"/Length": None, "/Length1": None}, {}),
}


def direct(o):
    """No reference anywhere below."""
    if isinstance(o, pikepdf.Object):
        need(not o.is_indirect, "a reference where none belongs")
        if isinstance(o, pikepdf.Dictionary):
            for _, v in o.items():
                direct(v)
        elif isinstance(o, pikepdf.Array):
            for v in o:
                direct(v)


def meanings(font):
    """What the codes of a font stand for, as /ToUnicode says."""
    cmap = font.ToUnicode.read_raw_bytes()
    return {int(a, 16): bytes.fromhex(b.decode()).decode("utf-16-be")
            for part in re.findall(rb"beginbfchar\n(.*?)endbfchar", cmap, re.S)
            for a, b in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", part)}


def drawn(operations, resources):
    """The characters that a look shows."""
    fonts = {k: meanings(f) for k, f in resources.get("/Font", {}).items()}
    text, font = "", {}
    for operands, operator in operations:
        if str(operator) == "Tf":
            font = fonts[str(operands[0])]
        if str(operator) not in ("Tj", "TJ"):
            continue
        for x in operands[0] if str(operator) == "TJ" else operands:
            if isinstance(x, pikepdf.String):
                raw = bytes(x)
                text += "".join(font[int.from_bytes(raw[i:i + 2], "big")] for i in range(0, len(raw), 2))
    return text


def letters(text):
    """How often each letter and digit; fonts draw some signs alike."""
    return Counter(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")


class Filling:
    """The new objects that looks lead to, each by one way only."""

    def __init__(self, step):
        self.step, self.met = step, set()

    def enter(self, o, stream):
        need(isinstance(o, pikepdf.Object) and o.is_indirect, "a direct object")
        number = o.objgen[0]
        need(number in self.step.new and number not in self.met, "object %d is old or serves twice" % number)
        need(isinstance(o, pikepdf.Stream) == stream, "stream or not")
        self.met.add(number)
        return o.stream_dict if stream else o

    def font(self, o, kind="font"):
        values, leads = FONT[kind]
        stream = kind in ("stream", "program")
        d = self.enter(o, stream)
        need(set(d.keys()) - {"/W"} == (set(values) | set(leads)) - {"/W"}, "keys of a %s" % kind)
        for key in set(values) & set(d.keys()):
            need(values[key] is None or d[key] == values[key], "%s of a %s" % (key, kind))
            direct(d[key])
        if kind == "program":
            raw = bytes(o.read_raw_bytes())
            need(int(d["/Length1"]) == len(raw) and raw[:4] == b"\0\1\0\0", "no font program")
        for key, into in leads.items():
            to = d[key]
            if into == "descendant":
                need(not to.is_indirect and len(to) == 1, "descendants")
                to = to[0]
            self.font(to, into)

    def look(self, o, before, value):
        d, was = self.enter(o, True), before.stream_dict
        need(set(d.keys()) == {"/Type", "/Subtype", "/BBox", "/Matrix", "/Resources", "/Length"}, "keys of a look")
        need(d.Type == "/XObject" and d.Subtype == "/Form", "kind of a look")
        for key in ("/BBox", "/Matrix"):
            need(d[key].unparse() == was[key].unparse(), "another " + key)
        need(not d.Resources.is_indirect and set(d.Resources.keys()) <= {"/Font"}, "resources of a look")
        raw = bytes(o.read_raw_bytes())
        need(b"%" not in re.sub(rb"\((?:[^()\\]|\\.)*\)", b"", raw), "a comment in a look")
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            parsed = pikepdf.parse_content_stream(o)
        need(not said, "a look that cannot be read")
        for operands, operator in parsed:
            need(str(operator) in OPERATORS, "a look draws with " + str(operator))
            for x in operands:
                need(not isinstance(x, pikepdf.Dictionary), "a dictionary in a look")
        need(letters(drawn(parsed, d.Resources)) == letters(value), "a look that says something else")
        if "/Font" in d.Resources:
            need(not d.Resources.Font.is_indirect and set(d.Resources.Font.keys()) <= {"/G", "/M"}, "fonts of a look")
            need(len(d.Resources.Font.keys()), "fonts of a look")
            for _, f in d.Resources.Font.items():
                self.font(f)

    def widget(self, number):
        """Only value, look and the read-only bit differ."""
        a, b = self.step.before.entries(number), self.step.now.entries(number)
        was, now = self.step.before.object(number), self.step.now.object(number)
        free = {"/Ff", "/V", "/AS"} if was.FT == "/Btn" else {"/Ff", "/V", "/AP"}
        need(list(a) == list(b), "keys of a field")
        need({k: v for k, v in a.items() if k not in free} == {k: v for k, v in b.items() if k not in free}, "more of a field changed")
        need(int(was.Ff) in (0, 4096) and int(now.Ff) == int(was.Ff) + 1, "read-only bit")
        if was.FT == "/Btn":
            need(str(now.V) == str(now.AS) and str(now.V) in ("/Off", "/Yes"), "state of a check box")
            return
        need(isinstance(now.V, pikepdf.String), "value of a text")
        need(not now.AP.is_indirect and set(now.AP.keys()) == {"/N"}, "looks of a field")
        self.look(now.AP.N, was.AP.N, str(now.V))


def reference(step, signature, names):
    """What the signature says that it locks."""
    refs = signature.get("/Reference")
    if not names:
        return need(refs is None, "a reference without fields")
    need(len(refs) == 1 and not refs.is_indirect, "references")
    keys(refs[0], "/Type", "/TransformMethod", "/Data", "/TransformParams")
    p = refs[0].TransformParams
    keys(p, "/Type", "/Action", "/Fields", "/V")
    need(refs[0].TransformMethod == "/FieldMDP" and refs[0].Data.objgen[0] == step.now.root and p.Action == "/Include" and
         p.V == "/1.2", "kind of reference")
    need([str(x) for x in p.Fields] == names, "the reference names other fields")


def signing(step, known, count):
    """The next empty signature field gets its signature, and its own fields their values."""
    first = count == 0
    now = step.now
    slots = {str(f.T): f.objgen[0] for f in fields_of(step.before)}
    name = known.signatures[count]
    number, inputs = slots[name], known.locks.get(name, [])
    value = step.gained(number, "/V")
    need(value.is_indirect and value.objgen[0] in step.new and not isinstance(value, pikepdf.Stream), "/V leads elsewhere")
    filling = Filling(step)
    for f in inputs:
        need(slots[f] in step.old, "a field of the signer is left out")
        filling.widget(slots[f])
    need(sorted(step.new) == sorted(filling.met | {value.objgen[0]}), "new objects that nothing leads to")
    need(step.old == sorted([number] + [slots[f] for f in inputs] + ([now.root] if first else [])),
         "other objects than a signature writes")
    if first:
        perms = step.gained(now.root, "/Perms")
        keys(perms, "/DocMDP")
        need(perms["/DocMDP"].objgen == value.objgen, "/DocMDP leads elsewhere")
    want = ["/Type", "/Filter", "/SubFilter", "/M", "/Name", "/Reason", "/ByteRange", "/Contents"]
    keys(value, *want, *(["/Reference"] if first or inputs else []))
    need((value.Type, value.Filter, value.SubFilter) == ("/Sig", "/Adobe.PPKLite", "/ETSI.CAdES.detached"), "kind of signature")
    if first:
        ref = value.Reference
        need(len(ref) == 1 and ref[0].TransformMethod == "/DocMDP" and int(ref[0].TransformParams.P) == 2, "certification")
    else:
        reference(step, value, inputs)
    at, end = next((o, e) for n, o, e in spans(step) if n == value.objgen[0])
    raw = step.now.data[at:end]
    need(len(re.findall(rb"/ByteRange", raw)) == 1 and len(re.findall(rb"/Contents", raw)) == 1, "a key twice")
    covers(step, value)


def spans(step):
    at = sorted((o, n) for n, o in step.now.table)
    for (o, n), (e, _) in zip(at, at[1:] + [(step.now.xref, 0)]):
        yield n, o, e


def store_lists(r):
    store = r.pdf.Root.get("/DSS")
    if store is None:
        return None, {}
    need(store.is_indirect and not isinstance(store, pikepdf.Stream), "/DSS")
    need(set(store.keys()) <= {"/Type", "/Certs", "/OCSPs", "/CRLs"}, "keys of /DSS")
    return store.objgen[0], {k: r.refs(store[k]) for k in store.keys() if k != "/Type"}


def storing(step):
    old, a = store_lists(step.before)
    number, b = store_lists(step.now)
    need(number is not None, "no store")
    if old is None:
        need(step.old == [step.now.root] and number in step.new, "other objects than a first store writes")
        step.gained(step.now.root, "/DSS")
    else:
        need(step.old == [old] and number == old, "other objects than a longer store writes")
    fresh = []
    for key in set(a) | set(b):
        was, now = a.get(key, []), b.get(key, [])
        need(now[:len(was)] == was, "an entry of the store changed")
        fresh += now[len(was):]
    need(sorted(fresh) == [n for n in step.new if n != number], "streams and entries do not match")
    for n in fresh:
        o = step.now.object(n)
        need(isinstance(o, pikepdf.Stream) and set(o.stream_dict.keys()) == {"/Length"}, "an entry is no plain stream")
        need(o.read_raw_bytes()[:1] == b"\x30", "an entry is no DER")


def first_page(node, depth=0):
    """By hand: qpdf's list of pages writes into them."""
    need(depth < 50, "page tree")
    return node if node.Type == "/Page" else first_page(node.Kids[0], depth + 1)


def stamping(step, name):
    now = step.now
    need(len(step.new) == 2, "other objects than a time stamp writes")
    number = next((n for n in step.new if now.object(n).get("/FT") == "/Sig"), None)
    need(number is not None, "no field")
    field, value = now.object(number), now.object(number).get("/V")
    keys(field, "/Type", "/Subtype", "/FT", "/T", "/Rect", "/F", "/P", "/V")
    page = first_page(now.pdf.Root.Pages)
    need(str(field.T) == name and [int(x) for x in field.Rect] == [0, 0, 0, 0] and int(field.F) == 132 and
         field.P.objgen == page.objgen and field.Subtype == "/Widget", "field of a time stamp")
    form, annots = now.pdf.Root.AcroForm.objgen[0], page.Annots.objgen[0]
    need(annots and step.old == sorted({form, annots}), "other objects than a time stamp changes")
    step.lengthened(fields_of(step.before), fields_of(now), number)
    step.lengthened(step.before.object(annots), now.object(annots), number)
    a, b = step.before.entries(form), now.entries(form)
    need({k: v for k, v in a.items() if k != "/Fields"} == {k: v for k, v in b.items() if k != "/Fields"}, "the form changed")
    need(value is not None and value.objgen[0] in step.new, "/V leads elsewhere")
    keys(value, "/Type", "/Filter", "/SubFilter", "/ByteRange", "/Contents")
    need((value.Type, value.SubFilter) == ("/DocTimeStamp", "/ETSI.RFC3161"), "kind of time stamp")
    covers(step, value)


# --- the base -------------------------------------------------------------------------

class Base:
    """The fields of a base: names of its signatures, and which input fields each locks."""

    def __init__(self, r, data):
        need(data.startswith(b"%PDF-1.7\n"), "header")
        need([n for n, _ in r.table] == list(range(1, int(r.trailer["/Size"]))), "the base's table has gaps")
        need("/Perms" not in r.pdf.Root and "/DSS" not in r.pdf.Root and "/Prev" not in r.trailer, "a base with signatures")
        form = r.pdf.Root.AcroForm
        keys(form, "/Fields", "/DR", "/DA", "/SigFlags")
        self.r, self.signatures, self.inputs, self.locks = r, [], [], {}
        for f in form.Fields:
            need(f.is_indirect, "a direct field")
            (self.signature if f.FT == "/Sig" else self.input)(f)
        need(self.signatures == sorted(self.signatures) and self.signatures, "order of signatures")
        names = [n for n, _ in self.inputs]
        need(names == sorted(set(names)), "order of fields")
        self.share_out(form, names)
        self.pages(form)

    def signature(self, f):
        need(not self.inputs and FIELD.match(str(f.T)), "a signature field behind others")
        keys(f, "/Type", "/Subtype", "/FT", "/T", "/Rect", "/F", "/P", *(["/Lock"] if "/Lock" in f else []))
        need([int(x) for x in f.Rect] == [0, 0, 0, 0] and int(f.F) == 132, "a signature field that can be seen")
        self.signatures.append(str(f.T))

    def look(self, o, empty):
        need(isinstance(o, pikepdf.Stream), "a look")
        need(set(o.stream_dict.keys()) - {"/Filter"} == {"/Type", "/Subtype", "/BBox", "/Matrix", "/Resources", "/Length"}, "a look")
        need(len(o.Resources.keys()) == 0 and (not empty or o.read_bytes() == b""), "a look that is not empty")

    def input(self, f):
        need(re.fullmatch(r"F\d{4}", str(f.T)), "name of a field")
        check = f.FT == "/Btn"
        allowed = {"/Type", "/Subtype", "/FT", "/T", "/Rect", "/F", "/P", "/Ff", "/V", "/AP"} | ({"/AS"} if check else {"/DA"})
        need(set(f.keys()) - {"/TU", "/MK"} == allowed, "keys of a field")
        need(f.FT in ("/Tx", "/Btn") and f.Type == "/Annot" and f.Subtype == "/Widget" and int(f.F) == 4, "kind of field")
        need(set(f.get("/MK", {}).keys()) <= {"/R"}, "colours of a field")
        if check:
            need(int(f.Ff) == 0 and f.V == "/Off" and f.AS == "/Off", "a check box that is not empty")
            need(set(f.AP.keys()) == {"/N"} and set(f.AP.N.keys()) == {"/Off", "/Yes"}, "states of a check box")
            self.look(f.AP.N.Off, True)
            self.look(f.AP.N.Yes, False)
        else:
            need(int(f.Ff) in (0, 4096) and isinstance(f.V, pikepdf.String) and str(f.V) == "", "a text that is not empty")
            need(str(f.DA) == "/Helv 0 Tf 0 g" and set(f.AP.keys()) == {"/N"}, "letters of a text")
            self.look(f.AP.N, True)
        self.inputs.append((str(f.T), f.objgen[0]))

    def share_out(self, form, names):
        owned = []
        for f in form.Fields:
            if "/Lock" not in f:
                continue
            lock, name = f.Lock, str(f.T)
            need(lock.is_indirect and name not in (self.signatures[0], self.signatures[-1]), "a lock in the wrong place")
            keys(lock, "/Type", "/Action", "/Fields")
            need(lock.Type == "/SigFieldLock" and lock.Action == "/Include" and len(lock.Fields), "kind of lock")
            listed = [str(x) for x in lock.Fields]
            need(listed == sorted(set(listed)), "order of a lock")
            self.locks[name] = listed
            owned += listed
        need(sorted(owned) == names, "locks do not share out the fields")

    def pages(self, form):
        mine = {f.objgen[0]: f.P.objgen for f in form.Fields}
        for page in leaves(self.r.pdf.Root.Pages):
            for a in page.get("/Annots", []):
                if a.is_indirect and a.objgen[0] in mine:
                    need(mine.pop(a.objgen[0]) == page.objgen, "a field on another page")
                else:
                    need(a.get("/Subtype") != "/Widget", "a widget that is no field")
        need(not mine, "a field on no page")


def leaves(node, depth=0):
    need(depth < 50, "page tree")
    if "/Kids" not in node:
        yield node
    else:
        for kid in node.Kids:
            yield from leaves(kid, depth + 1)


def revision(data, end, xref, known):
    """Files that begin alike share what was read of them."""
    key = (end, hashlib.sha256(data[:end]).digest())
    if known is None or key not in known:
        r = Revision(data[:end], xref)
        if known is None:
            return r
        known[key] = r
    return known[key]


def walk(data, known):
    found = ends(data)
    need(found, "no end")
    need(found[-1][0] == len(data), "bytes behind the last end")
    before = revision(data, *found[0], known)
    form = Base(before, data)
    signed = stamps = 0
    last = None
    for end, xref in found[1:]:
        now = revision(data, end, xref, known if end < len(data) else None)
        step = Step(before, now)
        if signed < len(form.signatures):
            signing(step, form, signed)
            signed += 1
        elif any(now.object(n).get("/Type") == "/DocTimeStamp" for n in step.new
                 if isinstance(now.object(n), pikepdf.Dictionary)):
            stamps += 1
            stamping(step, "Dts%02d" % stamps)
            last = "stamp"
        else:
            need(last != "store", "two stores in a row")
            storing(step)
            last = "store"
        before = now
    return signed


def check(data, known=None):
    try:
        return [] if walk(data, known) else ["no signature"]
    except Stop as e:
        return [str(e)]
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, IndexError, RecursionError) as e:
        return ["cannot be read: %s" % str(e)[:100]]


if __name__ == "__main__":
    bad = False
    for path in sys.argv[1:]:
        with open(path, "rb") as f:
            problems = check(f.read())
        print(path, "changed: " + problems[0] if problems else "as permitted")
        bad = bad or bool(problems)
    sys.exit(bad)
