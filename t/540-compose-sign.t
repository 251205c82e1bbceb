#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The two writers of a signature together: compose prints a revision, the real
# signer (other uid, setuid) prints it again and signs, compose fills the gap.
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import chain
import tkm
from signer_kit import House, Contract, NAME, act_fields, done, ok, same, skip_all

for program in ("qpdf", "pdfsig"):
    if not shutil.which(program):
        skip_all("needs " + program)
if os.geteuid() != 0:
    skip_all("needs root to make two users")
house = House().ready()
TMP = tempfile.mkdtemp()


def read(path):
    with open(path, "rb") as f:
        return f.read()


def locks(version):
    """As a contract with fields locks them: not in the first, not in the last."""
    return ["F%04d" % (i + 3 * version) for i in range(3)] if version in (2, 3) else []


def number(name):
    return int(name[1:])


def fills(version):
    return [chain.filled(number(x), "text", "値 " + x) for x in locks(version)]


base = chain.base(os.path.join(HERE, "data", "contract-ja.pdf"), TMP, 5,
                  [chain.field(number(x), "text", 1, v - 2, 5 * number(x), 10 * v, 4, 6)
                   for v in (2, 3) for x in locks(v)])
contract = Contract(2, base=read(base))
path = base
for version in range(1, 6):
    act = contract.act(version, **({"pages": 2} if version == 1 else {}))
    candidate, out = (os.path.join(TMP, n % version) for n in ("c%d.pdf", "v%d.pdf"))
    _, answer = chain.revise(act_fields(act), path, candidate, fills(version), NAME,
                              4096 + version)
    got = {k: v for k, v in answer}
    signed = house.ask(act_fields(act) + [("attempt", 1)] +
                       [(k, got.get(k, b"0")) for k in ("dict_off", "reserve", "catalog")] +
                       [("lock", x) for x in locks(version)], read(candidate))
    if not ok(signed and "cms" in signed, "version %d of 5: the signer finds its own words" % version):
        print("#   compose %r\n#   sign %r" % (answer, signed))
        done()
    status, filled = chain.fill(answer, signed["cms"], candidate, out)
    ok(not status and not tkm.first(filled, "error"), "… and its CMS fits the gap")
    path = out
said = subprocess.run(["pdfsig", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
same(said.count(b"Signature is Valid"), 5, "five valid signatures")
same(said.count(b"Not total document"), 4, "the last one covers the whole file")
same(subprocess.run(["qpdf", "--check", path], stdout=subprocess.DEVNULL).returncode, 0,
     "a sound file")
shutil.rmtree(TMP)
done()
