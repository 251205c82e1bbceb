<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/owner.xsl"/>

<xsl:template name="title"><t:s id="nav.home"/></xsl:template>
<xsl:template name="width">w wide</xsl:template>

<xsl:template name="content">
<div class="two">
<xsl:call-template name="folders"/>
<div class="r">
<p class="big"><t:s id="home.month"/><xsl:text> </xsl:text><b><t:s id="home.count"><t:p n="n" v="@month"/></t:s></b></p>
<h2><t:s id="home.recent"/></h2>
<xsl:choose>
<xsl:when test="row"><xsl:variable name="caption"><t:s id="home.recent"/></xsl:variable><xsl:call-template name="rows"><xsl:with-param name="caption" select="string($caption)"/></xsl:call-template></xsl:when>
<xsl:otherwise><p><t:s id="list.sent.none"/></p></xsl:otherwise>
</xsl:choose>
<h2><t:s id="home.months"/></h2>
<table class="ls months"><caption class="vh"><t:s id="home.months"/></caption>
<thead><tr><th scope="col"><t:s id="home.col.month"/></th><th scope="col" class="n"><t:s id="home.col.n"/></th><td></td></tr></thead>
<tbody><xsl:for-each select="month"><xsl:variable name="m"><t:pick of="time.month." select="@month"/></xsl:variable>
<tr><th scope="row"><t:s id="home.ym"><t:p n="y" v="@year"/><t:p n="m" v="$m"/></t:s></th><td class="n"><xsl:value-of select="@n"/></td><td class="wb"><xsl:if test="@n &gt; 0"><span class="bar b{ceiling(@bar div 5) * 5}"></span></xsl:if></td></tr></xsl:for-each></tbody></table>
<div class="cards">
<section class="card"><h2><t:s id="home.news"/></h2><p><t:s id="home.news.text"/></p></section>
<section class="card"><h2><t:s id="home.guide"/></h2><ul><li><a href="{a:help}"><t:s id="help.title"/></a></li><li><a href="{a:help.faq}"><t:s id="help.faq"/></a></li></ul></section>
<section class="card"><h2><t:s id="home.log"/></h2><p><t:s id="home.log.text"/></p><p><a href="{@source}"><t:s id="frame.source"/></a></p></section>
</div>
</div>
</div>
</xsl:template>
</xsl:stylesheet>
