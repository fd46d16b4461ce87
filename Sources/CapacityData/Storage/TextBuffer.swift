/// Text in the making: digits and ids are written straight into it.
///
/// Unsafe inside; the invariants that make it safe to use:
/// - The first `count` bytes of `base` are initialised, and `count` is at most `capacity`.
/// - Every function reserves what it writes before it writes it.
@safe struct TextBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes there are.
  private(set) var count = 0

  /// An empty text with room for some bytes; it grows when they do not do.
  init(capacity: Int = 64) {
    self.capacity = max(16, capacity)
    unsafe base = .allocate(capacity: self.capacity)
  }

  deinit { unsafe base.deallocate() }

  /// Forgets what was written and keeps the room.
  mutating func removeAll() { count = 0 }

  /// What was written.
  var string: String {
    unsafe String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
  }

  /// Calls `body` with the bytes that were written.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  private mutating func reserve(_ byteCount: Int) {
    if capacity - count < byteCount { grow(by: byteCount) }
  }

  private mutating func grow(by byteCount: Int) {
    let larger = max(capacity * 2, count + byteCount)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe moved.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = moved
    capacity = larger
  }

  /// Adds a byte.
  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe base[count] = byte
    count += 1
  }

  /// Adds a text.
  mutating func append(_ text: String) {
    let length = text.utf8.count
    reserve(length)
    let target = unsafe UnsafeMutableRawBufferPointer(start: base + count, count: length)
    let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { source in
      unsafe target.copyMemory(from: UnsafeRawBufferPointer(source))
    }
    if isDone == nil { unsafe target.copyBytes(from: text.utf8) }
    count += length
  }

  /// Adds an integer with at least so many digits, a minus before them.
  mutating func append(_ value: Int64, digits: Int = 1) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(magnitude: value.magnitude, digits: digits)
  }

  private mutating func append(magnitude: UInt64, digits: Int) {
    // No 64 bits have more than twenty digits.
    let room = max(20, digits)
    reserve(room)
    // From the last digit to the first, into the end of the room, then to where they belong.
    var place = room
    var rest = magnitude
    repeat {
      place -= 1
      let quotient = rest / 10
      unsafe base[count + place] =
        UInt8(truncatingIfNeeded: rest &- quotient &* 10) &+ UInt8(ascii: "0")
      rest = quotient
    } while rest > 0 || room - place < digits
    let length = room - place
    unsafe (base + count).update(from: base + count + place, count: length)
    count += length
  }

  /// Adds an integer in units of 10^-`places` with exactly that many places.
  mutating func append(decimal value: Int64, places: Int) {
    guard places > 0 else { return append(value) }
    var unit: UInt64 = 1
    for _ in 0..<places { unit *= 10 }
    if value < 0 { append(UInt8(ascii: "-")) }
    append(magnitude: value.magnitude / unit, digits: 1)
    append(UInt8(ascii: "."))
    append(magnitude: value.magnitude % unit, digits: places)
  }

  /// Adds what `body` writes into room for some bytes; it returns how many those are.
  mutating func append(atMost byteCount: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
    reserve(byteCount)
    let written = unsafe body(UnsafeMutableRawBufferPointer(start: base + count, count: byteCount))
    precondition(written >= 0 && written <= byteCount)
    count += written
  }

  /// Ends a cell of free text that was begun at `start`, so that no spreadsheet runs it as a formula.
  mutating func endFreeText(from start: Int) {
    precondition(start >= 0 && start <= count)
    if unsafe FreeText.isDefused(UnsafeBufferPointer(start: base + start, count: count - start)) {
      append(UInt8(ascii: "'"))
      unsafe (base + start + 1).update(from: base + start, count: count - start - 1)
      unsafe base[start] = UInt8(ascii: "'")
    }
    endCell(from: start)
  }

  /// Puts what was written since `start` into quotes, if a cell of a CSV file needs them.
  mutating func endCell(from start: Int) {
    precondition(start >= 0 && start <= count)
    guard needsQuotes(from: start) else { return }
    let cell = (start..<count).map { unsafe base[$0] }
    count = start
    append(UInt8(ascii: "\""))
    for byte in cell {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private func needsQuotes(from start: Int) -> Bool {
    guard start < count else { return false }
    // Blanks at the ends of a cell without quotes would be dropped by the reader.
    if unsafe isBlank(base[start]) || isBlank(base[count - 1]) { return true }
    for index in start..<count {
      // Everything that matters is at most a comma; most bytes are above.
      let byte = unsafe base[index]
      if byte > UInt8(ascii: ",") { continue }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        return true
      default: continue
      }
    }
    return false
  }
}
