<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     入力項目の設定: the page with its boxes, and every way to place one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/placed.xsl"/>

<xsl:template name="title"><t:s id="wiz.step3"/></xsl:template>
<xsl:template name="width">w wide</xsl:template>
<xsl:template name="head"><link rel="stylesheet" href="{@base}/owner.css"/><script src="{@base}/place.js" defer="defer"></script></xsl:template>

<xsl:template name="content">
<xsl:call-template name="steps"><xsl:with-param name="now" select="3"/></xsl:call-template>
<p><b><xsl:for-each select="contract"><xsl:call-template name="document-title"/></xsl:for-each></b></p>
<p><t:s id="place.lead"/></p>
<xsl:if test="@stale"><div class="err" role="alert"><p><t:s id="place.stale"/></p></div></xsl:if>
<xsl:if test="@said!='' and @said!='none'"><div class="{concat(substring('ok',1,2*number(@said!='out')),substring('wn',1,2*number(@said='out')))}" role="status"><p><t:pick of="place.said." select="@said"/></p></div></xsl:if>
<xsl:if test="overlap or same or nobody"><div class="wn"><xsl:for-each select="overlap"><p><t:s id="place.overlap"><t:p n="a"><xsl:call-template name="tag-of"><xsl:with-param name="key" select="@a"/></xsl:call-template></t:p><t:p n="b"><xsl:call-template name="tag-of"><xsl:with-param name="key" select="@b"/></xsl:call-template></t:p></t:s></p></xsl:for-each><xsl:for-each select="same"><p><t:s id="place.same"><t:p n="a"><xsl:call-template name="tag-of"><xsl:with-param name="key" select="@a"/></xsl:call-template></t:p><t:p n="b"><xsl:call-template name="tag-of"><xsl:with-param name="key" select="@b"/></xsl:call-template></t:p></t:s></p></xsl:for-each><xsl:call-template name="nobody"/></div></xsl:if>
<div id="words" hidden="hidden" data-at="{t:place.js.at}" data-name="{t:place.js.name}" data-page="{t:place.js.page}" data-left="{t:place.js.left}" data-right="{t:place.js.right}" data-up="{t:place.js.up}" data-down="{t:place.js.down}" data-lost="{t:place.js.lost}" data-stopped="{t:place.js.stopped}" data-undo="{t:place.js.undo}" data-alignl="{t:place.js.alignl}" data-alignr="{t:place.js.alignr}" data-alignt="{t:place.js.alignt}" data-alignb="{t:place.js.alignb}" data-aligne="{t:place.js.aligne}"></div>
<div class="pl">
<xsl:call-template name="sheet"/>
<div class="pr">
<xsl:for-each select="field[@sel]"><xsl:call-template name="item"/></xsl:for-each>
<xsl:call-template name="cands"/>
<xsl:call-template name="numbers"/>
<xsl:call-template name="list"/>
</div>
</div>
<xsl:if test="@table and field"><xsl:call-template name="table"/></xsl:if>
<form method="post" action="{a:upload.place}">
<xsl:call-template name="token"/><input type="hidden" name="version" value="{contract/@version}"/>
<p class="act"><button class="p" type="submit" name="do" value="next"><t:s id="btn.next"/></button><xsl:if test="not(field)"><button type="submit" name="do" value="skip"><t:s id="place.skip"/></button></xsl:if><button type="submit" name="do" value="save"><t:s id="btn.draft"/></button></p>
</form>
</xsl:template>

