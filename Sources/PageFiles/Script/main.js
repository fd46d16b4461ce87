// Puts the page together: the headline at once, everything else when the data behind this script have
// arrived and it is idle, scrolled to, or printed.

const sections = [
  { id: "headline", build: buildHeadline, later: buildMostMissing },
  { id: "gantt", build: buildGantt },
  { id: "load", build: buildLoad },
  { id: "whyNot", build: buildWhyNot },
  { id: "missing", build: buildMissing },
  { id: "money", build: buildMoney },
  { id: "advice", build: buildAdvice },
];

/** What must be drawn again when colours change. */
const repainters = new Set();

const page = { isLoaded: false, theme: "auto" };
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** The style sheet has two sets of colours; which one counts is decided here. Paper is light. */
function applyTheme() {
  const isDark = !isPrinting && (page.theme === "auto" ? systemIsDark.matches : page.theme === "dark");
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
}

function buildFrame() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = `${facts.dataset || t("title")} · capmatch`;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = t(element.dataset.word);
  document.getElementById("subtitle").replaceChildren(
    t("subtitle", isolated(facts.dataset), timeText(0), timeText(facts.horizonSeconds), zoneText()));
  document.getElementById("controls").replaceChildren(
    choices(t("language"), [["zh", "中文"], ["en", "English"]], language, (value) => {
      language = value;
      buildFrame();
      document.querySelector(`#controls [data-value="${value}"]`).focus();
    }),
    choices(t("theme"), [["auto", t("themeAuto")], ["light", t("themeLight")], ["dark", t("themeDark")]], page.theme, (value) => {
      page.theme = value;
      applyTheme();
      repaint();
    }),
    el("button", { type: "button", click: () => print() }, t("print")));
  const contents = document.getElementById("contents");
  contents.setAttribute("aria-label", t("contents"));
  contents.replaceChildren(...sections.map(({ id }) => el("a", { href: `#${id}` }, t(id))));
  document.getElementById("footer").textContent = t("footer", summary("engine_version") ?? "",
    summary("objective_kind") ?? "", exact(summary("options.effort") ?? "", 0), exact(summary("seed") ?? "", 0));
  repainters.clear();
  document.getElementById("main").replaceChildren(...sections.map((section) => {
    section.isBuilt = false;
    section.body = el("div", { class: "body" }, el("p", { class: "building" }, t("building")));
    const element = el("section", { id: section.id, "aria-labelledby": `${section.id}-title` },
      el("h2", { id: `${section.id}-title` }, t(section.id)), section.body);
    watcher.observe(element);
    return element;
  }));
  buildHeadlineNow();
  if (page.isLoaded) buildWhenIdle();
}

/** The headline needs the facts alone, which stand before this script. */
function buildHeadlineNow() {
  const [headline] = sections;
  headline.body.replaceChildren();
  headline.build(headline.body);
}

function build(section) {
  if (section.isBuilt || !page.isLoaded) return;
  section.isBuilt = true;
  if (section.later) {
    section.later(section.body);
    return;
  }
  section.body.replaceChildren();
  section.build(section.body);
}

/** Builds one section after the other whenever nothing else is to be done. */
function buildWhenIdle() {
  const next = sections.find((section) => !section.isBuilt);
  if (!next) {
    document.documentElement.dataset.built = "all";
    return;
  }
  (window.requestIdleCallback ?? ((body) => setTimeout(body, 30)))(() => {
    build(next);
    buildWhenIdle();
  }, { timeout: 500 });
}

function repaint() {
  for (const body of repainters) body();
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const section = sections.find(({ id }) => id === entry.target.id);
    if (entry.isIntersecting) build(section);
    const link = document.querySelector(`#contents a[href="#${entry.target.id}"]`);
    if (link) link.setAttribute("aria-current", String(entry.isIntersecting && entry.intersectionRect.height > innerHeight / 3));
  }
}, { rootMargin: "0px", threshold: [0, 0.1, 0.25, 0.5, 1] });

applyTheme();
buildFrame();
addEventListener("DOMContentLoaded", () => {
  page.isLoaded = true;
  buildWhenIdle();
});
addEventListener("beforeprint", () => setPrinting(true, () => {
  applyTheme();
  for (const section of sections) build(section);
}));
addEventListener("afterprint", () => {
  setPrinting(false, applyTheme);
  repaint();
});
systemIsDark.addEventListener("change", () => {
  applyTheme();
  repaint();
});
