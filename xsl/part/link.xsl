<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     What the recipients' pages and mails share: how the sender is named, table
     rows, the sender's message, files. Reads <contract> (lib/office/present.h). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">

<!-- A person: the current node carries name and company. -->
<xsl:template name="who">
<xsl:choose>
<xsl:when test="@company!=''"><t:s id="who.full"><t:p n="name" v="@name"/><t:p n="company" v="@company"/></t:s></xsl:when>
<xsl:otherwise><t:s id="who.bare"><t:p n="name" v="@name"/></t:s></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="sender">
<xsl:for-each select="/*/contract/sender"><xsl:call-template name="who"/></xsl:for-each>
</xsl:template>

<!-- The same for a table cell: name, company and address on their own lines. -->
<xsl:template name="sender-cell">
<xsl:for-each select="/*/contract/sender"><xsl:call-template name="person-cell"/></xsl:for-each>
</xsl:template>
<xsl:template name="person-cell">
<div><xsl:value-of select="@name"/></div>
<xsl:if test="@company!=''"><div><xsl:value-of select="@company"/></div></xsl:if>
<div><xsl:value-of select="@mail"/></div>
</xsl:template>

<xsl:template name="message-row">
<xsl:if test="contract/message">
<tr><th scope="row"><t:s id="row.message"/></th><td><xsl:for-each select="contract/message/l"><xsl:value-of select="."/><xsl:if test="position()!=last()"><br/></xsl:if></xsl:for-each></td></tr>
</xsl:if>
</xsl:template>

<xsl:template name="due-row">
<xsl:if test="contract/party[@me]/@due">
<tr><th scope="row"><t:s id="row.due"/></th><td><xsl:call-template name="time"><xsl:with-param name="v" select="contract/party[@me]/@due"/></xsl:call-template></td></tr>
</xsl:if>
</xsl:template>

<xsl:template name="methods">
<xsl:param name="m"/>
<xsl:choose>
<xsl:when test="$m=3"><t:s id="method.code"/></xsl:when>
<xsl:when test="$m=5"><t:s id="method.time"/></xsl:when>
<xsl:when test="$m=7"><t:s id="method.both"/></xsl:when>
<xsl:otherwise><t:s id="method.mail"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- A form that only leads on: a real button that changes nothing. -->
<xsl:template name="ticket"><xsl:if test="/page/@k"><input type="hidden" name="k" value="{substring(/page/@k,4)}"/></xsl:if></xsl:template>

<!-- 64 digits in groups, two lines of two: fits a phone. -->
<xsl:template name="hash">
<xsl:param name="h"/>
<code><xsl:value-of select="substring($h,1,33)"/><br/><xsl:value-of select="substring($h,35)"/></code>
</xsl:template>

<!-- The rest of an address; the ticket may stand there already. -->
<xsl:template name="query">
<xsl:param name="s"/>
<xsl:choose><xsl:when test="/page/@k">&amp;</xsl:when><xsl:otherwise>?</xsl:otherwise></xsl:choose><xsl:value-of select="$s"/>
</xsl:template>

<!-- The same of a later part. -->
<xsl:template name="from">
<xsl:param name="n"/>
<xsl:param name="item"/>
<xsl:call-template name="query"><xsl:with-param name="s"><xsl:if test="/page/@fields">view=fields&amp;</xsl:if>from=<xsl:value-of select="$n"/><xsl:if test="$item!=''">&amp;f=<xsl:value-of select="$item"/></xsl:if></xsl:with-param></xsl:call-template>
</xsl:template>

