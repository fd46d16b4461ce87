public import CapacityModel

/// How numbers and times are written in results, the same everywhere.
public enum Format {
  /// Fen as yuan: `1234.50`.
  public static func money(_ fen: Int64) -> String { decimal(fen, places: 2) }

  /// Hundredths of an hour as hours: `2.50`.
  public static func hours(_ hundredths: Int64) -> String { decimal(hundredths, places: 2) }

  /// An integer in units of 10^-`places` with exactly that many places.
  public static func decimal(_ value: Int64, places: Int) -> String {
    guard places > 0 else { return String(value) }
    let digits = String(value.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (value < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
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
    let local = epochSeconds + zoneOffsetSeconds
    let second = ((local % secondsPerDay) + secondsPerDay) % secondsPerDay
    let day = civilDay((local - second) / secondsPerDay)
    return pad(day.year, 4) + "-" + pad(day.month, 2) + "-" + pad(day.day, 2) + "T"
      + pad(second / 3_600, 2) + ":" + pad(second / 60 % 60, 2) + ":" + pad(second % 60, 2)
      + zone(zoneOffsetSeconds)
  }

  /// An offset from UTC: `+08:00`.
  public static func zone(_ offsetSeconds: Int64) -> String {
    let minutes = abs(offsetSeconds) / 60
    return (offsetSeconds < 0 ? "-" : "+") + pad(minutes / 60, 2) + ":" + pad(minutes % 60, 2)
  }

  /// A span of time in its largest parts: `1d 4h 20m 5s`; `0s` for none.
  public static func duration(_ seconds: Int64) -> String {
    let parts: [(Int64, String)] = [
      (seconds / secondsPerDay, "d"), (seconds % secondsPerDay / 3_600, "h"),
      (seconds % 3_600 / 60, "m"), (seconds % 60, "s"),
    ]
    let text = parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    return text.isEmpty ? "0s" : text
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

  private static func pad(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
