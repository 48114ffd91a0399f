# make            the library for C: target/release/libsubrosa.so and .a
# make demo       two people talk on a hostile network, with a restart (SEED=n for another one)
# make test       everything that needs no messenger installed
# make model      the search for whatever breaks a promise of src/guard, with figures (SUBROSA_MODEL=full: hours)
# make header     include/subrosa.h anew from src/capi/
# make plugin-purple  the plugin for Pidgin, Finch and other messengers on libpurple (needs libpurple-dev)
# make install-purple  it into ~/.purple/plugins, or PREFIX/lib/purple-2
# make plugin-weechat the plugin for WeeChat (needs weechat-dev)
# make e2e        messengers with the plugin on real IRC and XMPP servers (installs what it needs, if root)
# make screens    docs/images anew, from Pidgin and WeeChat on a virtual screen
# make install    PREFIX=/usr/local DESTDIR=
# make sanitize   the C tests under AddressSanitizer (needs clang and a nightly Rust)
# make fuzz       every fuzz target for FUZZ_SECONDS=60 (needs cargo-fuzz and a nightly Rust)
# make bench, make bench-files, make clean

PREFIX ?= /usr/local
DESTDIR ?=
SEED ?=

CARGO ?= cargo
CC ?= cc
CXX ?= c++
PYTHON ?= python3
C_WARNINGS = -Wall -Wextra -Werror -pedantic
C_FLAGS = -std=c99 -O1 -g $(C_WARNINGS)

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
ABI := $(shell sed -n 's/^\#define SUBROSA_ABI //p' include/subrosa.h)

TARGET = $(or $(CARGO_TARGET_DIR),target)
RELEASE = $(TARGET)/release
BUILD = $(TARGET)/c
SONAME = libsubrosa.so.$(ABI)
RUST_SOURCES = $(shell find src -name '*.rs') Cargo.toml Cargo.lock build.rs

# What a program needs that links the static library.
STATIC_LIBS = -lgcc_s -lpthread -lm -ldl -lc

.PHONY: all demo demo-session test test-rust test-c test-vectors model sanitize sanitize-library fuzz header install bench bench-messenger bench-files clean

all: $(BUILD)/$(SONAME) $(BUILD)/libsubrosa.a

# --- the library ---------------------------------------------------------------------------------

# Without the Rust library beside them both are optimised as a whole.
$(RELEASE)/libsubrosa.so: $(RUST_SOURCES)
	$(CARGO) rustc --locked --release --lib --crate-type cdylib,staticlib
	@touch -c $@

# Made together; without a command make would not see that it is new.
$(RELEASE)/libsubrosa.a: $(RELEASE)/libsubrosa.so
	@touch -c $@

$(BUILD)/$(SONAME): $(RELEASE)/libsubrosa.so
	@mkdir -p $(BUILD)
	cp $(RELEASE)/libsubrosa.so $@
	ln -sf $(SONAME) $(BUILD)/libsubrosa.so

# One object with our names alone: a program may link other Rust libraries, and other versions of
# what this one contains.
$(BUILD)/libsubrosa.a: $(RELEASE)/libsubrosa.a tests/c/symbols.txt
	@mkdir -p $(BUILD)
	@rm -f $@
	if command -v objcopy > /dev/null && [ "$$(uname)" = Linux ]; then \
	    $(LD) -r --gc-sections $$(sed 's/^/-u /' tests/c/symbols.txt) -o $(BUILD)/subrosa.o $(RELEASE)/libsubrosa.a && \
	    objcopy --keep-global-symbols=tests/c/symbols.txt $(BUILD)/subrosa.o && \
	    $(AR) rcs $@ $(BUILD)/subrosa.o; \
	else cp $(RELEASE)/libsubrosa.a $@; fi

header:
	SUBROSA_WRITE_HEADER=1 $(CARGO) test --locked --quiet --test header

install: all
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include
	install -m 755 $(BUILD)/$(SONAME) $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libsubrosa.so
	install -m 644 $(BUILD)/libsubrosa.a $(DESTDIR)$(PREFIX)/lib/libsubrosa.a
	install -m 644 include/subrosa.h include/subrosa.hpp $(DESTDIR)$(PREFIX)/include/
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@STATIC_LIBS@|$(STATIC_LIBS)|' \
	    subrosa.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/subrosa.pc

