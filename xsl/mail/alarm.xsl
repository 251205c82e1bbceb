<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M28 運用の警告: what is the matter, what to do. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><xsl:choose>
<xsl:when test="@cause='tsa'"><t:s id="alarm.subject.tsa"/></xsl:when>
<xsl:when test="@cause='cert' and @n=0"><t:s id="alarm.subject.over"/></xsl:when>
<xsl:when test="@cause='cert'"><t:s id="alarm.subject.cert"><t:p n="n" v="@n"/></t:s></xsl:when>
<xsl:when test="@cause='sign'"><t:s id="alarm.subject.sign"/></xsl:when>
<xsl:otherwise><t:s id="alarm.subject.mail"/></xsl:otherwise>
</xsl:choose></xsl:template>

<xsl:template name="content">
<xsl:variable name="time"><xsl:call-template name="instant"><xsl:with-param name="v" select="@since"/></xsl:call-template></xsl:variable>
<xsl:choose>
<xsl:when test="@cause='tsa'"><t:s id="alarm.tsa"><t:p n="n" v="@n"/><t:p n="time" v="$time"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/><t:s id="alarm.tsa.do"/></xsl:when>
<xsl:when test="@cause='cert'"><t:s id="alarm.cert"><t:p n="time" v="$time"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/><t:s id="alarm.cert.do"/></xsl:when>
<xsl:when test="@cause='sign'"><t:s id="alarm.sign"><t:p n="n" v="@n"/><t:p n="time" v="$time"/><t:p n="document" v="@document"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/><t:s id="alarm.sign.do"/></xsl:when>
<xsl:otherwise><t:s id="alarm.mail"><t:p n="time" v="$time"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/><t:s id="alarm.mail.do"/></xsl:otherwise>
</xsl:choose><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="alarm.check"/><xsl:call-template name="nl"/>
<xsl:text>    ctl check&#10;&#10;</xsl:text>
<t:s id="alarm.daily"/><xsl:call-template name="nl"/>
</xsl:template>
</xsl:stylesheet>
