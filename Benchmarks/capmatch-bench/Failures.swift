import CapacityData
import Foundation

/// Why a benchmark stopped, and the exit code that says so.
struct BenchFailure: Error {
  var message: String
  var exitCode: Int32
}

/// Prints a message on standard error and ends the process.
func stop(_ message: String, code: Int32) -> Never {
  note(message)
  exit(code)
}

/// Prints a line on standard error, where it does not mix with figures.
func note(_ message: String) {
  FileHandle.standardError.write(Data((message + "\n").utf8))
}

/// The bytes of a file.
func contents(of path: String) throws(BenchFailure) -> Data {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw BenchFailure(message: "\(path): cannot be read", exitCode: 4)
  }
  return data
}

/// Writes a text file.
func write(_ text: String, to path: String) throws(BenchFailure) {
  do {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  } catch {
    throw BenchFailure(message: "\(path): cannot be written", exitCode: 4)
  }
}

/// Makes a folder, and those above it, unless it is there.
func makeFolder(_ path: String) throws(BenchFailure) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw BenchFailure(message: "\(path): is no folder and cannot be made one", exitCode: 4)
  }
}
