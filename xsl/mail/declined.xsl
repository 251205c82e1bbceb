<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M10 却下の知らせ, to the sender. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.declined"><t:p n="title" v="@short"/><t:p n="name" v="@who"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="why"><t:pick of="dec.why." select="contract/@why"/></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.declined.lead"><t:p n="name" v="@who"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/>
<xsl:if test="contract/@why"><t:s id="mail.declined.why"><t:p n="why" v="$why"/></t:s><xsl:call-template name="nl"/></xsl:if><xsl:call-template name="nl"/>
<xsl:if test="words"><t:s id="mail.declined.words"><t:p n="name" v="@who"/></t:s><xsl:call-template name="nl"/><xsl:for-each select="words/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each><xsl:call-template name="nl"/></xsl:if>
<t:s id="mail.declined.next"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.open.doc"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">doc</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
