#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# Writes form-ja.pdf: an application form with blanks of every kind: labels with
# colons, typed and drawn lines, squares, a table, places for seals. The font is
# not embedded. The second page is turned by 90 degrees and reads upright.
import os
import sys

W, H = 595, 842


def text(x, y, s, size=11, h=H):
    return "BT /F1 %g Tf %g %g Td <%s> Tj ET" % (size, x, h - y, s.encode("utf-16-be").hex().upper())


def line(x0, y0, x1, y1):
    return "%g %g m %g %g l S" % (x0, H - y0, x1, H - y1)


def table(x, y, widths, heights):
    out, w, h = [], sum(widths), sum(heights)
    at = y
    for step in [0] + heights:
        at += step
        out.append(line(x, at, x + w, at))
    at = x
    for step in [0] + widths:
        at += step
        out.append(line(at, y, at, y + h))
    return out


FIRST = [
    text(240, 70, "利用申込書", 18),
    text(64, 110, "次のとおり申し込みます。"),
    text(64, 150, "日付："),
    text(64, 180, "甲"),
    text(84, 200, "住　所："), text(84, 222, "氏　　名"), text(440, 222, "㊞"),
    text(64, 260, "乙"),
    text(84, 280, "住所："), text(84, 302, "会社名："), text(84, 324, "代表者氏名："), text(440, 324, "印"),
    text(64, 360, "電話番号＿＿＿＿＿＿＿＿＿＿"), text(330, 360, "Name: ____________________"),
    text(64, 390, "□個人　　□法人"), text(250, 390, "□ 規約を読みました"),
    text(64, 420, "担当者"), line(110, 422, 300, 422),
    text(70, 462, "品名"), text(210, 462, "数量"), text(310, 462, "備考"),
] + table(64, 446, [140, 100, 280], [24, 24, 24]) + table(64, 540, [100, 420], [30, 70]) + [
    text(70, 560, "メールアドレス"), text(70, 590, "備考"),
    "1 w 64 %g 12 12 re S" % (H - 662), text(84, 661, "控えを希望する"),
    text(64, 700, "第１条　甲は乙に対し、住所又は氏名を変更したときは、遅滞なく届け出るものとする。"),
    text(64, 718, "第２条　次の各号に定める：以下同じ。"),
]
SECOND = ["0 1 -1 0 %d 0 cm" % W, text(64, 100, "所在地：", 11, W), text(64, 130, "署名　________________", 11, W)]


def main(path):
    streams = ["\n".join(p).encode() for p in (FIRST, SECOND)]
    objects = [
        b"<</Type /Catalog /Pages 2 0 R /Lang (ja)>>",
        b"<</Type /Pages /Count 2 /Kids [3 0 R 4 0 R]>>",
        b"", b"",
        b"<</Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light-UniJIS-UTF16-H "
        b"/Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R]>>",
        b"<</Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /DW 1000 /W [1 [278] 2 94 500] "
        b"/CIDSystemInfo <</Registry (Adobe) /Ordering (Japan1) /Supplement 6>> "
        b"/FontDescriptor 7 0 R>>",
        b"<</Type /FontDescriptor /FontName /Ryumin-Light /Flags 4 /ItalicAngle 0 "
        b"/FontBBox [-170 -331 1024 903] /Ascent 723 /Descent -241 /CapHeight 709 /StemV 69>>",
    ]
    for i, s in enumerate(streams):
        objects[2 + i] = (b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d "
                          b"/Resources <</Font <</F1 5 0 R>>>> /Contents %d 0 R>>" % (W, H, 90 * i, 8 + i))
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(s), s))
    out, at = b"%PDF-1.7\n%\xe6\x97\xa5\xe6\x9c\xac\n", []
    for i, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % a for a in at)
    out += b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)
    with open(path, "wb") as f:
        f.write(out)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "form-ja.pdf"))
