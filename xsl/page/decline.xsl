<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R7: 同意しないで却下する, the form. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="dec.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<p><t:s id="dec.lead"/></p>
<p><a href="{a:review.ask}"><t:s id="btn.ask"/></a></p>
<xsl:variable name="wrong" select="wrong[@field='why']"/>
<xsl:variable name="chosen" select="value[@name='why']"/>
<xsl:variable name="hint"><t:s id="dec.text.hint"/></xsl:variable>
<form method="post" action="{a:agree.decline.confirm}" accept-charset="UTF-8">
<xsl:call-template name="token"/>
<fieldset id="why"><xsl:if test="$wrong"><xsl:attribute name="class">bad</xsl:attribute></xsl:if>
<legend><t:s id="f.dec.why"/><xsl:call-template name="must"><xsl:with-param name="required" select="true()"/></xsl:call-template></legend>
<xsl:for-each select="$wrong"><p class="em"><xsl:call-template name="mistake"/></p></xsl:for-each>
<xsl:call-template name="why"><xsl:with-param name="v">change</xsl:with-param><xsl:with-param name="on" select="$chosen"/></xsl:call-template>
<xsl:call-template name="why"><xsl:with-param name="v">other_person</xsl:with-param><xsl:with-param name="on" select="$chosen"/></xsl:call-template>
<xsl:call-template name="why"><xsl:with-param name="v">unknown</xsl:with-param><xsl:with-param name="on" select="$chosen"/></xsl:call-template>
<xsl:call-template name="why"><xsl:with-param name="v">other</xsl:with-param><xsl:with-param name="on" select="$chosen"/></xsl:call-template>
</fieldset>
<xsl:call-template name="field"><xsl:with-param name="name">text</xsl:with-param><xsl:with-param name="label">dec.text</xsl:with-param><xsl:with-param name="type">textarea</xsl:with-param><xsl:with-param name="hint" select="$hint"/></xsl:call-template>
<div class="act"><button type="submit"><t:s id="dec.next"/></button></div>
</form>
<form method="get" action="{a:review.read}"><xsl:call-template name="ticket"/><div class="act"><button type="submit"><t:s id="btn.return"/></button></div></form>
</xsl:template>

<xsl:template name="why">
<xsl:param name="v"/><xsl:param name="on"/>
<div class="ck"><input type="radio" id="why-{$v}" name="why" value="{$v}"><xsl:if test="$on=$v"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><label for="why-{$v}"><t:pick of="dec.why." select="$v"/></label></div>
</xsl:template>
</xsl:stylesheet>
