<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The frame of every paper (lib/core/papers.h): first line the title, second
     the words at the foot, then blocks for libexec/typeset, "WORD text" on a line
     each. Whatever people wrote goes through "line": blanks are folded there, so
     nobody's text begins a line. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="link.xsl"/>
<xsl:import href="entry.xsl"/>
<xsl:output method="text" encoding="UTF-8"/>

<xsl:template match="/*">
<xsl:variable name="title"><xsl:call-template name="title"/></xsl:variable>
<xsl:value-of select="normalize-space($title)"/><xsl:text>&#10;</xsl:text>
<xsl:variable name="foot"><t:s id="paper.foot"><t:p n="title" v="$title"/><t:p n="id" v="@docid"/><t:p n="service" v="@service"/></t:s></xsl:variable><xsl:value-of select="normalize-space($foot)"/><xsl:text>&#10;</xsl:text>
<xsl:call-template name="content"/>
</xsl:template>

<xsl:template name="line">
<xsl:param name="k">text</xsl:param>
<xsl:param name="v"/>
<xsl:value-of select="concat($k,' ',normalize-space($v),'&#10;')"/>
</xsl:template>

<!-- A label and its value; nothing without a value. -->
<xsl:template name="pair">
<xsl:param name="l"/>
<xsl:param name="v"/>
<xsl:if test="normalize-space($v)!=''">
<xsl:call-template name="line"><xsl:with-param name="k">pair</xsl:with-param><xsl:with-param name="v" select="$l"/></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">cell</xsl:with-param><xsl:with-param name="v" select="$v"/></xsl:call-template>
</xsl:if>
</xsl:template>

<xsl:template name="cell">
<xsl:param name="v"/>
<xsl:call-template name="line"><xsl:with-param name="k">cell</xsl:with-param><xsl:with-param name="v" select="$v"/></xsl:call-template>
</xsl:template>

<!-- What a person filled in: label, value, where it stands. -->
<xsl:template match="entry">
<xsl:variable name="l"><xsl:call-template name="item-label"/></xsl:variable>
<xsl:variable name="v"><xsl:choose><xsl:when test="@kind='lines' and @value"><xsl:value-of select="@value"/></xsl:when><xsl:otherwise><xsl:call-template name="item-value"/></xsl:otherwise></xsl:choose></xsl:variable>
<xsl:call-template name="pair"><xsl:with-param name="l" select="$l"/><xsl:with-param name="v"><t:s id="paper.entry"><t:p n="value" v="normalize-space($v)"/><t:p n="file" v="@file"/><t:p n="page" v="@page"/></t:s></xsl:with-param></xsl:call-template>
</xsl:template>

<!-- One history entry in words; the current node is <event>. A mail's note: its
     kind, a blank, the address, perhaps the server's words. -->
<xsl:template name="event">
<xsl:variable name="mail"><t:pick of="nk." select="substring-before(@note,' ')"/></xsl:variable>
<xsl:variable name="rest" select="concat(substring-after(@note,' '),' ')"/>
<xsl:choose><xsl:when test="@kind='copied' and @note='request'"><t:s id="ev.copied.request"><t:p n="who" v="@who"/></t:s></xsl:when><xsl:otherwise><t:pick of="ev." select="@kind"><t:p n="mail" v="$mail"/><t:p n="address" v="substring-before($rest,' ')"/></t:pick></xsl:otherwise></xsl:choose>
<xsl:if test="(@kind='forwarded' or @kind='corrected') and contains(@note,'@')"><xsl:text> </xsl:text><t:s id="cert.before"><t:p n="mail" v="@note"/></t:s></xsl:if>
<xsl:if test="(@kind='declined' or @kind='withdrawn') and (@note!='' or @why)"><xsl:text> </xsl:text><xsl:call-template name="reason"><xsl:with-param name="words" select="@note"/></xsl:call-template></xsl:if>
<xsl:if test="@kind='forwarded' and @note='undo'"><xsl:text> </xsl:text><t:s id="cert.undo"/></xsl:if>
</xsl:template>

<!-- Why it was declined or withdrawn: the chosen reason (@why), then the own words. -->
<xsl:template name="reason"><xsl:param name="words"/><xsl:if test="@why"><t:pick of="dec.why." select="@why"/><xsl:text> </xsl:text></xsl:if><xsl:value-of select="translate($words,'&#10;',' ')"/></xsl:template>

<!-- Where and how it is checked, with the code. -->
<xsl:template name="check">
<xsl:call-template name="line"><xsl:with-param name="k">code</xsl:with-param><xsl:with-param name="v" select="/*/@verify"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:s id="paper.check"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v" select="/*/@verify"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:s id="paper.check.else"/></xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
