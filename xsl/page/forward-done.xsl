<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R6: it was forwarded. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="fwd.done.title"/></xsl:template>

<xsl:template name="content">
<div class="ok"><p><t:s id="fwd.done"><t:p n="to" v="@to"/><t:p n="mail" v="@to_mail"/></t:s></p></div>
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<p><t:s id="fwd.done.next"/></p>
<p><t:s id="fwd.notagreed"/></p>
<xsl:if test="@code"><p><b><t:s id="fwd.code"/></b></p></xsl:if>
<xsl:if test="@undo"><p><t:s id="fwd.undo.may"/></p><p><a href="{a:forward.undo}"><t:s id="fwd.undo"/></a></p></xsl:if>
</xsl:template>
</xsl:stylesheet>
