<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     Controls of the forms that place input fields. A page has several of them
     with the same names: only the posted one (/page/@form) shows what was typed
     and what is wrong, and its ids are the bare names, as the box of mistakes
     links to them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="owner.xsl"/>

<!-- A <field>'s number as its person sees it, and whose it is where that must be said. -->
<xsl:template name="tag"><xsl:choose>
<xsl:when test="/page/@several"><xsl:variable name="slot" select="@who"/><xsl:variable name="who"><xsl:choose><xsl:when test="@who &lt; 0"><t:s id="place.tag.nobody"/></xsl:when><xsl:when test="@who=0"><t:s id="place.tag.me"/></xsl:when><xsl:when test="/page/who[@slot=$slot]/@me"><t:s id="place.who.sender"/></xsl:when><xsl:otherwise><t:s id="place.tag.name"><t:p n="name" v="/page/who[@slot=$slot]/@name"/></t:s></xsl:otherwise></xsl:choose></xsl:variable><t:s id="place.tag.of"><t:p n="n" v="@n"/><t:p n="who" v="$who"/></t:s></xsl:when>
<xsl:otherwise><t:s id="place.tag"><t:p n="n" v="@n"/></t:s></xsl:otherwise>
</xsl:choose></xsl:template>
<xsl:template name="tag-of"><xsl:param name="key" select="/page/@f"/><xsl:for-each select="/page/field[@key=$key]"><xsl:call-template name="tag"/></xsl:for-each></xsl:template>
<xsl:template name="field-name"><xsl:choose><xsl:when test="@label!=''"><t:s id="place.name"><t:p n="n" v="@n"/><t:p n="label" v="@label"/></t:s></xsl:when><xsl:otherwise><t:s id="place.name"><t:p n="n" v="@n"/><t:p n="label"><t:s id="place.unnamed"/></t:p></t:s></xsl:otherwise></xsl:choose></xsl:template>
<xsl:template name="nobody"><xsl:if test="/page/nobody"><p><t:s id="place.nobody"/><xsl:for-each select="/page/field[@key=/page/nobody/@key]"><xsl:text> </xsl:text><xsl:call-template name="field-name"/></xsl:for-each></p></xsl:if></xsl:template>

<!-- What every form of the page carries. -->
<xsl:template name="carry">
<xsl:param name="do"/>
<xsl:call-template name="token"/>
<input type="hidden" name="version" value="{/page/contract/@version}"/>
<input type="hidden" name="page" value="{/page/@n}"/>
<input type="hidden" name="w" value="{/page/@px}"/>
<xsl:if test="/page/@f"><input type="hidden" name="f" value="{/page/@f}"/></xsl:if>
<xsl:if test="/page/@grid"><input type="hidden" name="grid" value="1"/></xsl:if>
<xsl:if test="/page/@table"><input type="hidden" name="table" value="1"/></xsl:if>
<xsl:if test="/page/@five"><input type="hidden" name="five" value="1"/></xsl:if>
<button class="vh" type="submit" name="do" value="{$do}" tabindex="-1" aria-hidden="true"></button>
</xsl:template>

