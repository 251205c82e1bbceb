<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M25 回答, to who asked. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.answer"><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:call-template name="dear"/>
<t:s id="mail.answer.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/><xsl:call-template name="nl"/>
<t:s id="mail.answer.q"/><xsl:call-template name="nl"/>
<xsl:choose><xsl:when test="ask/@why='time'"><xsl:text>&gt; </xsl:text><t:s id="mail.answer.time"/><xsl:call-template name="nl"/></xsl:when><xsl:when test="ask/@why='again'"><xsl:text>&gt; </xsl:text><t:s id="mail.answer.again"/><xsl:call-template name="nl"/></xsl:when></xsl:choose>
<xsl:for-each select="ask/text/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each><xsl:call-template name="nl"/>
<t:s id="mail.answer.a"/><xsl:call-template name="nl"/>
<xsl:for-each select="ask/answer/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each><xsl:call-template name="nl"/>
<xsl:if test="url[@name='review']"><t:s id="mail.answer.open"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">review</xsl:with-param></xsl:call-template></xsl:if>
</xsl:template>
</xsl:stylesheet>
