# One line each; `make` alone prints them.
.DEFAULT_GOAL := help
.PHONY: help demo test browser torture screenshots lint format bench limits peers cpsat profile figures golden ci
capmatch = .build/release/capmatch
bench = .build/release/capmatch-bench
# The dataset of `make peers` and `make profile`: make profile SCENARIO=city-stages
SCENARIO = city

help: ## print this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

demo: ## build, match Fixtures/sichuan, verify the result, write its report, say where they lie
	@.ci/prepare
	swift build -c release --product capmatch
	@mkdir -p out
	$(capmatch) match Fixtures/sichuan -o out/sichuan --force --report out/sichuan.html
	$(capmatch) verify Fixtures/sichuan out/sichuan
	@echo "Why one of the orders was left over, and what would let it in:"
	$(capmatch) explain Fixtures/sichuan out/sichuan $$(grep -m1 'no_capacity.*,deadline +' out/sichuan/unmatched.csv | cut -d, -f1)
	@echo "The results lie in out/sichuan: bookings.csv, unmatched.csv, capacity_gaps.csv, summary.json."
	@echo "Open out/sichuan.html in a browser (xdg-open out/sichuan.html): where capacity is missing stands at the top,"
	@echo "why an order was not served in the section 'Why not' (找“为什么没接单”), where its id can be searched."

test: ## run all tests, optimised since whole matches run (under 5 minutes)
	@.ci/prepare
	swift test -c release -Xswiftc -enable-testing --scratch-path .build-test

browser: ## open reports in a headless Chromium; pictures go to out/screenshots
	@.ci/prepare-browser
	swift build -c release --product capmatch
	python3 Tests/browser/report_test.py

torture: ## tests that take minutes: 1,000 random proofs verified, the report of 100,000 orders in a browser
	@.ci/prepare
	CAPMATCH_TORTURE=1 swift test -c release -Xswiftc -enable-testing --scratch-path .build-test --filter "Proving, then verifying"
	@.ci/prepare-browser
	swift build -c release --product capmatch
	python3 Tests/browser/large_test.py

screenshots: ## take the README's pictures of a report again
	@.ci/prepare-browser
	swift build -c release --product capmatch
	@mkdir -p out
	$(capmatch) match Fixtures/sichuan -o out/sichuan --force --report out/sichuan.html --language en
	python3 Tests/browser/figures.py out/sichuan.html Docs/figures

lint: ## check the layout of every source file
	swift format lint --strict -r Package.swift Sources Tests Benchmarks

format: ## lay out every source file
	swift format -i -r Package.swift Sources Tests Benchmarks

bench: ## time read, compile, match and write (ARGS='--scenario nation'; ARGS=--help)
	swift build -c release --product capmatch-bench
	$(bench) $(ARGS)

limits: ## fail if a match does more work for an order than Benchmarks/limits.json allows
	swift build -c release --product capmatch-bench
	$(bench) --check Benchmarks/limits.json

peers: .venv/installed ## time DuckDB reading and writing the files of SCENARIO, beside capmatch
	swift build -c release --product capmatch-bench
	swift build -c release --product capmatch
	.venv/bin/python Benchmarks/peers/duckdb_io.py $$($(bench) --generate --scenario $(SCENARIO) --folder out/bench) $(ARGS)

cpsat: .venv/installed ## compare surpluses with OR-Tools CP-SAT (ARGS='DATASET --plain FOLDER'; ARGS=--help)
	swift build -c release --product capmatch
	.venv/bin/python Benchmarks/peers/cpsat.py $(ARGS)

.venv/installed: Benchmarks/peers/requirements.txt
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/peers/requirements.txt
	@touch $@

profile: ## show where a match of SCENARIO (city) spends its time
	Benchmarks/profile.sh $(SCENARIO)

figures: ## measure every size again (minutes): JSON and tables into out/, plots into Docs/figures
	swift build -c release --product capmatch-bench
	@mkdir -p out
	$(bench) --growth --folder out/bench --format json > out/growth.json
	$(bench) --scenario city-stages,city-few,city-many,city-skewed,city-loose,province-stages --ablation --folder out/bench --format json > out/variants.json
	$(bench) --show out/growth.json --svg Docs/figures --format markdown > out/growth.md
	$(bench) --show out/variants.json --format markdown > out/variants.md

golden: ## rewrite the expected messages of Fixtures/bad and the columns in Docs/dataset.md
	CAPMATCH_GOLDEN=1 swift test --filter CapacityDataTests

ci: ## what CI runs
	.ci/run
