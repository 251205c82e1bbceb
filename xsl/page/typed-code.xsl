<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The code of the typed door. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="typ.code.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="typ.code.lead"/></p>
<form method="post" action="{a:verify.check}" accept-charset="UTF-8"><xsl:call-template name="held"/><input type="hidden" name="step" value="open"/>
<xsl:call-template name="field"><xsl:with-param name="name">once</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="mode">numeric</xsl:with-param><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="auto">one-time-code</xsl:with-param></xsl:call-template>
<div class="act"><button class="p" type="submit"><t:s id="typ.enter"/></button></div></form>
<form method="post" action="{a:verify.check}" accept-charset="UTF-8"><xsl:call-template name="held"/><input type="hidden" name="step" value="send"/><div class="act"><button type="submit"><t:s id="once.again"/></button></div></form>
</xsl:template>

<xsl:template name="held">
<input type="hidden" name="number" value="{value[@name='number']}"/><input type="hidden" name="mail" value="{value[@name='mail']}"/>
</xsl:template>
</xsl:stylesheet>
