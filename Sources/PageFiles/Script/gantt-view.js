// What the Gantt chart shows: a window of time, the rows that pass the filters, what is looked at. No
// drawing and no elements here; the state outlives a change of language.

const ganttAxis = 36;
const ganttRow = 22;

const ganttView = {
  from: 0,
  to: facts.horizonSeconds,
  cluster: "",
  factory: "",
  process: "",
  /** Machines found by the search, or all. */
  machines: null,
  rows: null,
  /** The item that is looked at, -1 for none. */
  item: -1,
  /** The order whose stages are linked, -1 for none. */
  order: -1,
};

/** The rows that pass the filters, by number. */
function ganttRows() {
  if (ganttView.rows) return ganttView.rows;
  const { rowMachine } = schedule();
  const factoryOf = column("machine.factory");
  const clusterOf = column("factory.cluster");
  const { cluster, factory, process, machines } = ganttView;
  const rows = [];
  for (let row = 0; row < rowMachine.length; row += 1) {
    const machine = rowMachine[row];
    if (machines && !machines.has(machine)) continue;
    if (factory !== "" && factoryOf[machine] !== Number(factory)) continue;
    if (cluster !== "" && clusterOf[factoryOf[machine]] !== Number(cluster)) continue;
    if (process !== "" && !machineOffers(machine, Number(process))) continue;
    rows.push(row);
  }
  ganttView.rows = rows;
  return rows;
}

/** Changes filters; what is looked at is given up if it is gone. */
function filterGantt(changes) {
  Object.assign(ganttView, changes, { rows: null });
  if (ganttView.item >= 0 && !ganttRows().includes(schedule().rowOfItem[ganttView.item])) ganttView.item = -1;
}

/** Shows a window of time, kept inside the horizon and no shorter than ten minutes. */
function showTime(from, to) {
  const length = Math.min(facts.horizonSeconds, Math.max(600, to - from));
  ganttView.from = Math.min(Math.max(0, from), facts.horizonSeconds - length);
  ganttView.to = ganttView.from + length;
}

/** Makes the window `factor` times as long around a moment. */
function zoomTime(factor, around = (ganttView.from + ganttView.to) / 2) {
  const length = ganttView.to - ganttView.from;
  const now = Math.min(facts.horizonSeconds, Math.max(600, length * factor));
  const before = (around - ganttView.from) / length;
  showTime(around - before * now, around + (1 - before) * now);
}

/** Moves the window by a part of its length. */
function panTime(part) {
  const step = (ganttView.to - ganttView.from) * part;
  showTime(ganttView.from + step, ganttView.to + step);
}

/** The first item of a row that ends after a moment: its place among the schedule's items. */
function firstAfter(row, time) {
  const { items, rowBegin, end } = schedule();
  let low = rowBegin[row];
  let high = rowBegin[row + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (end(items[middle]) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The item of a row at a moment; -1 for none. */
function itemAt(row, time) {
  const { items, rowBegin, start } = schedule();
  const place = firstAfter(row, time);
  return place < rowBegin[row + 1] && start(items[place]) <= time ? items[place] : -1;
}

/** What the search finds for an order's or machine's id. */
function findInSchedule(text) {
  const wanted = text.trim();
  const order = exactOrFolded(column("order.id"), wanted);
  if (order >= 0) return { order, id: column("order.id")[order] };
  const machine = exactOrFolded(column("machine.id"), wanted);
  return machine >= 0 ? { machine, id: column("machine.id")[machine] } : { id: wanted };
}

function exactOrFolded(ids, wanted) {
  const place = ids.indexOf(wanted);
  if (place >= 0) return place;
  const folded = wanted.toLowerCase();
  return ids.findIndex((id) => id.toLowerCase() === folded);
}
