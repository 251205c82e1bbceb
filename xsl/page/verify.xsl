<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="acc.verify"/></xsl:template>

<xsl:template name="content">
<xsl:choose>
<xsl:when test="@old">
<p><t:s id="acc.old"/></p>
<p><a class="b p" href="{a:account.register}"><t:s id="acc.sent.again"/></a></p>
<p><t:s id="acc.old.text"/></p>
<p><a class="b" href="{a:account.login}"><t:s id="btn.login"/></a></p>
</xsl:when>
<xsl:otherwise>
<table class="kv"><tr><th scope="row"><t:s id="acc.verify.mail"/></th><td><xsl:value-of select="@mail"/></td></tr></table>
<p><t:s id="acc.verify.lead"/></p>
<form method="post" action="{a:account.verify}" accept-charset="UTF-8">
<xsl:call-template name="token"/>
<input type="hidden" name="terms" value="{@terms}"/>
<xsl:call-template name="field"><xsl:with-param name="name">name</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">name</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">company</xsl:with-param><xsl:with-param name="auto">organization</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">password</xsl:with-param><xsl:with-param name="type">password</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">new-password</xsl:with-param><xsl:with-param name="hint"><t:s id="acc.verify.pw"/></xsl:with-param></xsl:call-template>
<p><a href="{a:help.terms}"><t:s id="acc.verify.terms"><t:p n="k" v="@chars"/><t:p n="version" v="@terms"/></t:s></a></p>
<xsl:call-template name="field"><xsl:with-param name="name">accept</xsl:with-param><xsl:with-param name="type">check</xsl:with-param><xsl:with-param name="required" select="true()"/></xsl:call-template>
<p class="act"><button class="p" type="submit"><t:s id="acc.verify.done"/></button></p>
</form>
</xsl:otherwise>
</xsl:choose>
</xsl:template>
</xsl:stylesheet>
