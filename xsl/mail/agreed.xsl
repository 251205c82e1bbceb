<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M08 同意の知らせ, to the sender. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><xsl:variable name="who"><xsl:for-each select="contract/party[@slot=/*/@acting]"><xsl:call-template name="who"/></xsl:for-each></xsl:variable><t:s id="mail.subject.agreed"><t:p n="who" v="$who"/><t:p n="title" v="@short"/><t:p n="n" v="contract/@n"/><t:p n="k" v="@acting"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="who"><xsl:for-each select="contract/party[@slot=/*/@acting]"><xsl:call-template name="who"/></xsl:for-each></xsl:variable>
<xsl:variable name="time"><xsl:call-template name="instant"><xsl:with-param name="v" select="contract/party[@slot=/*/@acting]/@acted"/></xsl:call-template></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.agreed.lead"><t:p n="who" v="$who"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/>
<t:s id="mail.receipt.acted"><t:p n="time" v="$time"/></t:s><xsl:call-template name="nl"/>
<xsl:for-each select="contract/party[@slot=/*/@acting and @said_name]"><t:s id="mail.agreed.said"><t:p n="said" v="normalize-space(concat(@said_name,' ',@said_company,' ',@said_post))"/></t:s><xsl:call-template name="nl"/></xsl:for-each><xsl:call-template name="nl"/>
<t:s id="mail.agreed.next"/><xsl:call-template name="nl"/>
<xsl:for-each select="contract/party[@slot &gt; /*/@acting]"><xsl:variable name="next"><xsl:call-template name="who"/></xsl:variable><t:s id="mail.sent.party"><t:p n="n" v="@slot"/><t:p n="who" v="$next"/><t:p n="mail" v="@mail"/></t:s><xsl:call-template name="nl"/></xsl:for-each>
<xsl:call-template name="nl"/><t:s id="mail.open.doc"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">doc</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
