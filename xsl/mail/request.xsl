<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     M01 確認依頼 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/mailing.xsl"/>

<xsl:template name="subject"><xsl:variable name="who"><xsl:call-template name="sender"/></xsl:variable><t:s id="mail.subject.request"><t:p n="who" v="$who"/><t:p n="title" v="@short"/></t:s></xsl:template>

<xsl:template name="content">
<xsl:variable name="who"><xsl:call-template name="sender"/></xsl:variable>
<xsl:call-template name="dear"/>
<t:s id="mail.request.lead"><t:p n="who" v="$who"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.request.doc"><t:p n="title" v="contract/@title"/><t:p n="p" v="contract/@pages"/></t:s><xsl:call-template name="nl"/>
<xsl:if test="@due"><xsl:variable name="due"><xsl:call-template name="instant"><xsl:with-param name="v" select="@due"/></xsl:call-template></xsl:variable><t:s id="mail.request.due"><t:p n="time" v="$due"/></t:s><xsl:call-template name="nl"/></xsl:if>
<t:s id="mail.request.matching"><t:p n="n" v="@matching"/></t:s><xsl:call-template name="nl"/>
<t:s id="mail.request.sender"><t:p n="who" v="$who"/><t:p n="mail" v="contract/sender/@mail"/></t:s><xsl:call-template name="nl"/><xsl:call-template name="nl"/>
<t:s id="mail.request.open"/><xsl:call-template name="nl"/>
<xsl:if test="@code"><t:s id="mail.request.code"/><xsl:call-template name="nl"/></xsl:if>
<xsl:call-template name="nl"/><xsl:call-template name="url"><xsl:with-param name="name">review</xsl:with-param></xsl:call-template><xsl:call-template name="nl"/>
<xsl:call-template name="quoted"/>
<t:s id="mail.request.lite"/><xsl:call-template name="nl"/>
<xsl:call-template name="url"><xsl:with-param name="name">lite</xsl:with-param></xsl:call-template><xsl:call-template name="nl"/>
<t:s id="mail.request.trust"><t:p n="site" v="@site"/></t:s><xsl:call-template name="nl"/>
</xsl:template>
</xsl:stylesheet>