<!-- Links to the files: one, or a list. -->
<xsl:template name="files">
<xsl:choose>
<xsl:when test="count(contract/file)=1"><xsl:for-each select="contract/file"><t:s id="read.file"><t:p n="name" v="@name"/><t:p n="p" v="@pages"/><t:p n="kb" v="@kb"/></t:s><br/><span class="hint"><t:s id="mail.docid"><t:p n="id" v="@docid"/></t:s></span><br/><a href="{a:fetch.link.pdf n=@n}"><t:s id="read.pdf"/></a></xsl:for-each></xsl:when>
<xsl:otherwise><ol><xsl:for-each select="contract/file"><li><t:s id="read.file"><t:p n="name" v="@name"/><t:p n="p" v="@pages"/><t:p n="kb" v="@kb"/></t:s><br/><span class="hint"><t:s id="mail.docid"><t:p n="id" v="@docid"/></t:s></span><br/><a href="{a:fetch.link.pdf n=@n}"><t:s id="read.pdf.of"><t:p n="name" v="@name"/></t:s></a></li></xsl:for-each></ol></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- The rows on top of the reading pages. -->
<xsl:template name="read-rows">
<table class="kv">
<tr><th scope="row"><t:s id="row.sender"/></th><td><xsl:call-template name="sender"/></td></tr>
<tr><th scope="row"><t:s id="row.you"/></th><td><xsl:for-each select="contract/party[@me]"><xsl:call-template name="who"/></xsl:for-each><xsl:text> </xsl:text><a href="{a:review.name}"><t:s id="respell.link"/></a></td></tr>
<tr><th scope="row"><t:s id="row.files"/></th><td><xsl:call-template name="files"/></td></tr>
<xsl:call-template name="due-row"/>
</table>
</xsl:template>

<xsl:template name="read-steps">
<div class="box"><p><b><t:s id="read.steps"/></b></p>
<ol><li><t:s id="read.step.read"/></li><xsl:if test="item"><li><t:s id="read.step.fill"><t:p n="f" v="@items"/><t:p n="r" v="@required"/></t:s></li></xsl:if><li><t:s id="read.step.agree"/></li></ol></div>
</xsl:template>

<xsl:template name="read-saved"><xsl:if test="@named"><div class="ok" role="status"><p><t:s id="respell.done"/></p></div></xsl:if><xsl:if test="@saved"><div class="ok" role="status"><p><t:s id="read.saved"/></p></div></xsl:if></xsl:template>

<!-- 2. 入力項目, 3. 同意: one form, so that 同意 loses nothing that was typed. -->
<xsl:template name="items-form">
<xsl:param name="action"/>
<xsl:param name="cut" select="true()"/>
<form method="post" action="{$action}" accept-charset="UTF-8" class="side">
<xsl:call-template name="items-hidden"/>
<section>
<h2 id="items"><t:s id="read.h.items"/></h2>
<p><b><t:s id="items.yours"/></b><xsl:text> </xsl:text><xsl:call-template name="items-count"/></p>
<xsl:for-each select="item[@shown]"><xsl:call-template name="item"><xsl:with-param name="cut" select="$cut"/></xsl:call-template></xsl:for-each>
<xsl:if test="item[not(@shown)]"><p class="hint"><t:s id="items.here"><t:p n="n" v="count(item[@shown])"/><t:p n="f" v="@items"/></t:s></p></xsl:if>
<div class="act"><button type="submit" name="do" value="save"><xsl:choose><xsl:when test="$cut"><t:s id="btn.save"/></xsl:when><xsl:otherwise><t:s id="btn.save.lite"/></xsl:otherwise></xsl:choose></button></div>
</section>
<section>
<h2 id="agree"><t:s id="read.h.agree3"/></h2>
<xsl:call-template name="items-jump"/>
<p><t:s id="read.note"/></p>
<div class="act"><button class="p" type="submit" name="do" value="agree"><t:s id="btn.agree"/></button></div>
</section>
</form>
</xsl:template>

<xsl:template name="leaf-text">
<xsl:choose>
<xsl:when test="@scan"><p><t:s id="read.scan"/></p><xsl:for-each select="/page/contract/file[@n=current()/@file]/notes"><p><b><t:s id="read.notes"/></b><br/><xsl:for-each select="l"><xsl:value-of select="."/><br/></xsl:for-each></p></xsl:for-each></xsl:when>
<xsl:otherwise><xsl:for-each select="l"><p><xsl:value-of select="."/></p></xsl:for-each></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- 2. 同意 -->
<xsl:template name="read-agree">
<section>
<h2 id="agree"><t:s id="read.h.agree"/></h2>
<p><t:s id="read.note"/></p>
<form method="get" action="{a:agree}"><xsl:call-template name="ticket"/><div class="act"><button class="p" type="submit"><t:s id="btn.agree"/></button></div></form>
</section>
</xsl:template>
</xsl:stylesheet>
