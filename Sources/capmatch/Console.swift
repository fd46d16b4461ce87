import CapacityData
import CapacityReport
import Foundation

/// Standard output for answers, standard error for everything else.
enum Console {
  static func print(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  static func error(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Tells people what failed and chooses the exit code.
  static func report(_ failure: DataError) -> ExitCode {
    switch failure {
    case .problems(let problems, let more):
      for problem in problems { error(problem.description) }
      if more > 0 { error("and \(more) more") }
      return .badData
    case .unreadable(let path, let reason):
      error("\(path): cannot be read: \(reason)")
      return .inputOutput
    case .unwritable(let path, let reason):
      error("\(path): cannot be written: \(reason)")
      return .inputOutput
    case .targetExists(let path):
      error("\(path): exists already; write --force to replace it")
      return .usage
    }
  }
}

/// Says on a terminal what is being done; silent elsewhere.
struct Progress: Sendable {
  private let isShown: Bool
  private let isVerbose: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var phaseStart: ContinuousClock.Instant

  init(_ command: ParsedCommand) {
    isVerbose = command.has("verbose")
    isShown = isatty(STDERR_FILENO) == 1 && !command.has("quiet") && !isVerbose
    start = clock.now
    phaseStart = start
  }

  /// Milliseconds since the command began.
  var elapsedMilliseconds: Int64 { milliseconds(from: start) }

  /// Begins a phase.
  mutating func begin(_ phase: String) {
    phaseStart = clock.now
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K\(phase)...".utf8)) }
  }

  /// Says how far a phase is.
  func show(_ text: String) {
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8)) }
    if isVerbose { Console.error(text) }
  }

  /// Ends the phase and returns how long it took, in milliseconds.
  @discardableResult
  mutating func end(_ phase: String) -> Int64 {
    let took = milliseconds(from: phaseStart)
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    if isVerbose { Console.error("\(phase): \(Format.seconds(milliseconds: took)) s") }
    return took
  }

  private func milliseconds(from instant: ContinuousClock.Instant) -> Int64 {
    let duration = (clock.now - instant).components
    return duration.seconds * 1_000 + duration.attoseconds / 1_000_000_000_000_000
  }
}
