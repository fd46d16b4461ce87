public import CapacityData
public import CapacityMatching
public import CapacityModel

/// What depends on the run and not on the answer: the key `run` of `summary.json`.
public struct RunFacts: Sendable {
  /// Reading, in milliseconds.
  public var readMilliseconds: Int64 = 0
  /// Matching, in milliseconds.
  public var matchMilliseconds: Int64 = 0
  /// All until the results are written, in milliseconds.
  public var totalMilliseconds: Int64 = 0
  /// The most memory that was in use, in MB of a million bytes.
  public var peakMemoryMB: Int64 = 0
  /// Threads that were used.
  public var threads = 1

  /// Facts to be filled in.
  public init() {}
}

/// `summary.json`, as `Docs/results.md` describes it.
public enum SummaryDocument {
  /// Builds the document of a result.
  ///
  /// - Parameters:
  ///   - result: The result.
  ///   - dataset: What the result's indices refer to.
  ///   - options: What was asked for.
  ///   - run: What depends on the run.
  ///   - totals: The result's sums, for whoever has them already.
  ///   - encoding: How the tables beside it are written; named where that is not UTF-8.
  /// - Returns: The document.
  public static func make(
    _ result: MatchResult, of dataset: Dataset, options: MatchOptions, run: RunFacts,
    totals: Totals? = nil, encoding: ResultEncoding = .utf8
  ) -> JSONDocument {
    let totals = totals ?? Totals(result, of: dataset)
    let matched = Int64(result.matched.count)
    let unmatched = Int64(result.unmatched.count)
    let charges = totals.revenueFen.reduce(0, +)
    let seed = JSONDocument.number(String(options.seed))
    let (upperBound, gap) = proof(result)
    return .object([
      ("schema_version", .number("1")),
      ("engine_version", .string(capmatchVersion)),
      ("dataset", .string(dataset.name)),
      (
        "options",
        .object(
          [
            ("objective", .string(options.objective.rawValue)),
            ("effort", .number(String(options.effort))), ("seed", seed),
          ] + (encoding == .utf8 ? [] : [("encoding", .string(encoding.rawValue))]))
      ),
      ("seed", seed),
      ("objective_kind", .string(options.objective.rawValue)),
      ("objective", money(result.objectiveFen)),
      ("upper_bound", upperBound),
      ("gap_percent", gap),
      ("first_come_objective", result.firstComeFen.map(money) ?? .null),
      (
        "benefit_over_first_come_percent",
        result.benefitOverFirstComeHundredths.map(money) ?? .null
      ),
      (
        "orders",
        .object([
          ("total", .integer(dataset.orders.count)),
          ("promised", number(Int64(totals.promisedOrderCount))),
          ("matched", number(matched)), ("unmatched", number(unmatched)),
        ])
      ),
      ("bookings", number(Int64(result.bookings.count))),
      ("fill_rate_percent", percent(matched, of: matched + unmatched)),
      ("unmatched_by_reason", byReason(result)),
      ("budget_matched", money(totals.budgetMatchedFen)),
      ("charges", money(charges)),
      ("freight", money(totals.freightFen)),
      (
        "revenue",
        .object(
          zip(PricingMode.allCases, totals.revenueFen).map { ($0.rawValue, money($1)) })
      ),
      (
        "utilisation",
        .object([
          ("booked_s", number(totals.bookedSeconds)),
          ("promised_s", number(totals.promisedSeconds)),
          ("open_s", number(totals.openSeconds)),
          (
            "percent",
            percent(totals.bookedSeconds + totals.promisedSeconds, of: totals.openSeconds)
          ),
        ])
      ),
      ("local_supporting_rate", localSupport(totals)),
      ("run", runDocument(run)),
    ])
  }

  private static func proof(_ result: MatchResult) -> (JSONDocument, JSONDocument) {
    guard let certificate = result.certificate else { return (.null, .null) }
    let gap = certificate.gapHundredthsOfPercent(objectiveFen: result.objectiveFen)
    return (money(certificate.upperBoundFen), .number(Format.decimal(gap, places: 2)))
  }

  private static func byReason(_ result: MatchResult) -> JSONDocument {
    var counts: [UnmatchedReason: Int64] = [:]
    for unmatched in result.unmatched { counts[unmatched.reason, default: 0] += 1 }
    return .object(UnmatchedReason.allCases.map { ($0.rawValue, number(counts[$0] ?? 0)) })
  }

  private static func localSupport(_ totals: Totals) -> JSONDocument {
    .object(
      zip(RegionLevel.allCases, totals.localSupport).map { level, share in
        (
          level.rawValue,
          .object([
            ("numerator", money(share.numeratorFen)),
            ("denominator", money(share.denominatorFen)),
            ("percent", percent(share.numeratorFen, of: share.denominatorFen)),
          ])
        )
      })
  }

  private static func runDocument(_ run: RunFacts) -> JSONDocument {
    func seconds(_ milliseconds: Int64) -> JSONDocument {
      .number(Format.seconds(milliseconds: milliseconds))
    }
    return .object([
      ("seconds", seconds(run.totalMilliseconds)),
      ("read_seconds", seconds(run.readMilliseconds)),
      ("match_seconds", seconds(run.matchMilliseconds)),
      ("peak_memory_mb", number(run.peakMemoryMB)),
      ("threads", number(Int64(run.threads))),
    ])
  }

  private static func number(_ value: Int64) -> JSONDocument { .number(String(value)) }

  private static func money(_ fen: Int64) -> JSONDocument { .number(Format.money(fen)) }

  private static func percent(_ part: Int64, of whole: Int64) -> JSONDocument {
    .number(Format.percent(part, of: whole))
  }
}

/// The version of the engine, as `summary.json` and `--version` give it.
public let capmatchVersion = "0.1.0"
