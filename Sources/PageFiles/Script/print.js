// Printing: what is drawn on demand on a screen is drawn in full on paper, up to stated limits.

/** Rows of a table on paper. */
const printedRowsMax = 500;
/** Rows of the schedule on paper; where there are more, clusters stand for them. */
const printedMachinesMax = 200;
const printedClustersMax = 60;
/** What fits between the margins of A4, in CSS pixels. */
const printedWidth = 680;

let isPrinting = false;

/** Lets an element change for paper and back: `body(true)`, then `body(false)`. */
function printable(element, body) {
  element.classList.add("printable");
  element.forPrint = body;
  return element;
}

/** Tells all printable elements of the page; `prepare` runs first, while printing is known already. */
function setPrinting(value, prepare) {
  if (isPrinting === value) return;
  isPrinting = value;
  prepare();
  for (const element of document.querySelectorAll(".printable")) element.forPrint(value);
}

/** The schedule for paper: pictures of the rows that pass the filters, or of clusters. */
function printedSchedule() {
  const rows = ganttRows();
  if (rows.length === 0) return [el("p", {}, t("ganttNone"))];
  const colours = ganttColours();
  return rows.length <= printedMachinesMax
    ? [el("p", { class: "note" }, t("printedMachines", decimal(rows.length))), ...printedMachines(rows, colours)]
    : [el("p", { class: "note" }, t("printedClusters", decimal(rows.length), printedMachinesMax)), ...printedClusters(rows, colours)];
}

/** A canvas as wide as the paper, fine enough for it; `paint` draws in units `scale` times as small. */
function printedCanvas(width, height, scale, label, paint) {
  const fine = 2;
  const canvas = el("canvas", { width: Math.round(width * scale * fine), height: Math.round(height * scale * fine), role: "img", "aria-label": label });
  canvas.style.width = `${width * scale}px`;
  canvas.style.height = `${height * scale}px`;
  const context = canvas.getContext("2d");
  context.setTransform(scale * fine, 0, 0, scale * fine, 0, 0);
  paint(context);
  return canvas;
}

/** The rows as the screen has them, a little smaller, over the whole horizon; some dozens to a picture. */
function printedMachines(rows, colours) {
  const scale = 0.66;
  // Two pictures fill a page, and the first fits below the heading.
  const rowsOfPicture = 32;
  const width = printedWidth / scale;
  const screen = { from: ganttView.from, to: ganttView.to };
  showTime(0, facts.horizonSeconds);
  const pictures = [];
  for (let first = 0; first < rows.length; first += rowsOfPicture) {
    const height = ganttAxis + Math.min(rowsOfPicture, rows.length - first) * ganttRow;
    pictures.push(printedCanvas(width, height, scale, t("ganttLabel"), (context) =>
      paintGantt(context, { width, height, label: 190, top: first * ganttRow }, colours)));
  }
  Object.assign(ganttView, screen);
  return pictures;
}

/** Units in use at the same time by cluster, in columns of time. */
function unitsInUse(rows, columns) {
  const plan = schedule();
  const length = facts.horizonSeconds / columns;
  const clusters = new Map();
  const add = (counts, start, end) => {
    // A column counts what is so in its middle.
    const [from, to] = [start, end].map((time) => Math.min(columns, Math.max(0, Math.ceil(time / length - 0.5))));
    counts[from] += 1;
    counts[to] -= 1;
  };
  const modes = column("booking.mode");
  for (const row of rows) {
    const machine = plan.rowMachine[row];
    const cluster = column("factory.cluster")[column("machine.factory")[machine]];
    if (!clusters.has(cluster)) {
      const zeros = () => new Int32Array(columns + 1);
      clusters.set(cluster, { cluster, rows: 0, open: zeros(), series: [zeros(), zeros(), zeros(), zeros()] });
    }
    const counted = clusters.get(cluster);
    counted.rows += 1;
    const calendar = column("machine.calendar")[machine];
    for (let span = plan.calendarBegins[calendar]; span < plan.calendarBegins[calendar + 1]; span += 1) {
      add(counted.open, plan.spanStart[span], plan.spanEnd[span]);
    }
    for (let place = plan.rowBegin[row]; place < plan.rowBegin[row + 1]; place += 1) {
      const item = plan.items[place];
      add(counted.series[plan.isPromised(item) ? 3 : modes[item]], plan.start(item), plan.end(item));
    }
  }
  for (const { open, series } of clusters.values()) {
    for (const counts of [open, ...series]) {
      for (let place = 1; place < counts.length; place += 1) counts[place] += counts[place - 1];
    }
  }
  return Array.from(clusters.values()).sort((a, b) => b.rows - a.rows || a.cluster - b.cluster);
}

function printedClusters(rows, colours) {
  const label = 150;
  const high = 34;
  const columns = printedWidth - label;
  const all = unitsInUse(rows, columns);
  const shown = all.slice(0, printedClustersMax);
  const scale = (time) => label + (time / facts.horizonSeconds) * columns;
  const screen = { from: ganttView.from, to: ganttView.to };
  showTime(0, facts.horizonSeconds);
  const clustersOfPicture = 10;
  const pictures = [];
  for (let first = 0; first < shown.length; first += clustersOfPicture) {
    const part = shown.slice(first, first + clustersOfPicture);
    const height = ganttAxis + part.length * high;
    pictures.push(printedCanvas(printedWidth, height, 1, t("ganttLabel"), (context) => {
      context.font = "11px system-ui, sans-serif";
      context.textBaseline = "middle";
      context.fillStyle = colours.paper;
      context.fillRect(0, 0, printedWidth, height);
      part.forEach((counted, place) => paintCluster(context, counted, ganttAxis + place * high, high, label, colours));
      paintTimeLines(context, scale, height, colours);
      paintAxis(context, scale, { width: printedWidth, label }, colours);
    }));
  }
  Object.assign(ganttView, screen);
  return all.length > shown.length ? [...pictures, el("p", { class: "note" }, t("printedMore", decimal(all.length - shown.length)))] : pictures;
}

function paintCluster(context, { cluster, rows, open, series }, top, high, label, colours) {
  const base = top + high - 2;
  const unit = (high - 6) / rows;
  const fills = [colours.time, colours.piece, colours.value, colours.promised];
  for (let place = 0; place + 1 < open.length; place += 1) {
    context.fillStyle = colours.closed;
    context.fillRect(label + place, base - open[place] * unit, 1, open[place] * unit);
    // What runs on over closed time is not at work then.
    const busy = series.reduce((total, counts) => total + counts[place], 0);
    const part = busy > open[place] ? open[place] / busy : 1;
    let bottom = base;
    series.forEach((counts, index) => {
      const tall = counts[place] * part * unit;
      context.fillStyle = fills[index];
      context.fillRect(label + place, bottom - tall, 1, tall);
      bottom -= tall;
    });
  }
  context.textAlign = "left";
  context.fillStyle = colours.ink;
  const measure = (text) => context.measureText(text).width;
  context.fillText(isolated(fitted(clusterName(cluster), label - 12, measure)), 2, top + high / 2 - 5);
  context.fillStyle = colours.quiet;
  context.fillText(t("printedUnits", decimal(rows)), 2, top + high / 2 + 8);
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, base + 0.5);
  context.lineTo(label + open.length, base + 0.5);
  context.stroke();
}
