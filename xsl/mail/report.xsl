<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     心当たりがない, to the operator. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><t:s id="mail.subject.report"><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="why"><t:pick of="rep.why." select="@why"/></xsl:variable>
<t:s id="mail.report.lead"/><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.report.why"><t:p n="why" v="$why"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.doc"><t:p n="title" v="contract/@title"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.report.id"><t:p n="id" v="contract/@id"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.report.from"><t:p n="name" v="contract/sender/@name"/><t:p n="mail" v="contract/sender/@mail"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.report.to"><t:p n="name" v="@who"/><t:p n="mail" v="@who_mail"/></t:s><xsl:call-template name="nl"/>
</xsl:template>
</xsl:stylesheet>
