# make            the library for C: target/c/libsubrosa.so and .a
# make demo       an afternoon of two people on a hostile network (SEED=n for another one)
# make test       everything that needs no messenger installed
# make test-vectors   a second implementation reads the vectors, and talks with this one (SUBROSA_MIXED_WORLDS=n: longer)
# make test-python  the binding for Python: its tests and its types (pip installs pytest and mypy into target/)
# make wheel      that binding as a wheel with the library inside: target/wheel
# make model      the search for whatever breaks a promise of src/guard, with figures (SUBROSA_MODEL=full: hours)
# make header     the headers in include/, bindings/api.json and sentences.json anew from src/
# make plugin-purple  the plugin for Pidgin, Finch and other messengers on libpurple (needs libpurple-dev)
# make install-purple  it into ~/.purple/plugins, or PREFIX/lib/purple-2
# make plugin-weechat the plugin for WeeChat (needs weechat-dev)
# make install-weechat  it into the plugins of the user's WeeChat
# make plugin-hexchat the plugin for HexChat (needs hexchat-dev)
# make install-hexchat  it into the plugins of the user's HexChat
# make e2e        messengers with the plugin on real IRC and XMPP servers (installs what it needs, if root)
# make e2e-hexchat  HexChat with the plugin, on a virtual screen and a real IRC server
# make screens    docs/images anew, from Pidgin and WeeChat on a virtual screen
# make install    PREFIX=/usr/local DESTDIR=
# make size       how many bytes each dependency takes in the shared library, and whether it is too large
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

# PROFILE=dev builds the library for the C tests in seconds, unoptimised; for nothing else.
PROFILE ?= release
TARGET = $(or $(CARGO_TARGET_DIR),target)
BUILD = $(TARGET)/c$(if $(filter dev,$(PROFILE)),-dev)
HEADERS = include/subrosa.h include/subrosa_session.h include/subrosa_documents.h include/subrosa_glue.h
HEADERS_CPP = include/subrosa.hpp include/subrosa_session.hpp include/subrosa_documents.hpp
SONAME = libsubrosa.so.$(ABI)
RUST_SOURCES = $(shell find src -name '*.rs') Cargo.toml Cargo.lock build.rs

# What a program needs that links the static library.
STATIC_LIBS = -lgcc_s -lpthread -lm -ldl -lc

.PHONY: all demo demo-session test test-rust test-c test-vectors model sanitize sanitize-library fuzz header size install bench bench-messenger bench-files clean

all: $(BUILD)/$(SONAME) $(BUILD)/libsubrosa.a

# --- the library ---------------------------------------------------------------------------------

# Without the Rust library beside them both are optimised as a whole. They are copied at once: another
# target of cargo has the same place for a library with other features.
# The shared one has its symbols in a file beside it, which debuggers find by its name.
BUILT = $(TARGET)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))
$(BUILD)/$(SONAME): $(RUST_SOURCES)
	$(CARGO) rustc --locked --profile $(PROFILE) --lib --crate-type cdylib,staticlib
	@mkdir -p $(BUILD)
	cp $(BUILT)/libsubrosa.so $@
	if [ $(PROFILE) = release ] && command -v objcopy > /dev/null && [ "$$(uname)" = Linux ]; then \
	    objcopy --only-keep-debug $@ $@.debug && objcopy --strip-all $@ && \
	    cd $(BUILD) && objcopy --add-gnu-debuglink=$(SONAME).debug $(SONAME); fi
	cp $(BUILT)/libsubrosa.a $(BUILD)/rust.a
	ln -sf $(SONAME) $(BUILD)/libsubrosa.so

# Made together; without a command make would not see that it is new.
$(BUILD)/rust.a: $(BUILD)/$(SONAME)
	@touch -c $@

# One object with our names alone: a program may link other Rust libraries, and other versions of
# what this one contains. The bitcode in it is of Rust's LLVM, which that of another ar does not read.
$(BUILD)/libsubrosa.a: $(BUILD)/rust.a tests/c/symbols.txt
	@rm -f $@
	if [ $(PROFILE) = release ] && command -v objcopy > /dev/null && [ "$$(uname)" = Linux ]; then \
	    $(LD) -r --gc-sections $$(sed 's/^/-u /' tests/c/symbols.txt) -o $(BUILD)/subrosa.o $(BUILD)/rust.a && \
	    objcopy --keep-global-symbols=tests/c/symbols.txt --remove-section=.llvmbc --remove-section=.llvmcmd \
	        $(BUILD)/subrosa.o && \
	    $(AR) rcs $@ $(BUILD)/subrosa.o; \
	else cp $(BUILD)/rust.a $@; fi

