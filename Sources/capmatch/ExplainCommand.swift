import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport

/// `capmatch explain`.
struct ExplainCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  func run() throws(UsageError) -> ExitCode {
    let wantsJSON = try command.wantsJSON()
    return try reportingErrors {
      var progress = Progress(command)
      let dataset = try progress.readDataset(command)
      let records = try progress.readResult(command, of: dataset)
      let id = Identifier(command.arguments[2])
      guard let order = dataset.orders.firstIndex(where: { $0.id == id }) else {
        throw UsageError(
          message: Message(
            "ORDER: '\(id.text)' is no order of \(command.arguments[0]); "
              + "write an order_id of its orders.csv",
            zh: "ORDER：\(command.arguments[0]) 里没有订单“\(id.text)”；请写其 orders.csv 里的 order_id"))
      }
      guard let standing = standing(of: id, in: records, dataset) else {
        throw UsageError(
          message: Message(
            "ORDER: '\(id.text)' stands in neither file of \(command.arguments[1]); "
              + "run 'capmatch verify' to see whether the result belongs to the dataset",
            zh: "ORDER：\(command.arguments[1]) 的两个文件里都没有“\(id.text)”；"
              + "请运行 capmatch verify，看结果是否属于这个数据集"))
      }
      let explainer = Explainer(dataset, taken: records.taken(in: dataset, but: id))
      let explanation = Explanation(
        explainer.explain(order), of: order, in: dataset, standing: standing)
      Console.print(
        wantsJSON
          ? explanation.json.text() : explanation.text(in: Console.language, style: Console.style))
      return .done
    }
  }

  private func standing(
    of id: Identifier, in records: ResultRecords, _ dataset: Dataset
  ) -> Explanation.Standing? {
    if dataset.promised.contains(where: { $0.orderID == id }) { return .promised }
    if let record = records.unmatched.first(where: { $0.orderID == id }) {
      return .unmatched(record)
    }
    let bookings = records.bookings.filter { $0.orderID == id }
    return bookings.isEmpty ? nil : .matched(bookings)
  }
}
