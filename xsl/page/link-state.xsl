<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R9: a link that cannot do now what it was for. What happened, what it means,
     one thing to do. @kind is the policy's word, "changed" or "old". -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>


<xsl:template name="title">
<xsl:variable name="me" select="contract/party[@me]"/>
<xsl:variable name="day"><xsl:choose>
<xsl:when test="@kind='expired'"><xsl:call-template name="day"><xsl:with-param name="v" select="$me/@due"/></xsl:call-template></xsl:when>
<xsl:otherwise><xsl:call-template name="day"><xsl:with-param name="v" select="$me/@acted"/></xsl:call-template></xsl:otherwise>
</xsl:choose></xsl:variable>
<xsl:choose>
<xsl:when test="@kind='turn'"><t:s id="link.turn"/></xsl:when>
<xsl:when test="@kind='expired'"><t:s id="link.expired"><t:p n="day" v="$day"/></t:s></xsl:when>
<xsl:when test="@kind='agreed'"><t:s id="link.agreed"><t:p n="day" v="$day"/></t:s></xsl:when>
<xsl:when test="@kind='declined'"><t:s id="link.declined"><t:p n="day" v="$day"/></t:s></xsl:when>
<xsl:when test="@kind='ended'"><t:s id="link.ended"/></xsl:when>
<xsl:when test="@kind='withdrawn'"><t:s id="link.withdrawn"/></xsl:when>
<xsl:when test="@kind='locked'"><t:s id="link.locked"/></xsl:when>
<xsl:when test="@kind='changed'"><t:s id="link.changed"/></xsl:when>
<xsl:when test="@kind='old'"><t:s id="link.old"/></xsl:when>
<xsl:when test="@kind='stale'"><t:s id="link.stale"/></xsl:when>
<xsl:when test="@kind='looked'"><t:s id="link.looked"/></xsl:when>
<xsl:when test="@kind='forwarded'"><t:s id="link.forwarded"><t:p n="to" v="@to"/></t:s></xsl:when>
<xsl:when test="@kind='takenback'"><t:s id="link.takenback"/></xsl:when>
<xsl:when test="@kind='undone'"><t:s id="link.undone"/></xsl:when>
<xsl:when test="@kind='corrected'"><t:s id="link.corrected"/></xsl:when>
<xsl:when test="@kind='noforward'"><t:s id="link.noforward"/></xsl:when>
<xsl:when test="@kind='often'"><t:s id="link.often"/></xsl:when>
<xsl:otherwise><t:s id="link.replaced"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="content">
<xsl:variable name="who"><xsl:call-template name="sender"/></xsl:variable>
<xsl:variable name="day"><xsl:choose>
<xsl:when test="@kind='old'"><xsl:call-template name="day"><xsl:with-param name="v" select="@until"/></xsl:call-template></xsl:when>
<xsl:otherwise><xsl:call-template name="day"><xsl:with-param name="v" select="contract/@closed"/></xsl:call-template></xsl:otherwise>
</xsl:choose></xsl:variable>
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<xsl:choose>
<xsl:when test="@kind='turn'"><p><t:s id="link.turn.text"><t:p n="n" v="contract/@turn"/></t:s></p></xsl:when>
<xsl:when test="@kind='expired'"><xsl:if test="@pressed"><p><t:s id="link.expired.pressed"/></p></xsl:if><p><t:s id="link.expired.text"/></p><xsl:choose><xsl:when test="@asked"><p><b><t:s id="link.expired.asked"/></b></p></xsl:when><xsl:otherwise><xsl:call-template name="ask"><xsl:with-param name="why">time</xsl:with-param><xsl:with-param name="label"><t:s id="link.expired.ask"/></xsl:with-param></xsl:call-template></xsl:otherwise></xsl:choose></xsl:when>
<xsl:when test="@kind='looked'"><p><t:s id="link.looked.text"/></p></xsl:when>
<xsl:when test="@kind='stale'"><p><t:s id="link.stale.text"/></p><xsl:call-template name="renew"/></xsl:when>
<xsl:when test="@kind='agreed' and @result"><p><t:s id="link.agreed.text"/></p><p class="act"><a class="b p" href="{a:agree.done}"><t:s id="link.agreed.result"/></a></p></xsl:when>
<xsl:when test="@kind='agreed'"><p><t:s id="link.agreed.text"/></p><p><xsl:choose><xsl:when test="contract/@state='concluded'"><t:s id="link.agreed.done"/></xsl:when><xsl:otherwise><t:s id="link.agreed.wait"/></xsl:otherwise></xsl:choose></p></xsl:when>
<xsl:when test="@kind='declined'"><p><t:s id="dec.done"/></p><p><t:s id="link.declined.text"><t:p n="who" v="$who"/></t:s></p><xsl:call-template name="ask"><xsl:with-param name="why">again</xsl:with-param><xsl:with-param name="label"><t:s id="link.declined.ask"/></xsl:with-param></xsl:call-template></xsl:when>
<xsl:when test="@kind='ended'"><p><t:s id="link.ended.text"/></p></xsl:when>
<xsl:when test="@kind='withdrawn'"><xsl:if test="@pressed"><p><t:s id="link.withdrawn.pressed"/></p></xsl:if><p><t:s id="link.withdrawn.text"><t:p n="day" v="$day"/><t:p n="who" v="$who"/></t:s></p><xsl:if test="contract/@reason!=''"><p><t:s id="link.reason"><t:p n="reason" v="contract/@reason"/></t:s></p></xsl:if><p class="act"><a class="b" href="{a:review.ask}"><t:s id="link.withdrawn.ask"/></a></p></xsl:when>
<xsl:when test="@kind='locked'"><xsl:variable name="clock"><xsl:call-template name="clock"><xsl:with-param name="v" select="contract/party[@me]/@locked"/></xsl:call-template></xsl:variable><p><t:s id="link.locked.text"><t:p n="clock" v="$clock"/><t:p n="who" v="$who"/><t:p n="mail" v="contract/sender/@mail"/></t:s></p></xsl:when>
<xsl:when test="@kind='changed'"><p role="alert"><t:s id="link.changed.text"/></p><p><t:s id="link.notsaved"/></p><form method="get" action="{a:review.read}"><xsl:call-template name="ticket"/><div class="act"><button class="p" type="submit"><t:s id="link.changed.btn"/></button></div></form></xsl:when>
<xsl:when test="@kind='forwarded'"><p><t:s id="link.forwarded.text"/></p><xsl:if test="@undo"><p><t:s id="fwd.undo.may"/></p><p class="act"><a class="b" href="{a:forward.undo}"><t:s id="fwd.undo"/></a></p></xsl:if></xsl:when>
<xsl:when test="@kind='takenback'"><p><t:s id="link.takenback.text"/></p></xsl:when>
<xsl:when test="@kind='undone'"><p><t:s id="link.undone.text"/></p></xsl:when>
<xsl:when test="@kind='corrected'"><p><t:s id="link.corrected.text"/></p></xsl:when>
<xsl:when test="@kind='noforward' or @kind='often'"><p><xsl:choose><xsl:when test="@kind='often'"><t:s id="link.often.text"/></xsl:when><xsl:otherwise><t:s id="link.noforward.text"/></xsl:otherwise></xsl:choose></p><form method="get" action="{a:review.read}"><xsl:call-template name="ticket"/><div class="act"><button class="p" type="submit"><t:s id="link.toread"/></button></div></form></xsl:when>
<xsl:when test="@kind='old'"><p><t:s id="link.old.text"><t:p n="day" v="$day"/><t:p n="who" v="$who"/></t:s></p><p class="act"><a class="b p" href="{a:verify.copy}"><t:s id="cpy.title"/></a></p></xsl:when>
<xsl:otherwise><p><t:s id="link.replaced.text"/></p><p><t:s id="link.replaced.ask"/></p><xsl:call-template name="renew"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- One press, and the sender knows. -->
<xsl:template name="ask">
<xsl:param name="why"/><xsl:param name="label"/>
<form method="post" action="{a:review.ask}"><xsl:call-template name="token"/><input type="hidden" name="why" value="{$why}"/><div class="act"><button class="p" type="submit"><xsl:value-of select="$label"/></button></div></form>
</xsl:template>

<xsl:template name="renew">
<form method="get" action="{a:review.renew}"><xsl:call-template name="ticket"/><div class="act"><button class="p" type="submit"><t:s id="link.renew"/></button></div></form>
</xsl:template>
</xsl:stylesheet>
