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
<xsl:if test="entry"><t:s id="mail.receipt.entries"/><xsl:call-template name="nl"/><xsl:for-each select="entry"><xsl:call-template name="entry-line"/></xsl:for-each><xsl:call-template name="nl"/></xsl:if>
<xsl:call-template name="hashes"/>
<xsl:choose>
<xsl:when test="@next"><t:s id="mail.receipt.next"><t:p n="name" v="@next"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/></xsl:when>
<xsl:when test="contract/@state='concluding' or contract/@state='concluded'"><t:s id="mail.receipt.all"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/></xsl:when>
</xsl:choose>
<t:s id="mail.receipt.url"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">done</xsl:with-param></xsl:call-template>
</xsl:template>

<!-- Several lines are quoted below their label. -->
<xsl:template name="entry-line">
<xsl:variable name="label"><xsl:choose><xsl:when test="label"><xsl:value-of select="label/l"/></xsl:when><xsl:otherwise><t:pick of="item.kind." select="@kind"/></xsl:otherwise></xsl:choose></xsl:variable>
<xsl:variable name="value"><xsl:choose><xsl:when test="not(value)"><t:s id="item.blank"/></xsl:when><xsl:when test="@kind='check'"><t:s id="item.ticked"/></xsl:when><xsl:when test="count(value/l)=1"><xsl:value-of select="value/l"/></xsl:when></xsl:choose></xsl:variable>
<t:s id="mail.receipt.entry"><t:p n="n" v="@n"/><t:p n="label" v="$label"/><t:p n="value" v="$value"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="count(value/l)&gt;1"><xsl:for-each select="value/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each></xsl:if>
</xsl:template>
</xsl:stylesheet>
