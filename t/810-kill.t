#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""kill -9 of any process at random moments of journeys, at least once of the
parent of all: nothing that was answered is lost, nothing happens twice. The long
form is t/long/810-kill.t."""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import ROOT, Site, Tap, register  # noqa: E402
from storm import storm  # noqa: E402

t = Tap()
seed = int(os.environ.get("SEED", time.time_ns() // 10**6 % 10**6))
with open(os.path.join(ROOT, "t", "data", "contract-ja.pdf"), "rb") as f:
    pdf = f.read()
with Site() as s:
    o = register(s, "storm@sender.example", "嵐 太郎")
    storm(t, s, o, "storm@sender.example", [("契約書.pdf", pdf)], count=4, at_once=2, kills=20, seed=seed, judged=1)
t.done()
