<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R8: 届いたメールを確かめる, for people who press no link. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="typ.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="typ.lead"><t:p n="service" v="@service"/></t:s></p>
<xsl:variable name="nh"><t:s id="typ.number.hint"/></xsl:variable>
<form method="post" action="{a:verify.check}" accept-charset="UTF-8">
<xsl:call-template name="field"><xsl:with-param name="name">number</xsl:with-param><xsl:with-param name="label">typ.number</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint" select="$nh"/><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">mail</xsl:with-param><xsl:with-param name="label">typ.mail</xsl:with-param><xsl:with-param name="type">email</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">email</xsl:with-param></xsl:call-template>
<div class="act"><button class="p" type="submit"><t:s id="typ.do"/></button></div>
</form>
</xsl:template>
</xsl:stylesheet>
