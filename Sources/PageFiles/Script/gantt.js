// The Gantt chart's controls: pointer, keys, filters, search, and the panel that says what is looked at.

function buildGantt(body) {
  const canvas = el("canvas", { "aria-hidden": "true" });
  const spacer = el("div", { class: "spacer" }, canvas);
  const frame = el("div", {
    class: "gantt", id: "gantt-frame", tabindex: "0", role: "application",
    "aria-label": t("ganttLabel"), "aria-describedby": "gantt-keys",
  }, spacer);
  const panel = el("div", { class: "panel" });
  const status = el("span", { class: "note", role: "status", id: "gantt-status" });
  const size = { width: 0, height: 0, label: 0, top: 0 };
  let colours = ganttColours();
  const paint = oncePerFrame(() => paintNow());

  function paintNow() {
    const rows = ganttRows();
    spacer.style.height = `${ganttAxis + rows.length * ganttRow}px`;
    const width = frame.clientWidth;
    const height = Math.min(frame.clientHeight, ganttAxis + rows.length * ganttRow);
    const ratio = Math.max(1, devicePixelRatio || 1);
    size.width = width;
    size.height = height;
    size.label = width < 560 ? 84 : 190;
    size.top = Math.min(frame.scrollTop, Math.max(0, rows.length * ganttRow + ganttAxis - height));
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintGantt(context, size, colours);
    status.textContent = rows.length === 0 ? t("ganttNone") : t("machinesShown", decimal(rows.length));
  }

  function timeAt(x) {
    return ganttView.from + ((x - size.label) / (size.width - size.label)) * (ganttView.to - ganttView.from);
  }

  function itemUnder(event) {
    const box = canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const place = Math.floor((y - ganttAxis + size.top) / ganttRow);
    const rows = ganttRows();
    if (x < size.label || y < ganttAxis || place < 0 || place >= rows.length) return -1;
    // Two pixels either way, so that short bookings can be met.
    const reach = timeAt(2) - timeAt(0);
    const time = timeAt(x);
    return [time, time - reach, time + reach].map((moment) => itemAt(rows[place], moment)).find((item) => item >= 0) ?? -1;
  }

  /** Looks at an item: the panel says what it is. */
  function look(item, { speak = false } = {}) {
    if (item === ganttView.item && !speak) return;
    ganttView.item = item;
    if (item >= 0) {
      if (speak) announce(itemLines(item).join("; "));
      if (ganttView.order < 0) showPanel(item);
    } else if (ganttView.order < 0) showPanel(-1);
    paint();
  }

  /** Links the stages of an order, or of none. */
  function choose(order) {
    ganttView.order = order;
    if (order >= 0) showOrder(order);
    else showPanel(ganttView.item);
    paint();
  }

  function showPanel(item) {
    panel.classList.toggle("idle", item < 0);
    if (item < 0) {
      panel.replaceChildren(el("p", { class: "note hint" }, t("ganttPanel")));
      return;
    }
    const [first, ...rest] = itemLines(item);
    panel.replaceChildren(el("h4", {}, first), el("div", {}, rest.join(" · ")));
  }

  function showOrder(order) {
    const bookings = schedule().bookingsOf(order);
    const charge = column("booking.charge");
    const spent = bookings.reduce((total, booking) => total + charge[booking] + column("booking.freight")[booking], 0);
    const budget = column("order.budget")[order];
    panel.classList.remove("idle");
    panel.replaceChildren(
      el("h4", {}, t("stagesOfOrder", isolated(column("order.id")[order]))),
      el("p", { class: "note" }, t("orderTerms", isolated(clusterName(column("order.cluster")[order])),
        timeText(column("order.release")[order]), timeText(column("order.deadline")[order]), yuan(budget), yuan(budget - spent))),
      pagedTable({
        rows: bookings, pageSize: 12,
        columns: [
          { title: t("stage"), cell: (booking) => `${column("booking.stage")[booking]} / ${column("booking.part")[booking]}` },
          { title: t("process"), cell: (booking) => bdi(processName(column("booking.process")[booking])) },
          { title: t("machine"), cell: (booking) => bdi(rowName(schedule().rowOfItem[booking])) },
          { title: t("factory"), cell: (booking) => bdi(factoryName(column("machine.factory")[column("booking.machine")[booking]])) },
          { title: t("quantity"), number: true, cell: quantityText },
          { title: t("start"), cell: (booking) => timeText(schedule().start(booking)) },
          { title: t("end"), cell: (booking) => timeText(schedule().end(booking)) },
          { title: t("pricing"), cell: (booking) => t(modeNames[column("booking.mode")[booking]]) },
          { title: t("charge"), number: true, cell: (booking) => yuan(charge[booking]) },
        ],
      }).element);
  }

  /** Scrolls and pans until an item is in sight. */
  function bringIntoSight(item) {
    const plan = schedule();
    const place = ganttRows().indexOf(plan.rowOfItem[item]);
    const top = place * ganttRow;
    const room = frame.clientHeight - ganttAxis;
    if (top < frame.scrollTop) frame.scrollTop = top;
    else if (top + ganttRow > frame.scrollTop + room) frame.scrollTop = top + ganttRow - room;
    const length = ganttView.to - ganttView.from;
    if (plan.end(item) <= ganttView.from || plan.start(item) >= ganttView.to) {
      showTime(plan.start(item) - length / 4, plan.start(item) + (3 * length) / 4);
    }
  }

  function find(text) {
    if (text.trim() === "") return showEverything();
    const found = findInSchedule(text);
    const plan = schedule();
    if (found.order !== undefined) {
      const bookings = plan.bookingsOf(found.order);
      if (bookings.length === 0) {
        const left = leftOverPlace(found.order);
        tell(left < 0 ? t("foundPromised", isolated(found.id))
          : t("foundLeftOver", isolated(found.id), reasonText(facts.reasons[column("left.reason")[left]])));
        return;
      }
      const machines = new Set(bookings.map((booking) => column("booking.machine")[booking]));
      resetFilters();
      filterGantt({ cluster: "", factory: "", process: "", machines, item: -1 });
      const from = Math.min(...bookings.map(plan.start));
      const to = Math.max(...bookings.map(plan.end));
      showTime(from - (to - from) * 0.15 - 3600, to + (to - from) * 0.15 + 3600);
      frame.scrollTop = 0;
      choose(found.order);
      tell(t("foundOrder", isolated(found.id), decimal(bookings.length), decimal(machines.size)));
    } else if (found.machine !== undefined) {
      resetFilters();
      filterGantt({ cluster: "", factory: "", process: "", machines: new Set([found.machine]), item: -1 });
      choose(-1);
      tell("");
    } else tell(t("foundNothing", isolated(found.id)));
    everything.hidden = ganttView.machines === null;
  }

  function tell(text) {
    message.textContent = text;
  }

  function showEverything() {
    resetFilters();
    filterGantt({ cluster: "", factory: "", process: "", machines: null, item: -1 });
    showTime(0, facts.horizonSeconds);
    choose(-1);
    tell("");
    search.value = "";
    everything.hidden = true;
  }

  // Controls.
  const search = el("input", {
    type: "search", id: "gantt-search", placeholder: column("order.id")[0] ?? "",
    keydown: (event) => { if (event.key === "Enter") find(search.value); },
  });
  const everything = el("button", { type: "button", click: showEverything }, t("showAll"));
  everything.hidden = ganttView.machines === null;
  const message = el("span", { class: "note", role: "status", id: "gantt-message" });
  const filters = el("div", { class: "bar" });
  function resetFilters() {
    for (const control of filters.querySelectorAll("select")) control.value = "";
  }
  function refill() {
    const clusters = column("cluster.id").map((_, index) => [index, clusterName(index)]);
    const factories = column("factory.id").map((_, index) => [index, factoryName(index)])
      .filter(([index]) => ganttView.cluster === "" || column("factory.cluster")[index] === Number(ganttView.cluster));
    const processes = column("process.id").map((_, index) => [index, processName(index)]);
    const any = [["", t("all")]];
    const change = (changes) => {
      filterGantt({ ...changes, machines: null });
      everything.hidden = true;
      frame.scrollTop = 0;
      paint();
    };
    filters.replaceChildren(
      field(t("cluster"), select(any.concat(clusters), ganttView.cluster, (value) => {
        change({ cluster: value, factory: "" });
        refill();
        filters.querySelector("select").focus();
      }, { id: "gantt-cluster" })),
      field(t("factory"), select(any.concat(factories), ganttView.factory, (value) => change({ factory: value }), { id: "gantt-factory" })),
      field(t("process"), select(any.concat(processes), ganttView.process, (value) => change({ process: value }), { id: "gantt-process" })),
      field(t("findOrder"), search),
      el("button", { type: "button", id: "gantt-find", click: () => find(search.value) }, t("find")), everything,
      el("div", { class: "group", role: "group" },
        el("button", { type: "button", "aria-label": t("zoomOut"), title: t("zoomOut"), click: () => { zoomTime(2); paint(); } }, "−"),
        el("button", { type: "button", "aria-label": t("zoomIn"), title: t("zoomIn"), click: () => { zoomTime(0.5); paint(); } }, "+"),
        el("button", { type: "button", click: () => { showTime(0, facts.horizonSeconds); paint(); } }, t("wholeTime"))));
  }
  refill();

  // Pointer and wheel.
  let drag = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.offsetX > frame.clientWidth) return;
    drag = { x: event.clientX, y: event.clientY, top: frame.scrollTop, from: ganttView.from, to: ganttView.to, moved: false };
  });
  addEventListener("pointerup", () => {
    drag = null;
    frame.classList.remove("panning");
  });
  frame.addEventListener("pointermove", (event) => {
    if (!drag) {
      const item = itemUnder(event);
      look(item);
      if (item >= 0) showTip(event.clientX, event.clientY, itemLines(item));
      else hideTip();
      return;
    }
    const moved = event.clientX - drag.x;
    if (Math.abs(moved) + Math.abs(event.clientY - drag.y) < 4 && !drag.moved) return;
    drag.moved = true;
    hideTip();
    frame.classList.add("panning");
    const seconds = (moved / (size.width - size.label)) * (drag.to - drag.from);
    showTime(drag.from - seconds, drag.to - seconds);
    if (event.pointerType === "mouse") frame.scrollTop = drag.top - (event.clientY - drag.y);
    paint();
  });
  frame.addEventListener("pointerleave", () => {
    hideTip();
    if (!drag) look(-1);
  });
  let wasDragged = false;
  frame.addEventListener("pointerup", () => { wasDragged = drag?.moved ?? false; });
  frame.addEventListener("click", (event) => {
    if (wasDragged) return;
    const item = itemUnder(event);
    const order = item >= 0 && !schedule().isPromised(item) ? column("booking.order")[item] : -1;
    choose(order === ganttView.order ? -1 : order);
  });
  frame.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const x = event.clientX - canvas.getBoundingClientRect().left;
      zoomTime(Math.exp(Math.sign(event.deltaY) * Math.min(0.5, Math.abs(event.deltaY) / 300)), timeAt(x));
      paint();
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      panTime((event.deltaX || event.deltaY) / (size.width - size.label));
      paint();
    }
  }, { passive: false });
  frame.addEventListener("scroll", () => {
    hideTip();
    paint();
  });

  // Keys.
  function go(step, rowStep) {
    const plan = schedule();
    const rows = ganttRows();
    if (rows.length === 0) return;
    let item = ganttView.item;
    if (item < 0) {
      const row = rows.find((row) => plan.rowBegin[row + 1] > firstAfter(row, ganttView.from)
        && rows.indexOf(row) * ganttRow >= frame.scrollTop) ?? rows.find((row) => plan.rowBegin[row + 1] > plan.rowBegin[row]);
      if (row === undefined) return;
      item = plan.items[Math.min(firstAfter(row, ganttView.from), plan.rowBegin[row + 1] - 1)];
    } else if (step !== 0) {
      const row = plan.rowOfItem[item];
      const place = plan.placeOfItem[item] + step;
      if (place < plan.rowBegin[row] || place >= plan.rowBegin[row + 1]) return;
      item = plan.items[place];
    } else {
      let place = rows.indexOf(plan.rowOfItem[item]) + rowStep;
      while (rows[place] !== undefined && plan.rowBegin[rows[place]] === plan.rowBegin[rows[place] + 1]) place += rowStep;
      if (rows[place] === undefined) return;
      const nearest = firstAfter(rows[place], plan.start(item));
      item = plan.items[Math.min(nearest, plan.rowBegin[rows[place] + 1] - 1)];
    }
    bringIntoSight(item);
    look(item, { speak: true });
  }
  frame.addEventListener("keydown", (event) => {
    const keys = {
      ArrowLeft: () => (event.shiftKey ? panTime(-0.2) : go(-1, 0)),
      ArrowRight: () => (event.shiftKey ? panTime(0.2) : go(1, 0)),
      ArrowUp: () => go(0, -1),
      ArrowDown: () => go(0, 1),
      "+": () => zoomTime(0.5), "=": () => zoomTime(0.5), "-": () => zoomTime(2), _: () => zoomTime(2),
      Home: () => showTime(0, facts.horizonSeconds),
      Enter: () => {
        if (ganttView.item >= 0 && !schedule().isPromised(ganttView.item)) choose(column("booking.order")[ganttView.item]);
      },
      Escape: () => { look(-1); choose(-1); },
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
    paint();
  });

  append(body, [
    el("p", { class: "lead" }, t("ganttLead")), filters,
    el("div", {}, message, " ", status),
    key([["time", t("time")], ["piece", t("piece")], ["value", t("value")], ["promised", t("promisedBooking")],
      ["closed", t("closed")], ["mark", t("selected")]]),
    el("p", { class: "unseen", id: "gantt-keys" }, t("ganttKeys")), frame, panel,
    printable(el("div", { class: "printed" }), function print(isOn) { this.replaceChildren(...(isOn ? printedSchedule() : [])); }),
  ]);
  if (ganttView.order >= 0) showOrder(ganttView.order);
  else showPanel(-1);
  const observer = new ResizeObserver(() => paint());
  observer.observe(frame);
  repainters.add(() => {
    colours = ganttColours();
    paintNow();
  });
}

let leftPlaces = null;

/** The place of an order among those left over; -1 for none. */
function leftOverPlace(order) {
  leftPlaces ??= new Map(Array.from(column("left.order"), (index, place) => [index, place]));
  return leftPlaces.get(order) ?? -1;
}
