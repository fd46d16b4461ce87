// Tables: paged, so that a hundred thousand rows do no harm, and sortable where a column says how.

/**
 * A table.
 *
 * - columns: `{ title, number, cell(row), sort(row) }`; `cell` gives a text or a node.
 * - rows: anything with indices; `update(rows)` shows others.
 * - printedRows: how many are printed at most.
 */
function pagedTable({ caption, columns, rows, pageSize = 20, printedRows = printedRowsMax, empty }) {
  let shown = rows;
  let page = 0;
  let sorted = null;
  const body = el("tbody");
  const status = el("span", { role: "status" });
  const previous = el("button", { type: "button", click: () => turn(-1) }, t("previous"));
  const next = el("button", { type: "button", click: () => turn(1) }, t("next"));
  const pager = el("div", { class: "pager" }, previous, next, status);
  const head = el("tr", {}, columns.map((column) => {
    const name = column.number ? "number" : undefined;
    if (!column.sort) return el("th", { scope: "col", class: name }, column.title);
    const header = el("th", { scope: "col", class: name, "aria-sort": "none" });
    header.append(el("button", { type: "button", click: () => sortBy(column, header) }, column.title));
    return header;
  }));
  const table = el("table", { class: columns.length > 5 ? "wide" : undefined }, caption ? el("caption", {}, caption) : null, el("thead", {}, head), body);
  const more = el("p", { class: "note" });
  const box = printable(el("div", {}, el("div", { class: "tablebox" }, table), more, pager), () => show());

  function sortBy(column, header) {
    const descending = header.getAttribute("aria-sort") !== "descending";
    for (const other of head.children) {
      if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    }
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    sorted = { column, sign: descending ? -1 : 1 };
    arrange();
    page = 0;
    show();
  }

  function arrange() {
    if (!sorted) return;
    const { column, sign } = sorted;
    const keys = new Map(Array.from(shown, (row) => [row, column.sort(row)]));
    shown = Array.from(shown).sort((left, right) => {
      const [a, b] = [keys.get(left), keys.get(right)];
      return sign * (a < b ? -1 : a > b ? 1 : 0);
    });
  }

  function turn(step) {
    page += step;
    show();
  }

  function show() {
    const pages = Math.max(1, Math.ceil(shown.length / pageSize));
    page = Math.min(Math.max(0, page), pages - 1);
    const first = isPrinting ? 0 : page * pageSize;
    const last = Math.min(shown.length, first + (isPrinting ? printedRows : pageSize));
    const lines = [];
    for (let index = first; index < last; index += 1) {
      lines.push(el("tr", {}, columns.map((column) =>
        el("td", { class: column.number ? "number" : undefined }, column.cell(shown[index])))));
    }
    if (lines.length === 0) lines.push(el("tr", {}, el("td", { colspan: columns.length }, empty ?? t("nothing"))));
    body.replaceChildren(...lines);
    more.hidden = !isPrinting || last === shown.length;
    more.textContent = t("printedMore", decimal(shown.length - last));
    status.textContent = isPrinting || shown.length === 0 ? "" : t("rowsOf", decimal(first + 1), decimal(last), decimal(shown.length));
    previous.disabled = page === 0;
    next.disabled = page >= pages - 1;
    pager.hidden = shown.length <= pageSize;
  }

  show();
  return {
    element: box,
    update(rows) {
      shown = rows;
      arrange();
      page = 0;
      show();
    },
  };
}

/** A table behind a line to click on: the other way to read a chart. Built when it is opened. */
function tableBehind(options) {
  const details = el("details", {}, el("summary", {}, t("asTable")));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(pagedTable(options).element);
  });
  return details;
}
