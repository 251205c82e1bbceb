<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The signature panel, in the order and the words of a PDF reader's. Works as
     plain text: one heading a version, one line a fact. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">

<xsl:template name="moment">
<xsl:param name="v"/>
<xsl:if test="$v!=''"><xsl:variable name="time"><xsl:call-template name="time"><xsl:with-param name="v" select="$v"/></xsl:call-template></xsl:variable><t:s id="vf.moment"><t:p n="time" v="$time"/><t:p n="s" v="substring($v,18,2)"/></t:s></xsl:if>
</xsl:template>

<xsl:template name="panel">
<h2><t:s id="vf.panel"/></h2>
<xsl:if test="@headline"><p><b><t:pick of="vf.head." select="@headline"/></b></p></xsl:if>
<ol class="panel"><xsl:for-each select="version"><li>
<h3><xsl:choose><xsl:when test="@kind='dts'"><t:s id="vf.by"><t:p n="n" v="@n"/><t:p n="name" v="@tsa_cn"/></t:s></xsl:when><xsl:otherwise><t:s id="vf.by"><t:p n="n" v="@n"/><t:p n="name" v="@cn"/></t:s></xsl:otherwise></xsl:choose><xsl:text> — </xsl:text><span class="st"><xsl:choose><xsl:when test="@valid and not(@stamped and not(@stamp_valid))"><t:s id="vf.valid"/></xsl:when><xsl:otherwise><t:s id="vf.invalid"/></xsl:otherwise></xsl:choose></span></h3>
<ul><xsl:call-template name="lines"/></ul>
<details><summary><t:s id="vf.cert"/><span class="vh"><t:s id="vf.of"><t:p n="n" v="@n"/></t:s></span></summary><xsl:call-template name="certificate"/></details>
<xsl:if test="@valid"><p><a href="{a:verify.version w=../@ticket n=@n}"><t:s id="vf.show"/><span class="vh"><t:s id="vf.of"><t:p n="n" v="@n"/></t:s></span></a><xsl:text> </xsl:text><t:s id="vf.kb"><t:p n="kb" v="@kb"/></t:s></p></xsl:if>
</li></xsl:for-each></ol>
</xsl:template>

<xsl:template name="kind">
<xsl:choose>
<xsl:when test="@kind='dts'"><t:s id="vf.kind.dts"/></xsl:when>
<xsl:when test="@stamped"><t:s id="vf.kind.stamped"/></xsl:when>
<xsl:when test="@kind='certify'"><t:s id="vf.kind.certify"/></xsl:when>
<xsl:otherwise><t:s id="vf.kind.sign"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="lines">
<xsl:choose>
<xsl:when test="@valid"><li><t:s id="vf.line.valid"/></li></xsl:when>
<xsl:otherwise><li><t:s id="vf.line.invalid"/><xsl:text> </xsl:text><t:pick of="vf.why." select="@why"/></li></xsl:otherwise>
</xsl:choose>
<xsl:choose>
<xsl:when test="@valid and @root"><li><t:s id="vf.line.trust"><t:p n="root" v="@root"/></t:s></li></xsl:when>
<xsl:when test="not(@valid)"><li><t:s id="vf.line.trust.no"/></li></xsl:when>
</xsl:choose>
<xsl:choose>
<xsl:when test="@valid and not(@changed) and ../@whole"><li><t:s id="vf.line.same"/></li></xsl:when>
<xsl:when test="@valid"><li><t:s id="vf.line.changed"/></li></xsl:when>
<xsl:otherwise><li><t:s id="vf.line.unsure"/></li></xsl:otherwise>
</xsl:choose>
<xsl:choose><xsl:when test="@valid"><li><t:s id="vf.line.id"/></li></xsl:when><xsl:otherwise><li><t:s id="vf.line.id.no"/></li></xsl:otherwise></xsl:choose>
<xsl:call-template name="clockline"/>
<xsl:choose><xsl:when test="@ltv and @valid"><li><t:s id="vf.line.ltv"/></li></xsl:when><xsl:otherwise><li><t:s id="vf.line.ltv.no"/></li></xsl:otherwise></xsl:choose>
<li><t:s id="vf.kind"/><xsl:call-template name="kind"/></li>
<xsl:if test="@reason!=''"><li><t:s id="vf.reason"/><xsl:value-of select="@reason"/></li></xsl:if>
<xsl:if test="input"><li><t:s id="vf.inputs"><t:p n="n" v="count(input)"/></t:s><ul><xsl:for-each select="input"><li><xsl:choose><xsl:when test="@label!=''"><t:s id="vf.input"><t:p n="label" v="@label"/><t:p n="name" v="@name"/></t:s></xsl:when><xsl:otherwise><xsl:value-of select="@name"/></xsl:otherwise></xsl:choose></li></xsl:for-each></ul></li></xsl:if>
<li><t:s id="vf.checked"/><xsl:call-template name="moment"><xsl:with-param name="v" select="../@checked"/></xsl:call-template></li>
<li><t:s id="vf.field"><t:p n="field" v="@field"/></t:s></li>
</xsl:template>

