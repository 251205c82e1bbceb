<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     One document of the owner: state, people, history, files. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/owner.xsl"/>
<xsl:import href="../part/sent.xsl"/>
<xsl:import href="../part/entry.xsl"/>

<xsl:template name="title"><xsl:for-each select="/page/contract"><xsl:call-template name="document-title"/></xsl:for-each></xsl:template>

<xsl:template name="row-time"><xsl:param name="v"/><xsl:call-template name="time"><xsl:with-param name="v" select="$v"/></xsl:call-template></xsl:template>

<xsl:template name="content">
<xsl:if test="@discard and contract/@state='draft'"><div class="wn"><p><t:s id="doc.discard.ask"/></p>
<form method="post" action="{a:search.doc}"><xsl:call-template name="token"/><input type="hidden" name="version" value="{contract/@version}"/>
<p class="act"><a class="b" href="{a:search.doc}"><t:s id="doc.discard.no"/></a><xsl:text> </xsl:text><button class="d" type="submit" name="do" value="discard"><t:s id="doc.discard.yes"/></button></p></form></div></xsl:if>
<xsl:if test="@own"><div class="ok"><p><t:s id="doc.own"/></p><p><a class="b p" href="{a:review t=@own}"><t:s id="doc.own.go"/></a></p></div></xsl:if>
<xsl:if test="contract/@state='draft' and not(@discard)"><p class="act"><a class="b p"><xsl:attribute name="href"><xsl:choose><xsl:when test="@step='place'"><t:a id="upload.place"/></xsl:when><xsl:when test="@step='to'"><t:a id="upload.to"/></xsl:when><xsl:otherwise><t:a id="upload.files"/></xsl:otherwise></xsl:choose></xsl:attribute><t:s id="doc.resume"/></a><xsl:text> </xsl:text><a class="b d" href="{a:search.doc q=do=discard}"><t:s id="doc.discard"/></a></p></xsl:if>
<xsl:for-each select="contract">
<xsl:call-template name="care"/>
<table class="kv">
<tr><th scope="row"><t:s id="doc.row.state"/></th><td><xsl:call-template name="state"/><xsl:if test="@state='waiting'"><xsl:text> </xsl:text><t:s id="row.agreed"><t:p n="n" v="@n"/><t:p n="k" v="@k"/></t:s></xsl:if></td></tr>
<xsl:if test="@counterparty!=''"><tr><th scope="row"><t:s id="f.counterparty"/></th><td><xsl:value-of select="@counterparty"/></td></tr></xsl:if>
<xsl:if test="@sent"><tr><th scope="row"><t:s id="doc.row.sent"/></th><td><xsl:call-template name="row-time"><xsl:with-param name="v" select="@sent"/></xsl:call-template></td></tr></xsl:if>
<xsl:if test="@concluded"><tr><th scope="row"><t:s id="doc.row.concluded"/></th><td><xsl:call-template name="row-time"><xsl:with-param name="v" select="@concluded"/></xsl:call-template></td></tr></xsl:if>
<xsl:if test="@closed"><tr><th scope="row"><t:s id="doc.row.closed"/></th><td><xsl:call-template name="row-time"><xsl:with-param name="v" select="@closed"/></xsl:call-template></td></tr>
<xsl:if test="@reason!='' or @why"><tr><th scope="row"><t:s id="doc.row.reason"/></th><td><xsl:if test="@why"><t:pick of="dec.why." select="@why"/></xsl:if><xsl:if test="@reason!=''"><div class="pre"><xsl:value-of select="@reason"/></div></xsl:if></td></tr></xsl:if></xsl:if>
</table>
<h2><t:s id="doc.files"/></h2>
<xsl:if test="not(file)"><p><t:s id="doc.nofile"/></p></xsl:if>
<xsl:if test="@state='concluding'"><p><xsl:choose><xsl:when test="/page/@tsa"><t:s id="doc.stamping"/></xsl:when><xsl:otherwise><t:s id="doc.signing"/></xsl:otherwise></xsl:choose></p></xsl:if>
<xsl:for-each select="file"><div class="card"><p><b><xsl:value-of select="@n"/>. <t:s id="read.file"><t:p n="name" v="@name"/><t:p n="p" v="@pages"/><t:p n="kb" v="@kb"/></t:s></b></p>
<xsl:if test="../@state='draft'"><xsl:call-template name="treatment"/></xsl:if>
<p class="act"><a href="{a:fetch.doc.pdf id=/page/contract/@id n=@n}"><xsl:attribute name="class">b<xsl:if test="../@state='concluded'"> p</xsl:if></xsl:attribute><xsl:choose><xsl:when test="../@state='concluded'"><t:s id="doc.final"/></xsl:when><xsl:when test="../@state='draft'"><t:s id="doc.draft"/></xsl:when><xsl:otherwise><t:s id="doc.base"/></xsl:otherwise></xsl:choose><span class="vh"><t:s id="colon"/><xsl:value-of select="@name"/></span></a></p>
<xsl:choose><xsl:when test="../@state='declined' or ../@state='withdrawn'"><p class="hint"><t:s id="doc.base.ended"/></p></xsl:when><xsl:when test="../@state!='draft' and ../@state!='concluded'"><p class="hint"><t:s id="doc.base.what"/></p></xsl:when></xsl:choose>
<details><summary><t:s id="files.pages"><t:p n="p" v="@pages"/></t:s></summary><xsl:call-template name="thumbs"/></details>
<xsl:if test="../@state!='draft'"><p class="hint"><t:s id="doc.row.id"/><t:s id="colon"/><xsl:value-of select="@docid"/><br/>SHA-256<t:s id="colon"/><code><xsl:value-of select="@hash"/></code></p></xsl:if>
</div></xsl:for-each>
<xsl:if test="@state!='draft'"><h3><t:s id="doc.papers"/></h3>
<p class="act"><xsl:if test="@state='concluded'"><a class="b" href="{a:fetch.doc.certificate id=@id}"><t:s id="doc.cert"/></a><xsl:text> </xsl:text><a class="b" href="{a:fetch.doc.zip id=@id}"><t:s id="doc.zip"/></a><xsl:text> </xsl:text></xsl:if><a class="b" href="{a:fetch.doc.receipt id=@id}"><t:s id="doc.receipt"/></a></p></xsl:if>
<h2><t:s id="doc.parties"/></h2>
<xsl:choose><xsl:when test="party"><table class="ls"><caption class="vh"><t:s id="doc.parties"/></caption><tbody>
<xsl:for-each select="party"><tr><th scope="row"><t:s id="snd.order"><t:p n="n" v="@slot"/></t:s></th>
<td><b><xsl:value-of select="@name"/></b><xsl:if test="@sender"><xsl:text> </xsl:text><span class="st"><t:s id="snd.me"/></span></xsl:if><xsl:if test="@company!=''"><br/><xsl:value-of select="@company"/></xsl:if><xsl:if test="@post!=''"><xsl:text> </xsl:text><xsl:value-of select="@post"/></xsl:if><br/><xsl:value-of select="@mail"/></td>
<td><xsl:if test="../@state!='draft'"><span class="st"><t:pick of="pst." select="@state"/></span><xsl:if test="@expired"><xsl:text> </xsl:text><b class="req"><t:s id="row.late"/></b></xsl:if>
<xsl:if test="@acted"><br/><xsl:call-template name="row-time"><xsl:with-param name="v" select="@acted"/></xsl:call-template></xsl:if>
<xsl:if test="@said_name"><br/><t:s id="mail.agreed.said"><t:p n="said" v="normalize-space(concat(@said_name,' ',@said_company,' ',@said_post))"/></t:s></xsl:if><xsl:if test="@due and not(@acted)"><br/><t:s id="col.due"/><t:s id="colon"/><xsl:call-template name="row-time"><xsl:with-param name="v" select="@due"/></xsl:call-template></xsl:if><xsl:call-template name="letters"/></xsl:if></td></tr><xsl:call-template name="party-acts"/></xsl:for-each>
</tbody></table></xsl:when><xsl:otherwise><p><t:s id="doc.none"/></p></xsl:otherwise></xsl:choose>
<xsl:if test="viewer"><h3><t:s id="doc.viewers"/></h3><ul><xsl:for-each select="viewer"><li><xsl:value-of select="@name"/><xsl:text> </xsl:text><xsl:value-of select="@company"/><xsl:text> </xsl:text><xsl:value-of select="@mail"/><xsl:if test="@bounced"><br/><b class="req"><t:s id="doc.bounced.viewer"/></b></xsl:if></li></xsl:for-each></ul></xsl:if>
<xsl:if test="holder"><h2><t:s id="f.pl.fields"/></h2>
<p class="hint"><t:s id="doc.fields.how"/></p>
<xsl:for-each select="holder"><xsl:variable name="agreed" select="@agreed"/>
<p><b><xsl:call-template name="person"/></b></p>
<ul><xsl:for-each select="entry"><li><xsl:choose><xsl:when test="$agreed"><t:s id="pair"><t:p n="name"><xsl:call-template name="item-label"/></t:p><t:p n="value"><xsl:call-template name="item-value"/></t:p></t:s></xsl:when><xsl:otherwise><xsl:call-template name="item-label"/><xsl:text> </xsl:text><span class="opt"><t:pick of="item.kind." select="@kind"/> · <xsl:choose><xsl:when test="@required"><t:s id="place.must"/></xsl:when><xsl:otherwise><t:s id="place.free"/></xsl:otherwise></xsl:choose></span></xsl:otherwise></xsl:choose></li></xsl:for-each></ul></xsl:for-each></xsl:if>
<xsl:if test="message"><h2><t:s id="doc.message"/></h2><p><xsl:for-each select="message/l"><xsl:value-of select="."/><br/></xsl:for-each></p></xsl:if>
<xsl:call-template name="document-acts"/>
</xsl:for-each>
<h2><t:s id="doc.history"/></h2>
<ol class="hist"><xsl:for-each select="history/event"><li><span class="when"><xsl:call-template name="time"><xsl:with-param name="v" select="@time"/></xsl:call-template></span><br/><xsl:call-template name="event"/></li></xsl:for-each></ol>
<xsl:if test="contract/@state='waiting'"><p class="hint"><t:s id="doc.lost"><t:p n="from" v="@from"/></t:s></p></xsl:if>
</xsl:template>

