<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     On the owner's page of a sent document: how the letters fared, what needs care,
     and the ways to each act (xsl/page/sent.xsl). Current node: a <party>, or the
     <contract> for "document-acts". -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">

<xsl:template name="letters">
<xsl:variable name="open" select="../@state='waiting' and (@state='invited' or @state='opened')"/>
<xsl:if test="$open and @mailed"><xsl:variable name="time"><xsl:call-template name="time"><xsl:with-param name="v" select="@mailed"/></xsl:call-template></xsl:variable><br/><t:s id="doc.mailed"><t:p n="time" v="$time"/></t:s></xsl:if>
<xsl:if test="not($open) and @bounced"><xsl:variable name="at"><xsl:call-template name="time"><xsl:with-param name="v" select="@bounced"/></xsl:call-template></xsl:variable><xsl:variable name="why"><t:pick of="bnc." select="@bounce"/></xsl:variable><br/><b class="req"><t:s id="doc.bounced"><t:p n="time" v="$at"/><t:p n="why" v="$why"/></t:s></b></xsl:if>
<xsl:if test="$open and @later"><xsl:variable name="day"><xsl:call-template name="day"><xsl:with-param name="v" select="@later"/></xsl:call-template></xsl:variable><br/><t:s id="doc.later"><t:p n="day" v="$day"/></t:s><xsl:if test="@later_note!=''"><br/><xsl:value-of select="@later_note"/></xsl:if></xsl:if>
</xsl:template>

<!-- One <ask> of a recipient, with its answer. -->
<xsl:template name="question">
<xsl:variable name="time"><xsl:call-template name="time"><xsl:with-param name="v" select="@time"/></xsl:call-template></xsl:variable>
<div class="box"><p><b><t:s id="answer.from"><t:p n="name" v="@name"/><t:p n="mail" v="@mail"/></t:s></b> <span class="when"><xsl:value-of select="$time"/></span></p>
<xsl:if test="@why!='ask'"><p><t:pick of="answer.why." select="@why"/></p></xsl:if>
<xsl:if test="text!=''"><p class="pre"><xsl:value-of select="text"/></p></xsl:if>
<xsl:choose>
<xsl:when test="@answered and answer=''"><p><t:s id="ask.extended"/></p></xsl:when>
<xsl:when test="@answered"><p><b><t:s id="answer.yours"/></b></p><p class="pre"><xsl:value-of select="answer"/></p></xsl:when>
<xsl:when test="/page/@view='doc'"><p class="act"><a class="b p" href="{a:search.answer id=/page/contract/@id n=@n}"><span class="vh"><t:s id="doc.act.of"><t:p n="name" v="@name"/></t:s></span><t:s id="answer.go"/></a></p></xsl:when>
</xsl:choose></div>
</xsl:template>

<!-- What the sender should see first. -->
<xsl:template name="care">
<xsl:if test="ask[not(@answered)]"><section class="wn"><h2><t:s id="doc.questions.open"/></h2><xsl:for-each select="ask[not(@answered)]"><xsl:call-template name="question"/></xsl:for-each></section></xsl:if>
<xsl:variable name="who" select="party[@slot=../@turn]"/>
<xsl:if test="@state='waiting' and $who[@bounced or @expired or @reported or @quiet]">
<section class="wn"><h2><t:s id="doc.care"/></h2>
<xsl:for-each select="$who">
<xsl:variable name="at"><xsl:call-template name="time"><xsl:with-param name="v" select="@bounced"/></xsl:call-template></xsl:variable>
<xsl:variable name="why"><t:pick of="bnc." select="@bounce"/></xsl:variable>
<p><b><xsl:value-of select="@name"/></b><xsl:text> </xsl:text><xsl:value-of select="@mail"/></p>
<xsl:if test="@bounced"><p><t:s id="doc.bounced"><t:p n="time" v="$at"/><t:p n="why" v="$why"/></t:s></p></xsl:if>
<xsl:if test="@reported"><xsl:variable name="day"><xsl:call-template name="day"><xsl:with-param name="v" select="@reported"/></xsl:call-template></xsl:variable><p><t:s id="doc.reported"><t:p n="day" v="$day"/></t:s></p></xsl:if>
<xsl:if test="@expired"><p><t:s id="doc.expired"/></p></xsl:if>
<xsl:if test="@quiet and not(@expired)"><p><t:s id="doc.quiet"/></p></xsl:if>
<xsl:if test="@quiet"><p class="hint"><t:s id="sent.spam"><t:p n="from" v="/page/@from"/></t:s></p></xsl:if>
<p class="act"><xsl:choose>
<xsl:when test="(@bounced or @reported) and @state='invited'"><a class="b p" href="{a:search.correct id=/page/contract/@id n=@slot}"><xsl:call-template name="of"/><t:s id="sent.correct"/></a></xsl:when>
<xsl:when test="@expired"><a class="b p" href="{a:search.extend id=/page/contract/@id n=@slot}"><xsl:call-template name="of"/><t:s id="doc.extend"/></a></xsl:when>
<xsl:when test="@bounced or @quiet"><a class="b p" href="{a:search.remind id=/page/contract/@id n=@slot}"><xsl:call-template name="of"/><t:s id="sent.remind.do"/></a></xsl:when>
</xsl:choose></p>
</xsl:for-each>
</section>
</xsl:if>
</xsl:template>

<xsl:template name="of"><span class="vh"><t:s id="doc.act.of"><t:p n="name" v="@name"/></t:s></span></xsl:template>

<!-- Ways to the acts on one open slot: a row of its own below the party's. -->
<xsl:template name="party-acts">
<xsl:if test="../@state='waiting' and (@state='invited' or @state='opened')">
<tr><td colspan="3"><p class="act">
<xsl:if test="not(@expired) and not(@sender)"><a class="b" href="{a:search.remind id=/page/contract/@id n=@slot}"><xsl:call-template name="of"/><t:s id="sent.remind.do"/></a><xsl:text> </xsl:text></xsl:if>
<a class="b" href="{a:search.extend id=/page/contract/@id n=@slot}"><xsl:call-template name="of"/><t:s id="doc.extend"/></a><xsl:text> </xsl:text>
<xsl:if test="@state='invited' and not(@sender)"><a class="b" href="{a:search.correct id=/page/contract/@id n=@slot}"><xsl:call-template name="of"/><t:s id="sent.correct"/></a><xsl:text> </xsl:text></xsl:if>
<xsl:if test="not(@sender)"><a class="b" href="{a:search.code id=/page/contract/@id n=@slot}"><xsl:call-template name="of"/><t:s id="doc.code.new"/></a></xsl:if>
</p></td></tr>
</xsl:if>
</xsl:template>

<xsl:template name="document-acts">
<xsl:if test="ask[@answered]"><h2><t:s id="doc.questions"/></h2><xsl:for-each select="ask[@answered]"><xsl:call-template name="question"/></xsl:for-each></xsl:if>
<xsl:if test="@state!='draft'">
<h2><t:s id="doc.act"/></h2>
<p class="act">
<xsl:if test="@state='concluded'"><a class="b" href="{a:search.share id=/page/contract/@id}"><t:s id="sent.share"/></a><xsl:text> </xsl:text></xsl:if>
<a class="b" href="{a:search.copy id=/page/contract/@id}"><t:s id="sent.copy"/></a><xsl:text> </xsl:text>
<xsl:if test="@state='waiting'"><a class="b d" href="{a:search.withdraw id=/page/contract/@id}"><t:s id="sent.withdraw"/></a></xsl:if>
</p>
</xsl:if>
</xsl:template>
</xsl:stylesheet>
