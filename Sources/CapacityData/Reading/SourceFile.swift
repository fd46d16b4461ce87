import CapacityModel

/// How the bytes of a dataset's files spell text.
public enum TextEncoding: String, CaseIterable, Sendable {
  /// UTF-8 where the bytes are valid, else GB18030; each file by itself.
  case automatic
  /// UTF-8 only.
  case utf8
  /// GB18030, except for a file that is UTF-8 without doubt: by its byte order mark, or because it is valid with
  /// a character of three bytes or more in it, as every Chinese one has.
  case gb18030
}

/// A file's text as UTF-8, with its place in the list of files.
final class SourceFile: Sendable {
  /// The name inside its folder.
  let name: String
  /// What holds the text.
  private let buffer: ByteBuffer
  /// The text, without a byte order mark.
  let bytes: ByteText

  /// A file with the text that follows `markCount` bytes of a mark.
  init(name: String, buffer: ByteBuffer, markCount: Int = 0) {
    self.name = name
    self.buffer = buffer
    bytes = buffer.text(from: markCount)
  }

  /// A copy of the text.
  var array: [UInt8] { Array(bytes) }

  /// The physical line and the column in Unicode scalars, both from 1, of a byte's offset.
  ///
  /// O(*n*) in the offset: asked for only where something is wrong.
  func position(of offset: Int) -> (line: Int, column: Int) {
    let before = bytes[0..<min(offset, bytes.endIndex)]
    let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = before[lineStart..<before.endIndex].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    return (line, column)
  }
}

/// The marks that UTF-8 text may begin with.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// Turns a file's bytes into UTF-8 without a byte order mark.
///
/// Bytes that are no text are a problem at the first byte that is not UTF-8 (not GB18030 where that
/// alone was asked for), and `nil` is returned.
func decodeFile(
  name: String, buffer: ByteBuffer, encoding: TextEncoding, log: inout ProblemLog
) -> SourceFile? {
  let bytes = buffer.text
  let hasMark = bytes.starts(with: byteOrderMark)
  let flaw = bytes.firstInvalidUTF8
  if flaw == nil,
    encoding != .gb18030 || hasMark || bytes.isASCII
      || bytes.contains(where: { $0 >= 0xE0 })
  {
    return SourceFile(name: name, buffer: buffer, markCount: hasMark ? byteOrderMark.count : 0)
  }
  if encoding != .utf8 {
    switch decodeGB18030(bytes) {
    case .text(let text):
      let isMarked = text.text.starts(with: byteOrderMark)
      return SourceFile(name: name, buffer: text, markCount: isMarked ? byteOrderMark.count : 0)
    case .invalid(let offset) where encoding == .gb18030:
      // The part before the flaw decodes, and columns are counted in its text.
      guard case .text(let good) = decodeGB18030(bytes[0..<offset]) else { return nil }
      log.add(
        SourceFile(name: name, buffer: good), good.count, field: "",
        hexadecimal(bytes[offset..<bytes.endIndex])
          + Message(" is not GB18030", zh: " 不是 GB18030 编码"),
        remedy: Message(
          "save the file as GB18030 or as UTF-8 and leave out --encoding",
          zh: "请把文件存为 GB18030，或存为 UTF-8 并去掉 --encoding"))
      return nil
    case .invalid:
      break
    }
  }
  let offset = flaw ?? 0
  let prefix = ByteBuffer(bytes[0..<offset])
  let source = SourceFile(
    name: name, buffer: prefix,
    markCount: prefix.text.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
  let rule =
    encoding == .utf8
    ? Message(" is not UTF-8", zh: " 不是 UTF-8 编码")
    : Message(" is neither UTF-8 nor GB18030", zh: " 既不是 UTF-8 编码，也不是 GB18030 编码")
  log.add(
    source, source.bytes.count, field: "",
    hexadecimal(bytes[offset..<bytes.endIndex]) + rule,
    remedy: Message("save the file as UTF-8", zh: "请把文件存为 UTF-8"))
  return nil
}

/// The first byte as `byte 0xFF`.
private func hexadecimal(_ bytes: ByteText) -> Message {
  guard let byte = bytes.first else { return Message("byte at the end", zh: "末尾的字节") }
  let digits = String(byte, radix: 16, uppercase: true)
  let text = "0x" + (digits.count < 2 ? "0" + digits : digits)
  return Message("byte \(text)", zh: "字节 \(text)")
}
