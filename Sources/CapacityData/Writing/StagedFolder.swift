import CapacityModel
import Foundation

/// A folder that appears under its name whole or not at all.
///
/// Files are written into a temporary folder beside the target and flushed; then the folder is renamed.
/// An old folder under that name is moved aside first and deleted last, so that at every moment one of
/// the two stands whole, under its name or beside it. ``discard()`` cleans up wherever things stopped.
public struct StagedFolder: Sendable {
  /// The folder to be, as its name was given; for messages.
  public let target: String
  /// The same without links, so that what a link points to is replaced and not the link.
  private let path: String
  /// Where files are written.
  public let temporary: String
  /// Where an old folder waits to be deleted.
  private let aside: String

  /// Names the folders; touches nothing.
  public init(target: String) {
    let url = URL(fileURLWithPath: target).standardizedFileURL.resolvingSymlinksInPath()
    self.target = target
    path = url.path
    let name = ".\(url.lastPathComponent).capmatch-\(ProcessInfo.processInfo.processIdentifier)"
    let parent = url.deletingLastPathComponent()
    temporary = parent.appendingPathComponent(name + "-new").path
    aside = parent.appendingPathComponent(name + "-old").path
  }

  /// What a folder holds that may be replaced.
  public enum Content: Sendable {
    /// A result. A dataset under that name stays: whoever mistypes a path keeps the input.
    case result
    /// A dataset, or anything else.
    case dataset
  }

  /// Throws ``DataError/targetExists(path:)`` if the target is there and may not be replaced.
  public func checkTarget(force: Bool, replacing: Content = .result) throws(DataError) {
    guard kindOfPath(path) != .nothing else { return }
    guard force else { throw .targetExists(path: target) }
    if replacing == .result, kindOfPath(path + "/orders.csv") != .nothing {
      throw .unwritable(
        path: target,
        reason: Message(
          "it holds a dataset (orders.csv), which --force does not replace",
          zh: "里面是一个数据集（有 orders.csv），--force 不会替换它"))
    }
  }

  /// Makes the temporary folder.
  public func begin() throws(DataError) {
    // A leftover of a process that had the same number and was killed.
    removeLeftover(temporary)
    let failure = makeFolder(path: temporary)
    if failure == ENOENT {
      throw .unwritable(
        path: target,
        reason: .parentFolderMissing)
    }
    try check(failure)
  }

  /// Writes a file into the temporary folder and flushes it.
  public func write(_ name: String, _ bytes: [UInt8]) throws(DataError) {
    let failure = writeFile(path: temporary + "/" + name, bytes: bytes)
    guard failure == 0 else {
      throw .unwritable(path: target + "/" + name, reason: systemMessage(failure))
    }
  }

  /// Begins a file in the temporary folder that several threads write.
  func makeFile(_ name: String) -> OrderedFile {
    OrderedFile(name: name, path: temporary + "/" + name)
  }

  /// Flushes such a file.
  func finish(_ file: OrderedFile) throws(DataError) {
    let failure = file.finish()
    guard failure == 0 else {
      throw .unwritable(path: target + "/" + file.name, reason: systemMessage(failure))
    }
  }

  /// Gives the temporary folder its name.
  public func commit(force: Bool, replacing: Content = .result) throws(DataError) {
    try check(flushFolder(path: temporary))
    try checkTarget(force: force, replacing: replacing)
    let replaces = kindOfPath(path) != .nothing
    if replaces {
      removeLeftover(aside)
      try check(renamePath(path, to: aside))
    }
    var failure = renamePath(temporary, to: path)
    if failure == 0 {
      failure = flushFolder(path: (path as NSString).deletingLastPathComponent)
      // A name that may be gone after a power cut is no result: back to what was there before.
      if failure != 0 { _ = renamePath(path, to: temporary) }
    }
    if failure != 0, replaces { _ = renamePath(aside, to: path) }
    try check(failure)
    if replaces { removeLeftover(aside) }
  }

  /// Removes what is unfinished and puts an old folder back that was moved aside for nothing.
  ///
  /// Safe to call at any moment, also from the thread that handles a signal, before leaving.
  public func discard() {
    if kindOfPath(aside) != .nothing {
      if kindOfPath(path) == .nothing {
        _ = renamePath(aside, to: path)
      } else {
        removeLeftover(aside)
      }
    }
    removeLeftover(temporary)
  }

  private func check(_ failure: Int32) throws(DataError) {
    guard failure == 0 else { throw .unwritable(path: target, reason: systemMessage(failure)) }
  }
}

extension Message {
  /// Why nothing can be made at a path.
  static let parentFolderMissing = Message(
    "the folder that it should stand in is missing", zh: "它所在的上级文件夹不存在")
}

/// Removes a file or folder under a name of this process's own, if it is there.
///
/// What cannot be removed is in nobody's way.
func removeLeftover(_ path: String) {
  guard kindOfPath(path) != .nothing else { return }
  try? FileManager.default.removeItem(atPath: path)
}
