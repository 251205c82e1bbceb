#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# One signing revision against pinned peers and against RSA itself.
here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" = 0 ] || { echo 'bench/sign: skipped, needs root to make two users'; exit 0; }
: "${B:=$here/../build}"
B=$B exec /usr/bin/python3 "$here/sign.py"
