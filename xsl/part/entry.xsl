<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     An input item's label and what was filled in: <item> of pages (web/items.h),
     <entry> of papers (office/entries.h). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<!-- ［1］乙の住所; without a label the kind stands for it. -->
<xsl:template name="item-label"><t:s id="item.label"><t:p n="n" v="@n"/><t:p n="label"><xsl:call-template name="item-words"/></t:p></t:s></xsl:template>
<xsl:template name="item-words"><xsl:choose><xsl:when test="@label!=''"><xsl:value-of select="@label"/></xsl:when><xsl:otherwise><t:pick of="item.kind." select="@kind"/></xsl:otherwise></xsl:choose></xsl:template>

<!-- What was filled in, as read text. -->
<xsl:template name="item-value"><xsl:choose>
<xsl:when test="not(@value) or @value=''"><t:s id="item.blank"/></xsl:when>
<xsl:when test="@kind='check'"><t:s id="item.ticked"/></xsl:when>
<xsl:when test="@kind='lines'"><xsl:call-template name="broken-lines"><xsl:with-param name="s" select="@value"/></xsl:call-template></xsl:when>
<xsl:otherwise><xsl:value-of select="@value"/></xsl:otherwise>
</xsl:choose></xsl:template>
<xsl:template name="broken-lines"><xsl:param name="s"/><xsl:choose><xsl:when test="contains($s,'&#10;')"><xsl:value-of select="substring-before($s,'&#10;')"/><br/><xsl:call-template name="broken-lines"><xsl:with-param name="s" select="substring-after($s,'&#10;')"/></xsl:call-template></xsl:when><xsl:otherwise><xsl:value-of select="$s"/></xsl:otherwise></xsl:choose></xsl:template>
</xsl:stylesheet>
