#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# etc/deps: what is named, what is passed over, what an ordinary user is told.
# A dpkg-query and an apt-get of our own stand in for the system's.
cd "$(dirname "$0")/.." || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0 bad=0
ok() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else bad=1; echo "not ok $n - $2"; fi
}
mkdir "$tmp/bin"
cat >"$tmp/bin/dpkg-query" <<'END'
#!/bin/sh
cat "$HAVE"
END
cat >"$tmp/bin/node" <<'END'
#!/bin/sh
[ -n "$NODE" ] && echo "$NODE"
END
chmod +x "$tmp/bin/dpkg-query" "$tmp/bin/node"
PATH="$tmp/bin:$PATH"
export PATH HAVE="$tmp/have" NODE=
have() { for p; do echo "installed $p "; done >"$HAVE"; }

have
out=$(etc/deps -n run build test 2>&1)
ok $(($? != 1)) 'nothing installed: status 1'
all=$(echo "$out" | sed -n 's/^  apt-get install --no-install-recommends //p')
for p in libesmtp-dev libgdbm-dev libqpdf-dev libmupdf-dev libcurl4-openssl-dev libutf8proc-dev libidn2-dev \
	libqrencode-dev libseccomp-dev python3-aiosmtpd fonts-ipaexfont chromium nodejs; do
	case " $all " in *" $p "*) ok 0 "$p is named" ;; *) ok 1 "$p is named" ;; esac
done
[ -z "$(for p in $all; do echo "$p"; done | sort | uniq -d)" ]
ok $? 'no package twice'
have $all
etc/deps -n run build test >/dev/null 2>&1
ok $? 'everything installed: status 0'
have $(for p in $all; do [ "$p" = nodejs ] || echo "$p"; done)
NODE=18 etc/deps -n test >/dev/null 2>&1
ok $? "a Node 18 of somebody's own will do"
NODE=16 etc/deps -n test >/dev/null 2>&1
ok $(($? != 1)) 'a Node 16 will not'
echo 'config-files libesmtp-dev ' >"$HAVE"
etc/deps -n build 2>&1 | grep -q ' libesmtp-dev'
ok $? 'removed but not purged is not installed'
have $(for p in $all; do [ "$p" = libssl-dev ] || echo "$p"; done)
printf 'installed other libssl-dev (= 3)\n' >>"$HAVE"
etc/deps -n build >/dev/null 2>&1
ok $? 'what another package provides is there'
etc/deps nonsense >/dev/null 2>&1
ok $(($? != 64)) 'an unknown group: status 64'
etc/deps >/dev/null 2>&1
ok $(($? != 64)) 'no group: status 64'
echo "1..$n"
exit $bad
