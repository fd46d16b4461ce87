/// Materials that the same machines work.
enum MaterialFamily: String, Sendable {
  /// No material matters.
  case any
  case metal
  case polymer
  case wood
  case textile
}

/// A material, and how common it is.
struct Material: Sendable {
  let name: String
  let family: MaterialFamily
  /// How many of 100 machines of the family take it.
  let offeredPercent: Int
  /// How often orders of the family ask for it.
  let askedWeight: Int
  /// Whether it takes much longer than the family's others.
  var isHard = false
}

/// All materials; a set of them is a `UInt16` with a bit each.
enum Materials {
  /// The materials, bit 0 first.
  static let all: [Material] = [
    Material(name: "steel", family: .metal, offeredPercent: 95, askedWeight: 50),
    Material(name: "stainless", family: .metal, offeredPercent: 60, askedWeight: 12),
    Material(name: "aluminium", family: .metal, offeredPercent: 80, askedWeight: 25),
    Material(name: "copper", family: .metal, offeredPercent: 40, askedWeight: 6),
    Material(
      name: "titanium", family: .metal, offeredPercent: 12, askedWeight: 4, isHard: true),
    Material(name: "nickel", family: .metal, offeredPercent: 6, askedWeight: 3, isHard: true),
    Material(name: "ABS", family: .polymer, offeredPercent: 90, askedWeight: 40),
    Material(name: "PP", family: .polymer, offeredPercent: 70, askedWeight: 30),
    Material(name: "PA66", family: .polymer, offeredPercent: 60, askedWeight: 20),
    Material(name: "PC", family: .polymer, offeredPercent: 40, askedWeight: 10),
    Material(name: "particleboard", family: .wood, offeredPercent: 95, askedWeight: 60),
    Material(name: "plywood", family: .wood, offeredPercent: 60, askedWeight: 40),
    Material(name: "cotton", family: .textile, offeredPercent: 90, askedWeight: 60),
    Material(name: "polyester", family: .textile, offeredPercent: 75, askedWeight: 40),
  ]

  /// A material that no machine takes.
  static let neverOffered = all.count

  /// The time on hard materials as a factor in thousandths: between titanium's and nickel's.
  ///
  /// An offer has one time for a piece whatever its material. So a machine that takes hard materials has
  /// a slower offer for those; the softer ones, from 0.7 to 1.5, share an offer at 1.
  static let hardFactor = 2900

  /// The name of a material.
  static func name(_ material: Int) -> String {
    material == neverOffered ? "tantalum" : all[material].name
  }

  /// The indices of a family's materials.
  static func indices(of family: MaterialFamily) -> [Int] {
    all.indices.filter { all[$0].family == family }
  }

  /// The names of a set of materials as a list in a cell.
  static func list(_ set: UInt16) -> String {
    all.indices.filter { set & 1 << $0 != 0 }.map { all[$0].name }.joined(separator: ";")
  }
}
