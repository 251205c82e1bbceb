# SPDX-License-Identifier: AGPL-3.0-or-later
"""The attacks of pades.md §8, made from golden files. Each is a Case: name, the
row of the table or "list", the bytes, and the verdict that ours must give."""
import os
import re
import sys
import time
from collections import namedtuple

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import authority  # noqa: E402
from surgeon import Surgeon, array_plus, flip, flip_hex, gap_of, put, stream  # noqa: E402

Case = namedtuple("Case", "name row data want why")
EVIL = b"BT /Helv 24 Tf 72 500 Td (100000000 yen) Tj ET"
RANGE = rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]( *)"


def changed(name, row, data, why=None):
    return Case(name, row, data, "changed", why)


def broken(name, row, data, why=None):
    return Case(name, row, data, "broken", why)


def good(name, row, data):
    return Case(name, row, data, "good", "")


def page_attacks(s):
    page, annots = s.body(s.page), s.body(s.annots)
    n = s.size
    contents = int(re.search(rb"/Contents (\d+) 0 R", page).group(1)) if re.search(rb"/Contents (\d+) 0 R", page) else \
        int(re.search(rb"/Contents \[\s*(\d+) 0 R", page).group(1))
    yield changed("content-replaced", 1, s.append([(n, stream(EVIL)), (
        s.page, re.sub(rb"/Contents (\d+ 0 R|\[[^]]*\])", b"/Contents %d 0 R" % n, page))]))
    yield changed("content-overwritten", 1, s.append([(contents, stream(EVIL))]))
    yield changed("annotation-free-text", 3, s.append([(n, (
        b"<</Type /Annot /Subtype /FreeText /Rect [50 400 500 700] /F 4 /DA (/Helv 20 Tf) /Contents (evil) /AP <</N %d 0 R>>>>"
        % (n + 1))), (n + 1, stream(EVIL, b" /Type /XObject /Subtype /Form /BBox [0 0 450 300]")),
        (s.annots, array_plus(annots, n))]))
    yield changed("annotation-square-direct", 3, s.append([(s.page, re.sub(
        rb"/Annots \d+ 0 R", b"/Annots [<</Type /Annot /Subtype /Square /Rect [0 0 500 800] /IC [1 1 1] /F 4>>]", page))]))
    yield changed("annotations-emptied", 3, s.append([(s.annots, b"[]")]))
    yield changed("annotation-link", 3, s.append([(n, b"<</Type /Annot /Subtype /Link /Rect [0 0 500 800] /A <</S /URI "
                                                   b"/URI (http://evil.example/)>>>>"), (s.annots, array_plus(annots, n))]))
    yield changed("page-rotated", "list", s.append([(s.page, b"<</Rotate 180 " + page[2:])]))
    yield changed("page-cropped", "list", s.append([(s.page, b"<</CropBox [0 0 10 10] " + page[2:])]))
    yield changed("page-resources", "list", s.append([(s.page, b"<</Resources <<>> /Old" + page[2:].replace(
        b"/Resources", b"/Was", 1))]))
    pages = s.number_with(b"/Kids")
    kids = s.body(pages)
    yield changed("page-added", "list", s.append([(n, b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 595 842]>>" % pages), (
        pages, re.sub(rb"/Count \d+", b"/Count 2", re.sub(rb"/Kids \[", b"/Kids [%d 0 R " % n, kids)))]))
    yield changed("page-freed", "list", s.append([], free=[s.page], table=b"%d 1\n0000000000 00001 f \n" % s.page))
    fonts = re.search(rb"/Helv (\d+) 0 R", s.data).group(1)
    yield changed("form-font-overwritten", 16, s.append([(int(fonts), b"<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>")]))
    ocg = b"/OCProperties <</OCGs [%d 0 R] /D <</OFF [%d 0 R]>>>>" % (n, n)
    yield changed("layer-hides", "list", s.append([(n, b"<</Type /OCG /Name (x)>>"), (
        s.root, b"<<" + ocg + s.body(s.root)[2:]), (contents, stream(EVIL, b" /OC %d 0 R" % n))]))


