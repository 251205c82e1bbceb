<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     The frame of every page. A view imports it and defines "title" and "content";
     it may define "width" (classes of the column), "head" and "after" (behind the content) too. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="field.xsl"/>
<xsl:import href="time.xsl"/>
<xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>

<xsl:template name="width">w</xsl:template>
<xsl:template name="head"/>
<xsl:template name="after"/>

<xsl:template match="/page">
<html lang="{t:lang.code}">
<head>
<meta name="viewport" content="width=device-width,initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<meta name="robots" content="noindex"/>
<meta name="color-scheme" content="light dark"/>
<title><xsl:if test="wrong"><t:s id="err.prefix"/></xsl:if><xsl:call-template name="title"/> - <xsl:value-of select="@service"/></title>
<link rel="stylesheet" href="{@base}/style.css"/>
<xsl:call-template name="head"/>
</head>
<body>
<a class="skip" href="#main"><t:s id="frame.skip"/></a>
<header class="hd">
<div><b><a href="{a:front}"><xsl:value-of select="@service"/></a></b><xsl:text> </xsl:text><span><t:s id="frame.operator"><t:p n="operator" v="@operator"/></t:s></span></div>
<xsl:if test="@user and not(@t)"><xsl:call-template name="nav"/></xsl:if>
</header>
<main id="main"><xsl:attribute name="class"><xsl:call-template name="width"/></xsl:attribute>
<h1><xsl:call-template name="title"/></h1>
<xsl:call-template name="mistakes"/>
<xsl:call-template name="content"/>
<xsl:call-template name="after"/>
</main>
<footer class="ft">
<nav aria-label="{t:frame.foot}">
<a href="{a:help}"><t:s id="help.title"/></a><xsl:text> </xsl:text>
<a href="{a:help.terms}"><t:s id="terms.title"/></a><xsl:text> </xsl:text>
<a href="{a:help.privacy}"><t:s id="privacy.title"/></a><xsl:text> </xsl:text>
<a href="{a:help.accessibility}"><t:s id="access.title"/></a><xsl:text> </xsl:text>
<a href="?lang={t:lang.other}{@k2}" lang="{t:lang.other}" hreflang="{t:lang.other}" rel="nofollow"><t:s id="lang.switch"/></a><xsl:text> </xsl:text>
<a href="{@source}"><t:s id="frame.source"/></a>
</nav>
</footer>
</body>
</html>
</xsl:template>

<xsl:template name="nav">
<nav aria-label="{t:frame.nav}">
<a href="{a:search.home}"><t:s id="nav.home"/></a><xsl:text> </xsl:text>
<a href="{a:upload}"><t:s id="nav.new"/></a><xsl:text> </xsl:text>
<form method="post" action="{a:account.logout}"><xsl:call-template name="token"/><button class="lk" type="submit"><t:s id="btn.logout"/></button></form>
</nav>
</xsl:template>
</xsl:stylesheet>
