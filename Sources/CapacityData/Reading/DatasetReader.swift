public import CapacityModel

/// A dataset and what its reader wants to be known about it.
public struct ReadDataset: Equatable, Sendable {
  /// The dataset.
  public var dataset: Dataset
  /// What was passed over, with its place.
  public var warnings: [String]

  /// Creates a dataset with its warnings.
  public init(dataset: Dataset, warnings: [String]) {
    self.dataset = dataset
    self.warnings = warnings
  }
}

/// Reads a folder of CSV files as a dataset, or says everything that is wrong with it.
///
/// `Docs/dataset.md` describes the files. What is read keeps within ``Limits`` and its indices are
/// right; everything but the orders is sorted, so that shuffled rows give an equal dataset.
public struct DatasetReader: Sendable {
  private let folder: String
  private let encoding: TextEncoding

  /// Creates a reader of the files in `folder`.
  public init(folder: String, encoding: TextEncoding = .automatic) {
    self.folder = folder
    self.encoding = encoding
  }

  /// Reads all files.
  ///
  /// - Throws: ``DataError/problems(_:more:)`` for bad data and missing files,
  ///   ``DataError/unreadable(path:reason:)`` for files that are there but cannot be read.
  /// - Complexity: O(*n* log *n*) in the size of the files; each is read once and held while the
  ///   others are read, so that problems can be placed.
  public func read() throws(DataError) -> ReadDataset {
    try requireFolder(folder, what: "dataset")
    var builder = DatasetBuilder(folder: folder, encoding: encoding)
    try builder.readAll()
    if let error = builder.log.error() { throw error }
    return ReadDataset(dataset: builder.finish(), warnings: builder.warnings)
  }
}

/// Throws unless `path` is a folder.
func requireFolder(_ path: String, what: String) throws(DataError) {
  switch kindOfPath(path) {
  case .folder: return
  case .other: throw .unreadable(path: path, reason: "it is not a folder")
  case .nothing:
    let problem = Problem(
      file: path, line: 0, column: 0, field: "", what: "there is no such folder",
      remedy: "write the path of a \(what)")
    throw .problems([problem], more: 0)
  }
}

/// Where files come from, and what was found wrong with them.
struct FileSource {
  /// The folder.
  let folder: String
  /// How bytes spell text.
  let encoding: TextEncoding

  /// Reads a file; `nil` when it is not there or is no text, of which the latter is logged.
  func load(
    _ name: String, isOptional: Bool, columns: [ColumnDescription] = [], log: inout ProblemLog
  ) throws(DataError) -> SourceFile? {
    let path = folder + "/" + name
    do throws(FileFailure) {
      let bytes = try readFile(path: path)
      return decodeFile(name: name, bytes: bytes, encoding: encoding, log: &log)
    } catch {
      switch error {
      case .missing:
        if !isOptional {
          let needed = columns.filter { $0.fallback == nil }.map(\.name).joined(separator: ",")
          log.add(
            file: name, "the file is missing",
            remedy: needed.isEmpty ? "add it" : "add it with at least the header \(needed)")
        }
        return nil
      case .unreadable(let reason):
        throw .unreadable(path: path, reason: reason)
      }
    }
  }
}
