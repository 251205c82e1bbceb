<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     練習: the words and buttons of the real pages, and nothing behind them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><xsl:choose>
<xsl:when test="@step='read'"><t:s id="read.title"><t:p n="title" v="$sample"/></t:s></xsl:when>
<xsl:when test="@step='confirm'"><t:s id="confirm.title"/></xsl:when>
<xsl:when test="@step='done'"><t:s id="try.done.title"/></xsl:when>
<xsl:otherwise><t:s id="try.title"/></xsl:otherwise>
</xsl:choose></xsl:template>
<xsl:variable name="sample"><t:s id="try.sample"/></xsl:variable>

<xsl:template name="content">
<div class="wn"><p><t:s id="try.note"/></p></div>
<xsl:choose>
<xsl:when test="@step='read'"><xsl:call-template name="read"/></xsl:when>
<xsl:when test="@step='confirm'"><xsl:call-template name="confirm"/></xsl:when>
<xsl:when test="@step='done'"><p><t:s id="try.done"/></p>
<p class="act"><a class="b p" href="{a:help.try}"><t:s id="try.again"/></a><xsl:text> </xsl:text><a class="b" href="{a:help}"><t:s id="help.title"/></a></p></xsl:when>
<xsl:otherwise><xsl:call-template name="start"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="start">
<p><t:s id="try.lead"/></p>
<table class="kv">
<tr><th scope="row"><t:s id="row.sender"/></th><td><t:s id="try.sender"/></td></tr>
<tr><th scope="row"><t:s id="row.doc"/></th><td><xsl:value-of select="$sample"/></td></tr>
<tr><th scope="row"><t:s id="row.matching"/></th><td><b>TRY2-TRY2</b><p class="hint"><t:s id="landing.matching"><t:p n="service" v="/page/@service"/></t:s></p></td></tr>
</table>
<form method="post" action="{a:help.try}" accept-charset="UTF-8"><input type="hidden" name="to" value="read"/><div class="act"><button class="p" type="submit"><t:s id="btn.terms"/></button></div></form>
</xsl:template>

<xsl:template name="read">
<section><h2><t:s id="read.h.doc"/></h2>
<div class="box"><h3><xsl:value-of select="$sample"/></h3><p><t:s id="try.clause1"/></p><p><t:s id="try.clause2"/></p><p><t:s id="try.clause3"/></p></div></section>
<section><h2><t:s id="try.items"/></h2>
<form method="post" action="{a:help.try}" accept-charset="UTF-8"><input type="hidden" name="to" value="confirm"/>
<xsl:call-template name="field"><xsl:with-param name="name">place</xsl:with-param><xsl:with-param name="label">try.place</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">pay</xsl:with-param><xsl:with-param name="label">try.pay</xsl:with-param><xsl:with-param name="type">check</xsl:with-param><xsl:with-param name="required" select="true()"/></xsl:call-template>
<p><t:s id="read.note"/></p>
<div class="act"><button class="p" type="submit"><t:s id="btn.agree"/></button></div></form></section>
</xsl:template>

<xsl:template name="confirm">
<p><t:s id="confirm.final"/></p>
<table class="kv">
<tr><th scope="row"><t:s id="row.doc"/></th><td><xsl:value-of select="$sample"/></td></tr>
<tr><th scope="row"><t:s id="f.try.place"/></th><td><xsl:value-of select="value[@name='place']"/></td></tr>
<tr><th scope="row"><t:s id="f.try.pay"/></th><td><t:s id="try.ticked"/></td></tr>
</table>
<p><b><t:s id="confirm.ask"/></b></p>
<form method="post" action="{a:help.try}" accept-charset="UTF-8"><input type="hidden" name="to" value="done"/><xsl:call-template name="held"/><div class="act"><button class="p" type="submit"><t:s id="btn.final"/></button></div></form>
<form method="post" action="{a:help.try}" accept-charset="UTF-8"><input type="hidden" name="to" value="read"/><xsl:call-template name="held"/><div class="act"><button type="submit"><t:s id="btn.back"/></button></div></form>
</xsl:template>

<xsl:template name="held"><input type="hidden" name="place" value="{value[@name='place']}"/><input type="hidden" name="pay" value="1"/></xsl:template>
</xsl:stylesheet>
