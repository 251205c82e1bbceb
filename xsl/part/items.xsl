<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     Input items of a recipient: controls, markers on the page pictures, mistakes.
     Reads <item> (lib/web/items.h). Import it after frame.xsl: a mistake of an
     item carries its label, and leads to the part that holds it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="entry.xsl"/>
<xsl:key name="item" match="/page/item" use="concat('f',@n)"/>
<xsl:key name="wrong" match="/page/wrong" use="@field"/>

<xsl:template name="mistake">
<xsl:variable name="item" select="key('item',@field)"/>
<xsl:variable name="label"><xsl:choose>
<xsl:when test="$item"><xsl:for-each select="$item"><xsl:call-template name="item-label"/></xsl:for-each></xsl:when>
<xsl:otherwise><xsl:call-template name="label"><xsl:with-param name="key" select="@label"/><xsl:with-param name="text" select="string(@text)"/></xsl:call-template></xsl:otherwise>
</xsl:choose></xsl:variable>
<t:pick from="err. agree." select="@id"><t:p n="label" v="$label"/><t:p n="words"><xsl:for-each select="$item"><xsl:call-template name="item-words"/></xsl:for-each></t:p></t:pick>
</xsl:template>

<xsl:template name="mistakes">
<xsl:if test="/page/wrong">
<div class="err" role="alert"><h2><t:s id="err.summary"><t:p n="n" v="count(/page/wrong)"/></t:s></h2>
<ul><xsl:for-each select="/page/wrong"><li><a><xsl:attribute name="href"><xsl:for-each select="key('item',@field)[not(@shown)]"><xsl:call-template name="item-away"/></xsl:for-each>#<xsl:value-of select="@field"/></xsl:attribute><xsl:call-template name="mistake"/></a></li></xsl:for-each></ul></div>
</xsl:if>
</xsl:template>

<!-- The address of the part with this item, without its #. -->
<xsl:template name="item-away"><xsl:choose><xsl:when test="/page/@view='lite'"><t:a id="review.lite"/></xsl:when><xsl:otherwise><t:a id="review.read"/></xsl:otherwise></xsl:choose><xsl:choose><xsl:when test="/page/@k">&amp;</xsl:when><xsl:otherwise>?</xsl:otherwise></xsl:choose>f=<xsl:value-of select="@n"/></xsl:template>
<xsl:template name="item-href"><xsl:if test="not(@shown)"><xsl:call-template name="item-away"/></xsl:if>#f<xsl:value-of select="@n"/></xsl:template>

<!-- Where the shown items lie on their pages. -->
<xsl:template name="items-head"><xsl:if test="/page/item[@shown]"><link rel="stylesheet"><xsl:attribute name="href"><t:a id="fetch.link.place"/><xsl:call-template name="query"><xsl:with-param name="s" select="concat('a=',/page/item[@shown][1]/@n,'&amp;b=',/page/item[@shown][last()]/@n)"/></xsl:call-template></xsl:attribute></link></xsl:if></xsl:template>

<!-- How many there are, and the way to the next one that is missing. -->
<xsl:template name="items-count"><t:s id="items.count"><t:p n="f" v="@items"/><t:p n="r" v="@required"/></t:s></xsl:template>
<xsl:template name="items-jump">
<xsl:choose>
<xsl:when test="@wanted"><p class="jump"><a><xsl:attribute name="href"><xsl:for-each select="key('item',concat('f',@wanted))"><xsl:call-template name="item-href"/></xsl:for-each></xsl:attribute><t:s id="items.jump"><t:p n="n" v="@left"/></t:s></a></p></xsl:when>
<xsl:otherwise><p class="jump"><t:s id="items.full"/></p></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- What every form with items carries. -->
<xsl:template name="items-hidden">
<xsl:call-template name="token"/>
<input type="hidden" name="seen" value="{@seen}"/>
<xsl:if test="@from"><input type="hidden" name="from" value="{@from}"/></xsl:if>
<xsl:for-each select="item[@shown][1]"><input type="hidden" name="first" value="{@n}"/></xsl:for-each>
<xsl:if test="@fields"><input type="hidden" name="view" value="fields"/></xsl:if>
</xsl:template>

<!-- One item: label, hint, mistake, cut-out of the page, control. -->
<xsl:template name="item">
<xsl:param name="cut" select="true()"/>
<xsl:variable name="wrong" select="key('wrong',concat('f',@n))"/>
<xsl:variable name="about"><xsl:if test="@hint or @kind='seal' or @kind='date'">h<xsl:value-of select="@n"/></xsl:if><xsl:if test="$wrong"> e<xsl:value-of select="@n"/></xsl:if></xsl:variable>
<div><xsl:attribute name="class">f<xsl:if test="$wrong"> bad</xsl:if></xsl:attribute>
<xsl:if test="@kind!='check'"><div><label for="f{@n}" id="l{@n}"><xsl:call-template name="item-label"/><xsl:call-template name="must"><xsl:with-param name="required" select="@required"/></xsl:call-template></label></div></xsl:if>
<xsl:if test="@hint"><p class="hint"><xsl:if test="@kind!='seal' and @kind!='date'"><xsl:attribute name="id">h<xsl:value-of select="@n"/></xsl:attribute></xsl:if><xsl:value-of select="@hint"/></p></xsl:if>
<xsl:if test="@kind='seal'"><p class="hint" id="h{@n}"><xsl:choose><xsl:when test="/page/@view='step'"><t:s id="item.seal.step"><t:p n="n" v="@max"/></t:s></xsl:when><xsl:otherwise><t:s id="item.seal"><t:p n="n" v="@max"/></t:s></xsl:otherwise></xsl:choose></p></xsl:if>
<xsl:if test="@kind='date'"><p class="hint" id="h{@n}"><t:s id="item.date"/></p></xsl:if>
<xsl:for-each select="$wrong"><p class="em"><xsl:if test="position()=1"><xsl:attribute name="id">e<xsl:value-of select="substring(@field,2)"/></xsl:attribute></xsl:if><span class="vh"><t:s id="err.prefix"/></span><xsl:call-template name="mistake"/></p></xsl:for-each>
<xsl:if test="@small"><p class="wn"><t:s id="item.small"><t:p n="n" v="@n"/></t:s></p></xsl:if><xsl:if test="@tiny"><p class="wn"><t:s id="item.tiny"><t:p n="n" v="@n"/></t:s></p></xsl:if>
<xsl:if test="$cut"><xsl:call-template name="item-cut"/></xsl:if>
<xsl:call-template name="item-control"><xsl:with-param name="wrong" select="$wrong"/><xsl:with-param name="about" select="normalize-space($about)"/></xsl:call-template>
</div>
</xsl:template>

