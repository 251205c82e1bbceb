<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="help.faq"/></xsl:template>

<xsl:template name="content">
<h2><t:s id="faq.q1"/></h2><p><t:s id="faq.a1"/></p>
<h2><t:s id="faq.q2"/></h2><p><t:s id="faq.a2"/></p>
<h2><t:s id="faq.q3"/></h2><p><t:s id="faq.a3"/></p>
<h2><t:s id="faq.q4"/></h2><p><t:s id="faq.a4"/></p>
<h2><t:s id="faq.q5"/></h2><p><t:s id="faq.a5"/></p>
<h2><t:s id="faq.q6"/></h2><p><t:s id="faq.a6"/></p>
<h2><t:s id="faq.q7"/></h2><p><t:s id="faq.a7"/></p>
<p><a href="{a:help}"><t:s id="help.title"/></a></p>
</xsl:template>
</xsl:stylesheet>
