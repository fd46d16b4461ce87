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
  static let verifying = Message("verifying", zh: "核验")
  static let readingResult = Message("reading the result", zh: "读取结果")
  static let makingReport = Message("making the report", zh: "生成报告")
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

  /// Reads the dataset of a command, and says how much of its files is read.
  mutating func readDataset(_ command: ParsedCommand, threads: Int? = nil) throws -> Dataset {
    let counter = WorkCounter()
    begin(.reading, counter: counter, unit: .bytes)
    // Errors and warnings begin on a line of their own.
    defer { line?.end() }
    return try command.readDataset(threads: threads, counter: counter)
  }

  /// Reads the result of a command that takes a dataset and a result.
  mutating func readResult(_ command: ParsedCommand, of dataset: Dataset) throws -> ResultRecords {
    try during(.readingResult) {
      try ResultReader(folder: command.arguments[1], horizon: dataset.horizon).read()
    }
  }

  /// Does something whose amount is not known, and says how long it takes.
  mutating func during<Value, Failure: Error>(
    _ phase: Message, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    begin(phase)
    defer { line?.end() }
    return try body()
  }

  /// Asks `share` from now on, whenever the line is drawn, how much of the phase is done.
  private func follow(_ share: @escaping @Sendable () -> Double?) { line?.follow(share) }

  /// Shows a search as it goes on, until effort or `timeUsed` (from 0 to 1) ends it.
  func control(
    of options: MatchOptions, isStopped: @escaping @Sendable () -> Bool = { false },
    timeUsed: (@Sendable () -> Double)? = nil, targetGap: Int64? = nil
  ) -> SearchControl {
    let meter = SearchMeter()
    follow { timeUsed.map { min(1, $0()) } ?? meter.share }
    return SearchControl(
      isStopped: isStopped, timeUsed: timeUsed, targetGap: targetGap,
      report: { show($0, objective: options.objective) }, meter: meter)
  }

  /// Says what a search has found.
  private func show(_ state: SearchState, objective: ObjectiveKind) {
    line?.show(SearchText.short(state, objective: objective, in: Console.language))
    if isVerbose {
      Console.error(SearchText.line(state, objective: objective, in: Console.language))
    }
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
    var share: (@Sendable () -> Double?)?
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

  func follow(_ share: @escaping @Sendable () -> Double?) {
    state.withLock { $0.share = share }
  }

  func show(_ text: String) {
    state.withLock { $0.text = text }
    draw()
  }

  func end() {
    state.withLock {
      if $0.phase != nil { Self.write("\r\u{1B}[K") }
      $0.phase = nil
    }
  }

  /// Draws the line anew; under the lock, so that nothing is drawn after a phase has ended.
  private func draw() {
    state.withLock { state in
      guard let phase = state.phase else { return }
      let facts = ProgressText.Facts(
        phase: phase, text: state.text, share: state.share?(), done: state.counter?.done,
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
