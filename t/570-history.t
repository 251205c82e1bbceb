#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""ctl verify --history: everything in order is told as such; whatever is changed,
cut, swapped or replaced in journal, image, records, witnesses and files is found
and named. The site is real; the tampering is done from the manual page alone."""
import csv
import hashlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import journal  # noqa: E402
from demosite import ROOT, Browser, Site, Tap, accept, address, address_to, agree, place, prepare, register, send  # noqa: E402
from fault import ctl, processes, wait_until  # noqa: E402

t = Tap()
PDF = open(os.path.join(ROOT, "t/data/contract-ja.pdf"), "rb").read()


def conf_tsa(site, change):
    path = site.run + "/etc/site.conf"
    text = open(path).read()
    with open(path, "w") as f:
        f.write(change(text))
    old = set(processes(site)["clerk"])
    for pid in old:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
    wait_until(lambda: len(set(processes(site).get("clerk", [])) - old) == 4, 20)


def live(site):
    """A contract with two parties, released; then the day's witness; then more."""
    line = re.search(r"(?m)^tsa = .*$", open(site.run + "/etc/site.conf").read()).group(0)
    conf_tsa(site, lambda text: text.replace(line, "tsa = http://127.0.0.1:1/"))
    owner = register(site, "jiro@sender.example", "サイン次郎", "株式会社クラウドサイン")
    people = [{"メールアドレス": "a@example.jp", "氏名": "甲", "部署・役職": "総務部長", "契約を結ぶ権限の確認": "求める"},
              {"メールアドレス": "b@example.com", "氏名": "乙"}]
    p = address_to(prepare(site, owner, "秘密保持契約書", [("契約書.pdf", PDF)], "ご確認ください。"), people, skip=False)
    p = place(p, [(1, "text", 1, "乙の住所", True, "52", "180", "90", "8")]).press("送信する")
    doc = re.search(r"/search/doc/(\w+)", p.url).group(1)
    p = accept(Browser(), address(site.mail.wait("a@example.jp", "確認依頼"), "/review/"))
    p = p.press("書類の内容に同意", {"［1］乙の住所": "東京都港区"})
    p.press("同意して確認完了", {"この契約を結ぶ権限があるか": True, "決裁番号": "総務第12号"})
    agree(Browser(), address(site.mail.wait("b@example.com", "確認依頼"), "/review/"))
    conf_tsa(site, lambda text: text.replace("tsa = http://127.0.0.1:1/", line))
    mail = site.mail.wait("a@example.jp", "合意締結が完了", 60)
    wait_until(lambda: any(k.startswith("head/") for k in journal.latest(site.run + "/var/store")), 30)
    other, _ = send(site, owner, "賃貸借契約書", [("契約書.pdf", PDF)], people[:1], "二通目です。")
    site.mail.wait("a@example.jp", "「賃貸借契約書」の確認依頼")
    wait_until(lambda: f"outbox/sign/{other}" not in journal.latest(site.run + "/var/store"), 30)
    return doc, other, mail


def sections(text):
    """A record as [(section, {name: value})]."""
    out = [("", {})]
    for line in text.decode().splitlines():
        name, _, value = line.partition(" ")
        if name.startswith("["):
            out.append((name, {}))
        else:
            out[-1][1][name] = value.replace("\\n", "\n").replace("\\\\", "\\")
    return out


def bound(record, fields, slot, form):
    """What slot agreed to, from the description in core/contract.h alone."""
    def label(word, text):
        return word.encode() + b"\0" + len(text.encode()).to_bytes(4, "big") + text.encode()
    all_ = sections(record)
    c, parties = all_[0][1], [s for word, s in all_ if word == "[party]"]
    who = parties[slot - 1] if slot else c
    d = label("teiketsu binds %d" % form, c["id"]) + label("title", c["title"])
    d += b"".join(bytes.fromhex(s["base"]) for word, s in all_ if word == "[file]")
    for p in parties[:max(slot - 1, 0)]:
        d += label("before", p["mail"]) + bytes.fromhex(p["binds"])
    d += label("name", who["name"]) + label("company", who["company"]) + label("mail", who["mail"])
    if form == 2:
        d += label("post", who["post"]) + label("authorised", who["authorised"].replace("yes", "1").replace("no", "")) + label("approval", who["approval"])
    d += label("terms", who["terms_version"] if slot else "")
    for i, (word, f) in enumerate(s for s in sections(fields) if s[0] == "[field]"):
        if int(f["slot"]) <= slot:
            d += label("field", "F%04d" % (i + 1)) + label("value", f["value"])
    return hashlib.sha256(d).hexdigest()


