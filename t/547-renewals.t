#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nine years of renewals with a new authority in the fifth; t/long/547-renewals.t
takes thirty."""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
from demosite import Tap  # noqa: E402

if not shutil.which("faketime"):
    print("1..0 # SKIP needs faketime")
    sys.exit(0)
from years import DAY, renewals  # noqa: E402

t = Tap()
renewals(t, 9, 5, 60 * DAY)
t.done()
