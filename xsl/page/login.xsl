<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="btn.login"/></xsl:template>

<xsl:template name="content">
<xsl:variable name="next" select="value[@name='next']|@next"/>
<form method="post" action="{a:account.login}" accept-charset="UTF-8" novalidate="novalidate">
<xsl:call-template name="token"/>
<input type="hidden" name="next" value="{$next[1]}"/>
<xsl:call-template name="field"><xsl:with-param name="name">mail</xsl:with-param><xsl:with-param name="label">email</xsl:with-param><xsl:with-param name="type">email</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">username</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">password</xsl:with-param><xsl:with-param name="type">password</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">current-password</xsl:with-param></xsl:call-template>
<p class="act"><button class="p" type="submit"><t:s id="btn.login"/></button></p>
</form>
<p><t:s id="acc.forgot"><t:p n="operator" v="@operator"/><t:p n="contact" v="@contact"/></t:s></p>
<xsl:if test="@open"><h2><t:s id="acc.new"/></h2>
<p><a class="b" href="{a:account.register}"><t:s id="acc.register"/></a></p></xsl:if>
</xsl:template>
</xsl:stylesheet>
