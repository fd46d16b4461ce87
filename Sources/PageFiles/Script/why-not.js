// Orders left over: why, what would help, and every one of them.

/** What a group of fixes says, for deadlines and budgets by step. */
function fixGroupText(group) {
  const kind = column("fix.kind")[group];
  const step = column("fix.step")[group];
  const amount = column("fix.amount")[group];
  if (kind === "deadline" && column("fix.subject")[group] === "") {
    return step > 0 ? t("fixDeadlineStep", durationText(step)) : t("fixDeadlineAny");
  }
  if (kind === "budget" && column("fix.subject")[group] === "") {
    return step > 0 ? t("fixBudgetStep", step, shortYuan(amount)) : t("fixBudgetAny", shortYuan(amount));
  }
  return changeText(kind, column("fix.subject")[group]);
}

/** Changes by what they free; on paper the first, as two tables stand side by side and the last free one order each. */
function fixTable(groups) {
  return pagedTable({
    rows: groups, pageSize: 12, printedRows: 18,
    columns: [
      { title: t("change"), cell: fixGroupText },
      { title: t("ordersFreed"), number: true, cell: (group) => decimal(column("fix.orders")[group]), sort: (group) => column("fix.orders")[group] },
      { title: t("budgetFreed"), number: true, cell: (group) => shortYuan(column("fix.budget")[group]), sort: (group) => column("fix.budget")[group] },
    ],
  }).element;
}

/** The sentences that stand out: deadlines a day later, budgets a tenth larger, the best other change. */
function fixSentences() {
  const sentences = [];
  const kinds = column("fix.kind");
  const say = (kind, step, words) => {
    const group = kinds.findIndex((name, index) => name === kind && column("fix.step")[index] === step);
    if (group < 0) return;
    sentences.push(t(words, kind === "deadline" ? durationText(step) : step, decimal(column("fix.orders")[group]), shortYuan(column("fix.budget")[group])));
  };
  say("deadline", 86400, "fixSentenceDeadline");
  say("budget", 10, "fixSentenceBudget");
  say("", 0, "fixSentenceNone");
  return sentences;
}

function buildWhyNot(body) {
  const reasons = column("left.reason");
  const orders = column("left.order");
  const budgets = column("order.budget");
  const count = new Array(facts.reasons.length).fill(0);
  const budget = new Array(facts.reasons.length).fill(0);
  for (let place = 0; place < reasons.length; place += 1) {
    count[reasons[place]] += 1;
    budget[reasons[place]] += budgets[orders[place]];
  }
  body.append(el("p", { class: "lead" }, t("whyNotLead", decimal(reasons.length), shortYuan(sum(budget)))));
  if (reasons.length === 0) return;
  const used = facts.reasons.map((_, reason) => reason).filter((reason) => count[reason] > 0)
    .sort((a, b) => count[b] - count[a] || a - b);
  body.append(chart({
    caption: t("byReason"), unit: t("orders"),
    draw: (width) => bars({
      width, least: 1, format: (value) => decimal(value), series: [{ colour: "booked" }],
      rows: used.map((reason) => ({
        name: reasonText(facts.reasons[reason]), values: [count[reason]],
        lines: [`${reasonText(facts.reasons[reason])} (${facts.reasons[reason]})`, `${decimal(count[reason])} · ${shortYuan(budget[reason])}`],
      })),
    }),
    table: {
      rows: used,
      columns: [
        { title: t("reason"), cell: (reason) => reasonText(facts.reasons[reason]) },
        { title: t("orders"), number: true, cell: (reason) => decimal(count[reason]), sort: (reason) => count[reason] },
        { title: t("budget"), number: true, cell: (reason) => yuan(budget[reason]), sort: (reason) => budget[reason] },
      ],
    },
  }));

  const groups = column("fix.kind").map((_, index) => index);
  const stepped = groups.filter((group) => ["deadline", "budget"].includes(column("fix.kind")[group]));
  const others = groups.filter((group) => !stepped.includes(group) && column("fix.kind")[group] !== "");
  const sentences = fixSentences();
  append(body, [
    el("h3", {}, t("fixes")),
    sentences.length > 0 ? el("div", { class: "callout" }, el("ul", {}, sentences.map((text) => el("li", {}, text)))) : null,
    el("p", { class: "note" }, t("fixesNote")),
    el("div", { class: "columns" }, stepped.length > 0 ? el("div", {}, fixTable(stepped)) : null,
      others.length > 0 ? el("div", {}, fixTable(others)) : null),
  ]);
  body.append(leftOverTable());
}

