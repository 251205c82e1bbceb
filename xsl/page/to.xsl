<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     送付先の設定: one block for each recipient. Every block sends every name, so
     that the n-th value of each belongs to the n-th block. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/owner.xsl"/>

<xsl:template name="title"><t:s id="wiz.step2"/></xsl:template>

<!-- One control of a block: like part/field.xsl, but the model knows the value. -->
<xsl:template name="cell">
<xsl:param name="name"/><xsl:param name="label" select="$name"/><xsl:param name="type">text</xsl:param>
<xsl:param name="value"/><xsl:param name="required" select="false()"/><xsl:param name="hint"/>
<xsl:param name="mode"/><xsl:param name="class"/><xsl:param name="options"/>
<xsl:variable name="at" select="@n - 1"/>
<xsl:variable name="id"><xsl:value-of select="$name"/><xsl:if test="$at &gt; 0">-<xsl:value-of select="$at"/></xsl:if></xsl:variable>
<xsl:variable name="wrong" select="/page/wrong[@field=$name and number(concat('0',@at))=$at]"/>
<xsl:variable name="about"><xsl:if test="$hint!=''"><xsl:value-of select="concat($id,'-h ')"/></xsl:if><xsl:if test="$wrong"><xsl:value-of select="concat($id,'-e')"/></xsl:if></xsl:variable>
<div><xsl:attribute name="class">f<xsl:if test="$wrong"> bad</xsl:if></xsl:attribute>
<div><label for="{$id}"><xsl:call-template name="label"><xsl:with-param name="key" select="$label"/></xsl:call-template><xsl:if test="not($options)"><xsl:call-template name="must"><xsl:with-param name="required" select="$required"/></xsl:call-template></xsl:if></label></div>
<xsl:if test="$hint!=''"><p class="hint" id="{$id}-h"><xsl:value-of select="$hint"/></p></xsl:if>
<xsl:for-each select="$wrong"><p class="em"><xsl:if test="position()=1"><xsl:attribute name="id"><xsl:value-of select="concat($id,'-e')"/></xsl:attribute></xsl:if><span class="vh"><t:s id="err.prefix"/></span><xsl:call-template name="mistake"/></p></xsl:for-each>
<div><xsl:choose>
<xsl:when test="$options"><select id="{$id}" name="{$name}"><xsl:call-template name="control"><xsl:with-param name="about" select="$about"/><xsl:with-param name="wrong" select="$wrong"/></xsl:call-template><xsl:call-template name="options"><xsl:with-param name="words" select="concat($options,' ')"/><xsl:with-param name="name" select="$name"/><xsl:with-param name="value" select="$value"/></xsl:call-template></select></xsl:when>
<xsl:otherwise><input type="{$type}" id="{$id}" name="{$name}" value="{$value}"><xsl:if test="$mode!=''"><xsl:attribute name="inputmode"><xsl:value-of select="$mode"/></xsl:attribute></xsl:if><xsl:call-template name="control"><xsl:with-param name="about" select="$about"/><xsl:with-param name="wrong" select="$wrong"/><xsl:with-param name="class" select="$class"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template></input></xsl:otherwise>
</xsl:choose></div></div>
</xsl:template>

<xsl:template name="options">
<xsl:param name="words"/><xsl:param name="name"/><xsl:param name="value"/>
<xsl:variable name="word" select="substring-before($words,' ')"/>
<xsl:if test="$word!=''"><option value="{$word}"><xsl:if test="$word=$value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><t:pick of="opt." select="concat($name,'.',$word)"/></option>
<xsl:call-template name="options"><xsl:with-param name="words" select="substring-after($words,' ')"/><xsl:with-param name="name" select="$name"/><xsl:with-param name="value" select="$value"/></xsl:call-template></xsl:if>
</xsl:template>

