<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     Instants written by xdoc_attr_time: "2027-03-31T23:59:00 3".
       time   2027年3月31日（水）23時59分      day   2027年3月31日（水）      clock   23時59分
     "day" also takes a plain date 2027-03-31 (then without the weekday). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:template name="day">
<xsl:param name="v"/>
<xsl:choose>
<xsl:when test="string-length($v)&lt;11"><t:s id="time.date"><t:p n="y" v="substring($v,1,4)"/><t:p n="m"><t:pick of="time.month." select="number(substring($v,6,2))"/></t:p><t:p n="d" v="number(substring($v,9,2))"/></t:s></xsl:when>
<xsl:otherwise><t:s id="time.day"><t:p n="y" v="substring($v,1,4)"/><t:p n="m"><t:pick of="time.month." select="number(substring($v,6,2))"/></t:p><t:p n="d" v="number(substring($v,9,2))"/><t:p n="w"><t:pick of="time.weekday." select="substring($v,21,1)"/></t:p></t:s></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="clock">
<xsl:param name="v"/>
<t:s id="time.clock"><t:p n="h" v="substring($v,12,2)"/><t:p n="mm" v="substring($v,15,2)"/></t:s>
</xsl:template>

<xsl:template name="time">
<xsl:param name="v"/>
<t:s id="time.full"><t:p n="day"><xsl:call-template name="day"><xsl:with-param name="v" select="$v"/></xsl:call-template></t:p><t:p n="clock"><xsl:call-template name="clock"><xsl:with-param name="v" select="$v"/></xsl:call-template></t:p></t:s>
</xsl:template>
</xsl:stylesheet>
