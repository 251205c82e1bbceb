# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts and sews files of our shape: finds objects by their text, appends whole
revisions, as somebody would who knows the format and has no key."""
import re


class Surgeon:
    def __init__(self, data):
        self.data = data

    def last(self, pattern):
        found = re.findall(pattern, self.data)
        return int(found[-1])

    @property
    def size(self):
        return self.last(rb"/Size (\d+)")

    @property
    def root(self):
        return self.last(rb"/Root (\d+) 0 R")

    def body(self, number):
        """The newest body of an object, between "N 0 obj\\n" and "\\nendobj"."""
        at = self.data.rindex(b"\n%d 0 obj\n" % number) + len(b"\n%d 0 obj\n" % number)
        return self.data[at:self.data.index(b"\nendobj", at)]

    def number_with(self, text, newest=False):
        """Number of the first (or last) object with this text in its body."""
        at = self.data.rindex(text) if newest else self.data.index(text)
        return int(re.findall(rb"(?:^|\n)(\d+) 0 obj\n", self.data[:at])[-1])

    @property
    def page(self):
        return self.number_with(b"/Type /Page ") if b"/Type /Page " in self.data else self.number_with(b"/Type /Page\n")

    @property
    def form(self):
        return self.number_with(b"/SigFlags 3")

    @property
    def annots(self):
        return int(re.search(rb"/Annots (\d+) 0 R", self.body(self.page)).group(1))

    def field(self, name):
        return self.number_with(b"/T (%s)" % name.encode())

    def edited(self, number, old, new):
        body = self.body(number)
        assert old in body, (number, old, body[:300])
        return number, body.replace(old, new, 1)

    def append(self, objects, root=None, trailer=b"", size=None, free=(), table=None, info=None):
        """data with one more revision of these [(number, body)]; fresh numbers
        count from self.size. table replaces the whole cross-reference table."""
        out, at = self.data, {}
        for number, body in objects:
            at[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        xref = len(out)
        if table is None:
            table = b""
            for n in sorted(list(at) + list(free)):
                table += b"%d 1\n" % n + (b"%010d 00000 n \n" % at[n] if n in at else b"0000000000 00001 f \n")
        new_size = size or max([self.size] + [n + 1 for n in at])
        ids = re.findall(rb"/ID \[\s*(<[0-9A-Fa-f]+>)", self.data)
        infos = re.findall(rb"/Info (\d+) 0 R", self.data)
        if info is None and infos:
            info = int(infos[-1])
        out += b"xref\n" + table + b"trailer\n<</Size %d /Root %d 0 R " % (new_size, root or self.root)
        if info:
            out += b"/Info %d 0 R " % info
        out += b"/ID [%s<00112233445566778899AABBCCDDEEFF>] /Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
            ids[-1], self.last(rb"startxref\n(\d+)\n"), trailer, xref)
        return out

    def append_edited(self, number, old, new, more=(), **trailer):
        return self.append([self.edited(number, old, new), *more], **trailer)


def stream(body, extra=b""):
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(body), extra, body)


def array_plus(body, *refs):
    assert body.endswith(b"]")
    return body[:-1] + b"".join(b" %d 0 R" % r for r in refs) + b"]"


def flip(data, at, bit=1):
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1:]


def flip_hex(data, at, bit=1):
    """One bit of the byte whose two hexadecimal digits stand at `at`."""
    return put(data, at, b"%02X" % (int(data[at:at + 2], 16) ^ bit))


def put(data, at, text):
    return data[:at] + text + data[at + len(text):]


def gap_of(data, nth=-1):
    """(offset of '<', offset behind '>') of a Contents, counted as they lie."""
    spans = [m.span(1) for m in re.finditer(rb"/Contents (<[0-9A-Fa-f]{1000,}>)", data)]
    return spans[nth]


def parts(data, start=0):
    """[(number, body)] of the revision that begins at `start` and ends the data, by its own table."""
    at = int(re.findall(rb"startxref\n(\d+)\n", data)[-1])
    line, places = at + 5, []
    for m in iter(lambda: re.compile(rb"(\d+) (\d+)\n").match(data, line), None):
        line = m.end()
        for i in range(int(m.group(2))):
            if data[line + 17:line + 18] == b"n":
                places.append((int(data[line:line + 10]), int(m.group(1)) + i))
            line += 20
    places = sorted(p for p in places if p[0] >= start)
    ends = [p[0] for p in places[1:]] + [at]
    return [(n, data[o + len(b"%d 0 obj\n" % n):e - len(b"\nendobj\n")]) for (o, n), e in zip(places, ends)]


def base_of(data, change):
    """A base anew from its objects; change({number: body}) edits them, new numbers behind the last."""
    objects = dict(parts(data))
    change(objects)
    out = data[:data.index(b"\n1 0 obj\n") + 1]
    at = {}
    for n in sorted(objects):
        at[n] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (n, objects[n])
    xref, trailer = len(out), data[data.rindex(b"trailer"):data.rindex(b"startxref")]
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(at) + 1) + b"".join(b"%010d 00000 n \n" % at[n] for n in sorted(at))
    return out + re.sub(rb"/Size \d+", b"/Size %d" % (len(at) + 1), trailer) + b"startxref\n%d\n%%%%EOF\n" % xref


def ranged(data):
    """data with the numbers of its last ByteRange as they should be."""
    a, b = gap_of(data)
    m = list(re.finditer(rb"/ByteRange \[[^]]*\] *", data))[-1]
    text = b"/ByteRange [0 %d %d %d]" % (a, b, len(data) - b)
    return put(data, m.start(), text.ljust(len(m.group(0))))