<xsl:template match="block">
<fieldset class="card"><legend><h2><t:s id="rcp.block"><t:p n="n" v="@n"/></t:s></h2></legend>
<input type="hidden" name="was" value="{@was}"/>
<xsl:call-template name="cell"><xsl:with-param name="name">mail</xsl:with-param><xsl:with-param name="label">email</xsl:with-param><xsl:with-param name="type">email</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="value" select="@mail"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="name">name</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="value" select="@name"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="name">company</xsl:with-param><xsl:with-param name="value" select="@company"/></xsl:call-template>
<xsl:choose>
<xsl:when test="@role='view'"><input type="hidden" name="post" value="{@post}"/></xsl:when>
<xsl:otherwise><xsl:call-template name="cell"><xsl:with-param name="name">post</xsl:with-param><xsl:with-param name="value" select="@post"/></xsl:call-template></xsl:otherwise>
</xsl:choose>
<xsl:variable name="role"><xsl:if test="@role='view'"><t:s id="rcp.view.hint"/></xsl:if></xsl:variable>
<xsl:call-template name="cell"><xsl:with-param name="name">role</xsl:with-param><xsl:with-param name="options">agree view</xsl:with-param><xsl:with-param name="value" select="@role"/><xsl:with-param name="hint" select="string($role)"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="name">lang</xsl:with-param><xsl:with-param name="options">ja en</xsl:with-param><xsl:with-param name="value" select="@lang"/></xsl:call-template>
<xsl:choose>
<xsl:when test="@role='view'"><input type="hidden" name="code" value=""/><input type="hidden" name="forward" value="{@forward}"/><input type="hidden" name="authority" value="{@authority}"/><input type="hidden" name="once" value="{@once}"/><input type="hidden" name="days" value="{@days}"/><input type="hidden" name="date" value="{@date}"/></xsl:when>
<xsl:otherwise><xsl:call-template name="terms"/></xsl:otherwise>
</xsl:choose>
<p class="act"><button type="submit" name="do" value="up.{@n}"><span class="vh"><t:s id="rcp.which"><t:p n="n" v="@n"/></t:s></span><t:s id="rcp.up"/></button><button type="submit" name="do" value="down.{@n}"><span class="vh"><t:s id="rcp.which"><t:p n="n" v="@n"/></t:s></span><t:s id="rcp.down"/></button><button class="d" type="submit" name="do" value="drop.{@n}"><span class="vh"><t:s id="rcp.which"><t:p n="n" v="@n"/></t:s></span><t:s id="rcp.drop"/></button></p>
</fieldset>
</xsl:template>

<!-- Code, forwarding, due date: only of somebody who agrees. -->
<xsl:template name="terms">
<xsl:variable name="hint"><xsl:choose><xsl:when test="@code and not(@fresh)"><t:s id="rcp.code.set"/></xsl:when><xsl:otherwise><t:s id="rcp.code.hint"/></xsl:otherwise></xsl:choose></xsl:variable>
<xsl:if test="@fresh"><div class="wn" role="status"><p><t:s id="rcp.code.fresh"/><xsl:text> </xsl:text><b class="code"><xsl:value-of select="@fresh"/></b></p><p><t:s id="rcp.code.note"/></p></div></xsl:if>
<xsl:call-template name="cell"><xsl:with-param name="name">code</xsl:with-param><xsl:with-param name="value" select="@fresh"/><xsl:with-param name="hint" select="string($hint)"/><xsl:with-param name="class">short</xsl:with-param></xsl:call-template>
<p class="act"><button type="submit" name="do" value="make.{@n}"><span class="vh"><t:s id="rcp.which"><t:p n="n" v="@n"/></t:s></span><t:s id="rcp.code.make"/></button><xsl:if test="@code"><button type="submit" name="do" value="uncode.{@n}"><span class="vh"><t:s id="rcp.which"><t:p n="n" v="@n"/></t:s></span><t:s id="rcp.code.drop"/></button></xsl:if></p>
<xsl:call-template name="cell"><xsl:with-param name="name">forward</xsl:with-param><xsl:with-param name="options">no domain anyone</xsl:with-param><xsl:with-param name="value" select="@forward"/></xsl:call-template>
<xsl:variable name="authority"><t:s id="rcp.authority.hint"/></xsl:variable>
<xsl:call-template name="cell"><xsl:with-param name="name">authority</xsl:with-param><xsl:with-param name="label">rcp.authority</xsl:with-param><xsl:with-param name="options">no yes</xsl:with-param><xsl:with-param name="value" select="@authority"/><xsl:with-param name="hint" select="string($authority)"/></xsl:call-template>
<xsl:variable name="once"><t:s id="rcp.once.hint"/></xsl:variable>
<xsl:call-template name="cell"><xsl:with-param name="name">once</xsl:with-param><xsl:with-param name="label">rcp.once</xsl:with-param><xsl:with-param name="options">no yes</xsl:with-param><xsl:with-param name="value" select="@once"/><xsl:with-param name="hint" select="string($once)"/></xsl:call-template>
<xsl:variable name="days"><t:s id="rcp.days.hint"/></xsl:variable>
<xsl:call-template name="cell"><xsl:with-param name="name">days</xsl:with-param><xsl:with-param name="value" select="@days"/><xsl:with-param name="mode">numeric</xsl:with-param><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="hint" select="string($days)"/></xsl:call-template>
<xsl:variable name="date"><t:s id="rcp.date.hint"/></xsl:variable>
<xsl:call-template name="cell"><xsl:with-param name="name">date</xsl:with-param><xsl:with-param name="value" select="@date"/><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="hint" select="string($date)"/></xsl:call-template>
</xsl:template>

