<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     合意締結証明書: everything that is recorded, in the words of the Reason. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/paper.xsl"/>

<xsl:template name="title"><t:s id="cert.title"/></xsl:template>

<xsl:template name="content">
<xsl:call-template name="line"><xsl:with-param name="k">h1</xsl:with-param><xsl:with-param name="v"><t:s id="cert.title"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="cert.lead"><t:p n="service" v="@service"/><t:p n="operator" v="@operator"/></t:s></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="cert.who"><t:p n="name" v="sender/@name"/><t:p n="n" v="@n"/></t:s></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="cert.when"><t:p n="time" v="@agreed"/></t:s></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="cert.same"><t:p n="url" v="@verify"/></t:s></xsl:with-param></xsl:call-template>
<xsl:call-template name="check"/>
<xsl:call-template name="line"><xsl:with-param name="k">h2</xsl:with-param><xsl:with-param name="v"><t:s id="cert.doc"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="row.doc"/></xsl:with-param><xsl:with-param name="v" select="@title"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="done.id"/></xsl:with-param><xsl:with-param name="v" select="@docid"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="doc.row.sent"/></xsl:with-param><xsl:with-param name="v" select="@sent"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.agreed"/></xsl:with-param><xsl:with-param name="v" select="@agreed"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.concluded"/></xsl:with-param><xsl:with-param name="v" select="@concluded"/></xsl:call-template>
<xsl:for-each select="sender">
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="row.sender"/></xsl:with-param><xsl:with-param name="v" select="@name"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.company"/></xsl:with-param><xsl:with-param name="v" select="@company"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.mail"/></xsl:with-param><xsl:with-param name="v" select="@mail"/></xsl:call-template>
<xsl:apply-templates select="entry"/>
</xsl:for-each>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.binds.send"/></xsl:with-param><xsl:with-param name="v" select="@binds"/></xsl:call-template>
<xsl:for-each select="viewer">
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="doc.viewers"/></xsl:with-param><xsl:with-param name="v"><xsl:value-of select="concat(@name,' ',@company,' ',@mail)"/></xsl:with-param></xsl:call-template>
</xsl:for-each>
<xsl:apply-templates select="file"/>
<xsl:call-template name="line"><xsl:with-param name="k">h2</xsl:with-param><xsl:with-param name="v"><t:s id="cert.parties"/></xsl:with-param></xsl:call-template>
<xsl:apply-templates select="party"/>
<xsl:if test="party/@bound=1"><xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"><t:s id="cert.bound.1"/></xsl:with-param></xsl:call-template></xsl:if>
<xsl:if test="party/@bound=2"><xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"><t:s id="cert.bound.2"/></xsl:with-param></xsl:call-template></xsl:if>
<xsl:apply-templates select="file" mode="versions"/>
<xsl:call-template name="history"/>
<xsl:call-template name="line"><xsl:with-param name="k">h2</xsl:with-param><xsl:with-param name="v"><t:s id="cert.proved"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="cert.proved.mail"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="cert.proved.not"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">text</xsl:with-param><xsl:with-param name="v"><t:s id="cert.proved.file"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"><t:s id="cert.again"><t:p n="operator" v="@operator"/><t:p n="contact" v="@contact"/></t:s></xsl:with-param></xsl:call-template>
</xsl:template>

<xsl:template match="file">
<xsl:call-template name="line"><xsl:with-param name="k">h2</xsl:with-param><xsl:with-param name="v"><t:s id="cert.file"><t:p n="n" v="@n"/><t:p n="name" v="@name"/></t:s></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="done.id"/></xsl:with-param><xsl:with-param name="v" select="@docid"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.pages"/></xsl:with-param><xsl:with-param name="v" select="@pages"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.upload"/></xsl:with-param><xsl:with-param name="v" select="@upload"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.base"/></xsl:with-param><xsl:with-param name="v" select="@base"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.released"/></xsl:with-param><xsl:with-param name="v" select="@released"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.bytes"/></xsl:with-param><xsl:with-param name="v" select="@bytes"/></xsl:call-template>
<xsl:if test="@repaired"><xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.note"/></xsl:with-param><xsl:with-param name="v"><t:s id="files.repaired"/></xsl:with-param></xsl:call-template>
</xsl:if>
<xsl:if test="@removed">
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.removed"/></xsl:with-param><xsl:with-param name="v"><xsl:call-template name="removed"><xsl:with-param name="words" select="concat(@removed,' ')"/></xsl:call-template></xsl:with-param></xsl:call-template>
</xsl:if>
</xsl:template>

<xsl:template name="removed">
<xsl:param name="words"/>
<xsl:variable name="word" select="substring-before($words,' ')"/>
<xsl:if test="$word!=''"><t:pick of="rm." select="$word"/><xsl:if test="contains(substring-after($words,' '),' ')"><xsl:text> / </xsl:text></xsl:if><xsl:call-template name="removed"><xsl:with-param name="words" select="substring-after($words,' ')"/></xsl:call-template></xsl:if>
</xsl:template>

