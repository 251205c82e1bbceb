<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M06 転送の知らせ, to the sender; also that it was taken back. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><xsl:choose>
<xsl:when test="move/@kind='undo'"><t:s id="mail.subject.moved.undo"><t:p n="title" v="@short"/><t:p n="to" v="move/@to"/></t:s></xsl:when>
<xsl:otherwise><t:s id="mail.subject.moved"><t:p n="title" v="@short"/><t:p n="from" v="move/@name"/><t:p n="to" v="move/@to"/></t:s></xsl:otherwise>
</xsl:choose></xsl:template>

<xsl:template name="content">
<xsl:variable name="when"><xsl:call-template name="instant"><xsl:with-param name="v" select="move/@time"/></xsl:call-template></xsl:variable>
<xsl:call-template name="dear"/>
<xsl:choose><xsl:when test="move/@kind='undo'"><t:s id="mail.moved.undo"/></xsl:when><xsl:otherwise><t:s id="mail.moved.lead"/></xsl:otherwise></xsl:choose><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/>
<t:s id="mail.moved.from"><t:p n="name" v="move/@name"/><t:p n="mail" v="move/@mail"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.moved.to"><t:p n="name" v="move/@to"/><t:p n="mail" v="move/@to_mail"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.handed.when"><t:p n="time" v="$when"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="move/@other"><t:s id="mail.moved.domain"/><xsl:call-template name="nl"/></xsl:if><xsl:call-template name="nl"/>
<xsl:for-each select="move[message]"><t:s id="mail.forwarded.message"><t:p n="name" v="@name"/></t:s><xsl:call-template name="nl"/><xsl:for-each select="message/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each><xsl:call-template name="nl"/></xsl:for-each>
<t:s id="mail.moved.stop"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.open.doc"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">doc</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
