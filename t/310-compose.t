#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# compose makes whole chains on real files: every revision is a file by itself,
# keeps every byte before it, and independent programs see all signatures.
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import chain
import tkm
from tkm import first, ok, same

for program in ("qpdf", "pdfsig", "openssl"):
    if not shutil.which(program):
        tkm.skip_all("needs " + program)
TMP = tempfile.mkdtemp()
KEY = chain.Key(TMP)


def room(name):
    path = os.path.join(TMP, name)
    os.makedirs(path)
    return path


def read(path):
    with open(path, "rb") as f:
        return f.read()


def put(folder, data):
    path = os.path.join(folder, "source.pdf")
    with open(path, "wb") as f:
        f.write(data)
    return path


def judged(path, names):
    """What poppler says: (names of valid signatures, the last one covers all)."""
    said = subprocess.run(["pdfsig", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          universal_newlines=True).stdout.split("Signature #")[1:]
    said = [s for s in said if "is not signed" not in s]
    valid = [re.search(r"Field Name: (\S+)", s).group(1) for s in said
             if "Signature is Valid" in s and "ETSI.CAdES.detached" in s]
    whole = ["Not total document" not in s for s in said]
    return valid == names and whole == [False] * (len(names) - 1) + [True]


def whole_chain(source, parties):
    name = os.path.basename(source)
    start, made = chain.grow(source, room(name), KEY, parties)
    before, names, clean, kept, seen = read(start), [], True, True, True
    for version, (path, answer) in enumerate(made, 1):
        now = read(path)
        names.append("Sig%02d" % version)
        kept = kept and now.startswith(before) and now.endswith(b"%%EOF\n") and \
            len(now) == int(first(answer, "length"))
        clean = clean and subprocess.run(["qpdf", "--check", path], stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL).returncode == 0
        seen = seen and judged(path, names)
        before = now
    ok(clean, "%s: qpdf finds every prefix sound" % name)
    ok(kept, "%s: nothing before a revision changes, nothing follows it" % name)
    ok(seen, "%s: poppler sees %d valid signatures" % (name, parties + 3))
    return start, made


start, made = whole_chain(os.path.join(HERE, "data", "contract-ja.pdf"), 2)
whole_chain(os.path.join(HERE, "data", "boxes-8p.pdf"), 0)
whole_chain(os.path.join(HERE, "data", "latin-cc0.pdf"), 1)

# the same question gives the same bytes
again = os.path.join(TMP, "again.pdf")
for version, act in list(enumerate(chain.acts(start, 2), 1))[:3]:
    before = made[version - 2][0] if version > 1 else start
    chain.revise(act, before, again)
    same(read(again), read(os.path.join(TMP, "contract-ja.pdf", "v%d.candidate.pdf" % version)),
         "revision %d again: the same bytes" % version)
act = list(chain.acts(start, 2))[0]
chain.revise([(k, v + 1 if k == "time" else v) for k, v in act], start, again)
ok(read(again) != read(os.path.join(TMP, "contract-ja.pdf", "v1.candidate.pdf")),
   "another instant, another revision")
last = read(made[-1][0])
ids = re.findall(rb"/ID \[\s*(<\w+>)\s*(<\w+>)\s*\]", last)
same(len(ids), 6, "six trailers")
same(len({a for a, _ in ids}), 1, "the first ID string stays")
same(len({b for _, b in ids}), 6, "the second one is new each time")
same(last.count(b"/NeedAppearances"), 0, "never NeedAppearances")
same(last.count(b"/TransformMethod /DocMDP"), 1, "one certification")
same(last.count(b"/TransformMethod /FieldMDP"), 0, "no FieldMDP without locks")
for section in re.findall(rb"\nxref\n(.*?)trailer", last, re.S):
    rows = re.sub(rb"(?m)^\d+ \d+\n", b"", section)
    if len(rows) % 20 or not re.fullmatch(rb"(\d{10} \d{5} [nf] \n)+", rows):
        ok(False, "entries of 20 bytes")
        break
else:
    ok(True, "every cross-reference entry has 20 bytes")
ok(last.rindex(b"/Perms") < len(read(made[0][0])), "the catalog changes in version 1 only")

# locks: FieldMDP names what is filled in and points at the catalog
folder = room("locks")
locking = chain.base(os.path.join(HERE, "data", "contract-ja.pdf"), folder, 5,
                     [chain.field(n, "check", 1, 0, 20 * n, 10, 5, 5) for n in (1, 2)])
first_act, second = list(chain.acts(locking, 2))[:2]
path, _ = chain.step(first_act, KEY, locking, folder, 1)
_, answer = chain.revise(second, path, again,
                         [chain.filled(1, "check", "1"), chain.filled(2, "check", "")])
ok(re.search(rb"/FieldMDP /Data %d 0 R /TransformParams <</Type /TransformParams "
             rb"/Action /Include /Fields \[\(F0001\)\(F0002\)\] /V /1.2>>"
             % int(first(answer, "catalog")), read(again)), "locks become FieldMDP Include")
data = read(again)
same(data[int(first(answer, "gap_off")) - 10:int(first(answer, "gap_off")) + 3], b"/Contents <00",
     "gap_off is the gap's '<'")
same(data[int(first(answer, "dict_off")):][:12], b"<</Type /Sig", "dict_off is the dictionary")

# a page's /Annots: none, direct, indirect and shared with another page
LINK = b"<</Type /Annot /Subtype /Link /Rect [9 9 99 99] /A <</S /URI /URI (https://example.jp/)>>>>"
for kind, annots, more in (("no", b"", [b"null"]), ("direct", b"/Annots [5 0 R]", [LINK]),
                           ("empty", b"/Annots []", [b"null"]),
                           ("shared indirect", b"/Annots 5 0 R", [b"[6 0 R]", LINK])):
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] %s>>" % annots
    folder = room(kind)
    source = put(folder, chain.plain([b"<</Type /Catalog /Pages 2 0 R>>",
                                     b"<</Type /Pages /Count 2 /Kids [3 0 R 4 0 R]>>",
                                     page, page] + more))
    path, _ = chain.step(list(chain.acts(chain.base(source, folder, 4), 1))[0], KEY,
                         os.path.join(folder, "base.pdf"), folder, 1)
    flat = os.path.join(folder, "flat.pdf")
    subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, flat],
                   stderr=subprocess.DEVNULL)
    text = read(flat)
    ok(judged(path, ["Sig01"]) and text.count(b"/Subtype /Widget") == 4 and
       text.count(b"https://example.jp/") == (0 if kind in ("no", "empty") else 1),
       "%s /Annots: four widgets, the links stay" % kind)

# 128 parties: names of three digits, no one a prefix of another
folder = room("many")
wide = chain.base(os.path.join(HERE, "data", "minimal.pdf"), folder, 131)
path = wide
for version, act in list(enumerate(chain.acts(wide, 128), 1))[:3]:
    path, _ = chain.step(act, KEY, path, folder, version)
ok(judged(path, ["Sig001", "Sig002", "Sig003"]), "131 fields: Sig001 …")

shutil.rmtree(TMP)
tkm.done()
