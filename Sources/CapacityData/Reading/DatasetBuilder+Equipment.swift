import CapacityModel

/// What a row of `calendars.csv` does.
private enum CalendarKind: String, CaseIterable {
  case weekly
  case open
  case closed
}

/// `calendars.csv`, `machines.csv` and `processes.csv`.
extension DatasetBuilder {
  /// Reads when machines work.
  mutating func readCalendars() throws(DataError) {
    let problemCount = log.count
    guard var table = try open(Schema.calendars) else {
      // Without the file there are no calendars, and that is known; a bad one may have held some.
      calendarIDs.isComplete = log.count == problemCount
      return
    }
    let id = table.column("calendar_id")
    let kind = table.column("kind")
    let days = table.column("days")
    let from = table.column("from")
    let to = table.column("to")
    calendarIDs.isComplete = true
    while table.next(log: &log) {
      let index = calendar(table, id)
      switch table.word(kind, CalendarKind.self, log: &log) {
      case .weekly:
        let hours = weeklyHours(table, days: days, from: from, to: to)
        if let index, let hours { calendars[index].weekly.append(hours) }
      case .open:
        let span = span(table, days: days, from: from, to: to)
        if let index, let span { calendars[index].open.append(span) }
      case .closed:
        let span = span(table, days: days, from: from, to: to)
        if let index, let span { calendars[index].closed.append(span) }
      case nil: break
      }
    }
    if !table.isComplete { calendarIDs.isComplete = false }
    calendars = calendarIDs.sortByID().map { calendars[$0] }
    for index in calendars.indices {
      calendars[index].weekly.sort {
        ($0.fromSecondOfDay, $0.toSecondOfDay, $0.days)
          < ($1.fromSecondOfDay, $1.toSecondOfDay, $1.days)
      }
      calendars[index].open.sort { ($0.start, $0.end) < ($1.start, $1.end) }
      calendars[index].closed.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    }
  }

  /// The calendar that the row at hand belongs to, begun if it is its first row.
  private mutating func calendar(_ table: Table, _ id: Column) -> Int? {
    if let index = calendarIDs.find(table.text(id)) { return index }
    guard let identifier = calendarIDs.register(table, id, log: &log) else { return nil }
    calendars.append(WorkCalendar(id: identifier))
    return calendars.count - 1
  }

  private mutating func weeklyHours(
    _ table: Table, days: Column, from: Column, to: Column
  ) -> WeeklyHours? {
    let mask = dayMask(table, days)
    let start = timeOfDay(table, from)
    let end = timeOfDay(table, to)
    if start == secondsPerDay {
      table.complain(
        from, Message("a day's hours cannot begin at 24:00", zh: "一天的时间不能从 24:00 开始"),
        remedy: Message("write 00:00 of the day after", zh: "请写第二天的 00:00"), log: &log)
      return nil
    }
    guard let mask, let start, let end else { return nil }
    if start == end {
      table.complain(
        to,
        Message(
          "\(quoted(table.text(to))) is the same time as from",
          zh: "\(quoted(table.text(to))) 与 from 是同一时间"),
        remedy: Message(
          "write 00:00 to 24:00 for the whole day", zh: "全天请写 00:00 到 24:00"), log: &log)
      return nil
    }
    return WeeklyHours(days: mask, fromSecondOfDay: start, toSecondOfDay: end)
  }

  private mutating func timeOfDay(_ table: Table, _ column: Column) -> Int64? {
    let text = table.text(column)
    if let second = scanTimeOfDay(text) { return second }
    if text.isEmpty {
      table.complain(
        column, .emptyCell,
        remedy: Message("write a time of day like 08:00", zh: "请填写一天中的时间，例如 08:00"),
        log: &log)
    } else {
      let padded = "0" + text.string
      let isShort = scanTimeOfDay(Array(padded.utf8)[...]) != nil
      table.complain(
        column,
        Message("\(quoted(text)) is not a time of day", zh: "\(quoted(text)) 不是一天中的时间"),
        remedy: isShort
          ? Message("write \(padded)", zh: "请写 \(padded)")
          : Message("write it like 08:00, up to 24:00", zh: "请写成 08:00 这样，最晚 24:00"),
        log: &log)
    }
    return nil
  }

