<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     書類の準備: a new draft, or one that has files already. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/owner.xsl"/>

<xsl:template name="title"><t:s id="nav.new"/></xsl:template>

<xsl:template name="content">
<xsl:call-template name="steps"><xsl:with-param name="now" select="1"/></xsl:call-template>
<h2><t:s id="wiz.step1"/></h2>
<form method="post" enctype="multipart/form-data" accept-charset="UTF-8">
<xsl:attribute name="action"><xsl:choose><xsl:when test="contract"><t:a id="upload.files" id="/page/contract/@id"/></xsl:when><xsl:otherwise><t:a id="upload"/></xsl:otherwise></xsl:choose></xsl:attribute>
<xsl:call-template name="token"/>
<input type="hidden" name="version" value="{concat(contract/@version,substring('0',1,number(not(contract))))}"/>
<xsl:call-template name="enter"/>
<xsl:call-template name="field"><xsl:with-param name="name">title</xsl:with-param><xsl:with-param name="label">subject</xsl:with-param><xsl:with-param name="required" select="true()"/><xsl:with-param name="hint"><t:s id="files.title.hint"/></xsl:with-param><xsl:with-param name="value" select="contract/@title"/></xsl:call-template>
<xsl:call-template name="field"><xsl:with-param name="name">counterparty</xsl:with-param><xsl:with-param name="hint"><t:s id="files.counterparty.hint"/></xsl:with-param><xsl:with-param name="value" select="contract/@counterparty"/><xsl:with-param name="auto">off</xsl:with-param></xsl:call-template>
<xsl:variable name="wrong" select="wrong[@field='file']"/>
<div><xsl:attribute name="class">f<xsl:if test="$wrong"> bad</xsl:if></xsl:attribute>
<div><label for="file"><t:s id="f.files"/><xsl:call-template name="must"><xsl:with-param name="required" select="true()"/></xsl:call-template></label></div>
<p class="hint" id="file-h"><t:s id="files.hint"><t:p n="m" v="@max_mb"/><t:p n="n" v="@max_files"/></t:s></p>
<xsl:for-each select="$wrong"><p class="em"><xsl:if test="@at"><xsl:attribute name="id">file-<xsl:value-of select="@at"/></xsl:attribute></xsl:if><span class="vh"><t:s id="err.prefix"/></span><xsl:call-template name="mistake"/></p></xsl:for-each>
<div><input type="file" id="file" name="file" multiple="multiple" accept="application/pdf,.pdf" aria-describedby="file-h"><xsl:if test="$wrong"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if></input></div>
<div class="act"><button type="submit" name="do" value="add"><t:s id="files.add"/></button></div>
</div>
<xsl:if test="contract/file">
<h3><t:s id="files.have"><t:p n="n" v="count(contract/file)"/></t:s></h3>
<xsl:for-each select="contract/file">
<div class="card"><p><b><xsl:value-of select="@n"/>. <t:s id="read.file"><t:p n="name" v="@name"/><t:p n="p" v="@pages"/><t:p n="kb" v="@kb"/></t:s></b></p>
<xsl:call-template name="treatment"/>
<xsl:variable name="paper" select="/page/paper[@n=current()/@n]"/>
<xsl:if test="$paper/@unsure"><div class="wn"><xsl:choose><xsl:when test="$paper/@flattened"><p><t:s id="up.signed"><t:p n="name" v="@name"/></t:s></p><p class="act"><button type="submit" name="do" value="use.{@n}"><t:s id="files.use.signed"/></button><button type="submit" name="do" value="drop.{@n}"><t:s id="files.again"/></button></p></xsl:when><xsl:otherwise><p><t:s id="up.confirm"><t:p n="name" v="@name"/></t:s></p><p class="act"><button type="submit" name="do" value="use.{@n}"><t:s id="files.use.repaired"/></button></p></xsl:otherwise></xsl:choose></div></xsl:if>
<xsl:variable name="scan" select="../leaf[@file=current()/@n and @scan]"/>
<xsl:if test="$scan"><xsl:variable name="i"><xsl:for-each select="$scan[position() &lt; 11]"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:value-of select="@i"/></xsl:for-each><xsl:if test="count($scan) &gt; 10"> …</xsl:if></xsl:variable><p class="hint" id="notes-h{@n}"><t:s id="files.scan"><t:p n="i" v="$i"/></t:s><xsl:text> </xsl:text><t:s id="files.notes.hint"/></p>
<div class="f"><div><label for="notes-{@n}"><t:s id="files.notes"><t:p n="name" v="@name"/></t:s><xsl:call-template name="must"/></label></div><div><textarea id="notes-{@n}" name="notes" rows="3" aria-describedby="notes-h{@n}"><xsl:text>&#10;</xsl:text><xsl:value-of select="$paper/@notes"/></textarea></div></div></xsl:if>
<xsl:if test="not($scan)"><input type="hidden" name="notes" value="{$paper/@notes}"/></xsl:if>
<details><xsl:if test="@repaired"><xsl:attribute name="open">open</xsl:attribute></xsl:if><summary><t:s id="files.pages"><t:p n="p" v="@pages"/></t:s></summary><xsl:call-template name="thumbs"/></details>
<button class="d" type="submit" name="do" value="drop.{@n}"><t:s id="files.drop"/><span class="vh"><t:s id="colon"/><xsl:value-of select="@name"/></span></button></div>
</xsl:for-each>
</xsl:if>
<xsl:call-template name="field"><xsl:with-param name="name">message</xsl:with-param><xsl:with-param name="type">textarea</xsl:with-param><xsl:with-param name="hint"><t:s id="files.message.hint"/></xsl:with-param><xsl:with-param name="value" select="contract/@text"/></xsl:call-template>
<p class="act"><button class="p" type="submit" name="do" value="next"><t:s id="btn.next"/></button><button type="submit" name="do" value="save"><t:s id="btn.draft"/></button></p>
</form>
</xsl:template>
</xsl:stylesheet>
