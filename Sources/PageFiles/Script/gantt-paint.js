// Draws the Gantt chart: only what the window shows, whatever there is besides.

/** The colours of the chart as the style sheet has them now. */
function ganttColours() {
  const names = ["paper", "ink", "quiet", "line", "grid", "time", "piece", "value", "promised", "closed",
    "open", "mark", "accent", "on-time", "on-piece", "on-value"];
  return Object.fromEntries(names.map((name) => [name, colour(name)]));
}

/** Steps of time that an axis may have, in seconds. */
const timeSteps = [600, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000];

/**
 * Draws everything.
 *
 * - context: of a canvas whose units are CSS pixels.
 * - size: `{ width, height, label, top }`: of the canvas, of the column of names, and how far down the
 *   rows are scrolled.
 */
function paintGantt(context, size, colours) {
  const { width, height, label, top } = size;
  const rows = ganttRows();
  const scale = (width - label) / (ganttView.to - ganttView.from);
  const x = (time) => label + (time - ganttView.from) * scale;
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, height);
  const first = Math.max(0, Math.floor(top / ganttRow));
  const last = Math.min(rows.length, Math.ceil((top + height - ganttAxis) / ganttRow));
  const y = (place) => ganttAxis + place * ganttRow - top;

  context.save();
  context.beginPath();
  context.rect(label, ganttAxis, width - label, height - ganttAxis);
  context.clip();
  for (let place = first; place < last; place += 1) {
    paintOpenTime(context, rows[place], y(place), x, width, colours);
  }
  paintTimeLines(context, x, height, colours);
  for (let place = first; place < last; place += 1) {
    paintItems(context, rows[place], y(place), x, width, colours);
  }
  paintLinks(context, rows, y, x, colours);
  context.restore();

  paintNames(context, rows, first, last, y, size, colours);
  paintAxis(context, x, size, colours);
}

function paintOpenTime(context, row, y, x, width, colours) {
  const plan = schedule();
  const calendar = column("machine.calendar")[plan.rowMachine[row]];
  context.fillStyle = colours.closed;
  context.fillRect(0, y, width, ganttRow);
  context.fillStyle = colours.open;
  let span = plan.calendarBegins[calendar];
  let end = plan.calendarBegins[calendar + 1];
  while (span < end) {
    const middle = (span + end) >> 1;
    if (plan.spanEnd[middle] <= ganttView.from) span = middle + 1;
    else end = middle;
  }
  for (end = plan.calendarBegins[calendar + 1]; span < end && plan.spanStart[span] < ganttView.to; span += 1) {
    const left = x(plan.spanStart[span]);
    context.fillRect(left, y, Math.max(0.5, x(plan.spanEnd[span]) - left), ganttRow - 1);
  }
}

function paintTimeLines(context, x, height, colours) {
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  for (const tick of timeTicks(x).values) {
    const place = Math.round(x(tick)) + 0.5;
    context.moveTo(place, ganttAxis);
    context.lineTo(place, height);
  }
  context.stroke();
}

function paintItems(context, row, y, x, width, colours) {
  const plan = schedule();
  const modes = column("booking.mode");
  const orders = column("booking.order");
  const modeColours = [colours.time, colours.piece, colours.value];
  for (let place = firstAfter(row, ganttView.from); place < plan.rowBegin[row + 1]; place += 1) {
    const item = plan.items[place];
    const start = plan.start(item);
    if (start >= ganttView.to) break;
    const left = x(start);
    const wide = Math.max(1, x(plan.end(item)) - left - (x(plan.end(item)) - left > 3 ? 1 : 0));
    const high = ganttRow - 6;
    const isLinked = !plan.isPromised(item) && orders[item] === ganttView.order;
    if (plan.isPromised(item)) {
      paintPromised(context, left, y + 3, wide, high, colours);
    } else {
      const isFaded = ganttView.order >= 0 && !isLinked;
      context.globalAlpha = isFaded ? 0.35 : 1;
      context.fillStyle = modeColours[modes[item]];
      context.fillRect(left, y + 3, wide, high);
      context.globalAlpha = 1;
      const from = Math.max(left, x(ganttView.from));
      const room = Math.min(left + wide, width) - from - 8;
      const text = room > 14 ? fitted(column("order.id")[orders[item]], room, (piece) => context.measureText(piece).width) : "";
      // A letter or two of an id say nothing.
      if (text !== "" && (!text.endsWith("…") || room > 60)) {
        context.fillStyle = isFaded ? colours.quiet : colours[`on-${modeNames[modes[item]]}`];
        context.textAlign = "left";
        context.fillText(isolated(text), from + 4, y + ganttRow / 2);
      }
    }
    if (isLinked || item === ganttView.item) {
      context.strokeStyle = item === ganttView.item ? colours.ink : colours.mark;
      context.lineWidth = 2;
      context.strokeRect(left - 1, y + 2, wide + 2, high + 2);
    }
  }
}

