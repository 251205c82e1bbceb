<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The batch as CSV (RFC 4180): texts come ready to stand between quotation
     marks (office/batch_present.c). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:output method="text" encoding="UTF-8"/>

<xsl:template match="/*">
<xsl:text>"</xsl:text><t:s id="batch.csv.doc"/><xsl:text>","</xsl:text><t:s id="batch.csv.title"/><xsl:text>","</xsl:text><t:s id="batch.csv.file"/><xsl:text>","</xsl:text><t:s id="batch.csv.counterparty"/><xsl:text>","</xsl:text><t:s id="batch.csv.concluded"/><xsl:text>","SHA-256","</xsl:text><t:s id="batch.csv.bytes"/><xsl:text>","</xsl:text><t:s id="batch.csv.result"/><xsl:text>","</xsl:text><t:s id="batch.csv.level"/><xsl:text>","</xsl:text><t:s id="batch.csv.stamped"/><xsl:text>","</xsl:text><t:s id="batch.csv.end"/><xsl:text>","</xsl:text><t:s id="batch.csv.risk"/><xsl:text>","</xsl:text><t:s id="batch.csv.checked"/><xsl:text>"&#13;&#10;</xsl:text>
<xsl:for-each select="file">
<xsl:value-of select="concat('&quot;',@doc,'&quot;,&quot;',@title,'&quot;,&quot;',@name,'&quot;,&quot;',@counterparty,'&quot;,&quot;',@concluded,'&quot;,&quot;',@sha256,'&quot;,&quot;',@bytes,'&quot;,&quot;')"/>
<t:pick of="batch.is." select="@result"/><xsl:text>","</xsl:text>
<xsl:if test="@level!=''"><xsl:value-of select="concat('PAdES-B-',@level)"/></xsl:if>
<xsl:value-of select="concat('&quot;,&quot;',@stamped,'&quot;,&quot;',@stamp_end,'&quot;,&quot;')"/>
<xsl:if test="@risk!=''"><t:pick of="batch.risk." select="@risk"/></xsl:if>
<xsl:value-of select="concat('&quot;,&quot;',@checked,'&quot;&#13;&#10;')"/>
</xsl:for-each>
</xsl:template>
</xsl:stylesheet>