def of_before(record, fields):
    """The record as it would stand there had it been agreed to by the rules of before."""
    for slot in (1, 2):
        p = [s for word, s in sections(record) if word == "[party]"][slot - 1]
        record = record.replace(b"binds " + p["binds"].encode(), b"binds " + bound(record, fields, slot, 1).encode())
    return re.sub(rb"(?m)^bound \d+\n", b"", record)


with Site() as site:
    VAR, STORE = site.run + "/var", site.run + "/var/store"
    doc, other, mail = live(site)
    site.stop()

    def verify(*more):
        r = ctl(site, "verify", "--history", *more)
        return r.returncode, r.stdout

    # --- all is well
    code, out = verify()
    t.ok(code == 0 and "BAD" not in out and "WARN" not in out, "a site in order: 0, nothing bad", out)
    print("# " + out.replace("\n", "\n# "))
    first, last = journal.frames(STORE)[0], journal.frames(STORE)[-1]
    t.ok(f"frames 1 to {last.seq} in 1 files" in out, "… every frame was walked, from the first to the last")
    t.ok("2 contracts agree with their" in out and "1 days are time-stamped" in out, "… contracts and witnesses too")
    code, out = verify("--csv")
    rows = list(csv.reader(io.StringIO(out)))
    t.same(rows[0], ["level", "part", "where", "text"], "--csv has a fixed header")
    t.ok(code == 0 and {r[0] for r in rows[1:]} == {"ok"} and {len(r) for r in rows} == {4}, "… and one row per finding", out)

    # --- what was agreed to can be made again from its description
    keys = journal.latest(STORE)
    rec, fields = keys["contract/" + doc], keys["fields/" + doc]
    parties = [s for word, s in sections(rec) if word == "[party]"]
    t.same([p["binds"] for p in parties], [bound(rec, fields, 1, 2), bound(rec, fields, 2, 2)], "post, authority and number are part of it")
    t.same((parties[0]["post"], parties[0]["authorised"], parties[0]["approval"], parties[0]["bound"]), ("総務部長", "yes", "総務第12号", "2"), "… as they were given")
    t.same(sections(rec)[0][1]["send_binds"], bound(rec, fields, 0, 1), "what was sent binds what it did")

    # --- what a receipt prints
    heads = [f for f in journal.frames(STORE) if f.seq == 3]
    t.same(verify("--head", "3:" + heads[0].sum.hex()[:16])[0], 0, "a head as receipts print it: 0")
    code, out = verify("--head", "3:" + "0" * 16)
    t.ok(code == 2 and "BAD  witness: frame 3: the receipt says another hash" in out, "another head: found", out)
    code, out = verify("--head", "99999:" + "0" * 16)
    t.ok(code == 2 and "lacks the frame of this receipt" in out, "a head beyond the journal: found", out)
    t.same(verify("--head", "nonsense")[0], 64, "nonsense: 64")

    # --- tampering, each time with the good state put back
    good = site.run + "/good"
    subprocess.run(["cp", "-a", VAR, good], check=True)
    keys = journal.latest(STORE)

    def back():
        shutil.rmtree(VAR)
        subprocess.run(["cp", "-a", good, VAR], check=True)

    def found(what, *words, level="BAD"):
        code, out = verify()
        hit = any(all(w in line for w in words) for line in out.splitlines() if line.startswith(level))
        t.ok(code == 2 and hit, f"{what}: found and named", f"{words} not in\n{out}")
        back()
        return out

    def one(prefix):
        return next(k for k in sorted(keys) if k.startswith(prefix))

    # in the image alone: every kind of record
    KINDS = ["contract/" + doc, f"event/{doc}/00000002", "message/" + doc, "fields/" + doc, "released/", "account/", "mail/", "token/",
             "owner/", "month/", "head/"]
    KINDS += [k for k in ("outbox/", "session/", "ageing/") if any(x.startswith(k) for x in keys)]
    for kind in KINDS:
        key = one(kind)
        journal.image_set(STORE, key, keys[key] + b"x")
        found(f"image: {kind} changed behind the journal's back", "records: " + key + ": ")
    journal.image_set(STORE, "contract/" + doc, None)
    found("image: a record removed", "records: contract/" + doc)
    journal.image_set(STORE, "contract/aaaabbbbccccdddd", b"x")
    found("image: a record too many", "records: contract/aaaabbbbccccdddd")

    # bytes of the journal: a flip in a frame that holds each kind of record
    for kind in KINDS:
        f = next(f for f in journal.frames(STORE) if any(k.startswith(kind) and v for k, v in f.changes))
        key, value = next((k, v) for k, v in f.changes if k.startswith(kind) and v)
        at = f.raw.index(key.encode()) + len(key) + 4
        with open(f.path, "r+b") as j:
            j.seek(f.offset + at)
            byte = j.read(1)
            j.seek(f.offset + at)
            j.write(bytes([byte[0] ^ 1]))
        found(f"journal: one bit of {kind} flipped", "journal: journal.0001 at %d" % f.offset,
              "frame %d is damaged or missing" % f.seq, f"next that can be read is frame {f.seq + 1}")
    fs = journal.frames(STORE)
    n = fs[-1].seq
    for what, at in (("head", 8), ("chain", 30), ("sum", -5)):
        f = fs[n // 2]
        with open(f.path, "r+b") as j:
            j.seek(f.offset + (at if at > 0 else len(f.raw) + at))
            j.write(b"\xff\xfe")
        found(f"journal: a {what} changed", f"frame {f.seq} is damaged or missing")

    # frames taken out, swapped, cut
    a, b = fs[4], fs[5]
    a.raw, b.raw = b.raw, a.raw
    journal.write(STORE, fs)
    found("journal: two frames swapped", f"frame {a.seq} should stand here, but there is frame {b.seq}")
    fs = journal.frames(STORE)
    journal.write(STORE, fs[:6] + fs[7:])
    found("journal: a frame taken out", f"frame {fs[6].seq} should stand here, but there is frame {fs[7].seq}")
    os.truncate(fs[-1].path, fs[-3].offset)
    found("journal: its last frames cut off", f"frame {n}: the store knows this frame", f"ends with frame {n - 3}")
    os.truncate(fs[-1].path, fs[-3].offset)
    journal.forget(STORE)
    receipt = "%d:%s" % (n - 1, fs[-2].sum.hex()[:16])
    code, out = verify("--head", receipt)
    t.ok(code == 2 and f"frame {n - 1}: the journal lacks the frame" in out,
         "… state and image gone, too: a receipt that tells of a later head shows it", out)
    back()
    witness = next(f for f in fs if any(k.startswith("head/") for k, _ in f.changes))
    stamped = int(re.search(rb"(?m)^seq (\d+)", dict(witness.changes)[one("head/")]).group(1))
    os.truncate(fs[-1].path, 0)
    journal.forget(STORE)
    found("journal: emptied, state and image gone", "journal: ", "nothing is recorded, but there are documents")

    # segments
    journal.split(STORE, n // 2)
    code, out = verify()
    t.ok(code == 0 and f"frames 1 to {n} in 2 files" in out, "a journal of two files: in order", out)
    back()
    for gone in (1, 2):
        journal.split(STORE, n * 2 // 3)
        three = journal.frames(STORE)
        mid = n // 3
        # once more: 1 … mid in file 1, up to 2/3 in file 2, the rest in file 3
        os.rename(STORE + "/journal.0002", STORE + "/journal.0003")
        part = [f for f in three if f.path.endswith("0001") and f.seq >= mid]
        with open(STORE + "/journal.0002", "wb") as out_:
            out_.write(b"".join(f.raw for f in part))
        os.truncate(STORE + "/journal.0001", part[0].offset)
        os.chown(STORE + "/journal.0002", os.stat(STORE).st_uid, os.stat(STORE).st_gid)
        os.unlink(STORE + f"/journal.000{gone}")
        journal.forget(STORE)
        found(f"journal: file {gone} of three removed", f"journal.000{gone} is missing")

    # a journal written anew, every frame well-formed and chained: the witness knows
    for kind in ("contract/" + doc, f"event/{doc}/00000003", "message/" + doc, "fields/" + doc, "account/", "token/", "outbox/mail/", "mail/"):
        fs = journal.frames(STORE)
        hit = next(f for f in fs if any(k.startswith(kind) and v for k, v in f.changes) and f.seq <= stamped)
        journal.anew(STORE, fs, lambda f: [(k, v + b"\n" if f is hit and k.startswith(kind) and v else v)
                                           for k, v in f.changes])
        found(f"journal written anew with another {kind}", "witness: head/", f"frame {stamped} is not the one that was time-stamped")
    fs = journal.frames(STORE)
    journal.anew(STORE, [f for f in fs if f.seq < stamped], lambda f: f.changes)
    code, out = verify("--head", "%d:%s" % (stamped, fs[stamped - 1].sum.hex()[:16]))
    t.ok(code == 2 and f"frame {stamped}: the journal lacks the frame" in out,
         "journal cut before its only witness: only a receipt outside can tell", out)
    back()

    # well-formed frames appended by somebody who captured the pages
    def later(what, changes, *words):
        journal.append(STORE, changes, last.time)
        shutil.copystat(good + "/store", STORE)
        found(what, *words)

    record = keys["contract/" + doc]
    version = int(re.search(rb"(?m)^version (\d+)", record).group(1))
    newer = re.sub(rb"(?m)^version \d+", b"version %d" % (version + 1), record, count=1)
    later("a later frame: an event written again", [(f"event/{doc}/00000002", keys[f"event/{doc}/00000002"] + b"x")],
          "changes: event/", "written once was written again")
    later("a later frame: an event removed", [(f"event/{doc}/00000002", None)], "changes: event/", "removed")
    later("… which the contract misses", [(f"event/{doc}/00000002", None)], f"contract: contract/{doc}: event/{doc}/00000002 is missing")
    later("a later frame: the contract removed", [("contract/" + doc, None)], "changes: contract/" + doc, "was removed")
    later("a later frame: another name of somebody who agreed", [("contract/" + doc, newer.replace("乙".encode(), "丙".encode()))],
          "changes: contract/" + doc, "agreed was changed")
    later("… which what was agreed to does not fit", [("contract/" + doc, newer.replace("乙".encode(), "丙".encode()))],
          "contract: contract/" + doc, "slot 2 agreed to is not what the record says now")
    for was, now in (("総務部長", "営業部長"), ("総務第12号", "総務第13号"), ("authorised yes", "authorised no"), ("bound 2", "bound 1")):
        later("a later frame: %s instead of %s" % (now, was), [("contract/" + doc, newer.replace(was.encode(), now.encode(), 1))],
              "contract: contract/" + doc, "slot 1 agreed to is not what the record says now")
    # agreed to before these were bound: a journal of that time, as far as it can be made today
    journal.anew(STORE, journal.frames(STORE), lambda f: [(k, of_before(v, fields) if k == "contract/" + doc and v and b"state agreed" in v else v) for k, v in f.changes])
    shutil.copystat(good + "/store", STORE)
    code, out = verify()
    t.ok("witness: head/" in out and "agreed to" not in out and "agreed was changed" not in out, "acts of before are judged by their own rules", out)
    back()
    later("a later frame: another title", [("contract/" + doc, newer.replace("秘密保持".encode(), "秘密廃棄".encode()))],
          "contract: contract/" + doc, "what was sent is not what the record says now")
    later("a later frame: another value in an input field", [("fields/" + doc, keys["fields/" + doc].replace("港区".encode(), "北区".encode()))],
          "contract: contract/" + doc, "slot 1 agreed to is not what the record says now")
    later("a later frame: the fields are gone", [("fields/" + doc, None)], "contract: contract/" + doc)
    acted = re.findall(rb"(?m)^acted (\S+)$", record)[0]
    later("a later frame: another instant of agreeing", [("contract/" + doc, newer.replace(b"acted " + acted, b"acted 2026-01-01T00:00:00.000000000Z"))],
          "contract: contract/" + doc, "differ about the agreement of slot 1")
    sha = re.search(rb"(?m)^revision (\S+)", record).group(1)
    later("a later frame: another file", [("contract/" + doc, newer.replace(b"revision " + sha, b"revision " + b"ab" * 32))],
          "file: contract/" + doc, "doc/ab/" + "ab" * 32 + " is missing")
    later("a later frame: an older version of the record", [("contract/" + doc, re.sub(rb"(?m)^version \d+", b"version 2", record, count=1))],
          "changes: contract/" + doc, "its version does not follow")
    later("a later frame: back to 先方確認中", [("contract/" + doc, newer.replace(b"state concluded", b"state waiting"))],
          "changes: contract/" + doc, "left for good")
    later("a later frame: a record that is none", [("contract/" + doc, b"nonsense")], "contract: contract/" + doc, "cannot be read")
    later("a later frame: another message", [("message/" + doc, "別の文".encode())], "changes: message/" + doc)
    later("a later frame: the released file is another's", [(one("released/"), other.encode() + b"-1")], "list: released/")
    later("a later frame: it is forgotten", [(one("released/"), None)], "list: released/", "it is missing")
    later("a later frame: an unknown file released", [("released/" + "cd" * 32, doc.encode() + b"-1")], "list: released/" + "cd" * 32)
    later("a later frame: a witness replaced", [(one("head/"), keys[one("head/")])], "changes: head/", "written again")
    text = keys[one("head/")]
    later("a later frame: a witness for another frame", [("head/2026-01-01", re.sub(rb"(?m)^seq \d+", b"seq 2", text))],
          "witness: head/2026-01-01", "frame 2 is not the one that was time-stamped")
    chain = re.search(rb"(?m)^chain (\S+)", text).group(1)
    two = next(f for f in journal.frames(STORE) if f.seq == 2)
    later("a later frame: a witness whose token is about another head",
          [("head/2026-01-01", re.sub(rb"(?m)^seq \d+", b"seq 2", text).replace(chain, two.sum.hex().encode()))],
          "witness: head/2026-01-01", "time stamp does not hold (wrong_imprint)")
    later("a later frame: a witness without a token", [("head/2026-01-01", re.sub(rb"(?m)^token .*", b"token AAAA", text))],
          "witness: head/2026-01-01", "time stamp does not hold")
    later("a later frame: a link to somebody else's slot", [("token/" + "ef" * 32, f"act {doc} 1 0".encode())], "list: token/" + "ef" * 32)
    later("a later frame: a link to nothing", [("token/" + "ef" * 32, b"act aaaabbbbccccdddd 1 0")], "list: token/", "opens nothing")
    later("a later frame: a door to somebody else's slot", [("door/" + "ef" * 32, f"act {doc} 1 1".encode())], "list: door/" + "ef" * 32, "not the link of its letter")
    later("a later frame: a door that leads elsewhere", [(one("door/"), b"act aaaabbbbccccdddd 1 1")], "list: door/", "opens nothing")
    later("a later frame: an address leads elsewhere", [(one("mail/"), b"aaaabbbbccccdddd")], "list: mail/", "leads to no account")
    later("a later frame: an account that cannot be read", [(one("account/"), b"x")], "list: account/", "cannot be read")
    later("a later frame: a letter about nothing", [("outbox/mail/1", b"x")], "list: outbox/mail/1")
    later("a later frame: a contract taken off its list", [(next(k for k in keys if k.startswith("owner/") and doc in k), None)],
          "list: owner/", "it is missing")

    # the vault
    path = VAR + "/doc/%s/%s" % (sha[:2].decode(), sha.decode())
    with open(path, "r+b") as f:
        f.seek(500)
        f.write(b"x")
    found("a file of the vault changed", f"file: contract/{doc}: doc/{sha[:2].decode()}/{sha.decode()} was changed")
    with open(path, "ab") as f:
        f.write(b"x")
    found("a file of the vault longer", sha.decode(), "bytes instead of")
    os.unlink(path)
    found("a file of the vault removed", sha.decode(), "is missing")

    # no roots, no store
    conf = open(site.run + "/etc/site.conf").read()
    with open(site.run + "/etc/site.conf", "w") as f:
        f.write(re.sub(r"(?m)^tsa_trust = .*$", "tsa_trust = /nonexistent", conf))
    found("no roots for the witnesses", "witness: head/", "no_roots")
    with open(site.run + "/etc/site.conf", "w") as f:
        f.write(conf)
    shutil.rmtree(STORE)
    code, out = verify()
    t.ok(code == 2 and "BAD" in out, "no store at all: 2", out)
    back()
    t.same(verify()[0], 0, "everything put back: in order again")
t.done()
