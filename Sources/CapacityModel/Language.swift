/// A language in which people are spoken to.
///
/// Ids, codes, names of files and columns, and JSON keys are the same in all of them, and so is every
/// byte of a result.
public enum Language: String, CaseIterable, Sendable {
  /// English.
  case english = "en"
  /// Chinese, in simplified characters.
  case chinese = "zh"
}
