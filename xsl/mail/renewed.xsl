<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M26 リンク再送 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.renewed"><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="when"><xsl:call-template name="instant"><xsl:with-param name="v" select="@made"/></xsl:call-template></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.renewed.lead"><t:p n="time" v="$when"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:call-template name="request"/>
</xsl:template>
</xsl:stylesheet>
