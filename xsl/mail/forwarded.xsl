<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M04 転送された依頼 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><xsl:variable name="who"><xsl:for-each select="move"><xsl:call-template name="who"/></xsl:for-each></xsl:variable><t:s id="mail.subject.forwarded"><t:p n="who" v="$who"/><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="who"><xsl:for-each select="move"><xsl:call-template name="who"/></xsl:for-each></xsl:variable>
<xsl:variable name="sender"><xsl:call-template name="sender"/></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.forwarded.lead"><t:p n="who" v="$who"/><t:p n="sender" v="$sender"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:for-each select="move[message]"><t:s id="mail.forwarded.message"><t:p n="name" v="@name"/></t:s><xsl:call-template name="nl"/><xsl:for-each select="message/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each><xsl:call-template name="nl"/></xsl:for-each>
<xsl:call-template name="request"/>
</xsl:template>
</xsl:stylesheet>
