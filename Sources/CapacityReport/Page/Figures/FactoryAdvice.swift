internal import CapacityData
internal import CapacityMatching
public import CapacityModel

/// Which orders left over would fill the idle hours of machines, and what would have to change.
public struct FactoryAdvice: Sendable {
  /// One order for one machine.
  private struct Line {
    var machine: Int
    var recommendation: Recommendation
    /// What the factory would change, and what the buyer would have to instead; empty for nothing.
    var changes: [Message]
  }

  private let lines: [Line]

  /// No advice: nobody looked for it.
  public static let none = FactoryAdvice(lines: [])

  private init(lines: [Line]) { self.lines = lines }

  /// Orders told for each machine.
  private static let ordersOfMachine = 3
  /// Machines that are told of, those with the most idle hours.
  private static let machinesMax = 300
  /// The same where orders are many, each of which makes a machine cost more.
  private static let machinesOfManyOrdersMax = 100
  private static let manyOrders = 20_000

  /// Looks for the best few orders of each of the machines with the most idle hours.
  ///
  /// - Parameters:
  ///   - result: The result as the report sees it.
  ///   - records: The same as it was read.
  ///   - threads: How many threads work at most; the advice does not depend on it.
  /// - Complexity: As `Recommender.recommend(toEach:top:)`: about a second where 100,000 orders are.
  public init(_ result: ReportedResult, records: ResultRecords, threads: Int) async {
    let dataset = result.dataset
    let recommender = await Recommender(
      dataset, taken: records.taken(in: dataset), leftOver: records.leftOver(of: dataset),
      threads: threads)
    let seconds = MachineSeconds(result, openTime: OpenSeconds.all(of: dataset))
    let idle = dataset.machines.indices.map(seconds.idle)
    let most =
      dataset.orders.count > FactoryAdvice.manyOrders
      ? FactoryAdvice.machinesOfManyOrdersMax : FactoryAdvice.machinesMax
    let machines = dataset.machines.indices.sorted { (idle[$1], $0) < (idle[$0], $1) }.prefix(most)
    let answers = await recommender.recommend(
      toEach: Array(machines), top: FactoryAdvice.ordersOfMachine, threads: threads)
    lines = answers.flatMap { answer in
      answer.recommendations.map { recommendation in
        let changes = [true, false].map { isFactorys in
          recommendation.proposals.first { $0.change.isFactorys == isFactorys }.map {
            FactoryWords.change(
              $0.change, of: dataset.offers[recommendation.offer], in: dataset)
          } ?? Message(verbatim: "")
        }
        return Line(
          machine: answer.machine, recommendation: recommendation, changes: changes)
      }
    }
  }

  /// The orders that the lines are about, by index.
  var orders: [Int] { lines.map(\.recommendation.order) }

  /// The columns of the page.
  var columns: [PageColumn] {
    [
      PageColumn.plain("advice.machine", lines.map { Int64($0.machine) }),
      .plain("advice.order", lines.map { Int64($0.recommendation.order) }),
      .plain("advice.stage", lines.map { Int64($0.recommendation.stage) }),
      .plain("advice.charge", lines.map(\.recommendation.chargeFen)),
      .plain("advice.work", lines.map(\.recommendation.needSeconds)),
      .text("advice.own.en", lines.map { $0.changes[0][.english] }),
      .text("advice.own.zh", lines.map { $0.changes[0][.chinese] }),
      .text("advice.buyer.en", lines.map { $0.changes[1][.english] }),
      .text("advice.buyer.zh", lines.map { $0.changes[1][.chinese] }),
    ]
  }
}
