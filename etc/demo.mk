# SPDX-License-Identifier: AGPL-3.0-or-later
# The whole site on this machine, for looking at and for the journeys of t/.
PORT ?= 8080
DEMO  = /usr/bin/python3 etc/demo/demo
DEMO_BUILD = echo building …; $(MAKE) -s --no-print-directory -j2 all

deps:
	@etc/deps run build

demo: deps
	@$(DEMO_BUILD)
	@exec $(DEMO) foreground --port $(PORT) --build $(abspath $(B))

demo-start: deps
	@$(DEMO_BUILD)
	@$(DEMO) start --port $(PORT) --build $(abspath $(B))

demo-stop:
	@$(DEMO) stop

demo-clean:
	@$(DEMO) clean

.PHONY: deps demo demo-start demo-stop demo-clean
