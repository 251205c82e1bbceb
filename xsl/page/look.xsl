<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The document for somebody whom a party shows it to: pages, their text, nothing to press. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="look.title"><t:p n="title" v="contract/@title"/></t:s></xsl:template>

<xsl:template name="content">
<p><t:s id="look.lead"><t:p n="by" v="@by"/></t:s></p>
<table class="kv">
<tr><th scope="row"><t:s id="row.sender"/></th><td><xsl:call-template name="sender"/></td></tr>
<xsl:if test="not(@code)"><tr><th scope="row"><t:s id="row.files"/></th><td><xsl:call-template name="files"/></td></tr></xsl:if>
</table>
<xsl:if test="@code">
<xsl:variable name="hint"><t:s id="look.code"><t:p n="by" v="@by"/></t:s></xsl:variable>
<form method="post" action="{a:review.look}" accept-charset="UTF-8"><xsl:call-template name="token"/>
<xsl:call-template name="field"><xsl:with-param name="name">code</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint" select="$hint"/><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<div class="act"><button class="p" type="submit"><t:s id="look.open"/></button></div></form>
</xsl:if>
<xsl:for-each select="leaf">
<xsl:variable name="file" select="/page/contract/file[@n=current()/@file]"/>
<xsl:variable name="alt"><xsl:choose><xsl:when test="@scan"><t:s id="read.alt.scan"><t:p n="title" v="$file/@name"/><t:p n="i" v="@i"/></t:s></xsl:when><xsl:otherwise><t:s id="read.alt"><t:p n="title" v="$file/@name"/><t:p n="i" v="@i"/></t:s></xsl:otherwise></xsl:choose></xsl:variable>
<xsl:if test="count(/page/contract/file)&gt;1 and (@begins or position()=1)"><h2><xsl:value-of select="$file/@name"/></h2></xsl:if>
<p id="p{@n}"><t:s id="read.page"><t:p n="i" v="@i"/><t:p n="p" v="$file/@pages"/></t:s><xsl:text> </xsl:text><a href="{a:fetch.link.page n=@n w='1280.png'}"><t:s id="read.enlarge"/></a></p>
<div class="pg"><img src="{a:fetch.link.page n=@n w='640.png'}" width="{@width}" height="{@height}" alt="{$alt}"><xsl:if test="position()&gt;1"><xsl:attribute name="loading">lazy</xsl:attribute></xsl:if></img></div>
<details><summary><t:s id="read.text"><t:p n="i" v="@i"/></t:s></summary><div><xsl:call-template name="leaf-text"/></div></details>
</xsl:for-each>
<xsl:if test="@back or @more"><p><xsl:if test="@back"><a><xsl:attribute name="href"><t:a id="review.look"/><xsl:call-template name="query"><xsl:with-param name="s" select="concat('from=',@back)"/></xsl:call-template></xsl:attribute><t:s id="look.back"/></a><xsl:text> </xsl:text></xsl:if><xsl:if test="@more"><a><xsl:attribute name="href"><t:a id="review.look"/><xsl:call-template name="query"><xsl:with-param name="s" select="concat('from=',@more)"/></xsl:call-template></xsl:attribute><t:s id="look.more"/></a></xsl:if></p></xsl:if>
</xsl:template>
</xsl:stylesheet>
