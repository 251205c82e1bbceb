#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# Another program reads our mails: Python's strict parser, both of its policies.
import email
import email.header
import email.policy
import email.utils
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
import tkm
from tkm import ok, same


def message(which):
    raw = subprocess.run([os.path.join(tkm.B, "t", "330-mime"), which], check=True, capture_output=True).stdout
    return raw, email.message_from_bytes(raw, policy=email.policy.SMTP)


def defects(m):
    found = list(m.defects)
    for part in m.walk():
        found += part.defects
        for _, v in part.items():
            found += list(v.defects)
    return found


raw, m = message("plain")
same(m["Subject"], "サイン次郎様（株式会社クラウドサイン）から「秘密保持契約書」の確認依頼が届いています。", "subject")
same((m["From"].addresses[0].display_name, m["From"].addresses[0].addr_spec),
     ("締結（サンプル市）", "sign@example.lg.jp"), "from")
same((m["To"].addresses[0].display_name, m["To"].addresses[0].addr_spec), ("鈴木 花子", "hanako@example.jp"), "to")
same(str(m["Reply-To"]), "ask@example.lg.jp", "reply-to")
same((m["In-Reply-To"], m["References"]), ("<first@sign.example.lg.jp>",) * 2, "a reminder hangs on the first mail")
same(email.utils.parsedate_to_datetime(str(m["Date"])).isoformat(), "2026-11-23T13:50:00+09:00", "date")
same(m.get_content(), "一行目\r\n二行目 https://sign.example.lg.jp/review/abc\r\n", "body")
same(defects(m), [], "no defect")
old = email.message_from_bytes(raw)
same(str(email.header.make_header(email.header.decode_header(old["Subject"]))), m["Subject"],
     "the old parser reads the same subject")

raw, m = message("files")
same([p.get_content_type() for p in m.walk()],
     ["multipart/mixed", "text/plain", "application/pdf", "application/pdf", "application/octet-stream"], "parts")
files = list(m.iter_attachments())
same([f.get_filename() for f in files],
     ["秘密保持契約書（株式会社クラウドサイン・サイン次郎様）2026年11月版 改訂 第３回.pdf", "plain-name.pdf",
      "a b'c\"d%e.txt"], "file names (RFC 2231)")
same([f.get_content() for f in files], [bytes(range(256)) * 40, b"\0", b""], "contents byte for byte")
same([f.get_content_disposition() for f in files], ["attachment"] * 3, "as attachments")
ok(max(len(line) for line in raw.split(b"\r\n")) <= 76, "lines of at most 76 octets")
ok(b' name="2026_11.pdf"\r\n' in raw, "a plain name for readers without RFC 2231")
same(m.get_body().get_content()[:3], "一行目", "the text is the body")
same(defects(m), [], "no defect")
same([p.get_filename() for p in email.message_from_bytes(raw).walk()][2:],
     [f.get_filename() for f in files], "the old parser reads the same names")

raw, m = message("ascii")
same(m["From"].addresses[0].display_name, 'Sign Co., "Ltd" (x)', "specials in a name")
same(m["To"].addresses[0].display_name, "Taro Yamada", "a plain name")
ok(b"To: Taro Yamada <hanako@example.jp>\r\n" in raw, "is sent as it is")
same(m["Subject"], "=?UTF-8?B?5rOo5paH?= is not decoded?", "text that looks like an encoded word stays text")
same(m.get_content(), "no end of line, a lone \r\n in it\r\n", "line ends of the body")
tkm.done()
