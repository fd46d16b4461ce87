// The part of the map that is shown, and how pointer, wheel and keys move it.

const mapZoomMax = 64;
/** `centre` in degrees, longitude first; `null` for the middle of all. It outlives a change of language. */
const mapState = { cluster: -1, zoom: 1, centre: null };

function mapHeight(width) {
  return Math.max(320, Math.min(620, width * 0.62));
}

function showWholeMap() {
  Object.assign(mapState, { zoom: 1, centre: null });
}

/** Where the clusters are and how degrees become pixels at no zoom: longitudes are shortened as in the middle. */
function mapFrame(width, height) {
  const latitude = Array.from(column("cluster.latitude"), (value) => value / 1e6);
  const longitude = Array.from(column("cluster.longitude"), (value) => value / 1e6);
  const [south, north] = [Math.min(...latitude), Math.max(...latitude)];
  const [west, east] = [Math.min(...longitude), Math.max(...longitude)];
  const squeeze = Math.max(0.05, Math.cos((((south + north) / 2) * Math.PI) / 180));
  const spanX = Math.max((east - west) * squeeze, 1e-6);
  const spanY = Math.max(north - south, 1e-6);
  const margin = 56;
  const whole = Math.min((width - 2 * margin) / spanX, (height - 2 * margin) / spanY, 1e6);
  return { latitude, longitude, south, north, west, east, squeeze, whole, middle: [(west + east) / 2, (south + north) / 2] };
}

/** Places of the clusters on a drawing. */
function mapPlaces(width, height) {
  const { latitude, longitude, squeeze, whole, middle } = mapFrame(width, height);
  const scale = whole * mapState.zoom;
  const [centreX, centreY] = mapState.centre ?? middle;
  return {
    x: longitude.map((value) => width / 2 + (value - centreX) * squeeze * scale),
    y: latitude.map((value) => height / 2 + (centreY - value) * scale),
    // A degree of latitude is 111.2 km.
    pixelsPerKm: scale / 111.2,
  };
}

/** Moves the map by pixels; its middle stays among the clusters. */
function panMap(width, x, y) {
  const { south, north, west, east, squeeze, whole, middle } = mapFrame(width, mapHeight(width));
  const [centreX, centreY] = mapState.centre ?? middle;
  const scale = whole * mapState.zoom;
  const within = (value, least, most) => Math.min(most, Math.max(least, value));
  mapState.centre = [within(centreX - x / (squeeze * scale), west, east), within(centreY + y / scale, south, north)];
}

/**
 * Zooms around a place of the drawing. Without one, from the whole map, the chosen cluster comes into the
 * middle, or the one in the middle of the others.
 */
function zoomMap(width, factor, place) {
  const height = mapHeight(width);
  const zoom = Math.min(mapZoomMax, Math.max(1, mapState.zoom * factor));
  if (zoom === 1) return showWholeMap();
  if (place) {
    const [x, y] = [place[0] - width / 2, place[1] - height / 2];
    panMap(width, -x, -y);
    mapState.zoom = zoom;
    panMap(width, x, y);
    return undefined;
  }
  if (!mapState.centre) {
    const { latitude, longitude } = mapFrame(width, height);
    const middle = (values) => values.slice().sort((a, b) => a - b)[values.length >> 1];
    const chosen = mapState.cluster;
    mapState.centre = chosen >= 0 ? [longitude[chosen], latitude[chosen]] : [middle(longitude), middle(latitude)];
  }
  mapState.zoom = zoom;
  return undefined;
}

/** Lets pointer, wheel and keys move the map in a figure; returns what zooms it by a factor. */
function movable(figure) {
  const drawing = () => figure.querySelector("svg.map");
  const width = () => drawing().clientWidth || 600;
  const paint = oncePerFrame(figure.redraw);
  function zoom(factor, place) {
    zoomMap(width(), factor, place);
    paint();
  }
  let drag = null;
  let wasDragged = false;
  figure.addEventListener("pointerdown", (event) => {
    wasDragged = false;
    if (event.button === 0 && event.target.closest("svg.map")) drag = { x: event.clientX, y: event.clientY };
  });
  figure.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (event.buttons === 0) {
      drag = null;
      return;
    }
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!wasDragged && Math.abs(x) + Math.abs(y) < 4) return;
    wasDragged = true;
    hideTip();
    drag = { x: event.clientX, y: event.clientY };
    panMap(width(), x, y);
    paint();
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) figure.addEventListener(end, () => { drag = null; });
  // The end of a drag is no choice of what lies under it.
  figure.addEventListener("click", (event) => {
    if (wasDragged && event.target.closest("svg.map")) event.stopPropagation();
    wasDragged = false;
  }, { capture: true });
  figure.addEventListener("wheel", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.target.closest("svg.map")) return;
    event.preventDefault();
    const box = drawing().getBoundingClientRect();
    zoom(Math.exp(-Math.sign(event.deltaY) * Math.min(0.5, Math.abs(event.deltaY) / 300)), [event.clientX - box.left, event.clientY - box.top]);
  }, { passive: false });
  // Arrow keys alone go from mark to mark, as in every chart.
  figure.addEventListener("keydown", (event) => {
    if (!event.target.closest("svg.map")) return;
    const step = 80;
    const pan = (x, y) => () => {
      panMap(width(), x, y);
      paint();
    };
    const whole = () => {
      showWholeMap();
      paint();
    };
    const keys = event.shiftKey && event.key.startsWith("Arrow")
      ? { ArrowLeft: pan(step, 0), ArrowRight: pan(-step, 0), ArrowUp: pan(0, step), ArrowDown: pan(0, -step) }
      : { "+": () => zoom(2), "=": () => zoom(2), "-": () => zoom(0.5), _: () => zoom(0.5), 0: whole };
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }, { capture: true });
  return zoom;
}
