<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R7: asked once more. Who is not in charge is first offered to forward it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="dec.confirm.title"/></xsl:template>

<xsl:template name="content">
<xsl:variable name="why" select="value[@name='why']"/>
<xsl:if test="$why='other_person' and contract/party[@me]/@forward!='no'">
<div class="box"><p><t:s id="dec.forward"/></p><form method="get" action="{a:forward}"><xsl:call-template name="ticket"/><div class="act"><button class="p" type="submit"><t:s id="btn.forward"/></button></div></form></div></xsl:if>
<p><t:s id="dec.confirm"/></p>
<table class="kv">
<tr><th scope="row"><t:s id="row.doc"/></th><td><xsl:value-of select="contract/@title"/></td></tr>
<tr><th scope="row"><t:s id="dec.row.why"/></th><td><t:pick of="dec.why." select="$why"/></td></tr>
<xsl:if test="value[@name='text']!=''"><tr><th scope="row"><t:s id="dec.row.text"/></th><td class="pre"><xsl:value-of select="value[@name='text']"/></td></tr></xsl:if>
</table>
<form method="post" action="{a:agree.decline}" accept-charset="UTF-8"><xsl:call-template name="held"/>
<div class="act"><button class="d" type="submit"><t:s id="dec.do"/></button></div></form>
<form method="post" action="{a:agree.decline.confirm}" accept-charset="UTF-8"><xsl:call-template name="held"/><input type="hidden" name="back" value="1"/>
<div class="act"><button type="submit"><t:s id="btn.return"/></button></div></form>
</xsl:template>

<xsl:template name="held">
<xsl:call-template name="token"/>
<xsl:for-each select="value[@name!='back']"><input type="hidden" name="{@name}" value="{.}"/></xsl:for-each>
</xsl:template>
</xsl:stylesheet>
