internal import CapacityModel

/// Processes that compete for machines, as groups that have nothing to do with each other.
///
/// Two processes are in one group when some machine offers both, or some order asks for both. What
/// orders of one group take is never in the way of another group's, so a pass may serve the groups one
/// after another instead of going back and forth: the answer is the same, and what it reads stays in
/// the caches.
struct ProcessGroups: Sendable {
  /// The group of each order, from 0 in the order of the groups' first processes.
  let groupOfOrder: [Int32]
  /// The group of each process.
  let groupOfProcess: [Int32]
  /// The group of each machine; -1 for one without offers.
  let groupOfMachine: [Int32]
  let groupCount: Int
  /// What an order of each group takes to place, on average, in no unit.
  private let workOfGroup: [Int]
  /// All orders, by the process of their first stage, then as they stand.
  let ordersByProcess: [Int32]

  /// - Complexity: O(offers + stages), nearly.
  init(
    processCount: Int, conditions: [OfferConditions], offersOfProcess: [Range<Int>],
    machineCount: Int, orders: [OrderDemand], stages: [StageDemand]
  ) {
    var groups = DisjointSets(count: processCount)
    var processOfMachine = [Int32](repeating: -1, count: machineCount)
    for (process, offers) in offersOfProcess.enumerated() {
      for offer in offers {
        let machine = Int(conditions[offer].machine)
        let other = processOfMachine[machine]
        if other >= 0, other != process { groups.join(Int(other), process) }
        processOfMachine[machine] = Int32(process)
      }
    }
    for order in orders {
      let first = stages[order.stages.lowerBound].process
      for stage in order.stages.dropFirst() { groups.join(first, stages[stage].process) }
    }
    var numbers = [Int32](repeating: -1, count: processCount)
    var groupOfProcess: [Int32] = []
    var count: Int32 = 0
    for process in 0..<processCount {
      let root = groups.root(process)
      if numbers[root] < 0 {
        numbers[root] = count
        count += 1
      }
      groupOfProcess.append(numbers[root])
    }
    groupCount = Int(count)
    self.groupOfProcess = groupOfProcess
    groupOfMachine = processOfMachine.map { $0 < 0 ? -1 : groupOfProcess[Int($0)] }
    groupOfOrder = orders.map { groupOfProcess[stages[$0.stages.lowerBound].process] }
    var work = [Int](repeating: 0, count: Int(count))
    var orderCounts = [Int](repeating: 0, count: Int(count))
    for order in orders {
      let process = stages[order.stages.lowerBound].process
      let group = Int(groupOfProcess[process])
      work[group] += ProcessGroups.workOfOrder + offersOfProcess[process].count
      orderCounts[group] += 1
    }
    workOfGroup = zip(work, orderCounts).map { $0 / max(1, $1) }
    ordersByProcess = sortedByCounting(
      orders.indices.lazy.map(Int32.init), keyCount: processCount
    ) { stages[orders[Int($0)].stages.lowerBound].process }
  }

  /// Some groups with their orders.
  struct Lot: Sendable {
    var groups: [Int32] = []
    /// Group by group.
    var orders: [Int32] = []
  }

  /// As many offers as an order takes time whatever it has; measured on a province and a nation.
  private static let workOfOrder = 120

  /// Deals the groups of some orders to at most `count` lots of about as much work; within a group
  /// orders stay as they stand.
  ///
  /// - Complexity: O(orders + groups x (log groups + lots)).
  func lots(of orders: ArraySlice<Int32>, count: Int) -> [Lot] {
    let sorted = sortedByCounting(orders, keyCount: groupCount) { Int(groupOfOrder[Int($0)]) }
    var runs: [(orders: Range<Int>, group: Int32, work: Int)] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, groupOfOrder[Int(sorted[end])] == groupOfOrder[Int(sorted[start])] {
        end += 1
      }
      let group = groupOfOrder[Int(sorted[start])]
      runs.append((start..<end, group, (end - start) * workOfGroup[Int(group)]))
      start = end
    }
    // The largest first, each to the lot that has least: that evens them out well.
    runs.sort { $0.work != $1.work ? $0.work > $1.work : $0.group < $1.group }
    var lots = [Lot](repeating: Lot(), count: min(count, runs.count))
    var work = [Int](repeating: 0, count: lots.count)
    for run in runs {
      var least = 0
      for lot in lots.indices where work[lot] < work[least] { least = lot }
      work[least] += run.work
      lots[least].groups.append(run.group)
      lots[least].orders += sorted[run.orders]
    }
    return lots
  }
}

/// Sorts by small keys; equal keys keep their order.
///
/// - Complexity: O(*n* + *k*).
func sortedByCounting(
  _ items: some Collection<Int32>, keyCount: Int, key: (Int32) -> Int
) -> [Int32] {
  var places = [Int](repeating: 0, count: keyCount + 1)
  for item in items { places[key(item) + 1] += 1 }
  for number in 0..<keyCount { places[number + 1] += places[number] }
  var sorted = [Int32](repeating: 0, count: items.count)
  for item in items {
    let number = key(item)
    sorted[places[number]] = item
    places[number] += 1
  }
  return sorted
}

/// Sets that are joined step by step (Tarjan, JACM 22, 1975, doi:10.1145/321879.321884; with path
/// halving, and the lower number as root).
private struct DisjointSets {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(_ member: Int) -> Int {
    var member = member
    while parents[member] != member {
      parents[member] = parents[parents[member]]
      member = parents[member]
    }
    return member
  }

  mutating func join(_ left: Int, _ right: Int) {
    let (first, second) = (root(left), root(right))
    parents[max(first, second)] = min(first, second)
  }
}
