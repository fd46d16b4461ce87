/// What a part of a stage makes at the least, as the others, on units of their own, cannot make more
/// (`Docs/certificate.md`, "Several stages, several parts").
struct LeastParts: Sendable {
  private let quantity: Int128
  /// What as many units as there may be parts make at the most.
  private let most: Int128
  /// What the last of these units makes at the most; 0 if units are fewer.
  private let last: Int64

  /// A stage of `quantity` in up to `partsMax` parts; `fits` has for each machine the largest part that it has room
  /// for, and its units.
  ///
  /// - Complexity: O(machines x log machines).
  init(of quantity: Int64, partsMax: Int, fits: [(fit: Int64, units: Int)]) {
    self.quantity = Int128(quantity)
    var most: Int128 = 0
    var last: Int64 = 0
    var left = partsMax
    for (fit, units) in fits.sorted(by: { $0.fit > $1.fit }) where left > 0 {
      most += Int128(fit) * Int128(min(left, units))
      left -= units
      last = fit
    }
    self.most = most
    self.last = left > 0 ? 0 : last
  }

  /// The least part on a machine that has room for one of `fit`; may be 0 or below.
  func onMachine(fitting fit: Int64) -> Int64 {
    Int64(clamping: quantity - (most - Int128(max(fit, last))))
  }
}
