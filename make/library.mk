# The library for C, its headers, and where they are installed.

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

# Each is optimised as a whole, for two minutes: not a part of the tests.
.PHONY: sizes
sizes:
	@sh make/sizes.sh $(TARGET)/sizes $(TARGETS)

header:
	SUBROSA_WRITE_HEADER=1 $(CARGO) test --locked --quiet --test header
	SUBROSA_WRITE_HEADER=1 $(CARGO) test --locked --quiet --test plugin -- the_file_for_translators the_recorded_outcomes
	$(PYTHON) bindings/python/make_api.py
	$(PYTHON) bindings/make_stubs.py

install: all
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/lib/cmake/subrosa $(DESTDIR)$(PREFIX)/include
	install -m 755 $(BUILD)/$(SONAME) $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libsubrosa.so
	if [ -f $(BUILD)/$(SONAME).debug ]; then \
	    install -m 644 $(BUILD)/$(SONAME).debug $(DESTDIR)$(PREFIX)/lib/$(SONAME).debug; fi
	install -m 644 $(BUILD)/libsubrosa.a $(DESTDIR)$(PREFIX)/lib/libsubrosa.a
	install -m 644 $(HEADERS) $(HEADERS_CPP) $(DESTDIR)$(PREFIX)/include/
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@STATIC_LIBS@|$(STATIC_LIBS)|' \
	    subrosa.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/subrosa.pc
	for file in subrosa-config.cmake subrosa-config-version.cmake; do \
	    sed -e 's|@SONAME@|$(SONAME)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@STATIC_LIBS@|$(STATIC_LIBS)|' \
	        $$file.in > $(DESTDIR)$(PREFIX)/lib/cmake/subrosa/$$file; done
