import CapacityData
import CapacityModel
import Foundation

/// The project's folder.
let projectFolder: String = {
  var url = URL(fileURLWithPath: #filePath)
  for _ in 0..<3 { url.deleteLastPathComponent() }
  return url.path
}()

/// The project's `Fixtures` folder.
let fixtures = projectFolder + "/Fixtures"

/// The small good dataset that the bad ones are made from.
let baseFolder = fixtures + "/bad/base"

/// Whether golden files are written anew (`make golden`) instead of compared.
let rewritesGoldenFiles = ProcessInfo.processInfo.environment["CAPMATCH_GOLDEN"] != nil

/// A folder that is there as long as `body` runs.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("capmatch-tests-" + UUID().uuidString).path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// Runs `body` on a copy of the base dataset with some files replaced, or taken out for `nil`.
func withDataset<Result>(
  _ changes: [String: [UInt8]?] = [:], _ body: (String) throws -> Result
) throws -> Result {
  try withTemporaryFolder { folder in
    let dataset = folder + "/dataset"
    try FileManager.default.copyItem(atPath: baseFolder, toPath: dataset)
    for (name, bytes) in changes {
      let url = URL(fileURLWithPath: dataset + "/" + name)
      if let bytes {
        try Data(bytes).write(to: url)
      } else {
        try FileManager.default.removeItem(at: url)
      }
    }
    return try body(dataset)
  }
}

/// A file of the base dataset as text.
func baseText(_ name: String) throws -> String {
  try String(contentsOfFile: baseFolder + "/" + name, encoding: .utf8)
}

/// Reads the base dataset with some files replaced by texts.
func read(
  _ changes: [String: String] = [:], encoding: TextEncoding = .automatic
) throws -> ReadDataset {
  try withDataset(changes.mapValues { Array($0.utf8) }) { folder in
    try DatasetReader(folder: folder, encoding: encoding).read()
  }
}

/// The lines that a reader reports, none if it reads.
func problems(_ read: () throws -> Void) throws -> [String] {
  do {
    try read()
    return []
  } catch DataError.problems(let problems, let more) {
    return problems.map(\.description) + (more > 0 ? ["and \(more) more"] : [])
  }
}

/// Whether a text holds a Chinese character.
func isChinese(_ text: String) -> Bool {
  text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
}

/// Numbers that look random and are the same in every run.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
