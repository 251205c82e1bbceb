<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M24 質問, to the sender; also that more time, or the document once more, is asked for. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><xsl:choose>
<xsl:when test="ask/@why='time'"><t:s id="mail.subject.question.time"><t:p n="title" v="@short"/><t:p n="name" v="ask/@name"/></t:s></xsl:when>
<xsl:when test="ask/@why='again'"><t:s id="mail.subject.question.again"><t:p n="title" v="@short"/><t:p n="name" v="ask/@name"/></t:s></xsl:when>
<xsl:otherwise><t:s id="mail.subject.question"><t:p n="title" v="@short"/><t:p n="name" v="ask/@name"/></t:s></xsl:otherwise>
</xsl:choose></xsl:template>

<xsl:template name="content">
<xsl:call-template name="dear"/>
<xsl:choose>
<xsl:when test="ask/@why='time'"><t:s id="mail.question.time"><t:p n="name" v="ask/@name"/><t:p n="mail" v="ask/@mail"/></t:s></xsl:when>
<xsl:when test="ask/@why='again'"><t:s id="mail.question.again"><t:p n="name" v="ask/@name"/><t:p n="mail" v="ask/@mail"/></t:s></xsl:when>
<xsl:otherwise><t:s id="mail.question.lead"><t:p n="name" v="ask/@name"/><t:p n="mail" v="ask/@mail"/></t:s></xsl:otherwise>
</xsl:choose><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/><xsl:call-template name="nl"/>
<xsl:if test="ask/text"><xsl:for-each select="ask/text/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each><xsl:call-template name="nl"/></xsl:if>
<t:s id="mail.question.open"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">doc</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
