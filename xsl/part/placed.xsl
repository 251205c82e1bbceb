<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     Beside the page's picture: the field that is worked on, blanks that were
     found, numbers, the list and the table of all fields. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="placing.xsl"/>

<!-- The rest of an address on this page. -->
<xsl:template name="as">
<xsl:param name="n" select="/page/@n"/><xsl:param name="px" select="/page/@px"/><xsl:param name="f" select="/page/@f"/>
<xsl:param name="grid" select="/page/@grid"/><xsl:param name="table" select="/page/@table"/><xsl:param name="five" select="/page/@five"/><xsl:param name="at">sheet</xsl:param>
<xsl:attribute name="href"><t:a id="upload.place"/>?page=<xsl:value-of select="$n"/>&amp;w=<xsl:value-of select="$px"/><xsl:if test="$f!=''">&amp;f=<xsl:value-of select="$f"/></xsl:if><xsl:if test="/page/@who!=''">&amp;who=<xsl:value-of select="/page/@who"/></xsl:if><xsl:if test="$grid!=''">&amp;grid=1</xsl:if><xsl:if test="$table!=''">&amp;table=1</xsl:if><xsl:if test="$five!=''">&amp;five=1</xsl:if>#<xsl:value-of select="$at"/></xsl:attribute>
</xsl:template>

<xsl:template name="whose"><xsl:variable name="slot" select="@who"/><xsl:choose><xsl:when test="@who &lt; 0"><b class="req"><t:s id="place.who.nobody"/></b></xsl:when><xsl:otherwise><xsl:for-each select="/page/who[@slot=$slot]"><xsl:call-template name="person"/></xsl:for-each></xsl:otherwise></xsl:choose></xsl:template>

<xsl:template name="item">
<section class="card" id="item"><h2><t:s id="place.item"><t:p n="item"><xsl:call-template name="tag"/></t:p></t:s></h2>
<xsl:if test="@label=''"><p class="hint"><t:s id="place.label.why"/></p></xsl:if>
<form method="post" action="{a:upload.place}" accept-charset="UTF-8">
<xsl:call-template name="carry"><xsl:with-param name="do">keep</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="name">label</xsl:with-param><xsl:with-param name="value" select="@label"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="name">who</xsl:with-param><xsl:with-param name="of">who</xsl:with-param><xsl:with-param name="value" select="@who"/><xsl:with-param name="required" select="true()"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="name">kind</xsl:with-param><xsl:with-param name="of">kind</xsl:with-param><xsl:with-param name="value" select="@kind"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="name">required</xsl:with-param><xsl:with-param name="type">check</xsl:with-param><xsl:with-param name="value" select="@required"/></xsl:call-template>
<xsl:if test="@who=0"><xsl:variable name="hint"><t:s id="place.value.hint"/></xsl:variable><xsl:call-template name="cell"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="name">value</xsl:with-param><xsl:with-param name="value" select="@value"/><xsl:with-param name="hint" select="string($hint)"/><xsl:with-param name="required" select="boolean(@required)"/><xsl:with-param name="type"><xsl:choose><xsl:when test="@kind='lines'">lines</xsl:when><xsl:when test="@kind='check'">check</xsl:when><xsl:otherwise>text</xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template></xsl:if>
<xsl:variable name="hint"><t:s id="place.hint.hint"/></xsl:variable><xsl:call-template name="cell"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="name">hint</xsl:with-param><xsl:with-param name="value" select="@hint"/><xsl:with-param name="hint" select="string($hint)"/></xsl:call-template>
<xsl:if test="not(@kind='check')"><xsl:variable name="max"><t:s id="place.max.hint"/></xsl:variable><xsl:call-template name="cell"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="name">max</xsl:with-param><xsl:with-param name="value" select="@max"/><xsl:with-param name="hint" select="string($max)"/><xsl:with-param name="short" select="true()"/></xsl:call-template>
<xsl:if test="not(@seal)"><xsl:variable name="size"><t:s id="place.size.hint"/></xsl:variable><xsl:call-template name="cell"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="name">size</xsl:with-param><xsl:with-param name="value" select="@size"/><xsl:with-param name="hint" select="string($size)"/><xsl:with-param name="short" select="true()"/></xsl:call-template></xsl:if></xsl:if>
<xsl:call-template name="box"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="of" select="."/></xsl:call-template>
<p class="act"><button class="p" type="submit" name="do" value="keep"><t:s id="place.keep"/></button></p>
<xsl:if test="/page/@pages &gt; 1"><xsl:variable name="spread"><t:s id="place.spread.hint"/></xsl:variable><xsl:call-template name="cell"><xsl:with-param name="form">item</xsl:with-param><xsl:with-param name="name">spread</xsl:with-param><xsl:with-param name="hint" select="string($spread)"/></xsl:call-template>
<p class="act"><button type="submit" name="do" value="pages"><t:s id="place.spread"/></button><button type="submit" name="do" value="everypage"><t:s id="place.every"/></button></p></xsl:if>
</form></section>
</xsl:template>

