<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     控え: one page in large type for a binder. Many parties and files are counted. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/paper.xsl"/>

<xsl:template name="title"><t:s id="receipt.title"/></xsl:template>

<xsl:template name="content">
<xsl:call-template name="line"><xsl:with-param name="k">h1</xsl:with-param><xsl:with-param name="v"><t:s id="receipt.title"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">large</xsl:with-param><xsl:with-param name="v"><xsl:value-of select="@title"/></xsl:with-param></xsl:call-template>
<xsl:choose>
<xsl:when test="@concluded"><xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="receipt.concluded"><t:p n="time" v="@agreed"/></t:s></xsl:with-param></xsl:call-template></xsl:when>
<xsl:when test="@state='declined'"><xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="receipt.declined"><t:p n="time" v="@closed"/><t:p n="who" v="@who"/></t:s></xsl:with-param></xsl:call-template></xsl:when>
<xsl:when test="@state='withdrawn'"><xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="receipt.withdrawn"><t:p n="time" v="@closed"/></t:s></xsl:with-param></xsl:call-template></xsl:when>
<xsl:otherwise><xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="receipt.waiting"><t:p n="n" v="@n"/><t:p n="k" v="@k"/></t:s></xsl:with-param></xsl:call-template></xsl:otherwise>
</xsl:choose>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="doc.row.reason"/></xsl:with-param><xsl:with-param name="v"><xsl:call-template name="reason"><xsl:with-param name="words" select="@reason"/></xsl:call-template></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="done.id"/></xsl:with-param><xsl:with-param name="v" select="@docid"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="row.sender"/></xsl:with-param><xsl:with-param name="v"><xsl:call-template name="sender-line"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="doc.row.sent"/></xsl:with-param><xsl:with-param name="v" select="@sent"/></xsl:call-template>
<xsl:for-each select="party[@me]">
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="done.who"/></xsl:with-param><xsl:with-param name="v"><xsl:call-template name="who"/><xsl:text> </xsl:text><xsl:value-of select="@mail"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.post"/></xsl:with-param><xsl:with-param name="v" select="@post"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="done.acted"/></xsl:with-param><xsl:with-param name="v" select="@acted"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="confirm.rec.how"/></xsl:with-param><xsl:with-param name="v"><xsl:call-template name="methods"><xsl:with-param name="m" select="@methods"/></xsl:call-template></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.authorised"/></xsl:with-param><xsl:with-param name="v"><xsl:if test="@authorised"><t:s id="f.authority"/></xsl:if></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="f.approval"/></xsl:with-param><xsl:with-param name="v" select="@approval"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.binds"><t:p n="n" v="@bound"/></t:s></xsl:with-param><xsl:with-param name="v" select="@binds"/></xsl:call-template>
</xsl:for-each>
<xsl:apply-templates select="party[@me]/entry[position()&lt;13]|sender/entry[position()&lt;13]"/>
<xsl:if test="count(party[@me]/entry|sender/entry)&gt;12"><xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"><t:s id="receipt.entries"><t:p n="n" v="count(party[@me]/entry|sender/entry)-12"/></t:s></xsl:with-param></xsl:call-template></xsl:if>
<xsl:for-each select="party[not(@me)][position()&lt;5]">
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="receipt.party"/></xsl:with-param><xsl:with-param name="v"><xsl:call-template name="who"/><xsl:text> </xsl:text><xsl:choose><xsl:when test="@acted"><xsl:value-of select="@acted"/></xsl:when><xsl:otherwise><t:s id="receipt.notyet"/></xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template>
</xsl:for-each>
<xsl:if test="count(party[not(@me)])&gt;4"><xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"><t:s id="receipt.more"><t:p n="n" v="count(party[not(@me)])-4"/></t:s></xsl:with-param></xsl:call-template></xsl:if>
<xsl:for-each select="file[position()&lt;4]">
<xsl:choose>
<xsl:when test="@released"><xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.released"/></xsl:with-param><xsl:with-param name="v"><t:s id="pair"><t:p n="name" v="@name"/><t:p n="value" v="@released"/></t:s></xsl:with-param></xsl:call-template></xsl:when>
<xsl:otherwise><xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.base"/></xsl:with-param><xsl:with-param name="v"><t:s id="pair"><t:p n="name" v="@name"/><t:p n="value" v="@base"/></t:s></xsl:with-param></xsl:call-template></xsl:otherwise>
</xsl:choose>
</xsl:for-each>
<xsl:if test="count(file)&gt;3"><xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"><t:s id="receipt.files"><t:p n="n" v="count(file)-3"/></t:s></xsl:with-param></xsl:call-template></xsl:if>
<xsl:call-template name="check"/>
<xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"><t:s id="cert.proved.not"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"><t:s id="help.contact.text"><t:p n="operator" v="@operator"/><t:p n="contact" v="@contact"/></t:s></xsl:with-param></xsl:call-template>
</xsl:template>

<xsl:template name="sender-line"><xsl:for-each select="/*/sender"><xsl:call-template name="who"/><xsl:text> </xsl:text><xsl:value-of select="@mail"/></xsl:for-each></xsl:template>
</xsl:stylesheet>
