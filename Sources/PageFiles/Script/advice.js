// For factories: which orders left over would fill the idle hours of their machines, and what would have to change.

/** What a worth is counted in: yuan, or points where the match counted orders. */
function worthUnit() {
  return t(summary("objective_kind") === "fill" ? "points" : "yuan");
}

/** What the worth of idle hours means, or why there is none. */
function idleWorthNote() {
  const word = { surplus: "idleWorthSurplus", value: "idleWorthValue", fill: "idleWorthFill" }[summary("objective_kind")];
  return el("p", { class: "note idle-worth" }, t(column("factory.idleWorth").length > 0 && word ? word : "idleWorthNone"));
}

const idleFactoriesMax = 12;

/** Which factories' idle hours would have been worth most to the market. */
function buildIdleWorth(body) {
  const worth = column("factory.idleWorth");
  body.append(el("h3", {}, t("idleWorthTitle")));
  const most = Array.from(worth, (_, factory) => factory).filter((factory) => worth[factory] > 0)
    .sort((a, b) => worth[b] - worth[a] || a - b).slice(0, idleFactoriesMax);
  if (most.length > 0) {
    const [open, promised, booked, revenue] = ["open", "promised", "booked", "revenue"].map((name) => column(`factory.${name}`));
    body.append(chart({
      caption: t("idleWorthMost", most.length), unit: worthUnit(),
      draw: (width) => bars({
        width, series: [{ colour: "booked" }], format: (fen) => decimal(Math.round(fen / 100)), least: 100,
        rows: most.map((factory) => ({
          name: factoryName(factory), values: [worth[factory]],
          lines: [isolated(factoryName(factory)),
            t("idleWorthLine", hours(open[factory] - promised[factory] - booked[factory]), `${yuan(worth[factory])} ${worthUnit()}`),
            t("idleRevenueLine", hours(booked[factory]), yuan(revenue[factory]))],
        })),
      }),
    }));
  } else if (worth.length > 0) body.append(el("p", {}, t("idleWorthNothing")));
  append(body, [idleWorthNote(), worth.length > 0 ? el("p", { class: "note" }, el("a", { href: "#money" }, t("idleWorthAll"))) : null]);
}

function buildAdvice(body) {
  const rows = Array.from(column("advice.machine"), (_, row) => row);
  const [machines, orders, stages, charges, work] =
    ["machine", "order", "stage", "charge", "work"].map((name) => column(`advice.${name}`));
  const own = column(`advice.own.${language}`);
  const buyers = column(`advice.buyer.${language}`);
  const machineId = (row) => column("machine.id")[machines[row]];
  const factory = (row) => factoryName(column("machine.factory")[machines[row]]);
  // The file's own spelling is for programs; Chinese words are written already.
  const change = (text) => (text === "" ? "–" : language === "en" ? fixText(text) : text);
  const perHour = (row) => (work[row] > 0 ? (charges[row] * 3600) / work[row] : 0);
  const table = pagedTable({
    rows, empty: t("adviceNone"),
    columns: [
      { title: t("machine"), cell: (row) => bdi(machineId(row)), sort: machineId },
      { title: t("factory"), cell: (row) => bdi(factory(row)), sort: factory },
      { title: t("order"), cell: (row) => bdi(column("order.id")[orders[row]]) },
      { title: t("stage"), number: true, cell: (row) => decimal(stages[row]) },
      { title: t("hoursTitle"), number: true, cell: (row) => hours(work[row], 2), sort: (row) => work[row] },
      { title: t("earns"), number: true, cell: (row) => yuan(charges[row]), sort: (row) => charges[row] },
      { title: t("earnsPerHour"), number: true, cell: (row) => yuan(Math.round(perHour(row))), sort: perHour },
      { title: t("ownChange"), cell: (row) => bdi(change(own[row])) },
      { title: t("buyersChange"), cell: (row) => bdi(change(buyers[row])) },
    ],
  });
  const search = settled((text) => {
    const wanted = text.trim().toLowerCase();
    table.update(rows.filter((row) => machineId(row).toLowerCase().includes(wanted) || factory(row).toLowerCase().includes(wanted)));
  }, 120);
  append(body, [
    el("p", { class: "lead" }, t("adviceLead")),
    el("div", { class: "bar" }, field(t("searchAdvice"), el("input", { type: "search", id: "advice-search", input: (event) => search(event.target.value) }))),
    table.element,
    el("p", { class: "note" }, t("adviceNote")),
  ]);
  buildIdleWorth(body);
}
