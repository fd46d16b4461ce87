/// Why a synthetic dataset could not be made.
public enum GeneratorError: Error, Equatable, CustomStringConvertible {
  /// An option is outside its range.
  case outOfRange(option: String, value: Int, allowed: ClosedRange<Int>)
  /// A file could not be written.
  case cannotWrite(path: String, reason: String)

  /// The message for the person who asked for the dataset.
  public var description: String {
    switch self {
    case .outOfRange(let option, let value, let allowed):
      "\(option): \(value) is out of range; "
        + "write \(allowed.lowerBound) to \(allowed.upperBound)"
    case .cannotWrite(let path, let reason):
      "\(path): cannot be written: \(reason)"
    }
  }
}
