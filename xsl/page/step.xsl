<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The step view for phones: one required item after another, the others
     together, then all of them once more. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>
<xsl:import href="../part/others.xsl"/>
<xsl:import href="../part/link.xsl"/>
<xsl:import href="../part/items.xsl"/>

<xsl:template name="title"><xsl:choose>
<xsl:when test="@over"><t:s id="step.over.title"/></xsl:when>
<xsl:otherwise><t:s id="step.title"><t:p n="n" v="@step"/><t:p n="m" v="@steps"/></t:s></xsl:otherwise>
</xsl:choose></xsl:template>

<xsl:template name="head"><xsl:call-template name="items-head"/></xsl:template>

<xsl:template name="content">
<p><xsl:value-of select="contract/@title"/></p>
<xsl:choose>
<xsl:when test="@over"><xsl:call-template name="over"/></xsl:when>
<xsl:otherwise>
<form method="post" action="{a:review.read}" accept-charset="UTF-8">
<xsl:call-template name="items-hidden"/>
<input type="hidden" name="view" value="step"/><input type="hidden" name="f" value="{@step}"/>
<xsl:if test="@end"><input type="hidden" name="end" value="1"/></xsl:if>
<xsl:if test="item[@shown and @n!=@step]"><p class="hint"><t:s id="step.numbers"/></p></xsl:if>
<xsl:if test="not(item[@shown and @required])"><p><t:s id="step.others"/></p></xsl:if>
<xsl:for-each select="item[@shown]"><p class="hint"><t:s id="step.where"><t:p n="name" v="@in"/><t:p n="i" v="@i"/></t:s></p><xsl:call-template name="item"/></xsl:for-each>
<div class="act"><button class="p" type="submit" name="do" value="save"><xsl:choose><xsl:when test="@last or @end"><t:s id="step.done"/></xsl:when><xsl:otherwise><t:s id="step.enter"/></xsl:otherwise></xsl:choose></button>
<button type="submit" name="do" value="back"><t:s id="step.back"/></button></div>
</form>
<p><a href="{a:review.read}"><t:s id="step.read"/></a></p>
</xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="after"><xsl:call-template name="others"/></xsl:template>

<xsl:template name="over">
<xsl:choose>
<xsl:when test="item">
<p><xsl:choose><xsl:when test="@wanted"><t:s id="step.missing"><t:p n="n" v="@left"/></t:s></xsl:when><xsl:otherwise><t:s id="step.check"/></xsl:otherwise></xsl:choose></p>
<table class="ls"><tbody><xsl:for-each select="item"><tr><th scope="row"><xsl:call-template name="item-label"/></th><td><xsl:call-template name="item-value"/></td><td><a><xsl:attribute name="href"><t:a id="review.read"/><xsl:call-template name="query"><xsl:with-param name="s" select="concat('view=step&amp;end=1&amp;f=',@step)"/></xsl:call-template></xsl:attribute><t:s id="item.change"/><span class="vh"><xsl:call-template name="item-label"/></span></a></td></tr></xsl:for-each></tbody></table>
<p><b><t:s id="step.count"><t:p n="n" v="@steps - @left"/><t:p n="m" v="@steps"/></t:s></b></p>
</xsl:when>
<xsl:otherwise><p><t:s id="step.none"/></p></xsl:otherwise>
</xsl:choose>
<form method="get" action="{a:agree}"><xsl:call-template name="ticket"/><input type="hidden" name="view" value="step"/><div class="act"><button class="p" type="submit"><t:s id="step.finish"/></button></div></form>
<xsl:choose>
<xsl:when test="item"><form method="get" action="{a:review.read}"><xsl:call-template name="ticket"/><input type="hidden" name="view" value="step"/><input type="hidden" name="f" value="1"/><div class="act"><button type="submit"><t:s id="item.change"/></button></div></form></xsl:when>
</xsl:choose>
<p><a href="{a:review.read}"><t:s id="step.read"/></a></p>
</xsl:template>
</xsl:stylesheet>
