#!/usr/bin/env python3
"""Times capmatch's whole match beside DuckDB merely reading and writing the same files.

DuckDB reads every file of a dataset with the types that capmatch gives its columns, and writes the
bookings of capmatch's result; nothing is decided. capmatch runs as a process of its own:
read, match at effort 0, write. Both take turns, so that whatever else the machine does hits both.

usage: duckdb_io.py DATASET [--capmatch PATH] [--threads N] [--rounds N] [--json]
"""

import argparse
import csv
import importlib.metadata
import json
import multiprocessing
import os
import queue
import resource
import shutil
import statistics
import sys
import tempfile
import time

TEXT = "VARCHAR"
MONEY = "DECIMAL(18,2)"
MILLI = "DECIMAL(18,3)"
MICRO = "DECIMAL(18,6)"
COUNT = "INTEGER"

# Times are set by what the file holds: with an offset TIMESTAMPTZ, without one TIMESTAMP.
TIME = "TIME"
# Weekly hours and date-times share a column of calendars.csv, so that it is text for DuckDB.
MIXED_TIME = TEXT

STAGE = {
    "process": TEXT, "quantity": "DECIMAL(18,2)", "unit": TEXT, "material": TEXT,
    "tolerance_it": COUNT, "length_mm": MILLI, "width_mm": MILLI, "height_mm": MILLI,
}
BOOKINGS = {
    "booking_id": TEXT, "order_id": TEXT, "stage": COUNT, "part": COUNT, "machine_id": TEXT,
    "machine_unit": COUNT, "factory_id": TEXT, "process": TEXT, "pricing": TEXT,
    "quantity": "DECIMAL(18,2)", "start": TIME, "end": TIME, "working_time_s": "BIGINT",
    "charge": MONEY, "freight": MONEY,
}
FILES = {
    "clusters.csv": {
        "cluster_id": TEXT, "name": TEXT, "latitude": MICRO, "longitude": MICRO,
        "region_code": TEXT,
    },
    "factories.csv": {
        "factory_id": TEXT, "name": TEXT, "cluster_id": TEXT, "certifications": TEXT,
        "industry_code": TEXT,
    },
    "calendars.csv": {
        "calendar_id": TEXT, "kind": TEXT, "days": TEXT, "from": MIXED_TIME, "to": MIXED_TIME,
    },
    "machines.csv": {
        "machine_id": TEXT, "factory_id": TEXT, "equipment_class": TEXT, "calendar_id": TEXT,
        "units": COUNT, "length_mm": MILLI, "width_mm": MILLI, "height_mm": MILLI,
        "tolerance_it": COUNT,
    },
    "processes.csv": {
        "process": TEXT, "name": TEXT, "stage_kind": TEXT, "resumable": "BOOLEAN",
        "ships": "BOOLEAN",
    },
    "offers.csv": {
        "machine_id": TEXT, "process": TEXT, "pricing": TEXT, "cycle_time_s": MILLI,
        "setup_time_s": COUNT, "hourly_rate": MONEY, "piece_price": TEXT, "value_share": MONEY,
        "setup_fee": MONEY, "minimum_charge": MONEY, "billing_increment_min": COUNT,
        "materials": TEXT, "min_quantity": MONEY, "max_quantity": MONEY,
    },
    "orders.csv": {
        "order_id": TEXT, "customer": TEXT, "cluster_id": TEXT, "release": TIME,
        "deadline": TIME, "budget": MONEY, "declared_value": MONEY, "priority": COUNT,
        "pricing_modes": TEXT, "max_parts": COUNT, "certifications": TEXT, "weight_kg": MILLI,
        **STAGE,
    },
    "stages.csv": {"order_id": TEXT, "stage": COUNT, **STAGE},
    "freight.csv": {
        "from_cluster": TEXT, "to_cluster": TEXT, "cost_per_shipment": MONEY,
        "cost_per_kg": MICRO, "transit_hours": MICRO,
    },
    "bookings.csv": BOOKINGS,
}


