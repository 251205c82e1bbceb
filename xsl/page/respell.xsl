<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The spelling of the own name, company and post. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="respell.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="respell.lead"/></p>
<xsl:for-each select="contract/party[@me]">
<form method="post" action="{a:review.name}" accept-charset="UTF-8">
<xsl:call-template name="token"/>
<xsl:call-template name="field"><xsl:with-param name="name">name</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="value" select="@name"/><xsl:with-param name="auto">name</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">company</xsl:with-param><xsl:with-param name="value" select="@company"/><xsl:with-param name="auto">organization</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">post</xsl:with-param><xsl:with-param name="value" select="@post"/><xsl:with-param name="auto">organization-title</xsl:with-param></xsl:call-template>
<p><t:s id="respell.mail"><t:p n="mail" v="@mail"/></t:s><xsl:if test="@forward!='no'"><xsl:text> </xsl:text><t:s id="respell.forward"/></xsl:if></p>
<div class="act"><button class="p" type="submit"><t:s id="respell.do"/></button></div>
</form>
</xsl:for-each>
<p><a href="{a:review.read}"><t:s id="respell.back"/></a></p>
</xsl:template>
</xsl:stylesheet>
