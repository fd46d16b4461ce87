public import CapacityModel

/// How numbers and times are written in results, the same everywhere.
public enum Format {
  /// Fen as yuan: `1234.50`.
  public static func money(_ fen: Int64) -> String { decimal(fen, places: 2) }

  /// Hundredths of an hour as hours: `2.50`.
  public static func hours(_ hundredths: Int64) -> String { decimal(hundredths, places: 2) }

  /// An integer in units of 10^-`places` with exactly that many places.
  public static func decimal(_ value: Int64, places: Int) -> String {
    var text = TextBuffer()
    text.append(decimal: value, places: places)
    return text.string
  }

  /// An integer in units of 10^-`places` without the zeros at its end: `12.5`, `600`.
  public static func shortDecimal(_ value: Int64, places: Int) -> String {
    var text = decimal(value, places: places)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A quantity as `bookings.csv` writes it: whole pieces, or hours with two places.
  public static func quantity(_ quantity: Int64, unit: QuantityUnit) -> String {
    switch unit {
    case .piece: String(quantity)
    case .hour: hours(quantity)
    }
  }

  /// Seconds from the horizon's start as a time in the dataset's zone: `2026-03-02T08:00:00+08:00`.
  public static func time(_ seconds: Int64, horizon: Horizon) -> String {
    time(
      epochSeconds: horizon.startEpochSeconds + seconds,
      zoneOffsetSeconds: horizon.zoneOffsetSeconds)
  }

  /// Seconds since 1970-01-01T00:00:00Z as a time in a zone: `2026-03-02T08:00:00+08:00`.
  public static func time(epochSeconds: Int64, zoneOffsetSeconds: Int64) -> String {
    var text = TextBuffer()
    var writer = TimeWriter(zoneOffsetSeconds: zoneOffsetSeconds)
    writer.write(epochSeconds: epochSeconds, to: &text)
    return text.string
  }

  /// An offset from UTC: `+08:00`.
  public static func zone(_ offsetSeconds: Int64) -> String {
    let minutes = abs(offsetSeconds) / 60
    var text = TextBuffer()
    text.append(UInt8(ascii: offsetSeconds < 0 ? "-" : "+"))
    text.append(minutes / 60, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(minutes % 60, digits: 2)
    return text.string
  }

  /// A span of time in its largest parts: `1d 4h 20m 5s`; `0s` for none.
  public static func duration(_ seconds: Int64) -> String {
    var text = TextBuffer()
    func add(_ count: Int64, _ unit: Unicode.Scalar, to text: inout TextBuffer) {
      guard count != 0 else { return }
      if text.count > 0 { text.append(UInt8(ascii: " ")) }
      text.append(count)
      text.append(UInt8(ascii: unit))
    }
    add(seconds / secondsPerDay, "d", to: &text)
    add(seconds % secondsPerDay / 3_600, "h", to: &text)
    add(seconds % 3_600 / 60, "m", to: &text)
    add(seconds % 60, "s", to: &text)
    return text.count == 0 ? "0s" : text.string
  }

  /// A fix as `unmatched.csv` writes it; `Docs/results.md` lists the forms.
  public static func fix(_ fix: Fix, in dataset: Dataset) -> String {
    func machine(_ index: Int) -> String { dataset.machines[index].id.text }
    switch fix {
    case .deadline(let seconds): return "deadline +" + duration(seconds)
    case .budget(let fen): return "budget +" + money(fen)
    case .pricingMode(let mode): return "pricing_mode " + mode.rawValue
    case .certification(let certification, let factory):
      return "certification \(dataset.certificationNames[certification]) at "
        + dataset.factories[factory].id.text
    case .tolerance(let grade, let index): return "tolerance IT\(grade) at \(machine(index))"
    case .material(let material, let index):
      return "material \(dataset.materialNames[material]) at \(machine(index))"
    case .size(let box, let index):
      let sides = [box.length, box.width, box.height].map { shortDecimal($0, places: 3) }
      return "size \(sides.joined(separator: "x")) at \(machine(index))"
    case .quantityMax(let hundredths, let index):
      return "max_quantity \(shortDecimal(hundredths, places: 2)) at \(machine(index))"
    case .quantityMin(let hundredths, let index):
      return "min_quantity \(shortDecimal(hundredths, places: 2)) at \(machine(index))"
    }
  }
}
