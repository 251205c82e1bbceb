#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# Writes contract-ja.pdf: a Japanese non-disclosure agreement of two pages with a
# font that is not embedded, as office programs of old wrote them.
import os
import sys

PAGES = [
    ["秘密保持契約書", "",
     "株式会社サンプル（以下「甲」という。）と見本商事株式会社（以下「乙」と",
     "いう。）は、相互に開示する秘密情報の取扱いについて、次のとおり契約する。", "",
     "第１条（目的）",
     "　甲及び乙は、共同事業の検討のために秘密情報を開示する。", "",
     "第２条（秘密保持）",
     "　受領した当事者は、秘密情報を第三者に開示してはならない。", "",
     "第３条（有効期間）",
     "　本契約の有効期間は、締結の日から一年間とする。"],
    ["第４条（協議）",
     "　本契約に定めのない事項は、甲乙誠意をもって協議する。", "",
     "甲　東京都千代田区見本町一丁目　株式会社サンプル", "",
     "乙　大阪府大阪市例示区二丁目　見本商事株式会社"],
]


def content(lines):
    out = ["BT /F1 11 Tf 18 TL 64 770 Td"]
    for line in lines:
        out.append("<%s> Tj T*" % line.encode("utf-16-be").hex().upper())
    return ("\n".join(out) + "\nET\n").encode()


def main(path):
    streams = [content(p) for p in PAGES]
    objects = [
        b"<</Type /Catalog /Pages 2 0 R /Lang (ja)>>",
        b"<</Type /Pages /Count 2 /Kids [3 0 R 4 0 R]>>",
        b"", b"",
        b"<</Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light-UniJIS-UTF16-H "
        b"/Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R]>>",
        b"<</Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /DW 1000 "
        b"/CIDSystemInfo <</Registry (Adobe) /Ordering (Japan1) /Supplement 6>> "
        b"/FontDescriptor 7 0 R>>",
        b"<</Type /FontDescriptor /FontName /Ryumin-Light /Flags 4 /ItalicAngle 0 "
        b"/FontBBox [-170 -331 1024 903] /Ascent 723 /Descent -241 /CapHeight 709 /StemV 69>>",
        b"<</Title <FEFF79D85BC64FDD63015951 7D0466F8>>>",
    ]
    for i, s in enumerate(streams):
        objects[2 + i] = (b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
                          b"/Resources <</Font <</F1 5 0 R>>>> /Contents %d 0 R>>" % (9 + i))
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(s), s))
    out, at = b"%PDF-1.7\n%\xe6\x97\xa5\xe6\x9c\xac\n", []
    for i, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % a for a in at)
    out += (b"trailer\n<</Size %d /Root 1 0 R /Info 8 0 R>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(objects) + 1, xref))
    with open(path, "wb") as f:
        f.write(out)


main(sys.argv[1] if len(sys.argv) > 1
     else os.path.join(os.path.dirname(os.path.abspath(__file__)), "contract-ja.pdf"))
