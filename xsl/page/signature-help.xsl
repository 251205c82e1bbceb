<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The same check in Adobe Acrobat Reader: for a certificate of its trust list
     and for one of an authority of one's own. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="sh.title"/></xsl:template>

<xsl:template name="content">
<p><t:s id="sh.lead"/></p>
<p class="act"><a class="b" href="{a:verify}"><t:s id="vf.title"/></a></p>
<h2><t:s id="sh.open"/></h2>
<ol>
<li><t:s id="sh.open1"/></li>
<li><t:s id="sh.open2"/></li>
<li><t:s id="sh.open3"><t:p n="signer" v="@signer"/></t:s></li>
<li><t:s id="sh.open4"/></li>
</ol>
<h2><t:s id="sh.versions"/></h2>
<ol>
<li><t:s id="sh.versions1"/></li>
<li><t:s id="sh.versions2"/></li>
<li><t:s id="sh.versions3"/></li>
<li><t:s id="sh.versions4"/></li>
<li><t:s id="sh.versions5"/></li>
</ol>
<p><t:s id="sh.invisible"/></p>
<h2><t:s id="sh.aatl"/></h2>
<p><t:s id="sh.aatl.text"/></p>
<ul>
<li><t:s id="sh.aatl1"/></li>
<li><t:s id="sh.aatl2"/></li>
<li><t:s id="sh.aatl3"/></li>
</ul>
<h2><t:s id="sh.private"/></h2>
<p><t:s id="sh.private.text"/></p>
<ol>
<li><t:s id="sh.private1"><t:p n="operator" v="@operator"/><t:p n="contact" v="@contact"/></t:s></li>
<li><t:s id="sh.private2"/></li>
<li><t:s id="sh.private3"/></li>
<li><t:s id="sh.private4"/></li>
</ol>
<h2><t:s id="sh.bad"/></h2>
<ul>
<li><t:s id="sh.bad1"/></li>
<li><t:s id="sh.bad2"/></li>
<li><t:s id="sh.bad3"/></li>
</ul>
</xsl:template>
</xsl:stylesheet>
