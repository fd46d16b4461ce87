import CapacityMatching
import CapacityModel
import Foundation
import TestSupport
import Testing

/// Breaks one cell of a good result at a time: `verify` must object to each.
@Suite struct `Broken results` {
  /// What a cell may be changed to; `nil` where the change would mean the same.
  private typealias Change = @Sendable (String) -> String?

  private static func add(_ step: Int64) -> Change {
    { cell in Int64(cell).map { String($0 + step) } }
  }

  private static func addMoney(_ fen: Int) -> Change {
    { cell in
      guard let fenBefore = Int(cell.replacingOccurrences(of: ".", with: "")) else { return nil }
      let changed = fenBefore + fen
      return String(changed / 100) + "." + String(changed % 100 + 100).dropFirst()
    }
  }

  /// Moves the minutes of a time by one.
  private static func minute(_ cell: String) -> String? {
    var characters = Array(cell)
    guard characters.count == 25 else { return nil }
    characters[15] = characters[15] == "5" ? "6" : "5"
    return String(characters)
  }

  private static let bookingChanges: [(column: String, changes: [Change])] = [
    ("booking_id", [{ $0 + "x" }, { _ in "X/1/1" }]),
    ("order_id", [{ $0 + "x" }, { _ in "" }]),
    ("stage", [add(1), add(-1), { _ in "x" }]),
    ("part", [add(1), add(-1)]),
    ("machine_id", [{ $0 + "x" }, { _ in "M0" }]),
    ("machine_unit", [add(100), { _ in "0" }]),
    ("factory_id", [{ $0 + "x" }, { _ in "" }]),
    ("process", [{ $0 + "x" }]),
    ("pricing", [{ _ in "gift" }, { $0 == "time" ? "value" : "time" }]),
    ("quantity", [add(1), add(-1), { $0.contains(".") ? nil : $0 + "0" }]),
    ("start", [minute, { $0.replacingOccurrences(of: "2026", with: "2025") }]),
    ("end", [minute, { $0.replacingOccurrences(of: "2026", with: "2027") }]),
    ("working_time_s", [add(1), add(-1)]),
    ("charge", [addMoney(1), addMoney(100)]),
    ("freight", [addMoney(1), addMoney(1_000)]),
  ]

  private static let unmatchedChanges: [(column: String, changes: [Change])] = [
    ("order_id", [{ $0 + "x" }, { _ in "" }]),
    ("stage", [{ $0.isEmpty ? "1" : "" }, add(1)]),
    (
      "reason",
      [
        { $0 == "no_process" ? "no_size" : "no_process" }, { _ in "bad_luck" },
        { $0 == "no_tolerance" ? "no_material" : "no_tolerance" },
      ]
    ),
    ("detail", [{ _ in "" }]),
    (
      "fix",
      [
        { _ in "wish harder" },
        // Less than what was the least is not enough.
        { $0.hasPrefix("budget +") ? "budget +0.01" : nil },
        { $0.hasPrefix("deadline +") ? "deadline +1s" : nil },
        { $0.contains(" at ") ? $0 + "x" : nil },
      ]
    ),
  ]

  /// A file's lines and columns; the results here hold no quoted cells but in `detail`.
  private struct Table {
    var header: [String]
    var rows: [[String]]

    init(_ text: String) {
      let lines = text.split(separator: "\n").map { Table.cells(String($0)) }
      header = lines[0]
      rows = Array(lines.dropFirst())
    }

    static func cells(_ line: String) -> [String] {
      var cells = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      return cells
    }

