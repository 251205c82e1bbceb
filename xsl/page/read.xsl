<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R2: the pages as pictures, their text, the form of the own items, and the
     way to 同意. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/others.xsl"/>
<xsl:import href="../part/link.xsl"/>
<xsl:import href="../part/items.xsl"/>

<xsl:template name="title"><t:s id="read.title"><t:p n="title" v="contract/@title"/></t:s></xsl:template>
<xsl:template name="width">w<xsl:if test="/page/item"> fill</xsl:if></xsl:template>
<xsl:template name="head"><xsl:call-template name="items-head"/></xsl:template>

<xsl:template name="content">
<xsl:if test="item"><form method="get" action="{a:review.read}" class="ph"><xsl:call-template name="ticket"/><input type="hidden" name="view" value="step"/><div class="act"><button class="p" type="submit"><t:s id="step.start"/></button></div></form></xsl:if>
<xsl:call-template name="read-saved"/>
<xsl:call-template name="others-top"/>
<xsl:call-template name="read-rows"/>
<xsl:call-template name="read-steps"/>
<xsl:if test="item"><xsl:call-template name="items-jump"/></xsl:if>
<p><a href="{a:review.lite}"><t:s id="read.lite"/></a><xsl:if test="item and @pages&gt;1"><xsl:text> </xsl:text><xsl:choose><xsl:when test="@fields"><a href="{a:review.read}"><t:s id="read.view.all"/></a></xsl:when><xsl:otherwise><a href="{a:review.read q=view=fields}"><t:s id="read.view.fields"/></a></xsl:otherwise></xsl:choose></xsl:if></p>
<div class="cols">
<section class="doc">
<h2><t:s id="read.h.doc"/></h2>
<xsl:if test="count(contract/file)&gt;1">
<p><t:s id="read.several"><t:p n="n" v="count(contract/file)"/></t:s></p>
<ol><xsl:for-each select="contract/file"><xsl:variable name="n" select="@n"/><li><xsl:choose><xsl:when test="/page/leaf[@file=$n]"><a href="#d{@n}"><xsl:value-of select="@name"/></a></xsl:when><xsl:otherwise><xsl:value-of select="@name"/></xsl:otherwise></xsl:choose></li></xsl:for-each></ol>
</xsl:if>
<xsl:call-template name="part"/>
<xsl:for-each select="leaf"><xsl:call-template name="leaf"/></xsl:for-each>
<xsl:call-template name="part"/>
<p class="hint"><t:s id="read.aid"/></p>
<xsl:if test="before"><details><summary><t:s id="entries.others"/></summary><xsl:call-template name="entries-before"/></details></xsl:if>
</section>
<xsl:choose>
<xsl:when test="item"><xsl:call-template name="items-form"><xsl:with-param name="action"><t:a id="review.read"/></xsl:with-param></xsl:call-template></xsl:when>
<xsl:otherwise><xsl:call-template name="read-agree"/></xsl:otherwise>
</xsl:choose>
</div>
</xsl:template>

<xsl:template name="after"><xsl:call-template name="others"/></xsl:template>

<!-- Long documents come in parts. -->
<xsl:template name="part">
<xsl:if test="@back or @more"><p><xsl:if test="@from"><t:s id="read.part"><t:p n="p" v="@pages"/><t:p n="a" v="@from"/><t:p n="b" v="@to"/></t:s></xsl:if><xsl:text> </xsl:text><xsl:if test="@back"><a><xsl:attribute name="href"><t:a id="review.read"/><xsl:call-template name="from"><xsl:with-param name="n" select="@back"/><xsl:with-param name="item" select="@back_item"/></xsl:call-template></xsl:attribute><t:s id="read.back"/></a><xsl:text> </xsl:text></xsl:if><xsl:if test="@more"><a><xsl:attribute name="href"><t:a id="review.read"/><xsl:call-template name="from"><xsl:with-param name="n" select="@more"/><xsl:with-param name="item" select="@more_item"/></xsl:call-template></xsl:attribute><t:s id="read.more"><t:p n="a" v="@more"/><t:p n="b" v="@more_to"/></t:s></a></xsl:if></p></xsl:if>
</xsl:template>

<xsl:template name="leaf">
<xsl:variable name="file" select="/page/contract/file[@n=current()/@file]"/>
<xsl:variable name="v" select="string(/page/fresh[@n=current()/@n]/@v)"/>
<xsl:variable name="alt"><xsl:choose>
<xsl:when test="@scan or /page/@textaway"><t:s id="read.alt.scan"><t:p n="title" v="$file/@name"/><t:p n="i" v="@i"/></t:s></xsl:when>
<xsl:otherwise><t:s id="read.alt"><t:p n="title" v="$file/@name"/><t:p n="i" v="@i"/></t:s></xsl:otherwise>
</xsl:choose></xsl:variable>
<xsl:if test="count(/page/contract/file)&gt;1 and (@begins or position()=1)"><h3 id="d{@file}"><xsl:value-of select="@file"/>. <xsl:value-of select="$file/@name"/></h3></xsl:if>
<p id="p{@n}"><t:s id="read.page"><t:p n="i" v="@i"/><t:p n="p" v="$file/@pages"/></t:s><xsl:text> </xsl:text><a href="{a:fetch.link.page n=@n w=concat('1280',$v,'.png')}"><t:s id="read.enlarge"/></a><xsl:text> </xsl:text><a><xsl:attribute name="href"><xsl:if test="/page/@textaway"><t:a id="review.lite"/><xsl:call-template name="from"><xsl:with-param name="n" select="@n"/></xsl:call-template></xsl:if>#t<xsl:value-of select="@n"/></xsl:attribute><t:s id="read.astext"/></a></p>
<div class="pg"><img src="{a:fetch.link.page n=@n w=concat('640',$v,'.png')}" srcset="{a:fetch.link.page n=@n w=concat('320',$v,'.png')} 320w, {a:fetch.link.page n=@n w=concat('640',$v,'.png')} 640w, {a:fetch.link.page n=@n w=concat('1280',$v,'.png')} 1280w" sizes="(min-width:46em) 42rem, 96vw" width="{@width}" height="{@height}" alt="{$alt}"><xsl:if test="@n&gt;1"><xsl:attribute name="loading">lazy</xsl:attribute></xsl:if></img><xsl:call-template name="markers"><xsl:with-param name="n" select="@n"/></xsl:call-template></div>
<xsl:if test="not(/page/@textaway)"><details><summary><t:s id="read.text"><t:p n="i" v="@i"/></t:s></summary><div id="t{@n}"><xsl:call-template name="leaf-text"/></div></details></xsl:if>
</xsl:template>
</xsl:stylesheet>
