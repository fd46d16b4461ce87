// Elements of the page. Text from the data becomes text nodes here and nowhere else: it is never read as
// HTML. Styles are set through classes and the style object; the page's policy forbids style attributes.

const svgNamespace = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** An element with attributes (functions become listeners) and children (texts become text nodes). */
function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for a drawing. */
function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), attributes, children);
}

/** A name from the data, whose direction does not spread to what stands around it. */
function bdi(name) {
  return el("bdi", {}, name);
}

/** A labelled control. */
function field(label, control) {
  return el("label", { class: "field" }, label, control);
}

/** A choice; `options` are pairs of value and text. */
function select(options, chosen, onChange, attributes) {
  return el("select", { ...attributes, change: (event) => onChange(event.target.value) },
    options.map(([value, text]) =>
      el("option", { value, selected: String(value) === String(chosen) }, text)));
}

/** Buttons of which one is pressed. */
function choices(label, options, chosen, onChoose) {
  const group = el("div", { class: "group", role: "group", "aria-label": label });
  for (const [value, text] of options) {
    group.append(el("button", {
      type: "button", "data-value": value, "aria-pressed": String(value === chosen),
      click: () => {
        for (const button of group.children) {
          button.setAttribute("aria-pressed", String(button.dataset.value === value));
        }
        onChoose(value);
      },
    }, text));
  }
  return group;
}

/** What the colours of a chart mean: pairs of class and text. */
function key(entries) {
  return el("ul", { class: "key" },
    entries.map(([name, text]) =>
      el("li", {}, el("span", { class: `swatch c-${name}`, "aria-hidden": "true" }), text)));
}

/** Shows a few lines beside a point of the window; screen readers are told by `announce`. */
function showTip(x, y, lines) {
  const tip = document.getElementById("tip");
  tip.replaceChildren(...lines.map((line) => el("div", {}, line)));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = x + 14 + box.width > innerWidth ? x - 14 - box.width : x + 14;
  const top = y + 14 + box.height > innerHeight ? y - 14 - box.height : y + 14;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}

function hideTip() {
  document.getElementById("tip").hidden = true;
}

function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/** A colour of the style sheet by its name, for canvases. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Calls `body` before the next frame, once however often it is asked for. */
function oncePerFrame(body) {
  let isPending = false;
  return () => {
    if (isPending) return;
    isPending = true;
    requestAnimationFrame(() => {
      isPending = false;
      body();
    });
  };
}

/** Calls `body` once nothing has called it for a moment. */
function settled(body, milliseconds = 150) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => body(...values), milliseconds);
  };
}