size: $(BUILD)/$(SONAME)
	@$(PYTHON) benches/size.py $(BUILD)/$(SONAME).debug $(BUILD)/$(SONAME)

header:
	SUBROSA_WRITE_HEADER=1 $(CARGO) test --locked --quiet --test header
	SUBROSA_WRITE_HEADER=1 $(CARGO) test --locked --quiet --test plugin the_file_for_translators

install: all
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include
	install -m 755 $(BUILD)/$(SONAME) $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libsubrosa.so
	if [ -f $(BUILD)/$(SONAME).debug ]; then \
	    install -m 644 $(BUILD)/$(SONAME).debug $(DESTDIR)$(PREFIX)/lib/$(SONAME).debug; fi
	install -m 644 $(BUILD)/libsubrosa.a $(DESTDIR)$(PREFIX)/lib/libsubrosa.a
	install -m 644 $(HEADERS) $(HEADERS_CPP) $(DESTDIR)$(PREFIX)/include/
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@STATIC_LIBS@|$(STATIC_LIBS)|' \
	    subrosa.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/subrosa.pc

# --- the demo ------------------------------------------------------------------------------------

LINK = -L$(BUILD) -lsubrosa -Wl,-rpath,$(abspath $(BUILD))

# tests/c/programs.txt lists the programs, their sources and how they are run. What a test, valgrind and
# the sanitizer run is derived from it (tests/c/run.sh).
LISTED := $(shell sed -n 's/^\([a-z_-]*\) *: *\([^: ][^:]*[^: ]\) *:.*/\1:\2/p' tests/c/programs.txt | tr ' ' ',')
PROGRAMS = $(foreach listed,$(LISTED),$(firstword $(subst :, ,$(listed))))
sources_of = $(subst $(comma), ,$(lastword $(subst :, ,$(filter $(1):%,$(LISTED)))))
comma := ,

demo: $(BUILD)/afternoon
	@mkdir -p $(BUILD)/demo
	@$(BUILD)/afternoon $(BUILD)/demo $(SEED)

# The same on the level below, for hosts with storage of their own.
demo-session: $(BUILD)/conversation
	@$(BUILD)/conversation $(SEED)

# --- the tests -----------------------------------------------------------------------------------

test: test-rust test-c test-vectors test-python

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
	@if [ -f tests/interop/mixed_worlds.py ]; then CARGO="$(CARGO)" $(PYTHON) tests/interop/mixed_worlds.py; fi

test-c: all $(addprefix $(BUILD)/,$(PROGRAMS) minimal-static)
	@BUILD=$(BUILD) PROFILE=$(PROFILE) CC=$(CC) CXX=$(CXX) sh tests/c/run.sh

