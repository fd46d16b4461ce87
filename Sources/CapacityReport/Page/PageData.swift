internal import CapacityData
internal import CapacityModel

/// What a page knows: a few facts for the headline, and columns for everything else.
///
/// `Docs/report.md` lists the columns.
struct PageData {
  let columns: [PageColumn]

  init(_ result: ReportedResult) {
    let openTime = OpenSeconds.all(of: result.dataset)
    columns =
      Self.places(result.dataset) + Self.machines(result.dataset, openTime)
      + FactoryFigures(result).columns + ModeFigures(result).columns
      + ProcessFigures(result, openTime: openTime).columns + FixSums(result).columns
      + ClusterFlows(result).columns + Self.utilisation(result, openTime) + Self.gaps(result)
      + Self.orders(result.dataset) + Self.bookings(result) + Self.promised(result.dataset)
      + Self.leftOver(result)
  }

  /// What the headline and the script's first steps need.
  static func facts(_ result: ReportedResult, language: Language) -> JSONDocument {
    let horizon = result.dataset.horizon
    let bins = DayBins(horizon)
    return .object([
      ("language", .string(language.rawValue)),
      ("dataset", .string(result.dataset.name)),
      ("horizonStart", .integer(horizon.startEpochSeconds)),
      ("horizonSeconds", .integer(horizon.lengthSeconds)),
      ("zoneSeconds", .integer(horizon.zoneOffsetSeconds)),
      (
        "bins",
        .object([
          ("start", .integer(bins.start)), ("length", .integer(bins.length)),
          ("count", .integer(bins.count)),
        ])
      ),
      ("smallUnits", .integer(FactoryFigures.smallUnitsMax)),
      ("reasons", .array(UnmatchedReason.allCases.map { .string($0.rawValue) })),
      (
        "summary",
        .object(result.summary.sorted { $0.key < $1.key }.map { ($0.key, value($0.value)) })
      ),
    ])
  }

  /// A number as a text of digits, which no rounding in a browser touches.
  private static func value(_ value: SummaryValue) -> JSONDocument {
    switch value {
    case .hundredths(let number): .string(Format.decimal(number, places: 2))
    case .text(let text): .string(text)
    case .flag(let flag): .flag(flag)
    case .null: .null
    }
  }

  private static func places(_ dataset: Dataset) -> [PageColumn] {
    let clusters = dataset.clusters
    return [
      .text("cluster.id", clusters.map(\.id.text)), .text("cluster.name", clusters.map(\.name)),
      .signed("cluster.latitude", clusters.map(\.latitudeMicrodegrees)),
      .signed("cluster.longitude", clusters.map(\.longitudeMicrodegrees)),
      .text("process.id", dataset.processes.map(\.id.text)),
      .text("process.name", dataset.processes.map(\.name)),
      .text("factory.id", dataset.factories.map(\.id.text)),
      .text("factory.name", dataset.factories.map(\.name)),
      .plain("factory.cluster", dataset.factories.map { Int64($0.cluster) }),
    ]
  }

  private static func machines(_ dataset: Dataset, _ openTime: [OpenSeconds]) -> [PageColumn] {
    let machines = dataset.machines
    let classes = Classes(dataset)
    let processes = ProcessFigures.processes(of: dataset)
    // A gap of closed time, then open time, and so on, each calendar from the horizon's start.
    var lengths: [Int64] = []
    for calendar in openTime {
      var last: Int64 = 0
      for span in calendar.spans {
        lengths.append(span.start - last)
        lengths.append(span.end - span.start)
        last = span.end
      }
    }
    return [
      .text("class.name", classes.names),
      .text("machine.id", machines.map(\.id.text)),
      .plain("machine.factory", machines.map { Int64($0.factory) }),
      .plain("machine.class", classes.numbers.map(Int64.init)),
      .plain("machine.calendar", machines.map { Int64($0.calendar ?? dataset.calendars.count) }),
      .plain("machine.units", machines.map { Int64($0.units) }),
      .plain("machine.processCount", processes.map { Int64($0.count) }),
      .plain("machine.processes", processes.joined().map(Int64.init)),
      .plain("calendar.spanCount", openTime.map { Int64($0.spans.count) }),
      .plain("calendar.lengths", lengths),
    ]
  }

  private static func utilisation(
    _ result: ReportedResult, _ openTime: [OpenSeconds]
  ) -> [PageColumn] {
    let dataset = result.dataset
    let bins = DayBins(dataset.horizon)
    let classes = Classes(dataset)
    let clusters = dataset.machines.map { dataset.factories[$0.factory].cluster }
    let groupings = [
      ("cluster", clusters, dataset.clusters.count),
      ("class", classes.numbers, classes.names.count),
    ]
    return groupings.flatMap { name, groups, count in
      let grid = UtilisationGrid(
        result, openTime: openTime, bins: bins, groups: groups, groupCount: count)
      return [
        PageColumn.plain("heat.\(name).open", grid.open),
        .plain("heat.\(name).booked", grid.booked), .plain("heat.\(name).promised", grid.promised),
      ]
    }
  }

