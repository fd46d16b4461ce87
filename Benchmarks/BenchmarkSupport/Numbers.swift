import Foundation

/// A number to so many places, half away from zero.
func rounded(_ value: Double, places: Int) -> Double {
  let scale = pow(10, Double(places))
  return (value * scale).rounded() / scale
}

/// A number as text with exactly so many places.
///
/// - Precondition: The number has fewer than 16 digits before the point.
package func fixed(_ value: Double, places: Int) -> String {
  let scaled = Int((abs(value) * pow(10, Double(places))).rounded())
  let digits = String(scaled)
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return places == 0 ? sign + digits : sign + padded.dropLast(places) + "." + padded.suffix(places)
}

/// A number as text with about three digits that say something.
package func brief(_ value: Double) -> String {
  let size = abs(value)
  return fixed(value, places: size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
}

/// A time in the unit that suits it: `312 ms`, `4.20 s`.
package func duration(nanoseconds: Int) -> String {
  let value = Double(nanoseconds)
  switch nanoseconds.magnitude {
  case ..<1_000: return "\(nanoseconds) ns"
  case ..<1_000_000: return brief(value / 1e3) + " us"
  case ..<1_000_000_000: return brief(value / 1e6) + " ms"
  default: return brief(value / 1e9) + " s"
  }
}

/// Bytes in the unit that suits them, a million bytes to the MB.
package func memory(bytes: Int) -> String {
  let value = Double(bytes)
  switch bytes.magnitude {
  case ..<1_000_000: return brief(value / 1e3) + " kB"
  case ..<1_000_000_000: return brief(value / 1e6) + " MB"
  default: return brief(value / 1e9) + " GB"
  }
}

/// A count with a comma between each three digits.
package func grouped(_ count: Int) -> String {
  var text = ""
  for (position, digit) in String(count.magnitude).reversed().enumerated() {
    if position > 0, position % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return (count < 0 ? "-" : "") + String(text.reversed())
}
