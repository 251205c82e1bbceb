<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M15 不達, to the sender. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.undelivered"><t:p n="title" v="@short"/><t:p n="mail" v="@address"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:call-template name="dear"/>
<t:s id="mail.undelivered.lead"><t:p n="name" v="@who"/><t:p n="mail" v="@address"/></t:s><xsl:call-template name="nl"/>
<t:pick of="bnc." select="@why"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/><xsl:call-template name="nl"/>
<t:s id="mail.undelivered.do"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.open.doc"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">doc</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
