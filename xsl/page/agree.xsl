<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R3: the last look before 同意. The form carries what was shown. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>
<xsl:import href="../part/items.xsl"/>

<xsl:template name="title"><t:s id="confirm.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="confirm.final"/></p>
<h2><t:s id="confirm.files"><t:p n="n" v="count(contract/file)"/><t:p n="p" v="@pages"/></t:s></h2>
<table class="kv">
<xsl:for-each select="contract/file"><tr><th scope="row"><xsl:value-of select="@name"/></th><td><t:s id="confirm.pages"><t:p n="p" v="@pages"/></t:s><xsl:text> </xsl:text><a href="{a:fetch.link.pdf n=@n}"><t:s id="read.pdf"/></a></td></tr></xsl:for-each>
<tr><th scope="row"><t:s id="confirm.others"/></th><td><xsl:if test="not(contract/party[@me]/@sender)"><div><xsl:call-template name="sender"/></div></xsl:if><xsl:for-each select="contract/party[not(@me) and not(@sender)]"><div><xsl:call-template name="who"/></div></xsl:for-each></td></tr>
<tr><th scope="row"><t:s id="confirm.you"/></th><td><xsl:for-each select="contract/party[@me]"><div><xsl:call-template name="who"/></div><xsl:if test="@post!=''"><div><xsl:value-of select="@post"/></div></xsl:if><div><xsl:value-of select="@mail"/></div></xsl:for-each></td></tr>
</table>
<xsl:if test="item">
<h2 id="values"><t:s id="confirm.values"><t:p n="n" v="@items"/></t:s></h2>
<table class="ls"><tbody><xsl:for-each select="item"><tr><th scope="row"><xsl:call-template name="item-label"/></th><td><xsl:call-template name="item-value"/><xsl:if test="@small"><p class="hint"><t:s id="item.small.short"/></p></xsl:if><xsl:if test="@tiny"><p class="wn"><t:s id="item.tiny.short"/></p></xsl:if></td><td><a><xsl:attribute name="href"><t:a id="review.read"/><xsl:call-template name="query"><xsl:with-param name="s"><xsl:choose><xsl:when test="/page/@step">view=step&amp;end=1&amp;f=<xsl:value-of select="@step"/></xsl:when><xsl:otherwise>f=<xsl:value-of select="concat(@n,'#f',@n)"/></xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template></xsl:attribute><t:s id="item.change"/><span class="vh"><xsl:call-template name="item-label"/></span></a></td></tr></xsl:for-each></tbody></table>
</xsl:if>
<xsl:for-each select="leaf"><xsl:variable name="file" select="/page/contract/file[@n=current()/@file]"/><xsl:variable name="v" select="string(/page/fresh[@n=current()/@n]/@v)"/><xsl:variable name="alt"><t:s id="read.alt.scan"><t:p n="title" v="$file/@name"/><t:p n="i" v="@i"/></t:s></xsl:variable>
<p><xsl:choose><xsl:when test="/page/item[@page=current()/@n]"><t:s id="confirm.filled"><t:p n="name" v="$file/@name"/><t:p n="i" v="@i"/></t:s></xsl:when><xsl:otherwise><t:s id="confirm.first"/></xsl:otherwise></xsl:choose><xsl:text> </xsl:text><a href="{a:fetch.link.page n=@n w=concat('1280',$v,'.png')}"><t:s id="read.enlarge"/></a></p>
<div class="pg"><img src="{a:fetch.link.page n=@n w=concat('640',$v,'.png')}" width="{@width}" height="{@height}" alt="{$alt}"><xsl:if test="position()&gt;1"><xsl:attribute name="loading">lazy</xsl:attribute></xsl:if></img></div></xsl:for-each>
<xsl:if test="before"><details><summary><t:s id="entries.others"/></summary><xsl:call-template name="entries-before"/></details></xsl:if>
<details><summary><t:s id="confirm.recorded"/></summary>
<table class="kv">
<tr><th scope="row"><t:s id="confirm.rec.name"/></th><td><xsl:value-of select="contract/party[@me]/@name"/></td></tr>
<xsl:if test="contract/party[@me]/@company!=''"><tr><th scope="row"><t:s id="f.company"/></th><td><xsl:value-of select="contract/party[@me]/@company"/></td></tr></xsl:if>
<xsl:if test="contract/party[@me]/@post!=''"><tr><th scope="row"><t:s id="f.post"/></th><td><xsl:value-of select="contract/party[@me]/@post"/></td></tr></xsl:if>
<tr><th scope="row"><t:s id="confirm.rec.mail"/></th><td><xsl:value-of select="contract/party[@me]/@mail"/></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.time"/></th><td><t:s id="confirm.rec.when"/></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.how"/></th><td><xsl:call-template name="methods"><xsl:with-param name="m" select="@methods"/></xsl:call-template></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.hash"/></th><td><xsl:for-each select="contract/file"><div><xsl:if test="last()&gt;1"><xsl:value-of select="@name"/><br/></xsl:if><xsl:call-template name="hash"><xsl:with-param name="h" select="@hash"/></xsl:call-template></div></xsl:for-each></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.binds"/></th><td><xsl:call-template name="hash"><xsl:with-param name="h" select="concat(substring(@binds,1,16),' ',substring(@binds,17,16),' ',substring(@binds,33,16),' ',substring(@binds,49,16))"/></xsl:call-template><xsl:if test="@authority"><p class="hint"><t:s id="confirm.rec.typed"/></p></xsl:if></td></tr>
</table></details>
<form method="post" action="{a:agree}" accept-charset="UTF-8"><xsl:call-template name="token"/><input type="hidden" name="binds" value="{@binds}"/><xsl:if test="@step"><input type="hidden" name="view" value="step"/></xsl:if>
<xsl:if test="@authority">
<xsl:call-template name="field"><xsl:with-param name="name">authority</xsl:with-param><xsl:with-param name="type">check</xsl:with-param><xsl:with-param name="required" select="true()"/></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">approval</xsl:with-param><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
</xsl:if>
<p><b><t:s id="confirm.ask"/></b></p>
<div class="act"><button class="p" type="submit"><xsl:choose><xsl:when test="@step"><t:s id="step.final"/></xsl:when><xsl:otherwise><t:s id="btn.final"/></xsl:otherwise></xsl:choose></button></div></form>
<form method="get" action="{a:review.read}"><xsl:call-template name="ticket"/><xsl:choose><xsl:when test="@step"><input type="hidden" name="view" value="step"/></xsl:when><xsl:when test="@from&gt;1"><input type="hidden" name="from" value="{@from}"/></xsl:when></xsl:choose><div class="act"><button type="submit"><xsl:choose><xsl:when test="@step"><t:s id="step.cancel"/></xsl:when><xsl:otherwise><t:s id="btn.back"/></xsl:otherwise></xsl:choose></button></div></form>
</xsl:template>
</xsl:stylesheet>