  private static func gaps(_ result: ReportedResult) -> [PageColumn] {
    let gaps = result.gaps
    return [
      .plain("gap.process", gaps.map { Int64($0.process) }),
      .plain("gap.cluster", gaps.map { Int64($0.cluster) }),
      .plain("gap.orders", gaps.map(\.orders)), .plain("gap.hours", gaps.map(\.hoursHundredths)),
      .plain("gap.budget", gaps.map(\.budgetFen)),
      // -1 where nothing was proven.
      .signed("gap.price", gaps.map { $0.priceFenPerHour ?? -1 }),
    ]
  }

  private static func orders(_ dataset: Dataset) -> [PageColumn] {
    let orders = dataset.orders
    return [
      .text("order.id", orders.map(\.id.text)),
      .plain("order.cluster", orders.map { Int64($0.cluster) }),
      .signed("order.release", orders.map(\.release)),
      .signed("order.deadline", orders.map(\.deadline)),
      .plain("order.budget", orders.map(\.budgetFen)),
    ] + PageColumn.words("order.customer", orders.map(\.customer))
  }

  private static func bookings(_ result: ReportedResult) -> [PageColumn] {
    let bookings = result.bookings
    let dataset = result.dataset
    let isHours = bookings.map { booking -> Int64 in
      let stages = dataset.orders[booking.order].stages
      let stage = stages.lowerBound + Int(booking.stage) - 1
      return stages.contains(stage) && dataset.stages[stage].unit == .hour ? 1 : 0
    }
    return [
      .delta("booking.order", bookings.map { Int64($0.order) }),
      .plain("booking.stage", bookings.map(\.stage)),
      .plain("booking.part", bookings.map(\.part)),
      .plain("booking.machine", bookings.map { Int64($0.machine) }),
      .plain("booking.unit", bookings.map { Int64($0.unit) }),
      .plain("booking.process", bookings.map { Int64($0.process) }),
      .plain("booking.mode", bookings.map { Int64($0.pricing.number) }),
      .plain("booking.isHours", isHours),
      .plain("booking.quantity", bookings.map(\.quantityHundredths)),
      .plain("booking.start", bookings.map(\.span.start)),
      .plain("booking.length", bookings.map { $0.span.end - $0.span.start }),
      .plain("booking.work", bookings.map(\.workingSeconds)),
      .plain("booking.charge", bookings.map(\.chargeFen)),
      .plain("booking.freight", bookings.map(\.freightFen)),
    ]
  }

  private static func promised(_ dataset: Dataset) -> [PageColumn] {
    let promised = dataset.promised
    return [
      .text("promised.id", promised.map(\.id.text)),
      .text("promised.order", promised.map { $0.orderID?.text ?? "" }),
      .plain("promised.machine", promised.map { Int64($0.machine) }),
      .plain("promised.unit", promised.map { Int64($0.unit) }),
      .signed("promised.start", promised.map(\.span.start)),
      .plain("promised.length", promised.map { max(0, $0.span.end - $0.span.start) }),
    ]
  }

  private static func leftOver(_ result: ReportedResult) -> [PageColumn] {
    let left = result.leftOver
    let dataset = result.dataset
    let reasons = Dictionary(
      uniqueKeysWithValues: UnmatchedReason.allCases.enumerated().map { ($1, Int64($0)) })
    let stages = left.map { dataset.orders[$0.order].stages }
    return [
      .delta("left.order", left.map { Int64($0.order) }),
      // 0 for the whole order.
      .plain("left.stage", left.map { max(0, $0.stage ?? 0) }),
      .plain("left.reason", left.map { reasons[$0.reason] ?? 0 }),
      .plain("left.stageCount", stages.map { Int64($0.count) }),
      .plain("left.processes", stages.joined().map { Int64(dataset.stages[$0].process) }),
    ] + PageColumn.words("left.detail", left.map(\.detail))
      + PageColumn.words("left.fix", left.map(\.fix))
  }
}

/// Equipment classes by number; machines without one are a class without a name.
private struct Classes {
  let names: [String]
  /// The class of each machine.
  let numbers: [Int]

  init(_ dataset: Dataset) {
    let names = Set(dataset.machines.map { Identifier($0.equipmentClass) }).sorted()
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    self.names = names.map(\.text)
    numbers = dataset.machines.map { places[Identifier($0.equipmentClass)] ?? 0 }
  }
}
