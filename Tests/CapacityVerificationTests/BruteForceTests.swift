import CapacityModel
import CapacityVerification
import Testing

/// Reasons and fixes of a ``SmallMarket``, judged second by second.
@Suite struct BruteForceTests {
  /// Whether some factory holds the certificate on a day from the release's to the deadline's.
  private func isCertified(_ dataset: Dataset) -> Bool {
    let order = dataset.orders[0]
    if order.certifications.isEmpty { return true }
    let days = (order.release < 120 ? 0 : 1)...(order.deadline < 120 ? 0 : 1)
    return dataset.factories.contains { factory in
      factory.certifications.contains { held in
        days.contains { day in
          let day = World.firstDay + Int64(day)
          return day >= held.firstDay ?? .min && day <= held.lastDay ?? .max
        }
      }
    }
  }

  private func duration(_ seconds: Int64) -> String {
    let minutes = seconds / 60
    let rest = seconds % 60
    return [minutes > 0 ? "\(minutes)m" : "", rest > 0 ? "\(rest)s" : ""].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  @Test func `for any seed, reason and fix are those found second by second`() {
    var seen: [UnmatchedReason: Int] = [:]
    var fixes: [String: Int] = [:]
    for seed in UInt64(1)...150 {
      var random = SmallMarket.Random(state: seed)
      var world = SmallMarket.world(&random)
      let order = world.dataset.orders[0]
      guard isCertified(world.dataset) else {
        world.addUnmatched("A", .noCertification, stage: 1)
        #expect(world.rules() == [], "seed \(seed)")
        continue
      }
      let inTime = SmallMarket.ways(world.dataset, withPromised: false).filter {
        $0.arrival <= order.deadline
      }
      let reason: UnmatchedReason =
        inTime.isEmpty
        ? .tooLate
        : inTime.contains { $0.costFen <= order.budgetFen } ? .noCapacity : .overBudget
      let left = SmallMarket.ways(world.dataset, withPromised: true)
      let earliest = left.filter { $0.costFen <= order.budgetFen }.map(\.arrival).min()
      let cheapest = left.filter { $0.arrival <= order.deadline }.map(\.costFen).min()
      var fix = ""
      if let earliest {
        if earliest > order.deadline { fix = "deadline +" + duration(earliest - order.deadline) }
      } else if let cheapest {
        let more = cheapest - order.budgetFen
        fix = "budget +\(more / 100)." + (more % 100 < 10 ? "0" : "") + "\(more % 100)"
      }
      world.addUnmatched("A", reason, fix: fix)
      #expect(world.findings() == [], "seed \(seed)")
      seen[reason, default: 0] += 1
      fixes[String(fix.prefix(6)), default: 0] += 1
      world.unmatched[0].reason = reason == .noCapacity ? .tooLate : .noCapacity
      #expect(world.rules() == [.reason], "seed \(seed)")
    }
    // The lot must have drawn all of them.
    #expect(seen.count == 3)
    #expect(fixes.count == 3)
    #expect(seen.values.allSatisfy { $0 >= 5 }, "\(seen)")
    #expect(fixes.values.allSatisfy { $0 >= 5 }, "\(fixes)")
  }
}
