<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     控えの再発行: what this address has, and what waits for its answer. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><xsl:choose>
<xsl:when test="request and copy"><t:s id="mail.subject.copies.both"><t:p n="n" v="count(copy)"/><t:p n="m" v="count(request)"/></t:s></xsl:when>
<xsl:when test="request"><t:s id="mail.subject.copies.request"><t:p n="n" v="count(request)"/></t:s></xsl:when>
<xsl:otherwise><t:s id="mail.subject.copies"><t:p n="n" v="count(copy)"/></t:s></xsl:otherwise>
</xsl:choose></xsl:template>

<xsl:template name="content">
<xsl:if test="request">
<t:s id="mail.copies.request"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:for-each select="request">
<t:s id="mail.doc"><t:p n="title" v="@title"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.copies.from"><t:p n="name" v="@sender"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="@due"><xsl:variable name="due"><xsl:call-template name="instant"><xsl:with-param name="v" select="@due"/></xsl:call-template></xsl:variable><t:s id="mail.request.due"><t:p n="time" v="$due"/></t:s><xsl:call-template name="nl"/></xsl:if>
<t:s id="mail.request.matching"><t:p n="n" v="@matching"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="@late"><t:s id="mail.copies.late"/><xsl:call-template name="nl"/></xsl:if>
<xsl:if test="@code"><t:s id="mail.request.code"/><xsl:call-template name="nl"/></xsl:if>
<xsl:value-of select="url"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
</xsl:for-each>
<t:s id="mail.request.trust"><t:p n="site" v="@site"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.request.typed"/><xsl:call-template name="nl"/><t:u id="verify.check"/><xsl:call-template name="nl"/>
</xsl:if>
<xsl:if test="request and copy"><xsl:call-template name="nl"/></xsl:if>
<xsl:if test="copy">
<t:s id="mail.copies.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:for-each select="copy">
<t:s id="mail.doc"><t:p n="title" v="@title"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.copies.from"><t:p n="name" v="@sender"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="@concluded"><xsl:variable name="when"><xsl:call-template name="instant"><xsl:with-param name="v" select="@concluded"/></xsl:call-template></xsl:variable><t:s id="mail.copies.when"><t:p n="time" v="$when"/></t:s><xsl:call-template name="nl"/></xsl:if>
<xsl:value-of select="url"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
</xsl:for-each>
</xsl:if>
</xsl:template>
</xsl:stylesheet>
