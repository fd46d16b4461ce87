/// How the bytes of a dataset's files spell text.
public enum TextEncoding: String, CaseIterable, Sendable {
  /// UTF-8 where the bytes are valid, else GB18030; each file by itself.
  case automatic
  /// UTF-8 only.
  case utf8
  /// GB18030, except for a file that a byte order mark shows to be UTF-8.
  case gb18030
}

/// A file's text as UTF-8, with its place in the list of files.
final class SourceFile: Sendable {
  /// The name inside its folder.
  let name: String
  /// The text, without a byte order mark.
  let bytes: [UInt8]

  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// The physical line and the column in Unicode scalars, both from 1, of a byte's offset.
  ///
  /// O(*n*) in the offset: asked for only where something is wrong.
  func position(of offset: Int) -> (line: Int, column: Int) {
    let before = bytes.prefix(offset)
    let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = before[lineStart...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    return (line, column)
  }
}

/// The marks that UTF-8 text may begin with.
private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// Turns a file's bytes into UTF-8 without a byte order mark.
///
/// Bytes that are no text are a problem at the first byte that is not UTF-8 (not GB18030 where that
/// alone was asked for), and `nil` is returned.
func decodeFile(
  name: String, bytes: [UInt8], encoding: TextEncoding, log: inout ProblemLog
) -> SourceFile? {
  let hasMark = bytes.starts(with: byteOrderMark)
  let flaw = firstInvalidUTF8(bytes)
  if flaw == nil, encoding != .gb18030 || hasMark || bytes.allSatisfy({ $0 < 0x80 }) {
    return SourceFile(name: name, bytes: hasMark ? Array(bytes.dropFirst(3)) : bytes)
  }
  if encoding != .utf8 {
    switch decodeGB18030(bytes) {
    case .text(let text):
      let isMarked = text.starts(with: byteOrderMark)
      return SourceFile(name: name, bytes: isMarked ? Array(text.dropFirst(3)) : text)
    case .invalid(let offset) where encoding == .gb18030:
      // The part before the flaw decodes, and columns are counted in its text.
      guard case .text(let good) = decodeGB18030(Array(bytes.prefix(offset))) else { return nil }
      log.add(
        SourceFile(name: name, bytes: good), good.count, field: "",
        "byte \(hexadecimal(bytes[offset...])) is not GB18030",
        remedy: "save the file as GB18030 or as UTF-8 and leave out --encoding")
      return nil
    case .invalid:
      break
    }
  }
  let offset = flaw ?? 0
  let prefix = Array(bytes.prefix(offset))
  let unmarked = prefix.starts(with: byteOrderMark) ? Array(prefix.dropFirst(3)) : prefix
  let allowed = encoding == .utf8 ? "not UTF-8" : "neither UTF-8 nor GB18030"
  log.add(
    SourceFile(name: name, bytes: unmarked), unmarked.count, field: "",
    "byte \(hexadecimal(bytes[offset...])) is \(allowed)", remedy: "save the file as UTF-8")
  return nil
}

/// The first byte as `0xFF`.
private func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
  guard let byte = bytes.first else { return "at the end" }
  let digits = String(byte, radix: 16, uppercase: true)
  return "0x" + (digits.count < 2 ? "0" + digits : digits)
}

/// The offset of the first byte that is not UTF-8, or `nil` if all are.
private func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
  do throws(UTF8.ValidationError) {
    _ = try UTF8Span(validating: bytes.span)
    return nil
  } catch {
    return error.byteOffsets.lowerBound
  }
}
