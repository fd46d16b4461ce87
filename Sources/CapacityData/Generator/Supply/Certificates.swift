/// A certificate that factories hold and orders ask for.
struct Certificate: Sendable {
  let name: String
  /// How many of 100 factories hold it.
  let percent: Int
  /// How many of 100 hold it in the clusters whose trade needs it.
  var specialistPercent = 0
  /// Those clusters.
  var specialistClusters: [String] = []
  /// How many of 1000 orders ask for it.
  let askedPermille: Int
}

/// The certificates a factory holds, as sets with a bit for each certificate.
struct HeldCertificates: Sendable {
  /// Those valid on every day of the horizon.
  var throughout: UInt16 = 0
  /// Those valid on some day.
  var sometime: UInt16 = 0
  /// The cell of `factories.csv`.
  var cell = ""
}

/// All certificates.
enum Certificates {
  /// The certificates, bit 0 first.
  static let all: [Certificate] = [
    Certificate(name: "ISO9001", percent: 70, askedPermille: 250),
    Certificate(name: "ISO14001", percent: 35, askedPermille: 0),
    Certificate(
      name: "IATF16949", percent: 15, specialistPercent: 45,
      specialistClusters: ["C01", "C16", "C19"], askedPermille: 60),
    Certificate(
      name: "GJB9001C", percent: 6, specialistPercent: 25,
      specialistClusters: ["C08", "C11", "C03"], askedPermille: 30),
    Certificate(
      name: "AS9100", percent: 5, specialistPercent: 22, specialistClusters: ["C03", "C10"],
      askedPermille: 20),
    Certificate(
      name: "ISO13485", percent: 3, specialistPercent: 25, specialistClusters: ["C17"],
      askedPermille: 20),
    Certificate(name: "CNAS", percent: 3, askedPermille: 0),
  ]

  /// The certificate of which `inspectionPercent` of the inspectors hold one.
  private static let inspectionCertificate = "CNAS"
  private static let inspectionPercent = 70

  /// A certificate that no factory holds.
  static let neverHeld = all.count

  /// The name of a certificate.
  static func name(_ certificate: Int) -> String {
    certificate == neverHeld ? "NADCAP" : all[certificate].name
  }

  /// The names of a set of certificates as a list in a cell.
  static func list(_ set: UInt16) -> String {
    (0...neverHeld).filter { set & 1 << $0 != 0 }.map(name).joined(separator: ";")
  }

  /// Draws what a factory holds; one in six certificates has its days of validity with it.
  static func drawn(
    cluster: String, inspects: Bool, dayCount: Int, from draws: inout DrawStream
  ) -> HeldCertificates {
    var held = HeldCertificates()
    var items: [String] = []
    for (index, certificate) in all.enumerated() {
      var percent = certificate.percent
      if certificate.specialistClusters.contains(cluster) {
        percent = certificate.specialistPercent
      }
      if inspects, certificate.name == inspectionCertificate { percent = inspectionPercent }
      guard draws.chance(percent) else { continue }
      held.sometime |= 1 << index
      guard draws.below(6) == 0 else {
        held.throughout |= 1 << index
        items.append(certificate.name)
        continue
      }
      let validity = drawnValidity(dayCount: dayCount, from: &draws)
      if validity.lowerBound <= 0, validity.upperBound >= dayCount {
        held.throughout |= 1 << index
      }
      items.append("\(certificate.name)@\(dates(of: validity))")
    }
    held.cell = items.joined(separator: ";")
    return held
  }

  /// Draws the first and the last day: mostly all of the horizon, else it expires or begins within it.
  private static func drawnValidity(
    dayCount: Int, from draws: inout DrawStream
  ) -> ClosedRange<Int> {
    let first = -draws.within(30...900)
    let last = dayCount + draws.within(30...900)
    switch draws.below(10) {
    case 0: return draws.below(dayCount)...last
    case 1, 2: return first...draws.below(dayCount)
    default: return first...last
    }
  }

  private static func dates(of validity: ClosedRange<Int>) -> String {
    func text(_ day: Int) -> String {
      let date = CivilDate(daysAfterStart: day)
      let month = date.month < 10 ? "0\(date.month)" : "\(date.month)"
      let dayOfMonth = date.day < 10 ? "0\(date.day)" : "\(date.day)"
      return "\(date.year)-\(month)-\(dayOfMonth)"
    }
    return "\(text(validity.lowerBound))/\(text(validity.upperBound))"
  }
}
