# The bindings of bindings/.

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

# How much longer a text takes through the binding than in C.
.PHONY: bench-python
bench-python: $(BUILD)/$(SONAME)
	@$(PYTHON) -B benches/python.py $(BUILD)/$(SONAME)

# Where Python makes no environments (on Debian without python3-venv) they are not run, and it says so.
test-python: $(BUILD)/$(SONAME)
	@if $(PYTHON) -c 'import ensurepip, venv' 2> /dev/null; then $(MAKE) --no-print-directory python-tests; \
	else echo "Python binding: NOT RUN, this Python makes no environments (python3-venv is missing)"; fi

.PHONY: python-tests
python-tests: $(VENV)/made
	$(VENV_PYTHON) $(PYTHON_BINDING)/make_api.py --check
	$(VENV_PYTHON) bindings/make_stubs.py --check
	cd $(PYTHON_BINDING) && $(abspath $(VENV_PYTHON)) -B -m mypy --no-incremental
	cd $(PYTHON_BINDING) && SUBROSA_LIBRARY=$(abspath $(BUILD)/$(SONAME)) PYTHONPATH=src \
	    $(abspath $(VENV_PYTHON)) -B -m pytest -q -p no:cacheprovider

PERL ?= perl
PERL_BINDING = bindings/perl
.PHONY: test-perl install-perl

test-perl: $(BUILD)/$(SONAME)
	@if ! command -v prove > /dev/null; then \
	    echo "Perl binding: NOT RUN, Perl is missing (Debian: apt-get install perl libffi-platypus-perl)"; \
	elif ! $(PERL) -MFFI::Platypus=1.24 -e 1 2> /dev/null; then \
	    echo "Perl binding: NOT RUN, FFI::Platypus is missing (Debian: apt-get install libffi-platypus-perl)"; \
	else cd $(PERL_BINDING) && SUBROSA_LIBRARY=$(abspath $(BUILD)/$(SONAME)) prove -Ilib t && \
	    cd ../.. && SUBROSA_LIBRARY=$(abspath $(BUILD)/$(SONAME)) $(PYTHON) -B bindings/recorded.py \
	        $(PERL) $(abspath $(PERL_BINDING)/t/recorded.pl); fi

install-perl: $(BUILD)/$(SONAME)
	rm -rf $(TARGET)/perl
	cp -r $(PERL_BINDING) $(TARGET)/perl
	cd $(TARGET)/perl && SUBROSA_LIBRARY=$(abspath $(BUILD)/$(SONAME)) $(PERL) Makefile.PL \
	    $(if $(PERL_BASE),INSTALL_BASE=$(PERL_BASE)) > make.log && \
	    $(MAKE) --no-print-directory install DESTDIR=$(DESTDIR) >> make.log || { cat make.log >&2; exit 1; }

# What a binding of one of the languages below talks with: the recorded evening in C++.
$(BUILD)/recorded: tests/cpp/recorded.cpp $(HEADERS) $(HEADERS_CPP) $(BUILD)/$(SONAME)
	$(CXX) -std=c++11 -O1 -g $(C_WARNINGS) -Iinclude $< $(LINK) -o $@

# Two people talk; then a recorded evening is played, with this language on both sides and on one.
# $(1): the interpreter, $(2): its folder and how its files end.
define examples_of
$(PYTHON) -B bindings/make_stubs.py --check
rm -rf $(BUILD)/examples && mkdir -p $(BUILD)/examples
SUBROSA_LIBRARY=$(abspath $(BUILD)/$(SONAME)) $(1) $(word 1,$(2))/talk.$(word 2,$(2)) $(BUILD)/examples \
    > $(BUILD)/examples/told
printf 'bob reads: a rose from alice\nalice reads: a rose from bob\n' | diff - $(BUILD)/examples/told
SUBROSA_LIBRARY=$(abspath $(BUILD)/$(SONAME)) $(PYTHON) -B bindings/recorded.py \
    $(1) $(abspath $(word 1,$(2))/recorded.$(word 2,$(2)))
SUBROSA_LIBRARY=$(abspath $(BUILD)/$(SONAME)) $(PYTHON) -B bindings/recorded.py \
    $(1) $(abspath $(word 1,$(2))/recorded.$(word 2,$(2))) -- $(BUILD)/recorded
endef

LUAJIT ?= luajit
NODE ?= node
.PHONY: test-lua test-node lua-tests node-tests

test-lua: $(BUILD)/$(SONAME)
	@if command -v $(LUAJIT) > /dev/null; then $(MAKE) --no-print-directory lua-tests; \
	else echo "Lua example: NOT RUN, $(LUAJIT) is missing (Debian: apt-get install luajit)"; fi

lua-tests: $(BUILD)/recorded
	$(call examples_of,$(LUAJIT),bindings/lua lua)

test-node: $(BUILD)/$(SONAME)
	@if ! command -v $(NODE) > /dev/null || ! command -v npm > /dev/null; then \
	    echo "Node example: NOT RUN, $(NODE) or npm is missing"; \
	elif ! $(MAKE) --no-print-directory $(TARGET)/node/made; then \
	    echo "Node example: NOT RUN, npm could not install koffi"; \
	else $(MAKE) --no-print-directory node-tests; fi

$(TARGET)/node/made: bindings/node/package.json
	@mkdir -p $(TARGET)/node
	cp $< $(TARGET)/node
	npm install --silent --no-audit --no-fund --prefix $(TARGET)/node
	@touch $@

node-tests: export NODE_PATH = $(abspath $(TARGET)/node/node_modules)
node-tests: $(BUILD)/recorded $(TARGET)/node/made
	$(call examples_of,$(NODE),bindings/node js)
