<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     R4: what became of it, in three cases: others are still to agree, the
     signatures are being made, concluded. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/link.xsl"/>
<xsl:import href="../part/items.xsl"/>

<xsl:template name="title">
<xsl:choose>
<xsl:when test="contract/@state='concluded'"><t:s id="done.final.title"/></xsl:when>
<xsl:when test="contract/@state='concluding'"><t:s id="done.sign.title"/></xsl:when>
<xsl:otherwise><t:s id="done.wait.title"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="content">
<xsl:choose>
<xsl:when test="contract/@state='concluded'"><xsl:call-template name="final"/></xsl:when>
<xsl:when test="contract/@state='concluding'">
<div class="ok"><p><xsl:choose><xsl:when test="/page/@tsa"><b><t:s id="st.stamping"/></b><br/><t:s id="done.stamp"/></xsl:when><xsl:otherwise><t:s id="done.sign"/></xsl:otherwise></xsl:choose></p><p><t:s id="done.sign.mail"/></p></div>
<p class="act"><a class="b p" href="{a:agree.done}"><t:s id="done.refresh"/></a></p>
</xsl:when>
<xsl:otherwise><div class="ok"><p><t:s id="done.wait"><t:p n="name" v="@next"/></t:s></p></div></xsl:otherwise>
</xsl:choose>
<table class="kv">
<tr><th scope="row"><t:s id="row.doc"/></th><td><xsl:value-of select="contract/@title"/></td></tr>
<tr><th scope="row"><t:s id="row.sender"/></th><td><xsl:call-template name="sender"/></td></tr>
<xsl:for-each select="contract/party[@me]">
<tr><th scope="row"><t:s id="done.who"/></th><td><div><xsl:call-template name="who"/></div><div><xsl:value-of select="@mail"/></div></td></tr>
<tr><th scope="row"><t:s id="done.acted"/></th><td><xsl:call-template name="time"><xsl:with-param name="v" select="@acted"/></xsl:call-template></td></tr>
<tr><th scope="row"><t:s id="confirm.rec.how"/></th><td><xsl:call-template name="methods"><xsl:with-param name="m" select="@methods"/></xsl:call-template></td></tr>
</xsl:for-each>
<xsl:for-each select="contract/file">
<tr><th scope="row"><t:s id="done.id"/></th><td><div><xsl:value-of select="@docid"/></div><xsl:if test="last()&gt;1"><div><xsl:value-of select="@name"/></div></xsl:if></td></tr>
<tr><th scope="row"><t:s id="done.hash"/></th><td><xsl:call-template name="hash"><xsl:with-param name="h" select="@hash"/></xsl:call-template></td></tr>
</xsl:for-each>
</table>
<xsl:if test="item">
<h2><t:s id="done.values"/></h2>
<table class="ls"><tbody><xsl:for-each select="item"><tr><th scope="row"><xsl:call-template name="item-label"/></th><td><xsl:call-template name="item-value"/></td></tr></xsl:for-each></tbody></table>
</xsl:if>
<xsl:if test="contract/@state!='concluded'">
<p class="act"><xsl:for-each select="contract/file"><a class="b" href="{a:fetch.link.pdf n=@n}"><xsl:choose><xsl:when test="last()&gt;1"><t:s id="done.base.of"><t:p n="name" v="@name"/></t:s></xsl:when><xsl:otherwise><t:s id="done.base"/></xsl:otherwise></xsl:choose></a><xsl:text> </xsl:text></xsl:for-each><a class="b" href="{a:fetch.link.receipt}"><t:s id="btn.receipt"/></a></p>
<h2><t:s id="done.next"/></h2>
<ol><li><t:s id="done.next.1"/></li><xsl:if test="contract/@state='waiting'"><li><t:s id="done.next.2"/></li></xsl:if><li><t:s id="done.next.3"/></li></ol>
</xsl:if>
<p class="hint"><t:s id="done.print"/></p>
</xsl:template>

<xsl:template name="final">
<xsl:variable name="time"><xsl:call-template name="time"><xsl:with-param name="v" select="contract/@concluded"/></xsl:call-template></xsl:variable>
<xsl:variable name="day"><xsl:call-template name="day"><xsl:with-param name="v" select="@until"/></xsl:call-template></xsl:variable>
<div class="ok"><p><t:s id="done.final"><t:p n="time" v="$time"/></t:s></p></div>
<p class="act"><xsl:for-each select="contract/file"><a class="b p" href="{a:fetch.link.pdf n=@n}"><xsl:choose><xsl:when test="last()&gt;1"><t:s id="done.file.of"><t:p n="name" v="@name"/></t:s></xsl:when><xsl:otherwise><t:s id="btn.pdf"/></xsl:otherwise></xsl:choose></a><xsl:text> </xsl:text></xsl:for-each></p>
<p class="act"><a class="b" href="{a:fetch.link.certificate}"><t:s id="btn.cert"/></a><xsl:text> </xsl:text><a class="b" href="{a:fetch.link.receipt}"><t:s id="btn.receipt"/></a><xsl:text> </xsl:text><a class="b" href="{a:fetch.link.zip}"><t:s id="doc.zip"/></a></p>
<p><t:s id="done.until"><t:p n="day" v="$day"/></t:s></p>
<p><a href="{a:verify}"><t:s id="done.check"/></a><xsl:if test="contract/party[@me]"><xsl:text> </xsl:text><a href="{a:review.show}"><t:s id="shw.title.done"/></a></xsl:if></p>
<h2><t:s id="done.parties"/></h2>
<table class="ls"><tbody><xsl:for-each select="contract/party"><tr><th scope="row"><xsl:call-template name="who"/></th><td><xsl:call-template name="time"><xsl:with-param name="v" select="@acted"/></xsl:call-template></td></tr></xsl:for-each></tbody></table>
</xsl:template>
</xsl:stylesheet>
