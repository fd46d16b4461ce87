// The clusters where they lie, and the work that flows between them.

const flowsMax = 40;

function drawMap(width) {
  const height = mapHeight(width);
  const { x, y, pixelsPerKm } = mapPlaces(width, height);
  const count = x.length;
  const [buyer, maker, charge, seconds] = ["buyer", "maker", "charge", "seconds"].map((name) => column(`flow.${name}`));
  const made = new Float64Array(count);
  const own = new Float64Array(count);
  for (let flow = 0; flow < buyer.length; flow += 1) {
    made[maker[flow]] += seconds[flow];
    if (maker[flow] === buyer[flow]) own[maker[flow]] += seconds[flow];
  }
  const most = Math.max(...made, 1);
  const radius = (cluster) => 3.5 + 12 * Math.sqrt(made[cluster] / most);
  const drawing = svg("svg", { height, viewBox: `0 0 ${width} ${height}`, class: "map" });
  const marks = [];

  let flows = Array.from(buyer, (_, flow) => flow).filter((flow) => buyer[flow] !== maker[flow]);
  if (mapState.cluster >= 0) flows = flows.filter((flow) => buyer[flow] === mapState.cluster || maker[flow] === mapState.cluster);
  flows = flows.sort((a, b) => charge[b] - charge[a] || a - b).slice(0, flowsMax).reverse();
  const largest = Math.max(...flows.map((flow) => charge[flow]), 1);
  const flowMarks = [];
  for (const flow of flows) {
    const [from, to] = [maker[flow], buyer[flow]];
    const [dx, dy] = [x[to] - x[from], y[to] - y[from]];
    const length = Math.hypot(dx, dy) || 1;
    // From edge to edge of the circles, bent to the right, so that two directions do not cover each other.
    const [ux, uy] = [dx / length, dy / length];
    const [x1, y1] = [x[from] + ux * radius(from), y[from] + uy * radius(from)];
    const [x2, y2] = [x[to] - ux * (radius(to) + 5), y[to] - uy * (radius(to) + 5)];
    const bend = Math.min(40, length * 0.18);
    const [mx, my] = [(x1 + x2) / 2 - uy * bend, (y1 + y2) / 2 + ux * bend];
    const thick = 1 + 6 * (charge[flow] / largest);
    const path = svg("path", {
      d: `M${x1} ${y1}Q${mx} ${my} ${x2} ${y2}`, fill: "none", stroke: colour("accent"),
      "stroke-width": thick, "stroke-opacity": 0.55, "stroke-linecap": "round",
    });
    const angle = Math.atan2(y2 - my, x2 - mx);
    const head = 3 + 0.9 * thick;
    const tip = [0, 2.6, -2.6].map((turn) =>
      `${x2 + Math.cos(angle + turn) * (turn === 0 ? 5 : head)} ${y2 + Math.sin(angle + turn) * (turn === 0 ? 5 : head)}`);
    drawing.append(path, svg("path", { d: `M${tip.join("L")}Z`, fill: colour("accent"), "fill-opacity": 0.8, "pointer-events": "none" }));
    flowMarks.push({
      element: path,
      lines: [t("mapFlow", isolated(clusterName(from)), isolated(clusterName(to)), hours(seconds[flow]), shortYuan(charge[flow]))],
    });
  }
  const order = Array.from(x, (_, cluster) => cluster).sort((a, b) => made[b] - made[a] || a - b);
  const circles = [];
  for (const cluster of order) {
    const circle = svg("circle", {
      cx: x[cluster], cy: y[cluster], r: radius(cluster), "fill-opacity": mapState.cluster >= 0 && mapState.cluster !== cluster ? 0.45 : 0.9,
      stroke: colour("paper"), class: cluster === mapState.cluster ? "c-mark" : "c-booked",
    });
    drawing.append(circle);
    circles.push([circle, cluster]);
    marks.push({ element: circle, lines: [t("mapCluster", isolated(clusterName(cluster)), hours(made[cluster]), hours(own[cluster]))] });
  }
  // Names where there is room: to the right, left, above or below; those that find none are in the marks.
  const taken = order.map((cluster) => [x[cluster] - radius(cluster), y[cluster] - radius(cluster), x[cluster] + radius(cluster), y[cluster] + radius(cluster)]);
  for (const cluster of order) {
    const text = fitted(clusterName(cluster), 150);
    const wide = textWidth(text);
    const [cx, cy, r] = [x[cluster], y[cluster], radius(cluster)];
    const spots = [[cx + r + 4, cy + 4], [cx - r - 4 - wide, cy + 4], [cx - wide / 2, cy - r - 5], [cx - wide / 2, cy + r + 14]];
    const spot = spots.find(([left, base]) => {
      const box = [left - 2, base - 11, left + wide + 2, base + 3];
      return box[0] >= 0 && box[2] <= width && box[1] >= 0 && box[3] <= height
        && taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
    });
    if (!spot) continue;
    taken.push([spot[0] - 2, spot[1] - 11, spot[0] + wide + 2, spot[1] + 3]);
    drawing.append(svg("text", {
      x: spot[0], y: spot[1], "paint-order": "stroke", stroke: colour("paper"), "stroke-width": 3, "pointer-events": "none",
    }, isolated(text)));
  }
  drawScaleBar(drawing, width, height, pixelsPerKm);
  drawing.addEventListener("click", (event) => {
    const hit = circles.find(([circle]) => circle === event.target);
    if (hit) drawing.dispatchEvent(new CustomEvent("cluster", { detail: hit[1], bubbles: true }));
  });
  return { element: drawing, marks: marks.concat(flowMarks.reverse()) };
}