def form_attacks(s, parties):
    n, page = s.size, s.page
    form, annots, root = s.body(s.form), s.body(s.annots), s.body(s.root)
    first, last = s.field("Sig01"), s.field("Sig%02d" % (parties + 3))
    fields = re.search(rb"/Fields (\[[^]]*\])", form).group(1)
    widget = (b"<</Type /Annot /Subtype /Widget /FT /Sig /T (Evil) /Rect [50 400 500 700] /F 4 /P %d 0 R /AP <</N %d 0 R>>"
              % (page, n + 1))
    look = (n + 1, stream(EVIL, b" /Type /XObject /Subtype /Form /BBox [0 0 450 300]"))
    grown = [(s.annots, array_plus(annots, n)), (s.form, form.replace(fields, array_plus(fields, n)))]
    yield changed("field-visible-signature", 4, s.append([(n, widget + b">>"), look, *grown]))
    yield changed("field-text", 4, s.append([(n, widget.replace(b"/FT /Sig", b"/FT /Tx /V (x)") + b">>"), look, *grown]))
    yield changed("field-signature-looks", 5, s.append([(first, s.body(first)[:-2] + b" /AP <</N %d 0 R>> >>" % (n + 1)), look],
                                                      size=n + 2))
    yield changed("field-signature-moved", 5, s.append_edited(first, b"/Rect [ 0 0 0 0 ]", b"/Rect [0 0 500 500]"))
    other = re.search(rb"/V (\d+) 0 R", s.body(last)).group(1)
    yield changed("field-value-exchanged", 6, s.append([(first, re.sub(rb"/V \d+ 0 R", b"/V %s 0 R" % other, s.body(first)))]))
    yield changed("field-value-removed", 7, s.append([(last, re.sub(rb"/V \d+ 0 R", b"", s.body(last)))]))
    for field, what in ((first, "first"), (last, "last")):
        sig = int(re.search(rb"/V (\d+) 0 R", s.body(field)).group(1))
        body = s.body(sig)
        yield changed("range-removed-" + what, 7, s.append([(sig, re.sub(rb"/ByteRange \[[^]]*\]", b"", body))]))
        yield changed("contents-emptied-" + what, 7, s.append([(sig, re.sub(rb"/Contents <[^>]*>", b"/Contents <>", body))]))
        yield changed("contents-null-" + what, 7, s.append([(sig, re.sub(rb"/Contents <[^>]*>", b"/Contents null", body))]))
        yield changed("signature-freed-" + what, 7, s.append([], free=[sig], table=b"%d 1\n0000000000 00001 f \n" % sig))
        yield changed("reason-overridden-" + what, 7, s.append([(sig, re.sub(rb"/Reason (<[^>]*>|\([^)]*\))", b"/Reason (evil)",
                                                                             body))]))
    yield changed("root-swapped", 8, s.append([(n, root.replace(b"/Pages", b"/Lang (x) /Pages"))], root=n))
    yield changed("root-to-other-object", 8, s.append([(n, stream(b"x"))], root=s.page))
    for name, entry in (("open-action", b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"),
                        ("additional-actions", b"/AA <</WC <</S /JavaScript /JS (1)>>>>"),
                        ("names-javascript", b"/Names <</JavaScript <</Names [(a) <</S /JavaScript /JS (1)>>]>>>>"),
                        ("embedded-file", b"/Names <</EmbeddedFiles <</Names []>>>>"),
                        ("viewer-preferences", b"/ViewerPreferences <</HideToolbar true>>"),
                        ("legal", b"/Legal <<>>"), ("lang", b"/Lang (en)"), ("collection", b"/Collection <<>>")):
        yield changed("catalog-" + name, 9, s.append([(s.root, b"<<" + entry + root[2:])]))
    yield changed("need-appearances", 11, s.append([(s.form, form[:-2] + b" /NeedAppearances true>>")]))
    yield changed("default-appearance", 11, s.append_edited(s.form, b"0 Tf 0 g", b"9 Tf 1 g"))
    yield changed("default-resources", 11, s.append_edited(s.form, b"/DR ", b"/DR <<>> /Old "))
    yield changed("sig-flags", 11, s.append_edited(s.form, b"/SigFlags 3", b"/SigFlags 0"))
    yield changed("xfa-added", 11, s.append([(s.form, form[:-2] + b" /XFA (x)>>")]))
    yield changed("perms-removed", 12, s.append([(s.root, re.sub(rb"/Perms <<.*?>>", b"", root))]))
    yield changed("perms-exchanged", 12, s.append([(s.root, re.sub(rb"/Perms <<.*?>>", b"/Perms <</DocMDP %s 0 R>>" % other, root))]))
    yield changed("extensions-altered", 12, s.append_edited(s.root, b"/ExtensionLevel 8", b"/ExtensionLevel 9"))
    yield changed("fields-one-dropped", 13, s.append([(s.form, form.replace(
        fields, re.sub(rb"%d 0 R ?" % last, b"", fields)))]))
    yield changed("fields-emptied", 13, s.append([(s.form, form.replace(fields, b"[]"))]))
    yield changed("fields-doubled", 13, s.append([(s.form, form.replace(fields, array_plus(fields, last)))]))
    yield changed("form-removed", 13, s.append([(s.root, re.sub(rb"/AcroForm \d+ 0 R", b"", root))]))


def frame_attacks(s, ends):
    """Bytes that belong to nothing, tables and trailers that lie."""
    data, n = s.data, s.size
    annot = b"%d 0 obj\n<</Type /Annot /Subtype /Square>>\nendobj\n" % n
    yield changed("no-table", 2, data + annot)
    yield changed("table-without-trailer", 2, data + annot + b"xref\n%d 1\n%010d 00000 n \n" % (n, len(data)))
    yield changed("one-newline", 10, data + b"\n", "junk")
    yield changed("one-zero", 10, data + b"\0")
    yield changed("junk", 10, data + b"junk behind the end\n")
    yield changed("second-eof", 10, data + b"%%EOF\n")
    yield changed("startxref-back", 10, data + b"startxref\n%s\n%%%%EOF\n" % re.findall(rb"startxref\n(\d+)", data)[0])
    yield changed("whole-file-twice", 10, data + data)
    yield changed("empty-revision", "list", s.append([], table=b"0 0\n"))
    yield changed("object-twice", "list", s.append([(n, b"<</A 1>>"), (n, b"<</A 2>>")]))
    yield changed("table-into-stream", "list", s.append([(n, stream(b"%d 0 obj\n<</Evil 1>>\nendobj\n" % (n + 1)))], size=n + 2, table=(
        b"%d 2\n%010d 00000 n \n%010d 00000 n \n" % (n, len(data), data_at(s, n)))))
    yield changed("hybrid-xrefstm", "list", s.append([(n, stream(b"", b" /Type /XRef"))], trailer=b" /XRefStm %d" % len(data)))
    yield changed("trailer-encrypt", "list", s.append([(n, b"<<>>")], trailer=b" /Encrypt %d 0 R" % n))
    yield changed("trailer-info", "list", s.append([(n, b"<</Title (evil)>>")], info=n))
    yield changed("trailer-size-huge", "list", s.append([(n, b"<<>>")], size=n + 100))
    yield changed("trailer-prev-first", "list", re.sub(rb"/Prev \d+>>(\nstartxref\n\d+\n%%EOF\n)$", lambda m: b"/Prev %s>>%s" % (
        re.findall(rb"startxref\n(\d+)", data)[0], m.group(1)), s.append([(n, b"<<>>")])))
    yield changed("comment-in-revision", "list", s.append([(n, b"% comment\n<<>>")]))
    yield changed("unreferenced-object", "list", s.append([(n, b"<</Nothing true>>")]))
    yield changed("name-escaped", "list", s.append_edited(s.root, b"/Perms", b"/Perm#73"))
    yield changed("key-twice", "list", s.append([(s.root, s.body(s.root)[:-2] + b" /Perms <<>> >>")]))
    yield changed("generation-one", "list", s.append([(n, b"<<>>")]).replace(b"\n%d 0 obj\n<<>>" % n, b"\n%d 1 obj\n<<>>" % n))
    yield changed("rewritten-same", "list", s.append([(s.page, s.body(s.page))]))
    yield broken("bytes-before-header", "list", b"\n" + data)
    yield broken("comment-in-base", "list", data.replace(b"\nendobj\n", b"\nendobj\n%x\n", 1))
    middle = data[:ends[2]] + data[ends[3]:]
    yield changed("revision-cut-out", "list", middle)
    yield broken("flipped-in-base-stream", 14, flip(data, data.index(b"stream\n") + 20))
    yield broken("flipped-in-page", 14, data.replace(b"/MediaBox", b"/MediaBoy", 1))
    yield broken("flipped-in-table", 14, data.replace(b" 00000 n \n", b" 00001 n \n", 1))
    yield broken("space-in-base", 14, data.replace(b"/Type /Page", b"/Type  /Page", 1))
    at = ends[1] + 10
    yield changed("flipped-in-version-2", 14, flip(data, data.index(b"/Annot", at) + 1))


def data_at(s, n):
    return len(s.data) + len(b"%d 0 obj\n<</Length %d>>\nstream\n" % (n, len(b"%d 0 obj\n<</Evil 1>>\nendobj\n" % (n + 1))))


def gap_attacks(s, nth, what, form_why):
    """Contents and ByteRange of one signature, counted as they lie. Where
    nothing of ours is left before it, the file counts as broken."""
    changed = broken if nth == 0 else globals()["changed"]
    data = s.data
    a, b = gap_of(data, nth)
    yield broken("gap-tail-" + what, "list", put(data, b - 3, b"77"))
    yield broken("gap-zeroed-" + what, "list", put(data, a + 1, b"0" * (b - a - 2)))
    yield broken("gap-value-flipped-" + what, "list", flip_hex(data, a + 2000))
    ranges = list(re.finditer(RANGE, data))
    m = ranges[nth]
    x, y, z = (int(m.group(i)) for i in (1, 2, 3))

    def ranged(text):
        text = b"/ByteRange [" + text + b"]"
        assert len(text) <= len(m.group(0)), text
        return put(data, m.start(), text.ljust(len(m.group(0))))
    for name, text in (("not-from-zero", b"1 %d %d %d" % (x - 1, y, z)), ("short", b"0 %d %d %d" % (x, y, z - 1)),
                       ("long", b"0 %d %d %d" % (x, y, z + 1)), ("overlap", b"0 %d %d %d" % (y, x, z)),
                       ("negative", b"0 %d %d -%d" % (x, y, z)), ("huge", b"0 %d %d 99999999999" % (x, y)),
                       ("widened", b"0 %d %d %d" % (x - 2, y + 2, z - 2)), ("two-numbers", b"0 %d" % x),
                       ("six-numbers", b"0 %d %d 1 %d 1" % (x, y, y + 1)), ("plus-sign", b"0 +%d %d %d" % (x, y, z)),
                       ("one-real", b"0 %d.0 %d %d" % (x, y, z))):
        yield changed("range-%s-%s" % (name, what), "list", ranged(text), form_why)
    yield changed("gap-not-hex-" + what, "list", put(data, b - 2, b"G"), None)
    yield changed("gap-space-" + what, "list", put(data, b - 2, b" "), None)
    yield changed("range-second-key-" + what, "list", put(data, m.start(), b"/ByteRange [0 1 2 3]/ByteRange [0 1 2 3]".ljust(
        len(m.group(0)))) if len(m.group(0)) >= 40 else data + b"\n", None)


def store_attacks(g, s):
    """After LTA: what may follow, and what only looks like it."""
    n, store = s.size, s.number_with(b"/Type /DSS", newest=True)
    body = s.body(store)
    certs, ocsps, crls = g.pki.evidence()
    cert = authority.run("x509", "-in", g.pki.path("ocsp.pem"), "-outform", "DER")

    def with_cert(extra, text=None, **more):
        return s.append([*extra, (store, re.sub(rb"/Certs \[([^]]*)\]", rb"/Certs [\1 %d 0 R]" % n, text or body))], **more)
    yield good("store-same-again", 17, s.append([(store, body)]))
    yield good("store-extended", 17, with_cert([(n, stream(cert))]))
    yield good("store-extended-by-compose", 17, g.store(s.data, [cert], ocsps, crls))
    yield good("stamped-again", 17, g.renewed)
    yield changed("store-garbage", 17, with_cert([(n, stream(b"no certificate"))]), "evidence")
    yield changed("store-tail", 17, with_cert([(n, stream(cert + b"x"))]), "evidence")
    yield changed("store-wrong-array", 17, with_cert([(n, stream(crls[0]))]), "evidence")
    yield changed("store-old-object", 17, s.append([(store, re.sub(rb"/Certs \[([^]]*)\]", rb"/Certs [\1 %d 0 R]" % s.page, body))]))
    yield changed("store-vri", 17, s.append([(store, body[:-2] + b" /VRI <<>>>>")]))
    yield changed("store-entry-dropped", 17, s.append([(store, re.sub(rb"/Certs \[\d+ 0 R ?", b"/Certs [", body))]))
    yield changed("store-entry-overwritten", 17, s.append([(int(re.search(rb"/Certs \[(\d+)", body).group(1)), stream(cert))]))
    yield changed("store-filter", 17, with_cert([(n, stream(cert.hex().encode() + b">", b" /Filter /ASCIIHexDecode"))]))
    yield changed("store-and-page", 17, with_cert([(n, stream(cert)), (s.page, s.body(s.page))]))
    yield changed("store-stream-not-listed", 17, with_cert([(n, stream(cert)), (n + 1, stream(cert))]))
    yield changed("store-listed-twice", 17, s.append([(n, stream(cert)), (n + 1, stream(cert)), (store, re.sub(
        rb"/Certs \[([^]]*)\]", rb"/Certs [\1 %d 0 R %d 0 R]" % (n, n), body))]))
    yield changed("store-removed", 17, s.append([(s.root, re.sub(rb" ?/DSS \d+ 0 R", b"", s.body(s.root)))]))
    yield changed("store-exchanged", 17, s.append([(n, body), (s.root, re.sub(rb"/DSS \d+ 0 R", b"/DSS %d 0 R" % n, s.body(s.root)))]))
    twice = Surgeon(with_cert([(n, stream(cert))]))
    yield changed("store-twice", 17, twice.append([(store, twice.body(store))]), "order")


def stamp_attacks(g, other):
    """Document time stamps that are not what they seem."""
    def edited(old, new):
        def edit(data):
            assert old in data[-60000:], old
            at = data.rindex(old)
            return put(data, at, new.ljust(len(old)))
        return lambda: g.stamp(g.lt, edit=edit)
    yield broken("dts-unknown-tsa", "list", g.stamp(g.lt, pki=other), "document_stamp")
    yield broken("dts-other-digest", "list", g.stamp(g.lt, token=g.pki.token(b"\7" * 32)), "document_stamp")
    yield broken("dts-flipped", "list", flip_hex(g.lta, gap_of(g.lta)[0] + 700), None)
    yield broken("dts-tail", "list", put(g.lta, gap_of(g.lta)[1] - 3, b"11"), "document_stamp")
    yield broken("dts-empty", "list", put(g.lta, gap_of(g.lta)[0] + 1, b"0" * (gap_of(g.lta)[1] - gap_of(g.lta)[0] - 2)))
    yield changed("dts-visible", "list", edited(b"/Rect [0 0 0 0]", b"/Rect [0 0 9 9]")(), "field")
    yield changed("dts-other-name", "list", edited(b"(Dts01)", b"(Dts02)")(), "field")
    yield changed("dts-as-signature", "list", edited(b"/Type /DocTimeStamp", b"/Type /Sig")())
    yield changed("dts-other-filter", "list", edited(b"/ETSI.RFC3161", b"/ETSI.RFC3162")(), "dictionary")
    yield changed("dts-on-no-page", "list", edited(b"/F 132 /P ", b"/F 132 /Q ")(), "field")
    yield good("dts-without-store", "list", g.stamp(g.v[-1]))
    more = [g.pki.der("root")], [g.pki.crl("root")]
    yield good("dts-with-root-and-list", "list", g.stamp(g.lt, token=lambda d: g.pki.token_with(d, *more)))
    yield broken("dts-with-stray-certificate", "list", g.stamp(
        g.lt, token=lambda d: g.pki.token_with(d, [other.der("ocsp")], [])), "document_stamp")
    yield broken("dts-with-list-of-others", "list", g.stamp(
        g.lt, token=lambda d: g.pki.token_with(d, more[0], [other.crl("root")])), "document_stamp")
    last = g.lta[len(g.lt):]
    yield changed("dts-annots-not-grown", "list", g.lt + re.sub(rb" \d+ 0 R\]\nendobj", b"]\nendobj", last, count=1))
    yield changed("store-before-conclusion", "list", early_store(g))


def early_store(g):
    """Validation data where signatures are still missing."""
    s = Surgeon(g.v[-2])
    n = s.size
    return s.append([(n, stream(g.pki.der("signer"))), (n + 1, b"<</Type /DSS /Certs [%d 0 R]>>" % n),
                     (s.root, s.body(s.root)[:-2] + b" /DSS %d 0 R >>" % (n + 1))])


def key_attacks(g, other):
    """Signatures that are well made, by the wrong key or in the wrong form."""
    last, before = len(g.v) - 1, g.v[-2]

    def signed(**more):
        return g.sign(before, last, **more)
    cert = g.pki.der("signer")
    signing_time = authority.tlv(0x30, authority.SIGNING_TIME, authority.tlv(0x31, authority.tlv(0x17, b"260101000000Z")))
    note = authority.tlv(0x30, authority.oid("1.2.3.4"), authority.tlv(0x31, authority.NULL))
    yield broken("key-look-alike", "list", signed(pki=other), "not_trusted")
    yield broken("cms-two-signers", "list", signed(signers=2), "signers")
    yield broken("cms-no-signer", "list", signed(signers=0), "signers")
    yield broken("cms-sha1", "list", signed(hash="sha1"), "algorithm")
    yield broken("cms-with-content", "list", signed(content=b"evil"), "signers")
    yield broken("cms-other-named", "list", signed(ess=other.der("signer")), "bad_certificate")
    yield broken("cms-signing-time", "list", signed(extra=[signing_time]), "attributes")
    yield broken("cms-unsigned-more", "list", signed(unsigned=[note]), "attributes")
    yield broken("cms-no-certificate", "list", signed(certs=[g.pki.der("inter")]), "bad_certificate")
    yield broken("cms-of-other-digest", "list", signed(cms=g.pki.cms(b"\1" * 32)), "wrong_digest")
    yield broken("cms-of-version-before", "list", signed(cms=cms_of(before)), "wrong_digest")
    yield broken("cms-by-tsa", "list", signed(signer="tsa", certs=[g.pki.der("tsa")]), "bad_certificate")
    yield broken("cms-by-expired", "list", signed(signer="expired"), "not_valid_then")
    yield broken("cms-by-future", "list", signed(signer="future"), "not_valid_then")
    yield broken("cms-by-ca", "list", signed(signer="subca", certs=[g.pki.der("subca")]), None)
    yield broken("stamp-unknown-tsa", "list", signed(unsigned=[stamp_of(g, other)]), "stamp")
    yield broken("stamp-of-other-value", "list", signed(unsigned=[stamp_of(g, g.pki)]), "stamp")
    yield broken("revoked-before", "list", g.revoked("signer", "inter"), "revoked")
    yield broken("tsa-compromised", "list", g.revoked("tsa", "root"), "stamp")
    yield good("revocation-forged", "list", g.store(g.v[-1], [other.der("inter")], [], [other.crl("inter")]))
    assert cert


def time_attacks(g):
    """Acts that do not follow one another, made with the operator's own key."""
    last, before = len(g.v) - 1, g.v[-2]
    then = dict(g.acts[last - 2])["time"]

    def at(time, **more):
        g.acts.append([(k, time if k == "time" else v) for k, v in g.acts[last - 1]])
        acts, g.acts = g.acts, g.acts[:last - 1] + g.acts[-1:]
        try:
            return g.sign(before, last, **more)
        finally:
            g.acts = acts[:-1]

    def edit(pattern, new):
        def change(data):
            m = list(re.finditer(pattern, data))[-1]
            return put(data, m.start(1), new or b"%02d" % ((int(m.group(1)) + 1) % 60))
        return lambda: g.sign(before, last, edit=change)
    second = 10**9
    yield good("time-same-instant", "list", at(then))
    yield good("time-a-nanosecond-later", "list", at(then + 1))
    yield good("time-stamp-slow-by-three-seconds", "list", at(now() + 3 * second, stamp=True))
    yield broken("time-a-nanosecond-earlier", "list", at(then - 1), "backwards")
    yield broken("time-an-hour-earlier", "list", at(then - 3600 * second), "backwards")
    yield broken("time-stamp-before-act", "list", at(now() + 300 * second, stamp=True), "stamp")
    yield broken("time-m-is-not-reason", "list", edit(rb"/M \(D:\d{12}(\d\d)", None)(), "time")
    yield broken("time-m-out-of-range", "list", edit(rb"/M \(D:\d{4}(\d\d)", b"13")(), "time")
    yield broken("time-reason-without", "list", edit(rb"/Reason <FEFF[0-9A-F]*?(002B00300039|002B0030003900300030)", b"002B00310039")(),
                 "time")
    stamped = g.stamp(at(now() + 600 * second))
    yield broken("time-document-stamp-before-act", "list", stamped, "document_stamp")


def now():
    return time.time_ns()


def cms_of(data):
    """What the last gap holds, without the zeros behind."""
    a, b = gap_of(data)
    raw = bytes.fromhex(data[a + 1:b - 1].decode())
    assert raw[:2] == b"\x30\x82"
    return raw[:4 + int.from_bytes(raw[2:4], "big")]


def stamp_of(g, pki):
    return authority.tlv(0x30, authority.TOKEN, authority.tlv(0x31, pki.token(b"\2" * 32)))


def insider_attacks(g):
    """Made with the operator's own key: a form that ours never writes."""
    last, before = len(g.v) - 1, g.v[-2]

    def edit(old, new):
        def change(data):
            at = data.rindex(old)
            return put(data, at, new)
        return g.sign(before, last, edit=change)
    yield changed("insider-other-filter", "list", edit(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached"), "dictionary")
    yield changed("insider-name-escaped", "list", edit(b"/Filter /Adobe.PPKLite", b"/Filter /Adobe#2ePPKLt"), "dictionary")
    yield changed("insider-key-twice", "list", edit(b"/Filter /Adobe.PPKLite", b"/Type /Sig   /Type /Sg"), "dictionary")


def cut_attacks(g):
    for i, data in enumerate(g.v[1:], 1):
        yield good("cut-to-version-%d" % i, 15, data)
    yield good("cut-to-store", 15, g.lt)
    yield changed("cut-in-revision", 15, g.lta[:-7])
    yield changed("cut-half", 15, g.lta[:len(g.v[2]) + 5000])
    yield Case("cut-to-base", 15, g.v[0], "unsigned", None)


def foreign(g, other):
    """A whole contract by somebody with our name."""
    old = g.pki
    g.pki = other
    data = g.v[0]
    for version in range(1, len(g.v)):
        data = g.sign(data, version)
    g.pki = old
    return Case("foreign-contract", "list", data, "foreign", "not_trusted")


def attacks(g, other):
    """Every case from a golden chain g (with long_term done) and a look-alike PKI."""
    parties = len(g.v) - 4
    s = Surgeon(g.lta)
    ends = [m.end() for m in re.finditer(rb"\n%%EOF\n", g.lta)]
    yield good("golden-lta", "gold", g.lta)
    yield from page_attacks(s)
    yield from form_attacks(s, parties)
    yield from frame_attacks(s, ends)
    yield from gap_attacks(s, 0, "first", None)
    yield from gap_attacks(s, parties + 2, "conclude", "range")
    yield from store_attacks(g, s)
    yield from stamp_attacks(g, other)
    yield from key_attacks(g, other)
    yield from time_attacks(g)
    yield from insider_attacks(g)
    yield from cut_attacks(g)
    yield foreign(g, other)
    concluded = Surgeon(g.v[-1])
    for case in list(page_attacks(concluded)) + list(form_attacks(concluded, parties)):
        yield case._replace(name="concluded-" + case.name)
