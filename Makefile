# docent: `make serve` builds the page with the default bundle and serves it (Go alone is needed);
# `make test` installs what it lacks on Debian and Ubuntu, and runs every test. `make help` lists the rest.

GO      ?= go
ADDR    ?= localhost:8080
BUILD   := build
GOROOT  := $(shell $(GO) env GOROOT)
DOCENT  := $(BUILD)/docent
SOURCES := $(shell find . -name '*.go' -not -path './$(BUILD)/*') go.mod go.sum
STATIC  := $(shell find static -type f -not -name docent.wasm -not -name curator.wasm -not -name wasm_exec.js -not -name '*.br' -not -name '*.gz' 2>/dev/null)

.PHONY: help serve test bundle page trainer check unit wasm-test wasm-bench torch-test browser-test race seed-experiment train tools clean
.DELETE_ON_ERROR:

help:
	@echo "make serve            build the page and the default bundle, serve them on $(ADDR) (ADDR=host:port)"
	@echo "make test             install what is missing (Debian, Ubuntu) and run every test"
	@echo "make page             static/docent.wasm and wasm_exec.js, and compressed copies of all of the page"
	@echo "make bundle           the default bundle, of the demo gallery's pictures"
	@echo "make trainer          $(BUILD)/trainer, with libtorch"
	@echo "make train            train the released weights from DATA (default ../shared/data)"
	@echo "make seed-experiment  repeat the experiment that docent grew from"
	@echo "make bench            measure docent beside onnxruntime-web and tfjs in Chromium (ROUNDS=200): $(BUILD)/bench.json, bench.png"
	@echo "make clean            remove what was built"

# ---- the page -------------------------------------------------------------

serve: $(DOCENT) $(BUILD)/default.docent
	$(DOCENT) serve -addr $(ADDR) -bundle $(BUILD)/default.docent -gallery $(BUILD)/gallery

page: static/docent.wasm.br

# Only what computes on pixels and numbers is inlined (math too: conversions of float32 are calls of it): all else is
# small, runs once or waits for the browser: 100 KB of the download (brotli). The last pattern that matches a
# package counts. And Go 1.26 can leave out the garbage collector that is meant for many processors: 11 KB.
# strip takes another 118 KB: line tables of stack traces, and the heads of 60,000 pieces of data.
PAGE_ENV := GOOS=js GOARCH=wasm
PAGE_FLAGS := -trimpath -ldflags='-s -w' -gcflags=all=-l -gcflags=math/...= -gcflags=docent/model/...= -gcflags=docent/model/simd/...=-l
ifneq (,$(findstring go1.26,$(shell $(GO) env GOVERSION)))
PAGE_ENV += GOEXPERIMENT=nogreenteagc
endif

static/docent.wasm: $(SOURCES)
	$(PAGE_ENV) $(GO) build $(PAGE_FLAGS) -o $@ ./wasm
	$(GO) run ./web/strip $@

# The curator's program has all that docent bundle has, and is built for speed: no visitor downloads it.
static/curator.wasm: $(SOURCES)
	$(PAGE_ENV) $(GO) build -tags curator -trimpath -ldflags='-s -w' -o $@ ./curator
	$(GO) run ./web/strip $@

# It must match the toolchain that compiled the page.
static/wasm_exec.js: $(GOROOT)/lib/wasm/wasm_exec.js
	cp $< $@

# Beside each file its copies in brotli and gzip, made anew where the file has changed: fifteen seconds for the program.
static/docent.wasm.br: static/docent.wasm static/curator.wasm static/wasm_exec.js $(STATIC)
	$(GO) run ./web/precompress static
	@touch $@

# The command holds the page inside it.
$(DOCENT): $(SOURCES) $(STATIC) static/docent.wasm.br
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o $@ ./cmd/docent

bundle: $(BUILD)/default.docent

$(BUILD)/gallery/catalog.csv: $(DOCENT)
	$(DOCENT) gallery -o $(BUILD)/gallery
	touch $@

$(BUILD)/default.docent: $(BUILD)/gallery/catalog.csv
	$(DOCENT) bundle -images $(BUILD)/gallery -catalog $< -title "docent demo gallery" -o $@

# ---- tests ----------------------------------------------------------------

test: tools check unit race wasm-test torch-test browser-test

tools:
	sh scripts/tools.sh

check:
	@test -z "$$(gofmt -l $$(find . -name '*.go' -not -path './$(BUILD)/*'))" || { echo "not formatted:"; gofmt -l .; exit 1; }
	$(GO) build ./...
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet -tags curator ./curator/... ./internal/build ./model/bundle ./model/nn

# The browser tests come last, on the built page.
unit:
	$(GO) test $$($(GO) list ./... | grep -v /browsertest)

