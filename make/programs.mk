# The programs in C and C++ upon the library: demo, examples, tests.

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

test: test-rust test-c test-cpp test-vectors test-python test-perl test-lua test-node test-cli

# The development profile: optimised, with every overflow and assertion checked.
test-rust:
	$(CARGO) test --locked

# A part of test-rust; here it tells what it has seen.
model:
	$(CARGO) test --locked --lib guard::model -- --nocapture --test-threads=2

test-vectors:
	@$(PYTHON) tests/interop/check_vectors.py
	@$(PYTHON) tests/interop/check_vault.py
	@$(PYTHON) tests/interop/check_kit.py
	@CARGO="$(CARGO)" $(PYTHON) -m unittest discover tests/interop
	@$(PYTHON) tests/interop/worlds.py
	@CARGO="$(CARGO)" $(PYTHON) tests/interop/mixed_worlds.py

test-c: all $(addprefix $(BUILD)/,$(PROGRAMS) minimal-static)
	@BUILD=$(BUILD) PROFILE=$(PROFILE) CC=$(CC) CXX=$(CXX) sh tests/c/run.sh

# The C++ layer in every language mode, under sanitizers, and as a package of CMake.
.PHONY: test-cpp
test-cpp: all
	@if command -v $(CXX) > /dev/null; then \
	    BUILD=$(BUILD) PROFILE=$(PROFILE) PYTHON=$(PYTHON) VERSION=$(VERSION) MAKE="$(MAKE)" sh tests/cpp/run.sh; \
	else echo "C++ layer: NOT RUN, $(CXX) is missing"; fi

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
