<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R8: a question to the sender, and the ones before with their answers. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="ask.title"/></xsl:template>

<xsl:template name="content">
<xsl:if test="@sent"><div class="ok" role="status"><p><t:s id="ask.sent"/></p></div></xsl:if>
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<xsl:if test="not(@sent)">
<p><t:s id="ask.lead"/></p>
<xsl:variable name="hint"><t:s id="ask.hint"/></xsl:variable>
<form method="post" action="{a:review.ask}" accept-charset="UTF-8">
<xsl:call-template name="token"/><input type="hidden" name="why" value="ask"/>
<xsl:call-template name="field"><xsl:with-param name="name">text</xsl:with-param><xsl:with-param name="label">ask.text</xsl:with-param><xsl:with-param name="type">textarea</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint" select="$hint"/></xsl:call-template>
<div class="act"><button class="p" type="submit"><t:s id="ask.do"/></button></div>
</form>
</xsl:if>
<xsl:if test="ask"><h2><t:s id="ask.mine"/></h2>
<xsl:for-each select="ask"><xsl:sort select="position()" data-type="number" order="descending"/>
<xsl:variable name="time"><xsl:call-template name="time"><xsl:with-param name="v" select="@time"/></xsl:call-template></xsl:variable>
<div class="box"><xsl:if test="@why!='ask'"><p><t:pick of="ask.why." select="@why"/></p></xsl:if><xsl:if test="text!=''"><p class="pre"><xsl:value-of select="text"/></p></xsl:if>
<p class="hint"><t:s id="ask.when"><t:p n="time" v="$time"/></t:s></p>
<xsl:choose><xsl:when test="@answered and answer=''"><p><t:s id="ask.extended"/></p></xsl:when><xsl:when test="@answered"><p><b><t:s id="ask.answer"/></b></p><p class="pre"><xsl:value-of select="answer"/></p></xsl:when><xsl:otherwise><p><t:s id="ask.waiting"/></p></xsl:otherwise></xsl:choose></div>
</xsl:for-each></xsl:if>
<form method="get" action="{a:review}"><xsl:call-template name="ticket"/><div class="act"><button type="submit"><t:s id="ask.back"/></button></div></form>
</xsl:template>
</xsl:stylesheet>
