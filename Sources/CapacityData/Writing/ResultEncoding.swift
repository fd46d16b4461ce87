/// How the tables of a result spell text; `summary.json` is UTF-8 in any case.
public enum ResultEncoding: String, CaseIterable, Sendable {
  /// UTF-8.
  case utf8 = "utf-8"
  /// UTF-8 behind a byte order mark, by which spreadsheets know it.
  case utf8WithMark = "utf-8-bom"
  /// GB18030, which a Chinese Excel takes a file without a mark for.
  case gb18030
}