C_HEADERS = $(HEADERS) $(wildcard tests/c/*.h examples/c/*.h)
define program
$(BUILD)/$(1): $(call sources_of,$(1)) $(C_HEADERS) $(BUILD)/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude -I$(BUILD) $$(filter %.c,$$^) $(LINK) -lpthread -ldl -o $$@
endef
OTHERWISE = cpp unload panic-test
$(foreach name,$(filter-out $(OTHERWISE),$(PROGRAMS)),$(eval $(call program,$(name))))

$(BUILD)/cpp: $(call sources_of,cpp) $(C_HEADERS) $(HEADERS_CPP) $(BUILD)/$(SONAME)
	$(CXX) -std=c++11 -O1 -g $(C_WARNINGS) -Iinclude $< $(LINK) -o $@

# It loads the library itself, as a messenger loads a plugin.
$(BUILD)/unload: $(call sources_of,unload) $(C_HEADERS) $(BUILD)/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude $(filter %.c,$^) -lpthread -ldl -o $@

# The C of the guide, as one file.
$(BUILD)/plugin_guide.inc: docs/PLUGIN-GUIDE.md
	@mkdir -p $(BUILD)
	awk '/^```c$$/ { c = 1; next } /^```$$/ { c = 0 } c' $< > $@

$(BUILD)/guide: $(BUILD)/plugin_guide.inc

$(BUILD)/minimal-static: examples/c/minimal.c $(HEADERS) $(BUILD)/libsubrosa.a
	$(CC) $(C_FLAGS) -Iinclude $< $(BUILD)/libsubrosa.a $(STATIC_LIBS) -o $@

# The library with one function more, which has a later call panic.
$(BUILD)/panic/$(SONAME): $(RUST_SOURCES)
	$(CARGO) rustc --locked --lib --crate-type cdylib --features panic-injection
	@mkdir -p $(BUILD)/panic
	cp $(TARGET)/debug/libsubrosa.so $@
	ln -sf $(SONAME) $(BUILD)/panic/libsubrosa.so

$(BUILD)/panic-test: $(call sources_of,panic-test) $(C_HEADERS) $(BUILD)/panic/$(SONAME)
	$(CC) $(C_FLAGS) -Iinclude $(filter %.c,$^) -L$(BUILD)/panic -lsubrosa -Wl,-rpath,$(abspath $(BUILD)/panic) -o $@

# The C tests and the demo with every access to memory checked, in Rust and in C. The runtime is the
# one that comes with Rust; behaviour that C leaves undefined ends the program with a trap.
NIGHTLY ?= nightly
HOST := $(shell rustc -vV 2> /dev/null | sed -n 's/^host: //p')
ASAN = $(BUILD)/asan
SANITIZE = -fsanitize=address,undefined -fsanitize-trap=undefined
ASAN_LIBRARY = $(ASAN)/rust/$(HOST)/debug/libsubrosa.a
ASAN_RUNTIME = $$(rustc +$(NIGHTLY) --print sysroot)/lib/rustlib/$(HOST)/lib/librustc-nightly_rt.asan.a
SANITIZED = $(shell sed -n 's/^\([a-z_-]*\) *:.*:.*\<sanitize\>.*/\1/p' tests/c/programs.txt | sort -u)
sanitize: sanitize-library $(BUILD)/plugin_guide.inc
	@mkdir -p $(ASAN)
	$(foreach name,$(SANITIZED),$(call sanitized,$(name),$(filter %.c,$(call sources_of,$(name)))))
	@BUILD=$(ASAN) sh tests/c/run.sh sanitize

define sanitized
for file in $(2); do clang $(C_FLAGS) $(SANITIZE) -Iinclude -I$(BUILD) -c $$file -o $(ASAN)/$$(basename $$file .c).o || exit 1; done
clang $(foreach file,$(2),$(ASAN)/$(basename $(notdir $(file))).o) $(ASAN_LIBRARY) -Wl,--whole-archive $(ASAN_RUNTIME) -Wl,--no-whole-archive $(STATIC_LIBS) -lrt -o $(ASAN)/$(1)

endef

sanitize-library:
	RUSTFLAGS="-Zsanitizer=address" $(CARGO) +$(NIGHTLY) rustc --locked --lib --crate-type staticlib --target $(HOST) --target-dir $(ASAN)/rust

# --- the bindings --------------------------------------------------------------------------------

.PHONY: wheel test-python
PYTHON_BINDING = bindings/python
VENV = $(TARGET)/python
VENV_PYTHON = $(VENV)/bin/python

$(VENV)/made: $(PYTHON_BINDING)/requirements.txt
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# The wheel runs on every system whose C library is not older than the one that it was made for.
wheel: $(BUILD)/$(SONAME) $(VENV)/made
	SUBROSA_LIBRARY=$(abspath $(BUILD)/$(SONAME)) $(VENV_PYTHON) -m build --wheel --no-isolation \
	    --outdir $(TARGET)/wheel $(PYTHON_BINDING) > $(VENV)/wheel.log || { cat $(VENV)/wheel.log >&2; exit 1; }
	@ls -l $(TARGET)/wheel/*.whl

# Where Python makes no environments (on Debian without python3-venv) they are not run, and it says so.
test-python: $(BUILD)/$(SONAME)
	@if $(PYTHON) -c 'import ensurepip, venv' 2> /dev/null; then $(MAKE) --no-print-directory python-tests; \
	else echo "Python binding: NOT RUN, this Python makes no environments (python3-venv is missing)"; fi

.PHONY: python-tests
python-tests: $(VENV)/made
	$(VENV_PYTHON) $(PYTHON_BINDING)/make_api.py --check
	cd $(PYTHON_BINDING) && $(abspath $(VENV_PYTHON)) -B -m mypy --no-incremental
	cd $(PYTHON_BINDING) && SUBROSA_LIBRARY=$(abspath $(BUILD)/$(SONAME)) PYTHONPATH=src \
	    $(abspath $(VENV_PYTHON)) -B -m pytest -q -p no:cacheprovider

# --- in real messengers --------------------------------------------------------------------------

.PHONY: plugin-purple install-purple e2e

# Callbacks have parameters that they do not need.
PURPLE = -std=gnu99 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror $$(pkg-config --cflags purple)

plugin-purple: $(BUILD)/subrosa-purple.so

PURPLE_SOURCES = $(wildcard examples/plugins/purple/*.c)

# With the library inside: one file, to be copied.
$(BUILD)/subrosa-purple.so: $(PURPLE_SOURCES) examples/plugins/purple/subrosa-purple.h $(HEADERS) $(BUILD)/libsubrosa.a
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

$(BUILD)/e2e-later.so: tests/e2e/later.c
	@mkdir -p $(BUILD)
	$(CC) -std=gnu99 -O2 -Wall -Wextra -Werror -shared -fPIC $< -o $@

# WeeChat has its header alone, no library: a plugin is given all functions.
.PHONY: plugin-weechat install-weechat
WEECHAT = -std=gnu99 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror $$(pkg-config --cflags weechat) -shared -fPIC

plugin-weechat: $(BUILD)/weechat/subrosa.so

WEECHAT_SOURCES = $(wildcard examples/plugins/weechat/*.c)

# With the library inside: one file, to be copied.
$(BUILD)/weechat/subrosa.so: $(WEECHAT_SOURCES) $(wildcard examples/plugins/weechat/*.h) $(HEADERS) $(BUILD)/libsubrosa.a
	@pkg-config --exists weechat || { echo "the header of WeeChat is missing: apt-get install weechat-dev" >&2; exit 1; }
	@mkdir -p $(BUILD)/weechat
	$(CC) $(WEECHAT) -fvisibility=hidden -Iinclude $(WEECHAT_SOURCES) $(BUILD)/libsubrosa.a $(STATIC_LIBS) \
	    -Wl,--exclude-libs,ALL -o $@

# WeeChat has everything in ~/.weechat if there is such a directory.
WEECHAT_HOME = $(or $(wildcard $(HOME)/.weechat),$(or $(XDG_DATA_HOME),$(HOME)/.local/share)/weechat)

install-weechat: plugin-weechat
	install -d $(WEECHAT_HOME)/plugins
	install -m 644 $(BUILD)/weechat/subrosa.so $(WEECHAT_HOME)/plugins/subrosa.so

$(BUILD)/weechat/driver.so: tests/e2e/weechat_driver.c
	@mkdir -p $(BUILD)/weechat
	$(CC) $(WEECHAT) $< -o $@

# HexChat has its header alone, too.
.PHONY: plugin-hexchat install-hexchat
HEXCHAT = -std=gnu99 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror $$(pkg-config --cflags hexchat-plugin) -shared -fPIC

plugin-hexchat: $(BUILD)/hexchat/subrosa.so

# With the library inside: one file, to be copied.
$(BUILD)/hexchat/subrosa.so: examples/plugins/hexchat/subrosa-hexchat.c $(HEADERS) $(BUILD)/libsubrosa.a
	@pkg-config --exists hexchat-plugin || { echo "the header of HexChat is missing: apt-get install hexchat-dev" >&2; exit 1; }
	@mkdir -p $(BUILD)/hexchat
	$(CC) $(HEXCHAT) -fvisibility=hidden -Iinclude $< $(BUILD)/libsubrosa.a $(STATIC_LIBS) -Wl,--exclude-libs,ALL -o $@

HEXCHAT_PLUGINS = $(or $(XDG_CONFIG_HOME),$(HOME)/.config)/hexchat/addons

install-hexchat: plugin-hexchat
	install -d $(HEXCHAT_PLUGINS)
	install -m 644 $(BUILD)/hexchat/subrosa.so $(HEXCHAT_PLUGINS)/subrosa.so

$(BUILD)/hexchat/driver.so: tests/e2e/hexchat_driver.c
	@mkdir -p $(BUILD)/hexchat
	$(CC) $(HEXCHAT) $< -o $@

# It needs a virtual screen as well: apt-get install hexchat hexchat-dev xvfb ngircd
.PHONY: e2e-hexchat
e2e-hexchat: plugin-hexchat $(BUILD)/hexchat/driver.so
	@$(PYTHON) -B tests/e2e/hexchat.py $(BUILD)

e2e:
	@sh tests/e2e/run.sh $(BUILD)

# docs/images anew, from real windows on a virtual screen. What it needs it says.
.PHONY: screens
screens: plugin-purple plugin-weechat
	@$(PYTHON) -B tests/e2e/screens.py $(abspath $(BUILD)) docs/images

# --- the fuzzers, see fuzz/README.md -------------------------------------------------------------

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

# --- for the whole project -----------------------------------------------------------------------

bench:
	$(CARGO) run --release --manifest-path benches/Cargo.toml --bin subrosa-benches

# Files beside age, gpg, openssl and dd, those that are installed; takes 2 GB in memory.
bench-files:
	$(CARGO) run --release --manifest-path benches/Cargo.toml --bin files

# The messenger on a vault, with 10 and 10,000 contacts, on tmpfs and on disk.
bench-messenger:
	$(CARGO) run --release --manifest-path benches/Cargo.toml --bin messenger

clean:
	$(CARGO) clean
	rm -rf $(BUILD)
