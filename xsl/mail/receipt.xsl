<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M07 同意の控え -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.receipt"><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="when"><xsl:call-template name="instant"><xsl:with-param name="v" select="@acted"/></xsl:call-template></xsl:variable>
<xsl:variable name="me"><xsl:for-each select="to"><xsl:call-template name="who"/></xsl:for-each></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.receipt.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.receipt.acted"><t:p n="time" v="$when"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.receipt.who"><t:p n="who" v="$me"/><t:p n="mail" v="to/@mail"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:call-template name="hashes"/>
<xsl:choose>
<xsl:when test="@next"><t:s id="mail.receipt.next"><t:p n="name" v="@next"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/></xsl:when>
<xsl:when test="contract/@state='concluding' or contract/@state='concluded'"><t:s id="mail.receipt.all"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/></xsl:when>
</xsl:choose>
<t:s id="mail.receipt.url"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">done</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
