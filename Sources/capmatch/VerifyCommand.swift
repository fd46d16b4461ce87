import CapacityData
import CapacityModel
import CapacityReport
import CapacityVerification

/// `capmatch verify`.
struct VerifyCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  func run() throws(UsageError) -> ExitCode {
    let wantsJSON = try command.wantsJSON()
    let threads = try command.threads()
    return try reportingErrors {
      var progress = Progress(command)
      let dataset = try progress.readDataset(command, threads: threads)
      let records = try progress.readResult(command, of: dataset)
      let findings = progress.during(.verifying) {
        Verifier(dataset: dataset).verify(records, threads: threads)
      }
      if wantsJSON {
        Console.print(FindingsText.json(findings).text())
      } else if !findings.isEmpty {
        Console.print(FindingsText.text(findings, in: Console.language))
      } else if !command.has("quiet") {
        Console.print(
          FindingsText.nothingFound(
            bookings: records.bookings.count, leftOver: records.unmatched.count,
            in: Console.language))
      }
      return findings.isEmpty ? .done : .brokenRule
    }
  }
}
