import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `The statement of a factory` {
  @Test(arguments: UInt64(1)...12)
  func `counts hours and their worth second by second`(seed: UInt64) async {
    var shape = RandomDatasetShape()
    shape.days = 2
    let dataset = randomDataset(seed: seed, shape: shape)
    let result = await Matcher(dataset, options: MatchOptions(effort: 1)).match()
    let bookings = records(of: result, in: dataset).bookings
    let openTime = OpenTime(dataset)
    var revenueFen: Int64 = 0
    for factory in dataset.factories.indices {
      let statement = FactoryStatement(
        of: factory, in: dataset, bookings: bookings, certificate: result.certificate)
      revenueFen += statement.total.revenueFen
      for line in statement.machines {
        let machine = dataset.machines[line.machine]
        var open: Int64 = 0
        var promised: Int64 = 0
        var booked: Int64 = 0
        var worth: Int128 = 0
        for unit in 1...machine.units {
          // 1 for open, 2 for promised, 3 for booked.
          var state = [UInt8](repeating: 0, count: Int(dataset.horizon.lengthSeconds))
          let calendar = machine.calendar ?? openTime.alwaysOpen
          for span in openTime.spans(calendar) {
            for second in span.start..<span.end { state[Int(second)] = 1 }
          }
          func cover(_ span: TimeSpan, _ number: UInt8) {
            let start = max(span.start, 0)
            let end = max(start, min(span.end, dataset.horizon.lengthSeconds))
            for second in start..<end where state[Int(second)] == 1 {
              state[Int(second)] = number
            }
          }
          for booking in dataset.promised
          where booking.machine == line.machine && booking.unit == unit { cover(booking.span, 2) }
          for booking in bookings
          where booking.machineID == machine.id && booking.unit == Int64(unit) {
            cover(TimeSpan(start: booking.start, end: booking.end), 3)
          }
          for one in state where one > 0 {
            open += 1
            if one == 2 { promised += 1 }
            if one == 3 { booked += 1 }
          }
          for price in result.certificate?.prices ?? [] where price.machine == line.machine {
            for second in price.period.start..<price.period.end where state[Int(second)] == 1 {
              worth += Int128(price.microYuanPerSecond)
            }
          }
        }
        #expect(line.openSeconds == open)
        #expect(line.promisedSeconds == promised)
        #expect(line.bookedSeconds == booked)
        #expect(line.idleSeconds == open - promised - booked)
        let worthFen = Int64((worth + 5_000) / 10_000)
        #expect(line.idleWorthFen == worthFen)
      }
      let sum = PricingMode.allCases.reduce(0) { $0 + statement.revenueFen(by: $1) }
      #expect(sum == statement.total.revenueFen)
      #expect(statement.machines.reduce(0) { $0 + $1.bookingCount } == statement.bookings.count)
    }
    #expect(revenueFen == result.bookings.reduce(0) { $0 + $1.chargeFen })
  }

  @Test func `without prices idle hours have no worth rather than none`() async {
    let dataset = randomDataset(seed: 3)
    let statement = FactoryStatement(of: 0, in: dataset, bookings: [], certificate: nil)
    #expect(statement.total.idleWorthFen == nil)
    #expect(statement.machines.allSatisfy { $0.idleWorthFen == nil })
  }
}
