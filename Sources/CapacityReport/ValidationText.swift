public import CapacityData
public import CapacityModel

/// What `validate` prints of a good dataset.
public enum ValidationText {
  /// For people.
  public static func text(_ dataset: Dataset, in language: Language = .english) -> String {
    let counts = counts(dataset).map { count in
      let number = Format.grouped(count.number)
      return Message("\(number) \(count.key)", zh: "\(number) \(count.chinese)")[language]
    }
    let start = Format.time(0, horizon: dataset.horizon)
    let end = Format.time(dataset.horizon.lengthSeconds, horizon: dataset.horizon)
    return Message("the dataset is good: ", zh: "数据集没有问题：")[language]
      + counts.joined(separator: Message(", ", zh: "，")[language])
      + Message("\nhorizon \(start) to \(end)", zh: "\n计划期 \(start) 至 \(end)")[language]
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
      ("rows", .object(counts(dataset).map { ($0.key, .number(String($0.number))) })),
    ])
  }

  private static func counts(
    _ dataset: Dataset
  ) -> [(key: String, chinese: String, number: Int64)] {
    [
      ("clusters", "个集群", dataset.clusters.count),
      ("factories", "家工厂", dataset.factories.count),
      ("machines", "台（组）设备", dataset.machines.count),
      ("processes", "种工艺", dataset.processes.count), ("offers", "条报价", dataset.offers.count),
      ("orders", "个订单", dataset.orders.count), ("stages", "个环节", dataset.stages.count),
      ("promised", "条已承诺的预订", dataset.promised.count),
    ].map { ($0.0, $0.1, Int64($0.2)) }
  }
}
