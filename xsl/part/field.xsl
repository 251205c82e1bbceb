<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: AGPL-3.0-or-later
     One form field in the error pattern: label, hint, mistake, control.
       name      the input's name            at        number of a repeated one, from 0
       label     key of the text "f.<label>" (default: name)
       text      label as text, instead of label
       type      text email password tel search file textarea select check (default text)
       required  true()                      hint      text below the label
       value     what stands in it unless the visitor typed something
       options   select only: nodes <option value="" label=""/>
       auto      autocomplete                mode      inputmode
       class     of the control              rows      of a textarea
     Typed values win over `value`; passwords and files come back empty. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:t="t">
<xsl:import href="wrong.xsl"/>

<!-- Every form's hidden proof that it came from us. -->
<xsl:template name="token">
<input type="hidden" name="csrf" value="{/page/@csrf}"/>
</xsl:template>

<xsl:template name="field">
<xsl:param name="name"/>
<xsl:param name="at" select="0"/>
<xsl:param name="label" select="$name"/>
<xsl:param name="text"/>
<xsl:param name="type">text</xsl:param>
<xsl:param name="required" select="false()"/>
<xsl:param name="hint"/>
<xsl:param name="value"/>
<xsl:param name="options" select="/.."/>
<xsl:param name="auto"/>
<xsl:param name="mode"/>
<xsl:param name="class"/>
<xsl:param name="rows">5</xsl:param>
<xsl:variable name="id"><xsl:value-of select="$name"/><xsl:if test="$at &gt; 0">-<xsl:value-of select="$at"/></xsl:if></xsl:variable>
<xsl:variable name="wrong" select="/page/wrong[@field=$name and number(concat('0',@at))=$at]"/>
<xsl:variable name="typed" select="/page/value[@name=$name and number(concat('0',@at))=$at]"/>
<xsl:variable name="shown"><xsl:choose>
<xsl:when test="$type='password' or $type='file'"/>
<xsl:when test="/page/wrong or $typed"><xsl:value-of select="$typed"/></xsl:when>
<xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
</xsl:choose></xsl:variable>
<xsl:variable name="about"><xsl:if test="$hint!=''"><xsl:value-of select="concat($id,'-h ')"/></xsl:if><xsl:if test="$wrong"><xsl:value-of select="concat($id,'-e')"/></xsl:if></xsl:variable>
<div><xsl:attribute name="class">f<xsl:if test="$wrong"> bad</xsl:if><xsl:if test="$type='check'"> ckf</xsl:if></xsl:attribute>
<xsl:if test="$type!='check'"><div><label for="{$id}"><xsl:call-template name="label"><xsl:with-param name="key" select="$label"/><xsl:with-param name="text" select="$text"/></xsl:call-template><xsl:call-template name="must"><xsl:with-param name="required" select="$required"/></xsl:call-template></label></div></xsl:if>
<xsl:if test="$hint!=''"><p class="hint" id="{$id}-h"><xsl:value-of select="$hint"/></p></xsl:if>
<xsl:for-each select="$wrong"><p class="em"><xsl:if test="position()=1"><xsl:attribute name="id"><xsl:value-of select="concat($id,'-e')"/></xsl:attribute></xsl:if><span class="vh"><t:s id="err.prefix"/></span><xsl:call-template name="mistake"/></p></xsl:for-each>
<div><xsl:choose>
<xsl:when test="$type='textarea'"><textarea id="{$id}" name="{$name}" rows="{$rows}"><xsl:call-template name="control"><xsl:with-param name="about" select="$about"/><xsl:with-param name="wrong" select="$wrong"/><xsl:with-param name="class" select="$class"/><xsl:with-param name="auto" select="$auto"/></xsl:call-template><xsl:text>&#10;</xsl:text><xsl:value-of select="$shown"/></textarea></xsl:when>
<xsl:when test="$type='select'"><select id="{$id}" name="{$name}"><xsl:call-template name="control"><xsl:with-param name="about" select="$about"/><xsl:with-param name="wrong" select="$wrong"/><xsl:with-param name="class" select="$class"/></xsl:call-template><xsl:for-each select="$options"><option value="{@value}"><xsl:if test="@value=string($shown)"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="@label"/></option></xsl:for-each></select></xsl:when>
<xsl:when test="$type='check'"><div class="ck"><input type="checkbox" id="{$id}" name="{$name}" value="1"><xsl:if test="string($shown)!=''"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if><xsl:call-template name="control"><xsl:with-param name="about" select="$about"/><xsl:with-param name="wrong" select="$wrong"/></xsl:call-template></input><label for="{$id}"><xsl:call-template name="label"><xsl:with-param name="key" select="$label"/><xsl:with-param name="text" select="$text"/></xsl:call-template><xsl:call-template name="must"><xsl:with-param name="required" select="$required"/></xsl:call-template></label></div></xsl:when>
<xsl:otherwise><input type="{$type}" id="{$id}" name="{$name}"><xsl:if test="$type!='file'"><xsl:attribute name="value"><xsl:value-of select="$shown"/></xsl:attribute></xsl:if><xsl:if test="$mode!=''"><xsl:attribute name="inputmode"><xsl:value-of select="$mode"/></xsl:attribute></xsl:if><xsl:call-template name="control"><xsl:with-param name="about" select="$about"/><xsl:with-param name="wrong" select="$wrong"/><xsl:with-param name="class" select="$class"/><xsl:with-param name="auto" select="$auto"/></xsl:call-template></input></xsl:otherwise>
</xsl:choose></div>
</div>
</xsl:template>

<xsl:template name="control">
<xsl:param name="about"/><xsl:param name="wrong" select="/.."/><xsl:param name="class"/><xsl:param name="auto"/>
<xsl:if test="$class!=''"><xsl:attribute name="class"><xsl:value-of select="$class"/></xsl:attribute></xsl:if>
<xsl:if test="$auto!=''"><xsl:attribute name="autocomplete"><xsl:value-of select="$auto"/></xsl:attribute></xsl:if>
<xsl:if test="$about!=''"><xsl:attribute name="aria-describedby"><xsl:value-of select="normalize-space($about)"/></xsl:attribute></xsl:if>
<xsl:if test="$wrong"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
</xsl:template>

<xsl:template name="must">
<xsl:param name="required"/>
<xsl:choose><xsl:when test="$required"><span class="req"><t:s id="field.required"/></span></xsl:when><xsl:otherwise><span class="opt"><t:s id="field.optional"/></span></xsl:otherwise></xsl:choose>
</xsl:template>
</xsl:stylesheet>
