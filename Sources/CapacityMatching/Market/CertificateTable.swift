internal import CapacityModel

/// Which factory holds which certificates, and when.
///
/// Orders ask for few different sets of certificates. Each set gets a number, 0 for none at all, and
/// while sets times factories are few, every window is worked out once.
struct CertificateTable: Sendable {
  /// When a set of certificates is valid together, in seconds from the horizon's start.
  struct Window: Equatable, Sendable {
    /// The first second; far in the past if open.
    var from: Int64
    /// The second after the last: far in the future if open, not above `from` for never.
    var to: Int64
    static let always = Window(from: -farSeconds, to: farSeconds)
    static let never = Window(from: 0, to: 0)
  }

  /// Beyond every time that a dataset can hold, and safe to add a horizon to.
  private static let farSeconds: Int64 = 1 << 50
  /// Windows are tabled up to this many (64 MB).
  private static let tabledWindowCountMax = 4_000_000

  /// The number of each order's set.
  let setOfOrder: [Int]
  /// The certificates of each set, ascending.
  private let sets: [[Int]]
  private let held: [[HeldCertification]]
  /// Row by row for each set, or empty.
  private let table: [Window]
  /// Seconds from 1970-01-01T00:00 in the dataset's zone to the horizon's start.
  private let localStart: Int64

  init(_ dataset: Dataset) {
    var sets: [[Int]] = [[]]
    var numbers: [[Int]: Int] = [[]: 0]
    setOfOrder = dataset.orders.map { order in
      if let number = numbers[order.certifications] { return number }
      numbers[order.certifications] = sets.count
      sets.append(order.certifications)
      return sets.count - 1
    }
    self.sets = sets
    held = dataset.factories.map(\.certifications)
    localStart = dataset.horizon.startEpochSeconds + dataset.horizon.zoneOffsetSeconds
    var table: [Window] = []
    if sets.count * held.count <= CertificateTable.tabledWindowCountMax {
      table.reserveCapacity(sets.count * held.count)
      for set in sets {
        for own in held {
          table.append(CertificateTable.window(set, held: own, localStart: localStart))
        }
      }
    }
    self.table = table
  }

  /// The certificates of a set.
  func names(inSet set: Int) -> [Int] { sets[set] }

  /// Whether `factory` holds all of a set together on some day from that of `release` to that of
  /// `deadline`, both counted.
  @inline(__always)
  func holds(
    set: Int, factory: Int, between release: Int64, and deadline: Int64
  ) -> Bool {
    set == 0 || meets(window(set: set, factory: factory), release, deadline)
  }

  /// As ``holds(set:factory:between:and:)``, if the factory held `granted` as well.
  func holds(
    set: Int, but granted: Int, factory: Int, between release: Int64, and deadline: Int64
  ) -> Bool {
    meets(window(set: set, but: granted, factory: factory), release, deadline)
  }

  /// When `factory` holds all of a set together.
  @inline(__always)
  func window(set: Int, factory: Int) -> Window {
    if set == 0 { return .always }
    if !table.isEmpty { return table[set * held.count + factory] }
    return CertificateTable.window(sets[set], held: held[factory], localStart: localStart)
  }

  /// When `factory` would hold all of a set together if it held `granted` as well.
  func window(set: Int, but granted: Int, factory: Int) -> Window {
    CertificateTable.window(
      sets[set].filter { $0 != granted }, held: held[factory], localStart: localStart)
  }

  private func meets(_ window: Window, _ release: Int64, _ deadline: Int64) -> Bool {
    let secondsOfDay: Int64 = 86_400
    let firstDay = floorDivide(release + localStart, by: secondsOfDay)
    let lastDay = floorDivide(deadline + localStart, by: secondsOfDay)
    return max(window.from, firstDay * secondsOfDay - localStart)
      < min(window.to, (lastDay + 1) * secondsOfDay - localStart)
  }

  private static func window(
    _ wanted: [Int], held: [HeldCertification], localStart: Int64
  ) -> Window {
    var window = Window.always
    for certification in wanted {
      guard let own = held.first(where: { $0.certification == certification }) else {
        return .never
      }
      if let day = own.firstDay { window.from = max(window.from, day * 86_400 - localStart) }
      if let day = own.lastDay { window.to = min(window.to, (day + 1) * 86_400 - localStart) }
    }
    return window.from < window.to ? window : .never
  }
}
