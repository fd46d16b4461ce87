#!/usr/bin/env bash
# Shows where a match spends its time: the functions with the largest share, by samples where perf
# works, else by the instructions that valgrind's callgrind counts.
#
# usage: Benchmarks/profile.sh [SCENARIO]    (city; see capmatch-bench --list)
# PROFILER=callgrind takes valgrind although perf works: slower, and the same counts every time.
set -euo pipefail
cd "$(dirname "$0")/.."
scenario="${1:-city}"
swift build -c release --product capmatch-bench
swift build -c release --product capmatch
mkdir -p out/profile
dataset="$(.build/release/capmatch-bench --generate --scenario "$scenario" --folder out/bench)"
run=(.build/release/capmatch match "$dataset" -o out/profile/result --effort 0 --threads 1 --force --quiet)

# perf may be there and forbidden, in a container for instance.
works_with_perf() {
  command -v perf >/dev/null \
    && perf record -q -o out/profile/perf.data -e cpu-clock true 2>/dev/null
}

report() {
  perf report -i out/profile/perf.data --stdio --no-children --sort dso,symbol "$@" 2>/dev/null \
    | swift demangle --simplified
}

profiler="${PROFILER:-perf}"
if [ "$profiler" = perf ] && works_with_perf
then
  perf record -q -o out/profile/perf.data -e cpu-clock -F 1997 --call-graph fp -- "${run[@]}"
  report -g none | grep -v '^#' | grep . >out/profile/functions.txt
  report -g graph,0.5,callee --percent-limit 1 --max-stack 16 >out/profile/callers.txt
  echo "share of samples, by function ($scenario, one thread):"
  head -40 out/profile/functions.txt | sed -E 's/ +$//' | cut -c 1-160
  echo "all of them: out/profile/functions.txt; who calls each: out/profile/callers.txt"
elif command -v valgrind >/dev/null
then
  # Valgrind 3.19 crashes on Swift's shared libraries and on Swift's debug information: a program
  # that has neither, with its symbols kept.
  swift build -c release --static-swift-stdlib --scratch-path .build-profile --product capmatch
  cp .build-profile/release/capmatch out/profile/capmatch
  strip -g out/profile/capmatch
  valgrind --quiet --tool=callgrind --callgrind-out-file=out/profile/callgrind.out \
    out/profile/capmatch "${run[@]:1}"
  callgrind_annotate --auto=no out/profile/callgrind.out \
    | swift demangle --simplified >out/profile/functions.txt
  echo "share of instructions, by function ($scenario, one thread):"
  grep -m 40 -E '^ *[0-9,]+ \(' out/profile/functions.txt | cut -c 1-160
  echo "all of them: out/profile/functions.txt"
else
  echo "neither perf nor valgrind is here: install one (linux-perf or valgrind)" >&2
  exit 1
fi