/** A promised booking is hatched: nobody of this match has it. */
function paintPromised(context, left, top, wide, high, colours) {
  const from = Math.max(left, 0);
  const to = Math.min(left + wide, context.canvas.clientWidth);
  if (to <= from) return;
  context.save();
  context.beginPath();
  context.rect(from, top, to - from, high);
  context.clip();
  context.strokeStyle = colours.promised;
  context.lineWidth = 1;
  context.beginPath();
  // Lines keep their places when the chart is panned.
  for (let place = from - high - ((from - left) % 5); place < to; place += 5) {
    context.moveTo(place, top + high);
    context.lineTo(place + high, top);
  }
  context.stroke();
  context.restore();
  context.strokeStyle = colours.promised;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, Math.max(0, wide - 1), high - 1);
}

/** Lines from each part of a stage to each part of the next one. */
function paintLinks(context, rows, y, x, colours) {
  if (ganttView.order < 0) return;
  const plan = schedule();
  const stages = column("booking.stage");
  const bookings = plan.bookingsOf(ganttView.order);
  const places = new Map(rows.map((row, place) => [row, place]));
  context.strokeStyle = colours.mark;
  context.lineWidth = 1.5;
  for (const from of bookings) {
    for (const to of bookings) {
      if (stages[to] !== stages[from] + 1) continue;
      const left = places.get(plan.rowOfItem[from]);
      const right = places.get(plan.rowOfItem[to]);
      if (left === undefined || right === undefined) continue;
      const [x1, y1] = [x(plan.end(from)), y(left) + ganttRow / 2];
      const [x2, y2] = [x(plan.start(to)), y(right) + ganttRow / 2];
      const bend = Math.max(12, Math.abs(x2 - x1) / 2);
      context.beginPath();
      context.moveTo(x1, y1);
      context.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
      context.stroke();
      context.beginPath();
      context.moveTo(x2, y2);
      context.lineTo(x2 - 6, y2 - 3);
      context.lineTo(x2 - 6, y2 + 3);
      context.fillStyle = colours.mark;
      context.fill();
    }
  }
}

function paintNames(context, rows, first, last, y, { label, height }, colours) {
  context.fillStyle = colours.paper;
  context.fillRect(0, ganttAxis, label, height);
  context.textAlign = "left";
  const measure = (text) => context.measureText(text).width;
  const plan = schedule();
  const looked = ganttView.item >= 0 ? plan.rowOfItem[ganttView.item] : -1;
  for (let place = first; place < last; place += 1) {
    const middle = y(place) + ganttRow / 2;
    const name = fitted(rowName(rows[place]), label - 12, measure);
    context.fillStyle = rows[place] === looked ? colours.mark : colours.ink;
    context.fillText(isolated(name), 8, middle);
    const machine = plan.rowMachine[rows[place]];
    const room = label - 24 - measure(name);
    if (room > 30) {
      context.fillStyle = colours.quiet;
      context.fillText(isolated(fitted(className(column("machine.class")[machine]), room, measure)), 16 + measure(name), middle);
    }
  }
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(label - 0.5, 0);
  context.lineTo(label - 0.5, height);
  context.stroke();
}

/** The moments to mark, and how far apart they are. */
function timeTicks(x) {
  const perPixel = 1 / (x(1) - x(0));
  const step = timeSteps.find((size) => size / perPixel >= 64) ?? timeSteps[timeSteps.length - 1];
  // Days begin at midnight of the dataset's zone; weeks on the horizon's first day.
  const shift = facts.bins.start;
  const values = [];
  for (let time = shift + Math.ceil((ganttView.from - shift) / step) * step; time <= ganttView.to; time += step) {
    values.push(time);
  }
  return { step, values };
}

function paintAxis(context, x, { width, label }, colours) {
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, ganttAxis);
  const { step, values } = timeTicks(x);
  context.textAlign = "left";
  context.fillStyle = colours.quiet;
  context.fillText(String(civil(ganttView.from).getUTCFullYear()), 8, 25);
  context.textAlign = "center";
  let lastDay = "";
  for (const tick of values) {
    const place = x(tick);
    if (place < label) continue;
    context.fillStyle = colours.ink;
    if (place + 22 <= width && place - 22 >= label) {
      context.fillText(step < 86400 ? clock(tick) : shortDay(tick), place, 25);
    }
    const day = step < 86400 ? `${shortDay(tick)} ${weekday(tick)}` : step === 86400 ? weekday(tick) : "";
    if (day !== "" && (step === 86400 || day !== lastDay) && place + 36 <= width && place - 22 >= label) {
      context.fillStyle = colours.quiet;
      context.fillText(day, place, 10);
    }
    lastDay = day;
  }
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, ganttAxis - 0.5);
  context.lineTo(width, ganttAxis - 0.5);
  context.stroke();
}
