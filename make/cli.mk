# The program `subrosa`, a package of its own in cli/.

CLI_TARGET = $(abspath $(or $(CARGO_TARGET_DIR),cli/target))
CLI_CARGO = CARGO_TARGET_DIR=$(CLI_TARGET) $(CARGO)

.PHONY: cli test-cli lint-cli

cli:
	$(CLI_CARGO) build --release --locked --manifest-path cli/Cargo.toml
	@echo $(CLI_TARGET)/release/subrosa

# As a process, with every example of its pages.
test-cli:
	$(CLI_CARGO) test --locked --manifest-path cli/Cargo.toml
	@if command -v mutt > /dev/null; then \
	    $(CLI_CARGO) test --locked --quiet --manifest-path cli/Cargo.toml mutt -- --ignored; \
	else echo "mutt: its recipe is NOT TESTED, it is not installed"; fi

lint-cli:
	$(CARGO) fmt --check --manifest-path cli/Cargo.toml
	$(CLI_CARGO) clippy --locked --all-targets --manifest-path cli/Cargo.toml -- -D warnings
