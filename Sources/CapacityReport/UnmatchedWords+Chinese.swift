internal import CapacityData
public import CapacityModel

extension UnmatchedWords {
  /// The sentence of ``detail(_:in:)`` in Chinese, with the same figures, for people alone: files hold
  /// the English one whatever the language, so that their bytes are the same.
  public static func chinese(_ unmatched: UnmatchedOrder, in dataset: Dataset) -> String {
    let order = dataset.orders[unmatched.order]
    if let number = unmatched.stage {
      let stage = dataset.stages[order.stages.lowerBound + number - 1]
      return filterSentence(unmatched, stage: stage, order: order, in: dataset)
    }
    func time(_ seconds: Int64) -> String { Format.time(seconds, horizon: dataset.horizon) }
    switch unmatched.evidence {
    case .earliestTime(let earliest?):
      let late = FixWords.duration(Format.duration(earliest - order.deadline))
      return "即使设备全空，最早也要 \(time(earliest)) 才能完成，比截止时间 \(time(order.deadline)) 晚 \(late)"
    case .earliestTime(nil):
      return "即使设备全空，也无法在计划期内完成；截止时间为 \(time(order.deadline))"
    case .leastCostFen(let least):
      let over = Format.money(least - order.budgetFen)
      return "凡能按时完成的做法至少要 \(Format.money(least)) 元，比预算 "
        + "\(Format.money(order.budgetFen)) 元多 \(over) 元"
    case .servingOffers(let count):
      return count == 1
        ? "能做的报价只有 1 个，在截止时间前、预算内已没有空闲"
        : "能做的最便宜的 \(count) 个报价，在截止时间前、预算内都已没有空闲"
    case .offersTaken:
      return MatchText.words(unmatched.reason)[.chinese]
    }
  }

  private static func filterSentence(
    _ unmatched: UnmatchedOrder, stage: Stage, order: Order, in dataset: Dataset
  ) -> String {
    let process = dataset.processes[stage.process].id.text
    var count = 0
    if case .offersTaken(let taken) = unmatched.evidence { count = taken }
    let offers = "\(process) 剩下的 \(count) 个报价"
    let unit = stage.unit == .hour ? "小时" : "件"
    switch unmatched.reason {
    case .noProcess:
      return "没有设备提供 \(process)"
    case .noPricingMode:
      return "\(offers)，计价方式不被订单接受，或不能按\(unit)计价"
    case .noCertification:
      let names = order.certifications.map { dataset.certificationNames[$0] }
      return "\(offers)，其工厂在订单的最早开工与截止时间之间没有认证 " + names.joined(separator: "、")
    case .noTolerance:
      return "\(offers)，设备都达不到 IT\(stage.toleranceIT)"
    case .noMaterial:
      let material = stage.material.map { dataset.materialNames[$0] } ?? ""
      return "\(offers)，都不接受材料 \(material)"
    case .noSize:
      return "\(offers)，设备都放不下 \(Format.box(stage.box)) mm 的工件"
    case .noQuantity:
      return "\(offers)，都不接受把 \(Format.quantity(stage.quantity, unit: stage.unit)) \(unit)分成至多 "
        + "\(order.partsMax) 批"
    case .tooLate, .overBudget, .noCapacity:
      return MatchText.words(unmatched.reason)[.chinese]
    }
  }
}