# --- the demo ------------------------------------------------------------------------------------

LINK = -L$(BUILD) -lsubrosa -Wl,-rpath,$(abspath $(BUILD))

PLAY = examples/c/relay.c examples/c/stage.c
$(BUILD)/conversation: examples/c/conversation.c $(PLAY) examples/c/relay.h examples/c/stage.h include/subrosa.h $(BUILD)/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude $(filter %.c,$^) $(LINK) -o $@

$(BUILD)/afternoon: examples/c/afternoon.c $(PLAY) examples/c/relay.h examples/c/stage.h include/subrosa.h $(BUILD)/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude $(filter %.c,$^) $(LINK) -o $@

$(BUILD)/glue: examples/c/glue.c include/subrosa.h $(BUILD)/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude examples/c/glue.c $(LINK) -o $@

$(BUILD)/minimal: examples/c/minimal.c include/subrosa.h $(BUILD)/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude examples/c/minimal.c $(LINK) -o $@

$(BUILD)/sealed_file: examples/c/sealed_file.c include/subrosa.h $(BUILD)/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude examples/c/sealed_file.c $(LINK) -o $@

demo: $(BUILD)/afternoon
	@mkdir -p $(BUILD)/demo
	@$(BUILD)/afternoon $(BUILD)/demo $(SEED)

# The same on the level below, for hosts with storage of their own.
demo-session: $(BUILD)/conversation
	@$(BUILD)/conversation $(SEED)

# --- the tests -----------------------------------------------------------------------------------

test: test-rust test-c test-vectors

# The development profile: optimised, with every overflow and assertion checked.
test-rust:
	$(CARGO) test --locked

# A part of test-rust; here it tells what it has seen.
model:
	$(CARGO) test --locked --lib guard::model -- --nocapture --test-threads=2

test-vectors:
	@if [ -f tests/interop/check_vectors.py ]; then $(PYTHON) tests/interop/check_vectors.py; fi
	@if [ -f tests/interop/check_vault.py ]; then $(PYTHON) tests/interop/check_vault.py; fi
	@if [ -f tests/interop/check_kit.py ]; then $(PYTHON) tests/interop/check_kit.py; fi
	@if [ -f tests/interop/worlds.py ]; then $(PYTHON) tests/interop/worlds.py; fi

C_TESTS = $(BUILD)/api $(BUILD)/facade $(BUILD)/trust $(BUILD)/vaults $(BUILD)/glue $(BUILD)/guide $(BUILD)/documents $(BUILD)/kit $(BUILD)/sealing $(BUILD)/sealed_file $(BUILD)/misuse $(BUILD)/panic-test $(BUILD)/unload $(BUILD)/cpp \
          $(BUILD)/minimal $(BUILD)/minimal-static $(BUILD)/conversation $(BUILD)/afternoon

test-c: all $(C_TESTS)
	@sh tests/c/run.sh $(BUILD) $(CC) $(CXX)

$(BUILD)/api: tests/c/api.c
HOSTS = tests/c/hosts.c tests/c/hosts.h
FILES = tests/c/files.c tests/c/files.h
CALLS = tests/c/calls.c tests/c/facade_calls.c tests/c/document_calls.c tests/c/calls.h $(HOSTS) $(FILES)
$(BUILD)/facade: tests/c/facade.c $(HOSTS)
$(BUILD)/trust: tests/c/trust.c $(HOSTS)
$(BUILD)/vaults: tests/c/vaults.c $(HOSTS)
$(BUILD)/documents: tests/c/documents.c $(FILES)
$(BUILD)/kit: tests/c/kit.c $(FILES)
$(BUILD)/sealing: tests/c/sealing.c $(HOSTS) $(FILES)
$(BUILD)/misuse: tests/c/misuse.c $(CALLS)
$(BUILD)/unload: tests/c/unload.c
$(BUILD)/api $(BUILD)/facade $(BUILD)/trust $(BUILD)/vaults $(BUILD)/documents $(BUILD)/kit $(BUILD)/sealing $(BUILD)/misuse $(BUILD)/unload: tests/c/harness.c tests/c/harness.h include/subrosa.h $(BUILD)/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude $(filter %.c,$^) $(LINK) -lpthread -ldl -o $@

