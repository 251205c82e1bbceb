#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# The verifier against plain SHA-256 of the same file.
here=$(cd "$(dirname "$0")" && pwd)
: "${B:=$here/../build}"
B=$B exec /usr/bin/python3 "$here/inspect.py"