<xsl:template name="options">
<xsl:param name="of"/><xsl:param name="value"/>
<xsl:choose>
<xsl:when test="$of='kind'"><xsl:for-each select="/page/kind"><option value="{@word}"><xsl:if test="@word=$value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><t:pick of="place.kind." select="@word"/></option></xsl:for-each></xsl:when>
<xsl:otherwise>
<xsl:if test="not(/page/who[@slot=$value])"><option value="" selected="selected"><t:s id="place.who.none"/></option></xsl:if>
<xsl:for-each select="/page/who"><option value="{@slot}"><xsl:if test="@slot=$value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:call-template name="person"/></option></xsl:for-each>
</xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="cell">
<xsl:param name="form"/><xsl:param name="name"/><xsl:param name="label" select="concat('pl.',$name)"/>
<xsl:param name="value"/><xsl:param name="of"/><xsl:param name="type">text</xsl:param><xsl:param name="required" select="false()"/>
<xsl:param name="hint"/><xsl:param name="short"/>
<xsl:variable name="mine" select="/page/@form=$form"/>
<xsl:variable name="id"><xsl:if test="not($mine)"><xsl:value-of select="concat($form,'-')"/></xsl:if><xsl:value-of select="$name"/></xsl:variable>
<xsl:variable name="wrong" select="/page/wrong[$mine and @field=$name]"/>
<xsl:variable name="shown"><xsl:choose><xsl:when test="$mine and /page/typed"><xsl:value-of select="/page/typed/@*[name()=$name]"/></xsl:when><xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise></xsl:choose></xsl:variable>
<xsl:variable name="about"><xsl:if test="$hint!=''"><xsl:value-of select="concat($id,'-h ')"/></xsl:if><xsl:if test="$wrong"><xsl:value-of select="concat($id,'-e')"/></xsl:if></xsl:variable>
<div><xsl:attribute name="class">f<xsl:if test="$wrong"> bad</xsl:if><xsl:if test="$short"> sm</xsl:if></xsl:attribute>
<xsl:if test="$type!='check'"><div><label for="{$id}"><t:pick of="f." select="$label"/><xsl:if test="not($of='kind')"><xsl:call-template name="must"><xsl:with-param name="required" select="$required"/></xsl:call-template></xsl:if></label></div></xsl:if>
<xsl:if test="$hint!=''"><p class="hint" id="{$id}-h"><xsl:value-of select="$hint"/></p></xsl:if>
<xsl:for-each select="$wrong"><p class="em"><xsl:if test="position()=1"><xsl:attribute name="id"><xsl:value-of select="concat($id,'-e')"/></xsl:attribute></xsl:if><span class="vh"><t:s id="err.prefix"/></span><xsl:call-template name="mistake"/></p></xsl:for-each>
<div><xsl:choose>
<xsl:when test="$of"><select id="{$id}" name="{$name}"><xsl:call-template name="control"><xsl:with-param name="about" select="$about"/><xsl:with-param name="wrong" select="$wrong"/></xsl:call-template><xsl:call-template name="options"><xsl:with-param name="of" select="$of"/><xsl:with-param name="value" select="string($shown)"/></xsl:call-template></select></xsl:when>
<xsl:when test="$type='check'"><div class="ck"><input type="checkbox" id="{$id}" name="{$name}" value="1"><xsl:if test="string($shown)!=''"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><label for="{$id}"><t:pick of="f." select="$label"/></label></div></xsl:when>
<xsl:when test="$type='lines'"><textarea id="{$id}" name="{$name}" rows="3"><xsl:call-template name="control"><xsl:with-param name="about" select="$about"/><xsl:with-param name="wrong" select="$wrong"/></xsl:call-template><xsl:text>&#10;</xsl:text><xsl:value-of select="$shown"/></textarea></xsl:when>
<xsl:otherwise><input type="text" id="{$id}" name="{$name}" value="{$shown}"><xsl:if test="$short"><xsl:attribute name="inputmode">decimal</xsl:attribute></xsl:if><xsl:call-template name="control"><xsl:with-param name="about" select="$about"/><xsl:with-param name="wrong" select="$wrong"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template></input></xsl:otherwise>
</xsl:choose></div></div>
</xsl:template>

<!-- Left, top, width, height, page of a form. -->
<xsl:template name="box">
<xsl:param name="form"/><xsl:param name="of" select="/.."/>
<div class="row">
<xsl:call-template name="cell"><xsl:with-param name="form" select="$form"/><xsl:with-param name="name">to</xsl:with-param><xsl:with-param name="label">pl.page</xsl:with-param><xsl:with-param name="value"><xsl:choose><xsl:when test="$of"><xsl:value-of select="$of/@page"/></xsl:when><xsl:otherwise><xsl:value-of select="/page/@n"/></xsl:otherwise></xsl:choose></xsl:with-param><xsl:with-param name="short" select="true()"/><xsl:with-param name="required" select="true()"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form" select="$form"/><xsl:with-param name="name">left</xsl:with-param><xsl:with-param name="value" select="$of/@left"/><xsl:with-param name="short" select="true()"/><xsl:with-param name="required" select="true()"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form" select="$form"/><xsl:with-param name="name">top</xsl:with-param><xsl:with-param name="value" select="$of/@top"/><xsl:with-param name="short" select="true()"/><xsl:with-param name="required" select="true()"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form" select="$form"/><xsl:with-param name="name">width</xsl:with-param><xsl:with-param name="value" select="$of/@width"/><xsl:with-param name="short" select="true()"/><xsl:with-param name="required" select="boolean($of)"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form" select="$form"/><xsl:with-param name="name">height</xsl:with-param><xsl:with-param name="value" select="$of/@height"/><xsl:with-param name="short" select="true()"/><xsl:with-param name="required" select="boolean($of)"/></xsl:call-template>
</div>
</xsl:template>
</xsl:stylesheet>
