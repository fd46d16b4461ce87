// The headline: what `summary.json` says, to the fen.

/** An amount of the objective with its unit. */
function objectiveText(digits) {
  return `${exact(digits)} ${t(summary("objective_kind") === "fill" ? "points" : "yuan")}`;
}

function card(title, figure, meaning, extra, name) {
  return el("div", { class: `card ${name ?? ""}` },
    el("h3", {}, title), el("div", { class: "figure" }, figure), extra ?? null, el("p", {}, meaning));
}

function meter(percentText) {
  const bar = el("span");
  bar.style.width = `${Math.min(100, Math.max(0, Number(percentText)))}%`;
  return el("div", { class: "meter", "aria-hidden": "true" }, bar);
}

function figureWith(number, small) {
  return [number, " ", el("small", {}, small)];
}

function buildHeadline(body) {
  const count = (key) => exact(summary(key) ?? "0.00", 0);
  const kind = summary("objective_kind");
  const asked = decimal(summaryNumber("orders.matched") + summaryNumber("orders.unmatched"));
  const objectiveWord = { fill: ["fill", "fillMeaning"], value: ["valueObjective", "valueMeaning"] }[kind]
    ?? ["surplus", "surplusMeaning"];
  const objectiveUnit = t(kind === "fill" ? "points" : "yuan");
  const gap = summary("gap_percent");
  const benefit = summary("benefit_over_first_come_percent");
  const firstCome = summary("first_come_objective");
  const rate = (level) => summary(`local_supporting_rate.${level}.percent`) ?? "0.00";
  const levels = el("div", { class: "levels" },
    [["cluster", "levelCluster"], ["county", "levelCounty"], ["city", "levelCity"], ["province", "levelProvince"]]
      .map(([level, word]) => [el("span", {}, t(word)), meter(rate(level)), el("span", {}, `${rate(level)} %`)]));
  const openHours = (key) => hours(summaryNumber(`utilisation.${key}`), 0);
  const cards = el("div", { class: "cards" },
    card(t("ordersServed"), figureWith(count("orders.matched"), t("ofAsked", asked)),
      t("ordersServedMeaning", count("orders.promised")), null, "f-served"),
    card(t(objectiveWord[0]), figureWith(exact(summary("objective")), objectiveUnit), t(objectiveWord[1]), null, "f-objective"),
    card(t("provenGap"), gap === null ? t("notProven") : figureWith(exact(gap), "%"),
      gap === null ? t("gapNotProven") : t("provenGapMeaning", objectiveText(summary("upper_bound"))), null, "f-gap"),
    card(t("benefit"), benefit === null ? t("notComputed") : figureWith((benefit.startsWith("-") ? "" : "+") + exact(benefit), "%"),
      firstCome === null ? t("benefitNone") : t("benefitMeaning", objectiveText(firstCome)), null, "f-benefit"),
    card(t("fillRate"), figureWith(exact(summary("fill_rate_percent") ?? "0.00"), "%"), t("fillRateMeaning"),
      meter(summary("fill_rate_percent")), "f-fill"),
    card(t("utilisation"), figureWith(exact(summary("utilisation.percent") ?? "0.00"), "%"),
      t("utilisationMeaning", openHours("open_s"), openHours("booked_s"), openHours("promised_s")),
      meter(summary("utilisation.percent")), "f-utilisation"),
    card(t("localRate"), figureWith(exact(rate("city")), `% (${t("levelCity")})`), t("localRateMeaning"), levels, "f-local"),
    card(t("budgetServed"), figureWith(exact(summary("budget_matched") ?? "0.00"), t("yuan")),
      [t("budgetServedMeaning", count("orders.unmatched")), el("br"),
        t("moneyServedMeaning", `${exact(summary("charges"))} ${t("yuan")}`, `${exact(summary("freight"))} ${t("yuan")}`)],
      null, "f-budget"));
  append(body, [el("p", { class: "lead" }, t("headlineLead")), cards]);
}

/** Under the headline, once the columns are there: the largest gaps in words. */
function buildMostMissing(body) {
  const gaps = Array.from(column("gap.price"), (_, gap) => gap);
  if (gaps.length === 0) return;
  const budgets = column("gap.budget");
  const worth = (gap) => Math.max(0, column("gap.price")[gap]) * column("gap.hours")[gap];
  gaps.sort((a, b) => worth(b) - worth(a) || budgets[b] - budgets[a] || a - b);
  const list = el("ul", {}, gaps.slice(0, 3).map((gap) => {
    const price = column("gap.price")[gap];
    return el("li", {}, t("mostMissingLine", isolated(processName(column("gap.process")[gap])),
      isolated(clusterName(column("gap.cluster")[gap])), decimal(column("gap.orders")[gap]),
      decimal(column("gap.hours")[gap] / 100, column("gap.hours")[gap] < 1000 ? 1 : 0), shortYuan(column("gap.budget")[gap])),
      price > 0 ? t("mostMissingPrice", yuan(price)) : "");
  }));
  body.append(el("div", { class: "callout" }, el("strong", {}, t("mostMissing")), list,
    el("p", { class: "note" }, t("mostMissingNote"))));
}
