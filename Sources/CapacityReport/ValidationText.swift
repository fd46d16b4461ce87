public import CapacityData
public import CapacityModel

/// What `validate` prints of a good dataset.
public enum ValidationText {
  /// For people.
  public static func text(_ dataset: Dataset) -> String {
    let counts = counts(dataset).map { "\(Format.grouped($0.1)) \($0.0)" }
    return "the dataset is good: " + counts.joined(separator: ", ") + "\nhorizon "
      + Format.time(0, horizon: dataset.horizon) + " to "
      + Format.time(dataset.horizon.lengthSeconds, horizon: dataset.horizon)
  }

  /// For programs.
  public static func json(_ dataset: Dataset) -> JSONDocument {
    .object([
      ("dataset", .string(dataset.name)),
      ("horizon_start", .string(Format.time(0, horizon: dataset.horizon))),
      (
        "horizon_end",
        .string(Format.time(dataset.horizon.lengthSeconds, horizon: dataset.horizon))
      ),
      ("rows", .object(counts(dataset).map { ($0.0, .number(String($0.1))) })),
    ])
  }

  private static func counts(_ dataset: Dataset) -> [(String, Int64)] {
    [
      ("clusters", dataset.clusters.count), ("factories", dataset.factories.count),
      ("machines", dataset.machines.count), ("processes", dataset.processes.count),
      ("offers", dataset.offers.count), ("orders", dataset.orders.count),
      ("stages", dataset.stages.count), ("promised", dataset.promised.count),
    ].map { ($0.0, Int64($0.1)) }
  }
}
