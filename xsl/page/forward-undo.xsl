<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The forwarder takes it back; the link to here stands in M05. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="fwd.undo.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="link.doc"><t:p n="title" v="contract/@title"/></t:s></p>
<p><t:s id="fwd.undo.lead"><t:p n="to" v="@to"/><t:p n="mail" v="@to_mail"/></t:s></p>
<form method="post" action="{a:forward.undo}"><xsl:call-template name="token"/>
<div class="act"><button class="p" type="submit"><t:s id="fwd.undo"/></button></div></form>
</xsl:template>
</xsl:stylesheet>
