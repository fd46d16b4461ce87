// What is earned by pricing mode and by factory, and whether small factories get their share.

/** Bars that fill a line: shares of a whole, one line for each row of `{ name, parts }`. */
function shareBars({ rows, classes, width }) {
  const labels = Math.min(width * 0.35, 16 + Math.max(...rows.map((row) => textWidth(row.name))));
  const high = 26;
  const height = rows.length * high + 4;
  const drawing = svg("svg", { height, viewBox: `0 0 ${width} ${height}` });
  const marks = [];
  rows.forEach((row, place) => {
    const whole = sum(row.parts.map((part) => part.value));
    const y = place * high + 2;
    drawing.append(svg("text", { x: labels - 8, y: y + 15, "text-anchor": "end" }, row.name));
    let left = labels;
    row.parts.forEach((part, index) => {
      const wide = whole > 0 ? (part.value / whole) * (width - labels) : 0;
      const rect = svg("rect", { x: left, y, width: Math.max(0, wide - 1), height: high - 6, class: `c-${classes[index]}` });
      drawing.append(rect);
      const text = percent(part.value, whole);
      if (wide > textWidth(text) + 8) {
        drawing.append(svg("text", {
          x: left + wide / 2, y: y + 15, "text-anchor": "middle", "pointer-events": "none", class: `on-${classes[index]}`,
        }, text));
      }
      left += wide;
      marks.push({ element: rect, lines: [`${row.name} · ${part.name}: ${text}`, part.text] });
    });
  });
  return { element: drawing, marks };
}

function buildMoney(body) {
  const modeHours = column("mode.booked");
  const modeRevenue = modeNames.map((mode) => Number(summary(`revenue.${mode}`) ?? 0));
  body.append(chart({
    caption: t("byMode"),
    legend: key(modeNames.map((mode) => [mode, t(mode)])),
    draw: (width) => shareBars({
      width, classes: modeNames,
      rows: [
        { name: t("revenueShare"), parts: modeNames.map((mode, index) => ({ name: t(mode), value: modeRevenue[index], text: `${exact(summary(`revenue.${mode}`) ?? "0.00")} ${t("yuan")}` })) },
        { name: t("hoursShare"), parts: modeNames.map((mode, index) => ({ name: t(mode), value: modeHours[index], text: `${hours(modeHours[index])} ${t("hoursUnit")}` })) },
      ],
    }),
  }));
  body.append(pagedTable({
    rows: [0, 1, 2],
    columns: [
      { title: t("mode"), cell: (mode) => t(modeNames[mode]) },
      { title: t("bookings"), number: true, cell: (mode) => decimal(column("mode.bookings")[mode]) },
      { title: t("bookedHours"), number: true, cell: (mode) => hours(modeHours[mode]) },
      { title: t("revenue"), number: true, cell: (mode) => exact(summary(`revenue.${modeNames[mode]}`) ?? "0.00") },
      { title: t("revenueShare"), number: true, cell: (mode) => percent(modeRevenue[mode], sum(modeRevenue)) },
    ],
  }).element);
  buildFairness(body);
  buildFactories(body);
}

function buildFairness(body) {
  const units = column("factory.units");
  const isSmall = Array.from(units, (count) => count <= facts.smallUnits);
  const split = (values) => {
    const parts = [0, 0];
    for (let factory = 0; factory < values.length; factory += 1) parts[isSmall[factory] ? 0 : 1] += values[factory];
    return parts;
  };
  const line = (word, values, text) => {
    const parts = split(values);
    return { name: t(word), parts: [["small", parts[0]], ["large", parts[1]]].map(([name, value]) => ({ name: t(name), value, text: text(value) })) };
  };
  const inHours = (seconds) => `${hours(seconds)} ${t("hoursUnit")}`;
  body.append(chart({
    caption: t("fairness"), note: t("fairnessNote", facts.smallUnits),
    legend: key([["value", t("small")], ["offered", t("large")]]),
    draw: (width) => shareBars({
      width, classes: ["value", "offered"],
      rows: [
        line("shareFactories", Float64Array.from(units, () => 1), (value) => decimal(value)),
        line("shareUnits", units, (value) => decimal(value)),
        line("shareOpen", column("factory.open"), inHours),
        line("shareBooked", column("factory.booked"), inHours),
        line("shareRevenue", column("factory.revenue"), (value) => `${yuan(value)} ${t("yuan")}`),
      ],
    }),
  }));
}

function buildFactories(body) {
  const names = column("factory.name");
  const ids = column("factory.id");
  const [units, open, promised, booked, bookings, revenue, worth, clusters] =
    ["units", "open", "promised", "booked", "bookings", "revenue", "idleWorth", "cluster"].map((name) => column(`factory.${name}`));
  const idle = (factory) => open[factory] - promised[factory] - booked[factory];
  const all = Array.from(ids, (_, factory) => factory).sort((a, b) => revenue[b] - revenue[a] || a - b);
  const table = pagedTable({
    rows: all,
    columns: [
      { title: t("factory"), cell: (factory) => bdi(factoryName(factory)), sort: factoryName },
      { title: t("cluster"), cell: (factory) => bdi(clusterName(clusters[factory])), sort: (factory) => clusterName(clusters[factory]) },
      { title: t("units"), number: true, cell: (factory) => decimal(units[factory]), sort: (factory) => units[factory] },
      { title: t("bookings"), number: true, cell: (factory) => decimal(bookings[factory]), sort: (factory) => bookings[factory] },
      { title: t("bookedHours"), number: true, cell: (factory) => hours(booked[factory]), sort: (factory) => booked[factory] },
      { title: t("utilisation"), number: true, cell: (factory) => percent(booked[factory] + promised[factory], open[factory]), sort: (factory) => (open[factory] > 0 ? (booked[factory] + promised[factory]) / open[factory] : 0) },
      { title: t("revenue"), number: true, cell: (factory) => yuan(revenue[factory]), sort: (factory) => revenue[factory] },
      { title: t("idleHours"), number: true, cell: (factory) => hours(idle(factory)), sort: idle },
      // Without prices nobody knows what idle hours would have been worth.
      ...(worth.length > 0 ? [{ title: t("idleWorth", worthUnit()), number: true, cell: (factory) => yuan(worth[factory]), sort: (factory) => worth[factory] }] : []),
    ],
  });
  const search = settled((text) => {
    const wanted = text.trim().toLowerCase();
    table.update(all.filter((factory) => names[factory].toLowerCase().includes(wanted) || ids[factory].toLowerCase().includes(wanted)
      || clusterName(clusters[factory]).toLowerCase().includes(wanted)));
  }, 120);
  append(body, [
    el("h3", {}, t("factoryTable")),
    el("div", { class: "bar" }, field(t("searchFactory"), el("input", { type: "search", id: "factory-search", input: (event) => search(event.target.value) }))),
    table.element, idleWorthNote(),
  ]);
}
