public import CapacityModel

/// Where one more machine is estimated to pay, the best first.
///
/// A candidate is a kind of equipment in a cluster that has one. For each kind there is one cluster more
/// at the most: of those with a factory but no machine of the kind, the one whose buyers are left over
/// with the largest budget for what the kind serves. Where none stands there is no price; that of the best
/// machine elsewhere stands in for it, which is why not every cluster is listed with it.
///
/// The prices prove a bound, and they still do with a copy of a machine in its own factory at its own
/// prices. Where the model has promised nothing, the bound then rises by exactly the worth
/// estimated here: no answer with the machine exceeds the old bound by more than that. What the machine
/// really adds is usually less, for its last hours are worth less than its first. Where the model has
/// promised much, it can be more: what those hours would be worth is in no price.
public struct InvestmentRanking: Equatable, Sendable {
  /// Every candidate: the largest worth first; of equal ones those where such a machine stands, then by
  /// kind, then by cluster.
  public let investments: [Investment]

  /// Ranks the candidates of a dataset.
  ///
  /// - Parameters:
  ///   - dataset: The dataset.
  ///   - certificate: The prices that were proven for it.
  ///   - leftOver: The orders that the answer leaves over, each once.
  /// - Precondition: Periods of one machine do not overlap; prices and open seconds are at least 0.
  /// - Complexity: O(*n* log *n*) in machines and offers, besides the prices and, for every stage left over,
  ///   the kinds that serve its process.
  public init(_ dataset: Dataset, certificate: Certificate, leftOver: [Int]) {
    let worths = UnitWorths(certificate, of: dataset).microYuan
    let kinds = EquipmentKinds(dataset)
    let sites = InvestmentSites(dataset, kinds: kinds, worths: worths)
    func investment(_ site: InvestmentSites.Site, model: Int, factory: Int, isStanding: Bool)
      -> Investment
    {
      Investment(
        kind: kinds.kinds[site.kind], cluster: site.cluster, factory: factory, model: model,
        isStanding: isStanding, worthMicroYuan: worths[model],
        horizonSeconds: dataset.horizon.lengthSeconds)
    }
    var found: [Investment] = []
    for (site, model) in sites.models {
      found.append(
        investment(
          site, model: model, factory: dataset.machines[model].factory, isStanding: true))
    }
    for site in sites.newSites(leftOver: leftOver, in: dataset) {
      guard let model = sites.bestModels[site.kind], let factory = sites.factories[site.cluster]
      else { continue }
      found.append(investment(site, model: model, factory: factory, isStanding: false))
    }
    investments = found.sorted { left, right in
      if left.worthMicroYuan != right.worthMicroYuan {
        return left.worthMicroYuan > right.worthMicroYuan
      }
      if left.isStanding != right.isStanding { return left.isStanding }
      return (left.kind, left.cluster) < (right.kind, right.cluster)
    }
  }
}