<xsl:template match="party">
<xsl:if test="position()&gt;1"><xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"></xsl:with-param></xsl:call-template></xsl:if>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.party"><t:p n="n" v="@slot"/></t:s></xsl:with-param><xsl:with-param name="v" select="@name"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.company"/></xsl:with-param><xsl:with-param name="v" select="@company"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.post"/></xsl:with-param><xsl:with-param name="v" select="@post"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.mail"/></xsl:with-param><xsl:with-param name="v" select="@mail"/></xsl:call-template>
<xsl:for-each select="move">
<xsl:call-template name="pair"><xsl:with-param name="l"><xsl:choose><xsl:when test="@kind='correction'"><t:s id="cert.corrected"/></xsl:when><xsl:otherwise><t:s id="cert.from"/></xsl:otherwise></xsl:choose></xsl:with-param><xsl:with-param name="v" select="concat(@from,' → ',@to,'  ',@time)"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.from.message"/></xsl:with-param><xsl:with-param name="v" select="translate(@message,'&#10;',' ')"/></xsl:call-template>
</xsl:for-each>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.invited"/></xsl:with-param><xsl:with-param name="v" select="@invited"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.opened"/></xsl:with-param><xsl:with-param name="v"><xsl:if test="@opened"><t:s id="cert.opened.terms"><t:p n="time" v="@opened"/><t:p n="version" v="@terms"/></t:s></xsl:if></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.terms"/></xsl:with-param><xsl:with-param name="v" select="@terms_hash"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.acted"/></xsl:with-param><xsl:with-param name="v" select="@acted"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="confirm.rec.how"/></xsl:with-param><xsl:with-param name="v"><xsl:if test="@acted"><xsl:call-template name="methods"><xsl:with-param name="m" select="@methods"/></xsl:call-template></xsl:if></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.authorised"/></xsl:with-param><xsl:with-param name="v"><xsl:if test="@authorised"><t:s id="f.authority"/></xsl:if></xsl:with-param></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="f.approval"/></xsl:with-param><xsl:with-param name="v" select="@approval"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.said"/></xsl:with-param><xsl:with-param name="v" select="@said"/></xsl:call-template>
<xsl:apply-templates select="entry"/>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.binds"><t:p n="n" v="@bound"/></t:s></xsl:with-param><xsl:with-param name="v" select="@binds"/></xsl:call-template>
</xsl:template>

<xsl:template match="file" mode="versions">
<xsl:if test="version">
<xsl:call-template name="line"><xsl:with-param name="k">h2</xsl:with-param><xsl:with-param name="v"><t:s id="cert.versions"><t:p n="n" v="@n"/><t:p n="name" v="@name"/></t:s></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">columns</xsl:with-param><xsl:with-param name="v"></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v">8</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v">20</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v">72</xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">head</xsl:with-param><xsl:with-param name="v"></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:s id="cert.col.version"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:s id="cert.col.kind"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:s id="cert.col.reason"/></xsl:with-param></xsl:call-template>
<xsl:for-each select="version">
<xsl:call-template name="line"><xsl:with-param name="k">row</xsl:with-param><xsl:with-param name="v"></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v" select="@n"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:pick of="cert.kind." select="@kind"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><xsl:choose><xsl:when test="@kind='dts'"><t:s id="cert.dts"/></xsl:when><xsl:otherwise><xsl:value-of select="@reason"/></xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template>
</xsl:for-each>
<xsl:if test="@level!=''"><xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.level"/></xsl:with-param><xsl:with-param name="v"><t:pick of="cert.level." select="@level"/></xsl:with-param></xsl:call-template></xsl:if>
<xsl:for-each select="version[@stamp]">
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.stamp"/></xsl:with-param><xsl:with-param name="v"><t:s id="cert.stamp.time"><t:p n="n" v="@n"/><t:p n="time" v="@stamp"/><t:p n="tsa" v="@tsa"/></t:s></xsl:with-param></xsl:call-template>
</xsl:for-each>
<xsl:for-each select="version[@kind!='dts'][last()]">
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.subject"/></xsl:with-param><xsl:with-param name="v" select="@subject"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.issuer"/></xsl:with-param><xsl:with-param name="v" select="@issuer"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.serial"/></xsl:with-param><xsl:with-param name="v" select="@serial"/></xsl:call-template>
<xsl:call-template name="pair"><xsl:with-param name="l"><t:s id="cert.valid"/></xsl:with-param><xsl:with-param name="v"><t:s id="cert.valid.time"><t:p n="from" v="@not_before"/><t:p n="to" v="@not_after"/></t:s></xsl:with-param></xsl:call-template>
</xsl:for-each>
</xsl:if>
</xsl:template>

<xsl:template name="history">
<xsl:call-template name="line"><xsl:with-param name="k">h2</xsl:with-param><xsl:with-param name="v"><t:s id="doc.history"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">note</xsl:with-param><xsl:with-param name="v"><t:s id="cert.history"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">columns</xsl:with-param><xsl:with-param name="v"></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v">6</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v">22</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v">33</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v">39</xsl:with-param></xsl:call-template>
<xsl:call-template name="line"><xsl:with-param name="k">head</xsl:with-param><xsl:with-param name="v"></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:s id="cert.col.n"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:s id="cert.col.time"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:s id="cert.col.event"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><t:s id="cert.col.hash"/></xsl:with-param></xsl:call-template>
<xsl:for-each select="event">
<xsl:call-template name="line"><xsl:with-param name="k">row</xsl:with-param><xsl:with-param name="v"></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v" select="@seq"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v" select="@time"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v"><xsl:call-template name="event"/></xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="v" select="@hash"/></xsl:call-template>
</xsl:for-each>
</xsl:template>
</xsl:stylesheet>
