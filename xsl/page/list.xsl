<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/owner.xsl"/>

<xsl:template name="title"><t:pick of="fol." select="/page/@folder"/></xsl:template>
<xsl:template name="width">w wide</xsl:template>

<xsl:template name="content">
<div class="two">
<xsl:call-template name="folders"/>
<div class="r">
<xsl:choose>
<xsl:when test="row"><xsl:variable name="caption"><t:pick of="fol." select="@folder"/></xsl:variable><xsl:call-template name="rows"><xsl:with-param name="caption" select="string($caption)"/></xsl:call-template></xsl:when>
<xsl:when test="@paged"><p><t:s id="list.end"/></p></xsl:when>
<xsl:otherwise><p><t:pick from="list." select="concat('list.',@folder,'.none')"/></p><p><a class="b" href="{a:upload}"><t:s id="nav.new"/></a></p></xsl:otherwise>
</xsl:choose>
<xsl:if test="@folder='done' and row"><p><a href="{a:search.batch}"><t:s id="batch.title"/></a></p></xsl:if>
<p class="act"><xsl:if test="@paged"><a class="b" href="{@base}{@path}"><t:s id="list.first"/></a><xsl:text> </xsl:text></xsl:if><xsl:if test="@after"><a class="b" href="{@base}{@path}?after={@after}"><t:s id="list.more"/></a></xsl:if></p>
</div>
</div>
</xsl:template>
</xsl:stylesheet>
