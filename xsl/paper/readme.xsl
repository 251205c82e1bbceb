<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     README.txt of the evidence archive. Lines that begin with four blanks are
     commands for a POSIX shell with openssl 3; t/641-papers.t runs them as they
     stand. What they read: lib/core/papers_zip.c. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:output method="text" encoding="UTF-8"/>

<xsl:template match="/*">
<t:s id="readme.title"/><xsl:text>&#10;&#10;</xsl:text>
<xsl:value-of select="concat(normalize-space(@title),'&#10;',@docid,'&#10;',@concluded,'&#10;&#10;')"/>
<t:s id="readme.lead"><t:p n="operator" v="@operator"/></t:s><xsl:text>&#10;&#10;</xsl:text>
<xsl:for-each select="file"><xsl:value-of select="concat('- document-',@n,'.pdf: ',normalize-space(@name),' (',@docid,')&#10;')"/></xsl:for-each>
<xsl:text>- </xsl:text><t:s id="readme.has.cert"/><xsl:text>&#10;</xsl:text>
<xsl:text>- </xsl:text><t:s id="readme.has.history"/><xsl:text>&#10;</xsl:text>
<xsl:text>- </xsl:text><t:s id="readme.has.sig"/><xsl:text>&#10;</xsl:text>
<xsl:text>- </xsl:text><t:s id="readme.has.more"/><xsl:text>&#10;</xsl:text>
<xsl:text>- </xsl:text><t:s id="readme.has.roots"/><xsl:text>&#10;</xsl:text>
<xsl:text>- </xsl:text><t:s id="readme.has.sums"/><xsl:text>&#10;</xsl:text>
<xsl:text>&#10;</xsl:text>
<t:s id="readme.how"/><xsl:text>&#10;&#10;</xsl:text>
<t:s id="readme.1"/><xsl:text>&#10;&#10;</xsl:text>
<xsl:text>    sha256sum -c SHA256SUMS
&#10;</xsl:text>
<t:s id="readme.2"/><xsl:text>&#10;&#10;</xsl:text>
<xsl:text>    mkdir -p check
    while read doc v gap after end time at n stamp; do
      sig=evidence/$doc-$v.cms
      tail -c +$((gap + 2)) $doc.pdf | head -c $((2 * $(wc -c &lt; $sig))) | perl -pe '$_ = pack "H*", $_' | cmp - $sig || echo "NG $sig"
      { head -c $gap $doc.pdf; head -c $end $doc.pdf | tail -c +$((after + 1)); } &gt; check/signed.bin
      openssl cms -verify -cades -binary -inform DER -in $sig -content check/signed.bin -CAfile roots-signatures.pem -purpose any -attime $time -out /dev/null || echo "NG $doc $v"
    done &lt; evidence/versions.txt
&#10;</xsl:text>
<t:s id="readme.3"/><xsl:text>&#10;&#10;</xsl:text>
<xsl:text>    while read doc v gap after end time at n stamp; do
      test $stamp -gt 0 || continue
      tail -c +$((at + 1)) evidence/$doc-$v.cms | head -c $n &gt; check/value.bin
      openssl ts -verify -token_in -in evidence/$doc-$v.tst -data check/value.bin -CAfile roots-tsa.pem -attime $stamp || echo "NG $doc $v"
      openssl ts -reply -token_in -token_out -in evidence/$doc-$v.tst -text | grep 'Time stamp:'
    done &lt; evidence/versions.txt
&#10;</xsl:text>
<t:s id="readme.3b"/><xsl:text>&#10;&#10;</xsl:text>
<xsl:text>    while read doc v gap after end time; do
      sig=evidence/$doc-$v.tst
      tail -c +$((gap + 2)) $doc.pdf | head -c $((2 * $(wc -c &lt; $sig))) | perl -pe '$_ = pack "H*", $_' | cmp - $sig || echo "NG $sig"
      { head -c $gap $doc.pdf; head -c $end $doc.pdf | tail -c +$((after + 1)); } &gt; check/stamped.bin
      openssl ts -verify -token_in -in $sig -data check/stamped.bin -CAfile roots-tsa.pem -attime $time || echo "NG $doc $v"
      openssl ts -reply -token_in -token_out -in $sig -text | grep 'Time stamp:'
    done &lt; evidence/stamps.txt
&#10;</xsl:text>
<t:s id="readme.3c"/><xsl:text>&#10;&#10;</xsl:text>
<xsl:text>    cat roots-signatures.pem roots-tsa.pem &gt; check/roots.pem
    for c in evidence/certificates/*.cer; do openssl x509 -inform DER -in $c; done &gt; check/certificates.pem
    cat check/certificates.pem check/roots.pem &gt; check/issuers.pem
    for r in evidence/revocation/*.ocsp; do
      test -e $r || continue
      openssl ocsp -respin $r -noverify -resp_text &gt; check/ocsp.txt
      at=$(date -d "$(sed -n 's/^ *Produced At: //p' check/ocsp.txt | head -n 1)" +%s)
      openssl ocsp -respin $r -verify_other check/certificates.pem -CAfile check/roots.pem -attime $at 2&gt;&amp;1 | grep 'Response verify OK' || echo "NG $r"
      grep -E 'Serial Number|Cert Status|This Update' check/ocsp.txt | head -n 3
      grep -q 'Cert Status: good' check/ocsp.txt || echo "NG $r"
    done
    for r in evidence/revocation/*.crl; do
      test -e $r || continue
      openssl crl -inform DER -in $r -CAfile check/issuers.pem -noout -lastupdate 2&gt;&amp;1 | grep -E 'verify OK|lastUpdate' || echo "NG $r"
      openssl crl -inform DER -in $r -CAfile check/issuers.pem -noout 2&gt;&amp;1 | grep -q 'verify OK' || echo "NG $r"
      for c in evidence/certificates/*.cer; do
        test $(openssl x509 -inform DER -in $c -noout -issuer_hash) = $(openssl crl -inform DER -in $r -noout -hash) || continue
        serial=$(openssl x509 -inform DER -in $c -noout -serial | cut -d = -f 2)
        openssl crl -inform DER -in $r -noout -text | grep -qi "Serial Number: *$serial\$" &amp;&amp; echo "NG revoked $c"
      done
    done
&#10;</xsl:text>
<t:s id="readme.4"/><xsl:text>&#10;&#10;</xsl:text>
<xsl:text>    csplit -s -z -n 6 -f check/entry- history.txt '/^event 1$/' '{*}'
    last=$(printf '%064d' 0)
    for entry in check/entry-*; do
      test "$(sed -n 's/^prev //p' $entry)" = $last || echo "NG $entry"
      last=$(sha256sum &lt; $entry | cut -d ' ' -f 1)
    done
    echo $last
&#10;</xsl:text>
<t:s id="readme.5"/><xsl:text>&#10;&#10;</xsl:text>
<xsl:text>    openssl crl2pkcs7 -nocrl -certfile roots-signatures.pem | openssl pkcs7 -print_certs -noout
    openssl x509 -in roots-signatures.pem -noout -fingerprint -sha256
    for c in evidence/certificates/*.cer; do openssl x509 -inform DER -in $c -noout -subject -issuer -dates; done
&#10;</xsl:text>
<t:s id="readme.proved"/><xsl:text>&#10;&#10;</xsl:text>
<t:s id="cert.proved.mail"/><xsl:text>&#10;&#10;</xsl:text>
<t:s id="cert.proved.not"/><xsl:text>&#10;&#10;</xsl:text>
<xsl:text>&#10;</xsl:text>
</xsl:template>
</xsl:stylesheet>
