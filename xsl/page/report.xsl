<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R8: 受け取る予定がない. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="rep.title"/></xsl:template>

<xsl:template name="content">
<xsl:choose>
<xsl:when test="@sent"><div class="ok" role="status"><p><t:s id="rep.sent"/></p></div></xsl:when>
<xsl:otherwise>
<p><t:s id="rep.lead"/></p>
<xsl:variable name="wrong" select="wrong[@field='why']"/>
<form method="post" action="{a:review.report}" accept-charset="UTF-8">
<xsl:call-template name="token"/>
<fieldset id="why"><xsl:if test="$wrong"><xsl:attribute name="class">bad</xsl:attribute></xsl:if>
<legend><t:s id="f.rep.why"/><xsl:call-template name="must"><xsl:with-param name="required" select="true()"/></xsl:call-template></legend>
<xsl:for-each select="$wrong"><p class="em"><xsl:call-template name="mistake"/></p></xsl:for-each>
<xsl:call-template name="why"><xsl:with-param name="v">sender</xsl:with-param><xsl:with-param name="on" select="value[@name='why']"/></xsl:call-template>
<xsl:call-template name="why"><xsl:with-param name="v">address</xsl:with-param><xsl:with-param name="on" select="value[@name='why']"/></xsl:call-template>
<xsl:call-template name="why"><xsl:with-param name="v">odd</xsl:with-param><xsl:with-param name="on" select="value[@name='why']"/></xsl:call-template>
</fieldset>
<div class="act"><button class="p" type="submit"><t:s id="rep.do"/></button></div>
</form>
</xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="why">
<xsl:param name="v"/><xsl:param name="on"/>
<div class="ck"><input type="radio" id="why-{$v}" name="why" value="{$v}"><xsl:if test="$on=$v"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><label for="why-{$v}"><t:pick of="rep.why." select="$v"/></label></div>
</xsl:template>
</xsl:stylesheet>
