internal import CapacityModel
import Foundation

/// A file that appears under its name whole or not at all.
///
/// It is written beside its target under another name and flushed, then renamed.
public struct StagedFile: Sendable {
  /// The file to be, as its name was given; for messages.
  public let target: String
  private let force: Bool
  /// The same without links, so that what a link points to is replaced and not the link.
  private let path: String
  /// Where it is written.
  private let temporary: String

  /// Names the file, which may replace an old one only by `force`; touches nothing.
  public init(target: String, force: Bool) {
    let url = URL(fileURLWithPath: target).standardizedFileURL.resolvingSymlinksInPath()
    self.target = target
    self.force = force
    path = url.path
    let process = ProcessInfo.processInfo.processIdentifier
    temporary =
      url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).capmatch-\(process)-new").path
  }

  /// Throws ``DataError/targetExists(path:)`` if the target is there and may not be replaced, and
  /// ``DataError/unwritable(path:reason:)`` if it is no file.
  public func checkTarget() throws(DataError) {
    switch kindOfPath(path) {
    case .nothing: return
    case .folder: throw .unwritable(path: target, reason: Message("it is a folder", zh: "它是一个文件夹"))
    case .special:
      throw .unwritable(path: target, reason: Message("it is a pipe or a device", zh: "它是管道或设备"))
    case .other: if !force { throw .targetExists(path: target) }
    }
  }

  /// Writes the file.
  public func write(_ bytes: [UInt8]) throws(DataError) {
    try checkTarget()
    // A leftover of a process that had the same number and was killed.
    discard()
    var failure = writeFile(path: temporary, bytes: bytes)
    if failure == 0 { failure = renamePath(temporary, to: path) }
    if failure == 0 { failure = flushFolder(path: (path as NSString).deletingLastPathComponent) }
    guard failure == 0 else {
      discard()
      let reason = failure == ENOENT ? Message.parentFolderMissing : systemMessage(failure)
      throw .unwritable(path: target, reason: reason)
    }
  }

  /// Removes what is unfinished; safe to call at any moment, also while it is being written.
  public func discard() { removeLeftover(temporary) }
}