<xsl:template name="cands">
<section class="card"><h2><t:s id="place.cands"/></h2>
<xsl:choose><xsl:when test="@all=0"><p id="cand"><t:s id="place.cands.no"/></p></xsl:when><xsl:otherwise>
<p class="hint"><t:s id="place.cands.how"/></p>
<xsl:if test="count(blank) != @all"><p><t:s id="place.cands.count"><t:p n="n" v="count(blank)"/><t:p n="all" v="@all"/><t:p n="pages" v="@leaves"/></t:s></p></xsl:if>
<form method="post" action="{a:upload.place}">
<xsl:call-template name="carry"><xsl:with-param name="do">put</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">cands</xsl:with-param><xsl:with-param name="name">who</xsl:with-param><xsl:with-param name="of">who</xsl:with-param><xsl:with-param name="value" select="@who"/><xsl:with-param name="required" select="true()"/></xsl:call-template>
<fieldset id="cand" tabindex="-1"><legend><t:s id="f.pl.cand"/></legend>
<xsl:for-each select="/page/wrong[/page/@form='cands' and @field='cand']"><p class="em"><span class="vh"><t:s id="err.prefix"/></span><xsl:call-template name="mistake"/></p></xsl:for-each>
<xsl:choose><xsl:when test="blank"><div class="cl"><xsl:for-each select="blank"><div class="ck"><input type="radio" name="cand" id="cand-{@i}" value="{@i}"><xsl:if test="/page/typed/@cand=@i"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><label for="cand-{@i}"><img class="cut" src="{a:fetch.doc.blank id=/page/contract/@id n=/page/@n w=concat(@i,'.png')}" width="320" height="80" alt="" loading="lazy"/><xsl:choose><xsl:when test="@label!=''"><t:s id="place.cand"><t:p n="n" v="/page/@n"/><t:p n="label" v="@label"/></t:s></xsl:when><xsl:otherwise><t:s id="place.cand.none"><t:p n="n" v="/page/@n"/><t:p n="x" v="@left"/><t:p n="y" v="@top"/></t:s></xsl:otherwise></xsl:choose><xsl:text> </xsl:text><span class="opt"><t:pick of="place.kind." select="@kind"/></span></label></div></xsl:for-each></div></xsl:when><xsl:otherwise><p><t:s id="place.cands.no"/></p></xsl:otherwise></xsl:choose>
</fieldset>
<p class="act"><xsl:if test="blank"><button type="submit" name="do" value="put"><t:s id="place.put"/></button></xsl:if><xsl:if test="blank and count(blank) != @all"><button type="submit" name="do" value="here"><t:s id="place.here"><t:p n="n" v="count(blank)"/></t:s></button></xsl:if><button type="submit" name="do" value="all"><t:s id="place.all"><t:p n="n" v="@all"/></t:s></button></p>
</form></xsl:otherwise></xsl:choose></section>
</xsl:template>

<xsl:template name="numbers">
<section class="card"><h2><t:s id="place.numbers"/></h2>
<p class="hint"><t:s id="place.numbers.how"><t:p n="w" v="@mm_w"/><t:p n="h" v="@mm_h"/></t:s></p>
<form method="post" action="{a:upload.place}" accept-charset="UTF-8">
<xsl:call-template name="carry"><xsl:with-param name="do">add</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">numbers</xsl:with-param><xsl:with-param name="name">kind</xsl:with-param><xsl:with-param name="of">kind</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">numbers</xsl:with-param><xsl:with-param name="name">who</xsl:with-param><xsl:with-param name="of">who</xsl:with-param><xsl:with-param name="value" select="@who"/><xsl:with-param name="required" select="true()"/></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">numbers</xsl:with-param><xsl:with-param name="name">label</xsl:with-param></xsl:call-template>
<xsl:call-template name="cell"><xsl:with-param name="form">numbers</xsl:with-param><xsl:with-param name="name">required</xsl:with-param><xsl:with-param name="type">check</xsl:with-param><xsl:with-param name="value">1</xsl:with-param></xsl:call-template>
<xsl:call-template name="box"><xsl:with-param name="form">numbers</xsl:with-param></xsl:call-template>
<p class="act"><button type="submit" name="do" value="add"><t:s id="place.numbers"/></button></p>
</form></section>
</xsl:template>
<!-- Person by person, in the order of the numbers that each of them will see; the
     script reads the data of each. -->
