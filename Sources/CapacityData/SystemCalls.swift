// System calls: reading and writing bytes, decoding GB18030. Other unsafe code stands in `Storage/`.
//
// Invariants. Pointers never outlive the closure that hands them out. Counts given to the C library
// are those of the buffer that the pointer belongs to, less what is used already.

import CapacityModel
import Glibc

/// Why bytes could not be had from a file.
enum FileFailure: Error {
  /// There is no such file.
  case missing
  /// It is there, but not to be read.
  case unreadable(Message)
}

/// What an error number of the C library means; in English its own words.
func systemMessage(_ code: Int32) -> Message {
  let text = unsafe strerror(code)
  let words = unsafe text.map { unsafe String(cString: $0) } ?? "error \(code)"
  let chinese =
    switch code {
    case ENOENT: "没有这个文件或文件夹"
    case EACCES, EPERM: "没有权限"
    case ENOSPC: "磁盘空间不足"
    case EDQUOT: "超出了磁盘配额"
    case EROFS: "文件系统是只读的"
    case EISDIR: "这是一个文件夹"
    case ENOTDIR: "路径中有一段不是文件夹"
    case EEXIST: "已经存在"
    case EIO: "磁盘读写出错"
    case EMFILE, ENFILE: "打开的文件太多"
    case ENAMETOOLONG: "名称太长"
    case ELOOP: "链接层数太多"
    case EFBIG: "文件太大"
    case ENOMEM: "内存不足"
    default: "系统错误 \(code)（\(words)）"
    }
  return Message(words, zh: chinese)
}

/// The largest file that is read; more would not fit into memory with all that is made of it.
private let fileSizeMax = 8 << 30

/// Reads a whole file.
func readFile(path: String) throws(FileFailure) -> ByteBuffer {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    let code = errno
    if code == ENOENT { throw .missing }
    throw .unreadable(systemMessage(code))
  }
  defer { close(descriptor) }
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable(systemMessage(errno)) }
  if status.st_mode & S_IFMT == S_IFDIR {
    throw .unreadable(Message("it is a folder", zh: "这是一个文件夹"))
  }

  guard status.st_size < fileSizeMax else {
    throw .unreadable(Message("it is larger than 8 GiB", zh: "文件大于 8 GiB"))
  }

  // One byte more than the size, so that the read that finds the end needs no second buffer.
  var buffer = ByteBuffer(capacity: Int(status.st_size) + 1)
  while true {
    var failure: Int32 = 0
    var isAtEnd = false
    unsafe buffer.extend { room in
      var count = 0
      while count < room.count {
        let got = unsafe read(descriptor, room.baseAddress?.advanced(by: count), room.count - count)
        if got == 0 {
          isAtEnd = true
          break
        }
        if got < 0 {
          if errno == EINTR { continue }
          failure = errno
          break
        }
        count += got
      }
      return count
    }
    guard failure == 0 else { throw .unreadable(systemMessage(failure)) }
    if isAtEnd { return buffer }
    // A pipe, or a file that grows.
    let larger = ByteBuffer(capacity: buffer.capacity * 2 + 1 << 20)
    unsafe larger.fill { room in
      _ = unsafe room.initialize(from: buffer.text)
      return buffer.count
    }
    buffer = larger
  }
}

/// A regular file that may be read anywhere, by several threads at a time.
final class OpenFile: Sendable {
  private let descriptor: Int32
  /// How many bytes it had when it was opened.
  let size: Int

