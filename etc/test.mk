# SPDX-License-Identifier: AGPL-3.0-or-later
# Tests: compiled ones and scripts, all TAP, all under prove. What was skipped
# is printed. `make test` installs what is missing first (as root).
T      ?= t/*.t $(TESTS_C:%=$(B)/t/%)
PROVE   = prove --timer --comments

test-build: all $(TESTS_C:%=$(B)/t/%)

test: deps-test
	$(MAKE) test-build
	@B=$(abspath $(B)) MAKE="$(MAKE)" $(PROVE) $(T) 2>&1 | tee $(B)/test.log; \
	 if grep -qi 'skip' $(B)/test.log; then grep -i 'skip' $(B)/test.log | sed 's/^/skipped: /'; \
	 else echo "skipped: nothing"; fi; \
	 tail -n 1 $(B)/test.log; grep -q '^Result: PASS' $(B)/test.log

test-long: test
	@B=$(abspath $(B)) $(PROVE) t/long/*.t

bench: all $(BENCH_C:%=$(B)/bench/%)
	@for b in $(BENCH_C); do $(B)/bench/$$b || exit 1; done
	@for s in bench/*.sh; do [ ! -e $$s ] || B=$(abspath $(B)) sh $$s || exit 1; done

# a picture of every page and state that the journeys meet
gallery: all
	@mkdir -p $(B)/gallery
	@for t in t/61*.t; do B=$(abspath $(B)) GALLERY=$(abspath $(B))/gallery node $$t | grep -v '^ok' ; done; \
	 ls $(B)/gallery | wc -l

# A second compiler, cppcheck (NULL is a pointer where POSIX is; MuPDF's
# exceptions are macros that it does not know)
lint: t/010-floors.t t/020-house.t
	etc/deps check
	@B=$(abspath $(B)) prove t/0*.t
	cppcheck --quiet --error-exitcode=1 --std=c11 -Ilib --inline-suppr --suppress=varFuncNullUB \
	  --suppress=unknownMacro:lib/port/mupdf*.c --enable=warning,portability lib libexec cgi-bin
	$(MAKE) B=$(B)/clang CC=clang all

deps-test:
	etc/deps run build test
	t/peers/install

.PHONY: test test-build test-long bench gallery lint deps-test
