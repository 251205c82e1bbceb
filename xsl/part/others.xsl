<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     What else a recipient may do beside agreeing. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:template name="others-top">
<xsl:if test="/page/contract/party[@me and @forward!='no']"><p class="top"><a href="{a:forward}"><t:s id="btn.forward"/></a></p></xsl:if>
</xsl:template>

<xsl:template name="others">
<section class="act">
<h2><t:s id="others.title"/></h2>
<ul class="plain">
<xsl:if test="/page/contract/party[@me and @forward!='no']"><li><a href="{a:forward}"><t:s id="btn.forward"/></a></li></xsl:if>
<li><a href="{a:review.ask}"><t:s id="btn.ask"/></a></li>
<li><a href="{a:review.later}"><t:s id="btn.later"/></a></li>
<li><a href="{a:review.phone}"><t:s id="btn.phone"/></a></li>
<li><a href="{a:review.show}"><t:s id="btn.show"/></a></li>
<li><a href="{a:agree.decline}"><t:s id="btn.decline"/></a></li>
</ul>
</section>
</xsl:template>
</xsl:stylesheet>
