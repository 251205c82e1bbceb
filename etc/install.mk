# SPDX-License-Identifier: AGPL-3.0-or-later
# make install [DESTDIR=] [PREFIX=] [SYSCONF=]: copies what was built. Owners
# and modes come from the file `modes`; they are set by `ctl init` (as root on
# the real host), so DESTDIR works for everybody.
LIBDIR   = $(DESTDIR)$(PREFIX)/libexec/teiketsu
CGIDIR   = $(DESTDIR)$(PREFIX)/lib/teiketsu/cgi-bin
SHAREDIR = $(DESTDIR)$(PREFIX)/share/teiketsu
MANDIR   = $(DESTDIR)$(PREFIX)/share/man

install: all
	install -d $(LIBDIR) $(CGIDIR) $(SHAREDIR) $(MANDIR)/man5 $(MANDIR)/man8 $(DESTDIR)$(SYSCONF)/terms
	install -m 0755 $(LIBEXEC:%=$(B)/libexec/%) $(LIBDIR)
	install -m 0755 $(PAGES:%=$(B)/cgi-bin/%) $(CGIDIR)
	cp -R $(B)/xsl $(SHAREDIR)/ && find $(SHAREDIR)/xsl -type f ! -name '*.xsl' -delete
	install -d $(SHAREDIR)/htdocs && install -m 0644 htdocs/* $(SHAREDIR)/htdocs
	install -m 0644 modes $(SHAREDIR)/modes
	install -m 0644 etc/site.conf.example etc/cron.example $(SHAREDIR)
	install -m 0644 man/*.5 $(MANDIR)/man5
	install -m 0644 man/*.8 $(MANDIR)/man8
	@# never overwrite what the operator has written
	for f in etc/terms/*.txt; do [ -e $(DESTDIR)$(SYSCONF)/terms/$${f##*/} ] || \
	  install -m 0644 $$f $(DESTDIR)$(SYSCONF)/terms; done

.PHONY: install
