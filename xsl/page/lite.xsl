<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R5: 簡易表示版. Everything but pictures, the PDF first, texts open. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/others.xsl"/>
<xsl:import href="../part/link.xsl"/>
<xsl:import href="../part/items.xsl"/>

<xsl:template name="title"><t:s id="read.lite.title"><t:p n="title" v="contract/@title"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:call-template name="read-saved"/>
<xsl:call-template name="others-top"/>
<xsl:call-template name="read-rows"/>
<xsl:call-template name="read-steps"/>
<xsl:if test="item"><xsl:call-template name="items-jump"/></xsl:if>
<p><a href="{a:review.read}"><t:s id="read.normal"/></a></p>
<section>
<h2><t:s id="read.h.doc"/></h2>
<p><t:s id="read.aid"/></p>
<xsl:call-template name="part"/>
<xsl:for-each select="leaf">
<xsl:variable name="file" select="/page/contract/file[@n=current()/@file]"/>
<xsl:if test="count(/page/contract/file)&gt;1 and (@begins or position()=1)"><h3><xsl:value-of select="@file"/>. <xsl:value-of select="$file/@name"/></h3></xsl:if>
<xsl:variable name="level"><xsl:choose><xsl:when test="count(/page/contract/file)&gt;1">h4</xsl:when><xsl:otherwise>h3</xsl:otherwise></xsl:choose></xsl:variable>
<xsl:element name="{$level}"><xsl:attribute name="id">t<xsl:value-of select="@n"/></xsl:attribute><t:s id="read.page"><t:p n="i" v="@i"/><t:p n="p" v="$file/@pages"/></t:s></xsl:element>
<xsl:call-template name="leaf-text"/>
</xsl:for-each>
<xsl:call-template name="part"/>
<xsl:call-template name="entries-before"/>
</section>
<xsl:choose>
<xsl:when test="item"><xsl:call-template name="items-form"><xsl:with-param name="action"><t:a id="review.lite"/></xsl:with-param><xsl:with-param name="cut" select="false()"/></xsl:call-template></xsl:when>
<xsl:otherwise><xsl:call-template name="read-agree"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="after"><xsl:call-template name="others"/></xsl:template>

<xsl:template name="part">
<xsl:if test="@back or @more"><p><t:s id="read.part"><t:p n="p" v="@pages"/><t:p n="a" v="@from"/><t:p n="b" v="@to"/></t:s><xsl:text> </xsl:text><xsl:if test="@back"><a><xsl:attribute name="href"><t:a id="review.lite"/><xsl:call-template name="from"><xsl:with-param name="n" select="@back"/><xsl:with-param name="item" select="@back_item"/></xsl:call-template></xsl:attribute><t:s id="read.back"/></a><xsl:text> </xsl:text></xsl:if><xsl:if test="@more"><a><xsl:attribute name="href"><t:a id="review.lite"/><xsl:call-template name="from"><xsl:with-param name="n" select="@more"/><xsl:with-param name="item" select="@more_item"/></xsl:call-template></xsl:attribute><t:s id="read.more"><t:p n="a" v="@more"/><t:p n="b" v="@more_to"/></t:s></a></xsl:if></p></xsl:if>
</xsl:template>
</xsl:stylesheet>
