<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R2: the pages as pictures, their text, and the way to 同意. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="read.title"><t:p n="title" v="contract/@title"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:call-template name="read-rows"/>
<xsl:call-template name="read-steps"/>
<p><a href="{a:review.lite}"><t:s id="read.lite"/></a></p>
<section>
<h2><t:s id="read.h.doc"/></h2>
<xsl:if test="count(contract/file)&gt;1">
<p><t:s id="read.several"><t:p n="n" v="count(contract/file)"/></t:s></p>
<ol><xsl:for-each select="contract/file"><xsl:variable name="n" select="@n"/><li><xsl:choose><xsl:when test="/page/leaf[@file=$n]"><a href="#d{@n}"><xsl:value-of select="@name"/></a></xsl:when><xsl:otherwise><xsl:value-of select="@name"/></xsl:otherwise></xsl:choose></li></xsl:for-each></ol>
</xsl:if>
<xsl:call-template name="part"/>
<xsl:for-each select="leaf"><xsl:call-template name="leaf"/></xsl:for-each>
<xsl:call-template name="part"/>
<p class="hint"><t:s id="read.aid"/></p>
</section>
<xsl:call-template name="read-agree"/>
</xsl:template>

<!-- Long documents come in parts. -->
<xsl:template name="part">
<xsl:if test="@back or @more"><p><t:s id="read.part"><t:p n="p" v="@pages"/><t:p n="a" v="@from"/><t:p n="b" v="@to"/></t:s><xsl:text> </xsl:text><xsl:if test="@back"><a><xsl:attribute name="href"><t:a id="review.read"/><xsl:call-template name="from"><xsl:with-param name="n" select="@back"/></xsl:call-template></xsl:attribute><t:s id="read.back"/></a><xsl:text> </xsl:text></xsl:if><xsl:if test="@more"><a><xsl:attribute name="href"><t:a id="review.read"/><xsl:call-template name="from"><xsl:with-param name="n" select="@more"/></xsl:call-template></xsl:attribute><t:s id="read.more"><t:p n="a" v="@more"/><t:p n="b" v="@more_to"/></t:s></a></xsl:if></p></xsl:if>
</xsl:template>

<xsl:template name="leaf">
<xsl:variable name="file" select="/page/contract/file[@n=current()/@file]"/>
<xsl:variable name="alt"><xsl:choose>
<xsl:when test="@scan"><t:s id="read.alt.scan"><t:p n="title" v="$file/@name"/><t:p n="i" v="@i"/></t:s></xsl:when>
<xsl:otherwise><t:s id="read.alt"><t:p n="title" v="$file/@name"/><t:p n="i" v="@i"/></t:s></xsl:otherwise>
</xsl:choose></xsl:variable>
<xsl:if test="count(/page/contract/file)&gt;1 and (@begins or position()=1)"><h3 id="d{@file}"><xsl:value-of select="@file"/>. <xsl:value-of select="$file/@name"/></h3></xsl:if>
<p id="p{@n}"><t:s id="read.page"><t:p n="i" v="@i"/><t:p n="p" v="$file/@pages"/></t:s><xsl:text> </xsl:text><a href="{a:fetch.link.page n=@n w='1280.png'}"><t:s id="read.enlarge"/></a><xsl:text> </xsl:text><a href="#t{@n}"><t:s id="read.astext"/></a></p>
<div class="pg"><img src="{a:fetch.link.page n=@n w='640.png'}" srcset="{a:fetch.link.page n=@n w='320.png'} 320w, {a:fetch.link.page n=@n w='640.png'} 640w, {a:fetch.link.page n=@n w='1280.png'} 1280w" sizes="(min-width:46em) 42rem, 96vw" width="{@width}" height="{@height}" alt="{$alt}"><xsl:if test="@n&gt;1"><xsl:attribute name="loading">lazy</xsl:attribute></xsl:if></img></div>
<details><summary><t:s id="read.text"><t:p n="i" v="@i"/></t:s></summary><div id="t{@n}"><xsl:call-template name="leaf-text"/></div></details>
</xsl:template>
</xsl:stylesheet>