<!-- Where the time comes from. -->
<xsl:template name="clockline">
<xsl:variable name="stamp"><xsl:call-template name="moment"><xsl:with-param name="v" select="@stamp"/></xsl:call-template></xsl:variable>
<xsl:variable name="time"><xsl:call-template name="moment"><xsl:with-param name="v" select="@time"/></xsl:call-template></xsl:variable>
<xsl:choose>
<xsl:when test="@kind='dts' and @valid"><li><t:s id="vf.line.dts"><t:p n="time" v="$stamp"/></t:s></li></xsl:when>
<xsl:when test="@stamped and @stamp_valid"><li><t:s id="vf.line.stamp"><t:p n="time" v="$stamp"/><t:p n="tsa" v="@tsa_cn"/></t:s></li></xsl:when>
<xsl:when test="@stamped"><li><t:s id="vf.line.stamp.no"/></li><li><t:s id="vf.line.clock"><t:p n="time" v="$time"/></t:s></li></xsl:when>
<xsl:otherwise><li><t:s id="vf.line.clock"><t:p n="time" v="$time"/></t:s></li></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="certificate">
<table class="kv">
<tr><th scope="row"><t:s id="vf.cert.subject"/></th><td><xsl:value-of select="@subject"/></td></tr>
<tr><th scope="row"><t:s id="vf.cert.issuer"/></th><td><xsl:value-of select="@issuer"/></td></tr>
<tr><th scope="row"><t:s id="vf.cert.from"/></th><td><xsl:call-template name="moment"><xsl:with-param name="v" select="@not_before"/></xsl:call-template></td></tr>
<tr><th scope="row"><t:s id="vf.cert.to"/></th><td><xsl:call-template name="moment"><xsl:with-param name="v" select="@not_after"/></xsl:call-template></td></tr>
<tr><th scope="row"><t:s id="vf.cert.usage"/></th><td><xsl:for-each select="use"><xsl:if test="position()&gt;1"><t:s id="vf.comma"/></xsl:if><xsl:choose><xsl:when test="@word"><t:pick of="vf.use." select="@word"/></xsl:when><xsl:otherwise><xsl:value-of select="@oid"/></xsl:otherwise></xsl:choose></xsl:for-each></td></tr>
<tr><th scope="row"><t:s id="vf.cert.serial"/></th><td><code><xsl:value-of select="@serial"/></code></td></tr>
<tr><th scope="row"><t:s id="vf.cert.path"/></th><td><xsl:for-each select="path"><xsl:value-of select="@cn"/><xsl:text> &gt; </xsl:text></xsl:for-each><xsl:value-of select="@cn"/><br/><xsl:choose><xsl:when test="@valid"><t:s id="vf.cert.path.ok"/></xsl:when><xsl:otherwise><t:s id="vf.cert.path.no"/></xsl:otherwise></xsl:choose></td></tr>
<tr><th scope="row"><t:s id="vf.cert.at"/></th><td><xsl:call-template name="moment"><xsl:with-param name="v" select="@at"/></xsl:call-template><br/><xsl:choose><xsl:when test="@stamped and @stamp_valid"><t:s id="vf.cert.at.stamp"/></xsl:when><xsl:otherwise><t:s id="vf.cert.at.clock"/></xsl:otherwise></xsl:choose><xsl:text> </xsl:text><t:s id="vf.cert.model"/></td></tr>
</table>
</xsl:template>
</xsl:stylesheet>
