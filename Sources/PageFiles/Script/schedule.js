// The schedule by rows: each used unit of a machine is a row, and each machine has one at least.

/** What a name of the data is shown as: the name, and the id where it says more. */
function nameWithID(name, id) {
  return name === id ? name : `${name} ${id}`;
}

function processName(process) {
  return nameWithID(column("process.name")[process], column("process.id")[process]);
}

function clusterName(cluster) {
  return column("cluster.name")[cluster];
}

function factoryName(factory) {
  return nameWithID(column("factory.name")[factory], column("factory.id")[factory]);
}

function className(number) {
  return column("class.name")[number] || t("noClass");
}

const modeNames = ["time", "piece", "value"];

let scheduleIndex = null;

/** The schedule, put in order when it is asked for first. */
function schedule() {
  scheduleIndex ??= makeSchedule();
  return scheduleIndex;
}

function makeSchedule() {
  const machineOf = column("booking.machine");
  const unitOf = column("booking.unit");
  const startOf = column("booking.start");
  const promisedMachine = column("promised.machine");
  const promisedUnit = column("promised.unit");
  const promisedStart = column("promised.start");
  const bookingCount = machineOf.length;
  const itemCount = bookingCount + promisedMachine.length;

  // An item is a booking, or after them a promised booking; sorted by machine, unit and start.
  const items = new Uint32Array(itemCount);
  for (let item = 0; item < itemCount; item += 1) items[item] = item;
  const machine = (item) => (item < bookingCount ? machineOf[item] : promisedMachine[item - bookingCount]);
  const unit = (item) => (item < bookingCount ? unitOf[item] : promisedUnit[item - bookingCount]);
  const start = (item) => (item < bookingCount ? startOf[item] : promisedStart[item - bookingCount]);
  items.sort((a, b) => machine(a) - machine(b) || unit(a) - unit(b) || start(a) - start(b));

  const rowMachine = [];
  const rowUnit = [];
  const rowBegin = [];
  const rowOfItem = new Uint32Array(itemCount);
  const placeOfItem = new Uint32Array(itemCount);
  let next = 0;
  for (let index = 0; index < column("machine.id").length; index += 1) {
    let lastUnit = 0;
    do {
      const here = next < itemCount && machine(items[next]) === index;
      const number = here ? unit(items[next]) : 1;
      if (!here && lastUnit > 0) break;
      rowMachine.push(index);
      rowUnit.push(number);
      rowBegin.push(next);
      while (next < itemCount && machine(items[next]) === index && unit(items[next]) === number) {
        rowOfItem[items[next]] = rowMachine.length - 1;
        placeOfItem[items[next]] = next;
        next += 1;
      }
      lastUnit = number;
    } while (next < itemCount && machine(items[next]) === index);
  }
  rowBegin.push(next);

  // Bookings by order; they stand in the order of the orders, but nobody has to believe that.
  const orderOf = column("booking.order");
  const counts = new Uint32Array(column("order.id").length);
  for (const order of orderOf) counts[order] += 1;
  const orderBegin = beginsOf(counts);
  const bookingsByOrder = new Uint32Array(bookingCount);
  const filled = orderBegin.slice();
  for (let booking = 0; booking < bookingCount; booking += 1) {
    bookingsByOrder[filled[orderOf[booking]]] = booking;
    filled[orderOf[booking]] += 1;
  }

  const calendarBegins = beginsOf(column("calendar.spanCount"));
  const lengths = column("calendar.lengths");
  const spanStart = new Float64Array(lengths.length / 2);
  const spanEnd = new Float64Array(lengths.length / 2);
  for (let calendar = 0; calendar + 1 < calendarBegins.length; calendar += 1) {
    let time = 0;
    for (let span = calendarBegins[calendar]; span < calendarBegins[calendar + 1]; span += 1) {
      time += lengths[2 * span];
      spanStart[span] = time;
      time += lengths[2 * span + 1];
      spanEnd[span] = time;
    }
  }

  return {
    bookingCount, items, rowMachine, rowUnit, rowBegin, rowOfItem, placeOfItem, start,
    end: (item) => (item < bookingCount
      ? startOf[item] + column("booking.length")[item]
      : promisedStart[item - bookingCount] + column("promised.length")[item - bookingCount]),
    isPromised: (item) => item >= bookingCount,
    bookingsOf: (order) => Array.from(bookingsByOrder.subarray(orderBegin[order], orderBegin[order + 1])),
    machineBegins: beginsOf(column("machine.processCount")),
    calendarBegins, spanStart, spanEnd,
  };
}

/** Whether a machine offers a process. */
function machineOffers(machine, process) {
  const { machineBegins } = schedule();
  const processes = column("machine.processes");
  for (let place = machineBegins[machine]; place < machineBegins[machine + 1]; place += 1) {
    if (processes[place] === process) return true;
  }
  return false;
}

/** What a row of the schedule is called. */
function rowName(row) {
  const { rowMachine, rowUnit } = schedule();
  const machine = rowMachine[row];
  const id = column("machine.id")[machine];
  return column("machine.units")[machine] > 1 ? `${id} · ${rowUnit[row]}` : id;
}

function quantityText(booking) {
  const hundredths = column("booking.quantity")[booking];
  return column("booking.isHours")[booking] === 1
    ? `${decimal(hundredths / 100, 2)} ${t("hoursUnit")}` : `${decimal(hundredths / 100)} ${t("pieces")}`;
}

/** What a booking or promised booking says, line by line. */
function itemLines(item) {
  const plan = schedule();
  const span = `${timeText(plan.start(item))} – ${timeText(plan.end(item))}`;
  const machine = plan.rowMachine[plan.rowOfItem[item]];
  const place = `${isolated(rowName(plan.rowOfItem[item]))}, ${isolated(factoryName(column("machine.factory")[machine]))}`;
  if (plan.isPromised(item)) {
    const promised = item - plan.bookingCount;
    const order = column("promised.order")[promised];
    return [`${t("promisedBooking")}: ${isolated(column("promised.id")[promised])}${order ? ` (${isolated(order)})` : ""}`, span, place];
  }
  const mode = modeNames[column("booking.mode")[item]];
  return [
    t("bookingLine", isolated(column("order.id")[column("booking.order")[item]]),
      column("booking.stage")[item], column("booking.part")[item],
      isolated(processName(column("booking.process")[item]))),
    span, place,
    `${quantityText(item)} · ${t("working")} ${durationText(column("booking.work")[item])}`,
    `${t(mode)} · ${yuan(column("booking.charge")[item])} ${t("yuan")}`,
  ];
}
