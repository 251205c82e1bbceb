<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     PDFの署名を確かめる: one file, one button. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="vf.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="vf.lead"/></p>
<form method="post" action="{a:verify}" enctype="multipart/form-data" accept-charset="UTF-8">
<xsl:call-template name="field"><xsl:with-param name="name">file</xsl:with-param><xsl:with-param name="label">pdf</xsl:with-param><xsl:with-param name="type">file</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint"><t:s id="vf.note"><t:p n="m" v="@max_mb"/></t:s></xsl:with-param></xsl:call-template>
<div class="act"><button class="p" type="submit"><t:s id="vf.check"/></button></div>
</form>
<h2><t:s id="vf.what"/></h2>
<ul><li><t:s id="vf.what1"/></li><li><t:s id="vf.what2"/></li><li><t:s id="vf.what3"/></li></ul>
<p><a href="{a:help.signature}"><t:s id="vf.acrobat"/></a></p>
</xsl:template>
</xsl:stylesheet>
