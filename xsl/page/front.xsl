<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><xsl:value-of select="@service"/></xsl:template>

<xsl:template name="content">
<p><t:s id="front.lead"/></p>
<h2><t:s id="front.steps"/></h2>
<ol class="three">
<li><h3><t:s id="front.step1"/></h3><p><t:s id="front.step1.text"/></p></li>
<li><h3><t:s id="front.step2"/></h3><p><t:s id="front.step2.text"/></p></li>
<li><h3><t:s id="front.step3"/></h3><p><t:s id="front.step3.text"/></p></li>
</ol>
<div class="box"><h2><t:s id="front.received"/></h2><p><t:s id="front.received.text"/></p>
<p><a href="{a:help}"><t:s id="help.title"/></a><xsl:text> </xsl:text><a href="{a:help.try}"><t:s id="try.title"/></a><xsl:text> </xsl:text><a href="{a:verify.check}"><t:s id="front.check.mail"/></a><xsl:text> </xsl:text><a href="{a:verify.copy}"><t:s id="front.copy"/></a><xsl:text> </xsl:text><a href="{a:verify}"><t:s id="front.check"/></a></p></div>
<h2><t:s id="front.send"/></h2>
<p><t:s id="front.send.text"/></p>
<p class="act"><a class="b p" href="{a:account.login}"><t:s id="front.login"/></a><xsl:if test="@registration"><xsl:text> </xsl:text><a class="b" href="{a:account.register}"><t:s id="front.register"/></a></xsl:if></p>
<h2><t:s id="front.good"/></h2>
<ul>
<li><t:s id="front.good1"/></li>
<li><t:s id="front.good2"/></li>
<li><t:s id="front.good3"/></li>
<li><t:s id="front.good4"/></li>
</ul>
</xsl:template>
</xsl:stylesheet>