$(BUILD)/cpp: tests/c/cpp.cpp include/subrosa.h include/subrosa.hpp $(BUILD)/$(SONAME)
	$(CXX) -std=c++11 -O1 -g $(C_WARNINGS) -Iinclude $< $(LINK) -o $@

# The C of the guide, as one file.
$(BUILD)/plugin_guide.inc: docs/PLUGIN-GUIDE.md
	@mkdir -p $(BUILD)
	awk '/^```c$$/ { c = 1; next } /^```$$/ { c = 0 } c' $< > $@

$(BUILD)/guide: tests/c/guide.c $(BUILD)/plugin_guide.inc tests/c/harness.c tests/c/harness.h include/subrosa.h $(BUILD)/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude -I$(BUILD) $(filter %.c,$^) $(LINK) -o $@

$(BUILD)/minimal-static: examples/c/minimal.c include/subrosa.h $(BUILD)/libsubrosa.a
	$(CC) $(C_FLAGS) -Iinclude $< $(BUILD)/libsubrosa.a $(STATIC_LIBS) -o $@

# The library with one function more, which has a later call panic.
$(BUILD)/panic/$(SONAME): $(RUST_SOURCES)
	$(CARGO) rustc --locked --lib --crate-type cdylib --features panic-injection
	@mkdir -p $(BUILD)/panic
	cp $(TARGET)/debug/libsubrosa.so $@
	ln -sf $(SONAME) $(BUILD)/panic/libsubrosa.so

$(BUILD)/panic-test: tests/c/panic.c $(CALLS) tests/c/harness.c tests/c/harness.h $(BUILD)/panic/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude $(filter %.c,$^) -L$(BUILD)/panic -lsubrosa -Wl,-rpath,$(abspath $(BUILD)/panic) -o $@

# The C tests and the demo with every access to memory checked, in Rust and in C. The runtime is the
# one that comes with Rust; behaviour that C leaves undefined ends the program with a trap.
NIGHTLY ?= nightly
HOST := $(shell rustc -vV 2> /dev/null | sed -n 's/^host: //p')
ASAN = $(BUILD)/asan
SANITIZE = -fsanitize=address,undefined -fsanitize-trap=undefined
ASAN_LIBRARY = $(ASAN)/rust/$(HOST)/debug/libsubrosa.a
ASAN_RUNTIME = $$(rustc +$(NIGHTLY) --print sysroot)/lib/rustlib/$(HOST)/lib/librustc-nightly_rt.asan.a
sanitize: sanitize-library
	@mkdir -p $(ASAN)
	$(call sanitized,api,tests/c/api.c tests/c/harness.c)
	$(call sanitized,facade,tests/c/facade.c tests/c/hosts.c tests/c/harness.c)
	$(call sanitized,vaults,tests/c/vaults.c tests/c/hosts.c tests/c/harness.c)
	$(call sanitized,documents,tests/c/documents.c tests/c/files.c tests/c/harness.c)
	$(call sanitized,kit,tests/c/kit.c tests/c/files.c tests/c/harness.c)
	$(call sanitized,misuse,tests/c/misuse.c $(filter %.c,$(CALLS)) tests/c/harness.c)
	$(call sanitized,conversation,examples/c/conversation.c $(PLAY))
	$(call sanitized,afternoon,examples/c/afternoon.c $(PLAY))
	$(ASAN)/api
	$(ASAN)/api portable
	rm -rf $(ASAN)/vaults-of-tests
	$(ASAN)/facade $(ASAN)/vaults-of-tests/facade
	$(ASAN)/vaults $(ASAN)/vaults-of-tests/vaults
	$(ASAN)/documents $(ASAN)/vaults-of-tests/documents
	$(ASAN)/kit tests/kit $(ASAN)/vaults-of-tests/kit
	$(ASAN)/misuse $(ASAN)/vaults-of-tests/misuse
	@for seed in 1 2 3 4 5 6 7 8 9 10; do $(ASAN)/conversation $$seed > $(ASAN)/conversation.txt || exit 1; done
	@echo "sanitize: the tests and 10 conversations passed"

define sanitized
for file in $(2); do clang $(C_FLAGS) $(SANITIZE) -Iinclude -c $$file -o $(ASAN)/$$(basename $$file .c).o || exit 1; done
clang $(foreach file,$(2),$(ASAN)/$(basename $(notdir $(file))).o) $(ASAN_LIBRARY) -Wl,--whole-archive $(ASAN_RUNTIME) -Wl,--no-whole-archive $(STATIC_LIBS) -lrt -o $(ASAN)/$(1)
endef