<xsl:template name="sheet">
<div class="ps" id="sheet">
<h2><t:s id="place.sheet"/></h2>
<nav aria-label="{t:place.page.nav}"><p><b><t:s id="place.page.of"><t:p n="n" v="@n"/><t:p n="pages" v="@pages"/></t:s></b><xsl:if test="contract/@files &gt; 1"><br/><xsl:for-each select="contract/leaf"><t:s id="place.page.file"><t:p n="name" v="../file[@n=current()/@file]/@name"/><t:p n="i" v="@i"/></t:s></xsl:for-each></xsl:if></p>
<p class="tools"><xsl:if test="@n &gt; 1"><a><xsl:call-template name="as"><xsl:with-param name="n" select="@n - 1"/><xsl:with-param name="f"/></xsl:call-template><t:s id="place.page.prev"/></a></xsl:if><xsl:if test="@n &lt; @pages"><a><xsl:call-template name="as"><xsl:with-param name="n" select="@n + 1"/><xsl:with-param name="f"/></xsl:call-template><t:s id="place.page.next"/></a></xsl:if></p>
<xsl:if test="@pages &gt; 2"><form method="get" action="{a:upload.place}"><input type="hidden" name="w" value="{@px}"/><div class="row"><div class="f sm"><div><label for="go"><t:s id="f.pl.page"/></label></div><div><input type="text" inputmode="numeric" id="go" name="page" value="{@n}"/></div></div><button type="submit"><t:s id="place.page.go"/></button></div></form></xsl:if></nav>
<form method="post" action="{a:upload.place}" accept-charset="UTF-8">
<xsl:call-template name="carry"><xsl:with-param name="do">key</xsl:with-param></xsl:call-template>
<xsl:choose>
<xsl:when test="@two"><div class="wn" role="status"><p><xsl:choose><xsl:when test="@two=1"><t:s id="place.two.1"><t:p n="item"><xsl:call-template name="tag-of"/></t:p></t:s></xsl:when><xsl:otherwise><t:s id="place.two.2"><t:p n="item"><xsl:call-template name="tag-of"/></t:p></t:s></xsl:otherwise></xsl:choose><xsl:text> </xsl:text><a><xsl:call-template name="as"/><t:s id="place.two.stop"/></a></p></div><input type="hidden" name="two" value="{@two}"/><input type="hidden" name="ax" value="{@ax}"/><input type="hidden" name="ay" value="{@ay}"/></xsl:when>
<xsl:otherwise>
<p class="hint"><t:s id="place.sheet.how"/></p>
<div class="row">
<xsl:call-template name="cell"><xsl:with-param name="form">new</xsl:with-param><xsl:with-param name="name">kind</xsl:with-param><xsl:with-param name="of">kind</xsl:with-param><xsl:with-param name="value" select="@kind"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">new</xsl:with-param><xsl:with-param name="name">who</xsl:with-param><xsl:with-param name="of">who</xsl:with-param><xsl:with-param name="value" select="@who"/><xsl:with-param name="required" select="true()"/></xsl:call-template>
</div>
<xsl:call-template name="cell"><xsl:with-param name="form">new</xsl:with-param><xsl:with-param name="name">label</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">new</xsl:with-param><xsl:with-param name="name">required</xsl:with-param><xsl:with-param name="type">check</xsl:with-param><xsl:with-param name="value">1</xsl:with-param></xsl:call-template>
</xsl:otherwise>
</xsl:choose>
<p class="tools"><t:s id="place.width.nav"/><t:s id="colon"/><xsl:call-template name="size"><xsl:with-param name="px">320</xsl:with-param></xsl:call-template><xsl:call-template name="size"><xsl:with-param name="px">640</xsl:with-param></xsl:call-template><xsl:call-template name="size"><xsl:with-param name="px">1280</xsl:with-param></xsl:call-template>
<a><xsl:choose><xsl:when test="@grid"><xsl:call-template name="as"><xsl:with-param name="grid"/></xsl:call-template><t:s id="place.grid.off"/></xsl:when><xsl:otherwise><xsl:call-template name="as"><xsl:with-param name="grid">1</xsl:with-param></xsl:call-template><t:s id="place.grid.on"/></xsl:otherwise></xsl:choose></a></p>
<xsl:for-each select="wrong[@field='at']"><p class="em"><span class="vh"><t:s id="err.prefix"/></span><xsl:call-template name="mistake"/></p></xsl:for-each>
<div class="paper" tabindex="0" role="region" aria-label="{t:place.sheet.region}"><div class="page" data-page="{@n}" data-w="{@mm_w}" data-h="{@mm_h}"><input type="image" id="at" name="at" src="{a:fetch.doc.marked id=contract/@id n=@n w=concat(@px,@mark,'.png')}" data-plain="{a:fetch.doc.page id=contract/@id n=@n w=concat(@px,'.png')}" width="{@px}" height="{@px_h}" alt="{t:place.sheet.alt n=@n}"/><xsl:if test="@grid"><xsl:call-template name="grid"/></xsl:if></div></div>
</form>
<xsl:if test="@several"><p class="hint"><t:s id="place.tabs"/></p></xsl:if>
<xsl:for-each select="field[@sel]"><xsl:call-template name="steps-of"/></xsl:for-each>
</div>
</xsl:template>

