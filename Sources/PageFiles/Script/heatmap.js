// Utilisation by day, for clusters or classes of equipment.

const heatState = { by: "cluster", page: 0 };
const heatRowsMax = 40;

function heatName(by, group) {
  return by === "cluster" ? clusterName(group) : className(group);
}

/** A colour between three, for a share of 0 to 1. */
function heatColour(share, stops) {
  const place = Math.min(1, Math.max(0, share)) * 2;
  const [from, to] = place < 1 ? [stops[0], stops[1]] : [stops[1], stops[2]];
  const part = place < 1 ? place : place - 1;
  const mixed = [0, 1, 2].map((index) => Math.round(from[index] + (to[index] - from[index]) * part));
  return `rgb(${mixed.join(" ")})`;
}

function colourParts(name) {
  const digits = colour(name).replace("#", "");
  return [0, 2, 4].map((place) => parseInt(digits.slice(place, place + 2), 16));
}

function heatRows() {
  const { by } = heatState;
  const bins = facts.bins.count;
  const [open, booked, promised] = ["open", "booked", "promised"].map((name) => column(`heat.${by}.${name}`));
  const rows = [];
  for (let group = 0; group * bins < open.length; group += 1) {
    const range = [group * bins, (group + 1) * bins];
    const row = { group, open: sum(open.subarray(...range)), booked: sum(booked.subarray(...range)), promised: sum(promised.subarray(...range)) };
    if (row.open > 0) rows.push(row);
  }
  return rows.sort((a, b) => (b.booked + b.promised) / b.open - (a.booked + a.promised) / a.open || a.group - b.group);
}

function drawHeat(rows, width) {
  const { by } = heatState;
  const bins = facts.bins.count;
  const [open, booked, promised] = ["open", "booked", "promised"].map((name) => column(`heat.${by}.${name}`));
  const stops = ["heat-low", "heat-middle", "heat-high"].map(colourParts);
  const labels = Math.min(width * 0.3, 16 + Math.max(...rows.map((row) => textWidth(heatName(by, row.group))), 30));
  const totals = 56;
  const cell = (width - labels - totals) / bins;
  const high = 20;
  const top = 26;
  const height = top + rows.length * high + 4;
  const drawing = svg("svg", { height, viewBox: `0 0 ${width} ${height}` });
  const every = Math.ceil(40 / cell);
  // The last days may have no room beside the head of the totals.
  const room = width - textWidth(t("heatRowTotal")) - 26;
  for (let bin = 0; bin < bins && labels + (bin + 0.5) * cell < room; bin += every) {
    drawing.append(svg("text", { x: labels + (bin + 0.5) * cell, y: 14, "text-anchor": "middle", class: "quiet" },
      shortDay(facts.bins.start + bin * facts.bins.length)));
  }
  drawing.append(svg("text", { x: width - 2, y: 14, "text-anchor": "end", class: "quiet" }, t("heatRowTotal")));
  const marks = [];
  rows.forEach((row, place) => {
    const y = top + place * high;
    const name = heatName(by, row.group);
    drawing.append(svg("text", { x: labels - 8, y: y + 14, "text-anchor": "end" }, isolated(fitted(name, labels - 12))));
    for (let bin = 0; bin < bins; bin += 1) {
      const index = row.group * bins + bin;
      const used = booked[index] + promised[index];
      const share = open[index] > 0 ? used / open[index] : 0;
      const rect = svg("rect", {
        x: labels + bin * cell, y, width: Math.max(1, cell - 1), height: high - 1,
        fill: open[index] > 0 ? heatColour(share, stops) : "none",
        stroke: open[index] > 0 ? "none" : colour("grid"),
      });
      drawing.append(rect);
      if (open[index] === 0) {
        rect.setAttribute("pointer-events", "all");
        drawing.append(svg("line", {
          x1: labels + bin * cell, y1: y + high - 1, x2: labels + (bin + 1) * cell - 1, y2: y, class: "axis", "pointer-events": "none",
        }));
      }
      marks.push({
        element: rect, ArrowDown: bins, ArrowUp: -bins,
        lines: [
          t("heatCell", isolated(name), `${dayText(facts.bins.start + bin * facts.bins.length)} ${facts.bins.length === 86400 ? weekday(facts.bins.start + bin * facts.bins.length) : ""}`,
            open[index] > 0 ? percent(used, open[index]) : t("heatClosed")),
          t("heatHours", hours(booked[index]), hours(promised[index]), hours(open[index])),
        ],
      });
    }
    drawing.append(svg("text", { x: width - 2, y: y + 14, "text-anchor": "end" }, percent(row.booked + row.promised, row.open)));
  });
  return { element: drawing, marks };
}

function buildHeat(body) {
  const holder = el("div");
  const legend = () => el("div", { class: "key" },
    el("span", { class: "scale" }, "0 %", el("span", { "aria-hidden": "true" }), "100 %"),
    el("span", {}, `╱ ${t("heatClosed")}`),
    facts.bins.length > 86400 ? t("heatBins", facts.bins.length / 86400) : null);
  function show() {
    const all = heatRows();
    const pages = Math.max(1, Math.ceil(all.length / heatRowsMax));
    heatState.page = Math.min(heatState.page, pages - 1);
    const first = heatState.page * heatRowsMax;
    const rows = all.slice(first, first + heatRowsMax);
    const turn = (step) => { heatState.page += step; show(); };
    const figure = chart({
      caption: t("heat"), unit: t("heatUnit"), legend: legend(),
      draw: (width) => drawHeat(rows, width),
      table: {
        rows: all,
        columns: [
          { title: t(heatState.by === "cluster" ? "cluster" : "equipmentClass"), cell: (row) => bdi(heatName(heatState.by, row.group)), sort: (row) => heatName(heatState.by, row.group) },
          { title: t("utilisation"), number: true, cell: (row) => percent(row.booked + row.promised, row.open), sort: (row) => (row.booked + row.promised) / row.open },
          { title: t("bookedHours"), number: true, cell: (row) => hours(row.booked), sort: (row) => row.booked },
          { title: t("promisedHours"), number: true, cell: (row) => hours(row.promised), sort: (row) => row.promised },
          { title: t("openHours"), number: true, cell: (row) => hours(row.open), sort: (row) => row.open },
        ],
      },
    });
    holder.replaceChildren(figure, pages > 1 ? el("div", { class: "pager" },
      el("button", { type: "button", disabled: heatState.page === 0, click: () => turn(-1) }, t("previous")),
      el("button", { type: "button", disabled: heatState.page === pages - 1, click: () => turn(1) }, t("next")),
      t("rowsOf", first + 1, first + rows.length, all.length)) : "");
    heatFigure = figure;
  }
  let heatFigure = null;
  append(body, [
    el("div", { class: "bar" }, choices(t("heatBy"), [["cluster", t("cluster")], ["class", t("equipmentClass")]], heatState.by, (by) => {
      heatState.by = by;
      heatState.page = 0;
      show();
    })), holder,
  ]);
  show();
  repainters.add(() => heatFigure.redraw());
}
