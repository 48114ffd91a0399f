# The plugins of examples/plugins/, and the tests in real messengers.

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

# A Python with what the bots need.
$(BUILD)/e2e-python/made: tests/e2e/requirements.txt
	rm -rf $(BUILD)/e2e-python
	$(PYTHON) -m venv $(BUILD)/e2e-python
	$(BUILD)/e2e-python/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Profanity has its header alone, too.
.PHONY: plugin-profanity install-profanity
PROFANITY = -std=gnu99 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror $$(pkg-config --cflags glib-2.0) -shared -fPIC

plugin-profanity: $(BUILD)/profanity/subrosa.so

# With the library inside: one file, to be copied. What it takes of GLib, Profanity has.
$(BUILD)/profanity/subrosa.so: examples/plugins/profanity/subrosa-profanity.c $(HEADERS) $(BUILD)/libsubrosa.a
	@echo '#include <profapi.h>' | $(CC) -E -x c - > /dev/null || \
	    { echo "the header of Profanity is missing: apt-get install profanity libglib2.0-dev" >&2; exit 1; }
	@mkdir -p $(BUILD)/profanity
	$(CC) $(PROFANITY) -fvisibility=hidden -Iinclude $< $(BUILD)/libsubrosa.a $(STATIC_LIBS) -Wl,--exclude-libs,ALL -o $@

PROFANITY_PLUGINS = $(or $(XDG_DATA_HOME),$(HOME)/.local/share)/profanity/plugins

install-profanity: plugin-profanity
	install -d $(PROFANITY_PLUGINS)
	install -m 644 $(BUILD)/profanity/subrosa.so $(PROFANITY_PLUGINS)/subrosa.so

$(BUILD)/profanity/driver.so: tests/e2e/profanity_driver.c
	@mkdir -p $(BUILD)/profanity
	$(CC) $(PROFANITY) $< -o $@

# apt-get install profanity libglib2.0-dev libpurple-dev prosody
.PHONY: e2e-profanity
e2e-profanity: plugin-profanity plugin-purple $(BUILD)/e2e-client $(BUILD)/profanity/driver.so
	@$(PYTHON) -B tests/e2e/profanity.py $(BUILD)

e2e:
	@sh tests/e2e/run.sh $(BUILD)

# irssi needs the script, the binding and the library, each as a file.
.PHONY: install-irssi e2e-irssi
IRSSI_HOME = $(HOME)/.irssi

install-irssi: $(BUILD)/$(SONAME)
	install -d $(IRSSI_HOME)/scripts/autorun $(IRSSI_HOME)/subrosa/Subrosa/Messenger
	install -m 644 examples/plugins/irssi/subrosa.pl $(IRSSI_HOME)/scripts/subrosa.pl
	ln -sf ../subrosa.pl $(IRSSI_HOME)/scripts/autorun/subrosa.pl
	install -m 644 bindings/perl/lib/Subrosa/*.pm $(IRSSI_HOME)/subrosa/Subrosa
	install -m 644 bindings/perl/lib/Subrosa/Messenger/*.pm $(IRSSI_HOME)/subrosa/Subrosa/Messenger
	install -m 755 $(BUILD)/$(SONAME) $(IRSSI_HOME)/subrosa/Subrosa/Messenger/libsubrosa.so
	@$(PERL) -MFFI::Platypus=1.24 -e 1 || { echo "FFI::Platypus is missing: apt-get install libffi-platypus-perl" >&2; exit 1; }

# A part of e2e: apt-get install irssi libffi-platypus-perl weechat-headless weechat-dev ngircd
e2e-irssi: plugin-weechat $(BUILD)/weechat/driver.so $(BUILD)/$(SONAME)
	@$(PYTHON) -B tests/e2e/irssi.py $(BUILD)

# docs/images anew, from real windows on a virtual screen. What it needs it says.
.PHONY: screens
screens: plugin-purple plugin-weechat
	@$(PYTHON) -B tests/e2e/screens.py $(abspath $(BUILD)) docs/images
