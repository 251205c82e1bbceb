<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The frame of every mail: first line the subject, then the body. A letter
     imports it and defines "subject" (one line) and "content". The model's root
     carries lang site host service operator contact like a page's. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="time.xsl"/>
<xsl:output method="text" encoding="UTF-8"/>

<xsl:template name="nl"><xsl:text>&#10;</xsl:text></xsl:template>

<xsl:template match="/*">
<xsl:variable name="subject"><xsl:call-template name="subject"/></xsl:variable>
<xsl:value-of select="normalize-space($subject)"/>
<xsl:call-template name="nl"/>
<xsl:call-template name="content"/>
<xsl:call-template name="foot"/>
</xsl:template>

<xsl:template name="foot">
<xsl:call-template name="nl"/>
<xsl:text>----------------------------------------&#10;</xsl:text>
<t:s id="mail.foot"><t:p n="operator" v="/*/@operator"/><t:p n="contact" v="/*/@contact"/></t:s>
<xsl:call-template name="nl"/>
<t:u id="help"/>
<xsl:call-template name="nl"/>
</xsl:template>
</xsl:stylesheet>
