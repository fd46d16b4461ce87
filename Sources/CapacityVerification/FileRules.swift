import CapacityModel

/// The checks of the two files as lists: their sort order, and every order exactly once.
struct FileRules {
  let lookup: DatasetIndex
  private var dataset: Dataset { lookup.dataset }

  /// Rows of `bookings.csv` stand by order, then stage, then part, each once.
  func checkSort(ofBookings rows: [ResolvedRow], into findings: inout FindingList) {
    var last: (Int, Int64, Int64)?
    for row in rows {
      // An order that nobody knows has no place in the order.
      guard let order = row.order else { continue }
      let key = (order, row.record.stage, row.record.part)
      if let last, key <= last {
        let subject = Message(
          "stage \(row.record.stage), part \(row.record.part) ",
          zh: "环节 \(row.record.stage) 第 \(row.record.part) 部分")
        let what =
          key == last
          ? Message("stands twice", zh: "出现了两次")
          : Message("stands after rows that it comes before", zh: "应排在前面的行之前")
        findings.add(.sort, order: order, at: row.place, subject + what)
      } else {
        last = key
      }
    }
  }

  /// Rows of `unmatched.csv` stand in the input's order.
  func checkSort(ofUnmatched records: [UnmatchedRecord], into findings: inout FindingList) {
    var last = -1
    for record in records {
      guard let order = lookup.orders[record.orderID] else {
        findings.add(
          .ids, order: nil, id: record.orderID, at: .unmatched(line: record.line),
          Message(
            "order_id: '\(record.orderID)' is not in orders.csv",
            zh: "order_id：orders.csv 里没有“\(record.orderID)”"))
        continue
      }
      if order < last {
        findings.add(
          .sort, order: order, at: .unmatched(line: record.line),
          Message("stands after orders that it comes before", zh: "应排在前面的订单之前"))
      }
      last = max(last, order)
    }
  }

  /// Every order that no promised booking serves is matched or unmatched, and that once.
  func checkCoverage(
    rowsByOrder: [[ResolvedRow]], unmatched: [UnmatchedRecord], into findings: inout FindingList
  ) {
    var isUnmatched = [Bool](repeating: false, count: dataset.orders.count)
    for record in unmatched {
      guard let order = lookup.orders[record.orderID] else { continue }
      let place = Place.unmatched(line: record.line)
      if lookup.isPromised[order] {
        findings.add(
          .promised, order: order, at: place,
          Message("a promised booking serves the order", zh: "已承诺的预订已满足这个订单"))
      }
      if isUnmatched[order] {
        findings.add(
          .coverage, order: order, at: place,
          Message("the order stands here twice", zh: "订单在这里出现了两次"))
      } else if let booked = rowsByOrder[order].first {
        findings.add(
          .coverage, order: order, at: place,
          Message(
            "the order is booked at \(booked.place.text)", zh: "订单已在 \(booked.place.text) 预订"))
      }
      isUnmatched[order] = true
    }
    for order in dataset.orders.indices {
      if lookup.isPromised[order] {
        if let row = rowsByOrder[order].first {
          findings.add(
            .promised, order: order, at: row.place,
            Message("a promised booking serves the order already", zh: "已承诺的预订已满足这个订单"))
        }
      } else if rowsByOrder[order].isEmpty && !isUnmatched[order] {
        findings.add(
          .coverage, order: order, at: .unmatchedFile,
          Message(
            "the order is neither in bookings.csv nor in unmatched.csv",
            zh: "订单既不在 bookings.csv 里，也不在 unmatched.csv 里"))
      }
    }
  }
}
