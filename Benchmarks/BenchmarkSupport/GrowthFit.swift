import Foundation

/// How a cost grows with size: cost = factor x size^exponent, fitted by least squares between the
/// logarithms of both.
package struct GrowthFit: Equatable, Sendable {
  /// 1 when twice the size costs twice as much.
  package let exponent: Double
  /// The cost at size 1.
  package let factor: Double
  /// The share of the variance of the logarithms that the fit explains; 1 is a straight line.
  package let rSquared: Double

  /// The fit of points; `nil` for fewer than two sizes, or a size or cost that is not above 0.
  package init?(sizes: [Double], costs: [Double]) {
    guard sizes.count == costs.count, sizes.count >= 2 else { return nil }
    guard sizes.allSatisfy({ $0 > 0 }), costs.allSatisfy({ $0 > 0 }) else { return nil }
    let x = sizes.map { log($0) }
    let y = costs.map { log($0) }
    let count = Double(x.count)
    let meanX = x.reduce(0, +) / count
    let meanY = y.reduce(0, +) / count
    var varianceX = 0.0
    var varianceY = 0.0
    var covariance = 0.0
    for (x, y) in zip(x, y) {
      varianceX += (x - meanX) * (x - meanX)
      varianceY += (y - meanY) * (y - meanY)
      covariance += (x - meanX) * (y - meanY)
    }
    guard varianceX > 0 else { return nil }
    exponent = covariance / varianceX
    factor = exp(meanY - exponent * meanX)
    rSquared = varianceY > 0 ? covariance * covariance / (varianceX * varianceY) : 1
  }

  /// What the fit expects at a size.
  package func cost(at size: Double) -> Double { factor * pow(size, exponent) }
}
