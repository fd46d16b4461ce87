import CapacityData
import CapacityModel
import Testing

@Suite struct FormatTests {
  @Test(
    arguments: [
      (0, "0.00"), (5, "0.05"), (123_450, "1234.50"), (-5, "-0.05"), (-123_450, "-1234.50"),
      (Int64.max, "92233720368547758.07"), (Int64.min, "-92233720368547758.08"),
    ] as [(Int64, String)])
  func `money has two places`(_ fen: Int64, _ text: String) {
    #expect(Format.money(fen) == text)
  }

  @Test(
    arguments: [
      (0, "0s"), (100_800, "1d 4h"), (86_400 + 14_400 + 1_205, "1d 4h 20m 5s"), (60, "1m"),
    ] as [(Int64, String)])
  func `durations leave out parts that are zero`(_ seconds: Int64, _ text: String) {
    #expect(Format.duration(seconds) == text)
  }

  @Test(
    arguments: [
      (0, 0, "1970-01-01T00:00:00+00:00"), (-1, 28_800, "1970-01-01T07:59:59+08:00"),
      (-1, 0, "1969-12-31T23:59:59+00:00"), (951_782_400, -12_600, "2000-02-28T20:30:00-03:30"),
      (951_868_800, 0, "2000-03-01T00:00:00+00:00"),
      (-62_135_596_800, 0, "0001-01-01T00:00:00+00:00"),
      (253_402_300_799, 0, "9999-12-31T23:59:59+00:00"),
    ] as [(Int64, Int64, String)])
  func `times are in their zone`(_ epoch: Int64, _ zone: Int64, _ text: String) {
    #expect(Format.time(epochSeconds: epoch, zoneOffsetSeconds: zone) == text)
  }

  @Test func `fixes are spelled as they are documented`() throws {
    let dataset = try read().dataset
    let cases: [(Fix, String)] = [
      (.deadline(addSeconds: 100_800), "deadline +1d 4h"),
      (.budget(addFen: 32_000), "budget +320.00"),
      (.pricingMode(.time), "pricing_mode time"),
      (.certification(1, factory: 0), "certification ISO9001 at F1"),
      (.tolerance(7, machine: 1), "tolerance IT7 at M2"),
      (.material(0, machine: 0), "material Al at M1"),
      (
        .size(Box(length: 600_000, width: 400_500, height: 300_000), machine: 0),
        "size 600x400.5x300 at M1"
      ),
      (.quantityMax(50_000, machine: 0), "max_quantity 500 at M1"),
      (.quantityMin(250, machine: 0), "min_quantity 2.5 at M1"),
    ]
    for (fix, text) in cases { #expect(Format.fix(fix, in: dataset) == text) }
  }

  @Test func `cells are quoted only where they need it`() {
    var text = CSVText(header: ["a", "b"])
    text.append(["x y", "1,2"])
    text.append([" x", "say \"hi\"\n"])
    #expect(
      String(decoding: text.bytes, as: UTF8.self)
        == "a,b\nx y,\"1,2\"\n\" x\",\"say \"\"hi\"\"\n\"\n")
  }
}
