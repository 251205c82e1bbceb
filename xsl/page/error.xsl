<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     Every error that is not a state of a document: what happened, what it means,
     one thing to do. @status and @why choose the fixed sentences. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title">
<xsl:choose>
<xsl:when test="@why='link'"><t:s id="link.unknown"/></xsl:when>
<xsl:when test="@why='maintenance'"><t:s id="maintenance.title"/></xsl:when>
<xsl:otherwise><t:pick from="e400.h e403.h e404.h e405.h e409.h e410.h e413.h e422.h e429.h e500.h e503.h" select="concat('e',@status,'.h1')"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="content">
<xsl:if test="@why='maintenance'"><xsl:variable name="clock"><xsl:call-template name="clock"><xsl:with-param name="v" select="@until"/></xsl:call-template></xsl:variable><xsl:if test="@until"><p><t:s id="maintenance.until"><t:p n="clock" v="$clock"/></t:s></p></xsl:if><p><t:s id="maintenance.text"/></p></xsl:if>
<xsl:if test="not(@why='link' or @why='maintenance')"><p><t:pick from="e400.t e403.t e404.t e405.t e409.t e410.t e413.t e422.t e429.t e500.t e503.t" select="concat('e',@status,'.text')"/></p></xsl:if>
<xsl:if test="@why and @why!='maintenance'"><p><t:pick of="why." select="@why"/></p></xsl:if>
<xsl:if test="@status&gt;=500 and not(@why='maintenance')"><p><t:s id="sys.500"><t:p n="contact" v="@contact"/><t:p n="ref" v="@ref"/></t:s></p></xsl:if>
<p class="act"><xsl:if test="@status&gt;=500"><a class="b" href="{@base}{@path}"><t:s id="btn.retry"/></a><xsl:text> </xsl:text></xsl:if><a class="b" href="{a:front}"><t:s id="btn.home"/></a></p>
</xsl:template>
</xsl:stylesheet>
