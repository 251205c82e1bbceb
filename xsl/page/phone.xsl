<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     この続きをスマートフォンで. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="phn.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<p><t:s id="phn.lead"/></p>
<p><svg viewBox="0 0 {@side} {@side}" width="240" height="240" role="img" aria-label="{t:phn.alt}" shape-rendering="crispEdges"><rect width="{@side}" height="{@side}" fill="#fff"/><path d="{@qr}" fill="#000"/></svg></p>
<ul><li><t:s id="phn.saved"/></li><xsl:if test="@code"><li><t:s id="phn.code"/></li></xsl:if><li><t:s id="phn.secret"/></li></ul>
<p><t:s id="phn.url"/><br/><xsl:value-of select="@url"/></p>
<p><t:s id="phn.typed"/><xsl:text> </xsl:text><a href="{a:verify.check}"><t:s id="typ.title"/></a></p>
<form method="get" action="{a:review.read}"><xsl:call-template name="ticket"/><div class="act"><button type="submit"><t:s id="btn.return"/></button></div></form>
</xsl:template>
</xsl:stylesheet>