  /// Opens a file; `nil` if it is not there, not to be read, no regular file or too large.
  init?(path: String) {
    // A pipe would wait for its writer, and could not be read again.
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size < fileSizeMax
    else { return nil }
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    size = Int(status.st_size)
    guard descriptor >= 0 else { return nil }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Replaces the content of `buffer`; returns whether all of the range could be read.
  func read(_ range: Range<Int>, into buffer: ByteBuffer) -> Bool {
    precondition(range.count <= buffer.capacity)
    unsafe buffer.fill { room in
      var count = 0
      while count < range.count {
        let got = unsafe pread(
          descriptor, room.baseAddress?.advanced(by: count), range.count - count,
          range.lowerBound + count)
        if got < 0, errno == EINTR { continue }
        if got <= 0 { break }
        count += got
      }
      return count
    }
    return buffer.count == range.count
  }
}

/// What became of bytes that were taken for GB18030.
enum Decoding {
  /// The same text in UTF-8.
  case text(ByteBuffer)
  /// The offset of the first byte that GB18030 does not allow.
  case invalid(at: Int)
}

/// Turns GB18030 into UTF-8.
func decodeGB18030(_ bytes: ByteText) -> Decoding {
  let converter = unsafe iconv_open("UTF-8", "GB18030")
  guard UInt(bitPattern: converter) != .max else { return .invalid(at: 0) }
  defer { unsafe iconv_close(converter) }
  var invalidAt: Int?
  // One or two bytes become at most three, four become at most four.
  let capacity = bytes.count * 2 + 8
  let text = ByteBuffer(capacity: capacity)
  unsafe text.fill { buffer in
    unsafe bytes.withContiguousStorageIfAvailable { input in
      // iconv does not write to its input; its signature predates `const`.
      var source = unsafe UnsafeMutableRawPointer(mutating: input.baseAddress)?
        .assumingMemoryBound(to: CChar.self)
      var sourceLeft = input.count
      var target = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?
        .assumingMemoryBound(to: CChar.self)
      var targetLeft = capacity
      let converted = unsafe iconv(converter, &source, &sourceLeft, &target, &targetLeft)
      // The C library's size -1; `size_t` comes as Int.
      if converted == -1 { invalidAt = input.count - sourceLeft }
      return capacity - targetLeft
    } ?? 0
  }
  if let invalidAt { return .invalid(at: invalidAt) }
  return .text(text)
}

/// Why text could not be written in GB18030.
enum EncodingFlaw: Error {
  /// The system knows no GB18030.
  case unknownEncoding
  /// The offset of the first character that GB18030 does not have.
  case character(at: Int)
}

/// Turns UTF-8 into GB18030.
func encodeGB18030(_ text: borrowing TextBuffer) throws(EncodingFlaw) -> TextBuffer {
  let converter = unsafe iconv_open("GB18030", "UTF-8")
  guard UInt(bitPattern: converter) != .max else { throw .unknownEncoding }
  defer { unsafe iconv_close(converter) }
  // One byte stays one; two, three or four become at most four.
  var encoded = TextBuffer(capacity: text.count * 2 + 8)
  var flaw: Int?
  unsafe text.withBytes { input in
    unsafe encoded.append(atMost: input.count * 2 + 8) { room in
      // iconv does not write to its input; its signature predates `const`.
      var source = unsafe UnsafeMutableRawPointer(mutating: input.baseAddress)?
        .assumingMemoryBound(to: CChar.self)
      var sourceLeft = input.count
      var target = unsafe room.baseAddress?.assumingMemoryBound(to: CChar.self)
      var targetLeft = room.count
      let converted = unsafe iconv(converter, &source, &sourceLeft, &target, &targetLeft)
      // The C library's size -1; `size_t` comes as Int.
      if converted == -1 { flaw = input.count - sourceLeft }
      return room.count - targetLeft
    }
  }
  if let flaw { throw .character(at: flaw) }
  return encoded
}

/// Makes a new file; returns its descriptor and the error number, 0 for none.
func makeFile(path: String) -> (descriptor: Int32, failure: Int32) {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  return (descriptor, descriptor < 0 ? errno : 0)
}

/// Writes bytes at a place of a file and has the disk begin with them; returns the error number, 0 for
/// none.
func writeBytes(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) -> Int32 {
  var written = 0
  while written < bytes.count {
    let got = unsafe pwrite(
      descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written,
      offset + written)
    if got < 0 {
      if errno == EINTR { continue }
      return errno
    }
    written += got
  }
  // Linux begins to write out what it is told not to keep: the flush at the end finds little left.
  // Only a hint; whether it is taken, nobody asks.
  _ = posix_fadvise(descriptor, offset, bytes.count, POSIX_FADV_DONTNEED)
  return 0
}

/// Flushes a file to the disk and closes it; returns the first error number, 0 for none.
func flushAndClose(_ descriptor: Int32) -> Int32 {
  let failure = fsync(descriptor) == 0 ? 0 : errno
  let closing = close(descriptor) == 0 ? 0 : errno
  return failure != 0 ? failure : closing
}

/// Writes a new file, flushed to the disk; returns the error number, 0 for none.
func writeFile(path: String, bytes: [UInt8]) -> Int32 {
  let (descriptor, failure) = makeFile(path: path)
  guard failure == 0 else { return failure }
  let writing = unsafe bytes.withUnsafeBytes { unsafe writeBytes($0, to: descriptor, at: 0) }
  let closing = flushAndClose(descriptor)
  return writing != 0 ? writing : closing
}

/// Asks for large pages under memory that will be filled: it is then had with a few hundred page
/// faults instead of a hundred thousand.
func useLargePages(_ memory: UnsafeMutableRawBufferPointer) {
  let pageSize = 2 << 20
  guard memory.count >= 2 * pageSize, let start = memory.baseAddress else { return }
  let skipped = (pageSize - Int(bitPattern: start) % pageSize) % pageSize
  let size = (memory.count - skipped) / pageSize * pageSize
  // Only a hint; whether it is taken, nobody asks.
  _ = unsafe madvise(start + skipped, size, MADV_HUGEPAGE)
}

/// Makes a folder in a folder that exists; returns the error number, 0 for none.
func makeFolder(path: String) -> Int32 {
  unsafe mkdir(path, 0o777) == 0 ? 0 : errno
}

/// Flushes a folder's entries to the disk; returns the error number, 0 for none.
func flushFolder(path: String) -> Int32 {
  let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return errno }
  defer { close(descriptor) }
  // Some file systems have nothing to flush for a folder and say `EINVAL`.
  return fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno
}

/// Gives a file or folder another name; returns the error number, 0 for none.
func renamePath(_ path: String, to name: String) -> Int32 {
  unsafe rename(path, name) == 0 ? 0 : errno
}

/// What stands at a path.
enum PathKind {
  /// Nothing.
  case nothing
  /// A folder, or a link to one.
  case folder
  /// A pipe, a device or a socket.
  case special
  /// Anything else.
  case other
}

/// Looks what stands at a path, following links.
func kindOfPath(_ path: String) -> PathKind {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else {
    // A dangling link is in the way all the same.
    return unsafe lstat(path, &status) == 0 ? .other : .nothing
  }
  switch status.st_mode & S_IFMT {
  case S_IFDIR: return .folder
  case S_IFREG: return .other
  default: return .special
  }
}