/** Every order left over, to be searched. */
function leftOverTable() {
  const orders = column("left.order");
  const reasons = column("left.reason");
  const details = column("left.detail");
  const fixes = column("left.fix");
  const customers = column("order.customer");
  const ids = column("order.id");
  const begins = beginsOf(column("left.stageCount"));
  const processes = column("left.processes");
  const state = { text: "", reason: "", process: "" };
  const all = Uint32Array.from(orders, (_, place) => place);
  const status = el("p", { class: "note", role: "status", id: "left-status" });
  const table = pagedTable({
    rows: all, caption: el("span", { class: "unseen" }, t("leftTable")),
    columns: [
      { title: t("order"), cell: (place) => bdi(ids[orders[place]]) },
      { title: t("customer"), cell: (place) => bdi(customers.at(orders[place])) },
      { title: t("cluster"), cell: (place) => bdi(clusterName(column("order.cluster")[orders[place]])) },
      { title: t("process"), cell: (place) => bdi(processNames(place).join(" → ")) },
      { title: t("budget"), number: true, cell: (place) => yuan(column("order.budget")[orders[place]]), sort: (place) => column("order.budget")[orders[place]] },
      { title: t("reason"), cell: (place) => reasonText(facts.reasons[reasons[place]]) },
      { title: t("detail"), cell: (place) => bdi(detailText(details.at(place))) },
      { title: t("fix"), cell: (place) => bdi(fixText(fixes.at(place))) },
    ],
  });

  function processNames(place) {
    return Array.from(processes.subarray(begins[place], begins[place + 1]), (process) => column("process.name")[process]);
  }

  const show = () => {
    const wanted = state.text.trim().toLowerCase();
    const rows = all.filter((place) => {
      if (state.reason !== "" && reasons[place] !== Number(state.reason)) return false;
      if (state.process !== "" && !processes.subarray(begins[place], begins[place + 1]).includes(Number(state.process))) return false;
      if (wanted === "") return true;
      const order = orders[place];
      return ids[order].toLowerCase().includes(wanted) || customers.at(order).toLowerCase().includes(wanted)
        || detailText(details.at(place)).toLowerCase().includes(wanted);
    });
    table.update(rows);
    let budget = 0;
    for (const place of rows) budget += column("order.budget")[orders[place]];
    status.textContent = t("leftShown", decimal(rows.length), shortYuan(budget));
  };
  const change = (name) => (value) => {
    state[name] = value;
    show();
  };
  const later = settled(show, 120);
  const usedReasons = Array.from(new Set(reasons)).sort((a, b) => a - b);
  const usedProcesses = Array.from(new Set(processes)).sort((a, b) => a - b);
  show();
  return el("div", {},
    el("h3", {}, t("leftTable")),
    el("div", { class: "bar" },
      field(t("searchLeft"), el("input", { type: "search", id: "left-search", input: (event) => { state.text = event.target.value; later(); } })),
      field(t("reason"), select([["", t("all")], ...usedReasons.map((reason) => [reason, reasonText(facts.reasons[reason])])], "", change("reason"), { id: "left-reason" })),
      field(t("process"), select([["", t("all")], ...usedProcesses.map((process) => [process, processName(process)])], "", change("process"), { id: "left-process" }))),
    status, table.element);
}
