import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport
import Dispatch
import Foundation
import Synchronization

extension Message {
  static let reading = Message("reading", zh: "读取")
  static let matching = Message("matching", zh: "匹配")
  static let writing = Message("writing", zh: "写出")
}

/// Says on a terminal what is being done, how fast, and how long it will take; silent elsewhere.
struct Progress: Sendable {
  private let isShown: Bool
  private let isVerbose: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var phaseStart: ContinuousClock.Instant
  private let line: ProgressLine?

  init(_ command: ParsedCommand) {
    isVerbose = command.has("verbose")
    isShown = isatty(STDERR_FILENO) == 1 && !command.has("quiet") && !isVerbose
    line = isShown ? ProgressLine() : nil
    start = clock.now
    phaseStart = start
  }

  /// Milliseconds since the command began.
  var elapsedMilliseconds: Int64 { milliseconds(from: start) }

  /// Begins a phase; what is done of it is counted by `counter`, in units of `unit`.
  mutating func begin(
    _ phase: Message, counter: WorkCounter? = nil, unit: ProgressText.Unit = .none
  ) {
    phaseStart = clock.now
    line?.begin(phase[Console.language], counter: counter, unit: unit)
  }

  /// Says how far a phase is, in words; `share` of it is done, if that is known.
  func show(_ text: String, share: Double? = nil) {
    line?.show(text, share: share)
    if isVerbose { Console.error(text) }
  }

  /// Says how far a search is; a limit of time tells how much of it is left.
  func show(_ state: SearchState, objective: ObjectiveKind, timeLimitSeconds: Int? = nil) {
    let text = SearchText.line(state, objective: objective, in: Console.language)
    let share: Double
    if let timeLimitSeconds {
      share = Double(milliseconds(from: phaseStart)) / 1_000 / Double(timeLimitSeconds)
    } else {
      share = Double(state.effort) / Double(max(1, state.effortMax))
    }
    show(text, share: min(1, share))
  }

  /// Ends the phase and returns how long it took, in milliseconds.
  @discardableResult
  mutating func end(_ phase: Message) -> Int64 {
    let took = milliseconds(from: phaseStart)
    line?.end()
    if isVerbose {
      let seconds = Format.seconds(milliseconds: took)
      Console.error(phase + Message(": \(seconds) s", zh: "：\(seconds) 秒"))
    }
    return took
  }

  private func milliseconds(from instant: ContinuousClock.Instant) -> Int64 {
    let duration = (clock.now - instant).components
    return duration.seconds * 1_000 + duration.attoseconds / 1_000_000_000_000_000
  }
}

/// The line at the bottom of the terminal, drawn ten times a second while a phase lasts.
final class ProgressLine: Sendable {
  private struct State {
    var phase: String?
    var counter: WorkCounter?
    var unit = ProgressText.Unit.none
    var text = ""
    var share: Double?
    var start = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "capmatch.progress", qos: .userInteractive)

  init() { drawAgain() }

  /// Draws the line from time to time for as long as somebody holds it.
  private func drawAgain() {
    queue.asyncAfter(deadline: .now() + .milliseconds(100)) { [weak self] in
      self?.draw()
      self?.drawAgain()
    }
  }

  func begin(_ phase: String, counter: WorkCounter?, unit: ProgressText.Unit) {
    state.withLock { $0 = State(phase: phase, counter: counter, unit: unit) }
    draw()
  }

  func show(_ text: String, share: Double?) {
    state.withLock {
      $0.text = text
      $0.share = share
    }
    draw()
  }

  func end() {
    state.withLock {
      $0.phase = nil
      Self.write("\r\u{1B}[K")
    }
  }

  /// Draws the line anew; under the lock, so that nothing is drawn after a phase has ended.
  private func draw() {
    state.withLock { state in
      guard let phase = state.phase else { return }
      let facts = ProgressText.Facts(
        phase: phase, text: state.text, share: state.share, done: state.counter?.done,
        total: state.counter?.total,
        unit: state.unit,
        seconds: (ContinuousClock.now - state.start) / .seconds(1))
      Self.write(
        "\r\u{1B}[K"
          + ProgressText.line(
            facts, columns: Self.columns, in: Console.language, style: Console.errorStyle))
    }
  }

  private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// How wide the terminal is.
  private static var columns: Int {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }
}
