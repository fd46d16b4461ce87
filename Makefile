# One line each; `make` alone prints them.
.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench golden ci
capmatch = .build/release/capmatch

help: ## print this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

demo: ## build, match Fixtures/sichuan, verify the result, say where it lies
	@.ci/prepare
	swift build -c release --product capmatch
	@mkdir -p out
	$(capmatch) match Fixtures/sichuan -o out/sichuan --force
	$(capmatch) verify Fixtures/sichuan out/sichuan
	@echo "The results lie in out/sichuan: bookings.csv, unmatched.csv, summary.json."

test: ## run all tests, optimised since whole matches run (under 5 minutes)
	@.ci/prepare
	swift test -c release -Xswiftc -enable-testing --scratch-path .build-test

lint: ## check the layout of every source file
	swift format lint --strict -r Package.swift Sources Tests Benchmarks

format: ## lay out every source file
	swift format -i -r Package.swift Sources Tests Benchmarks

bench: ## time generate, read, match and write
	swift run -c release capmatch-bench

golden: ## rewrite the expected messages of Fixtures/bad and the columns in Docs/dataset.md
	CAPMATCH_GOLDEN=1 swift test --filter CapacityDataTests

ci: ## what CI runs
	.ci/run
