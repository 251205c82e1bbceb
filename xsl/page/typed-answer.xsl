<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     Yes or no, and who operates. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><xsl:choose><xsl:when test="@yes"><t:s id="typ.yes.title"/></xsl:when><xsl:otherwise><t:s id="typ.no.title"/></xsl:otherwise></xsl:choose></xsl:template>

<xsl:template name="content">
<xsl:choose>
<xsl:when test="@yes"><div class="ok"><p><t:s id="typ.yes"><t:p n="service" v="@service"/><t:p n="operator" v="@operator"/></t:s></p></div>
<h2><t:s id="typ.open"/></h2><p><t:s id="typ.open.text"/></p>
<form method="post" action="{a:verify.check}" accept-charset="UTF-8"><xsl:call-template name="held"/><input type="hidden" name="step" value="send"/><div class="act"><button class="p" type="submit"><t:s id="typ.send"/></button></div></form></xsl:when>
<xsl:otherwise><div class="wn"><p><t:s id="typ.no"/></p></div></xsl:otherwise>
</xsl:choose>
<p><a href="{a:verify.check}"><t:s id="typ.again"/></a></p>
</xsl:template>

<xsl:template name="held">
<input type="hidden" name="number" value="{value[@name='number']}"/><input type="hidden" name="mail" value="{value[@name='mail']}"/>
</xsl:template>
</xsl:stylesheet>
