<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     Every concluded file of a period, judged in steps (lib/web/batch_page.h). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/owner.xsl"/>
<xsl:import href="../part/field.xsl"/>
<xsl:import href="../part/time.xsl"/>

<xsl:template name="title"><t:s id="batch.title"/></xsl:template>
<xsl:template name="width">w wide</xsl:template>

<xsl:template name="content">
<p><t:s id="batch.lead"/></p>
<form method="get" action="{a:search.batch}">
<xsl:variable name="hint"><t:s id="batch.hint"/></xsl:variable>
<xsl:call-template name="field"><xsl:with-param name="name">since</xsl:with-param><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param><xsl:with-param name="hint" select="string($hint)"/><xsl:with-param name="value" select="@since"/></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">until</xsl:with-param><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param><xsl:with-param name="value" select="@until"/></xsl:call-template>
<p class="act"><button class="b" type="submit"><t:s id="batch.show"/></button><xsl:text> </xsl:text><a class="b" href="{a:search.batch q=only=risk}"><t:s id="batch.risky"/></a></p>
</form>
<xsl:if test="not(wrong)">
<h2><xsl:choose><xsl:when test="@risky"><t:s id="batch.h.risky"/></xsl:when><xsl:otherwise><xsl:variable name="since"><xsl:call-template name="day"><xsl:with-param name="v" select="@since"/></xsl:call-template></xsl:variable><xsl:variable name="until"><xsl:call-template name="day"><xsl:with-param name="v" select="@until"/></xsl:call-template></xsl:variable><t:s id="batch.h.period"><t:p n="since" v="$since"/><t:p n="until" v="$until"/></t:s></xsl:otherwise></xsl:choose></h2>
<xsl:choose>
<xsl:when test="@n=0"><p><xsl:choose><xsl:when test="@risky"><t:s id="batch.none.risky"/></xsl:when><xsl:otherwise><t:s id="batch.none"/></xsl:otherwise></xsl:choose></p></xsl:when>
<xsl:otherwise><xsl:call-template name="told"/><xsl:call-template name="files"/><xsl:call-template name="leafing"/></xsl:otherwise>
</xsl:choose>
</xsl:if>
<p><a href="{a:search.done}"><t:s id="batch.back"/></a></p>
</xsl:template>

<xsl:template name="told">
<xsl:if test="@bad &gt; 0"><div class="err"><p><t:s id="batch.bad"><t:p n="n" v="@bad"/></t:s></p></div></xsl:if>
<p><t:s id="batch.sum"><t:p n="n" v="@n"/><t:p n="told" v="@told"/><t:p n="bad" v="@bad"/><t:p n="risk" v="@risk"/></t:s></p>
<xsl:if test="@left &gt; @most"><p class="opt"><t:s id="batch.steps"><t:p n="most" v="@most"/></t:s></p></xsl:if>
<form method="post" action="{a:search.batch}">
<xsl:call-template name="token"/>
<input type="hidden" name="since" value="{@since}"/><input type="hidden" name="until" value="{@until}"/><input type="hidden" name="from" value="{@from}"/>
<input type="hidden" name="only"><xsl:attribute name="value"><xsl:choose><xsl:when test="@risky">risk</xsl:when><xsl:otherwise>all</xsl:otherwise></xsl:choose></xsl:attribute></input>
<p class="act">
<xsl:choose>
<xsl:when test="@left &gt; 0"><button class="b p" type="submit"><t:s id="batch.run"><t:p n="n" v="@left"/></t:s></button></xsl:when>
<xsl:otherwise><button class="b" type="submit" name="again" value="1"><t:s id="batch.again"/></button></xsl:otherwise>
</xsl:choose>
<xsl:text> </xsl:text><a class="b"><xsl:attribute name="href"><t:a id="search.batch.csv"/><xsl:call-template name="query"/></xsl:attribute><t:s id="batch.csv"/></a></p>
</form>
</xsl:template>

<xsl:template name="query"><xsl:value-of select="concat('?since=',@since,'&amp;until=',@until,'&amp;from=',@from,'&amp;only=')"/><xsl:choose><xsl:when test="@risky">risk</xsl:when><xsl:otherwise>all</xsl:otherwise></xsl:choose></xsl:template>

<xsl:template name="files">
<table class="ls"><caption class="vh"><t:s id="batch.title"/></caption>
<thead><tr><th scope="col"><t:s id="col.title"/></th><th scope="col"><t:s id="batch.col.concluded"/></th><th scope="col"><t:s id="batch.col.result"/></th><th scope="col"><t:s id="batch.col.stamp"/></th></tr></thead>
<tbody><xsl:for-each select="file"><tr>
<th scope="row"><a href="{a:search.doc id=@id}"><xsl:value-of select="@title"/></a><xsl:if test="@name!=@title"><br/><span class="opt"><xsl:value-of select="@name"/></span></xsl:if><xsl:if test="@counterparty!=''"><br/><span class="opt"><xsl:value-of select="@counterparty"/></span></xsl:if></th>
<td><span class="opt"><t:s id="batch.since"/><xsl:text> </xsl:text></span><xsl:call-template name="day"><xsl:with-param name="v" select="@concluded"/></xsl:call-template></td>
<td><xsl:choose><xsl:when test="@result='changed' or @result='bad' or @result='gone'"><b class="req"><t:pick of="batch.is." select="@result"/></b></xsl:when><xsl:otherwise><t:pick of="batch.is." select="@result"/></xsl:otherwise></xsl:choose>
<xsl:if test="@level!=''"><br/><span class="opt">PAdES-B-<xsl:value-of select="@level"/></span></xsl:if>
<xsl:if test="@checked"><br/><span class="opt"><xsl:call-template name="time"><xsl:with-param name="v" select="@checked"/></xsl:call-template></span></xsl:if></td>
<td><xsl:if test="@stamp_end"><span class="opt"><t:s id="batch.until"/><xsl:text> </xsl:text></span><xsl:call-template name="day"><xsl:with-param name="v" select="@stamp_end"/></xsl:call-template></xsl:if><xsl:if test="@risk!=''"><xsl:if test="@stamp_end"><br/></xsl:if><b class="req"><t:pick of="batch.risk." select="@risk"/></b></xsl:if></td>
</tr></xsl:for-each></tbody></table>
</xsl:template>

<xsl:template name="leafing">
<xsl:if test="@pages &gt; 1"><p class="act">
<xsl:if test="@page &gt; 1"><a class="b"><xsl:attribute name="href"><t:a id="search.batch"/><xsl:call-template name="query"/><xsl:value-of select="concat('&amp;page=',@page - 1)"/></xsl:attribute><t:s id="batch.before"/></a><xsl:text> </xsl:text></xsl:if>
<t:s id="batch.page"><t:p n="n" v="@page"/><t:p n="m" v="@pages"/></t:s>
<xsl:if test="@page &lt; @pages"><xsl:text> </xsl:text><a class="b"><xsl:attribute name="href"><t:a id="search.batch"/><xsl:call-template name="query"/><xsl:value-of select="concat('&amp;page=',@page + 1)"/></xsl:attribute><t:s id="batch.next"/></a></xsl:if>
</p></xsl:if>
</xsl:template>
</xsl:stylesheet>
