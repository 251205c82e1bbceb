<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     What the owner's pages share: the wizard's steps, status words, page
     pictures, folders, rows of lists. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="frame.xsl"/>

<xsl:template name="head"><link rel="stylesheet" href="{@base}/owner.css"/></xsl:template>

<!-- now: 1 2 3 4; done steps are links -->
<xsl:template name="steps">
<xsl:param name="now"/>
<ol class="steps" aria-label="{t:wiz.nav}">
<li><xsl:call-template name="now"><xsl:with-param name="is" select="$now=1"/></xsl:call-template><b>1/4</b><xsl:choose><xsl:when test="$now &gt; 1"><a href="{a:upload.files}"><t:s id="wiz.step1"/></a></xsl:when><xsl:otherwise><t:s id="wiz.step1"/></xsl:otherwise></xsl:choose></li>
<li><xsl:call-template name="now"><xsl:with-param name="is" select="$now=2"/></xsl:call-template><b>2/4</b><xsl:choose><xsl:when test="$now &gt; 2"><a href="{a:upload.to}"><t:s id="wiz.step2"/></a></xsl:when><xsl:otherwise><t:s id="wiz.step2"/></xsl:otherwise></xsl:choose></li>
<li><xsl:call-template name="now"><xsl:with-param name="is" select="$now=3"/></xsl:call-template><b>3/4</b><xsl:choose><xsl:when test="$now &gt; 3"><a href="{a:upload.place}"><t:s id="wiz.step3"/></a></xsl:when><xsl:otherwise><t:s id="wiz.step3"/></xsl:otherwise></xsl:choose></li>
<li><xsl:call-template name="now"><xsl:with-param name="is" select="$now=4"/></xsl:call-template><b>4/4</b><t:s id="wiz.step4"/></li>
</ol>
</xsl:template>
<xsl:template name="now"><xsl:param name="is"/><xsl:if test="$is"><xsl:attribute name="class">now</xsl:attribute><xsl:attribute name="aria-current">step</xsl:attribute></xsl:if></xsl:template>

<!-- Who fills something in: the current node is <who> or <holder>. -->
<xsl:template name="person">
<xsl:choose>
<xsl:when test="@slot=0"><t:s id="place.who.me"/></xsl:when>
<xsl:when test="@me"><t:s id="place.who.slot"><t:p n="n" v="@slot"/><t:p n="name"><t:s id="place.who.sender"/></t:p></t:s></xsl:when>
<xsl:otherwise><t:s id="place.who.slot"><t:p n="n" v="@slot"/><t:p n="name" v="@name"/></t:s></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- Return in a field means "go on", whatever button stands first on the page. -->
<xsl:template name="enter"><button class="vh" type="submit" name="do" value="next" tabindex="-1" aria-hidden="true"></button></xsl:template>

<xsl:template name="document-title"><xsl:choose><xsl:when test="@title!=''"><xsl:value-of select="@title"/></xsl:when><xsl:otherwise><t:s id="doc.untitled"/></xsl:otherwise></xsl:choose></xsl:template>

<xsl:template name="state"><span class="st {@state}"><xsl:choose><xsl:when test="@state='concluding' and /page/@tsa"><t:s id="st.stamping"/></xsl:when><xsl:otherwise><t:pick of="st." select="@state"/></xsl:otherwise></xsl:choose></span></xsl:template>

<!-- The pictures of one <file> that the model brought. -->
<xsl:template name="thumbs">
<xsl:variable name="file" select="."/>
<xsl:variable name="leaves" select="../leaf[@file=$file/@n]"/>
<ul class="thumbs">
<xsl:for-each select="$leaves"><xsl:variable name="mark" select="/page/marked[@n=current()/@n]/@v"/><li><a><xsl:attribute name="href"><xsl:choose><xsl:when test="$mark"><t:a id="fetch.doc.marked" id="/page/contract/@id" n="@n" w="concat('1280',$mark,'.png')"/></xsl:when><xsl:otherwise><t:a id="fetch.doc.page" id="/page/contract/@id" n="@n" w="'1280.png'"/></xsl:otherwise></xsl:choose></xsl:attribute><img width="160" height="{round(@height div 4)}" alt="{t:page.alt name=$file/@name i=@i}" loading="lazy"><xsl:attribute name="src"><xsl:choose><xsl:when test="$mark"><t:a id="fetch.doc.marked" id="/page/contract/@id" n="@n" w="concat('320',$mark,'.png')"/></xsl:when><xsl:otherwise><t:a id="fetch.doc.page" id="/page/contract/@id" n="@n" w="'320.png'"/></xsl:otherwise></xsl:choose></xsl:attribute></img></a></li></xsl:for-each>
</ul>
<xsl:if test="count($leaves) &lt; @pages"><p><t:s id="page.more"><t:p n="n" v="count($leaves)+1"/></t:s></p></xsl:if>
</xsl:template>

