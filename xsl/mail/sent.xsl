<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M27 送信の控え, to the sender. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.sent"><t:p n="title" v="@short"/><t:p n="n" v="count(contract/party)"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:call-template name="dear"/>
<t:s id="mail.sent.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/>
<xsl:for-each select="contract/file"><t:s id="mail.sent.files"><t:p n="name" v="@name"/><t:p n="p" v="@pages"/></t:s><xsl:call-template name="nl"/></xsl:for-each>
<xsl:call-template name="nl"/><t:s id="mail.sent.order"/><xsl:call-template name="nl"/>
<xsl:for-each select="contract/party"><xsl:variable name="who"><xsl:call-template name="who"/></xsl:variable><t:s id="mail.sent.party"><t:p n="n" v="@slot"/><t:p n="who" v="$who"/><t:p n="mail" v="@mail"/></t:s><xsl:call-template name="nl"/></xsl:for-each>
<xsl:if test="contract/party[1]/@due"><xsl:variable name="due"><xsl:call-template name="instant"><xsl:with-param name="v" select="contract/party[1]/@due"/></xsl:call-template></xsl:variable><t:s id="mail.sent.due"><t:p n="time" v="$due"/></t:s><xsl:call-template name="nl"/></xsl:if>
<xsl:if test="contract/viewer"><xsl:call-template name="nl"/><t:s id="mail.sent.viewers"/><xsl:call-template name="nl"/><xsl:for-each select="contract/viewer"><xsl:variable name="who"><xsl:call-template name="who"/></xsl:variable><xsl:value-of select="$who"/><xsl:call-template name="nl"/></xsl:for-each></xsl:if>
<xsl:if test="contract/party/@code"><xsl:call-template name="nl"/><t:s id="mail.sent.code"/><xsl:call-template name="nl"/></xsl:if>
<xsl:call-template name="nl"/><t:s id="mail.open.doc"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">doc</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
