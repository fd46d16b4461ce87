/// Three sides, in micrometres; `Int64.max` stands for unlimited.
public struct Box: Equatable, Sendable {
  /// The first side as the file gives it.
  public var length: Int64
  /// The second side as the file gives it.
  public var width: Int64
  /// The third side as the file gives it.
  public var height: Int64

  /// Creates a box; which side is which does not matter for fitting.
  public init(length: Int64, width: Int64, height: Int64) {
    self.length = length
    self.width = width
    self.height = height
  }

  /// A part that fits everywhere.
  public static let zero = Box(length: 0, width: 0, height: 0)
  /// A machine that takes every part.
  public static let unlimited = Box(length: .max, width: .max, height: .max)
}

/// A shared machine, or several identical units of one.
public struct Machine: Equatable, Sendable {
  /// The machine's id.
  public var id: Identifier
  /// Index into ``Dataset/factories``.
  public var factory: Int
  /// Free text, empty if unknown.
  public var equipmentClass: String
  /// Index into ``Dataset/calendars``; `nil` for always open.
  public var calendar: Int?
  /// How many identical units stand there, at least 1.
  public var units: Int
  /// The largest part that fits.
  public var box: Box
  /// The finest ISO 286 tolerance grade that it holds; smaller is finer.
  public var toleranceIT: Int

  /// Creates a machine.
  public init(
    id: Identifier, factory: Int, equipmentClass: String = "", calendar: Int? = nil,
    units: Int = 1, box: Box = .unlimited, toleranceIT: Int = 18
  ) {
    self.id = id
    self.factory = factory
    self.equipmentClass = equipmentClass
    self.calendar = calendar
    self.units = units
    self.box = box
    self.toleranceIT = toleranceIT
  }
}

/// What kind of work a process is.
public enum StageKind: String, CaseIterable, Sendable {
  /// Making.
  case production
  /// Drawing up what is made.
  case design
  /// Measuring and testing.
  case inspection
  /// Storing, packing, moving.
  case logistics
  /// Work on data.
  case data
  /// Planning how it is made.
  case engineering
  /// Any other service.
  case service
}

/// A kind of work that machines offer and stages ask for.
public struct Process: Equatable, Sendable {
  /// The process's id.
  public var id: Identifier
  /// The name that people read; the id where the file gives none.
  public var name: String
  /// What kind of work it is.
  public var stageKind: StageKind
  /// Whether a booking may run on over closed time.
  public var isResumable: Bool
  /// Whether goods go to where the stage is made.
  public var ships: Bool

  /// Creates a process.
  public init(
    id: Identifier, name: String, stageKind: StageKind = .production, isResumable: Bool = true,
    ships: Bool = true
  ) {
    self.id = id
    self.name = name
    self.stageKind = stageKind
    self.isResumable = isResumable
    self.ships = ships
  }
}
