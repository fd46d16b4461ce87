/// Text of the data as JSON that can stand inside an HTML element and cannot end it.
///
/// Besides what JSON wants escaped, `<`, `>` and `&` are, so that neither `</script` nor `<!--` nor a
/// character reference can be spelled, and all control and format characters that turn the direction of
/// text or break lines.
enum PageText {
  /// An array of texts.
  static func array(_ values: some Collection<String>, capacity: Int = 0) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(capacity)
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    for value in values {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      append(value, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  /// JSON as it was written elsewhere, made safe: in valid JSON the characters stand in texts only.
  static func escaped(json: [UInt8]) -> [UInt8] {
    json.flatMap { byte in special(byte) ? escape(UInt32(byte)) : [byte] }
  }

  /// Text between tags, as the title is.
  static func escaped(html text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    // Ids are plain ASCII nearly always: then their bytes are copied.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && !special($0) && $0 != 0x22 && $0 != 0x5C })
    {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars {
        if needsEscape(scalar) {
          for unit in String(scalar).utf16 { bytes += escape(UInt32(unit)) }
        } else {
          bytes.append(contentsOf: String(scalar).utf8)
        }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func special(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "&")
  }

  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x22, 0x26, 0x3C, 0x3E, 0x5C, 0x7F...0x9F, 0x2028, 0x2029: true
    default: scalar.properties.generalCategory == .format
    }
  }

  private static func escape(_ unit: UInt32) -> [UInt8] {
    let digits = String(unit, radix: 16)
    return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
  }
}
