# What is checked of the package as a whole: the oldest Rust, each feature by itself, what it depends on.

RUST_VERSION := $(shell sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

.PHONY: msrv features deny

# rust-version is what the dependencies need, no more. clippy (incompatible_msrv) sees what of the standard
# library is younger; where that toolchain is installed, or can be, the library is compiled with it.
msrv:
	@$(PYTHON) make/msrv.py $(RUST_VERSION)
	@if rustup run $(RUST_VERSION) rustc --version > /dev/null 2>&1 \
	    || timeout 120 rustup toolchain install $(RUST_VERSION) --profile minimal > /dev/null 2>&1; then \
	    $(CARGO) +$(RUST_VERSION) check --locked --lib; \
	else echo "Rust $(RUST_VERSION): NOT COMPILED with it, it is not installed and could not be fetched"; fi

# Needs cargo-hack: cargo install cargo-hack --locked
features:
	$(CARGO) hack check --locked --lib --each-feature

# Needs cargo-deny: cargo install cargo-deny --locked. The advisories come from the network.
deny:
	$(CARGO) deny --locked check bans licenses sources
	@if $(CARGO) deny --locked fetch db 2> /dev/null; then $(CARGO) deny --locked check --disable-fetch advisories; \
	else echo "advisories: NOT CHECKED, their database could not be fetched"; fi
