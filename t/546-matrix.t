#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Released files of a few shapes before every judge; t/long/546-matrix.t has all."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import Site, Tap  # noqa: E402
from matrix import matrix  # noqa: E402

t = Tap()
with Site() as s:
    matrix(t, s, ["one recipient, one page", "damaged", "three files, every signature stamped"])
t.done()
