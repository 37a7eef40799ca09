# Everything a newcomer or CI needs. Each target does its own set-up; packages that build fastest come first.
PACKAGES := kit azsweep heartbeat schedlab

.PHONY: demo demo-azsweep demo-heartbeat test lint bench setup $(PACKAGES:%=test-%) $(PACKAGES:%=lint-%)

demo: setup
	@echo "demo: building schedlab (release); the first build takes one to three minutes" >&2
	@swift build --package-path schedlab -c release --product schedlab
	@schedlab/.build/release/schedlab demo --out out/demo

test: $(PACKAGES:%=test-%)

$(filter-out test-azsweep test-heartbeat,$(PACKAGES:%=test-%)): test-%: setup
	@echo "test: building and testing $*" >&2
	@swift test --package-path $*

# Tests that need more than the package manager have a script of their own.
test-azsweep test-heartbeat: test-%:
	@echo "test: building and testing $*" >&2
	@$*/Scripts/test

demo-azsweep demo-heartbeat: demo-%:
	@echo "demo: building $*" >&2
	@swift build --package-path $* --product $* >&2
	@$*/Scripts/demo $*/.build/debug/$*

lint: $(PACKAGES:%=lint-%)

$(PACKAGES:%=lint-%): lint-%: setup
	@Scripts/lint $*

bench: setup
	@swift build --package-path schedlab -c release --product schedlab
	@schedlab/Scripts/bench

setup:
	@schedlab/Scripts/setup
