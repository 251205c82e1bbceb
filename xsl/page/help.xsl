<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="help.title"/></xsl:template>

<xsl:template name="content">
<h2><t:s id="help.contact"/></h2>
<p><t:s id="help.contact.text"><t:p n="operator" v="@operator"/><t:p n="contact" v="@contact"/></t:s></p>
<h2><t:s id="help.receive"/></h2>
<ol>
<li><t:s id="help.receive1"/></li>
<li><t:s id="help.receive2"/></li>
<li><t:s id="help.receive3"/></li>
<li><t:s id="help.receive.fields"/></li>
<li><t:s id="help.receive4"/></li>
<li><t:s id="help.receive5"/></li>
</ol>
<p><a href="{a:help.try}"><t:s id="try.title"/></a><xsl:text> </xsl:text><a href="{a:verify.check}"><t:s id="typ.title"/></a><xsl:text> </xsl:text><a href="{a:verify.copy}"><t:s id="cpy.title"/></a></p>
<h3><t:s id="help.lost"/></h3>
<p><t:s id="help.lost.text"><t:p n="from" v="@from"/></t:s></p>
<h2><t:s id="help.send"/></h2>
<ol>
<li><t:s id="pair"><t:p n="name"><t:s id="wiz.step1"/></t:p><t:p n="value"><t:s id="help.send1"/></t:p></t:s></li>
<li><t:s id="pair"><t:p n="name"><t:s id="wiz.step2"/></t:p><t:p n="value"><t:s id="help.send2"/></t:p></t:s></li>
<li><t:s id="pair"><t:p n="name"><t:s id="wiz.step3"/></t:p><t:p n="value"><t:s id="help.send3"/></t:p></t:s></li>
<li><t:s id="pair"><t:p n="name"><t:s id="wiz.step4"/></t:p><t:p n="value"><t:s id="help.send4"/></t:p></t:s></li>
</ol>
<p><t:s id="help.send.draft"/></p>
<p><t:s id="help.send5"/></p>
<h2><t:s id="help.verify"/></h2>
<p><t:s id="help.verify.text"/></p>
<ul><li><a href="{a:verify}"><t:s id="vf.title"/></a></li><li><a href="{a:help.signature}"><t:s id="vf.acrobat"/></a></li></ul>
<p><a href="{a:help.faq}"><t:s id="help.faq"/></a></p>
</xsl:template>
</xsl:stylesheet>
