#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A CSV file that is written cell by cell.
///
/// Rows of millions of orders go through a buffer of a fixed size, and every number is spelled out by
/// hand: formatting with Foundation would take most of the time.
final class SyntheticTableFile {
  private static let bufferSize = 1 << 20

  private let path: String
  private var descriptor: CInt
  private var buffer: [UInt8] = []
  private var isAtRowStart = true

  /// Creates the file `name` in `folder`, replacing what was there, and writes the header.
  init(folder: String, name: String, header: String) throws(GeneratorError) {
    path = "\(folder)/\(name)"
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure() }
    buffer.reserveCapacity(Self.bufferSize + 4096)
    raw(header)
    buffer.append(UInt8(ascii: "\n"))
  }

  deinit {
    // Only after a failure: `finish` closes the file and reports.
    if descriptor >= 0 { _ = close(descriptor) }
  }

  /// Writes text as a cell, in quotation marks if it needs them.
  func text(_ text: String) {
    separate()
    let needsQuotes = text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return raw(text) }
    buffer.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(0x22)
  }

  /// Writes a letter and a number as a cell: an id.
  func id(_ letter: Character, _ number: Int) {
    separate()
    buffer.append(contentsOf: letter.utf8)
    digits(number)
  }

  /// Writes a whole number as a cell.
  func integer(_ value: Int) {
    separate()
    digits(value)
  }

  /// Writes a whole number as a cell, or an empty cell instead of the default.
  func integer(_ value: Int, unless defaultValue: Int) {
    if value == defaultValue { empty() } else { integer(value) }
  }

  /// Writes a number of 10^-places as a decimal cell, such as 1250 with two places as `12.50`.
  func decimal(_ value: Int, places: Int) {
    separate()
    var unit = 1
    for _ in 0..<places { unit *= 10 }
    digits(value / unit)
    buffer.append(0x2E)
    var rest = value % unit
    for _ in 0..<places {
      unit /= 10
      buffer.append(UInt8(ascii: "0") + UInt8(rest / unit))
      rest %= unit
    }
  }

  /// Writes a time as a cell, such as `2026-03-02T08:00`.
  ///
  /// - Parameter seconds: Seconds from the horizon's start, on a whole minute.
  func time(_ seconds: Int) {
    separate()
    let day = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
    let date = CivilDate(daysAfterStart: day)
    let minute = (seconds - day * 86_400) / 60
    digits(date.year)
    for (mark, value) in [
      ("-", date.month), ("-", date.day), ("T", minute / 60), (":", minute % 60),
    ] as [(Unicode.Scalar, Int)] {
      buffer.append(UInt8(ascii: mark))
      twoDigits(value)
    }
  }

  /// Writes a time of day as a cell, such as `08:00`.
  func timeOfDay(hour: Int, minute: Int) {
    separate()
    twoDigits(hour)
    buffer.append(UInt8(ascii: ":"))
    twoDigits(minute)
  }

  /// Writes empty cells.
  func empty(_ count: Int = 1) {
    for _ in 0..<count { separate() }
  }

  /// Ends the row.
  func endRow() throws(GeneratorError) {
    buffer.append(UInt8(ascii: "\n"))
    isAtRowStart = true
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes text that is not a cell, in a file that is not a table.
  func raw(_ text: String) { buffer.append(contentsOf: text.utf8) }

  /// Writes what is left, waits until the storage has it, and closes the file.
  func finish() throws(GeneratorError) {
    try flush()
    // Pipes and some network folders cannot be synchronised, which is no failure of a write.
    if fsync(descriptor) != 0, errno != EINVAL, errno != ENOTSUP { throw failure() }
    let result = close(descriptor)
    descriptor = -1
    if result != 0 { throw failure() }
  }

  private func separate() {
    if !isAtRowStart { buffer.append(UInt8(ascii: ",")) }
    isAtRowStart = false
  }

  private func digits(_ value: Int) {
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    var unit = 1
    let magnitude = abs(value)
    while magnitude / unit >= 10 { unit *= 10 }
    while unit > 0 {
      buffer.append(UInt8(ascii: "0") + UInt8(magnitude / unit % 10))
      unit /= 10
    }
  }

  private func twoDigits(_ value: Int) {
    buffer.append(UInt8(ascii: "0") + UInt8(value / 10))
    buffer.append(UInt8(ascii: "0") + UInt8(value % 10))
  }

  private func flush() throws(GeneratorError) {
    var written = 0
    while written < buffer.count {
      let count = unsafe buffer.withUnsafeBytes { bytes in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
        return unsafe write(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      written += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// The failure that `errno` tells of.
  private func failure() -> GeneratorError {
    .cannotWrite(path: path, reason: systemMessage(errno))
  }
}
