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

<!-- What others filled in before: it is part of what is agreed to. -->
<xsl:template name="entries-before">
<xsl:for-each select="/page/before">
<xsl:variable name="who"><xsl:choose><xsl:when test="@company!=''"><t:s id="who.full"><t:p n="name" v="@name"/><t:p n="company" v="@company"/></t:s></xsl:when><xsl:otherwise><t:s id="who.bare"><t:p n="name" v="@name"/></t:s></xsl:otherwise></xsl:choose></xsl:variable>
<p><b><t:s id="entries.before"><t:p n="who" v="$who"/></t:s></b></p>
<table class="ls"><tbody><xsl:for-each select="entry[@value]"><tr><th scope="row"><xsl:call-template name="item-words"/></th><td><xsl:call-template name="item-value"/></td><td><t:s id="step.where"><t:p n="name" v="@file"/><t:p n="i" v="@page"/></t:s></td></tr></xsl:for-each></tbody></table>
</xsl:for-each>
</xsl:template>
</xsl:stylesheet>
