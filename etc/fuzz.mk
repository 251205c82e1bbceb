# SPDX-License-Identifier: AGPL-3.0-or-later
# Fuzzing with clang's libFuzzer under ASan and UBSan: `make fuzz` runs every
# target of t/fuzz for FUZZ_SECONDS, one after another; FUZZ="reader cms" chooses.
# Findings lie in $(B)/fuzz/found; what was learned stays in $(B)/fuzz/corpus.
FUZZ         ?= $(patsubst t/fuzz/%.c,%,$(wildcard t/fuzz/*.c))
FUZZ_SECONDS ?= 60
FUZZ_FLAGS    = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined
FUZZ_B        = $(abspath $(B))/fuzz

fuzz-build:
	etc/deps check
	$(MAKE) B=$(FUZZ_B) CC=clang HARD=-fPIE OPT='$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link' $(FUZZ_B)/all.a
	@for f in $(FUZZ); do \
	  clang $(STD) -I$(FUZZ_B) $(FUZZ_FLAGS) -fsanitize=fuzzer -o $(FUZZ_B)/$$f t/fuzz/$$f.c $(FUZZ_B)/all.a \
	    $(call libs_of,$(ALLPORTS:%=port/%)) || exit 1; done

fuzz: fuzz-build
	@mkdir -p $(FUZZ_B)/found
	@for f in $(FUZZ); do \
	  mkdir -p $(FUZZ_B)/corpus/$$f; \
	  [ ! -d t/fuzz/seeds/$$f ] || cp -n t/fuzz/seeds/$$f/* $(FUZZ_B)/corpus/$$f/; \
	  case $$f in reader|inspect|form) cp -n t/data/*.pdf $(FUZZ_B)/corpus/$$f/;; esac; \
	  echo "fuzz $$f: $(FUZZ_SECONDS) s"; \
	  $(FUZZ_B)/$$f -max_total_time=$(FUZZ_SECONDS) -max_len=262144 -rss_limit_mb=2048 -timeout=20 -print_final_stats=1 \
	    -artifact_prefix=$(FUZZ_B)/found/$$f- $(FUZZ_B)/corpus/$$f >$(FUZZ_B)/$$f.log 2>&1 || \
	    { echo "fuzz $$f: FOUND something, see $(FUZZ_B)/$$f.log"; exit 1; }; \
	  grep -E 'number_of_executed_units|slowest' $(FUZZ_B)/$$f.log; done

.PHONY: fuzz fuzz-build
