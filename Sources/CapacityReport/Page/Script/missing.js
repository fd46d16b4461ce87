// Where capacity is missing: gaps by shadow price, and what invest advises.

const gapRowsMax = 15;

/** Gaps, the highest shadow price first, or the largest budgets where nothing was proven. */
function rankedGaps() {
  const prices = column("gap.price");
  const budgets = column("gap.budget");
  const rows = Array.from(prices, (_, gap) => gap);
  const isPriced = rows.some((gap) => prices[gap] > 0);
  rows.sort((a, b) => (isPriced ? prices[b] - prices[a] : 0) || budgets[b] - budgets[a] || a - b);
  return { rows, isPriced };
}

function gapName(gap) {
  return `${processName(column("gap.process")[gap])} · ${clusterName(column("gap.cluster")[gap])}`;
}

function buildMissing(body) {
  const { rows, isPriced } = rankedGaps();
  const [prices, budgets, counts, needed] = ["price", "budget", "orders", "hours"].map((name) => column(`gap.${name}`));
  body.append(el("p", { class: "lead" }, t(isPriced ? "missingLead" : "missingUnproven")));
  if (rows.length > 0) {
    const shown = rows.slice(0, gapRowsMax);
    body.append(chart({
      caption: t(isPriced ? "shadowPrices" : "gapBudgets"), unit: isPriced ? t("yuanPerHour") : t("yuan"),
      draw: (width) => bars({
        width, format: (value) => (isPriced ? decimal(value, value < 100 && value % 1 !== 0 ? 1 : 0) : shortNumber(value)),
        series: [{ colour: "mark" }],
        rows: shown.map((gap) => ({
          name: gapName(gap), values: [(isPriced ? Math.max(0, prices[gap]) : budgets[gap]) / 100],
          lines: [isolated(gapName(gap)),
            t("gapLines", decimal(counts[gap]), decimal(needed[gap] / 100, 1), yuan(budgets[gap])),
            prices[gap] >= 0 ? t("gapPrice", yuan(prices[gap])) : t("notProven")],
        })),
      }),
      table: {
        rows,
        columns: [
          { title: t("process"), cell: (gap) => bdi(processName(column("gap.process")[gap])), sort: (gap) => processName(column("gap.process")[gap]) },
          { title: t("cluster"), cell: (gap) => bdi(clusterName(column("gap.cluster")[gap])), sort: (gap) => clusterName(column("gap.cluster")[gap]) },
          { title: t("shadowPrice"), number: true, cell: (gap) => (prices[gap] >= 0 ? yuan(prices[gap]) : "–"), sort: (gap) => prices[gap] },
          { title: t("unmatchedOrders"), number: true, cell: (gap) => decimal(counts[gap]), sort: (gap) => counts[gap] },
          { title: t("unmatchedHours"), number: true, cell: (gap) => decimal(needed[gap] / 100, 1), sort: (gap) => needed[gap] },
          { title: t("unmatchedBudget"), number: true, cell: (gap) => yuan(budgets[gap]), sort: (gap) => budgets[gap] },
        ],
      },
    }));
  }
  buildInvestments(body);
  buildMap(body);
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
      { title: t("cluster"), cell: (row) => [bdi(cluster(row.cluster_id)), row.is_new_there ? t("investNew") : ""] },
      { title: t("investModel"), cell: (row) => bdi(`${row.model_machine_id} (${row.factory_id})`) },
      { title: t("investEstimate", unit), number: true, cell: (row) => amount(row.estimate_per_year) },
      { title: t("investConfirmed", unit), number: true, cell: (row) => amount(row.confirmed?.gain_per_year) },
      { title: t("investPayback"), number: true, cell: (row) => (typeof row.payback_months === "number" ? decimal(row.payback_months, 1) : "–") },
    ],
  }).element);
}