function drawScaleBar(drawing, width, height, pixelsPerKm) {
  const km = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter((length) => length * pixelsPerKm <= 140).pop();
  if (!km || km * pixelsPerKm < 20) return;
  const [x1, x2, y] = [12, 12 + km * pixelsPerKm, height - 10];
  drawing.append(
    svg("path", { d: `M${x1} ${y - 5}V${y}H${x2}V${y - 5}`, fill: "none", stroke: colour("quiet") }),
    svg("text", { x: x2 + 6, y: y + 1, class: "quiet" }, `${km} km`));
}

function buildMap(body) {
  if (column("cluster.id").length === 0) return;
  const flows = Array.from(column("flow.buyer"), (_, flow) => flow).sort((a, b) => column("flow.charge")[b] - column("flow.charge")[a] || a - b);
  const chooser = select([["", t("all")], ...column("cluster.id").map((_, index) => [index, clusterName(index)])],
    mapState.cluster < 0 ? "" : mapState.cluster, (value) => chooseCluster(value === "" ? -1 : Number(value)), { id: "map-cluster" });
  function chooseCluster(cluster) {
    mapState.cluster = cluster;
    chooser.value = cluster < 0 ? "" : String(cluster);
    figure.redraw();
  }
  const figure = chart({
    caption: t("map"), unit: t("mapUnit"), note: t("mapNote", flowsMax), draw: drawMap, keys: t("mapKeys"),
    legend: el("div", { class: "bar" }, field(t("cluster"), chooser),
      el("div", { class: "group", role: "group" },
        el("button", { type: "button", "aria-label": t("zoomOut"), title: t("zoomOut"), click: () => zoom(0.5) }, "−"),
        el("button", { type: "button", "aria-label": t("zoomIn"), title: t("zoomIn"), click: () => zoom(2) }, "+"),
        el("button", { type: "button", id: "map-reset", click: () => { showWholeMap(); figure.redraw(); } }, t("wholeMap")))),
    table: {
      rows: flows,
      columns: [
        { title: t("madeIn"), cell: (flow) => bdi(clusterName(column("flow.maker")[flow])) },
        { title: t("buyerIn"), cell: (flow) => bdi(clusterName(column("flow.buyer")[flow])) },
        { title: t("bookings"), number: true, cell: (flow) => decimal(column("flow.bookings")[flow]), sort: (flow) => column("flow.bookings")[flow] },
        { title: t("bookedHours"), number: true, cell: (flow) => hours(column("flow.seconds")[flow]), sort: (flow) => column("flow.seconds")[flow] },
        { title: t("charge"), number: true, cell: (flow) => yuan(column("flow.charge")[flow]), sort: (flow) => column("flow.charge")[flow] },
      ],
    },
  });
  figure.id = "map";
  const zoom = movable(figure);
  figure.addEventListener("cluster", (event) => chooseCluster(event.detail === mapState.cluster ? -1 : event.detail));
  body.append(figure);
  repainters.add(() => figure.redraw());
}
