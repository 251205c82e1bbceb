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


def signing(step, names, count):
    """The next empty signature field gets its signature."""
    first = count == 0
    now = step.now
    slots = {str(f.T): f.objgen[0] for f in fields_of(step.before)}
    number = slots[names[count]]
    need(len(step.new) == 1 and step.old == sorted([number] + ([now.root] if first else [])), "other objects than a signature writes")
    value = step.gained(number, "/V")
    need(value.objgen[0] == step.new[0], "/V leads elsewhere")
    if first:
        perms = step.gained(now.root, "/Perms")
        keys(perms, "/DocMDP")
        need(perms["/DocMDP"].objgen[0] == step.new[0], "/DocMDP leads elsewhere")
    want = ["/Type", "/Filter", "/SubFilter", "/M", "/Name", "/Reason", "/ByteRange", "/Contents"]
    keys(value, *want, *(["/Reference"] if first else []))
    need((value.Type, value.Filter, value.SubFilter) == ("/Sig", "/Adobe.PPKLite", "/ETSI.CAdES.detached"), "kind of signature")
    if first:
        ref = value.Reference
        need(len(ref) == 1 and ref[0].TransformMethod == "/DocMDP" and int(ref[0].TransformParams.P) == 2, "certification")
    raw = step.now.data[len(step.before.data):]
    need(len(re.findall(rb"/ByteRange", raw)) == 1 and len(re.findall(rb"/Contents", raw)) == 1, "a key twice")
    covers(step, value)


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


def base(r, data):
    need(data.startswith(b"%PDF-1.7\n"), "header")
    need([n for n, _ in r.table] == list(range(1, int(r.trailer["/Size"]))), "the base's table has gaps")
    need("/Perms" not in r.pdf.Root and "/DSS" not in r.pdf.Root and "/Prev" not in r.trailer, "a base with signatures")
    form = r.pdf.Root.AcroForm
    need("/NeedAppearances" not in form and "/XFA" not in form, "form")
    names = [str(f.T) for f in form.Fields]
    need(names and all(FIELD.match(n) and f.FT == "/Sig" and "/V" not in f for n, f in zip(names, form.Fields)), "fields")
    need(names == sorted(names), "order of fields")
    return names


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
    names = base(before, data)
    signed = stamps = 0
    last = None
    for end, xref in found[1:]:
        now = revision(data, end, xref, known if end < len(data) else None)
        step = Step(before, now)
        if signed < len(names):
            signing(step, names, signed)
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
