/// A column of a file: what it is called and what an empty cell means.
package struct ColumnDescription: Sendable {
  /// The name in the header.
  package let name: String
  /// The Chinese name that will do as well.
  package let alias: String
  /// What an empty cell means, in words; `nil` for a column that every row must fill.
  package let fallback: String?

  init(_ name: String, _ alias: String, _ fallback: String? = nil) {
    self.name = name
    self.alias = alias
    self.fallback = fallback
  }
}

/// A file of a dataset or result.
package struct FileDescription: Sendable {
  /// The name inside its folder.
  package let name: String
  /// Whether a dataset without it is fine.
  package let isOptional: Bool
  /// Its columns.
  package let columns: [ColumnDescription]
}

/// Every file and column that is read: the only place where headers and their aliases stand.
///
/// `Docs/dataset.md` repeats it, and a test holds the two together.
package enum Schema {
  static let clusters = FileDescription(
    name: "clusters.csv", isOptional: false,
    columns: [
      ColumnDescription("cluster_id", "集群编号"),
      ColumnDescription("name", "名称", "the id"),
      ColumnDescription("latitude", "纬度"),
      ColumnDescription("longitude", "经度"),
      ColumnDescription("region_code", "行政区划代码", "none"),
    ])

  static let factories = FileDescription(
    name: "factories.csv", isOptional: false,
    columns: [
      ColumnDescription("factory_id", "工厂编号"),
      ColumnDescription("name", "名称", "the id"),
      ColumnDescription("cluster_id", "集群编号"),
      ColumnDescription("certifications", "资质认证", "none"),
      ColumnDescription("industry_code", "行业代码", "none"),
    ])

  static let calendars = FileDescription(
    name: "calendars.csv", isOptional: true,
    columns: [
      ColumnDescription("calendar_id", "日历编号"),
      ColumnDescription("kind", "类型"),
      ColumnDescription("days", "星期", "Mon-Sun"),
      ColumnDescription("from", "开始"),
      ColumnDescription("to", "结束"),
    ])

  static let machines = FileDescription(
    name: "machines.csv", isOptional: false,
    columns: [
      ColumnDescription("machine_id", "设备编号"),
      ColumnDescription("factory_id", "工厂编号"),
      ColumnDescription("equipment_class", "设备类别", "none"),
      ColumnDescription("calendar_id", "日历编号", "always open"),
      ColumnDescription("units", "台数", "1"),
      ColumnDescription("length_mm", "长度毫米", "unlimited"),
      ColumnDescription("width_mm", "宽度毫米", "unlimited"),
      ColumnDescription("height_mm", "高度毫米", "unlimited"),
      ColumnDescription("tolerance_it", "公差等级", "18"),
    ])

  static let processes = FileDescription(
    name: "processes.csv", isOptional: false,
    columns: [
      ColumnDescription("process", "工艺"),
      ColumnDescription("name", "名称", "the id"),
      ColumnDescription("stage_kind", "环节类型", "production"),
      ColumnDescription("resumable", "可中断", "true"),
      ColumnDescription("ships", "需运输", "false for design, data and engineering, else true"),
    ])

  static let offers = FileDescription(
    name: "offers.csv", isOptional: false,
    columns: [
      ColumnDescription("machine_id", "设备编号"),
      ColumnDescription("process", "工艺"),
      ColumnDescription("pricing", "计价方式"),
      ColumnDescription("cycle_time_s", "单件工时秒", "none: serves hours only"),
      ColumnDescription("setup_time_s", "准备时间秒", "0"),
      ColumnDescription("hourly_rate", "小时单价", "needed for pricing time"),
      ColumnDescription("piece_price", "计件单价", "needed for pricing piece"),
      ColumnDescription("value_share", "价值分成", "needed for pricing value"),
      ColumnDescription("setup_fee", "准备费", "0"),
      ColumnDescription("minimum_charge", "最低收费", "0"),
      ColumnDescription("billing_increment_min", "计费单位分钟", "1"),
      ColumnDescription("materials", "可用材料", "any"),
      ColumnDescription("min_quantity", "最小数量", "none"),
      ColumnDescription("max_quantity", "最大数量", "unlimited"),
    ])

  /// The columns that describe one stage, in `orders.csv` and in `stages.csv`.
  private static let stageColumns = [
    ColumnDescription("unit", "单位", "piece"),
    ColumnDescription("material", "材料", "none"),
    ColumnDescription("tolerance_it", "公差等级", "18"),
    ColumnDescription("length_mm", "长度毫米", "0"),
    ColumnDescription("width_mm", "宽度毫米", "0"),
    ColumnDescription("height_mm", "高度毫米", "0"),
  ]

  static let orders = FileDescription(
    name: "orders.csv", isOptional: false,
    columns: [
      ColumnDescription("order_id", "订单编号"),
      ColumnDescription("customer", "客户", "none"),
      ColumnDescription("cluster_id", "集群编号"),
      ColumnDescription("release", "最早开工", "the horizon's start"),
      ColumnDescription("deadline", "截止时间", "the horizon's end"),
      ColumnDescription("budget", "预算"),
      ColumnDescription("declared_value", "申报价值", "the budget"),
      ColumnDescription("priority", "优先级", "1"),
      ColumnDescription("pricing_modes", "可接受计价方式", "any"),
      ColumnDescription("max_parts", "最多拆分数", "1"),
      ColumnDescription("certifications", "资质认证", "none"),
      ColumnDescription("weight_kg", "重量千克", "0"),
      ColumnDescription("process", "工艺", "the stages stand in stages.csv"),
      ColumnDescription("quantity", "数量", "the stages stand in stages.csv"),
    ] + stageColumns)

  static let stages = FileDescription(
    name: "stages.csv", isOptional: true,
    columns: [
      ColumnDescription("order_id", "订单编号"),
      ColumnDescription("stage", "环节序号"),
      ColumnDescription("process", "工艺"),
      ColumnDescription("quantity", "数量"),
    ] + stageColumns)

  static let freight = FileDescription(
    name: "freight.csv", isOptional: true,
    columns: [
      ColumnDescription("from_cluster", "起运集群"),
      ColumnDescription("to_cluster", "到达集群"),
      ColumnDescription("cost_per_shipment", "每票运费", "0"),
      ColumnDescription("cost_per_kg", "每千克运费", "0"),
      ColumnDescription("transit_hours", "运输小时", "0"),
    ])

  /// Capacity promised before; the columns of a result that it does not need may stand there.
  package static let promised = FileDescription(
    name: "bookings.csv", isOptional: true,
    columns: [
      ColumnDescription("booking_id", "预订编号"),
      ColumnDescription("machine_id", "设备编号"),
      ColumnDescription("machine_unit", "设备台号", "1"),
      ColumnDescription("start", "开始时间"),
      ColumnDescription("end", "结束时间"),
      ColumnDescription("order_id", "订单编号", "none"),
      ColumnDescription("stage", "环节序号", "not read"),
      ColumnDescription("part", "部分序号", "not read"),
      ColumnDescription("factory_id", "工厂编号", "not read"),
      ColumnDescription("process", "工艺", "not read"),
      ColumnDescription("pricing", "计价方式", "not read"),
      ColumnDescription("quantity", "数量", "not read"),
      ColumnDescription("working_time_s", "加工时长秒", "not read"),
      ColumnDescription("charge", "费用", "not read"),
      ColumnDescription("freight", "运费", "not read"),
    ])

  /// The files of a dataset that are tables, in the order in which they are reported.
  package static let dataset = [
    clusters, factories, calendars, machines, processes, offers, orders, stages, freight, promised,
  ]

  /// The bookings of a result.
  package static let bookings = FileDescription(
    name: "bookings.csv", isOptional: false,
    columns: promised.columns.map { ColumnDescription($0.name, $0.alias) })

  /// The prices of a result's certificate.
  package static let shadowPrices = FileDescription(
    name: "shadow_prices.csv", isOptional: false,
    columns: [
      ColumnDescription("machine_id", "设备编号"),
      ColumnDescription("period_start", "时段开始"),
      ColumnDescription("period_end", "时段结束"),
      ColumnDescription("open_s", "可用秒数"),
      ColumnDescription("micro_yuan_per_s", "每秒影子价格微元"),
    ])

  /// The orders that a result leaves over.
  package static let unmatched = FileDescription(
    name: "unmatched.csv", isOptional: false,
    columns: [
      ColumnDescription("order_id", "订单编号"),
      ColumnDescription("stage", "环节序号"),
      ColumnDescription("reason", "原因"),
      ColumnDescription("detail", "说明"),
      ColumnDescription("fix", "建议"),
    ])

  /// Where shared equipment is missing.
  package static let capacityGaps = FileDescription(
    name: "capacity_gaps.csv", isOptional: false,
    columns: [
      ColumnDescription("process", "工艺"),
      ColumnDescription("cluster_id", "集群编号"),
      ColumnDescription("unmatched_orders", "未匹配订单数"),
      ColumnDescription("unmatched_hours", "未匹配小时"),
      ColumnDescription("unmatched_budget", "未匹配预算"),
      ColumnDescription("shadow_price_yuan_per_h", "每小时影子价格"),
    ])

  /// The tables of `Docs/dataset.md`: a line for each column of each file.
  package static func documentation() -> String {
    dataset.map { file in
      let note = file.isOptional ? " (optional)" : ""
      let rows = file.columns.map { column in
        "| `\(column.name)` | \(column.alias) | \(column.fallback ?? "required") |"
      }
      let head = [
        "### \(file.name)\(note)", "| column | alias | empty means |", "| --- | --- | --- |",
      ]
      return (head + rows).joined(separator: "\n")
    }.joined(separator: "\n\n") + "\n"
  }
}