<!-- What intake did to one <file>. -->
<xsl:template name="treatment">
<xsl:if test="@repaired"><div class="wn"><p><t:s id="files.repaired"/><xsl:text> </xsl:text><t:s id="files.repaired.check"><t:p n="p" v="@pages"/></t:s></p></div></xsl:if>
<xsl:if test="@removed"><div class="wn"><p><t:s id="files.removed"/></p><ul><xsl:call-template name="removed"><xsl:with-param name="words" select="concat(@removed,' ')"/></xsl:call-template></ul></div></xsl:if>
</xsl:template>

<xsl:template name="removed">
<xsl:param name="words"/>
<xsl:variable name="word" select="substring-before($words,' ')"/>
<xsl:if test="$word!=''"><li><t:pick of="rm." select="$word"/></li>
<xsl:call-template name="removed"><xsl:with-param name="words" select="substring-after($words,' ')"/></xsl:call-template></xsl:if>
</xsl:template>

<!-- Left menu: the one action, then the five folders with counts. -->
<xsl:template name="folders">
<div class="l">
<p><a class="b p" href="{a:upload}"><t:s id="nav.new"/></a></p>
<nav aria-label="{t:home.folders}"><ul class="fol">
<xsl:for-each select="folder[@name!='care']">
<xsl:variable name="name"><t:pick of="fol." select="@name"/></xsl:variable>
<li><a href="{/page/@base}/search/{@name}"><xsl:if test="@name=/page/@folder"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if><t:s id="home.folder"><t:p n="name" v="$name"/><t:p n="n" v="@n"/></t:s></a></li>
</xsl:for-each>
</ul></nav>
<xsl:for-each select="folder[@name='care' and @n &gt; 0]"><xsl:variable name="name"><t:pick of="fol." select="@name"/></xsl:variable><p class="wn"><a href="{a:search.care}"><t:s id="home.folder"><t:p n="name" v="$name"/><t:p n="n" v="@n"/></t:s></a></p></xsl:for-each>
</div>
</xsl:template>

<!-- <row>s as a table; caption: its words. -->
<xsl:template name="rows">
<xsl:param name="caption"/>
<table class="ls"><caption class="vh"><xsl:value-of select="$caption"/></caption>
<thead><tr><th scope="col"><t:s id="col.title"/></th><th scope="col"><t:s id="col.state"/></th><th scope="col"><t:s id="col.people"/></th><th scope="col"><t:s id="col.changed"/></th></tr></thead>
<tbody><xsl:for-each select="row"><tr>
<th scope="row"><a href="{a:search.doc id=@id}"><xsl:call-template name="document-title"/></a><xsl:if test="@counterparty!=''"><br/><span class="opt"><xsl:value-of select="@counterparty"/></span></xsl:if></th>
<td><xsl:call-template name="state"/><xsl:if test="@state='waiting'"><br/><t:s id="row.agreed"><t:p n="n" v="@n"/><t:p n="k" v="@k"/></t:s></xsl:if>
<xsl:if test="@due"><br/><span class="opt"><t:s id="col.due"/><xsl:text> </xsl:text><xsl:call-template name="day"><xsl:with-param name="v" select="@due"/></xsl:call-template></span></xsl:if><xsl:if test="@late"><br/><b class="req"><t:s id="row.late"/></b></xsl:if></td>
<td><xsl:variable name="people"><xsl:for-each select="person"><xsl:if test="position() &gt; 1"><t:s id="list.next"/></xsl:if><xsl:value-of select="."/></xsl:for-each></xsl:variable><xsl:value-of select="substring($people,1,60)"/><xsl:if test="string-length($people) &gt; 60">…</xsl:if></td>
<td><xsl:call-template name="day"><xsl:with-param name="v" select="@changed"/></xsl:call-template></td>
</tr></xsl:for-each></tbody></table>
</xsl:template>
</xsl:stylesheet>
