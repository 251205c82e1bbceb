<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M17 コード誤り, to the sender. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.code"><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:call-template name="dear"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="docids"/><xsl:call-template name="nl"/>
<t:s id="mail.code.text"><t:p n="name" v="@who"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.code.tell"><t:p n="name" v="@who"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.code.else"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.open.doc"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">doc</xsl:with-param></xsl:call-template>
</xsl:template>
</xsl:stylesheet>