  /// Reads `Mon-Sat`, `Mon;Wed` and the like as bits, Monday first.
  private mutating func dayMask(_ table: Table, _ column: Column) -> UInt8? {
    let text = table.text(column)
    if text.isEmpty { return 0b111_1111 }
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    var mask: UInt8 = 0
    for item in listItems(text) {
      let ends = item.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        .map { end in names.firstIndex { trimmed(end).isEqual(to: $0) } }
      guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil else {
        table.complain(
          column,
          Message(
            "\(quoted(item)) is not a day or a range of days",
            zh: "\(quoted(item)) 不是星期几，也不是星期的范围"),
          remedy: Message(
            "write days like Mon-Sat or Mon;Wed", zh: "请写成 Mon-Sat 或 Mon;Wed 这样"),
          log: &log)
        return nil
      }
      // A range may run past Sunday: Sat-Mon is three days.
      var day = first
      mask |= 1 << day
      while day != last {
        day = (day + 1) % 7
        mask |= 1 << day
      }
    }
    return mask
  }

  private mutating func span(
    _ table: Table, days: Column, from: Column, to: Column
  ) -> TimeSpan? {
    if !table.text(days).isEmpty {
      table.complain(
        days,
        Message(
          "\(quoted(table.text(days))) stands in a row that is not weekly",
          zh: "这一行不是 weekly，却写了 \(quoted(table.text(days)))"),
        remedy: Message(
          "leave the cell empty, or write the kind weekly", zh: "请留空，或把 kind 写成 weekly"),
        log: &log)
    }
    let start = table.requiredTime(from, zone: zone, log: &log)
    let end = table.requiredTime(to, zone: zone, log: &log)
    guard let start, let end else { return nil }
    guard start < end else {
      table.complain(
        to,
        Message(
          "\(quoted(table.text(to))) is not after from, \(quoted(table.text(from)))",
          zh: "\(quoted(table.text(to))) 不晚于 from \(quoted(table.text(from)))"),
        remedy: Message("write a later time", zh: "请写更晚的时间"), log: &log)
      return nil
    }
    return TimeSpan(start: start, end: end)
  }

  /// Reads what is shared.
  mutating func readMachines() throws(DataError) {
    guard var table = try open(Schema.machines) else { return }
    let id = table.column("machine_id")
    let factory = table.column("factory_id")
    let equipmentClass = table.column("equipment_class")
    let calendar = table.column("calendar_id")
    let units = table.column("units")
    let sides = ["length_mm", "width_mm", "height_mm"].map(table.column)
    let tolerance = table.column("tolerance_it")
    machineIDs.isComplete = true
    while table.next(log: &log) {
      let identifier = machineIDs.register(table, id, log: &log)
      let owner = factoryIDs.reference(table, factory, log: &log)
      let hours =
        table.text(calendar).isEmpty ? nil : calendarIDs.reference(table, calendar, log: &log)
      let count = table.number(units, .units, default: 1, log: &log)
      let box = table.box(sides, default: .max, log: &log)
      let grade = table.number(tolerance, .tolerance, default: 18, log: &log)
      guard let identifier else { continue }
      machines.append(
        Machine(
          id: identifier, factory: owner ?? 0, equipmentClass: table.string(equipmentClass),
          calendar: hours, units: Int(count ?? 1), box: box, toleranceIT: Int(grade ?? 18)))
    }
    if !table.isComplete { machineIDs.isComplete = false }
    machines = machineIDs.sortByID().map { machines[$0] }
  }

  /// Reads kinds of work.
  mutating func readProcesses() throws(DataError) {
    guard var table = try open(Schema.processes) else { return }
    let id = table.column("process")
    let name = table.column("name")
    let kind = table.column("stage_kind")
    let resumable = table.column("resumable")
    let ships = table.column("ships")
    processIDs.isComplete = true
    while table.next(log: &log) {
      let identifier = processIDs.register(table, id, log: &log)
      let stageKind =
        table.word(kind, StageKind.self, default: .production, log: &log) ?? .production
      let isResumable = table.flag(resumable, log: &log) ?? true
      let isShipped = table.flag(ships, log: &log)
      guard let identifier else { continue }
      let travels = ![.design, .data, .engineering].contains(stageKind)
      processes.append(
        Process(
          id: identifier, name: named(table, name, identifier), stageKind: stageKind,
          isResumable: isResumable, ships: isShipped ?? travels))
    }
    if !table.isComplete { processIDs.isComplete = false }
    processes = processIDs.sortByID().map { processes[$0] }
  }
}
