import CapacityData
import CapacityMatching
import CapacityModel
import Foundation
import PageFiles
import TestSupport
import Testing

@testable import CapacityReport

private let projectFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// A dataset's result, read back from the files, and as a report sees it.
private func read(
  _ dataset: Dataset, effort: Int = 0
) async throws -> (records: ResultRecords, reported: ReportedResult) {
  let options = MatchOptions(effort: effort, threads: 1)
  let result = await Matcher(dataset, options: options).match()
  let folder = NSTemporaryDirectory() + "capmatch-page-\(UUID().uuidString)"
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try ResultWriter(folder: folder, force: false).write(
    result: result, dataset: dataset,
    details: result.unmatched.map { UnmatchedWords.detail($0, in: dataset) },
    summary: SummaryDocument.make(result, of: dataset, options: options, run: RunFacts()))
  let reader = ResultReader(folder: folder, horizon: dataset.horizon)
  let records = try reader.read()
  return (
    records, try ReportedResult(records, gaps: reader.readGaps(of: records), of: dataset)
  )
}

private func reported(_ dataset: Dataset, effort: Int = 0) async throws -> ReportedResult {
  try await read(dataset, effort: effort).reported
}

private func fixture(_ name: String) throws -> Dataset {
  try DatasetReader(folder: projectFolder + "/Fixtures/" + name).read().dataset
}

@Suite struct `What a page adds up` {
  /// Every sum that the page makes itself is the summary's.
  private func check(_ result: ReportedResult) {
    func summary(_ key: String) -> Int64 {
      if case .hundredths(let value)? = result.summary[key] { return value }
      Issue.record("the summary lacks \(key)")
      return -1
    }
    let openTime = OpenSeconds.all(of: result.dataset)
    let modes = ModeFigures(result)
    for (number, mode) in PricingMode.allCases.enumerated() {
      #expect(modes.revenueFen[number] == summary("revenue.\(mode.rawValue)"))
    }
    let factories = FactoryFigures(result).accounts
    let flows = ClusterFlows(result).flows
    #expect(factories.reduce(0) { $0 + $1.revenueFen } == summary("charges"))
    #expect(flows.reduce(0) { $0 + $1.chargeFen } == summary("charges"))
    #expect(result.bookings.reduce(0) { $0 + $1.freightFen } == summary("freight"))
    let bookings = Int64(result.bookings.count)
    #expect(bookings * 100 == summary("bookings"))
    #expect(factories.reduce(0) { $0 + $1.bookingCount } == result.bookings.count)
    #expect(modes.bookings.reduce(0, +) == bookings)
    #expect(flows.reduce(0) { $0 + $1.bookings } == bookings)
    #expect(Int64(result.leftOver.count) * 100 == summary("orders.unmatched"))

    let booked = summary("utilisation.booked_s") / 100
    let processes = ProcessFigures(result, openTime: openTime)
    #expect(factories.reduce(0) { $0 + $1.bookedSeconds } == booked)
    #expect(modes.bookedSeconds.reduce(0, +) == booked)
    #expect(flows.reduce(0) { $0 + $1.seconds } == booked)
    #expect(processes.bookedSeconds.reduce(0, +) == booked)
    #expect(factories.reduce(0) { $0 + $1.openSeconds } == summary("utilisation.open_s") / 100)
    #expect(
      factories.reduce(0) { $0 + $1.promisedSeconds } == summary("utilisation.promised_s") / 100)
    let dataset = result.dataset
    let grid = UtilisationGrid(
      result, openTime: openTime, bins: DayBins(dataset.horizon),
      groups: dataset.machines.map { dataset.factories[$0.factory].cluster },
      groupCount: dataset.clusters.count)
    #expect(grid.open.reduce(0, +) == summary("utilisation.open_s") / 100)
    #expect(grid.booked.reduce(0, +) == booked)
    #expect(grid.promised.reduce(0, +) == summary("utilisation.promised_s") / 100)
    #expect(zip(grid.open, grid.booked).allSatisfy { $0 >= $1 })
  }

  @Test(arguments: ["tiny", "sichuan", "hostile"])
  func `agrees with the summary to the fen and the second`(name: String) async throws {
    try await check(reported(fixture(name)))
  }

  @Test(arguments: UInt64(1)...20)
  func `agrees for any dataset`(seed: UInt64) async throws {
    try await check(reported(randomDataset(seed: seed)))
  }

  @Test(arguments: [0, 1])
  func `tells of every factory what its statement tells`(effort: Int) async throws {
    let dataset = try fixture("sichuan")
    let (records, reported) = try await read(dataset, effort: effort)
    let certificate = try records.certificate(of: dataset)
    #expect((certificate == nil) == (effort == 0))
    let accounts = FactoryFigures(reported).accounts
    #expect(accounts.count == dataset.factories.count)
    for (factory, account) in accounts.enumerated() {
      let statement = FactoryStatement(
        of: factory, in: dataset, bookings: records.bookings, certificate: certificate)
      #expect(account == statement.total)
    }
    let worth = FactoryFigures(reported).columns.first { $0.name == "factory.idleWorth" }
    #expect(worth?.count == (effort == 0 ? 0 : dataset.factories.count))
  }
}

