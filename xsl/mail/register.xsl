<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M18 登録確認 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.register"><t:p n="service" v="@service"/></t:s></xsl:template>

<xsl:template name="content">
<t:s id="mail.register.text"><t:p n="service" v="@service"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">verify</xsl:with-param></xsl:call-template><xsl:call-template name="nl"/>
<t:s id="mail.register.ignore"/><xsl:call-template name="nl"/>
</xsl:template>
</xsl:stylesheet>
