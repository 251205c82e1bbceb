<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="acc.register"/></xsl:template>

<xsl:template name="content">
<xsl:choose>
<xsl:when test="@closed"><p><t:s id="acc.closed"><t:p n="contact" v="@contact"/></t:s></p></xsl:when>
<xsl:otherwise>
<p><t:s id="acc.register.lead"/></p>
<form method="post" action="{a:account.register}" accept-charset="UTF-8" novalidate="novalidate">
<xsl:call-template name="token"/>
<xsl:call-template name="field"><xsl:with-param name="name">mail</xsl:with-param><xsl:with-param name="label">email</xsl:with-param><xsl:with-param name="type">email</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">email</xsl:with-param></xsl:call-template>
<p class="act"><button class="p" type="submit"><t:s id="btn.register"/></button></p>
</form>
</xsl:otherwise>
</xsl:choose>
<h2><t:s id="acc.have"/></h2>
<p><a class="b" href="{a:account.login}"><t:s id="btn.login"/></a></p>
</xsl:template>
</xsl:stylesheet>
