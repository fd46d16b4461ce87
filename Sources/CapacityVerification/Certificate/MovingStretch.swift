/// A stretch of open seconds of one length that moves on through priced time.
///
/// It knows what it costs and the lowest price of any of its seconds. While neither of its ends comes to
/// another step of the prices, the cost is linear and the lowest price stays what it is.
struct MovingStretch {
  private let prices: PricedTime
  private let length: Int64
  /// The open second that it begins at.
  private(set) var start: Int64
  /// The steps that its first and its last second lie in.
  private var first: Int
  private var last: Int
  /// Steps up to the last one, each of a lower price than all that come after it: from `head` on, those
  /// that the stretch touches, the cheapest first.
  private var cheapest: [Int] = []
  private var head = 0

  /// A stretch of `length` seconds, above 0, that begins at `start` and ends within open time.
  init(of length: Int64, from start: Int64, in prices: PricedTime) {
    self.prices = prices
    self.length = length
    self.start = start
    first = prices.step(of: start)
    last = first
    cheapest = [first]
    move(to: start)
  }

  /// What all of its seconds cost together, in micro-yuan.
  var cost: Int128 {
    prices.cost(before: start + length, in: last) - prices.cost(before: start, in: first)
  }

  /// The lowest price of any of its seconds, in micro-yuan.
  var lowestPrice: Int64 { prices.price(ofStep: cheapest[head]) }

  /// The last start at which both ends lie in the steps that they are in now.
  var lastStartAlike: Int64 {
    min(prices.end(ofStep: first) - 1, prices.end(ofStep: last) - length)
  }

  /// Moves on to a start that is not before this one.
  ///
  /// - Complexity: O(*n*) for all moves together, *n* being the steps that they touch.
  mutating func move(to start: Int64) {
    self.start = start
    while prices.end(ofStep: first) <= start { first += 1 }
    while prices.end(ofStep: last) < start + length {
      last += 1
      while cheapest.count > head, let dearest = cheapest.last,
        prices.price(ofStep: dearest) >= prices.price(ofStep: last)
      {
        cheapest.removeLast()
      }
      cheapest.append(last)
    }
    while cheapest[head] < first { head += 1 }
  }
}
