<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     ワンタイムコード, to a party. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.once"><t:p n="code" v="@once"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:call-template name="dear"/>
<t:s id="mail.once.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.once.code"><t:p n="code" v="@once"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.once.else"/><xsl:call-template name="nl"/>
</xsl:template>
</xsl:stylesheet>
