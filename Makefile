# SPDX-License-Identifier: AGPL-3.0-or-later
# One Makefile: lists and pattern rules. B= chooses another build folder.
B      ?= build
CC     ?= cc
PREFIX ?= /usr/local
SYSCONF ?= /etc/teiketsu
SIGN_CONF ?= $(SYSCONF)/sign.conf
STD     = -std=c11 -D_GNU_SOURCE -Ilib -Ilibexec -I$(B)
WARN    = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2
HARD    = -fPIE -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
OPT    ?= -O2 -g
CFLAGS += $(STD) $(WARN) $(HARD) $(OPT) -DCONF_PATH='"$(SYSCONF)/site.conf"' -DSIGN_CONF='"$(SIGN_CONF)"'
LDFLAGS += -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed

# --- what each program links: one line each; a review reads this ---------
BASE    = $(patsubst lib/%.c,%,$(wildcard lib/base/*.c))
STORE   = $(patsubst lib/%.c,%,$(wildcard lib/store/*.c)) port/gdbm port/digest
UPLOAD  = $(patsubst lib/%.c,%,$(wildcard lib/pdf/upload_*.c))
PDF     = $(filter-out $(UPLOAD),$(patsubst lib/%.c,%,$(wildcard lib/pdf/*.c)))
CORE    = $(patsubst lib/%.c,%,$(wildcard lib/core/*.c)) $(STORE) port/unicode port/domain port/xdoc
OFFICE  = $(patsubst lib/%.c,%,$(wildcard lib/office/*.c)) $(CORE) port/view port/zip
WEB     = $(patsubst lib/%.c,%,$(wildcard lib/web/*.c)) $(OFFICE) port/fcgi port/qr

LINK_sign    = base/act base/buf base/clock base/err base/file base/hex base/log base/msg base/rand base/str \
               port/digest port/cms_sign pdf/sigdict sign/candidate sign/settings sign/sigkey \
               sign/siglog sign/sigrecord sign/sigrequest sign/sigrules sign/sigstate sign/startup
LINK_intake  = $(BASE) port/jail port/qpdf port/qpdf_words port/qpdf_job port/zlib pdf/lexer pdf/value pdf/xref pdf/reader pdf/pages pdf/place $(UPLOAD)
LINK_picture = $(BASE) port/jail port/jpeg port/mupdf port/mupdf_layout port/zlib
LINK_compose = $(BASE) port/jail port/digest port/glyph pdf/lexer pdf/value pdf/xref pdf/reader pdf/pages pdf/writer pdf/form pdf/imprint pdf/place pdf/slots pdf/widget \
               pdf/letter pdf/legible pdf/subset pdf/lines pdf/lettering pdf/seal pdf/mark pdf/fill pdf/der pdf/revise pdf/concluded pdf/dss pdf/docstamp pdf/sigdict
LINK_inspect = $(BASE) port/jail port/digest port/cms_check port/cms_form port/ltv port/ltv_words port/ocsp_match port/crl_scope port/cms_parts pdf/extract port/tsp port/tsp_cms pdf/lexer pdf/value pdf/history pdf/compare pdf/shape pdf/basis pdf/shown pdf/filled pdf/changes \
               pdf/epilogue pdf/version pdf/evidence pdf/stranger pdf/verdict pdf/foreign port/cms_peek
LINK_stamp   = $(BASE) port/jail port/digest port/http port/revocation port/revocation_news port/revocation_place port/cms_form port/tsp port/tsp_cms
LINK_recount = $(CORE) $(BASE) port/jail
LINK_token   = $(BASE) port/jail port/digest port/cms_form port/tsp
LINK_bounce  = $(OFFICE) $(BASE) port/jail
LINK_letter  = $(BASE) port/jail port/smtp port/smtp_job
LINK_typeset = $(BASE) port/jail port/qpdf port/qpdf_words port/qr port/typeset port/typeset_fonts
LINK_serve   = $(BASE)
LINK_clerk   = $(OFFICE) $(BASE)
LINK_ctl     = $(OFFICE) $(BASE) port/http port/keys port/demo_ca sign/settings sign/siglog sign/sigrecord sign/sigstate sign/sigaudit sign/candidate pdf/sigdict
PAGE         = $(WEB) $(BASE)

# --- what each port needs -------------------------------------------------
LIBS_gdbm = -lgdbm
LIBS_digest = -lcrypto
LIBS_cms_sign = -lcrypto
LIBS_cms_check = -lcrypto
LIBS_cms_form = -lcrypto
LIBS_cms_peek = -lcrypto
LIBS_ltv = -lcrypto
LIBS_ltv_words = -lcrypto
LIBS_crl_scope = -lcrypto
LIBS_ocsp_match = -lcrypto
LIBS_cms_parts = -lcrypto
LIBS_keys = -lcrypto
LIBS_demo_ca = -lcrypto
LIBS_tsp = -lcrypto
LIBS_tsp_cms = -lcrypto
LIBS_revocation = -lcrypto
LIBS_revocation_news = -lcrypto
LIBS_revocation_place = -lcrypto
LIBS_xdoc = -lxml2
LIBS_view = -lxslt -lxml2
LIBS_fcgi = -lfcgi
LIBS_http = -lcurl
LIBS_smtp = -lesmtp -lssl -lcrypto
LIBS_jail = -lseccomp
LIBS_unicode = -lutf8proc
LIBS_domain = -lidn2
LIBS_qpdf = -lqpdf -lm
LIBS_qpdf_job = -lqpdf
LIBS_zlib = -lz
LIBS_zip = -lminizip -lz
LIBS_jpeg = -ljpeg
LIBS_mupdf = -lmupdf -lmupdf-third -lmujs -lgumbo -lopenjp2 -ljbig2dec -ljpeg -lfreetype -lharfbuzz -lpng -lz -lm
LIBS_glyph = -lharfbuzz-subset -lharfbuzz -lm
LIBS_mupdf_layout = -lmupdf
LIBS_qr = -lqrencode
LIBS_typeset = -lpangocairo-1.0 -lpangoft2-1.0 -lpango-1.0 -lcairo -lfontconfig -lgobject-2.0 -lglib-2.0
CPP_xml = -I/usr/include/libxml2

LIBEXEC  = $(patsubst libexec/%.c,%,$(wildcard libexec/*.c))
PAGES    = $(patsubst cgi-bin/%.c,%,$(wildcard cgi-bin/*.c))
TESTS_C  = $(patsubst t/%.c,%,$(wildcard t/*.c))
BENCH_C  = $(patsubst bench/%.c,%,$(wildcard bench/*.c))
LIBOBJ   = $(patsubst %.c,$(B)/%.o,$(wildcard lib/*/*.c))
ALLPORTS = $(sort $(patsubst lib/port/%.c,%,$(wildcard lib/port/*.c)))
libs     = $(sort $(foreach p,$(notdir $(filter port/%,$(1))),$(LIBS_$(p))))
libs_of  = $(foreach p,$(notdir $(filter port/%,$(1))),$(LIBS_$(p)))

all: $(LIBEXEC:%=$(B)/libexec/%) $(PAGES:%=$(B)/cgi-bin/%) views

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(CPP_xml) -MMD -MP -c -o $@ $<

$(B)/lib/port/typeset.o $(B)/lib/port/typeset_fonts.o: CFLAGS += $(shell pkg-config --cflags pangocairo)
$(B)/lib/port/glyph.o: CFLAGS += $(shell pkg-config --cflags harfbuzz-subset)

# which characters the fonts of values have, compiled into office
FONT_GOTHIC ?= /usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf
FONT_MINCHO ?= /usr/share/fonts/truetype/ipamj/ipamjm.ttf
# (the program runs here and now: from its sources, without OPT's sanitizers)
$(B)/etc/table/coverage: etc/table/coverage.c lib/port/glyph.c $(BASE:%=lib/%.c)
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O1 $(shell pkg-config --cflags harfbuzz-subset) -o $@ $^ $(LIBS_glyph)
$(B)/office/coverage.def: $(B)/etc/table/coverage $(wildcard $(FONT_GOTHIC) $(FONT_MINCHO))
	@mkdir -p $(@D)
	$< $(FONT_GOTHIC) $(FONT_MINCHO) > $@.new
	mv $@.new $@
$(B)/lib/office/coverage.o: $(B)/office/coverage.def

# the privilege map, compiled into ctl
$(B)/modes.map.h: modes
	@mkdir -p $(@D)
	(echo 'static const char map[] ='; sed 's/.*/"&\\n"/' $<; echo ';') > $@
$(B)/libexec/verbs/modes.o: $(B)/modes.map.h

# the paths that are compiled in: another PREFIX makes these objects anew
$(B)/paths: FORCE
	@mkdir -p $(B); echo '$(SYSCONF) $(SIGN_CONF) $(PREFIX)' | cmp -s - $@ || echo '$(SYSCONF) $(SIGN_CONF) $(PREFIX)' > $@
FORCE:
$(B)/lib/base/conf.o $(B)/libexec/sign.o $(B)/libexec/ctl.o: $(B)/paths

# a program = its own object, its PARTS, the objects of its LINK line, and
# their libraries
PARTS_ctl = $(patsubst %.c,$(B)/%.o,$(wildcard libexec/verbs/*.c))
PARTS_compose = $(patsubst %.c,$(B)/%.o,$(wildcard libexec/composing/*.c))
PARTS_stamp = $(B)/libexec/stamping/search.o
PARTS_picture = $(patsubst %.c,$(B)/%.o,$(wildcard libexec/picturing/*.c))
define PROGRAM
$(B)/libexec/$(1): $(B)/libexec/$(1).o $$(PARTS_$(1)) $$(sort $$(patsubst %,$(B)/lib/%.o,$$(LINK_$(1))))
	$$(CC) $$(LDFLAGS) -o $$@ $$^ $$(call libs_of,$$(sort $$(LINK_$(1))))
endef
$(foreach p,$(LIBEXEC),$(eval $(call PROGRAM,$(p))))

$(B)/cgi-bin/%: $(B)/cgi-bin/%.o $(sort $(patsubst %,$(B)/lib/%.o,$(PAGE)))
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs_of,$(sort $(PAGE)))

# tests and benchmarks link what they use out of one archive
$(B)/all.a: $(filter-out $(B)/lib/web/main.o,$(LIBOBJ))
	@rm -f $@
	ar rcs $@ $^
$(B)/t/%: $(B)/t/%.o $(B)/all.a
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs_of,$(ALLPORTS:%=port/%)) $(LDLIBS)
$(B)/bench/%: $(B)/bench/%.o $(B)/all.a
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs_of,$(ALLPORTS:%=port/%)) $(LDLIBS)

-include etc/fuzz.mk etc/views.mk etc/demo.mk etc/test.mk etc/install.mk
ifeq ($(wildcard etc/views.mk),)
views:
endif

clean:
	rm -rf $(B)

.PHONY: all views clean
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
