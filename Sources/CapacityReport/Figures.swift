public import CapacityData
internal import CapacityModel

extension JSONDocument {
  /// An object from pairs, which keep their order.
  static func object(_ pairs: [(String, JSONDocument)]) -> JSONDocument {
    .object(pairs.map { Member($0.0, $0.1) })
  }
}

extension Format {
  /// A part of a whole in percent with two places, rounded half up; 0.00 of nothing.
  static func percent(_ part: Int64, of whole: Int64) -> String {
    if whole == 0 { return "0.00" }
    let scaled = Int128(part) * 20_000 + Int128(whole)
    return decimal(Int64(scaled / (2 * Int128(whole))), places: 2)
  }

  /// A whole number with its thousands apart: `1,234,567`.
  static func grouped(_ value: Int64) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// Fen as yuan with thousands apart.
  static func groupedMoney(_ fen: Int64) -> String {
    let text = money(fen)
    return (fen < 0 ? "-" : "") + grouped(Int64(fen.magnitude / 100)) + text.suffix(3)
  }

  /// Milliseconds as seconds with three places.
  public static func seconds(milliseconds: Int64) -> String { decimal(milliseconds, places: 3) }

  /// The sides of a box in mm: `600x400.5x300`.
  static func box(_ box: Box) -> String {
    [box.length, box.width, box.height].map { shortDecimal($0, places: 3) }.joined(separator: "x")
  }
}
