<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     控えの再発行: what this address has. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.copies"><t:p n="n" v="count(copy)"/></t:s></xsl:template>

<xsl:template name="content">
<t:s id="mail.copies.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:for-each select="copy">
<t:s id="mail.doc"><t:p n="title" v="@title"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.copies.from"><t:p n="name" v="@sender"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="@concluded"><xsl:variable name="when"><xsl:call-template name="instant"><xsl:with-param name="v" select="@concluded"/></xsl:call-template></xsl:variable><t:s id="mail.copies.when"><t:p n="time" v="$when"/></t:s><xsl:call-template name="nl"/></xsl:if>
<xsl:value-of select="url"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
</xsl:for-each>
</xsl:template>
</xsl:stylesheet>