<xsl:template name="size"><xsl:param name="px"/><xsl:variable name="words"><xsl:choose><xsl:when test="$px=320"><t:s id="place.width.small"/></xsl:when><xsl:when test="$px=640"><t:s id="place.width.normal"/></xsl:when><xsl:otherwise><t:s id="place.width.large"/></xsl:otherwise></xsl:choose></xsl:variable>
<xsl:choose><xsl:when test="@px=$px"><b class="now"><xsl:value-of select="$words"/></b></xsl:when><xsl:otherwise><a><xsl:call-template name="as"><xsl:with-param name="px" select="$px"/></xsl:call-template><xsl:value-of select="$words"/></a></xsl:otherwise></xsl:choose></xsl:template>

<!-- A to J from the left, 1 to 14 from above. -->
<xsl:template name="grid"><xsl:param name="left">ABCDEFGHIJ</xsl:param><ol class="gx" aria-hidden="true"><xsl:for-each select="(//@*)[position() &lt; 11]"><li class="g{position()}"><xsl:value-of select="substring($left,position(),1)"/></li></xsl:for-each></ol><ol class="gy" aria-hidden="true"><xsl:for-each select="(//@*)[position() &lt; 15]"><li class="g{position()}"><xsl:value-of select="position()"/></li></xsl:for-each></ol></xsl:template>

<xsl:template name="steps-of">
<form class="nudge" method="post" action="{a:upload.place}">
<xsl:call-template name="carry"><xsl:with-param name="do">none</xsl:with-param></xsl:call-template>
<h3><t:s id="place.steps"><t:p n="item"><xsl:call-template name="tag"/></t:p><t:p n="label" v="@label"/></t:s></h3>
<p><button type="submit" name="do" value="left"><t:s id="place.left"/></button><button type="submit" name="do" value="right"><t:s id="place.right"/></button><button type="submit" name="do" value="up"><t:s id="place.up"/></button><button type="submit" name="do" value="down"><t:s id="place.down"/></button></p>
<p><button type="submit" name="do" value="wide"><t:s id="place.wide"/></button><button type="submit" name="do" value="narrow"><t:s id="place.narrow"/></button><button type="submit" name="do" value="tall"><t:s id="place.tall"/></button><button type="submit" name="do" value="low"><t:s id="place.low"/></button></p>
<p class="tools"><xsl:choose><xsl:when test="/page/@five"><t:s id="place.by"><t:p n="n" v="5"/></t:s><a><xsl:call-template name="as"><xsl:with-param name="five"/></xsl:call-template><t:s id="place.one"/></a></xsl:when><xsl:otherwise><t:s id="place.by"><t:p n="n" v="1"/></t:s><a><xsl:call-template name="as"><xsl:with-param name="five">1</xsl:with-param></xsl:call-template><t:s id="place.five"/></a></xsl:otherwise></xsl:choose><a href="{a:upload.place}?page={/page/@n}&amp;w={/page/@px}&amp;f={@key}&amp;two=1#sheet"><t:s id="place.two"/></a></p>
<p><button type="submit" name="do" value="copy"><t:s id="place.copy"/></button><button class="d" type="submit" name="do" value="drop"><t:s id="place.drop"/></button></p>
</form>
</xsl:template>

</xsl:stylesheet>
