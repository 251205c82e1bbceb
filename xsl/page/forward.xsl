<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R6: 書類を転送する, the form. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="fwd.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="fwd.lead"/></p>
<ul><li><t:s id="fwd.notagreed"/></li>
<xsl:if test="@typed"><li><t:s id="fwd.typed"/></li></xsl:if>
<xsl:if test="@code"><li><t:s id="fwd.code"/></li></xsl:if></ul>
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<xsl:variable name="only"><xsl:if test="@domain"><t:s id="fwd.only.hint"><t:p n="d" v="@domain"/></t:s></xsl:if></xsl:variable>
<xsl:variable name="message"><t:s id="fwd.message.hint"/></xsl:variable>
<form method="post" action="{a:forward.confirm}" accept-charset="UTF-8">
<xsl:call-template name="token"/>
<xsl:call-template name="field"><xsl:with-param name="name">mail</xsl:with-param><xsl:with-param name="label">fwd.mail</xsl:with-param><xsl:with-param name="type">email</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint" select="$only"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">name</xsl:with-param><xsl:with-param name="label">fwd.name</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">company</xsl:with-param><xsl:with-param name="label">fwd.company</xsl:with-param><xsl:with-param name="value" select="contract/party[@me]/@company"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">message</xsl:with-param><xsl:with-param name="label">fwd.message</xsl:with-param><xsl:with-param name="type">textarea</xsl:with-param><xsl:with-param name="hint" select="$message"/></xsl:call-template>
<div class="act"><button class="p" type="submit"><t:s id="fwd.next"/></button></div>
</form>
<form method="get" action="{a:review.read}"><xsl:call-template name="ticket"/><div class="act"><button type="submit"><t:s id="btn.return"/></button></div></form>
</xsl:template>
</xsl:stylesheet>
