<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R8: 控えの再発行. The same answer to everybody. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="cpy.title"/></xsl:template>

<xsl:template name="content">
<xsl:choose>
<xsl:when test="@sent"><div class="ok" role="status"><p><t:s id="cpy.sent"><t:p n="from" v="@from"/></t:s></p></div></xsl:when>
<xsl:otherwise>
<p><t:s id="cpy.lead"/></p>
<form method="post" action="{a:verify.copy}" accept-charset="UTF-8">
<xsl:call-template name="field"><xsl:with-param name="name">mail</xsl:with-param><xsl:with-param name="label">typ.mail</xsl:with-param><xsl:with-param name="type">email</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">email</xsl:with-param></xsl:call-template>
<div class="act"><button class="p" type="submit"><t:s id="cpy.do"/></button></div>
</form>
</xsl:otherwise>
</xsl:choose>
</xsl:template>
</xsl:stylesheet>
