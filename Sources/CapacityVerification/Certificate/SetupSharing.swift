import CapacityModel

/// The set-ups of a divided stage, shared out as if all parts were as large as the largest of any offer.
///
/// No part makes more, so there are several, and each of them sets up. What larger shares leave of
/// these set-ups comes on top, at the cheapest of all offers.
struct SetupSharing {
  /// `f`: the largest part of any offer.
  private let largest: Int64
  /// `D`: what is left of set-ups, in micro-yuan.
  let leftOver: Int128

  /// The sharing for offers with a `fit` each; `nil` unless the cheapest costs more by it than by its own parts.
  init?(units: UnitCosts, offers: [EligibleOffer]) {
    let quantity = units.parts.stage.quantity
    guard let largest = offers.compactMap(\.fit).max(),
      let setup = offers.map({ units.setupMoney(on: $0.offer) }).min()
    else { return nil }
    self.largest = largest
    let partsLeast = max(2, ceilDivided(Int128(quantity), by: Int128(largest)))
    leftOver = share(
      partsLeast * Int128(largest) - Int128(quantity), of: setup, in: Int128(largest))
    func cheapest(inPartsUpTo size: (EligibleOffer) -> Int64?) -> Int128? {
      offers.compactMap { eligible in
        size(eligible).map {
          units.moneyCost(
            of: quantity, inPartsUpTo: $0, on: eligible, delivery: 0, counting: .money)
        }
      }.min()
    }
    guard let own = cheapest(inPartsUpTo: \.fit),
      let shared = cheapest(inPartsUpTo: { _ in largest }), shared + leftOver > own
    else { return nil }
  }

  /// What a part costs at the share that it has of the largest one, in micro-yuan.
  func money(of quantity: Int64, on offer: Offer, _ units: UnitCosts) -> Int128 {
    share(
      Int128(quantity), of: units.money(ofLargest: largest, on: offer), in: Int128(largest))
  }
}
