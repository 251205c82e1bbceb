<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M03 期限前 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><xsl:variable name="day"><xsl:call-template name="day"><xsl:with-param name="v" select="@due"/></xsl:call-template></xsl:variable><t:s id="mail.subject.due"><t:p n="n" v="@days"/><t:p n="title" v="@short"/><t:p n="day" v="$day"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="who"><xsl:call-template name="sender"/></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.due.lead"><t:p n="who" v="$who"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.due.late"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:call-template name="request"/>
</xsl:template>
</xsl:stylesheet>
