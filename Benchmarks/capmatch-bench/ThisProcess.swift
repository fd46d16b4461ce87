import CAllocationCounter
import Foundation

/// Makes the peak of this process's memory start again from what it holds now.
///
/// Where the system cannot do that, peaks of later scenarios include those of earlier ones.
func resetPeakMemory() {
  allocation_counter_release_unused_memory()
  guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
  // 5 resets the peak alone; see proc(5).
  try? file.write(contentsOf: Data("5".utf8))
  try? file.close()
}

/// The most memory that this process has held since the peak was reset, in bytes; 0 if unknown.
func peakMemoryBytes() -> Int {
  let line = lines(of: "/proc/self/status").first { $0.hasPrefix("VmHWM:") }
  let kilobytes = line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
  return kilobytes * 1_024
}

/// What the processor calls itself.
func processorName() -> String {
  let line = lines(of: "/proc/cpuinfo").first { $0.hasPrefix("model name") }
  guard let name = line?.split(separator: ":").last else { return "unknown processor" }
  return name.trimmingCharacters(in: .whitespaces)
}

private func lines(of path: String) -> [String] {
  // The size of a file under /proc is 0: reading by size would find nothing.
  guard let file = FileHandle(forReadingAtPath: path) else { return [] }
  defer { try? file.close() }
  let data = (try? file.readToEnd()) ?? Data()
  return String(decoding: data, as: UTF8.self)
    .split(separator: "\n").map {
      $0.replacingOccurrences(of: "\t", with: " ")
    }
}
