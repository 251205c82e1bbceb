<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     One act of the owner on a sent document (@act): what it does, what it needs,
     one button. Only the mistake when it is not @possible any more. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/owner.xsl"/>

<xsl:variable name="party" select="/page/contract/party[@slot=/page/@slot]"/>

<xsl:template name="title">
<xsl:choose>
<xsl:when test="@act='withdraw'"><t:s id="sent.withdraw"/></xsl:when>
<xsl:when test="@act='remind'"><t:s id="sent.remind"><t:p n="name" v="$party/@name"/></t:s></xsl:when>
<xsl:when test="@act='extend'"><t:s id="sent.extend"><t:p n="name" v="$party/@name"/></t:s></xsl:when>
<xsl:when test="@act='correct'"><t:s id="sent.correct"/></xsl:when>
<xsl:when test="@act='code'"><t:s id="sent.code"/></xsl:when>
<xsl:when test="@act='share'"><t:s id="sent.share"/></xsl:when>
<xsl:otherwise><t:s id="sent.copy"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="content">
<p><b><xsl:for-each select="contract"><xsl:call-template name="document-title"/></xsl:for-each></b></p>
<xsl:choose>
<xsl:when test="@fresh"><div class="wn" role="status"><p><t:s id="sent.code.of"><t:p n="name" v="$party/@name"/></t:s><xsl:text> </xsl:text><b class="code"><xsl:value-of select="@fresh"/></b></p><p><t:s id="rcp.code.note"/></p></div></xsl:when>
<xsl:when test="@possible"><form method="post" action="{@base}{@path}" accept-charset="UTF-8" novalidate="novalidate">
<xsl:call-template name="token"/>
<xsl:choose>
<xsl:when test="@act='withdraw'"><xsl:call-template name="withdraw"/></xsl:when>
<xsl:when test="@act='remind'"><xsl:call-template name="remind"/></xsl:when>
<xsl:when test="@act='extend'"><xsl:call-template name="extend"/></xsl:when>
<xsl:when test="@act='correct'"><xsl:call-template name="correct"/></xsl:when>
<xsl:when test="@act='code'"><xsl:call-template name="code"/></xsl:when>
<xsl:when test="@act='share'"><xsl:call-template name="share"/></xsl:when>
<xsl:otherwise><p><t:s id="sent.copy.text"/></p><p><t:s id="sent.copy.not"/></p></xsl:otherwise>
</xsl:choose>
<p class="act"><button id="do" type="submit"><xsl:attribute name="class"><xsl:choose><xsl:when test="@act='withdraw'">d</xsl:when><xsl:otherwise>p</xsl:otherwise></xsl:choose></xsl:attribute><xsl:call-template name="verb"/></button></p>
</form></xsl:when>
</xsl:choose>
<p class="act"><a class="b" href="{a:search.doc}"><t:s id="sent.back"/></a></p>
</xsl:template>

<xsl:template name="verb">
<xsl:choose>
<xsl:when test="@act='withdraw'"><t:s id="sent.withdraw.do"/></xsl:when>
<xsl:when test="@act='remind'"><t:s id="sent.remind.do"/></xsl:when>
<xsl:when test="@act='extend'"><t:s id="sent.extend.do"/></xsl:when>
<xsl:when test="@act='correct'"><t:s id="sent.correct.do"/></xsl:when>
<xsl:when test="@act='code'"><t:s id="sent.code.do"/></xsl:when>
<xsl:when test="@act='share'"><t:s id="sent.share.do"/></xsl:when>
<xsl:otherwise><t:s id="sent.copy.do"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="withdraw">
<input type="hidden" name="agreed" value="{contract/@k}"/>
<p><t:s id="sent.withdraw.text"/></p>
<xsl:variable name="hint"><t:s id="sent.withdraw.hint"/></xsl:variable>
<xsl:call-template name="field"><xsl:with-param name="name">reason</xsl:with-param><xsl:with-param name="type">textarea</xsl:with-param><xsl:with-param name="rows">4</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint" select="string($hint)"/></xsl:call-template>
</xsl:template>

<xsl:template name="remind">
<p><t:s id="sent.remind.text"><t:p n="mail" v="$party/@mail"/></t:s></p>
<xsl:if test="$party/@mailed"><xsl:variable name="time"><xsl:call-template name="time"><xsl:with-param name="v" select="$party/@mailed"/></xsl:call-template></xsl:variable><p><t:s id="sent.remind.last"><t:p n="time" v="$time"/></t:s></p></xsl:if>
<p><t:s id="sent.spam"><t:p n="from" v="@from"/></t:s></p>
</xsl:template>

<xsl:template name="extend">
<p><xsl:choose><xsl:when test="$party/@due"><xsl:variable name="time"><xsl:call-template name="time"><xsl:with-param name="v" select="$party/@due"/></xsl:call-template></xsl:variable><t:s id="sent.extend.now"><t:p n="time" v="$time"/></t:s></xsl:when><xsl:otherwise><t:s id="sent.extend.none"/></xsl:otherwise></xsl:choose></p>
<p><t:s id="sent.extend.text"/></p>
<xsl:variable name="hint"><t:s id="sent.extend.hint"/></xsl:variable>
<xsl:call-template name="field"><xsl:with-param name="name">date</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param><xsl:with-param name="hint" select="string($hint)"/></xsl:call-template>
</xsl:template>

<xsl:template name="person">
<xsl:param name="who" select="/.."/>
<xsl:call-template name="field"><xsl:with-param name="name">mail</xsl:with-param><xsl:with-param name="label">email</xsl:with-param><xsl:with-param name="type">email</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">off</xsl:with-param><xsl:with-param name="value" select="string($who/@mail)"/></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">name</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">off</xsl:with-param><xsl:with-param name="value" select="string($who/@name)"/></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">company</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param><xsl:with-param name="value" select="string($who/@company)"/></xsl:call-template>
</xsl:template>

<xsl:template name="correct">
<p><t:s id="sent.correct.text"><t:p n="name" v="$party/@name"/><t:p n="mail" v="$party/@mail"/></t:s></p>
<xsl:if test="$party/@code"><p><t:s id="sent.correct.code"/></p></xsl:if>
<xsl:call-template name="person"><xsl:with-param name="who" select="$party"/></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">post</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param><xsl:with-param name="value" select="string($party/@post)"/></xsl:call-template>
</xsl:template>

<xsl:template name="code">
<p><xsl:choose><xsl:when test="$party/@code"><t:s id="sent.code.text"><t:p n="name" v="$party/@name"/></t:s></xsl:when><xsl:otherwise><t:s id="sent.code.new"><t:p n="name" v="$party/@name"/></t:s></xsl:otherwise></xsl:choose></p>
</xsl:template>

<xsl:template name="share">
<p><t:s id="sent.share.text"/></p>
<xsl:call-template name="person"/>
<div class="f"><div><label for="lang"><t:s id="f.lang"/></label></div><div><select id="lang" name="lang" class="short"><option value="ja"><xsl:if test="not(value[@name='lang']='en')"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><t:s id="opt.lang.ja"/></option><option value="en"><xsl:if test="value[@name='lang']='en'"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><t:s id="opt.lang.en"/></option></select></div></div>
</xsl:template>
</xsl:stylesheet>
