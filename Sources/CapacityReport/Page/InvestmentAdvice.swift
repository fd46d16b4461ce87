public import CapacityData
internal import CapacityModel
internal import Foundation

/// What `capmatch invest --format json` printed, to stand in a report.
public struct InvestmentAdvice: Sendable {
  /// The JSON, safe inside an element.
  let embedded: [UInt8]

  /// Takes the bytes of a file.
  ///
  /// - Throws: ``DataError/problems(_:more:)`` where they are not what `invest` prints.
  public init(_ bytes: [UInt8], file: String) throws(DataError) {
    let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    guard let object, object["investments"] is [[String: Any]], object["unit"] is String else {
      throw .problems(
        [
          Problem(
            file: file, line: 1, column: 1, field: "investments",
            what: Message(
              "the file is not what 'capmatch invest' prints as JSON",
              zh: "文件不是 capmatch invest 输出的 JSON"),
            remedy: Message(
              "write capmatch invest DATASET RESULT --format json > \(file)",
              zh: "请运行 capmatch invest DATASET RESULT --format json > \(file)"))
        ], more: 0)
    }
    embedded = PageText.escaped(json: bytes)
  }
}
