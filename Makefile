# Everything a newcomer or CI needs. Each target does its own set-up; packages that build fastest come first.
PACKAGES := kit azsweep heartbeat pf schedlab

.PHONY: demo demo-azsweep demo-heartbeat demo-pf test test-page test-page-pf test-python test-slurm test-workbench wheel dist lint lint-workbench bench bench-pf setup setup-heartbeat setup-pf $(PACKAGES:%=test-%) $(PACKAGES:%=lint-%)

demo: setup
	@echo "demo: building schedlab (release); the first build takes three to five minutes" >&2
	@swift build --package-path schedlab -c release --product schedlab
	@schedlab/.build/release/schedlab demo --out out/demo

test: $(PACKAGES:%=test-%) test-page-pf

$(filter-out test-azsweep test-heartbeat test-pf,$(PACKAGES:%=test-%)): test-%: setup
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

test-pf: setup-pf
	@echo "test: building and testing pf" >&2
	@swift test --package-path pf

# Not part of "make test" yet: the explorer and the sweeps through Slurm are not complete. The first is
# the server of the explorer: a package inside schedlab, which the demo does not build. It shares schedlab's build
# folder, where most of it lies already.
WORKBENCH := --package-path schedlab/workbench --scratch-path schedlab/.build

test-workbench: setup
	@echo "test: building and testing schedlab/workbench" >&2
	@swift test $(WORKBENCH)

# The Python package against the debug build; left out, loudly, where Python is missing.
test-python: setup
	@swift build --package-path schedlab --product schedlab >&2
	@schedlab/Scripts/test-python

wheel: setup
	@schedlab/Scripts/wheel
	@schedlab/Scripts/wheel-test

dist: setup
	@schedlab/Scripts/dist
	@schedlab/Scripts/dist-test

# The browser's part of pf's tests; left out, loudly, where there is no browser.
test-page-pf: setup-pf
	@swift build --package-path pf --product pf >&2
	@swift build --package-path pf --product pf-fake-ynab >&2
	@pf/Scripts/test-page

# A real Slurm on this machine; left out, loudly, where it cannot be installed. The tests have built the program.
test-slurm: test-schedlab
	@schedlab/Scripts/slurm-test schedlab/.build/debug/schedlab

# Drives a browser, on files and on the server; left out, loudly, where there is none.
test-page: setup
	@swift build $(WORKBENCH) --product schedlab-workbench >&2
	@swift build --package-path schedlab --product schedlab >&2
	@SCHEDLAB=$(CURDIR)/schedlab/.build/debug/schedlab WORKBENCH=$(CURDIR)/schedlab/.build/debug/schedlab-workbench \
		schedlab/Scripts/test-page

# Debug: the release build of its libraries takes three times as long as all the demo does.
demo-pf: setup-pf
	@echo "demo: building pf" >&2
	@swift build --package-path pf --product pf >&2
	@swift build --package-path pf --product pf-fake-ynab >&2
	@pf/Scripts/demo pf/.build/debug/pf pf/.build/debug/pf-fake-ynab

lint: $(PACKAGES:%=lint-%)

$(PACKAGES:%=lint-%): lint-%: setup
	@Scripts/lint $*

lint-workbench: setup
	@Scripts/lint schedlab/workbench

lint-pf: setup-pf
lint-heartbeat test-heartbeat demo-heartbeat: setup-heartbeat

bench: setup
	@swift build --package-path schedlab -c release --product schedlab
	@schedlab/Scripts/bench

bench-pf: setup-pf
	@swift build --package-path pf -c release --product pf >&2
	@swift build --package-path pf -c release --product pf-fake-ynab >&2
	@swift build --package-path pf -c release --product pf-bench >&2
	@pf/Scripts/bench pf/.build/release/pf pf/.build/release/pf-fake-ynab pf/.build/release/pf-bench

setup:
	@schedlab/Scripts/setup

setup-heartbeat setup-pf: setup-%:
	@$*/Scripts/setup
