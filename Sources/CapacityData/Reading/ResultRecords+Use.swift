public import CapacityModel

/// What a result was matched with, as its `summary.json` says.
public struct ResultOptions: Equatable, Sendable {
  /// What was maximised.
  public var objective: ObjectiveKind
  /// How long was looked.
  public var effort: Int
  /// What seeded the random choices.
  public var seed: UInt64
}

extension ResultRecords {
  /// What the result was matched with.
  ///
  /// - Throws: ``DataError/problems(_:more:)`` where the summary does not say it.
  public func options() throws(DataError) -> ResultOptions {
    var problems: [Problem] = []
    func whole(_ key: String) -> Int64? {
      if case .hundredths(let value) = summary[key], value >= 0, value % 100 == 0 {
        return value / 100
      }
      problems.append(flaw(key, Message("is missing or no whole number", zh: "缺失，或不是整数")))
      return nil
    }
    let effort = whole("options.effort")
    let seed = whole("options.seed")
    var objective: ObjectiveKind?
    if case .text(let word) = summary["objective_kind"] {
      objective = ObjectiveKind(rawValue: word)
    }
    if objective == nil {
      let what = Message(
        "is missing or none of surplus, fill and value", zh: "缺失，或不是 surplus、fill、value 之一")
      problems.append(flaw("objective_kind", what))
    }
    guard let effort, let seed, let objective else { throw .problems(problems, more: 0) }
    return ResultOptions(objective: objective, effort: Int(effort), seed: UInt64(seed))
  }

  private func flaw(_ key: String, _ what: Message) -> Problem {
    Problem(
      file: "summary.json", line: 0, column: 0, field: key, what: what,
      remedy: Message("match the dataset again", zh: "请重新匹配这个数据集"))
  }

  /// The certificate of `dataset`, its prices by machine, then period; `nil` where nothing was proven.
  ///
  /// - Throws: ``DataError/problems(_:more:)`` for rows that no certificate of the dataset can have: an
  ///   unknown machine, a price below 0, more open time than the period has, a period that is empty,
  ///   outside the horizon, or shares time with another one of its machine. Whether the open time is
  ///   right, and the bound, is for `verify` to say.
  /// - Complexity: O(*n* log *n*) in rows and machines.
  public func certificate(of dataset: Dataset) throws(DataError)
    -> CapacityModel.Certificate?
  {
    guard case .hundredths(let upperBoundFen) = summary["upper_bound"] else { return nil }
    var machines: [Identifier: Int] = [:]
    for (index, machine) in dataset.machines.enumerated() { machines[machine.id] = index }
    var problems: [Problem] = []
    func add(_ line: Int, _ field: String, _ what: Message) {
      problems.append(
        Problem(
          file: Schema.shadowPrices.name, line: line, column: 1, field: field, what: what,
          remedy: Message("match the dataset again", zh: "请重新匹配这个数据集")))
    }
    var rows: [(price: ShadowPrice, line: Int)] = []
    for record in shadowPrices {
      let line = record.line
      guard let machine = machines[record.machineID] else {
        add(
          line, "machine_id",
          Message(
            "'\(record.machineID.text)' is no machine of the dataset",
            zh: "数据集里没有设备“\(record.machineID.text)”"))
        continue
      }
      if record.start < 0 || record.end > dataset.horizon.lengthSeconds
        || record.start >= record.end
      {
        add(
          line, "period_start",
          Message("the period is empty or outside the horizon", zh: "时段是空的，或在计划期之外"))
      } else if record.microYuanPerSecond < 0 {
        add(line, "micro_yuan_per_s", Message("the price is below 0", zh: "价格小于 0"))
      } else if record.openSeconds < 0
        || record.openSeconds
          > Int64(dataset.machines[machine].units) * (record.end - record.start)
      {
        add(
          line, "open_s",
          Message("the period does not have that much open time", zh: "这个时段没有这么多可用时间"))
      } else {
        let price = ShadowPrice(
          machine: machine, period: TimeSpan(start: record.start, end: record.end),
          openSeconds: record.openSeconds, microYuanPerSecond: record.microYuanPerSecond)
        rows.append((price, line))
      }
    }
    rows.sort {
      ($0.price.machine, $0.price.period.start, $0.line)
        < ($1.price.machine, $1.price.period.start, $1.line)
    }
    for (row, next) in zip(rows, rows.dropFirst())
    where row.price.machine == next.price.machine
      && row.price.period.end > next.price.period.start
    {
      add(
        next.line, "period_start",
        Message(
          "the period shares time with another one of its machine", zh: "时段与同一设备的另一时段重叠"))
    }
    if problems.isEmpty {
      return CapacityModel.Certificate(upperBoundFen: upperBoundFen, prices: rows.map(\.price))
    }
    problems.sort { ($0.line, $0.field) < ($1.line, $1.field) }
    let shown = problems.prefix(DataError.problemsShownMax)
    throw .problems(Array(shown), more: problems.count - shown.count)
  }

  /// The orders of `dataset` that the result leaves over, by index; ids that name none are passed over.
  ///
  /// - Complexity: O(rows + orders).
  public func leftOver(of dataset: Dataset) -> [Int] {
    let ids = Set(unmatched.lazy.map(\.orderID))
    return dataset.orders.indices.filter { ids.contains(dataset.orders[$0].id) }
  }
}
