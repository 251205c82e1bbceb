<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     社内の人に見せる: a read-only link, before agreeing or at the end (W13). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><xsl:choose><xsl:when test="@concluded"><t:s id="shw.title.done"/></xsl:when><xsl:otherwise><t:s id="shw.title"/></xsl:otherwise></xsl:choose></xsl:template>

<xsl:template name="content">
<xsl:if test="@sent"><div class="ok" role="status"><p><t:s id="shw.sent"/></p></div></xsl:if>
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<p><xsl:choose><xsl:when test="@concluded"><t:s id="shw.lead.done"/></xsl:when><xsl:otherwise><t:s id="shw.lead"/></xsl:otherwise></xsl:choose></p>
<ul><li><t:s id="shw.record"/></li><xsl:if test="@code and not(@concluded)"><li><t:s id="shw.code"/></li></xsl:if></ul>
<form method="post" action="{a:review.show}" accept-charset="UTF-8">
<xsl:call-template name="token"/>
<xsl:call-template name="field"><xsl:with-param name="name">mail</xsl:with-param><xsl:with-param name="label">shw.mail</xsl:with-param><xsl:with-param name="type">email</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">name</xsl:with-param><xsl:with-param name="label">shw.name</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">company</xsl:with-param><xsl:with-param name="label">fwd.company</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<div class="act"><button class="p" type="submit"><t:s id="shw.do"/></button></div>
</form>
<xsl:if test="shown"><h2><t:s id="shw.who"/></h2><ul><xsl:for-each select="shown"><li><xsl:value-of select="@name"/><xsl:text> </xsl:text><xsl:value-of select="."/></li></xsl:for-each></ul></xsl:if>
<form method="get" action="{a:review}"><xsl:if test="@concluded"><xsl:attribute name="action"><t:a id="agree.done"/></xsl:attribute></xsl:if><xsl:call-template name="ticket"/><div class="act"><button type="submit"><t:s id="btn.return"/></button></div></form>
</xsl:template>
</xsl:stylesheet>
