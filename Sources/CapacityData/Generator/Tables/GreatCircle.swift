/// Great-circle distances in integers, by the haversine formula in Q30.
///
/// The distances of a region are small, where the series below converge at once. They only choose
/// freight rates, so the last kilometre is not at stake; that every platform finds the same one is.
enum GreatCircle {
  /// The radius of the Earth in units of 0.1 m.
  private static let earthRadius: Int64 = 63_710_088

  /// Returns the distance of two clusters in whole kilometres, rounded half up.
  static func kilometres(_ from: SyntheticCluster, _ to: SyntheticCluster) -> Int {
    let latitude = sine(radians(from.latitude - to.latitude) / 2)
    let longitude = sine(radians(from.longitude - to.longitude) / 2)
    let cosines = product(cosine(radians(from.latitude)), cosine(radians(to.latitude)))
    // In Q60. The squares of these sines stay below 2^54: without their last 22 bits, which are far less
    // than a kilometre, the product with a Q30 fits.
    let haversine =
      latitude * latitude + ((((longitude * longitude) >> 22) * cosines) >> 8)
    let chord = FixedPoint.squareRoot(haversine)
    // asin(x) = x + x^3 / 6 + 3 x^5 / 40 + ...
    let cube = product(product(chord, chord), chord)
    let angle = chord + cube / 6 + product(product(cube, chord), chord) * 3 / 40
    return Int((2 * earthRadius * angle / 10_000 + 1 << 29) >> 30)
  }

  private static func product(_ left: Int64, _ right: Int64) -> Int64 { (left * right) >> 30 }

  /// Thousandths of a degree in radians: pi / 180,000 in Q30 is 18,740.33.
  private static func radians(_ thousandths: Int) -> Int64 {
    Int64(thousandths) * 1_874_033 / 100
  }

  private static func sine(_ angle: Int64) -> Int64 {
    let square = product(angle, angle)
    let fifth = product(product(angle, square), square)
    return angle - product(angle, square) / 6 + fifth / 120 - product(fifth, square) / 5040
  }

  private static func cosine(_ angle: Int64) -> Int64 {
    let square = product(angle, angle)
    let fourth = product(square, square)
    return 1 << 30 - square / 2 + fourth / 24 - product(fourth, square) / 720
      + product(fourth, fourth) / 40_320
  }
}