sanitize-library:
	RUSTFLAGS="-Zsanitizer=address" $(CARGO) +$(NIGHTLY) rustc --locked --lib --crate-type staticlib --target $(HOST) --target-dir $(ASAN)/rust

# --- in real messengers --------------------------------------------------------------------------

.PHONY: plugin-purple install-purple e2e

# Callbacks have parameters that they do not need.
PURPLE = -std=gnu99 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror $$(pkg-config --cflags purple)

plugin-purple: $(BUILD)/subrosa-purple.so

PURPLE_SOURCES = $(wildcard examples/plugins/purple/*.c)

# With the library inside: one file, to be copied.
$(BUILD)/subrosa-purple.so: $(PURPLE_SOURCES) examples/plugins/purple/subrosa-purple.h include/subrosa.h $(BUILD)/libsubrosa.a
	@pkg-config --exists purple || { echo "the headers of libpurple are missing: apt-get install libpurple-dev" >&2; exit 1; }
	$(CC) $(PURPLE) -shared -fPIC -fvisibility=hidden -Iinclude $(PURPLE_SOURCES) $(BUILD)/libsubrosa.a $(STATIC_LIBS) \
	    -Wl,--exclude-libs,ALL -o $@

# For the user alone, or with PREFIX=/usr for all.
PURPLE_PLUGINS = $(if $(filter command environment,$(origin PREFIX)),$(DESTDIR)$(PREFIX)/lib/purple-2,$(HOME)/.purple/plugins)

install-purple: plugin-purple
	install -d $(PURPLE_PLUGINS)
	install -m 644 $(BUILD)/subrosa-purple.so $(PURPLE_PLUGINS)/subrosa-purple.so

$(BUILD)/e2e-client: tests/e2e/purple_client.c tests/e2e/purple_screen.c tests/e2e/purple_client.h
	@mkdir -p $(BUILD)
	$(CC) $(PURPLE) $(filter %.c,$^) $$(pkg-config --libs purple) -o $@

# WeeChat has its header alone, no library: a plugin is given all functions.
.PHONY: plugin-weechat
WEECHAT = -std=gnu99 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror $$(pkg-config --cflags weechat) -shared -fPIC

plugin-weechat: $(BUILD)/weechat/subrosa.so

WEECHAT_SOURCES = $(wildcard examples/plugins/weechat/*.c)

$(BUILD)/weechat/subrosa.so: $(WEECHAT_SOURCES) $(wildcard examples/plugins/weechat/*.h) include/subrosa.h $(BUILD)/$(SONAME)
	@pkg-config --exists weechat || { echo "the header of WeeChat is missing: apt-get install weechat-dev" >&2; exit 1; }
	@mkdir -p $(BUILD)/weechat
	$(CC) $(WEECHAT) -Iinclude $(WEECHAT_SOURCES) $(LINK) -o $@

$(BUILD)/weechat/driver.so: tests/e2e/weechat_driver.c
	@mkdir -p $(BUILD)/weechat
	$(CC) $(WEECHAT) $< -o $@

e2e:
	@sh tests/e2e/run.sh $(BUILD)

# docs/images anew, from real windows on a virtual screen. What it needs it says.
.PHONY: screens
screens: plugin-purple plugin-weechat
	@$(PYTHON) -B tests/e2e/screens.py $(abspath $(BUILD)) docs/images

# --- the fuzzers, see fuzz/README.md -------------------------------------------------------------

FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= armor fragments codec card document header stanza offer_and_init line saved_state identity_import
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

# --- for the whole project -----------------------------------------------------------------------

bench:
	$(CARGO) run --release --manifest-path benches/Cargo.toml --bin subrosa-benches

# Files beside age, gpg, openssl and cp, those that are installed; takes 2 GB in memory.
bench-files:
	$(CARGO) run --release --manifest-path benches/Cargo.toml --bin files

# The messenger on a vault, with 10 and 10,000 contacts, on tmpfs and on disk.
bench-messenger:
	$(CARGO) run --release --manifest-path benches/Cargo.toml --bin messenger

clean:
	$(CARGO) clean
	rm -rf $(BUILD)
