#!/usr/bin/env python3
"""Compares the surplus that capmatch finds on a dataset with what OR-Tools CP-SAT finds.

CP-SAT gets the whole problem at once: an optional interval for every order on every offer that may
take it, at most one of them present, machines that are never taken twice, and the sum of
priority x (budget - charge - freight) to be made as large as possible. Both solve the same folder.
Every booking of capmatch is looked up in the model, so that the two cannot mean different charges.

Orders have one stage and max_parts 1. Calendars and promised bookings are kept: time on a machine
is counted in its open seconds, so that a booking that runs on over closed time is one interval.
--whole copies a dataset with max_parts 1; --plain also leaves out calendars, promised bookings and
the certifications that orders ask for. The copy is what both then solve.

usage: cpsat.py DATASET [--plain FOLDER | --whole FOLDER] [--seconds N] [--workers N]
                [--capmatch PATH] [--capmatch-seconds N] [--format text|markdown]
"""

import argparse
import bisect
import collections
import csv
import datetime
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from fractions import Fraction

EARTH_RADIUS_KM = 6371.0088
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAY = 86400
NO_SHIPPING = {"design", "data", "engineering"}

# An order on an offer: what it is worth, takes and costs. Times are seconds of the horizon.
Candidate = collections.namedtuple(
    "Candidate", "order machine surplus need charge freight earliest latest resumable")
# One way to place a candidate: on one of the units that a lane stands for, starting in its domain.
Way = collections.namedtuple("Way", "candidate lane domain")


def fail(message):
    sys.exit(f"cpsat.py: {message}")


# ---- Reading


