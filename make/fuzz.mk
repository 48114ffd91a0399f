# The fuzzers: fuzz/README.md.

FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= armor fragments codec card document header stanza offer_and_init line saved_state identity_import irc irc_calls
# The rooms they reach have no unsafe code; without a sanitizer they run several times as often.
FUZZ_SANITIZER ?= none

# The threshold keeps glibc from scattering small blocks among Argon2id's 19 MiB: without it the
# resident size of identity_import grows towards libFuzzer's limit.
fuzz:
	$(CARGO) +$(NIGHTLY) fuzz build -s $(FUZZ_SANITIZER)
	set -e; for target in $(FUZZ_TARGETS); do \
	    mkdir -p fuzz/work/$$target; \
	    MALLOC_MMAP_THRESHOLD_=1048576 $(CARGO) +$(NIGHTLY) fuzz run -s $(FUZZ_SANITIZER) $$target fuzz/work/$$target fuzz/corpus/$$target -- \
	        -max_total_time=$(FUZZ_SECONDS) -timeout=20 -print_final_stats=1 \
	        $$(test $$target != armor || echo -max_len=65536); \
	done
