// What all charts share: drawing at the width that there is, marks that the pointer and the arrow keys
// find, axes, bars.

/**
 * A figure whose drawing fits its width and is drawn again when that changes.
 *
 * - keys: what keys do in the drawing.
 * - draw(width): returns `{ element, marks }`; a mark is `{ element, lines }`, its place in the drawing and
 *   what it says.
 */
function chart({ caption, unit, label, legend, draw, table, note, keys }) {
  const holder = el("div");
  const figure = el("figure", {},
    caption ? el("figcaption", {}, caption, unit ? el("span", { class: "unit" }, ` (${unit})`) : null) : null,
    legend ?? null, holder, note ? el("p", { class: "note" }, note) : null,
    table ? tableBehind(table) : null);
  let width = 0;
  function redraw(force) {
    const now = isPrinting ? printedWidth : holder.clientWidth || Math.min(innerWidth - 40, 1176);
    if (!force && now === width) return;
    width = now;
    const { element, marks } = draw(width);
    navigable(element, marks, label ?? caption, keys ?? t("chartKeys"));
    const hadFocus = holder.contains(document.activeElement);
    holder.replaceChildren(element);
    if (hadFocus) element.focus({ preventScroll: true });
  }
  // The first drawing waits until the figure has a place.
  const observer = new ResizeObserver(settled(() => redraw(false), 60));
  observer.observe(holder);
  figure.redraw = () => redraw(true);
  return printable(figure, () => redraw(true));
}

/** Lets the pointer and the arrow keys go over the marks of a drawing. */
function navigable(drawing, marks, label, keys) {
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-roledescription", t("chart"));
  drawing.setAttribute("aria-label", `${label}. ${keys}`);
  drawing.setAttribute("tabindex", "0");
  let current = -1;
  const places = new Map(marks.map((mark, index) => [mark.element, index]));
  function leave() {
    if (current >= 0) marks[current].element.classList.remove("marked");
    current = -1;
    hideTip();
  }
  function go(index, x, y) {
    leave();
    current = index;
    const { element, lines } = marks[index];
    element.classList.add("marked");
    const box = element.getBoundingClientRect();
    showTip(x ?? box.right, y ?? box.top, lines);
    if (x === undefined) announce(lines.join("; "));
  }
  drawing.addEventListener("pointermove", (event) => {
    const index = places.get(event.target);
    if (index === undefined) leave();
    else go(index, event.clientX, event.clientY);
  });
  drawing.addEventListener("pointerleave", leave);
  drawing.addEventListener("blur", leave);
  drawing.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    let index = -1;
    if (event.key in steps) {
      index = current < 0 ? 0 : current + (marks[current][event.key] ?? steps[event.key]);
    } else if (event.key === "Home") index = 0;
    else if (event.key === "End") index = marks.length - 1;
    else if (event.key === "Escape") leave();
    if (index < 0 || index >= marks.length) return;
    event.preventDefault();
    go(index);
  });
}

const measuring = document.createElement("canvas").getContext("2d");

/** How wide a text is, in pixels. */
function textWidth(text, font = "12px system-ui, sans-serif") {
  measuring.font = font;
  return measuring.measureText(text).width;
}

/** A text cut off to fit a width, with an ellipsis where something is missing. */
function fitted(text, width, measure = textWidth) {
  if (measure(text) <= width) return text;
  const characters = Array.from(text);
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${characters.slice(0, middle).join("")}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join("")}…`;
}

/**
 * Bars that lie, one or several for each row; names stand beside them, or where that leaves too little, above.
 *
 * - rows: `{ name, values, lines }`; a value belongs to the series of the same place.
 * - series: `{ colour }`, a colour's class.
 * - least: how close together the marks of the axis may be.
 */
function bars({ rows, series, format, width, least }) {
  const longest = Math.max(...rows.map((row) => textWidth(row.name)), 20);
  const isAbove = width < 480 && longest + 12 > width * 0.38;
  const nameHeight = isAbove ? 17 : 0;
  const labelWidth = isAbove ? 2 : Math.min(width * 0.38, 30 + longest);
  const valueWidth = Math.max(...rows.flatMap((row) => row.values.map((value) => textWidth(format(value))))) + 8;
  const thick = series.length > 1 ? 7 : 14;
  const rowHeight = nameHeight + series.length * thick + (series.length > 1 ? 12 : 10);
  const most = Math.max(...rows.flatMap((row) => row.values), 0);
  const space = Math.max(40, width - labelWidth - valueWidth);
  const steps = ticks(most, Math.max(2, Math.min(6, space / 90)), least);
  const scale = most > 0 ? space / Math.max(most, steps[steps.length - 1]) : 0;
  const height = rows.length * rowHeight + 26;
  const drawing = svg("svg", { height, viewBox: `0 0 ${width} ${height}` });
  for (const tick of steps) {
    const x = labelWidth + tick * scale;
    drawing.append(
      svg("line", { x1: x, x2: x, y1: 0, y2: height - 22, class: tick === 0 ? "axis" : "grid" }),
      svg("text", { x, y: height - 6, "text-anchor": "middle", class: "quiet" }, format(tick)));
  }
  const marks = rows.map((row, index) => {
    const top = index * rowHeight + nameHeight + 4;
    const middle = top + (series.length * thick) / 2;
    drawing.append(isAbove
      ? svg("text", { x: labelWidth, y: top - 5 }, isolated(fitted(row.name, width - 8)))
      : svg("text", { x: labelWidth - 8, y: middle + 4, "text-anchor": "end" }, isolated(fitted(row.name, labelWidth - 12))));
    row.values.forEach((value, place) => {
      const y = top + place * thick;
      drawing.append(svg("rect", {
        x: labelWidth, y, width: Math.max(value > 0 ? 1 : 0, value * scale), height: thick - 1,
        class: `c-${series[place].colour}`,
      }));
      if (series.length === 1) {
        drawing.append(svg("text", { x: labelWidth + value * scale + 5, y: middle + 4, class: "quiet" }, format(value)));
      }
    });
    const hit = svg("rect", {
      x: 0, y: top - nameHeight - 4, width, height: rowHeight, fill: "transparent", "pointer-events": "all",
    });
    drawing.append(hit);
    return { element: hit, lines: row.lines };
  });
  return { element: drawing, marks };
}
