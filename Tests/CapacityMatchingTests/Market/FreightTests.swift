import CapacityModel
import Testing

@testable import CapacityMatching

@Suite struct `Freight between clusters` {
  private func freight(lanes: [FreightLane] = []) -> Freight {
    func cluster(_ id: String, _ latitude: Int64, _ longitude: Int64) -> Cluster {
      Cluster(
        id: Identifier(id), name: id, latitudeMicrodegrees: latitude,
        longitudeMicrodegrees: longitude)
    }
    return Freight(
      Dataset(
        horizon: Horizon(startEpochSeconds: 0, lengthSeconds: 1, zoneOffsetSeconds: 0),
        clusters: [
          cluster("Chengdu", 30_560_000, 104_270_000), cluster("Deyang", 31_130_000, 104_400_000),
        ], lanes: lanes))
  }

  @Test func `within a cluster nothing is paid and no time passes`() {
    #expect(freight().lane(from: 0, to: 0) == Freight.Lane())
  }

  @Test func `without a lane the great circle counts in whole kilometres`() {
    // 64.59 km by haversine: 65.
    let lane = freight().lane(from: 0, to: 1)
    #expect(lane.shipmentFen == 6_000)
    #expect(lane.tenMillionthFenPerGram == 800 * 65)
    // 2.5 h x 0.65 = 1.625 h.
    #expect(lane.transitSeconds == 5_850)
    // 60 + 0.0008 x 65 x 12.345 kg = 60.64194 yuan.
    #expect(freight().cost(lane, grams: 12_345, numerator: 1, denominator: 1) == 6_064)
  }

  @Test func `a lane serves one direction`() {
    let freight = freight(lanes: [
      FreightLane(
        fromCluster: 0, toCluster: 1, shipmentFen: 100, microYuanPerKg: 500_000,
        transitMicroHours: 1_500_000)
    ])
    let there = freight.lane(from: 0, to: 1)
    #expect(there.transitSeconds == 5_400)
    #expect(freight.cost(there, grams: 2_000, numerator: 1, denominator: 1) == 200)
    #expect(freight.lane(from: 1, to: 0).shipmentFen == 6_000)
  }

  @Test(arguments: [
    // A third of 1 kg at 0.03 yuan a kg is exactly 1 fen; two thirds 2.
    (Int64(1), Int64(3), Int64(1)), (2, 3, 2),
    // A sixth is half a fen and rounds up.
    (1, 6, 1), (1, 7, 0),
  ])
  func `a shipment's share of the weight is exact and rounded once`(
    numerator: Int64, denominator: Int64, fen: Int64
  ) {
    let lane = Freight.Lane(tenMillionthFenPerGram: 30_000)
    #expect(
      freight().cost(lane, grams: 1_000, numerator: numerator, denominator: denominator) == fen)
  }

  @Test func `the heaviest and dearest freight does not trap`() {
    let lane = Freight.Lane(
      shipmentFen: Limits.moneyFenMax,
      tenMillionthFenPerGram: Limits.freightMicroYuanMax * 20_016)
    let whole = Limits.quantityMax * Limits.quantityMax
    #expect(
      freight().cost(
        lane, grams: Limits.weightGramsMax, numerator: whole - 1, denominator: whole)
        > Limits.moneyFenMax)
  }
}