race:
	$(GO) test -race -short ./model/... ./trainer/... ./wasm/visit ./wasm/phrase

wasm-test:
	GOOS=js GOARCH=wasm $(GO) test -exec $(GOROOT)/lib/wasm/go_js_wasm_exec ./model/...

wasm-bench:
	GOOS=js GOARCH=wasm $(GO) test -run '^$$' -bench . -exec $(GOROOT)/lib/wasm/go_js_wasm_exec ./model/nn

browser-test: page
	DOCENT_REQUIRE_BROWSER=1 $(GO) test -count=1 ./web/browsertest

# ---- libtorch -------------------------------------------------------------
# gotch v0.8.0 is written for libtorch 2.0. With LIBTORCH set, a libtorch 2.0.1 there is used as it is; otherwise
# Debian's libtorch-dev 1.13.1, with trainer/torch/compat.h in front of gotch's C++ file. gotch links CUDA's libraries
# by name, whether they are used or not: empty archives stand in. Both lie in a folder named for compat.h's content,
# outside the tree, because Go's build cache is keyed by these flags: every clone shares one build of gotch (2 minutes).

COMPAT    := trainer/torch/compat.h
TORCH_DIR := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/docent/gotch-$(shell cksum < $(COMPAT) | cut -d' ' -f1)
STUBS     := cuda cudart cublas cudnn caffe2_nvrtc nvrtc-builtins nvrtc nvToolsExt c10_cuda torch_cuda

ifdef LIBTORCH
TORCH_ENV := CGO_CXXFLAGS="-I$(LIBTORCH)/include -I$(LIBTORCH)/include/torch/csrc/api/include -w" \
	CGO_LDFLAGS="-L$(LIBTORCH)/lib -L$(TORCH_DIR) -Wl,-rpath,$(LIBTORCH)/lib"
else
TORCH_ENV := CGO_CXXFLAGS="-include $(TORCH_DIR)/compat.h -I/usr/include/torch/csrc/api/include -w" CGO_LDFLAGS="-L$(TORCH_DIR)"
endif

$(TORCH_DIR)/compat.h: $(COMPAT)
	mkdir -p $(TORCH_DIR)
	for n in $(STUBS); do printf '!<arch>\n' > $(TORCH_DIR)/lib$$n.a; done
	cp $< $@

trainer: $(BUILD)/trainer

$(BUILD)/trainer: $(SOURCES) $(TORCH_DIR)/compat.h
	sh scripts/tools.sh libtorch
	$(TORCH_ENV) $(GO) build -tags torch -o $@ ./trainer

torch-test: $(TORCH_DIR)/compat.h
	$(TORCH_ENV) $(GO) vet -tags torch ./trainer/...
	$(TORCH_ENV) $(GO) test -tags torch ./trainer/...

# ---- training -------------------------------------------------------------

DATA ?= ../shared/data
# passive: libtorch's threads sleep when they wait, so that training does not collapse on a machine that is shared.
TRAIN := OMP_WAIT_POLICY=passive $(BUILD)/trainer

seed-experiment: $(BUILD)/trainer
	$(TRAIN) seed-experiment -data $(DATA) -o $(BUILD)/seed

# The encoder with its background and the activations that every runtime is compared on, then the locator. Each run goes on
# from its checkpoint in $(BUILD) when it is interrupted.
train: $(BUILD)/trainer
	$(TRAIN) train -pictures $(DATA)/train -walls $(DATA)/negatives -settings trainer/released.json -o $(BUILD)/encoder
	$(TRAIN) export -run $(BUILD)/encoder -bits 5 -o model/weights/released.safetensors -activations model/nn/testdata/activations.safetensors \
		-background model/weights/background.safetensors -pictures $(DATA)/train -walls $(DATA)/negatives
	$(TRAIN) locate -pictures $(DATA)/train -walls $(DATA)/negatives -settings trainer/locator.json -o $(BUILD)/locator \
		-weights model/weights/locator.safetensors

clean:
	rm -rf $(BUILD) static/docent.wasm static/curator.wasm static/wasm_exec.js static/*.br static/*.gz static/*/*.br static/*/*.gz

# ---- benchmark ------------------------------------------------------------
# In one page of a real browser; the peers come from npm at the versions of bench/package.json, into $(BUILD)/bench.

ROUNDS ?= 200

.PHONY: bench
bench: page $(BUILD)/default.docent
	sh scripts/tools.sh browser npm
	$(GO) run ./bench -rounds $(ROUNDS) -dir $(BUILD)/bench -bundle $(BUILD)/default.docent -o $(BUILD)/bench.json -chart $(BUILD)/bench.png
