<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     送信: everything once more, each part with its way back. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/placing.xsl"/>

<xsl:template name="title"><t:s id="wiz.step4"/></xsl:template>

<xsl:template name="content">
<xsl:call-template name="steps"><xsl:with-param name="now" select="4"/></xsl:call-template>
<p><t:s id="snd.lead"/></p>
<xsl:for-each select="similar"><div class="wn"><p><t:s id="to.similar"><t:p n="a" v="@a"/><t:p n="b" v="@b"/></t:s></p></div></xsl:for-each>
<xsl:for-each select="shared"><div class="wn"><p><t:s id="to.list"><t:p n="value" v="."/></t:s></p></div></xsl:for-each>
<xsl:if test="(nobody or wanting) and not(wrong)"><div class="wn"><xsl:call-template name="nobody"/><xsl:if test="wanting"><p><t:s id="place.wanting"/><xsl:for-each select="field[@key=/page/wanting/@key]"><xsl:text> </xsl:text><xsl:call-template name="field-name"/></xsl:for-each></p></xsl:if></div></xsl:if>
<xsl:for-each select="contract">
<table class="kv">
<tr><th scope="row"><t:s id="f.subject"/></th><td><xsl:value-of select="@title"/> <a class="fix" href="{a:upload.files}"><t:s id="snd.fix"/><span class="vh"><t:s id="colon"/><t:s id="f.subject"/></span></a></td></tr>
<xsl:if test="@counterparty!=''"><tr><th scope="row"><t:s id="f.counterparty"/></th><td><xsl:value-of select="@counterparty"/></td></tr></xsl:if>
<tr><th scope="row"><t:s id="row.sender"/></th><td><xsl:value-of select="sender/@name"/><xsl:if test="sender/@company!=''"><br/><xsl:value-of select="sender/@company"/></xsl:if><br/><xsl:value-of select="sender/@mail"/></td></tr>
<tr><th scope="row"><t:s id="f.message"/></th><td><xsl:choose><xsl:when test="message"><xsl:for-each select="message/l"><xsl:value-of select="."/><br/></xsl:for-each></xsl:when><xsl:otherwise><t:s id="snd.nomessage"/></xsl:otherwise></xsl:choose> <a class="fix" href="{a:upload.files}"><t:s id="snd.fix"/><span class="vh"><t:s id="colon"/><t:s id="f.message"/></span></a></td></tr>
</table>
<h2><t:s id="snd.files"/></h2>
<xsl:for-each select="file"><div class="card"><p><b><xsl:value-of select="@n"/>. <t:s id="read.file"><t:p n="name" v="@name"/><t:p n="p" v="@pages"/><t:p n="kb" v="@kb"/></t:s></b></p>
<xsl:call-template name="treatment"/><xsl:call-template name="thumbs"/></div></xsl:for-each>
<p><a href="{a:upload.files}"><t:s id="snd.fix"/><span class="vh"><t:s id="colon"/><t:s id="snd.files"/></span></a></p>
<h2><t:s id="snd.to"><t:p n="n" v="@n"/></t:s></h2>
<table class="ls"><caption class="vh"><t:s id="snd.to"><t:p n="n" v="@n"/></t:s></caption><tbody>
<xsl:for-each select="party"><tr><th scope="row"><t:s id="snd.order"><t:p n="n" v="@slot"/></t:s></th>
<td><b><xsl:value-of select="@name"/></b><xsl:if test="@sender"><xsl:text> </xsl:text><span class="st"><t:s id="snd.me"/></span></xsl:if><xsl:if test="@company!=''"><br/><xsl:value-of select="@company"/></xsl:if><xsl:if test="@post!=''"><xsl:text> </xsl:text><xsl:value-of select="@post"/></xsl:if><br/><xsl:value-of select="@mail"/></td>
<td><t:s id="col.due"/><t:s id="colon"/><xsl:choose><xsl:when test="@due_set"><xsl:call-template name="day"><xsl:with-param name="v" select="@due_set"/></xsl:call-template></xsl:when><xsl:otherwise><t:s id="snd.due.days"><t:p n="n" v="@days"/></t:s></xsl:otherwise></xsl:choose>
<xsl:if test="not(@sender)"><br/><xsl:choose><xsl:when test="@code"><t:s id="snd.code"/></xsl:when><xsl:otherwise><t:s id="snd.nocode"/></xsl:otherwise></xsl:choose>
<xsl:for-each select="/page/asked[@slot=current()/@slot]"><xsl:if test="@authority"><br/><t:s id="f.rcp.authority"/><t:s id="colon"/><t:pick of="opt.authority." select="'yes'"/></xsl:if><xsl:if test="@once"><br/><t:s id="f.rcp.once"/><t:s id="colon"/><t:pick of="opt.once." select="'yes'"/></xsl:if></xsl:for-each>
<br/><t:s id="snd.forward"/><t:pick of="opt.forward." select="@forward"/></xsl:if>
<br/><t:s id="f.lang"/><t:s id="colon"/><t:pick of="opt.lang." select="@lang"/></td></tr></xsl:for-each>
</tbody></table>
<h3 id="fields"><t:s id="f.pl.fields"/></h3>
<xsl:if test="/page/field"><p class="hint"><t:s id="place.list.how"/><xsl:if test="/page/@several"><xsl:text> </xsl:text><t:s id="place.tabs"/></xsl:if></p></xsl:if>
<xsl:for-each select="party"><xsl:variable name="own" select="/page/field[@who=current()/@slot]"/><xsl:choose><xsl:when test="$own"><p><b><xsl:for-each select="/page/who[@slot=current()/@slot]"><xsl:call-template name="person"/></xsl:for-each></b></p><ul><xsl:for-each select="$own"><li><xsl:call-template name="field-line"/></li></xsl:for-each></ul></xsl:when><xsl:otherwise><p><t:s id="snd.nofields"><t:p n="n" v="@slot"/></t:s></p></xsl:otherwise></xsl:choose></xsl:for-each>
<xsl:if test="/page/field[@who=0]"><p><b><t:s id="place.who.me"/></b></p><ul><xsl:for-each select="/page/field[@who=0]"><li><xsl:call-template name="field-line"/><t:s id="colon"/><xsl:choose><xsl:when test="@value='' and @required"><b class="req"><t:s id="snd.empty"/></b></xsl:when><xsl:when test="@value=''"><t:s id="snd.empty"/></xsl:when><xsl:when test="@kind='check'">☑</xsl:when><xsl:otherwise><xsl:value-of select="@value"/></xsl:otherwise></xsl:choose></li></xsl:for-each></ul></xsl:if>
<p><a href="{a:upload.place}"><t:s id="snd.fix"/><span class="vh"><t:s id="colon"/><t:s id="wiz.step3"/></span></a></p>
<xsl:if test="viewer"><h3><t:s id="snd.viewers"><t:p n="n" v="count(viewer)"/></t:s></h3><ul><xsl:for-each select="viewer"><li><xsl:value-of select="@name"/><xsl:text> </xsl:text><xsl:value-of select="@company"/><xsl:text> </xsl:text><xsl:value-of select="@mail"/></li></xsl:for-each></ul></xsl:if>
<p><xsl:choose><xsl:when test="@remind_first=0"><t:s id="snd.remind.no"/></xsl:when><xsl:when test="@remind_every=0"><t:s id="snd.remind.once"><t:p n="first" v="@remind_first"/></t:s></xsl:when><xsl:otherwise><t:s id="snd.remind"><t:p n="first" v="@remind_first"/><t:p n="every" v="@remind_every"/></t:s></xsl:otherwise></xsl:choose><xsl:if test="@tell_agreed"><br/><t:s id="snd.tell"/></xsl:if></p>
<p><a href="{a:upload.to}"><t:s id="snd.fix"/><span class="vh"><t:s id="colon"/><t:s id="wiz.step2"/></span></a></p>
</xsl:for-each>
<xsl:for-each select="letter"><h2><t:s id="snd.mail"/></h2>
<p class="hint"><t:s id="snd.mail.text"><t:p n="mail" v="@to"/></t:s></p>
<div class="box" lang="{@lang}"><p><b><t:s id="snd.subject"/><xsl:value-of select="subject"/></b></p><p class="mail"><xsl:for-each select="l"><xsl:value-of select="."/><br/></xsl:for-each></p></div></xsl:for-each>
<form method="post" action="{a:upload.send}">
<xsl:call-template name="token"/>
<input type="hidden" name="version" value="{contract/@version}"/>
<p class="act"><button class="p" type="submit" name="do" value="send"><t:s id="btn.send"/></button><button type="submit" name="do" value="save"><t:s id="btn.draft"/></button></p>
</form>
</xsl:template>

<!-- The current node is <field>. -->
<xsl:template name="field-line"><xsl:call-template name="field-name"/><xsl:text> </xsl:text><span class="opt"><t:pick of="place.kind." select="@kind"/> · <xsl:choose><xsl:when test="@required"><t:s id="place.must"/></xsl:when><xsl:otherwise><t:s id="place.free"/></xsl:otherwise></xsl:choose></span></xsl:template>
</xsl:stylesheet>
