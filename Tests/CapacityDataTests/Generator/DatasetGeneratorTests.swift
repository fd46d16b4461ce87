import CapacityModel
import Foundation
import Testing

@testable import CapacityData

@Suite struct DatasetGeneratorTests {
  /// Makes a dataset in a temporary folder and returns its files by name.
  private func files(_ options: GeneratorOptions) throws -> [String: Data] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try DatasetGenerator(options: options).write(to: folder.path())
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path()) {
      files[name] = try Data(contentsOf: folder.appending(path: name))
    }
    return files
  }

  private func small() -> GeneratorOptions {
    var options = GeneratorOptions()
    options.orders = 200
    options.machines = 60
    options.clusters = 4
    options.processes = 20
    return options
  }

  private func rows(_ data: Data?) -> [[Substring]] {
    String(decoding: data ?? Data(), as: UTF8.self).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }

  @Test func `the same options give the same bytes`() throws {
    #expect(try files(small()) == files(small()))
  }

  @Test func `every file is there`() throws {
    let names = try files(small()).keys.sorted()
    #expect(
      names == [
        "bookings.csv", "calendars.csv", "clusters.csv", "dataset.json", "factories.csv",
        "freight.csv", "machines.csv", "offers.csv", "orders.csv", "processes.csv", "stages.csv",
        "truth.csv",
      ])
  }

  @Test func `ids are unique and references lead somewhere`() throws {
    let files = try files(small())
    for name in ["orders.csv", "machines.csv", "factories.csv", "bookings.csv", "processes.csv"] {
      let ids = rows(files[name]).map { $0[0] }
      #expect(Set(ids).count == ids.count, "\(name)")
    }
    let machines = Set(rows(files["machines.csv"]).map { $0[0] })
    #expect(rows(files["offers.csv"]).allSatisfy { machines.contains($0[0]) })
    #expect(rows(files["bookings.csv"]).allSatisfy { machines.contains($0[1]) })
    let calendars = Set(rows(files["calendars.csv"]).map { $0[0] })
    #expect(rows(files["machines.csv"]).allSatisfy { calendars.contains($0[3]) })
  }

  @Test func `more orders leave the stock of machines as large as it was`() throws {
    var more = small()
    more.orders = 400
    #expect(try rows(files(more)["machines.csv"]).count == 60)
  }

  @Test func `an order either has its stage in its row or rows of its own`() throws {
    let files = try files(small())
    let staged = Set(rows(files["stages.csv"]).map { $0[0] })
    for order in rows(files["orders.csv"]) {
      let hasOwnStage = !order[12].isEmpty
      #expect(hasOwnStage != staged.contains(order[0]))
    }
  }

  @Test(arguments: [500, 950, 1500])
  func `the load comes out as wanted`(load: Int) throws {
    var options = small()
    options.orders = 2000
    options.machines = 400
    options.loadThousandths = load
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let made = try DatasetGenerator(options: options).write(to: folder.path())
    #expect(abs(made.loadThousandths - load) <= 10)
    #expect((120...200).contains(made.plantedMisses))
  }

  @Test(arguments: [
    // One of everything.
    (1, 1, 1, 1, 1),
    // More processes than machines.
    (20, 3, 2, 71, 7),
    // Variants beyond the table, and holidays of more than a year.
    (50, 90, 20, 150, 400),
  ])
  func `extreme sizes work`(
    orders: Int, machines: Int, clusters: Int, processes: Int, days: Int
  ) throws {
    var options = GeneratorOptions()
    options.orders = orders
    options.machines = machines
    options.clusters = clusters
    options.processes = processes
    options.days = days
    let files = try files(options)
    #expect(rows(files["orders.csv"]).count == orders)
    #expect(rows(files["machines.csv"]).count == machines)
    #expect(rows(files["processes.csv"]).count == processes)
  }

  @Test func `options out of range are named`() {
    var options = GeneratorOptions()
    options.days = 0
    #expect(
      throws: GeneratorError.outOfRange(option: "days", value: 0, allowed: 1...3650)
    ) { try DatasetGenerator(options: options) }
  }

  @Test func `a folder that is not there is an error with its path`() throws {
    let generator = try DatasetGenerator(options: small())
    #expect(
      throws: GeneratorError.cannotWrite(
        path: "/nowhere/dataset.json",
        reason: Message("No such file or directory", zh: "没有这个文件或文件夹"))
    ) { try generator.write(to: "/nowhere") }
  }
}
