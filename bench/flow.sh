#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# From 送信 to the released file: processor and memory of the clerk and its children.
here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" = 0 ] || { echo 'bench/flow: skipped, needs root to make two users'; exit 0; }
: "${B:=$here/../build}"
B=$B exec /usr/bin/python3 "$here/flow.py"
