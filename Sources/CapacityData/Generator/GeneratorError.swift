public import CapacityModel

/// Why a synthetic dataset could not be made.
public enum GeneratorError: Error, Equatable, CustomStringConvertible {
  /// An option is outside its range.
  case outOfRange(option: String, value: Int, allowed: ClosedRange<Int>)
  /// A file could not be written.
  case cannotWrite(path: String, reason: Message)

  /// The message for the person who asked for the dataset.
  public var description: String { message.english }

  /// The same in every language.
  public var message: Message {
    switch self {
    case .outOfRange(let option, let value, let allowed):
      Message(
        "\(option): \(value) is out of range; write \(allowed.lowerBound) to \(allowed.upperBound)",
        zh: "\(option)：\(value) 超出范围；请写 \(allowed.lowerBound) 到 \(allowed.upperBound)")
    case .cannotWrite(let path, let reason):
      Message(verbatim: path) + Message(": cannot be written: ", zh: "：无法写入：") + reason
    }
  }
}
