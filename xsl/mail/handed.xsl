<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M05 転送の控え, to who forwarded. No link to the document. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.handed"><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="when"><xsl:call-template name="instant"><xsl:with-param name="v" select="move/@time"/></xsl:call-template></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.handed.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/>
<t:s id="mail.handed.to"><t:p n="to" v="move/@to"/><t:p n="mail" v="move/@to_mail"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.handed.when"><t:p n="time" v="$when"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:for-each select="move[message]"><t:s id="fwd.row.message"/><xsl:call-template name="nl"/><xsl:for-each select="message/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each><xsl:call-template name="nl"/></xsl:for-each>
<t:s id="mail.handed.over"/><xsl:call-template name="nl"/>
<t:s id="mail.handed.undo"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">undo</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
