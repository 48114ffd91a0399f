# make            the library for C: target/c/libsubrosa.so and .a
# make cli        the program `subrosa` for those without a plugin: cli/target/release/subrosa
# make demo       an afternoon of two people on a hostile network (SEED=n for another one)
# make test       everything that needs no messenger installed
# make test-vectors   a second implementation reads the vectors, and talks with this one (SUBROSA_MIXED_WORLDS=n: longer)
# make test-cpp    the C++ layer in every language mode, under sanitizers, and with CMake
# make test-cli   the program `subrosa` as a process
# make test-python  the binding for Python: its tests and its types (pip installs pytest and mypy into target/)
# make test-perl  the binding for Perl: its tests (needs FFI::Platypus, libffi-platypus-perl on Debian)
# make install-perl  that binding with the library inside, for all, or into PERL_BASE=
# make test-lua, make test-node  the examples for LuaJIT and Node (npm installs koffi into target/)
# make wheel      the binding for Python as a wheel with the library inside: target/wheel
# make model      the search for whatever breaks a promise of src/guard, with figures (SUBROSA_MODEL=full: hours)
# make header     the headers in include/ and the JSON in bindings/ anew from src/
# make plugin-purple  the plugin for Pidgin, Finch and other messengers on libpurple (needs libpurple-dev)
# make install-purple  it into ~/.purple/plugins, or PREFIX/lib/purple-2
# make plugin-weechat the plugin for WeeChat (needs weechat-dev)
# make install-weechat  it into the plugins of the user's WeeChat
# make plugin-hexchat the plugin for HexChat (needs hexchat-dev)
# make install-hexchat  it into the plugins of the user's HexChat
# make plugin-profanity  the plugin for Profanity (needs profanity and libglib2.0-dev)
# make install-profanity  it into the plugins of the user's Profanity
# make install-irssi  the script for irssi into ~/.irssi (needs FFI::Platypus, libffi-platypus-perl on Debian)
# make e2e        messengers with the plugin on real IRC and XMPP servers (installs what it needs, if root)
# make e2e-hexchat  HexChat with the plugin, on a virtual screen and a real IRC server; a part of make e2e
# make e2e-irssi  irssi with the script in a terminal, with WeeChat at the other end; a part of make e2e
# make e2e-profanity  Profanity with the plugin, with libpurple at the other end; a part of make e2e
# make screens    docs/images anew, from Pidgin and WeeChat on a virtual screen
# make install    PREFIX=/usr/local DESTDIR=; with packages for pkg-config and CMake
# make size       how many bytes each dependency takes in the shared library, and whether it is too large
# make sizes      the same for other machines, one line each (TARGETS="i686-pc-windows-gnu ...")
# make sanitize   the C tests under AddressSanitizer (needs clang and a nightly Rust)
# make fuzz       every fuzz target for FUZZ_SECONDS=60 (needs cargo-fuzz and a nightly Rust)
# make msrv       the library with the oldest Rust that Cargo.toml names
# make features   the library with each of its features alone (needs cargo-hack)
# make deny       licences, sources and advisories of what it depends on (needs cargo-deny)
# make bench, make bench-files, make bench-messenger, make bench-python, make clean

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

include make/library.mk make/programs.mk make/cli.mk make/sanitize.mk make/bindings.mk make/messengers.mk make/fuzz.mk make/checks.mk

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
