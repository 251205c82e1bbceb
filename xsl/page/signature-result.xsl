<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     What a checked PDF is: one sentence, the signature panel, the versions. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/panel.xsl"/>

<xsl:template name="width">w wide</xsl:template>
<xsl:template name="title"><t:s id="vf.result"/></xsl:template>

<xsl:template name="content"><xsl:for-each select="proof">
<div><xsl:attribute name="class"><xsl:choose><xsl:when test="@word='ok'">ok</xsl:when><xsl:when test="@word='bad'">err</xsl:when><xsl:otherwise>wn</xsl:otherwise></xsl:choose></xsl:attribute>
<p><b><t:pick of="vf.say." select="@word"><t:p n="k" v="@versions"/><t:p n="n" v="@slots"/></t:pick></b></p>
<xsl:if test="@same"><p><t:s id="vf.same"/></p></xsl:if>
<xsl:if test="foreign[@holds='no']"><p><t:s id="vf.foreign.bad"/></p></xsl:if>
<xsl:if test="foreign and not(foreign[not(@more)])"><p><t:s id="vf.foreign.more"/></p></xsl:if>
<xsl:if test="@word='bad' and @concluded"><p><t:s id="vf.added"/></p></xsl:if>
<xsl:if test="@word='bad' and not(@concluded)"><p><t:s id="vf.again"/></p></xsl:if>
</div>
<table class="kv">
<tr><th scope="row"><t:s id="vf.row.file"/></th><td><xsl:value-of select="@name"/> <t:s id="vf.kb"><t:p n="kb" v="@kb"/></t:s></td></tr>
<xsl:if test="@same"><tr><th scope="row"><t:s id="vf.row.id"/></th><td><xsl:value-of select="@document"/></td></tr></xsl:if>
<tr><th scope="row"><t:s id="vf.row.hash"/></th><td><code><xsl:value-of select="@hash"/></code></td></tr>
<xsl:if test="@level!=''"><tr><th scope="row"><t:s id="vf.row.level"/></th><td><t:pick of="vf.level." select="@level"/></td></tr></xsl:if>
<tr><th scope="row"><t:s id="vf.row.checked"/></th><td><xsl:call-template name="moment"><xsl:with-param name="v" select="@checked"/></xsl:call-template></td></tr>
</table>
<xsl:if test="version">
<xsl:call-template name="people"/>
<xsl:call-template name="panel"/>
<xsl:if test="shot"><xsl:call-template name="shots"/></xsl:if>
</xsl:if>
<xsl:if test="foreign"><xsl:call-template name="strangers"/></xsl:if>
<p class="hint"><t:s id="vf.forget"/> <t:s id="vf.print"/></p>
<p class="act"><a class="b p" href="{a:verify}"><t:s id="vf.another"/></a><xsl:text> </xsl:text><a class="b" href="{a:help.signature}"><t:s id="vf.acrobat"/></a></p>
</xsl:for-each></xsl:template>

<!-- Who agreed to what, when: the Reasons as they are signed. -->
<xsl:template name="people">
<h2><t:s id="vf.people"/></h2>
<table class="ls who"><thead><tr><th scope="col"><t:s id="vf.col.version"/></th><th scope="col"><t:s id="vf.col.what"/></th><th scope="col"><t:s id="vf.col.when"/></th></tr></thead>
<tbody><xsl:for-each select="version"><tr>
<th scope="row"><xsl:value-of select="@n"/></th>
<td><xsl:choose><xsl:when test="@reason!=''"><xsl:value-of select="@reason"/></xsl:when><xsl:otherwise><xsl:call-template name="kind"/></xsl:otherwise></xsl:choose></td>
<td><xsl:call-template name="moment"><xsl:with-param name="v" select="@time"/></xsl:call-template></td>
</tr></xsl:for-each></tbody></table>
</xsl:template>

<!-- Signatures of another maker, told and not judged. -->
<xsl:template name="strangers">
<h2><t:s id="vf.foreign"/></h2>
<p><t:s id="vf.foreign.lead"/></p>
<ol><xsl:for-each select="foreign"><li>
<b><xsl:choose><xsl:when test="@cn!=''"><t:s id="vf.foreign.by"><t:p n="name" v="@cn"/><t:p n="issuer" v="@issuer_cn"/></t:s></xsl:when><xsl:otherwise><t:s id="vf.foreign.nobody"/></xsl:otherwise></xsl:choose></b><br/>
<xsl:if test="@stamp"><t:s id="vf.foreign.stamp"/><xsl:text> </xsl:text></xsl:if>
<xsl:choose><xsl:when test="not(@form)"><t:s id="vf.foreign.form"/></xsl:when><xsl:otherwise><t:pick of="vf.foreign.holds." select="@holds"/></xsl:otherwise></xsl:choose>
<xsl:text> </xsl:text><xsl:choose><xsl:when test="@more"><t:s id="vf.foreign.behind"><t:p n="n" v="@more"/></t:s></xsl:when><xsl:otherwise><t:s id="vf.foreign.all"/></xsl:otherwise></xsl:choose>
</li></xsl:for-each></ol>
</xsl:template>

<!-- The same page of every version, side by side. -->
<xsl:template name="shots">
<xsl:variable name="pages" select="@pages + (@pages = 0)"/>
<h2 id="shots"><t:s id="vf.shots"/></h2>
<p><t:s id="vf.shots.lead"/></p>
<p><t:s id="vf.shots.page"><t:p n="p" v="@page"/><t:p n="n" v="$pages"/></t:s></p>
<xsl:if test="@prev or @next"><p><xsl:if test="@prev"><a href="{a:verify.result w=@ticket}?page={@prev}#shots"><t:s id="vf.prev"/></a><xsl:text> </xsl:text></xsl:if><xsl:if test="@next"><a href="{a:verify.result w=@ticket}?page={@next}#shots"><t:s id="vf.next"/></a></xsl:if></p></xsl:if>
<ul class="shots"><xsl:for-each select="shot"><xsl:variable name="label"><xsl:call-template name="shot-label"/></xsl:variable>
<li><a href="{a:verify.picture w=../@ticket n=@n}?page={../@page}&amp;width=1280"><img loading="lazy" width="320" src="{a:verify.picture w=../@ticket n=@n}?page={../@page}"><xsl:attribute name="alt"><t:s id="vf.shot.alt"><t:p n="label" v="$label"/><t:p n="p" v="../@page"/></t:s></xsl:attribute></img></a><br/><xsl:value-of select="$label"/></li>
</xsl:for-each></ul>
</xsl:template>

<xsl:template name="shot-label">
<xsl:choose><xsl:when test="@n=0"><t:s id="vf.shot.now"/></xsl:when><xsl:otherwise><t:s id="vf.version"><t:p n="n" v="@n"/></t:s></xsl:otherwise></xsl:choose>
</xsl:template>
</xsl:stylesheet>