<xsl:template name="item-cut"><p class="cut"><a><xsl:attribute name="href"><xsl:if test="/page/@view='step'"><xsl:call-template name="item-away"/></xsl:if>#m<xsl:value-of select="@n"/></xsl:attribute><img src="{a:fetch.link.cut n=@key w=concat('640',@v,'.png')}" width="640" height="{@ch}" alt="{t:item.cut i=@i n=@n}" loading="lazy"/><i id="c{@n}"/></a></p></xsl:template>

<xsl:template name="item-control">
<xsl:param name="wrong" select="/.."/><xsl:param name="about"/>
<xsl:choose>
<xsl:when test="@kind='check'"><input type="hidden" name="c" value="{@key}"/><div class="ck"><input type="checkbox" name="tick" value="{@key}"><xsl:if test="@value!=''"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if><xsl:call-template name="item-attributes"><xsl:with-param name="wrong" select="$wrong"/><xsl:with-param name="about" select="$about"/></xsl:call-template></input><label for="f{@n}" id="l{@n}"><xsl:call-template name="item-label"/><xsl:call-template name="must"><xsl:with-param name="required" select="@required"/></xsl:call-template></label></div></xsl:when>
<xsl:when test="@kind='lines'"><input type="hidden" name="n" value="{@key}"/><div><textarea name="v" rows="4"><xsl:call-template name="item-attributes"><xsl:with-param name="wrong" select="$wrong"/><xsl:with-param name="about" select="$about"/></xsl:call-template><xsl:text>&#10;</xsl:text><xsl:value-of select="@value"/></textarea></div></xsl:when>
<xsl:otherwise><input type="hidden" name="n" value="{@key}"/><div><input type="text" name="v" value="{@value}"><xsl:if test="@kind='seal' or @kind='date'"><xsl:attribute name="class">short</xsl:attribute></xsl:if><xsl:call-template name="item-attributes"><xsl:with-param name="wrong" select="$wrong"/><xsl:with-param name="about" select="$about"/></xsl:call-template></input></div></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- aria-labelledby: the marker on the page is a label too, of fewer words. -->
<xsl:template name="item-attributes">
<xsl:param name="wrong" select="/.."/><xsl:param name="about"/>
<xsl:attribute name="id">f<xsl:value-of select="@n"/></xsl:attribute>
<xsl:attribute name="aria-labelledby">l<xsl:value-of select="@n"/></xsl:attribute>
<xsl:if test="@auto"><xsl:attribute name="autocomplete"><xsl:value-of select="@auto"/></xsl:attribute></xsl:if>
<xsl:if test="@mode"><xsl:attribute name="inputmode"><xsl:value-of select="@mode"/></xsl:attribute></xsl:if>
<xsl:if test="$about!=''"><xsl:attribute name="aria-describedby"><xsl:value-of select="$about"/></xsl:attribute></xsl:if>
<xsl:if test="$wrong"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
</xsl:template>

<!-- The boxes on the picture of page $n: each a label of its control. -->
<xsl:template name="markers">
<xsl:param name="n"/>
<xsl:variable name="here" select="/page/item[@page=$n]"/>
<xsl:if test="$here"><ul class="mks"><xsl:for-each select="$here"><li id="m{@n}"><xsl:attribute name="class">mk<xsl:if test="@done"> on</xsl:if></xsl:attribute><xsl:choose>
<xsl:when test="@shown"><label for="f{@n}"><xsl:call-template name="marker-words"/></label></xsl:when>
<xsl:otherwise><a><xsl:attribute name="href"><xsl:call-template name="item-href"/></xsl:attribute><xsl:call-template name="marker-words"/></a></xsl:otherwise>
</xsl:choose></li></xsl:for-each></ul></xsl:if>
</xsl:template>
<xsl:template name="marker-words"><span><t:s id="item.mark"><t:p n="n" v="@n"/><t:p n="kind"><t:pick of="item.kind." select="@kind"/></t:p></t:s><xsl:choose><xsl:when test="@done"><t:s id="item.mark.done"/></xsl:when><xsl:when test="@required"><t:s id="field.required"/></xsl:when></xsl:choose></span></xsl:template>
</xsl:stylesheet>
