// For factories: which orders left over would fill the idle hours of their machines, and what would have to change.

function buildAdvice(body) {
  const rows = Array.from(column("advice.machine"), (_, row) => row);
  const [machines, orders, stages, charges, work] =
    ["machine", "order", "stage", "charge", "work"].map((name) => column(`advice.${name}`));
  const own = column(`advice.own.${language}`);
  const buyers = column(`advice.buyer.${language}`);
  const machineId = (row) => column("machine.id")[machines[row]];
  const factory = (row) => factoryName(column("machine.factory")[machines[row]]);
  const perHour = (row) => (work[row] > 0 ? (charges[row] * 3600) / work[row] : 0);
  const table = pagedTable({
    rows, empty: t("adviceNone"),
    columns: [
      { title: t("machine"), cell: (row) => bdi(machineId(row)), sort: machineId },
      { title: t("factory"), cell: (row) => bdi(factory(row)), sort: factory },
      { title: t("order"), cell: (row) => bdi(column("order.id")[orders[row]]) },
      { title: t("stage"), number: true, cell: (row) => decimal(stages[row]) },
      { title: t("hoursUnit"), number: true, cell: (row) => hours(work[row], 2), sort: (row) => work[row] },
      { title: t("earns"), number: true, cell: (row) => yuan(charges[row]), sort: (row) => charges[row] },
      { title: t("earnsPerHour"), number: true, cell: (row) => yuan(Math.round(perHour(row))), sort: perHour },
      { title: t("ownChange"), cell: (row) => bdi(own[row] || "–") },
      { title: t("buyersChange"), cell: (row) => bdi(buyers[row] || "–") },
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
}
