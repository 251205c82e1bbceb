#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every independent validator on a released PDF.
# usage: judge.sh FILE SIGNATURES ROOT.pem TSAROOT.pem [STAMPS [last|all]]
# STAMPS: document time stamps, each with validation data before it (default 1).
# last: only the last signature has a time stamp.
# Prints one line for each; exit 0 only when all are content.
file=$1 want=$2 root=$3 tsa=$4 stamps=${5:-1} tst=${6:-last}
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
bad=0 only=
[ "$tst" = all ] || only=--last
# each revision prefix is a complete file
perl -0777 -ne 'while (/%%EOF\n/g) { print pos, "\n" }' "$file" > "$tmp/ends"
n=0
while read -r end; do
	n=$((n + 1)) last=$end
	head -c "$end" "$file" > "$tmp/prefix.pdf"
	qpdf --check "$tmp/prefix.pdf" > "$tmp/qpdf" 2>&1 || { echo "qpdf: prefix $n: $(tail -1 "$tmp/qpdf")"; bad=1; }
done < "$tmp/ends"
[ "$n" -eq $((want + 1 + 2 * stamps)) ] || { echo "revisions: $n, expected $((want + 1 + 2 * stamps))"; bad=1; }
[ "$last" = "$(($(wc -c < "$file")))" ] || { echo "bytes after the last %%EOF"; bad=1; }
[ "$bad" = 0 ] && echo "qpdf: $n prefixes clean"
if command -v certutil >/dev/null; then
	mkdir "$tmp/nss" && certutil -N -d "sql:$tmp/nss" --empty-password &&
		certutil -A -d "sql:$tmp/nss" -n root -t CT,C,C -i "$root"
	nss="-nssdir sql:$tmp/nss"
fi
pdfsig $nss -no-ocsp "$file" > "$tmp/pdfsig" 2>/dev/null
valid=$(grep -c 'Signature is Valid' "$tmp/pdfsig")
cades=$(grep -c 'ETSI.CAdES.detached' "$tmp/pdfsig")
echo "pdfsig: $valid valid, $cades ETSI.CAdES.detached"
[ "$valid" = "$want" ] && [ "$cades" = "$want" ] || { cat "$tmp/pdfsig"; bad=1; }
if "$here/../peers/venv/bin/python" -c 'import pyhanko' 2>/dev/null; then
	"$here/../peers/venv/bin/python" "$here/pyhanko_judge.py" "$file" "$root" "$tsa" > "$tmp/py" 2>&1 || bad=1
	sed 's/^/pyhanko: /' "$tmp/py"
	"$here/../peers/venv/bin/python" "$here/pyhanko_lta.py" $only 6 "$file" "$root" "$tsa" > "$tmp/lta" 2>&1 || bad=1
	sed 's/^/pyhanko, in six years: /' "$tmp/lta"
	grep -q "^signatures=$want\$" "$tmp/py" && grep -q "^stamps=$stamps\$" "$tmp/py" || bad=1
else
	echo "pyhanko: skipped, not installed"
fi
exit $bad
