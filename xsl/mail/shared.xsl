<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M16 共有, to a viewer. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.shared"><t:p n="name" v="@who"/><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="day"><xsl:call-template name="day"><xsl:with-param name="v" select="@until"/></xsl:call-template></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.shared.lead"><t:p n="name" v="@who"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.shared.open"><t:p n="day" v="$day"/></t:s><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">done</xsl:with-param></xsl:call-template><xsl:call-template name="nl"/>
<xsl:call-template name="hashes"/>
<t:s id="mail.concluded.check"/><xsl:call-template name="nl"/>
<t:u id="verify"/><xsl:call-template name="nl"/>
</xsl:template>
</xsl:stylesheet>
