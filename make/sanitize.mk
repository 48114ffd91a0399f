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
