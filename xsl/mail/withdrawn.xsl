<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M12 取り下げ, to whoever got a request. No link: nothing is left to do. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.withdrawn"><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="who"><xsl:call-template name="sender"/></xsl:variable>
<xsl:variable name="time"><xsl:call-template name="instant"><xsl:with-param name="v" select="contract/@closed"/></xsl:call-template></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.withdrawn.lead"><t:p n="who" v="$who"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/>
<t:s id="mail.withdrawn.day"><t:p n="time" v="$time"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.withdrawn.reason"/><xsl:call-template name="nl"/>
<xsl:for-each select="words/l"><xsl:text>&gt; </xsl:text><xsl:value-of select="."/><xsl:call-template name="nl"/></xsl:for-each>
<xsl:call-template name="nl"/><t:s id="mail.withdrawn.link"/><xsl:call-template name="nl"/>
</xsl:template>
</xsl:stylesheet>
