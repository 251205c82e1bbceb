<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     What the letters about a contract share. A block ends with an empty line. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="letter.xsl"/>
<xsl:import href="link.xsl"/>

<!-- The reader: company and name on their own lines. Nothing without a name. -->
<xsl:template name="dear">
<xsl:if test="to/@company!=''"><xsl:value-of select="to/@company"/><xsl:call-template name="nl"/></xsl:if>
<xsl:if test="to/@name!=''"><t:s id="mail.to"><t:p n="name" v="to/@name"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/></xsl:if>
</xsl:template>

<xsl:template name="instant">
<xsl:param name="v"/>
<xsl:variable name="time"><xsl:call-template name="time"><xsl:with-param name="v" select="$v"/></xsl:call-template></xsl:variable>
<t:s id="mail.time"><t:p n="time" v="$time"/></t:s>
</xsl:template>

<!-- An address alone on its line. -->
<xsl:template name="url">
<xsl:param name="name"/>
<xsl:value-of select="/*/url[@name=$name]"/><xsl:call-template name="nl"/>
</xsl:template>

<!-- 書類ID of each file; of the whole where there are many. -->
<xsl:template name="docids">
<xsl:choose>
<xsl:when test="count(contract/file)&gt;5"><t:s id="mail.docid"><t:p n="id" v="contract/@id"/></t:s><xsl:call-template name="nl"/></xsl:when>
<xsl:otherwise><xsl:for-each select="contract/file"><t:s id="mail.docid"><t:p n="id" v="@docid"/></t:s><xsl:call-template name="nl"/></xsl:for-each></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="hashes">
<xsl:for-each select="contract/file">
<xsl:choose>
<xsl:when test="last()&gt;1"><t:s id="mail.hash.of"><t:p n="name" v="@name"/></t:s></xsl:when>
<xsl:otherwise><t:s id="mail.hash"/></xsl:otherwise>
</xsl:choose>
<xsl:call-template name="nl"/><xsl:value-of select="@hash"/><xsl:call-template name="nl"/>
<t:s id="mail.docid"><t:p n="id" v="@docid"/></t:s><xsl:call-template name="nl"/>
</xsl:for-each>
<xsl:for-each select="witness"><t:s id="mail.witness"><t:p n="day" v="@day"/><t:p n="seq" v="@seq"/><t:p n="head" v="@head"/></t:s><xsl:call-template name="nl"/></xsl:for-each>
<xsl:call-template name="nl"/>
</xsl:template>

<!-- What every letter says that asks for a reply: what, until when, where, and how
     to see that it is genuine. -->
<xsl:template name="request">
<xsl:variable name="who"><xsl:call-template name="sender"/></xsl:variable>
<t:s id="mail.request.doc"><t:p n="title" v="contract/@title"/><t:p n="p" v="contract/@pages"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="@due"><xsl:variable name="due"><xsl:call-template name="instant"><xsl:with-param name="v" select="@due"/></xsl:call-template></xsl:variable><t:s id="mail.request.due"><t:p n="time" v="$due"/></t:s><xsl:call-template name="nl"/></xsl:if>
<t:s id="mail.request.matching"><t:p n="n" v="@matching"/></t:s><xsl:call-template name="nl"/>
<xsl:call-template name="docids"/>
<t:s id="mail.request.sender"><t:p n="who" v="$who"/><t:p n="mail" v="contract/sender/@mail"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.request.open"/><xsl:call-template name="nl"/>
<xsl:if test="@code"><xsl:choose><xsl:when test="@kind='forwarded'"><t:s id="mail.forwarded.code"/></xsl:when><xsl:otherwise><t:s id="mail.request.code"/></xsl:otherwise></xsl:choose><xsl:call-template name="nl"/></xsl:if>
<xsl:call-template name="nl"/><xsl:call-template name="url"><xsl:with-param name="name">review</xsl:with-param></xsl:call-template><xsl:call-template name="nl"/>
<xsl:call-template name="quoted"/>
<t:s id="mail.request.lite"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">lite</xsl:with-param></xsl:call-template><xsl:call-template name="nl"/>
<t:s id="mail.request.trust"><t:p n="site" v="@site"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.request.typed"/><xsl:call-template name="nl"/><t:u id="verify.check"/><xsl:call-template name="nl"/>
</xsl:template>

<!-- The sender's message as letter.c made it harmless. -->
<xsl:template name="quoted">
<xsl:if test="quote"><t:s id="mail.request.message"/><xsl:call-template name="nl"/><xsl:for-each select="quote/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each><xsl:call-template name="nl"/></xsl:if>
</xsl:template>
</xsl:stylesheet>
