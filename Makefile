# Everything a newcomer or CI needs. Each target does its own set-up; packages that build fastest come first.
PACKAGES := kit schedlab pf

.PHONY: demo demo-pf test lint bench setup $(PACKAGES:%=test-%) $(PACKAGES:%=lint-%)

demo: setup
	@echo "demo: building schedlab (release); the first build takes one to three minutes" >&2
	@swift build --package-path schedlab -c release --product schedlab
	@schedlab/.build/release/schedlab demo --out out/demo

test: $(PACKAGES:%=test-%)

$(PACKAGES:%=test-%): test-%: setup
	@echo "test: building and testing $*" >&2
	@swift test --package-path $*

lint: $(PACKAGES:%=lint-%)

$(PACKAGES:%=lint-%): lint-%: setup
	@Scripts/lint $*

bench: setup
	@swift build --package-path schedlab -c release --product schedlab
	@schedlab/Scripts/bench

setup:
	@schedlab/Scripts/setup

demo-pf: setup
	@echo "demo-pf: building pf (debug); the first build takes two to three minutes" >&2
	@swift build --package-path pf --product pf
	@pf/Scripts/demo
