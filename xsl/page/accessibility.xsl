<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="../part/frame.xsl"/>

<xsl:template name="title"><t:s id="access.title"/></xsl:template>

<xsl:template name="content">
<h2><t:s id="access.scope"/></h2>
<p><t:s id="access.scope.text"><t:p n="service" v="@service"/><t:p n="host" v="@host"/></t:s></p>
<h2><t:s id="access.level"/></h2>
<p><t:s id="access.level.text"/></p>
<h2><t:s id="access.how"/></h2>
<ul>
<li><t:s id="access.how1"/></li>
<li><t:s id="access.how2"/></li>
<li><t:s id="access.how3"/></li>
<li><t:s id="access.how4"/></li>
<li><t:s id="access.how5"/></li>
</ul>
<h2><t:s id="access.tests"/></h2>
<p><t:s id="access.tests.when"/></p>
<ul>
<li><t:s id="access.test1"/></li>
<li><t:s id="access.test2"/></li>
<li><t:s id="access.test3"/></li>
<li><t:s id="access.test4"/></li>
<li><t:s id="access.test5"/></li>
</ul>
<h2><t:s id="access.not"/></h2>
<p><t:s id="access.not.text"/></p>
<h2><t:s id="help.contact"/></h2>
<p><t:s id="help.contact.text"><t:p n="operator" v="@operator"/><t:p n="contact" v="@contact"/></t:s></p>
</xsl:template>
</xsl:stylesheet>