def columns_of(path, types):
    """The columns of a file in its own order, typed; a column that is not described is text."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        first = next(rows, [""] * len(header))
    columns = {}
    for name, cell in zip(header, first):
        kind = types.get(name, TEXT)
        if kind == TIME:
            clock = cell.partition("T")[2]
            has_offset = clock.endswith("Z") or "+" in clock or "-" in clock
            kind = "TIMESTAMPTZ" if has_offset else "TIMESTAMP"
        columns[name] = kind
    return columns


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def reading(path, types):
    """A query that reads a file with the types given, and guesses nothing."""
    pairs = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in types.items())
    return (
        f"SELECT * FROM read_csv({quoted(path)}, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', auto_detect = false, columns = {{{pairs}}})"
    )


def connect(threads):
    # Imported here, in the process that is timed: a process that starts another one passes its own
    # size on as the least peak that the other can show, so the one that starts both stays small.
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": threads})
    # The zone that generated datasets are in.
    connection.execute("SET TimeZone = 'Asia/Shanghai'")
    return connection


def load_bookings(connection, result):
    path = os.path.join(result, "bookings.csv")
    connection.execute(
        f"CREATE TABLE result_bookings AS {reading(path, columns_of(path, BOOKINGS))}")


def duckdb_round(dataset, result, threads, target, answers):
    """One round in a process of its own, so that its peak of memory is its own too.

    The result's bookings are there before the clock starts; starting Python and DuckDB is not
    counted either.
    """
    plans = []
    for name, types in FILES.items():
        path = os.path.join(dataset, name)
        if os.path.exists(path):
            plans.append((name[:-4], reading(path, columns_of(path, types))))
    connection = connect(threads)
    load_bookings(connection, result)
    start = time.perf_counter_ns()
    for table, query in plans:
        connection.execute(f'CREATE TABLE "{table}" AS {query}')
    read = time.perf_counter_ns()
    connection.execute(
        f"COPY result_bookings TO {quoted(target)} "
        "(FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S+08:00')")
    done = time.perf_counter_ns()
    rows = sum(
        connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table, _ in plans)
    answers.put({
        "read_ns": read - start, "write_ns": done - read, "whole_ns": done - start,
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "rows": rows,
    })


def time_duckdb(dataset, result, threads, target):
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    child = context.Process(
        target=duckdb_round, args=(dataset, result, threads, target, answers))
    child.start()
    while True:
        try:
            answer = answers.get(timeout=0.2)
            break
        except queue.Empty:
            if not child.is_alive() and answers.empty():
                sys.exit("duckdb_io.py: DuckDB failed; see above")
    child.join()
    return answer


def time_capmatch(capmatch, dataset, result, threads):
    arguments = [
        capmatch, "match", dataset, "-o", result, "--effort", "0", "--threads", str(threads),
        "--force", "--quiet",
    ]
    start = time.perf_counter_ns()
    child = os.posix_spawn(capmatch, arguments, os.environ)
    _, status, usage = os.wait4(child, 0)
    took = time.perf_counter_ns() - start
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        sys.exit(f"duckdb_io.py: capmatch match ended with {code}; see above")
    return {"whole_ns": took, "peak_memory_bytes": usage.ru_maxrss * 1024}


def summary(rounds):
    """Medians, with half of the distance between the extremes as their spread."""
    figures = {}
    for key in rounds[0]:
        values = [one[key] for one in rounds]
        if key.endswith("_ns"):
            figures[key[:-3] + "_median_ns"] = round(statistics.median(values))
            figures[key[:-3] + "_spread_ns"] = (max(values) - min(values)) // 2
        else:
            figures[key] = max(values)
    return figures


def parse_arguments():
    parser = argparse.ArgumentParser(
        description="Time capmatch's match beside DuckDB reading and writing the same files.")
    parser.add_argument("dataset", help="a folder of CSV files")
    parser.add_argument("--capmatch", default=".build/release/capmatch", help="the program")
    parser.add_argument("--threads", type=int, default=2, help="threads of both (2)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of both (5)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if options.threads < 1 or options.rounds < 1:
        parser.error("--threads and --rounds are 1 or more")
    if not os.path.isfile(os.path.join(options.dataset, "orders.csv")):
        parser.error(f"{options.dataset} is no dataset: it has no orders.csv")
    if not os.access(options.capmatch, os.X_OK):
        parser.error(f"there is no program {options.capmatch}; build it or pass --capmatch")
    return options


def main():
    options = parse_arguments()
    folder = tempfile.mkdtemp(prefix="capmatch-peers-")
    try:
        result = os.path.join(folder, "result")
        target = os.path.join(folder, "copy.csv")
        # Neither is timed in its first run: both find the files in the system's cache afterwards.
        time_capmatch(options.capmatch, options.dataset, result, options.threads)
        time_duckdb(options.dataset, result, options.threads, target)
        peer, own = [], []
        for _ in range(options.rounds):
            peer.append(time_duckdb(options.dataset, result, options.threads, target))
            own.append(time_capmatch(options.capmatch, options.dataset, result, options.threads))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report = {
        "duckdb_version": importlib.metadata.version("duckdb"), "threads": options.threads,
        "rounds": options.rounds, "duckdb": summary(peer), "capmatch": summary(own),
    }
    whole = {name: report[name]["whole_median_ns"] for name in ("duckdb", "capmatch")}
    report["capmatch_over_duckdb_ratio"] = round(whole["capmatch"] / whole["duckdb"], 3)
    if options.json:
        print(json.dumps(report, indent=2, sort_keys=True))
        return
    print(f"{options.threads} threads, {options.rounds} rounds, medians +- half the range")
    for name, what in (("duckdb", "read and write"), ("capmatch", "read, match and write")):
        figures = report[name]
        print(
            f"{name:9} {what:22} {figures['whole_median_ns'] / 1e9:9.3f} s "
            f"+-{figures['whole_spread_ns'] / 1e9:.3f}, "
            f"peak {figures['peak_memory_bytes'] / 1e6:,.0f} MB")
    print(f"capmatch / DuckDB: {report['capmatch_over_duckdb_ratio']:.2f}")


if __name__ == "__main__":
    main()
