<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R3: the last look before 同意. The form carries what was shown. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>

<xsl:template name="title"><t:s id="confirm.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="confirm.final"/></p>
<h2><t:s id="confirm.files"><t:p n="n" v="count(contract/file)"/><t:p n="p" v="@pages"/></t:s></h2>
<table class="kv">
<xsl:for-each select="contract/file"><tr><th scope="row"><xsl:value-of select="@name"/></th><td><t:s id="confirm.pages"><t:p n="p" v="@pages"/></t:s><xsl:text> </xsl:text><a href="{a:fetch.link.pdf n=@n}"><t:s id="read.pdf"/></a></td></tr></xsl:for-each>
<tr><th scope="row"><t:s id="confirm.others"/></th><td><xsl:if test="not(contract/party[@me]/@sender)"><div><xsl:call-template name="sender"/></div></xsl:if><xsl:for-each select="contract/party[not(@me) and not(@sender)]"><div><xsl:call-template name="who"/></div></xsl:for-each></td></tr>
<tr><th scope="row"><t:s id="confirm.you"/></th><td><xsl:for-each select="contract/party[@me]"><div><xsl:call-template name="who"/></div><div><xsl:value-of select="@mail"/></div></xsl:for-each></td></tr>
</table>
<xsl:for-each select="leaf"><xsl:variable name="alt"><t:s id="read.alt.scan"><t:p n="title" v="/page/contract/file[1]/@name"/><t:p n="i" v="@i"/></t:s></xsl:variable>
<p><t:s id="confirm.first"/><xsl:text> </xsl:text><a href="{a:fetch.link.page n=@n w='1280.png'}"><t:s id="read.enlarge"/></a></p>
<div class="pg"><img src="{a:fetch.link.page n=@n w='640.png'}" width="{@width}" height="{@height}" alt="{$alt}"/></div></xsl:for-each>
<details><summary><t:s id="confirm.recorded"/></summary>
<table class="kv">
<tr><th scope="row"><t:s id="confirm.rec.name"/></th><td><xsl:value-of select="contract/party[@me]/@name"/></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.mail"/></th><td><xsl:value-of select="contract/party[@me]/@mail"/></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.time"/></th><td><t:s id="confirm.rec.when"/></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.how"/></th><td><xsl:call-template name="methods"><xsl:with-param name="m" select="@methods"/></xsl:call-template></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.hash"/></th><td><xsl:for-each select="contract/file"><div><xsl:if test="last()&gt;1"><xsl:value-of select="@name"/><br/></xsl:if><xsl:call-template name="hash"><xsl:with-param name="h" select="@hash"/></xsl:call-template></div></xsl:for-each></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.binds"/></th><td><xsl:call-template name="hash"><xsl:with-param name="h" select="concat(substring(@binds,1,16),' ',substring(@binds,17,16),' ',substring(@binds,33,16),' ',substring(@binds,49,16))"/></xsl:call-template></td></tr>
</table></details>
<p><b><t:s id="confirm.ask"/></b></p>
<form method="post" action="{a:agree}" accept-charset="UTF-8"><xsl:call-template name="token"/><input type="hidden" name="binds" value="{@binds}"/>
<div class="act"><button class="p" type="submit"><t:s id="btn.final"/></button></div></form>
<form method="get" action="{a:review.read}"><xsl:call-template name="ticket"/><div class="act"><button type="submit"><t:s id="btn.back"/></button></div></form>
</xsl:template>
</xsl:stylesheet>
