<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R1: who sent what to whom, the terms, the access code. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="landing.title"/></xsl:template>

<xsl:template name="content">
<xsl:if test="@old"><div class="wn"><p><xsl:choose><xsl:when test="@code"><t:s id="ticket.old"/></xsl:when><xsl:otherwise><t:s id="ticket.again"/></xsl:otherwise></xsl:choose></p></div></xsl:if>
<table class="kv">
<tr><th scope="row"><t:s id="row.sender"/></th><td><xsl:call-template name="sender-cell"/></td></tr>
<xsl:for-each select="move"><tr><th scope="row"><t:s id="row.forwarder"/></th><td><xsl:call-template name="person-cell"/></td></tr>
<xsl:if test="@message!=''"><tr><th scope="row"><t:s id="mail.forwarded.message"><t:p n="name" v="@name"/></t:s></th><td class="pre"><xsl:value-of select="@message"/></td></tr></xsl:if></xsl:for-each>
<tr><th scope="row"><t:s id="row.doc"/></th><td><xsl:value-of select="contract/@title"/></td></tr>
<tr><th scope="row"><t:s id="done.id"/></th><td><xsl:for-each select="contract/file"><div><xsl:value-of select="@docid"/></div></xsl:for-each></td></tr>
<xsl:call-template name="message-row"/>
<xsl:call-template name="due-row"/>
<tr><th scope="row"><t:s id="row.matching"/></th><td><b><xsl:value-of select="@matching"/></b><p class="hint"><t:s id="landing.matching"><t:p n="service" v="/page/@service"/></t:s></p></td></tr>
</table>
<div class="box"><p><b><t:s id="landing.box"/></b></p>
<ul><li><t:s id="landing.free"/></li><li><t:s id="landing.nothing"/></li><li><xsl:choose><xsl:when test="@items"><t:s id="landing.time.items"><t:p n="n" v="@minutes"/><t:p n="p" v="@pages"/><t:p n="f" v="@items"/></t:s></xsl:when><xsl:otherwise><t:s id="landing.time"><t:p n="n" v="@minutes"/><t:p n="p" v="@pages"/></t:s></xsl:otherwise></xsl:choose></li></ul></div>
<form method="post" action="{a:review}" accept-charset="UTF-8">
<xsl:call-template name="token"/>
<input type="hidden" name="terms" value="{@terms}"/>
<xsl:if test="@to"><input type="hidden" name="to" value="{@to}"/></xsl:if>
<xsl:if test="@code">
<xsl:variable name="hint"><xsl:choose><xsl:when test="move"><t:s id="landing.code.forwarded"/></xsl:when><xsl:otherwise><t:s id="landing.code"/></xsl:otherwise></xsl:choose></xsl:variable>
<xsl:call-template name="field"><xsl:with-param name="name">code</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint" select="$hint"/><xsl:with-param name="auto">off</xsl:with-param><xsl:with-param name="class">short</xsl:with-param></xsl:call-template>
<p class="hint"><xsl:for-each select="move|contract/sender[not(/page/move)]"><t:s id="landing.ask"><t:p n="name" v="@name"/><t:p n="mail" v="@mail"/></t:s></xsl:for-each></p>
</xsl:if>
<xsl:if test="@once">
<xsl:variable name="lead"><t:s id="once.lead"><t:p n="masked" v="@once"/></t:s><xsl:if test="@once_sent"><xsl:text> </xsl:text><t:s id="once.sent"/></xsl:if></xsl:variable>
<xsl:call-template name="field"><xsl:with-param name="name">once</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint" select="$lead"/><xsl:with-param name="mode">numeric</xsl:with-param><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="auto">one-time-code</xsl:with-param></xsl:call-template>
</xsl:if>
<p id="terms"><a href="{a:help.terms}"><t:s id="landing.terms"><t:p n="k" v="@chars"/></t:s></a></p>
<div class="act"><button class="p" type="submit"><t:s id="btn.terms"/></button></div>
</form>
<xsl:if test="@once"><form method="post" action="{a:review.code}"><xsl:call-template name="token"/><div class="act"><button type="submit"><xsl:choose><xsl:when test="@once_sent"><t:s id="once.again"/></xsl:when><xsl:otherwise><t:s id="once.do"/></xsl:otherwise></xsl:choose></button></div></form></xsl:if>
<xsl:if test="not(@to)"><p><a href="{a:review.lite}"><t:s id="landing.lite"/></a></p></xsl:if>
<p><a href="{a:help.try}"><t:s id="try.title"/></a></p>
<p><a href="{a:review.report}"><t:s id="btn.report"/></a></p>
</xsl:template>
</xsl:stylesheet>