    var text: String {
      ([header] + rows).map { row in
        row.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",")
      }.joined(separator: "\n") + "\n"
    }
  }

  @Test(arguments: [("bookings.csv", 150), ("unmatched.csv", 40)])
  func `of a good result are all found out, whatever cell was changed`(
    file: String, atLeast: Int
  ) async throws {
    let changes = file == "bookings.csv" ? Self.bookingChanges : Self.unmatchedChanges
    try await withTemporaryFolder { folder in
      var random = TestRandom(seed: 11)
      var count = 0
      for name in ["tiny", "sichuan"] {
        let dataset = projectFolder + "/Fixtures/" + name
        let out = folder + "/" + name
        try await matchFiles(dataset, to: out)
        let verifier = try FileVerifier(dataset)
        let table = Table(try contents(out + "/" + file))
        #expect(verifier.objects(to: out) == false)
        for (column, columnChanges) in changes {
          let index = try #require(table.header.firstIndex(of: column))
          for change in columnChanges {
            for _ in 0..<4 {
              let row = random.int(0...(table.rows.count - 1))
              guard let cell = change(table.rows[row][index]), cell != table.rows[row][index]
              else { continue }
              var broken = table
              broken.rows[row][index] = cell
              try broken.text.write(
                toFile: out + "/" + file, atomically: true, encoding: .utf8)
              let before = table.rows[row].joined(separator: ",")
              #expect(verifier.objects(to: out), "\(name) \(file) \(column) '\(cell)': \(before)")
              count += 1
            }
          }
        }
        for row in [0, table.rows.count / 2, table.rows.count - 1] {
          var missing = table
          missing.rows.remove(at: row)
          try missing.text.write(toFile: out + "/" + file, atomically: true, encoding: .utf8)
          #expect(verifier.objects(to: out), "\(name): row \(row) is missing")
          var doubled = table
          doubled.rows.insert(table.rows[row], at: row)
          try doubled.text.write(toFile: out + "/" + file, atomically: true, encoding: .utf8)
          #expect(verifier.objects(to: out), "\(name): row \(row) is doubled")
          var swapped = table
          swapped.rows.swapAt(row, row == 0 ? 1 : row - 1)
          try swapped.text.write(toFile: out + "/" + file, atomically: true, encoding: .utf8)
          #expect(verifier.objects(to: out), "\(name): row \(row) is out of order")
          count += 3
        }
      }
      #expect(count >= atLeast, "\(count) changes were tried")
    }
  }

  @Test func `of a good summary are found out, whatever number was changed`() async throws {
    try await withTemporaryFolder { folder in
      let dataset = projectFolder + "/Fixtures/tiny"
      try await matchFiles(dataset, to: folder + "/out")
      let verifier = try FileVerifier(dataset)
      let path = folder + "/out/summary.json"
      let lines = try contents(path).split(separator: "\n").map(String.init)
      let runStart = try #require(lines.firstIndex { $0.contains("\"run\"") })
      var count = 0
      for (number, line) in lines[..<runStart].enumerated() {
        guard let digit = line.lastIndex(where: \.isNumber), !line.contains("version\": \""),
          !line.contains("effort")
        else { continue }
        var broken = line
        broken.replaceSubrange(digit...digit, with: line[digit] == "7" ? "8" : "7")
        var text = lines
        text[number] = broken
        try text.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        #expect(verifier.objects(to: folder + "/out"), "\(line) became \(broken)")
        count += 1
      }
      #expect(count > 35)
    }
  }

  /// Changes to a price of time that is free; the file has whole seconds on the minute or not.
  private static let priceChanges: [(column: String, changes: [Change])] = [
    ("machine_id", [{ $0 + "x" }, { _ in "" }]),
    (
      "period_start",
      [minuteLater, minuteEarlier, { $0.replacingOccurrences(of: "2026", with: "2025") }]
    ),
    (
      "period_end",
      [minuteLater, minuteEarlier, { $0.replacingOccurrences(of: "2026", with: "2027") }]
    ),
    ("open_s", [add(1), add(-1), { _ in "0" }, { $0 + "0" }]),
    (
      "micro_yuan_per_s",
      [
        // Dearer than any order can pay, so that the free time is worth more than orders lose. A price
        // a little too high may prove the same bound: where an order takes all of the time at either.
        { $0 + "00000000" }, { "-" + $0 }, { _ in "x" }, { $0 + ".5" },
      ]
    ),
  ]

  /// Too low, and orders earn more than it takes from free time: but where orders take all of the time
  /// at either price, both prove the same, as all prices of `tiny` do but the highest for the surplus.
  private static let lowered: [Change] = [
    { _ in "0" }, { Int64($0).map { String($0 / 2) } },
  ]

  private static func minuteLater(_ cell: String) -> String? { moved(cell, by: 1) }
  private static func minuteEarlier(_ cell: String) -> String? { moved(cell, by: -1) }

  /// Moves a time by minutes within its ten minutes.
  private static func moved(_ cell: String, by minutes: Int) -> String? {
    var characters = Array(cell)
    guard characters.count == 25, let digit = characters[15].wholeNumberValue,
      (0...9).contains(digit + minutes)
    else { return nil }
    characters[15] = Character("\(digit + minutes)")
    return String(characters)
  }

  @Test(arguments: ObjectiveKind.allCases)
  func `of a good proof are found out, whatever cell was changed`(
    objective: ObjectiveKind
  ) async throws {
    try await withTemporaryFolder { folder in
      var random = TestRandom(seed: 5)
      let dataset = projectFolder + "/Fixtures/tiny"
      let out = folder + "/out"
      try await matchFiles(dataset, to: out, options: MatchOptions(objective: objective))
      let verifier = try FileVerifier(dataset)
      let path = out + "/shadow_prices.csv"
      let table = Table(try contents(path))
      #expect(verifier.objects(to: out) == false)
      let openColumn = try #require(table.header.firstIndex(of: "open_s"))
      // A price of time that is all promised says nothing about the bound.
      let rows = table.rows.indices.filter { table.rows[$0][openColumn] != "0" }
      try #require(!rows.isEmpty)
      func expectObjection(_ broken: Table, _ note: String) throws {
        try broken.text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(verifier.objects(to: out), "\(objective): \(note)")
      }
      var count = 0
      for (column, changes) in Self.priceChanges {
        let index = try #require(table.header.firstIndex(of: column))
        for change in changes {
          for _ in 0..<6 {
            let row = random.pick(rows)
            guard let cell = change(table.rows[row][index]), cell != table.rows[row][index]
            else { continue }
            var broken = table
            broken.rows[row][index] = cell
            try expectObjection(broken, "\(column) '\(cell)' in \(table.rows[row])")
            count += 1
          }
        }
      }
      if objective == .surplus {
        let column = try #require(table.header.firstIndex(of: "micro_yuan_per_s"))
        let row = try #require(
          rows.max { Int64(table.rows[$0][column]) ?? 0 < Int64(table.rows[$1][column]) ?? 0 })
        for change in Self.lowered {
          let cell = try #require(change(table.rows[row][column]))
          var broken = table
          broken.rows[row][column] = cell
          try expectObjection(broken, "\(cell) in \(table.rows[row])")
        }
        var missing = table
        missing.rows.remove(at: row)
        try expectObjection(missing, "missing: \(table.rows[row])")
      }
      for row in rows.prefix(10) {
        var doubled = table
        doubled.rows.insert(table.rows[row], at: row)
        try expectObjection(doubled, "twice: \(table.rows[row])")
      }
      #expect(count >= 60, "\(count) changes were tried")
    }
  }

  @Test func `of what is proven are found out in the summary`() async throws {
    try await withTemporaryFolder { folder in
      let dataset = projectFolder + "/Fixtures/tiny"
      let out = folder + "/out"
      try await matchFiles(dataset, to: out, options: MatchOptions())
      let verifier = try FileVerifier(dataset)
      let path = out + "/summary.json"
      let lines = try contents(path).split(separator: "\n").map(String.init)
      #expect(verifier.objects(to: out) == false)
      for key in ["objective", "upper_bound", "gap_percent"] {
        let number = try #require(
          lines.firstIndex { $0.contains("\"\(key)\":") && !$0.contains("\"\(key)\": \"") })
        let line = lines[number]
        let colon = try #require(line.firstIndex(of: ":"))
        let stated = line[line.index(after: colon)...].filter { $0.isNumber || $0 == "." }
        for changed in [
          Self.addMoney(1)(stated), Self.addMoney(-1)(stated), "0.00", "null", "\"all\"",
        ] {
          let changed = try #require(changed)
          if changed == stated { continue }
          var broken = lines
          broken[number] = String(line[...colon]) + " " + changed + (line.hasSuffix(",") ? "," : "")
          try broken.joined(separator: "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
          #expect(verifier.objects(to: out), "\(line) became \(broken[number])")
        }
      }
    }
  }
}
