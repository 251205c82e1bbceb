<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M02 リマインド: the request again, with the same link; also when the sender
     extended the reply date (@extended). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><xsl:choose>
<xsl:when test="@extended"><xsl:variable name="day"><xsl:call-template name="day"><xsl:with-param name="v" select="@due"/></xsl:call-template></xsl:variable><t:s id="mail.subject.extended"><t:p n="title" v="@short"/><t:p n="day" v="$day"/></t:s></xsl:when>
<xsl:otherwise><xsl:variable name="who"><xsl:call-template name="sender"/></xsl:variable><t:s id="mail.subject.remind"><t:p n="who" v="$who"/><t:p n="title" v="@short"/></t:s></xsl:otherwise>
</xsl:choose></xsl:template>

<xsl:template name="content">
<xsl:call-template name="dear"/>
<xsl:if test="@extended"><xsl:variable name="due"><xsl:call-template name="instant"><xsl:with-param name="v" select="@due"/></xsl:call-template></xsl:variable><t:s id="mail.remind.extended"><t:p n="time" v="$due"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/></xsl:if>
<xsl:variable name="who"><xsl:call-template name="sender"/></xsl:variable>
<t:s id="mail.request.lead"><t:p n="who" v="$who"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="@before"><xsl:variable name="day"><xsl:call-template name="day"><xsl:with-param name="v" select="@before"/></xsl:call-template></xsl:variable><t:s id="mail.remind.same"><t:p n="day" v="$day"/></t:s><xsl:call-template name="nl"/></xsl:if>
<xsl:call-template name="nl"/><xsl:call-template name="request"/>
</xsl:template>
</xsl:stylesheet>