<xsl:template name="list">
<section class="card" id="fields" tabindex="-1"><h2><t:s id="place.list"><t:p n="n" v="count(field)"/></t:s></h2>
<xsl:choose><xsl:when test="field"><ol class="items"><xsl:for-each select="field[not(/page/@long) or @page=/page/@n]"><li data-key="{@key}" data-n="{@n}" data-mark="{@mark}" data-page="{@page}" data-kind="{@kind}" data-who="{@who}" data-left="{@left}" data-top="{@top}" data-width="{@width}" data-height="{@height}" data-label="{@label}" data-required="{@required}" data-max="{@max}" data-size="{@size}" data-hint="{@hint}" data-value="{@value}" data-least="{@least}"><a><xsl:if test="@sel"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if><xsl:call-template name="as"><xsl:with-param name="n" select="@page"/><xsl:with-param name="f" select="@key"/></xsl:call-template><xsl:call-template name="field-name"/></a><br/><span class="opt"><t:s id="place.page.of"><t:p n="n" v="@page"/><t:p n="pages" v="/page/@pages"/></t:s> · <t:pick of="place.kind." select="@kind"/> · <xsl:choose><xsl:when test="@required"><t:s id="place.must"/></xsl:when><xsl:otherwise><t:s id="place.free"/></xsl:otherwise></xsl:choose><br/><span class="w"><xsl:call-template name="whose"/></span></span></li></xsl:for-each></ol>
<xsl:if test="@long"><p class="tools"><xsl:for-each select="field[@page!=/page/@n and not(@page=preceding-sibling::field/@page)]"><a><xsl:call-template name="as"><xsl:with-param name="n" select="@page"/><xsl:with-param name="f"/></xsl:call-template><t:s id="place.others"><t:p n="n" v="@page"/><t:p n="k" v="count(/page/field[@page=current()/@page])"/></t:s></a><xsl:text> </xsl:text></xsl:for-each></p></xsl:if>
<p><a><xsl:choose><xsl:when test="@table"><xsl:call-template name="as"><xsl:with-param name="table"/></xsl:call-template><t:s id="place.table.off"/></xsl:when><xsl:otherwise><xsl:call-template name="as"><xsl:with-param name="table">1</xsl:with-param><xsl:with-param name="at">rows</xsl:with-param></xsl:call-template><t:s id="place.table"/></xsl:otherwise></xsl:choose></a></p></xsl:when>
<xsl:otherwise><p><t:s id="place.list.none"/></p></xsl:otherwise></xsl:choose>
<p class="hint"><t:s id="place.list.how"/><xsl:text> </xsl:text><t:s id="place.help"><t:p n="max" v="200"/></t:s></p></section>
</xsl:template>

<!-- One control of a row; its name for those who hear it: number and column. -->
<xsl:template name="slot">
<xsl:param name="name"/><xsl:param name="label"/><xsl:param name="value"/><xsl:param name="size">6</xsl:param>
<xsl:variable name="at" select="position() - 1"/>
<xsl:variable name="id"><xsl:value-of select="$name"/><xsl:if test="$at &gt; 0">-<xsl:value-of select="$at"/></xsl:if></xsl:variable>
<xsl:variable name="wrong" select="/page/wrong[@field=$name and number(concat('0',@at))=$at]"/>
<td><xsl:if test="$wrong"><xsl:attribute name="class">bad</xsl:attribute></xsl:if><xsl:for-each select="$wrong"><span class="em" id="{$id}-e"><xsl:call-template name="mistake"/></span></xsl:for-each>
<label class="vh" for="{$id}"><t:s id="place.slot"><t:p n="item"><xsl:call-template name="tag"/></t:p><t:p n="label"><t:pick of="f." select="$label"/></t:p></t:s></label>
<xsl:choose><xsl:when test="$name='twho'"><select id="{$id}" name="{$name}"><xsl:call-template name="options"><xsl:with-param name="of">who</xsl:with-param><xsl:with-param name="value" select="string($value)"/></xsl:call-template></select></xsl:when>
<xsl:when test="$name='tmust'"><select id="{$id}" name="{$name}"><option value="1"><xsl:if test="string($value)!=''"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><t:s id="place.must"/></option><option value="0"><xsl:if test="string($value)=''"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><t:s id="place.free"/></option></select></xsl:when>
<xsl:otherwise><input type="text" id="{$id}" name="{$name}" value="{$value}" size="{$size}" autocomplete="off"><xsl:if test="$wrong"><xsl:attribute name="aria-invalid">true</xsl:attribute><xsl:attribute name="aria-describedby"><xsl:value-of select="concat($id,'-e')"/></xsl:attribute></xsl:if></input></xsl:otherwise></xsl:choose></td>
</xsl:template>

