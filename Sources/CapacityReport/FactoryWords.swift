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
  static func span(_ span: TimeSpan, horizon: Horizon) -> Message {
    let start = time(span.start, horizon: horizon)
    let end = time(span.end, horizon: horizon)
    let rest = start.prefix(10) == end.prefix(10) ? String(end.dropFirst(11)) : end
    return Message("\(start) to \(rest)", zh: "\(start) 至 \(rest)")
  }

  /// A change to an offer of a machine, for people.
  static func change(
    _ change: RecommendedChange, of offer: Offer, in dataset: Dataset
  ) -> Message {
    func lowered(
      _ key: String, _ chinese: String, _ to: Int64, _ more: Message = Message(verbatim: "")
    ) -> Message {
      let text = Message("\(key) \(Format.money(to))", zh: "\(chinese) \(Format.money(to))")
      guard let now = price(change, of: offer).map({ Format.money($0) }) else { return text }
      return text + Message(" (now \(now)", zh: "（现为 \(now)") + more + Message(")", zh: "）")
    }
    switch change {
    case .none: return Message("nothing, it fits", zh: "无需改动，已能排入")
    case .hourlyRate(let to): return lowered("hourly_rate", "小时单价", to)
    case .piecePrice(let to, let from):
      var tiers = 1
      if case .piece(let own) = offer.pricing { tiers = own.count }
      return lowered(
        "piece_price", "计件单价", to,
        tiers > 1
          ? Message(", tier from \(from)", zh: "，\(from) 起的档") : Message(verbatim: ""))
    case .valueShare(let to): return lowered("value_share", "价值分成", to, Message(verbatim: " %"))
    case .minimumCharge(let to): return lowered("minimum_charge", "最低收费", to)
    case .setupFee(let to): return lowered("setup_fee", "准备费", to)
    case .hours(let spans):
      let all = spans.map { span($0, horizon: dataset.horizon) }
      return Message("open ", zh: "加开 ")
        + Message(
          all.map(\.english).joined(separator: ", "), zh: all.map(\.chinese).joined(separator: "、"))
    case .fix(let fix):
      let text = Format.fix(fix, in: dataset)
      return Message(text, zh: FixWords.chinese(text) ?? text)
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
