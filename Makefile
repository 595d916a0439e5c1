# make demo   the sample service, asked 200 held-out problems as each tenant; ARGS=--strategies: under every strategy; ARGS=--rollouts: rollouts of 2,000
# make run    the sample service, left serving
# make test   all tests
# make bench  benchmarks; make bench ARGS="--only engine" runs a part
# make control-plane  etcd and Kubernetes' servers for the tests, once (8 minutes where they are built)
# make fmt    formats the source
# make model  trains the arithmetic model anew (about two hours)

CONFIGURATION ?= Release
SAMPLE := config/samples/arithmetic.yaml
REASONOPS := dotnet src/ReasonOps.Cli/bin/$(CONFIGURATION)/net10.0/reasonops.dll
BUILD := .ci/build -c $(CONFIGURATION)
ARTIFACTS := artifacts
BENCH_MODELS := $(ARTIFACTS)/models

.PHONY: demo run test bench fmt model node-modules control-plane sandbox-tools proof-tools ledger-tools clean

demo: node-modules sandbox-tools
	@echo "building reasonops"
	@$(BUILD) src/ReasonOps.Cli
	@mkdir -p $(ARTIFACTS)
	@$(if $(filter --rollouts,$(ARGS)),$(REASONOPS) rollout -f config/samples/local/demo-rollouts.yaml --recheck && \
		echo && $(REASONOPS) rollout -f config/samples/local/demo-search-rollouts.yaml --recheck,\
		$(REASONOPS) evaluate --problems config/models/arithmetic/problems.jsonl --out $(ARTIFACTS)/demo.json \
		$(if $(filter --strategies,$(ARGS)),-f config/samples/strategies.yaml --parallel 8,-f $(SAMPLE) --full-votes research) $(ARGS))

run: node-modules sandbox-tools
	@$(BUILD) src/ReasonOps.Cli
	@$(REASONOPS) up -f $(SAMPLE) || [ $$? -eq 130 ] # Ctrl-C is how it ends

test: node-modules control-plane proof-tools ledger-tools
	@.ci/test

bench: node-modules control-plane proof-tools $(BENCH_MODELS)/25m/model.onnx
	@echo "building the benchmarks"
	@$(BUILD) tests/ReasonOps.Benchmarks
	@dotnet tests/ReasonOps.Benchmarks/bin/$(CONFIGURATION)/net10.0/ReasonOps.Benchmarks.dll $(ARGS)

# Random weights: the benchmarks time the arithmetic, not what it says.
$(BENCH_MODELS)/%/model.onnx: config/models/recipe/export.py
	@/usr/bin/python3 -c 'import onnx' 2>/dev/null || { echo "apt-get install python3-onnx: exports models"; apt-get update -q >/dev/null && apt-get install -y -q python3-onnx >/dev/null; }
	@echo "exporting a random model ($*)"
	@/usr/bin/python3 config/models/recipe/export.py $(BENCH_MODELS)/$* --random $*

fmt:
	@dotnet format ReasonOps.sln --exclude node_modules

model:
	@config/models/recipe/train.sh

control-plane:
	@.ci/control-plane >/dev/null
	@.ci/kube-tools >/dev/null

sandbox-tools:
	@.ci/sandbox-tools

proof-tools:
	@.ci/sandbox-tools test

ledger-tools:
	@.ci/ledger-tools

node-modules: node_modules/.package-lock.json

node_modules/.package-lock.json: package-lock.json
	@echo "npm ci: ONNX Runtime and the OpenAI client"
	@npm ci --no-audit --no-fund --silent
	@touch $@

clean:
	@rm -rf $(ARTIFACTS) src/*/bin src/*/obj tests/*/bin tests/*/obj
