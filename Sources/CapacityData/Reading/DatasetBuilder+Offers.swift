import CapacityModel

extension Message {
  /// An empty cell that a pricing mode asks for.
  fileprivate static func emptyButNeeded(by mode: String) -> Message {
    Message(
      "the cell is empty, and pricing \(mode) needs it", zh: "单元格是空的，而计价方式 \(mode) 需要它")
  }
}

/// `offers.csv`.
extension DatasetBuilder {
  /// The columns of an offer's price.
  fileprivate struct PriceColumns {
    let pricing: Column
    let hourlyRate: Column
    let piecePrice: Column
    let valueShare: Column

    init(_ table: Table) {
      pricing = table.column("pricing")
      hourlyRate = table.column("hourly_rate")
      piecePrice = table.column("piece_price")
      valueShare = table.column("value_share")
    }
  }

  /// The columns of an offer.
  struct OfferColumns {
    let machine: Column
    let process: Column
    fileprivate let prices: PriceColumns
    let cycle: Column
    let setup: Column
    let fee: Column
    let minimum: Column
    let increment: Column
    let materials: Column
    let least: Column
    let most: Column

    init(_ table: Table) {
      machine = table.column("machine_id")
      process = table.column("process")
      prices = PriceColumns(table)
      cycle = table.column("cycle_time_s")
      setup = table.column("setup_time_s")
      fee = table.column("setup_fee")
      minimum = table.column("minimum_charge")
      increment = table.column("billing_increment_min")
      materials = table.column("materials")
      least = table.column("min_quantity")
      most = table.column("max_quantity")
    }
  }

  /// Reads what machines offer.
  mutating func readOffers() throws(DataError) {
    if let plan, let file = openChunks(Schema.offers, plan) { return readOffers(file) }
    guard var table = try open(Schema.offers) else { return }
    let columns = OfferColumns(table)
    while table.next(log: &log) {
      guard let row = offerRow(table, columns) else { continue }
      offers.append(row.offer)
      offerMaterialLists.append(row.materials)
    }
  }

  /// Reads the row at hand, with the number of its list of materials; `nil` if it is no offer.
  mutating func offerRow(
    _ table: Table, _ columns: OfferColumns
  ) -> (offer: Offer, materials: Int32)? {
    let machineIndex = machineIDs.reference(table, columns.machine, log: &log)
    let processIndex = processIDs.reference(table, columns.process, log: &log)
    let pricing = pricing(table, columns.prices)
    let setupSeconds = table.number(columns.setup, .setupTime, default: 0, log: &log)
    let cycleMilliseconds = cycleTime(
      table, columns.cycle, isPiece: pricing?.mode == .piece, setupSeconds: setupSeconds)
    let feeFen = table.number(columns.fee, .budget, default: 0, log: &log)
    let minimumFen = table.number(columns.minimum, .budget, default: 0, log: &log)
    let minutes = table.number(columns.increment, .billingIncrement, default: 1, log: &log)
    let list = materials.list(table, columns.materials, log: &log)
    let quantityMin = table.number(columns.least, .offerQuantityMin, default: 0, log: &log)
    let quantityMax = table.number(columns.most, .offerQuantityMax, default: .max, log: &log)
    if let quantityMin, let quantityMax, quantityMin > quantityMax {
      table.complain(
        columns.least,
        Message(
          "\(quoted(table.text(columns.least))) is above max_quantity, "
            + "\(quoted(table.text(columns.most)))",
          zh: "\(quoted(table.text(columns.least))) 大于 max_quantity "
            + "\(quoted(table.text(columns.most)))"),
        remedy: Message(
          "write a smaller min_quantity or a larger max_quantity",
          zh: "请改小 min_quantity 或改大 max_quantity"), log: &log)
    }
    guard let machineIndex, let processIndex, let pricing else { return nil }
    let offer = Offer(
      machine: machineIndex, process: processIndex, pricing: pricing,
      cycleMilliseconds: cycleMilliseconds, setupSeconds: setupSeconds ?? 0,
      setupFeeFen: feeFen ?? 0, minimumChargeFen: minimumFen ?? 0,
      billingIncrementSeconds: (minutes ?? 1) * 60,
      quantityMinHundredths: quantityMin ?? 0, quantityMaxHundredths: quantityMax ?? .max)
    return (offer, Int32(list))
  }