<xsl:template name="table">
<section id="rows"><h2><t:s id="place.table"/></h2>
<form method="post" action="{a:upload.place}" accept-charset="UTF-8">
<xsl:call-template name="carry"><xsl:with-param name="do">rows</xsl:with-param></xsl:call-template>
<div class="scroll" tabindex="0" role="region" aria-label="{t:place.table}"><table class="rows"><thead><tr><th scope="col"><t:s id="f.pl.fields"/></th><th scope="col"><t:s id="f.pl.label"/></th><th scope="col"><t:s id="f.pl.who"/></th><th scope="col"><t:s id="place.must"/></th><th scope="col"><t:s id="f.pl.page"/></th><th scope="col"><t:s id="f.pl.left"/></th><th scope="col"><t:s id="f.pl.top"/></th><th scope="col"><t:s id="f.pl.width"/></th><th scope="col"><t:s id="f.pl.height"/></th></tr></thead><tbody>
<xsl:variable name="typed" select="typed/row"/>
<xsl:for-each select="field"><xsl:variable name="row" select="(.|$typed[@key=current()/@key])[not($typed) or self::row]"/>
<tr><th scope="row"><input type="hidden" name="tkey" value="{@key}"/><t:s id="place.name"><t:p n="n" v="@n"/><t:p n="label"><t:pick of="place.kind." select="@kind"/></t:p></t:s></th>
<xsl:call-template name="slot"><xsl:with-param name="name">tlabel</xsl:with-param><xsl:with-param name="label">pl.label</xsl:with-param><xsl:with-param name="value" select="$row/@label"/><xsl:with-param name="size">16</xsl:with-param></xsl:call-template>
<xsl:call-template name="slot"><xsl:with-param name="name">twho</xsl:with-param><xsl:with-param name="label">pl.who</xsl:with-param><xsl:with-param name="value" select="$row/@who"/></xsl:call-template>
<xsl:call-template name="slot"><xsl:with-param name="name">tmust</xsl:with-param><xsl:with-param name="label">pl.required</xsl:with-param><xsl:with-param name="value" select="$row/@required"/></xsl:call-template>
<xsl:call-template name="slot"><xsl:with-param name="name">tto</xsl:with-param><xsl:with-param name="label">pl.page</xsl:with-param><xsl:with-param name="value" select="$row/@page"/><xsl:with-param name="size">3</xsl:with-param></xsl:call-template>
<xsl:call-template name="slot"><xsl:with-param name="name">tleft</xsl:with-param><xsl:with-param name="label">pl.left</xsl:with-param><xsl:with-param name="value" select="$row/@left"/></xsl:call-template>
<xsl:call-template name="slot"><xsl:with-param name="name">ttop</xsl:with-param><xsl:with-param name="label">pl.top</xsl:with-param><xsl:with-param name="value" select="$row/@top"/></xsl:call-template>
<xsl:call-template name="slot"><xsl:with-param name="name">twidth</xsl:with-param><xsl:with-param name="label">pl.width</xsl:with-param><xsl:with-param name="value" select="$row/@width"/></xsl:call-template>
<xsl:call-template name="slot"><xsl:with-param name="name">theight</xsl:with-param><xsl:with-param name="label">pl.height</xsl:with-param><xsl:with-param name="value" select="$row/@height"/></xsl:call-template></tr></xsl:for-each>
</tbody></table></div>
<p class="act"><button type="submit" name="do" value="rows"><t:s id="place.table.keep"/></button></p>
</form></section>
</xsl:template>
</xsl:stylesheet>
