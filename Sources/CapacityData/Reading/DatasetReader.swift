public import CapacityModel
internal import Foundation

/// A dataset and what its reader wants to be known about it.
public struct ReadDataset: Equatable, Sendable {
  /// The dataset.
  public var dataset: Dataset
  /// What was passed over, with its place.
  public var warnings: [Message]

  /// Creates a dataset with its warnings.
  public init(dataset: Dataset, warnings: [Message]) {
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
  /// How several threads work together.
  private let plan: ReadingPlan
  /// Counts the bytes that are read, for whoever watches.
  public var counter: WorkCounter?

  /// Creates a reader of the files in `folder`.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - encoding: How bytes spell text.
  ///   - threads: How many threads read at most, 1 to 64; `nil` for one on each core. What is read
  ///     and what is said about it never depends on it.
  public init(folder: String, encoding: TextEncoding = .automatic, threads: Int? = nil) {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    self.init(
      folder: folder, encoding: encoding,
      plan: ReadingPlan(threads: max(1, min(threads ?? cores, ReadingPlan.threadsMax))))
  }

  /// Creates a reader that works by a plan.
  init(folder: String, encoding: TextEncoding, plan: ReadingPlan) {
    self.folder = folder
    self.encoding = encoding
    self.plan = plan
  }

  /// Reads all files.
  ///
  /// Large files are read by chunks on several threads. Should anything be wrong, all files are read
  /// again, each from front to back, which finds every problem and its place.
  ///
  /// - Throws: ``DataError/problems(_:more:)`` for bad data and missing files,
  ///   ``DataError/unreadable(path:reason:)`` for files that are there but cannot be read.
  /// - Complexity: O(*n* log *n*) in the size of the files; each is read once and held while the
  ///   others are read, so that problems can be placed.
  public func read() throws(DataError) -> ReadDataset {
    try requireFolder(folder, what: Message("a dataset", zh: "数据集"))
    if canReadTwice, let dataset = readInParallel() { return dataset }
    return try readInOrder()
  }

  /// Reads all files from front to back.
  func readInOrder() throws(DataError) -> ReadDataset {
    var builder = DatasetBuilder(folder: folder, encoding: encoding)
    watch(&builder)
    try builder.readAll()
    if let error = builder.log.error() { throw error }
    let warnings = builder.warnings
    // Consumed, so that its arrays are changed in place.
    return ReadDataset(dataset: (consume builder).finish(), warnings: warnings)
  }

  /// Reads all files by chunks; `nil` if anything is wrong with them.
  func readInParallel() -> ReadDataset? {
    var builder = DatasetBuilder(folder: folder, encoding: encoding, plan: plan)
    watch(&builder)
    // What cannot be read now is told when it cannot be read again.
    guard (try? builder.readAll()) != nil, builder.log.isEmpty else { return nil }
    let warnings = builder.warnings
    // Consumed, so that its arrays are changed in place.
    return ReadDataset(dataset: (consume builder).finish(), warnings: warnings)
  }

  /// Has what is read counted from the beginning.
  private func watch(_ builder: inout DatasetBuilder) {
    guard let counter else { return }
    let sizes = Schema.dataset.map { OpenFile(path: folder + "/" + $0.name)?.size ?? 0 }
    counter.begin(sizes.reduce(0, +))
    builder.files.counter = counter
  }

  /// Whether no file is a pipe or the like, which gives its bytes only once.
  private var canReadTwice: Bool {
    (["dataset.json"] + Schema.dataset.map(\.name)).allSatisfy {
      kindOfPath(folder + "/" + $0) != .special
    }
  }
}

/// Throws unless `path` is a folder.
func requireFolder(_ path: String, what: Message) throws(DataError) {
  switch kindOfPath(path) {
  case .folder: return
  case .other, .special:
    throw .unreadable(path: path, reason: Message("it is not a folder", zh: "它不是文件夹"))
  case .nothing:
    let problem = Problem(
      file: path, line: 0, column: 0, field: "",
      what: Message("there is no such folder", zh: "没有这个文件夹"),
      remedy: Message("write the path of \(what.english)", zh: "请写\(what.chinese)的路径"))
    throw .problems([problem], more: 0)
  }
}

/// Where files come from, and what was found wrong with them.
struct FileSource {
  /// The folder.
  let folder: String
  /// How bytes spell text.
  var encoding: TextEncoding
  /// Counts the bytes that are read.
  var counter: WorkCounter?

  /// Reads a file; `nil` when it is not there or is no text, of which the latter is logged.
  func load(
    _ name: String, isOptional: Bool, columns: [ColumnDescription] = [], log: inout ProblemLog
  ) throws(DataError) -> SourceFile? {
    let path = folder + "/" + name
    do throws(FileFailure) {
      let buffer = try readFile(path: path)
      counter?.add(buffer.count)
      return decodeFile(name: name, buffer: buffer, encoding: encoding, log: &log)
    } catch {
      switch error {
      case .missing:
        if !isOptional {
          let needed = columns.filter { $0.fallback == nil }.map(\.name).joined(separator: ",")
          log.add(
            file: name, Message("the file is missing", zh: "缺少这个文件"),
            remedy: needed.isEmpty
              ? Message("add it", zh: "请加上它")
              : Message(
                "add it with at least the header \(needed)", zh: "请加上它，表头至少要有 \(needed)"))
        }
        return nil
      case .unreadable(let reason):
        throw .unreadable(path: path, reason: reason)
      }
    }
  }
}