  /// Reads the price that the pricing needs; the other price columns are not looked at.
  private mutating func pricing(_ table: Table, _ columns: PriceColumns) -> Pricing? {
    switch table.word(columns.pricing, PricingMode.self, log: &log) {
    case .time:
      guard let rate = price(table, columns.hourlyRate, columns, .hourlyRate) else { return nil }
      return .time(hourlyRateFen: rate)
    case .piece:
      if table.text(columns.piecePrice).contains(UInt8(ascii: ":")) {
        return tiers(table, columns.piecePrice).map { .piece(tiers: $0) }
      }
      guard let price = price(table, columns.piecePrice, columns, .piecePrice) else { return nil }
      return .piece(tiers: [PriceTier(fromQuantity: 1, priceFen: price)])
    case .value:
      guard let share = price(table, columns.valueShare, columns, .valueShare) else { return nil }
      return .value(shareBasisPoints: share)
    case nil:
      return nil
    }
  }

  private mutating func price(
    _ table: Table, _ column: Column, _ columns: PriceColumns, _ rule: NumberRule
  ) -> Int64? {
    guard table.text(column).isEmpty else { return table.number(column, rule, log: &log) }
    // Without the column the message points to the pricing that asks for it.
    log.add(
      table.source, table.place(column.index == nil ? columns.pricing : column),
      field: column.name,
      .emptyButNeeded(by: table.string(columns.pricing)), remedy: rule.suchAs)
    return nil
  }

  /// Reads `1:12.50;100:11.20;1000:9.80`.
  private mutating func tiers(_ table: Table, _ column: Column) -> [PriceTier]? {
    var tiers: [PriceTier] = []
    let text = table.text(column)
    tiers.reserveCapacity(text.reduce(1) { $1 == UInt8(ascii: ";") ? $0 + 1 : $0 })
    for item in listItems(text) {
      let colon = UInt8(ascii: ":")
      guard let middle = item.firstIndex(of: colon), item.lastIndex(of: colon) == middle else {
        table.complain(
          column, Message("\(quoted(item)) is not a tier", zh: "\(quoted(item)) 不是一档价格"),
          remedy: Message(
            "write quantity:price pairs like 1:12.50;100:11.20",
            zh: "请写“数量:价格”，例如 1:12.50;100:11.20"), log: &log)
        return nil
      }
      let first = trimmed(item[item.startIndex..<middle])
      let second = trimmed(item[middle + 1..<item.endIndex])
      guard let quantity = NumberRule.pieces.accepted(first),
        let price = NumberRule.piecePrice.accepted(second)
      else {
        let complaint =
          NumberRule.pieces.accepted(first) == nil
          ? NumberRule.pieces.complaint(first) : NumberRule.piecePrice.complaint(second)
        table.complain(column, complaint.what, remedy: complaint.remedy, log: &log)
        return nil
      }
      if let last = tiers.last, quantity <= last.fromQuantity {
        table.complain(
          column,
          Message(
            "the tier from \(quantity) stands after the tier from \(last.fromQuantity)",
            zh: "从 \(quantity) 起的一档排在从 \(last.fromQuantity) 起的一档后面"),
          remedy: Message(
            "write the tiers from the smallest quantity to the largest, each once",
            zh: "请按数量从小到大写各档，每个数量只写一次"), log: &log)
        return nil
      }
      tiers.append(PriceTier(fromQuantity: quantity, priceFen: price))
    }
    return tiers
  }

  /// Reads the milliseconds a piece takes, which may be left out where only hours are served.
  private mutating func cycleTime(
    _ table: Table, _ column: Column, isPiece: Bool, setupSeconds: Int64?
  ) -> Int64? {
    if table.text(column).isEmpty {
      if isPiece {
        table.complain(
          column, .emptyButNeeded(by: "piece"),
          remedy: Message(
            "write the seconds a piece takes, such as 12.5", zh: "请填写每件所需的秒数，例如 12.5"),
          log: &log)
      }
      return nil
    }
    let cycle = table.number(column, .cycleTime, log: &log)
    if cycle == 0, setupSeconds == 0 {
      table.complain(
        column,
        Message(
          "work without cycle time and without set-up time takes no time",
          zh: "单件工时和准备时间都是 0，加工不占用时间"),
        remedy: Message(
          "write a cycle_time_s or a setup_time_s above 0",
          zh: "请让 cycle_time_s 或 setup_time_s 大于 0"), log: &log)
    }
    return cycle
  }
}
