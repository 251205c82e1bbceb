#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The long form of t/810-kill.t: at least 200 kills among journeys of two files."""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Site, Tap, register  # noqa: E402
from storm import storm  # noqa: E402

t = Tap()
seed = int(os.environ.get("SEED", time.time_ns() // 10**6 % 10**6))
files = []
for name in ("contract-ja.pdf", "boxes-8p.pdf"):
    with open(os.path.join(ROOT, "t", "data", name), "rb") as f:
        files.append((name, f.read()))
with Site() as s:
    o = register(s, "storm@sender.example", "嵐 太郎")
    storm(t, s, o, "storm@sender.example", files, count=20, at_once=3, kills=200, seed=seed, judged=3)
t.done()
