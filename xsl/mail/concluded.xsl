<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M09 締結完了, in the words recipients know. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.concluded"><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="when"><xsl:call-template name="instant"><xsl:with-param name="v" select="contract/@concluded"/></xsl:call-template></xsl:variable>
<xsl:variable name="day"><xsl:call-template name="day"><xsl:with-param name="v" select="@until"/></xsl:call-template></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.concluded.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:value-of select="contract/@title"/><xsl:call-template name="nl"/>
<t:s id="mail.concluded.from"><t:p n="name" v="contract/sender/@name"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.concluded.open"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name"><xsl:choose><xsl:when test="url[@name='doc']">doc</xsl:when><xsl:otherwise>done</xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template><xsl:call-template name="nl"/>
<t:s id="mail.concluded.time"><t:p n="time" v="$when"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.concluded.parties"/><xsl:call-template name="nl"/>
<xsl:variable name="sender"><xsl:for-each select="contract/sender"><xsl:call-template name="who"/></xsl:for-each></xsl:variable><xsl:variable name="sent"><xsl:call-template name="instant"><xsl:with-param name="v" select="contract/@sent"/></xsl:call-template></xsl:variable><t:s id="mail.concluded.sender"><t:p n="who" v="$sender"/><t:p n="time" v="$sent"/></t:s><xsl:call-template name="nl"/>
<xsl:for-each select="contract/party"><xsl:variable name="who"><xsl:call-template name="who"/></xsl:variable><xsl:variable name="acted"><xsl:call-template name="instant"><xsl:with-param name="v" select="@acted"/></xsl:call-template></xsl:variable><t:s id="mail.concluded.party"><t:p n="who" v="$who"/><t:p n="time" v="$acted"/></t:s><xsl:call-template name="nl"/></xsl:for-each>
<xsl:call-template name="nl"/>
<xsl:choose>
<xsl:when test="attached"><t:s id="mail.concluded.attached"/><xsl:call-template name="nl"/><xsl:for-each select="attached/f"><t:s id="mail.concluded.file"><t:p n="name" v="@name"/><t:p n="kb" v="@kb"/></t:s><xsl:call-template name="nl"/></xsl:for-each></xsl:when>
<xsl:when test="url[@name='doc']"><t:s id="mail.concluded.owner"/><xsl:call-template name="nl"/></xsl:when>
<xsl:otherwise><t:s id="mail.concluded.link"><t:p n="day" v="$day"/></t:s><xsl:call-template name="nl"/></xsl:otherwise>
</xsl:choose>
<xsl:call-template name="nl"/>
<xsl:call-template name="hashes"/>
<t:s id="mail.concluded.check"/><xsl:call-template name="nl"/>
<t:u id="verify"/><xsl:call-template name="nl"/>
<xsl:if test="attached"><t:s id="mail.concluded.lost"/><xsl:call-template name="nl"/></xsl:if>
</xsl:template>
</xsl:stylesheet>
