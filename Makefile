# The two commands a newcomer needs are `make demo` and `make test`. Both work from a clean clone on a bare
# Debian 12 (or Ubuntu) with Rust and Node; what else they need they install, and say so first.

# One target folder may serve several clones: export CARGO_TARGET_DIR.
export CARGO_TARGET_DIR ?= $(CURDIR)/target
BIN := $(CARGO_TARGET_DIR)/debug

.PHONY: demo test build dev bench package package-test pictures bless clean

demo: build ## try everything against a bridge on this machine, in a sandbox home
	@$(BIN)/bridgekeeper-demo

test: .machine ## everything: format, lints, types, units, laws, crash loops, real keychain, tools and window
	@.ci/suites

build: .machine ui/dist ## the debug binaries, with the UI embedded
	cargo build --workspace

dev: ui/node_modules ## the UI alone, in a browser, against its fake
	cd ui && npm run dev

bench: .machine ui/dist ## figures beside what they aim at; PARTS="window" for some of them
	@.ci/release
	cargo build --workspace --bin bridgekeeper --bin bridgekeeper-bench
	@$(BIN)/bridgekeeper-bench $(PARTS)

package: .machine ui/dist ## .deb and .rpm
	@.ci/package

package-test: package ## installs the .deb in a clean root and opens the window there; minutes, and the network
	@.ci/machine mmdebstrap bubblewrap rpm
	@.ci/package-test

bless: ui/dist ## writes generated files anew: TypeScript bindings and golden files
	BRIDGEKEEPER_BLESS=1 cargo test -p bridgekeeper-app --test bindings
	BRIDGEKEEPER_BLESS=1 cargo test -p bridgekeeper-tests --test laws goldens
	BRIDGEKEEPER_BLESS=1 cargo test -p bridgekeeper-tests --test report goldens

pictures: ui/node_modules ## the pictures of README and docs: the window's own out of the last run of its test, the rest from the fake
	@for name in $(foreach name,key connect first-tools configured leak-dead,$(name)-light $(name)-dark); do \
	  convert target/screens/$$name.png -strip +dither -colors 96 PNG8:ui/pictures/$$name.png || exit; done
	cd ui && npm run -s pictures

clean:
	rm -rf target ui/dist ui/node_modules tests/real/node_modules

.PHONY: .machine
.machine:
	@.ci/machine

ui/node_modules: ui/package-lock.json
	cd ui && npm ci --no-fund --no-audit
	@touch $@

UI_SOURCES := ui/index.html ui/vite.config.ts $(shell find ui/src -type f)
ui/dist: ui/node_modules $(UI_SOURCES)
	cd ui && NODE_ENV=production npm run build
	@touch $@
