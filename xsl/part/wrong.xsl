<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     Mistakes: the box on top of the page, and one sentence for one <wrong>. The
     box and the field carry the same words. New beginnings of ids go into the list. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:template name="label">
<xsl:param name="key"/><xsl:param name="text"/>
<xsl:choose>
<xsl:when test="string($text)!=''"><xsl:copy-of select="$text"/></xsl:when>
<xsl:otherwise><t:pick of="f." select="$key"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="mistake">
<xsl:variable name="label"><xsl:call-template name="label"><xsl:with-param name="key" select="@label"/><xsl:with-param name="text" select="string(@text)"/></xsl:call-template></xsl:variable>
<t:pick from="err. up. to. code. login. pw. agree. ticket. sent. wd. rem. ext. shr. fwd. dec. ask. lat. shw. pl." select="@id"><t:p n="label" v="$label"/><t:p n="words" v="$label"/></t:pick>
</xsl:template>

<xsl:template name="mistakes">
<xsl:if test="/page/wrong">
<div class="err" role="alert"><h2><t:s id="err.summary"><t:p n="n" v="count(/page/wrong)"/></t:s></h2>
<ul><xsl:for-each select="/page/wrong"><li><a><xsl:attribute name="href">#<xsl:value-of select="@field"/><xsl:if test="@at">-<xsl:value-of select="@at"/></xsl:if></xsl:attribute><xsl:call-template name="mistake"/></a></li></xsl:for-each></ul></div>
</xsl:if>
</xsl:template>
</xsl:stylesheet>
