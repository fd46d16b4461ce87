internal import CapacityData
internal import CapacityMatching
internal import CapacityModel

/// How the factory's side writes hours, times and changes.
enum FactoryWords {
  /// Seconds as hours with two places, rounded half up: `7.25`.
  static func hours(_ seconds: Int64) -> String {
    let hundredths = (seconds + 18) / 36
    return Format.grouped(hundredths / 100) + Format.hours(hundredths).suffix(3)
  }

  /// A time in the dataset's zone for people: `2026-03-07 17:30`, with seconds where there are any.
  static func time(_ seconds: Int64, horizon: Horizon) -> String {
    let text = Format.time(seconds, horizon: horizon)
    let day = text.prefix(10)
    let clock = text.dropFirst(11).prefix(8)
    return "\(day) " + (clock.hasSuffix(":00") ? clock.prefix(5) : clock)
  }

  /// A span for people; the day stands once where both ends are on it.
  static func span(_ span: TimeSpan, horizon: Horizon) -> String {
    let start = time(span.start, horizon: horizon)
    let end = time(span.end, horizon: horizon)
    return "\(start) to " + (start.prefix(10) == end.prefix(10) ? String(end.dropFirst(11)) : end)
  }

  /// A change to an offer of a machine, for people.
  static func change(
    _ change: RecommendedChange, of offer: Offer, in dataset: Dataset
  ) -> String {
    func lowered(_ key: String, _ to: Int64, _ more: String = "") -> String {
      let now = price(change, of: offer).map { " (now \(Format.money($0))\(more))" } ?? ""
      return "\(key) \(Format.money(to))\(now)"
    }
    switch change {
    case .none: return "nothing, it fits"
    case .hourlyRate(let to): return lowered("hourly_rate", to)
    case .piecePrice(let to, let from):
      var tiers = 1
      if case .piece(let own) = offer.pricing { tiers = own.count }
      return lowered("piece_price", to, tiers > 1 ? ", tier from \(from)" : "")
    case .valueShare(let to): return lowered("value_share", to, " %")
    case .minimumCharge(let to): return lowered("minimum_charge", to)
    case .setupFee(let to): return lowered("setup_fee", to)
    case .hours(let spans):
      return "open "
        + spans.map { span($0, horizon: dataset.horizon) }.joined(separator: ", ")
    case .fix(let fix): return Format.fix(fix, in: dataset)
    }
  }

  /// What a lowered price is now, in fen or basis points; `nil` for other changes.
  static func price(_ change: RecommendedChange, of offer: Offer) -> Int64? {
    switch (change, offer.pricing) {
    case (.hourlyRate, .time(let rate)): rate
    case (.piecePrice(_, let from), .piece(let tiers)):
      tiers.first { $0.fromQuantity == from }?.priceFen
    case (.valueShare, .value(let share)): share
    case (.minimumCharge, _): offer.minimumChargeFen
    case (.setupFee, _): offer.setupFeeFen
    default: nil
    }
  }

  /// What programs call a change.
  static func code(_ change: RecommendedChange) -> String {
    switch change {
    case .none: "none"
    case .hourlyRate: "hourly_rate"
    case .piecePrice: "piece_price"
    case .valueShare: "value_share"
    case .minimumCharge: "minimum_charge"
    case .setupFee: "setup_fee"
    case .hours: "open_hours"
    case .fix(.deadline): "deadline"
    case .fix(.budget): "budget"
    case .fix(.pricingMode): "pricing_mode"
    case .fix(.certification): "certification"
    case .fix(.tolerance): "tolerance"
    case .fix(.material): "material"
    case .fix(.size): "size"
    case .fix(.quantityMax): "max_quantity"
    case .fix(.quantityMin): "min_quantity"
    }
  }
}
