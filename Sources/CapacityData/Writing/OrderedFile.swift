internal import Foundation

/// A new file whose parts several threads write, each where the parts before it end.
///
/// A part's place is known once all parts before it are made, written or not. So a thread that has made
/// a part waits for its turn only to say how long it is; whoever makes the first part that is missing
/// never waits, provided that parts are begun in their order.
final class OrderedFile: Sendable {
  /// The name inside its folder.
  let name: String
  private let descriptor: Int32
  private let turn = Turn()

  /// Whose turn it is; guarded by the condition.
  private final class Turn: @unchecked Sendable {
    let condition = NSCondition()
    var part = 0
    var offset = 0
    var failure: Int32 = 0
  }

  /// Makes the file; ``finish()`` tells if it could not be made.
  init(name: String, path: String) {
    self.name = name
    let (descriptor, failure) = makeFile(path: path)
    self.descriptor = descriptor
    turn.failure = failure
  }

  /// Writes a part behind the ones before it.
  func write(_ text: borrowing TextBuffer, part: Int) {
    turn.condition.lock()
    while turn.part != part { turn.condition.wait() }
    let offset = turn.offset
    turn.part += 1
    turn.offset += text.count
    let hasFailed = turn.failure != 0
    turn.condition.broadcast()
    turn.condition.unlock()
    if hasFailed { return }
    note(unsafe text.withBytes { unsafe writeBytes($0, to: descriptor, at: offset) })
  }

  /// Flushes the file to the disk and closes it; returns the first error number, 0 for none.
  func finish() -> Int32 {
    if descriptor >= 0 { note(flushAndClose(descriptor)) }
    turn.condition.lock()
    defer { turn.condition.unlock() }
    return turn.failure
  }

  private func note(_ failure: Int32) {
    guard failure != 0 else { return }
    turn.condition.lock()
    if turn.failure == 0 { turn.failure = failure }
    turn.condition.unlock()
  }
}
