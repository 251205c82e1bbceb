#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Pages of a running site against a FastCGI hello behind the same nginx; time
# from the last agreement to the signed document; memory at rest.
here=$(cd "$(dirname "$0")" && pwd)
command -v wrk >/dev/null || { echo 'bench/pages: wrk is not installed (etc/deps test)' >&2; exit 1; }
: "${B:=$here/../build}"
mkdir -p "$B/bench/page"
${CC:-cc} -O2 -o "$B/bench/page/hello" "$here/page/hello.c" -lfcgi || exit 1
B=$B exec /usr/bin/python3 "$here/pages.py"
