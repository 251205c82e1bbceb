# SPDX-License-Identifier: AGPL-3.0-or-later
# Bakes every sheet once per language: $(B)/xsl/ja/page/review.xsl and so on.
SHEETS   = $(wildcard xsl/page/*.xsl xsl/part/*.xsl xsl/mail/*.xsl xsl/paper/*.xsl)
VIEWS_JA = $(patsubst xsl/%,$(B)/xsl/ja/%,$(SHEETS))
VIEWS_EN = $(patsubst xsl/%,$(B)/xsl/en/%,$(SHEETS))

views: $(VIEWS_JA) $(VIEWS_EN)

define BAKE
$(B)/xsl/$(1)/%.xsl: xsl/%.xsl xsl/text/$(1).xml xsl/bake lib/core/route.def
	@mkdir -p $$(@D)
	perl xsl/bake xsl/text/$(1).xml lib/core/route.def $$< $$@
endef
$(foreach l,ja en,$(eval $(call BAKE,$(l))))
