<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M19 登録済み: the page told nobody that the address is known, this letter tells its owner. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.registered"><t:p n="service" v="@service"/></t:s></xsl:template>

<xsl:template name="content">
<t:s id="mail.registered.text"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">login</xsl:with-param></xsl:call-template><xsl:call-template name="nl"/>
<t:s id="mail.registered.ignore"/><xsl:call-template name="nl"/>
</xsl:template>
</xsl:stylesheet>