<!-- What is told without being asked for; of the whole document. -->
<xsl:template name="notices">
<fieldset class="card"><legend><h2><t:s id="rcp.notices"/></h2></legend>
<xsl:variable name="first"><t:s id="rcp.remind.first.hint"/></xsl:variable>
<xsl:call-template name="field"><xsl:with-param name="name">remind_first</xsl:with-param><xsl:with-param name="mode">numeric</xsl:with-param><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="value" select="string(contract/@remind_first)"/><xsl:with-param name="hint" select="string($first)"/></xsl:call-template>
<xsl:variable name="every"><t:s id="rcp.remind.every.hint"/></xsl:variable>
<xsl:call-template name="field"><xsl:with-param name="name">remind_every</xsl:with-param><xsl:with-param name="mode">numeric</xsl:with-param><xsl:with-param name="class">short</xsl:with-param><xsl:with-param name="value" select="string(contract/@remind_every)"/><xsl:with-param name="hint" select="string($every)"/></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">tell_agreed</xsl:with-param><xsl:with-param name="type">check</xsl:with-param><xsl:with-param name="value" select="string(contract/@tell_agreed)"/></xsl:call-template>
</fieldset>
</xsl:template>

<xsl:template name="content">
<xsl:call-template name="steps"><xsl:with-param name="now" select="2"/></xsl:call-template>
<p><b><xsl:for-each select="contract"><xsl:call-template name="document-title"/></xsl:for-each></b></p>
<p><t:s id="rcp.lead"/></p>
<form method="post" action="{a:upload.to}" accept-charset="UTF-8" novalidate="novalidate">
<xsl:call-template name="token"/>
<input type="hidden" name="version" value="{contract/@version}"/>
<xsl:call-template name="enter"/>
<div class="box">
<div class="ck"><input type="checkbox" id="self" name="self" value="1" aria-describedby="self-h"><xsl:if test="self/@on"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><label for="self"><t:s id="f.self"/></label></div>
<p class="hint" id="self-h"><t:s id="rcp.self.hint"><t:p n="mail" v="@own"/></t:s></p>
<div class="f"><div><label for="self_at"><t:s id="f.self_at"/></label></div>
<div><select id="self_at" name="self_at" class="short"><xsl:variable name="at" select="self/@at"/>
<xsl:for-each select="block"><option value="{position()}"><xsl:if test="position()=$at"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><t:s id="rcp.self.at"><t:p n="n" v="position()"/></t:s></option></xsl:for-each>
<option value="{@blocks + 1}"><xsl:if test="$at &gt; @blocks"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><t:s id="rcp.self.at"><t:p n="n" v="@blocks + 1"/></t:s></option></select></div></div>
</div>
<xsl:apply-templates select="block"/>
<p class="act"><button type="submit" name="do" value="add"><t:s id="rcp.add"/></button></p>
<xsl:call-template name="notices"/>
<p class="act"><button class="p" type="submit" name="do" value="next"><t:s id="btn.next"/></button><button type="submit" name="do" value="save"><t:s id="btn.draft"/></button></p>
</form>
</xsl:template>
</xsl:stylesheet>
