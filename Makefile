# Everything a newcomer or CI needs. Each target does its own set-up; packages that build fastest come first.
PACKAGES := kit azsweep schedlab

.PHONY: demo demo-azsweep test lint bench setup $(PACKAGES:%=test-%) $(PACKAGES:%=lint-%)

demo: setup
	@echo "demo: building schedlab (release); the first build takes one to three minutes" >&2
	@swift build --package-path schedlab -c release --product schedlab
	@schedlab/.build/release/schedlab demo --out out/demo

test: $(PACKAGES:%=test-%)

$(filter-out test-azsweep,$(PACKAGES:%=test-%)): test-%: setup
	@echo "test: building and testing $*" >&2
	@swift test --package-path $*

# Tests that need more than the package manager have a script of their own.
test-azsweep:
	@echo "test: building and testing azsweep" >&2
	@azsweep/Scripts/test

demo-azsweep:
	@echo "demo: building azsweep" >&2
	@swift build --package-path azsweep --product azsweep >&2
	@azsweep/Scripts/demo azsweep/.build/debug/azsweep

lint: $(PACKAGES:%=lint-%)

$(PACKAGES:%=lint-%): lint-%: setup
	@Scripts/lint $*

bench: setup
	@swift build --package-path schedlab -c release --product schedlab
	@schedlab/Scripts/bench

setup:
	@schedlab/Scripts/setup
