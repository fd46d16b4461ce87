// Supply against demand by process.

const supplyRowsMax = 20;

function supplyRows() {
  const [offered, booked, unmatched] = ["offered", "booked", "unmatched"].map((name) => column(`process.${name}`));
  return column("process.id").map((_, process) => ({
    process, offered: offered[process], booked: booked[process],
    asked: booked[process] + unmatched[process] * 36, unmet: unmatched[process] * 36,
  })).filter((row) => row.offered > 0 || row.asked > 0)
    .sort((a, b) => b.unmet - a.unmet || b.asked - a.asked || a.process - b.process);
}

function buildSupply(body) {
  const rows = supplyRows();
  if (rows.length === 0) return;
  const shown = rows.slice(0, supplyRowsMax);
  const hoursText = (value) => decimal(value);
  body.append(chart({
    caption: t("supply"), unit: t("hoursUnit"),
    legend: key([["offered", t("offered")], ["asked", t("asked")], ["booked", t("matched")]]),
    note: t("supplyNote", shown.length),
    draw: (width) => bars({
      width, least: 1, format: hoursText,
      series: [{ colour: "offered" }, { colour: "asked" }, { colour: "booked" }],
      rows: shown.map((row) => ({
        name: processName(row.process), values: [row.offered / 3600, row.asked / 3600, row.booked / 3600],
        lines: [isolated(processName(row.process)),
          ...[["offered", row.offered], ["asked", row.asked], ["matched", row.booked], ["unmet", row.unmet]]
            .map(([word, seconds]) => `${t(word)}: ${hours(seconds)} ${t("hoursUnit")}`)],
      })),
    }),
    table: {
      rows,
      columns: [
        { title: t("process"), cell: (row) => bdi(processName(row.process)), sort: (row) => processName(row.process) },
        { title: t("units"), number: true, cell: (row) => decimal(column("process.units")[row.process]), sort: (row) => column("process.units")[row.process] },
        ...["offered", "asked"].map((name) => ({ title: `${t(name)} (${t("hoursUnit")})`, number: true, cell: (row) => hours(row[name]), sort: (row) => row[name] })),
        { title: `${t("matched")} (${t("hoursUnit")})`, number: true, cell: (row) => hours(row.booked), sort: (row) => row.booked },
        { title: `${t("unmet")} (${t("hoursUnit")})`, number: true, cell: (row) => hours(row.unmet), sort: (row) => row.unmet },
      ],
    },
  }));
}

function buildLoad(body) {
  buildHeat(body);
  buildSupply(body);
}
