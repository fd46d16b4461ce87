import CapacityModel

/// What takes each unit's open time: bookings of the result, and promised ones.
///
/// A span of time is kept as the range of the open seconds that it covers (``OpenTime``), so that
/// closed time neither overlaps nor is free.
struct TakenTime {
  /// Who takes a span.
  enum Holder {
    /// A row of `bookings.csv`.
    case row(ResolvedRow)
    /// Index into ``Dataset/promised``.
    case promised(Int)
  }

  /// A span of open seconds of a unit.
  struct Item {
    var unit: Int
    var start: Int64
    var end: Int64
    var holder: Holder
  }

  /// By machine: its items by unit, then start, then as they came.
  let byMachine: [[Item]]
  private let lookup: DatasetIndex

  init(rows: [ResolvedRow], lookup: DatasetIndex) {
    self.lookup = lookup
    var items = [[Item]](repeating: [], count: lookup.dataset.machines.count)
    func add(_ span: TimeSpan, machine: Int, unit: Int, holder: Holder) {
      guard span.start < span.end else { return }
      let open = lookup.openTime(ofMachine: machine)
      let start = open.openSeconds(before: span.start)
      let end = open.openSeconds(before: span.end)
      if start < end {
        items[machine].append(Item(unit: unit, start: start, end: end, holder: holder))
      }
    }
    for (index, promised) in lookup.dataset.promised.enumerated() {
      add(
        promised.span, machine: promised.machine, unit: promised.unit, holder: .promised(index))
    }
    for row in rows {
      if let machine = row.machine, let unit = row.unit {
        add(row.span, machine: machine, unit: unit, holder: .row(row))
      }
    }
    for machine in items.indices where items[machine].count > 1 {
      let unsorted = items[machine]
      let order = unsorted.indices.sorted {
        (unsorted[$0].unit, unsorted[$0].start, $0) < (unsorted[$1].unit, unsorted[$1].start, $1)
      }
      items[machine] = order.map { unsorted[$0] }
    }
    byMachine = items
  }

  /// Rule 4: no two bookings of one unit share open time.
  ///
  /// Each item is held against the booking and the promised booking that last so far; promised
  /// bookings that share time with each other are the dataset's affair.
  func checkDoubleBookings(into findings: inout FindingList) {
    for items in byMachine {
      var unit = 0
      var lastRow: (item: Item, row: ResolvedRow)?
      var lastPromised: (item: Item, index: Int)?
      for item in items {
        if item.unit != unit {
          unit = item.unit
          lastRow = nil
          lastPromised = nil
        }
        switch item.holder {
        case .row(let row):
          if let lastRow, lastRow.item.end > item.start {
            add(
              row, sharesWith: .quoted(lastRow.row.record.bookingID), lastRow.item, item, &findings)
          }
          if let lastPromised, lastPromised.item.end > item.start {
            let id = lookup.dataset.promised[lastPromised.index].id
            add(row, sharesWith: .promised(id), lastPromised.item, item, &findings)
          }
          if lastRow.map({ $0.item.end < item.end }) ?? true { lastRow = (item, row) }
        case .promised(let index):
          if let lastRow, lastRow.item.end > item.start {
            let id = lookup.dataset.promised[index].id
            add(lastRow.row, sharesWith: .promised(id), lastRow.item, item, &findings)
          }
          if lastPromised.map({ $0.item.end < item.end }) ?? true { lastPromised = (item, index) }
        }
      }
    }
  }

  private func add(
    _ row: ResolvedRow, sharesWith other: Message, _ left: Item, _ right: Item,
    _ findings: inout FindingList
  ) {
    let shared = min(left.end, right.end) - max(left.start, right.start)
    findings.add(
      .calendar, order: row.order, id: row.record.orderID, at: row.place,
      Message(
        "shares \(shared) open seconds of unit \(row.record.unit) of '\(row.record.machineID)'"
          + " with \(other.english)",
        zh: "与\(other.chinese)重复占用“\(row.record.machineID)”第 \(row.record.unit) 台的 \(shared) 秒可用时间"
      ))
  }

  /// The free open seconds of each unit of a machine that differs, as ascending ranges.
  ///
  /// Units that nothing takes are alike and stand once, as the last.
  func freeRanges(ofMachine machine: Int) -> [[Range<Int64>]] {
    let total = lookup.openTime(ofMachine: machine).total
    var units: [[Range<Int64>]] = []
    var unit = 0
    var reached: Int64 = 0
    var free: [Range<Int64>] = []
    func finishUnit() {
      guard unit != 0 else { return }
      if reached < total { free.append(reached..<total) }
      units.append(free)
    }
    for item in byMachine[machine] {
      if item.unit != unit {
        finishUnit()
        unit = item.unit
        reached = 0
        free = []
      }
      if item.start > reached { free.append(reached..<item.start) }
      reached = max(reached, item.end)
    }
    finishUnit()
    if units.count < lookup.dataset.machines[machine].units && total > 0 {
      units.append([0..<total])
    }
    return units
  }
}

extension Message {
  fileprivate static func quoted(_ id: Identifier) -> Message {
    Message("'\(id)'", zh: "“\(id)”")
  }

  fileprivate static func promised(_ id: Identifier) -> Message {
    Message("the promised '\(id)'", zh: "已承诺的“\(id)”")
  }
}
