<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R8: a fresh link to the registered address. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><xsl:choose><xsl:when test="@sent"><t:s id="renew.sent.title"/></xsl:when><xsl:otherwise><t:s id="renew.title"/></xsl:otherwise></xsl:choose></xsl:template>

<xsl:template name="content">
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<xsl:choose>
<xsl:when test="@sent"><p><t:s id="renew.sent"><t:p n="masked" v="@masked"/></t:s></p><p><t:s id="renew.spam"/></p></xsl:when>
<xsl:otherwise><p><t:s id="renew.lead"><t:p n="masked" v="@masked"/></t:s></p></xsl:otherwise>
</xsl:choose>
<form method="post" action="{a:review.renew}"><xsl:call-template name="token"/><div class="act"><button type="submit"><xsl:if test="not(@sent)"><xsl:attribute name="class">p</xsl:attribute></xsl:if><t:s id="link.renew"/></button></div></form>
</xsl:template>
</xsl:stylesheet>
