# Everything a newcomer or CI needs. Each target does its own set-up.
PACKAGE := schedlab

.PHONY: demo test lint bench setup
demo: setup
	@echo "demo: building schedlab (release); the first build takes one to three minutes" >&2
	@swift build --package-path $(PACKAGE) -c release --product schedlab
	@$(PACKAGE)/.build/release/schedlab demo --out out/demo

test: setup
	@echo "test: building and running the tests" >&2
	@swift test --package-path $(PACKAGE)

lint: setup
	@$(PACKAGE)/Scripts/lint

bench: setup
	@swift build --package-path $(PACKAGE) -c release --product schedlab
	@$(PACKAGE)/Scripts/bench

setup:
	@$(PACKAGE)/Scripts/setup
