<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The same page for every address, so that nobody learns who is registered. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="acc.sent"/></xsl:template>

<xsl:template name="content">
<div class="ok" role="status"><p><t:s id="acc.sent.text"/></p></div>
<p><t:s id="acc.sent.not"/></p>
<p><a class="b" href="{a:account.register}"><t:s id="acc.sent.again"/></a></p>
</xsl:template>
</xsl:stylesheet>
