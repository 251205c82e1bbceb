<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M13 期限切れ, to a party. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.expired"><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:call-template name="dear"/>
<t:s id="mail.expired.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/>
<xsl:if test="@due"><xsl:variable name="due"><xsl:call-template name="instant"><xsl:with-param name="v" select="@due"/></xsl:call-template></xsl:variable><t:s id="mail.request.due"><t:p n="time" v="$due"/></t:s><xsl:call-template name="nl"/></xsl:if><xsl:call-template name="nl"/>
<t:s id="mail.expired.ask"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">review</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
