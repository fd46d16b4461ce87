internal import CapacityModel

/// Shares of columns and prices on their way to a solution of the linear program of a pool: the most that shares of columns
/// are worth together where no cell is used more than it is free, and no order more than once.
///
/// The method is the primal-dual hybrid gradient (Chambolle and Pock, Journal of Mathematical Imaging and Vision 40, 2011,
/// doi:10.1007/s10851-010-0251-1) with steps by rows and columns (Pock and Chambolle, ICCV 2011,
/// doi:10.1109/ICCV.2011.6126441), begun again from the average of a run as in PDLP (Applegate and others, NeurIPS 2021,
/// arXiv:2106.04756). A step costs some nanoseconds an entry, where to ask all orders costs as much a term.
struct PrimalDual: Sendable {
  private let pool: ColumnPool
  /// How often each cell is free, in its lengths.
  private let free: [Double]
  /// The columns that use a cell, with their weights: where those of each cell begin, and the count of all at the end.
  private let firstUser: [Int32]
  private let users: [Int32]
  private let weights: [Float]
  /// How far a price moves when a cell is used once more than it is free, by cell.
  private let priceSteps: [Double]
  /// How far a share moves for each micro-yuan that a column earns, by place of its order.
  private let shareSteps: [Double]
  private let threads: Int
  /// By column.
  private(set) var shares: [Double]
  /// What all of a cell costs, in micro-yuan.
  private(set) var prices: [Double]

  /// Fewer entries one thread steps over sooner than two would meet.
  private static let entriesOfThreads = 20_000

  /// `worths` is about what a cell may cost: prices move in these units.
  init(
    _ pool: ColumnPool, free: [Double], worths: [Double], from prices: [Double], threads: Int
  ) {
    self.pool = pool
    self.free = free
    self.threads = pool.entries.count < PrimalDual.entriesOfThreads ? 1 : threads
    shares = pool.shares
    self.prices = prices
    var first = [Int32](repeating: 0, count: free.count + 1)
    for entry in pool.entries { first[Int(entry.cell) + 1] += 1 }
    for cell in free.indices { first[cell + 1] += first[cell] }
    var next = first
    var users = [Int32](repeating: 0, count: pool.entries.count)
    var weights = [Float](repeating: 0, count: pool.entries.count)
    var sums = [Double](repeating: 0, count: free.count)
    var shareSteps = [Double](repeating: 1, count: pool.orderCount)
    for place in 0..<pool.orderCount {
      var most = 0.0
      for column in pool.columns(of: place) {
        var sum = 0.0
        for entry in pool.entries[pool.entries(of: column)] {
          let cell = Int(entry.cell)
          let user = Int(next[cell])
          next[cell] += 1
          users[user] = Int32(column)
          weights[user] = entry.weight
          sums[cell] += Double(entry.weight)
          sum += Double(entry.weight) * worths[cell]
        }
        most = max(most, sum)
      }
      if most > 0 { shareSteps[place] = 1 / most }
    }
    firstUser = first
    self.users = users
    self.weights = weights
    self.shareSteps = shareSteps
    priceSteps = zip(sums, worths).map { $0 > 0 ? $1 / $0 : 0 }
  }

  /// Makes `count` steps, and takes the average of shares and prices after each.
  mutating func run(_ count: Int) async {
    var sharesSum = [Double](repeating: 0, count: shares.count)
    var pricesSum = [Double](repeating: 0, count: prices.count)
    for _ in 0..<count {
      let ahead = await moveShares()
      await movePrices(ahead)
      for column in shares.indices { sharesSum[column] += shares[column] }
      for cell in prices.indices { pricesSum[cell] += prices[cell] }
    }
    shares = sharesSum.map { $0 / Double(count) }
    prices = pricesSum.map { $0 / Double(count) }
  }

  /// Moves the shares towards what pays; gives where they would be after another move as far.
  private mutating func moveShares() async -> [Float] {
    let before = self
    let parts = await inParallel(
      over: pool.orderCount, rangeCount: threads, threads: threads
    ) { before.movedShares(ofPlaces: $0) }
    shares.removeAll(keepingCapacity: true)
    for part in parts { shares += part }
    return zip(shares, before.shares).map { Float(2 * $0 - $1) }
  }

  private func movedShares(ofPlaces places: Range<Int>) -> [Double] {
    let first = pool.columns(of: places.lowerBound).lowerBound
    var moved: [Double] = []
    moved.reserveCapacity(pool.columns(of: places.upperBound - 1).upperBound - first)
    for place in places {
      let own = pool.columns(of: place)
      let step = shareSteps[place]
      for column in own {
        var earned = pool.values[column]
        for index in pool.entries(of: column) {
          let entry = pool.entries[index]
          earned -= Double(entry.weight) * prices[Int(entry.cell)]
        }
        moved.append(max(0, shares[column] + step * earned))
      }
      PrimalDual.limit(&moved, from: own.lowerBound - first)
    }
    return moved
  }

  /// Makes the last shares, from `first` on, at most 1 together: the nearest such shares (those above a threshold, less
  /// it; Michelot, Journal of Optimization Theory and Applications 50, 1986, doi:10.1007/BF00938486).
  private static func limit(_ shares: inout [Double], from first: Int) {
    var sum = 0.0
    for share in shares[first...] { sum += share }
    if sum <= 1 { return }
    var threshold = 0.0
    while true {
      var (above, count) = (0.0, 0.0)
      for share in shares[first...] where share > threshold {
        above += share
        count += 1
      }
      let next = (above - 1) / max(1, count)
      if next <= threshold { break }
      threshold = next
    }
    for index in first..<shares.count { shares[index] = max(0, shares[index] - threshold) }
  }

  /// Moves the prices of what is used too often up, and all others down.
  private mutating func movePrices(_ ahead: [Float]) async {
    let before = self
    let parts = await inParallel(
      over: prices.count, rangeCount: threads, threads: threads
    ) { before.movedPrices(ofCells: $0, ahead) }
    prices.removeAll(keepingCapacity: true)
    for part in parts { prices += part }
  }

  private func movedPrices(ofCells cells: Range<Int>, _ ahead: [Float]) -> [Double] {
    cells.map { cell in
      // What nobody was ever found to use costs nothing, and what is never free no order can use.
      if priceSteps[cell] == 0 || free[cell] <= 0 { return 0 }
      var over = -free[cell]
      for user in Int(firstUser[cell])..<Int(firstUser[cell + 1]) {
        over += Double(weights[user]) * Double(ahead[Int(users[user])])
      }
      return max(0, prices[cell] + priceSteps[cell] * over)
    }
  }
}