<!-- The reason that was chosen, then the own words: of an <event>. -->
<xsl:template name="reason"><xsl:if test="@why"><t:pick of="dec.why." select="@why"/></xsl:if><xsl:if test="@why and @note!=''"><br/></xsl:if><span class="pre"><xsl:value-of select="@note"/></span></xsl:template>

<!-- A mail's note: its kind, a blank, the address, perhaps the server's words. -->
<xsl:template name="event">
<xsl:variable name="mail"><t:pick of="nk." select="substring-before(@note,' ')"/></xsl:variable>
<xsl:variable name="rest" select="concat(substring-after(@note,' '),' ')"/>
<xsl:choose><xsl:when test="@kind='copied' and @note='request'"><t:s id="ev.copied.request"><t:p n="who" v="@who"/></t:s></xsl:when><xsl:otherwise><t:pick of="ev." select="@kind"><t:p n="mail" v="$mail"/><t:p n="address" v="substring-before($rest,' ')"/></t:pick></xsl:otherwise></xsl:choose>
<xsl:variable name="more" select="normalize-space(substring-after($rest,' '))"/><xsl:variable name="why"><t:pick of="bnc." select="$more"/></xsl:variable>
<xsl:if test="@kind='undelivered' and $more!=''"><br/><span class="hint"><xsl:choose><xsl:when test="string($why)!=''"><xsl:copy-of select="$why"/></xsl:when><xsl:otherwise><xsl:value-of select="$more"/></xsl:otherwise></xsl:choose></span></xsl:if>
<xsl:if test="(@kind='declined' or @kind='withdrawn') and (@note!='' or @why)"><br/><span class="hint"><t:s id="pair"><t:p n="name"><t:s id="doc.row.reason"/></t:p><t:p n="value"><xsl:call-template name="reason"/></t:p></t:s></span></xsl:if>
</xsl:template>
</xsl:stylesheet>
