// Where capacity is missing: gaps by shadow price, and what invest advises.

const gapRowsMax = 15;

const gapState = { by: "" };

/**
 * Gaps as they are ranked: each by itself, or where prices are compared, those of one process with one
 * price together, since clusters without machines of their own all take the mean of all.
 */
function gapGroups(by) {
  const [process, prices, budgets, counts, needed] =
    ["process", "price", "budget", "orders", "hours"].map((name) => column(`gap.${name}`));
  const groups = new Map();
  for (let gap = 0; gap < prices.length; gap += 1) {
    const name = by === "price" ? `${process[gap]} ${prices[gap]}` : String(gap);
    if (!groups.has(name)) {
      groups.set(name, { process: process[gap], price: prices[gap], clusters: [], orders: 0, hours: 0, budget: 0 });
    }
    const group = groups.get(name);
    group.clusters.push(column("gap.cluster")[gap]);
    group.orders += counts[gap];
    group.hours += needed[gap] / 100;
    group.budget += budgets[gap];
  }
  return Array.from(groups.values(), (group) => ({ ...group, worth: Math.max(0, group.price) * group.hours }));
}

function gapName(group) {
  const place = group.clusters.length === 1
    ? clusterName(group.clusters[0]) : t("clustersCount", group.clusters.length);
  return `${processName(group.process)} · ${place}`;
}

function buildMissing(body) {
  const isPriced = column("gap.price").some((price) => price > 0);
  if (gapState.by === "" || (!isPriced && gapState.by !== "budget")) gapState.by = isPriced ? "price" : "budget";
  const isEmpty = column("gap.price").length === 0;
  body.append(el("p", { class: "lead" }, t(isEmpty ? "missingNothing" : isPriced ? "missingLead" : summary("gap_percent") === null ? "missingUnproven" : "missingUnpriced")));
  if (!isEmpty) {
    const holder = el("div");
    const show = () => holder.replaceChildren(gapChart());
    const ways = [["price", t("byPrice")], ["worth", t("byWorth")], ["budget", t("byBudget")]];
    if (isPriced) {
      body.append(el("div", { class: "bar" }, choices(t("rankBy"), ways, gapState.by, (by) => {
        gapState.by = by;
        show();
      })));
    }
    body.append(holder);
    show();
  }
  buildInvestments(body);
  buildMap(body);
}

function gapChart() {
  const { by } = gapState;
  const ranked = gapGroups(by).sort((a, b) => b[by] - a[by] || b.budget - a.budget || a.process - b.process);
  const shown = ranked.slice(0, gapRowsMax);
  const priceText = (group) => (group.price >= 0 ? t("gapPrice", yuan(group.price)) : t("notProven"));
  return chart({
    caption: t("gaps"), unit: by === "price" ? t("yuanPerHour") : t("yuan"), note: t(by === "price" ? "gapsNote" : "gapsFirst", shown.length),
    draw: (width) => bars({
      width, format: by === "price" ? (value) => decimal(value, value < 100 && value % 1 !== 0 ? 1 : 0) : shortNumber,
      series: [{ colour: "mark" }],
      rows: shown.map((group) => ({
        name: gapName(group), values: [Math.max(0, group[by]) / 100],
        lines: [isolated(processName(group.process)), group.clusters.map(clusterName).map(isolated).join(", "),
          t("gapLines", decimal(group.orders), decimal(group.hours, 1), yuan(group.budget)), priceText(group)],
      })),
    }),
    table: gapTable(),
  });
}

/** Every gap by itself, as `capacity_gaps.csv` has it. */
function gapTable() {
  const [prices, budgets, counts, needed] = ["price", "budget", "orders", "hours"].map((name) => column(`gap.${name}`));
  const process = (gap) => processName(column("gap.process")[gap]);
  const cluster = (gap) => clusterName(column("gap.cluster")[gap]);
  return {
    rows: Array.from(prices, (_, gap) => gap),
    columns: [
      { title: t("process"), cell: (gap) => bdi(process(gap)), sort: process },
      { title: t("cluster"), cell: (gap) => bdi(cluster(gap)), sort: cluster },
      { title: t("shadowPrice"), number: true, cell: (gap) => (prices[gap] >= 0 ? yuan(prices[gap]) : "–"), sort: (gap) => prices[gap] },
      { title: t("unmatchedOrders"), number: true, cell: (gap) => decimal(counts[gap]), sort: (gap) => counts[gap] },
      { title: t("unmatchedHours"), number: true, cell: (gap) => decimal(needed[gap] / 100, 1), sort: (gap) => needed[gap] },
      { title: t("unmatchedBudget"), number: true, cell: (gap) => yuan(budgets[gap]), sort: (gap) => budgets[gap] },
    ],
  };
}

function buildInvestments(body) {
  body.append(el("h3", {}, t("investments")));
  if (!investment) {
    append(body, [
      el("p", { class: "note" }, t("investmentsNone")),
      el("pre", {}, el("code", {}, "capmatch invest DATASET RESULT --format json > invest.json\n"
        + "capmatch report DATASET RESULT --investment invest.json -o report.html")),
    ]);
    return;
  }
  const unit = t(investment.unit === "points" ? "points" : "yuan");
  const names = new Map(column("cluster.id").map((id, index) => [id, index]));
  const cluster = (id) => (names.has(id) ? clusterName(names.get(id)) : id);
  const amount = (value) => (typeof value === "number" ? decimal(value, 2) : "–");
  body.append(pagedTable({
    rows: investment.investments, caption: t("investmentsNote"),
    columns: [
      { title: t("investRank"), number: true, cell: (row) => row.rank },
      { title: t("equipmentClass"), cell: (row) => bdi(row.equipment_class ?? (row.processes ?? []).join("; ")) },
      { title: t("cluster"), cell: (row) => [bdi(cluster(row.cluster_id)), row.is_new_there ? ` ${t("investNew")}` : ""] },
      { title: t("investModel"), cell: (row) => bdi(`${row.model_machine_id} (${row.factory_id})`) },
      { title: t("investEstimate", unit), number: true, cell: (row) => amount(row.estimate_per_year) },
      { title: t("investConfirmed", unit), number: true, cell: (row) => amount(row.confirmed?.gain_per_year) },
      { title: t("investPayback"), number: true, cell: (row) => (typeof row.payback_months === "number" ? decimal(row.payback_months, 1) : "–") },
    ],
  }).element);
}
