<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><xsl:choose><xsl:when test="@kind='terms'"><t:s id="terms.title"/></xsl:when><xsl:otherwise><t:s id="privacy.title"/></xsl:otherwise></xsl:choose></xsl:template>

<xsl:template name="content">
<p><t:s id="text.version"><t:p n="version" v="@version"/></t:s></p>
<xsl:apply-templates select="h|p|li"/>
<p class="hint"><t:s id="text.hash"/><code><xsl:value-of select="@sha256"/></code></p>
</xsl:template>

<xsl:template match="h"><h2><xsl:value-of select="."/></h2></xsl:template>
<xsl:template match="p"><p><xsl:value-of select="."/></p></xsl:template>
<xsl:template match="li[not(preceding-sibling::*[1][self::li])]"><ul><xsl:call-template name="items"/></ul></xsl:template>
<xsl:template match="li"/>
<xsl:template name="items"><li><xsl:value-of select="."/></li><xsl:for-each select="following-sibling::*[1][self::li]"><xsl:call-template name="items"/></xsl:for-each></xsl:template>
</xsl:stylesheet>
