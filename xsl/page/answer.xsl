<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The owner answers one question of a recipient. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/owner.xsl"/>
<xsl:import href="../part/sent.xsl"/>

<xsl:template name="title"><t:s id="answer.title"/></xsl:template>

<xsl:template name="content">
<p><b><xsl:for-each select="contract"><xsl:call-template name="document-title"/></xsl:for-each></b></p>
<xsl:for-each select="ask"><xsl:call-template name="question"/></xsl:for-each>
<xsl:if test="not(ask/@answered)">
<xsl:if test="ask/@why='time'"><p><t:s id="answer.extend"/></p><p class="act"><a class="b p" href="{a:search.extend n=ask/@slot}"><t:s id="doc.extend"/></a></p></xsl:if>
<xsl:if test="ask/@why='again'"><p><t:s id="answer.copy"/></p><p class="act"><a class="b p" href="{a:search.copy}"><t:s id="sent.copy"/></a></p></xsl:if>
<form method="post" action="{@base}{@path}" accept-charset="UTF-8" novalidate="novalidate">
<xsl:call-template name="token"/>
<xsl:variable name="hint"><t:s id="answer.hint"><t:p n="mail" v="ask/@mail"/></t:s></xsl:variable>
<xsl:call-template name="field"><xsl:with-param name="name">text</xsl:with-param><xsl:with-param name="label">answer</xsl:with-param><xsl:with-param name="type">textarea</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint" select="string($hint)"/></xsl:call-template>
<p class="act"><button id="do" class="p" type="submit"><t:s id="answer.do"/></button></p>
</form></xsl:if>
<p class="act"><a class="b" href="{a:search.doc}"><t:s id="sent.back"/></a></p>
</xsl:template>
</xsl:stylesheet>
