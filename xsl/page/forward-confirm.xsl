<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R6: asked once more. Nothing is recorded before 転送する. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="fwd.confirm.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="fwd.confirm.lead"/></p>
<xsl:if test="@other"><div class="wn"><p><t:s id="fwd.domain"><t:p n="d" v="@other"/></t:s></p></div></xsl:if>
<table class="kv">
<tr><th scope="row"><t:s id="row.doc"/></th><td><xsl:value-of select="contract/@title"/></td></tr>
<tr><th scope="row"><t:s id="f.fwd.name"/></th><td><xsl:value-of select="value[@name='name']"/></td></tr>
<tr><th scope="row"><t:s id="fwd.row.mail"/></th><td><xsl:value-of select="value[@name='mail']"/></td></tr>
<xsl:if test="value[@name='company']!=''"><tr><th scope="row"><t:s id="f.fwd.company"/></th><td><xsl:value-of select="value[@name='company']"/></td></tr></xsl:if>
<xsl:if test="value[@name='message']!=''"><tr><th scope="row"><t:s id="fwd.row.message"/></th><td class="pre"><xsl:value-of select="value[@name='message']"/></td></tr></xsl:if>
</table>
<ul><li><t:s id="fwd.notagreed"/></li>
<xsl:if test="@typed"><li><b><t:s id="fwd.typed"/></b></li></xsl:if>
<xsl:if test="@code"><li><t:s id="fwd.code"/></li></xsl:if></ul>
<form method="post" action="{a:forward}" accept-charset="UTF-8"><xsl:call-template name="held"/>
<div class="act"><button class="p" type="submit"><t:s id="fwd.do"/></button></div></form>
<form method="post" action="{a:forward.confirm}" accept-charset="UTF-8"><xsl:call-template name="held"/><input type="hidden" name="back" value="1"/>
<div class="act"><button type="submit"><t:s id="btn.return"/></button></div></form>
</xsl:template>

<xsl:template name="held">
<xsl:call-template name="token"/>
<xsl:for-each select="value[@name!='back']"><input type="hidden" name="{@name}" value="{.}"/></xsl:for-each>
</xsl:template>
</xsl:stylesheet>
