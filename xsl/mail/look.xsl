<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     社内の人に見せる, to a viewer. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.look"><t:p n="name" v="@who"/><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:call-template name="dear"/>
<t:s id="mail.look.lead"><t:p n="name" v="@who"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="@code"><t:s id="mail.look.code"><t:p n="name" v="@who"/></t:s><xsl:call-template name="nl"/></xsl:if><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">look</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
