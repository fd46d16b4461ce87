import Foundation

/// A folder that appears under its name whole or not at all.
///
/// Files are written into a temporary folder beside the target and flushed; then the folder is renamed.
/// An old folder under that name is moved aside first and deleted last, so that at every moment one of
/// the two stands whole, under its name or beside it. ``discard()`` cleans up wherever things stopped.
public struct StagedFolder: Sendable {
  /// The folder to be.
  public let target: String
  /// Where files are written.
  public let temporary: String
  /// Where an old folder waits to be deleted.
  private let aside: String

  /// Names the folders; touches nothing.
  ///
  /// A link is followed: what it points to is replaced, not the link.
  public init(target: String) {
    let url = URL(fileURLWithPath: target).standardizedFileURL.resolvingSymlinksInPath()
    self.target = url.path
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
    guard kindOfPath(target) != .nothing else { return }
    guard force else { throw .targetExists(path: target) }
    if replacing == .result, kindOfPath(target + "/orders.csv") != .nothing {
      throw .unwritable(
        path: target, reason: "it holds a dataset (orders.csv), which --force does not replace")
    }
  }

  /// Makes the temporary folder.
  public func begin() throws(DataError) {
    // A leftover of a process that had the same number and was killed.
    remove(temporary)
    do {
      try FileManager.default.createDirectory(
        atPath: temporary, withIntermediateDirectories: false)
    } catch {
      let parent = (target as NSString).deletingLastPathComponent
      if kindOfPath(parent) != .folder {
        throw .unwritable(path: target, reason: "there is no folder \(parent)")
      }
      throw .unwritable(path: target, reason: error.localizedDescription)
    }
  }

  /// Writes a file into the temporary folder and flushes it.
  public func write(_ name: String, _ bytes: [UInt8]) throws(DataError) {
    let failure = writeFile(path: temporary + "/" + name, bytes: bytes)
    guard failure == 0 else {
      throw .unwritable(path: target + "/" + name, reason: systemMessage(failure))
    }
  }

  /// Gives the temporary folder its name.
  public func commit(force: Bool, replacing: Content = .result) throws(DataError) {
    try check(flushFolder(path: temporary))
    try checkTarget(force: force, replacing: replacing)
    let replaces = kindOfPath(target) != .nothing
    if replaces {
      remove(aside)
      try check(renamePath(target, to: aside))
    }
    let failure = renamePath(temporary, to: target)
    if failure != 0, replaces { _ = renamePath(aside, to: target) }
    try check(failure)
    try check(flushFolder(path: (target as NSString).deletingLastPathComponent))
    if replaces { remove(aside) }
  }

  /// Removes what is unfinished and puts an old folder back that was moved aside for nothing.
  ///
  /// Safe to call at any moment, also from the thread that handles a signal, before leaving.
  public func discard() {
    if kindOfPath(aside) != .nothing {
      if kindOfPath(target) == .nothing { _ = renamePath(aside, to: target) } else { remove(aside) }
    }
    remove(temporary)
  }

  private func remove(_ path: String) {
    guard kindOfPath(path) != .nothing else { return }
    // What cannot be removed is in nobody's way: the name is this process's own.
    try? FileManager.default.removeItem(atPath: path)
  }

  private func check(_ failure: Int32) throws(DataError) {
    guard failure == 0 else { throw .unwritable(path: target, reason: systemMessage(failure)) }
  }
}
