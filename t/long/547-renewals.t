#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Thirty years of renewals, looked at every month; a new authority in the fifteenth."""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
sys.dont_write_bytecode = True
from demosite import Tap  # noqa: E402

if not shutil.which("faketime"):
    print("1..0 # SKIP needs faketime")
    sys.exit(0)
from years import DAY, renewals  # noqa: E402

t = Tap()
renewals(t, 30, 15, 30 * DAY)
t.done()
