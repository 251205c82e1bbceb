<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R8: あとで返答する. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="lat.title"/></xsl:template>

<xsl:template name="content">
<xsl:variable name="day"><xsl:call-template name="day"><xsl:with-param name="v" select="contract/party[@me]/@due"/></xsl:call-template></xsl:variable>
<xsl:if test="@sent"><div class="ok" role="status"><p><t:s id="lat.sent"/><xsl:if test="contract/party[@me]/@due"><xsl:text> </xsl:text><t:s id="lat.until"><t:p n="day" v="$day"/></t:s></xsl:if></p></div></xsl:if>
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<p><t:s id="lat.lead"/></p>
<xsl:variable name="dh"><t:s id="lat.day.hint"/></xsl:variable>
<xsl:variable name="nh"><t:s id="lat.note.hint"/></xsl:variable>
<form method="post" action="{a:review.later}" accept-charset="UTF-8">
<xsl:call-template name="token"/>
<xsl:call-template name="field"><xsl:with-param name="name">day</xsl:with-param><xsl:with-param name="label">lat.day</xsl:with-param><xsl:with-param name="hint" select="$dh"/><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">note</xsl:with-param><xsl:with-param name="label">lat.note</xsl:with-param><xsl:with-param name="type">textarea</xsl:with-param><xsl:with-param name="hint" select="$nh"/><xsl:with-param name="value" select="@note"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<div class="act"><button class="p" type="submit"><t:s id="lat.do"/></button></div>
</form>
<form method="get" action="{a:review}"><xsl:call-template name="ticket"/><div class="act"><button type="submit"><t:s id="btn.return"/></button></div></form>
</xsl:template>
</xsl:stylesheet>