@Suite struct `The bins of a heat map` {
  @Test(arguments: [
    // Start of the horizon (UTC), length, zone, then begin and length of a bin, and how many.
    (0, 86_400, 0, 0, 86_400, 1),
    // From 08:00 on in the zone: the first bin begins at the midnight before.
    (0, 86_400, 28_800, -28_800, 86_400, 2),
    // Before 1970, a west zone.
    (-1, 2, -3_600, -82_799, 86_400, 1),
    // A year in bins of four days, ten years in bins of thirty-one.
    (0, 31_536_000, 0, 0, 4 * 86_400, 92), (0, 315_619_200, 0, 0, 31 * 86_400, 118),
  ])
  func `are days or groups of them`(
    epoch: Int64, length: Int64, zone: Int64, start: Int64, bin: Int64, count: Int
  ) {
    let bins = DayBins(
      Horizon(startEpochSeconds: epoch, lengthSeconds: length, zoneOffsetSeconds: zone))
    #expect(bins.start == start)
    #expect(bins.length == bin)
    #expect(bins.count == count)
    #expect(bins.touched(by: TimeSpan(start: 0, end: length)) == 0...(count - 1))
  }
}

@Suite struct `A page` {
  private func page(_ name: String) async throws -> String {
    String(
      decoding: ReportPage(try await reported(fixture(name)), language: .english).bytes(),
      as: UTF8.self)
  }

  @Test func `is the same bytes every time`() async throws {
    let result = try await reported(fixture("tiny"))
    let first = ReportPage(result, language: .chinese).bytes()
    #expect(first == ReportPage(result, language: .chinese).bytes())
    #expect(first != ReportPage(result, language: .english).bytes())
  }

  @Test func `advises factories on orders left over alone, the same with more threads`()
    async throws
  {
    let dataset = try fixture("sichuan")
    let (records, reported) = try await read(dataset)
    let advice = await FactoryAdvice(reported, records: records, threads: 1)
    #expect(!advice.orders.isEmpty)
    #expect(Set(advice.orders).isSubset(of: records.leftOver(of: dataset)))
    let again = await FactoryAdvice(reported, records: records, threads: 2)
    #expect(advice.columns.map(\.content) == again.columns.map(\.content))
  }

  @Test func `never holds a hostile name as it is`() async throws {
    let page = try await page("hostile")
    // Of the page's own there are the script, two blocks of JSON and the columns.
    let openings = page.components(separatedBy: "<script").count - 1
    #expect(openings == page.components(separatedBy: "</script>").count - 1)
    #expect(openings == page.components(separatedBy: "data-column=\"").count - 1 - 1 + 3)
    for name in ["window.ran", "onerror=", "<b>", "<u>", "<img", "<!--", "&lt;b&gt;"] {
      for line in page.split(separator: "\n") where line.contains(name) {
        // Between the braces of JSON, with every angle bracket and ampersand spelled otherwise.
        let isData =
          line.hasPrefix("<script type=")
          || line.drop { $0 == " " }.hasPrefix("\"dataset\": ")
        #expect(isData || line.hasPrefix("<title>&lt;script&gt;"), "\(line.prefix(80))")
        #expect(!line.dropFirst(9).dropLast(9).contains("<") || line.hasPrefix("<title>"))
      }
    }
  }

  @Test func `names its own style and script in its policy, and nothing else`() async throws {
    let page = try await page("tiny")
    func between(_ opening: String, _ closing: String) throws -> String {
      let rest = try #require(page.range(of: opening)).upperBound
      let end = try #require(page.range(of: closing, range: rest..<page.endIndex)).lowerBound
      return String(page[rest..<end])
    }
    let policy = try between("http-equiv=\"Content-Security-Policy\" content=\"", "\"")
    let style = try between("<style>", "</style>")
    let script = try between("<script>", "</script>")
    #expect(script == String(decoding: PageFiles.script, as: UTF8.self))
    for text in [style, script] {
      let digest = Data(SHA256.digest(Array(text.utf8))).base64EncodedString()
      #expect(policy.contains("'sha256-\(digest)'"))
    }
    #expect(policy.hasPrefix("default-src 'none'; "))
    #expect(!policy.contains("unsafe"))
    #expect(!policy.contains("http"))
    #expect(!script.contains("innerHTML"))
    #expect(!script.contains("<!--"))
  }
}