def read_rows(folder, name):
    """The rows of a file as dictionaries without blanks; none if the file is missing."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [
            {key.strip(): (cell or "").strip() for key, cell in row.items() if key is not None}
            for row in csv.DictReader(file)
        ]


def check_stages(folder):
    if read_rows(folder, "stages.csv"):
        fail("some orders have stages in stages.csv; this model has one stage an order")


def items(text):
    return [item.strip() for item in text.split(";")] if text else []


def half_up(number):
    """A number of at least 0, rounded."""
    return math.floor(number + Fraction(1, 2))


def fen(text):
    return int(Fraction(text or "0") * 100)


def parse_moment(text, zone):
    midnight = "T24:00" in text
    moment = datetime.datetime.fromisoformat(text.replace("T24:00", "T00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment + datetime.timedelta(days=1) if midnight else moment


def parse_zone(text):
    if text == "Z":
        return datetime.timezone.utc
    hours, minutes = text[1:].split(":")
    offset = datetime.timedelta(hours=int(hours), minutes=int(minutes))
    return datetime.timezone(-offset if text[0] == "-" else offset)


def parse_days(text):
    """The days of the week of a weekly row; a range may run past Sunday."""
    days = set()
    for item in items(text or "Mon-Sun"):
        first, _, last = item.partition("-")
        first, last = DAYS.index(first), DAYS.index(last or first)
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return days


def parse_clock(text):
    parts = [int(part) for part in text.split(":")]
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) == 3 else 0)


# ---- Open time


def union(spans):
    """The spans sorted, those that touch as one."""
    result = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def without(spans, holes):
    """What is left of sorted spans without sorted holes."""
    result = []
    for start, end in spans:
        for low, high in holes:
            if high <= start or low >= end:
                continue
            if low > start:
                result.append((start, low))
            start = max(start, high)
        if start < end:
            result.append((start, end))
    return result


class OpenTime:
    """The open spans of a calendar, and how many open seconds lie before a moment."""

    def __init__(self, spans):
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.before = [0]
        for start, end in spans:
            self.before.append(self.before[-1] + end - start)

    def work_before(self, moment):
        index = bisect.bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        return self.before[index] + min(moment, self.ends[index]) - self.starts[index]


class Dataset:
    def __init__(self, folder):
        self.folder = folder
        self.orders = read_rows(folder, "orders.csv")
        self.check_orders()
        self.read_settings()
        self.clusters = {
            row["cluster_id"]: (float(row["latitude"]), float(row["longitude"]))
            for row in read_rows(folder, "clusters.csv")
        }
        self.lanes_of_freight = {
            (row["from_cluster"], row["to_cluster"]): row
            for row in read_rows(folder, "freight.csv")
        }
        self.processes = {row["process"]: row for row in read_rows(folder, "processes.csv")}
        self.factories = {row["factory_id"]: row for row in read_rows(folder, "factories.csv")}
        self.machines = {row["machine_id"]: row for row in read_rows(folder, "machines.csv")}
        self.offers = collections.defaultdict(list)
        for row in read_rows(folder, "offers.csv"):
            self.offers[row["process"]].append(row)
        self.certifications = {
            factory: self.read_certifications(row) for factory, row in self.factories.items()
        }
        self.read_open_time()
        self.read_promised()

    def check_orders(self):
        check_stages(self.folder)
        if any(int(row.get("max_parts") or 1) > 1 for row in self.orders):
            fail(
                "some orders may be split (max_parts above 1); --whole FOLDER or --plain FOLDER "
                "copies the dataset without that")

    def read_settings(self):
        settings = {}
        path = os.path.join(self.folder, "dataset.json")
        if os.path.exists(path):
            with open(path, encoding="utf-8-sig") as file:
                settings = json.load(file, parse_float=str)
        self.zone = parse_zone(settings.get("time_zone") or "+08:00")
        times = [
            parse_moment(row[key], self.zone)
            for row in self.orders for key in ("release", "deadline") if row.get(key)
        ]
        start, end = settings.get("horizon_start"), settings.get("horizon_end")
        self.start = parse_moment(start, self.zone) if start else min(times)
        self.start = self.start.astimezone(self.zone)
        self.end = self.seconds(end) if end else self.seconds_of(max(times))
        freight = {"base_yuan": "60", "yuan_per_kg_km": "0.0008", "hours_per_100_km": "2.5"}
        given = settings.get("freight") or {}
        freight.update((key, str(value)) for key, value in given.items() if value is not None)
        self.freight_base = Fraction(freight["base_yuan"])
        self.freight_rate = Fraction(freight["yuan_per_kg_km"])
        self.freight_hours = Fraction(freight["hours_per_100_km"])

    def seconds_of(self, moment):
        return int((moment - self.start).total_seconds())

    def seconds(self, text):
        return self.seconds_of(parse_moment(text, self.zone))

    def read_certifications(self, factory):
        """The span in which each certification of a factory is valid, whole days."""
        spans = {}
        for item in items(factory.get("certifications")):
            name, _, days = item.partition("@")
            first, _, last = days.partition("/")
            start = self.seconds(first + "T00:00") if first else 0
            end = self.seconds(last + "T00:00") + DAY if last else self.end
            spans[name] = (start, end)
        return spans

    def read_open_time(self):
        rows_of = collections.defaultdict(list)
        for row in read_rows(self.folder, "calendars.csv"):
            rows_of[row["calendar_id"]].append(row)
        always = [(0, self.end)]
        self.open = {"": OpenTime(always)}
        midnight = self.start.replace(hour=0, minute=0, second=0)
        for calendar, rows in rows_of.items():
            spans = {"weekly": [], "open": [], "closed": []}
            for row in rows:
                if row["kind"] != "weekly":
                    spans[row["kind"]].append((self.seconds(row["from"]), self.seconds(row["to"])))
                    continue
                days = parse_days(row.get("days"))
                start, end = parse_clock(row["from"]), parse_clock(row["to"])
                if end <= start:
                    end += DAY
                for number in range(-1, self.end // DAY + 2):
                    day = midnight + datetime.timedelta(days=number)
                    if day.weekday() in days:
                        zero = self.seconds_of(day)
                        spans["weekly"].append((zero + start, zero + end))
            kinds = {row["kind"] for row in rows}
            base = spans["weekly"]
            if "weekly" not in kinds and "open" not in kinds:
                base = always
            open_spans = union(without(union(base), union(spans["closed"])) + spans["open"])
            clipped = [(max(0, start), min(self.end, end)) for start, end in open_spans]
            self.open[calendar] = OpenTime(union(clipped))

    def read_promised(self):
        """Each machine's lanes: how many units alike, and what is promised there, in open seconds.

        Units without promised bookings are one lane, the others one each: bookings that lie
        fixed on some of several units cannot change places.
        """
        promised = collections.defaultdict(list)
        self.served = set()
        for row in read_rows(self.folder, "bookings.csv"):
            open_time = self.open_of(row["machine_id"])
            span = tuple(open_time.work_before(self.seconds(row[key])) for key in ("start", "end"))
            promised[row["machine_id"], int(row.get("machine_unit") or 1)].append(span)
            self.served.add(row.get("order_id"))
        self.lanes = {}
        for name, machine in self.machines.items():
            units = range(1, int(machine.get("units") or 1) + 1)
            fixed = [union(promised[name, unit]) for unit in units if (name, unit) in promised]
            lanes = [(1, spans) for spans in fixed]
            if len(fixed) < len(units):
                lanes.append((len(units) - len(fixed), []))
            self.lanes[name] = lanes

    def open_of(self, machine):
        return self.open[self.machines[machine].get("calendar_id") or ""]

    def free_pieces(self, machine, lane, resumable):
        """What a booking on a lane lies inside of whole, in open seconds."""
        open_time = self.open_of(machine)
        if resumable:
            pieces = [(0, open_time.before[-1])]
        else:
            pieces = list(zip(open_time.before, open_time.before[1:]))
        return without(pieces, self.lanes[machine][lane][1])

    # ---- What an order takes and costs

    def shipment(self, from_cluster, to_cluster, weight):
        """Fen and seconds."""
        if from_cluster == to_cluster:
            return 0, 0
        lane = self.lanes_of_freight.get((from_cluster, to_cluster))
        if lane:
            yuan = Fraction(lane.get("cost_per_shipment") or "0")
            yuan += Fraction(lane.get("cost_per_kg") or "0") * weight
            hours = Fraction(lane.get("transit_hours") or "0")
        else:
            km = self.distance(from_cluster, to_cluster)
            yuan = self.freight_base + self.freight_rate * weight * km
            hours = self.freight_hours * km / 100
        return half_up(yuan * 100), half_up(hours * 3600)

    def distance(self, one, other):
        latitude, longitude = (math.radians(angle) for angle in self.clusters[one])
        other_latitude, other_longitude = (math.radians(angle) for angle in self.clusters[other])
        chord = (
            math.sin((other_latitude - latitude) / 2) ** 2
            + math.cos(latitude) * math.cos(other_latitude)
            * math.sin((other_longitude - longitude) / 2) ** 2)
        km = 2 * EARTH_RADIUS_KM * math.asin(min(1, math.sqrt(chord)))
        return math.floor(km + 0.5)

    def candidate(self, order, offer):
        """The order on the offer, or None where a rule forbids it."""
        machine = self.machines[offer["machine_id"]]
        factory = self.factories[machine["factory_id"]]
        process = self.processes[order["process"]]
        quantity = Fraction(order["quantity"])
        by_hours = order.get("unit") == "hour"
        pricing, modes = offer["pricing"], items(order.get("pricing_modes"))
        if modes and pricing not in modes:
            return None
        if by_hours and pricing == "piece" or not by_hours and not offer.get("cycle_time_s"):
            return None
        if int(machine.get("tolerance_it") or 18) > int(order.get("tolerance_it") or 18):
            return None
        materials = items(offer.get("materials"))
        if order.get("material") and materials and order["material"] not in materials:
            return None
        if not fits(order, machine):
            return None
        if quantity < Fraction(offer.get("min_quantity") or "0"):
            return None
        if offer.get("max_quantity") and quantity > Fraction(offer["max_quantity"]):
            return None

        setup = int(offer.get("setup_time_s") or 0)
        if by_hours:
            need = setup + int(quantity * 3600)
        else:
            need = setup + math.ceil(quantity * Fraction(offer["cycle_time_s"]))
        charge = self.charge(order, offer, quantity, need)
        ships = (process.get("ships") or "").lower()
        kind = process.get("stage_kind") or "production"
        freight, transit = 0, 0
        if ships == "true" or not ships and kind not in NO_SHIPPING:
            freight, transit = self.shipment(
                factory["cluster_id"], order["cluster_id"],
                Fraction(order.get("weight_kg") or "0"))
        surplus = int(order.get("priority") or 1) * (fen(order["budget"]) - charge - freight)
        if surplus < 0:
            return None

        earliest = max(0, self.seconds(order["release"])) if order.get("release") else 0
        latest = self.seconds(order["deadline"]) if order.get("deadline") else self.end
        latest = min(self.end, latest - transit)
        for name in items(order.get("certifications")):
            valid = self.certifications[machine["factory_id"]].get(name)
            if valid is None:
                return None
            earliest, latest = max(earliest, valid[0]), min(latest, valid[1])
        if earliest >= latest:
            return None
        resumable = (process.get("resumable") or "true").lower() == "true"
        return Candidate(
            order["order_id"], machine["machine_id"], surplus, need, charge, freight, earliest,
            latest, resumable)

    def charge(self, order, offer, quantity, need):
        pricing = offer["pricing"]
        if pricing == "time":
            increment = int(offer.get("billing_increment_min") or 1) * 60
            billed = -(-need // increment) * increment
            amount = Fraction(billed * fen(offer["hourly_rate"]), 3600)
        elif pricing == "piece":
            amount = tier_price(offer["piece_price"], quantity) * quantity
        else:
            value = fen(order.get("declared_value") or order["budget"])
            amount = Fraction(offer["value_share"]) / 100 * value
        return max(fen(offer.get("minimum_charge")), half_up(amount) + fen(offer.get("setup_fee")))

    def candidates(self):
        for order in self.orders:
            if order["order_id"] in self.served:
                continue
            for offer in self.offers[order["process"]]:
                candidate = self.candidate(order, offer)
                if candidate:
                    yield candidate

    def ways(self, candidate):
        """The lanes that can take a candidate, each with the starts possible, in open seconds."""
        open_time = self.open_of(candidate.machine)
        first = open_time.work_before(candidate.earliest)
        last = open_time.work_before(candidate.latest)
        for lane in range(len(self.lanes[candidate.machine])):
            domain = []
            for start, end in self.free_pieces(candidate.machine, lane, candidate.resumable):
                low, high = max(start, first), min(end, last) - candidate.need
                if low <= high:
                    domain.append([low, high])
            if domain:
                yield Way(candidate, lane, domain)


def fits(order, machine):
    sides = ("length_mm", "width_mm", "height_mm")
    part = sorted(Fraction(order.get(side) or "0") for side in sides)
    box = sorted(Fraction(machine[side]) if machine.get(side) else math.inf for side in sides)
    return all(small <= large for small, large in zip(part, box))


def tier_price(text, quantity):
    """In fen a piece: the highest tier that the quantity reaches; below the first, the first."""
    if ":" not in text:
        return fen(text)
    tiers = [tier.split(":") for tier in items(text)]
    price = fen(tiers[0][1])
    for least, amount in tiers:
        if quantity >= Fraction(least):
            price = fen(amount)
    return price


def best_of_machine(candidates):
    """The candidates without those that another one of the same order and machine makes needless.

    The other one earns as much in as little time; what is allowed when is the same for both.
    """
    groups = collections.defaultdict(list)
    for candidate in candidates:
        groups[candidate.order, candidate.machine].append(candidate)
    for group in groups.values():
        shortest = None
        for candidate in sorted(group, key=lambda one: (-one.surplus, one.need)):
            if shortest is None or candidate.need < shortest:
                shortest = candidate.need
                yield candidate


# ---- The model


def solve(dataset, ways, seconds, workers, log):
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    of_order, of_lane = collections.defaultdict(list), collections.defaultdict(list)
    present = []
    for number, way in enumerate(ways):
        candidate = way.candidate
        presence = model.new_bool_var(f"present{number}")
        start = model.new_int_var_from_domain(
            cp_model.Domain.from_intervals(way.domain), f"start{number}")
        interval = model.new_optional_fixed_size_interval_var(
            start, candidate.need, presence, f"interval{number}")
        present.append(presence)
        of_order[candidate.order].append(presence)
        of_lane[candidate.machine, way.lane].append(interval)
    for literals in of_order.values():
        model.add_at_most_one(literals)
    for (machine, lane), intervals in of_lane.items():
        units, promised = dataset.lanes[machine][lane]
        for start, end in promised:
            intervals.append(model.new_fixed_size_interval_var(start, end - start, "promised"))
        if units == 1:
            model.add_no_overlap(intervals)
        else:
            model.add_cumulative(intervals, [1] * len(intervals), units)
    model.maximize(
        cp_model.LinearExpr.weighted_sum(present, [way.candidate.surplus for way in ways]))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.log_search_progress = log
    begin = time.perf_counter()
    status = solver.solve(model)
    took = time.perf_counter() - begin
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    chosen = [number for number in range(len(ways)) if found and solver.value(present[number])]
    return {
        "status": solver.status_name(status), "seconds": took, "matched": len(chosen),
        "objective": sum(ways[number].candidate.surplus for number in chosen),
        "bound": math.floor(solver.best_objective_bound + 0.5),
    }


# ---- capmatch


def run_capmatch(capmatch, dataset, result, seconds, threads):
    arguments = [
        capmatch, "match", dataset, "-o", result, "--time-limit", str(seconds), "--threads",
        str(threads), "--force", "--format", "json",
    ]
    begin = time.perf_counter()
    answer = subprocess.run(arguments, stdout=subprocess.PIPE, check=False)
    took = time.perf_counter() - begin
    if answer.returncode != 0:
        fail(f"capmatch match ended with {answer.returncode}; see above")
    summary = json.loads(answer.stdout, parse_float=str)
    bound = summary["upper_bound"]
    return {
        "seconds": took, "matched": summary["orders"]["matched"],
        "objective": fen(str(summary["objective"])),
        "bound": None if bound is None else fen(str(bound)),
    }


def check_bookings(dataset, candidates, result):
    """Stops if a booking of capmatch is not in the model with the same time, charge and freight."""
    known = collections.defaultdict(list)
    for candidate in candidates:
        key = (candidate.order, candidate.machine, candidate.need, candidate.charge,
               candidate.freight)
        known[key].append(candidate)
    total = 0
    for row in read_rows(result, "bookings.csv"):
        key = (row["order_id"], row["machine_id"], int(row["working_time_s"]), fen(row["charge"]),
               fen(row["freight"]))
        open_time = dataset.open_of(row["machine_id"])
        start, end = dataset.seconds(row["start"]), dataset.seconds(row["end"])
        begin = open_time.work_before(start)
        places = [
            candidate for candidate in known[key]
            if candidate.earliest <= start and end <= candidate.latest
            and any(
                low <= begin <= high for way in dataset.ways(candidate) for low, high in way.domain)
            and open_time.work_before(end) - begin == candidate.need
        ]
        if not places:
            fail(f"the booking {row['booking_id']} of capmatch is not in the model: {row}")
        total += places[0].surplus
    return total


# ---- Copies


def copy_dataset(source, target, plain):
    """A copy whose orders are not split; a plain one has no calendars and promises either."""
    if os.path.exists(target):
        fail(f"{target} exists already; pass it as DATASET, or remove it")
    check_stages(source)
    os.makedirs(target)
    names = ["dataset.json", "clusters.csv", "factories.csv", "machines.csv", "processes.csv",
             "offers.csv", "orders.csv", "stages.csv", "freight.csv"]
    if not plain:
        names += ["calendars.csv", "bookings.csv"]
    changes = {"orders.csv": {"max_parts": "1"}}
    if plain:
        changes["orders.csv"]["certifications"] = ""
        changes["machines.csv"] = {"calendar_id": ""}
    for name in names:
        path = os.path.join(source, name)
        if not os.path.exists(path):
            continue
        if name not in changes:
            shutil.copyfile(path, os.path.join(target, name))
            continue
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            header, rows = reader.fieldnames, list(reader)
        with open(os.path.join(target, name), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            for row in rows:
                row.update(
                    (key, cell) for key, cell in changes[name].items() if key in row)
                writer.writerow(row)


# ---- Telling


def yuan(amount):
    return "none" if amount is None else f"{amount / 100:,.2f}"


def percent(part, whole):
    return "none" if not whole else f"{100 * part / whole:.2f}"


def gap(answer):
    if answer["bound"] is None:
        return "none"
    if answer["bound"] == 0:
        return "0.00"
    return percent(answer["bound"] - answer["objective"], answer["bound"])


def print_text(facts, peer, own):
    print(f"orders {facts['orders']:,}, candidates {facts['candidates']:,}, "
          f"intervals {facts['intervals']:,}")
    for name, answer, status in (("CP-SAT", peer, peer["status"]), ("capmatch", own, "")):
        print(
            f"{name:9} {status:9} matched {answer['matched']:,}, "
            f"objective {yuan(answer['objective'])}, bound {yuan(answer['bound'])}, "
            f"gap {gap(answer)} %, {answer['seconds']:.1f} s")
    better = percent(own["objective"] - peer["objective"], peer["objective"])
    print(f"capmatch finds {better} % more than CP-SAT")


def print_markdown(facts, peer, own):
    print("| orders | candidates | CP-SAT | s | surplus | bound | gap | capmatch, s | surplus | "
          "bound | gap | capmatch over CP-SAT |")
    print("| ---: | ---: | --- |" + " ---: |" * 9)
    better = percent(own["objective"] - peer["objective"], peer["objective"])
    cells = [f"{facts['orders']:,}", f"{facts['candidates']:,}", peer["status"].lower()]
    for answer in (peer, own):
        cells += [f"{answer['seconds']:.0f}", yuan(answer["objective"]), yuan(answer["bound"]),
                  gap(answer) + " %"]
    sign = "" if better.startswith("-") or better == "none" else "+"
    print("| " + " | ".join(cells + [f"{sign}{better} %"]) + " |")


def check_bounds(peer, own):
    """No answer can be above a bound, whoever proved it."""
    for name, answer, other in (("CP-SAT", peer, own), ("capmatch", own, peer)):
        if other["bound"] is not None and answer["objective"] > other["bound"]:
            fail(f"the answer of {name} is above the bound that the other one proved")


def parse_arguments():
    parser = argparse.ArgumentParser(
        description="Compare the surplus that capmatch finds with what OR-Tools CP-SAT finds.")
    parser.add_argument("dataset", help="a folder of CSV files")
    copies = parser.add_mutually_exclusive_group()
    copies.add_argument(
        "--plain", metavar="FOLDER", help="copy the dataset to FOLDER without calendars, promised "
        "bookings, certifications and splits, and solve that")
    copies.add_argument(
        "--whole", metavar="FOLDER", help="copy the dataset to FOLDER without splits, and solve "
        "that")
    parser.add_argument("--seconds", type=float, default=300, help="for CP-SAT (300)")
    parser.add_argument("--workers", type=int, default=2, help="threads of both (2)")
    parser.add_argument("--capmatch", default=".build/release/capmatch", help="the program")
    parser.add_argument("--capmatch-seconds", type=int, default=10, help="for capmatch (10)")
    parser.add_argument("--result", metavar="FOLDER", help="keep the result of capmatch there")
    parser.add_argument("--log", action="store_true", help="print what CP-SAT logs")
    parser.add_argument("--format", choices=["text", "markdown"], default="text")
    options = parser.parse_args()
    if options.seconds <= 0 or options.workers < 1 or options.capmatch_seconds < 1:
        parser.error("--seconds, --workers and --capmatch-seconds are above 0")
    if not os.path.isfile(os.path.join(options.dataset, "orders.csv")):
        parser.error(f"{options.dataset} is no dataset: it has no orders.csv")
    if not os.access(options.capmatch, os.X_OK):
        parser.error(f"there is no program {options.capmatch}; build it or pass --capmatch")
    return options


def main():
    options = parse_arguments()
    folder = options.dataset
    if options.plain or options.whole:
        folder = options.plain or options.whole
        copy_dataset(options.dataset, folder, plain=bool(options.plain))
    try:
        dataset = Dataset(folder)
        candidates = list(dataset.candidates())
    except (KeyError, ValueError) as error:
        fail(
            f"{folder}: {type(error).__name__} {error}; this reads UTF-8 with English headers, and "
            "capmatch validate says what is wrong with a dataset")
    ways = [way for one in best_of_machine(candidates) for way in dataset.ways(one)]
    kept = tempfile.mkdtemp(prefix="capmatch-peers-")
    try:
        result = options.result or os.path.join(kept, "result")
        own = run_capmatch(
            options.capmatch, folder, result, options.capmatch_seconds, options.workers)
        if check_bookings(dataset, candidates, result) != own["objective"]:
            fail("the objective of capmatch is not the sum of what the model gives its bookings")
    finally:
        shutil.rmtree(kept, ignore_errors=True)
    peer = solve(dataset, ways, options.seconds, options.workers, options.log)
    check_bounds(peer, own)
    facts = {
        "orders": len(dataset.orders), "intervals": len(ways),
        "candidates": len({way.candidate for way in ways}),
    }
    if options.format == "markdown":
        print_markdown(facts, peer, own)
    else:
        print_text(facts, peer, own)


if __name__ == "__main__":
    main()
