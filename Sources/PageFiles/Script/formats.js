// Numbers, amounts and times as people read them.

const numberFormats = new Map();

function numberFormat(places) {
  if (!numberFormats.has(places)) {
    numberFormats.set(places, new Intl.NumberFormat("en-US", {
      minimumFractionDigits: places, maximumFractionDigits: places,
    }));
  }
  return numberFormats.get(places);
}

/** A number with its thousands apart. */
function decimal(value, places = 0) {
  return numberFormat(places).format(value);
}

/** Digits as `summary.json` has them with their thousands apart; none is rounded or lost. */
function exact(digits, places = 2) {
  const parts = /^(-?)(\d+)\.(\d\d)$/.exec(digits);
  if (!parts) return digits;
  const whole = parts[2].replace(/\B(?=(\d{3})+$)/g, ",");
  return parts[1].replace("-", "−") + whole + (places === 0 ? "" : `.${parts[3]}`);
}

/** A figure of the summary; `null` where nothing was proven. */
function summary(key) {
  return facts.summary[key] ?? null;
}

/** A figure of the summary as a number, for drawing and never for an amount that is read. */
function summaryNumber(key) {
  return Number(facts.summary[key] ?? 0);
}

/** Fen as yuan with two places. */
function yuan(fen) {
  return decimal(fen / 100, 2);
}

/** Fen as yuan, short: `1.2 million`, `120 万`. */
function shortYuan(fen) {
  const number = shortNumber(fen / 100);
  return language === "zh" && /[万亿]$/.test(number) ? `${number}元` : `${number} ${t("yuan")}`;
}

/** A number in three digits or so. */
function shortNumber(value) {
  const steps = language === "zh" ? [[1e8, " 亿"], [1e4, " 万"]] : [[1e9, " bn"], [1e6, " M"], [1e3, " k"]];
  for (const [size, suffix] of steps) {
    if (Math.abs(value) >= size) {
      const scaled = value / size;
      return decimal(scaled, Math.abs(scaled) < 10 ? 2 : Math.abs(scaled) < 100 ? 1 : 0) + suffix;
    }
  }
  return decimal(value, Math.abs(value) < 10 && value % 1 !== 0 ? 2 : 0);
}

/** Seconds as hours. */
function hours(seconds, places = 1) {
  return decimal(seconds / 3600, places);
}

/** A part of a whole in percent; a dash of nothing. */
function percent(part, whole, places = 1) {
  return whole > 0 ? `${decimal((100 * part) / whole, places)} %` : "–";
}

/** The calendar's parts of a time, in seconds from the horizon's start, in the dataset's zone. */
function civil(seconds) {
  return new Date((facts.horizonStart + facts.zoneSeconds + seconds) * 1000);
}

function pad(number) {
  return String(number).padStart(2, "0");
}

function dayText(seconds) {
  const date = civil(seconds);
  return `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
}

function shortDay(seconds) {
  const date = civil(seconds);
  return `${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
}

function weekday(seconds) {
  return t("weekdays").split(" ")[civil(seconds).getUTCDay()];
}

function clock(seconds) {
  const date = civil(seconds);
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
}

/** `2026-03-02 08:00`. */
function timeText(seconds) {
  return `${dayText(seconds)} ${clock(seconds)}`;
}

/** `1 d 4 h`, the two largest parts. */
function durationText(seconds) {
  const units = [[86400, "unitDay"], [3600, "unitHour"], [60, "unitMinute"], [1, "unitSecond"]];
  const parts = [];
  let rest = Math.round(seconds);
  for (const [size, word] of units) {
    const count = Math.floor(rest / size);
    if (count > 0 && parts.length < 2) parts.push(`${count} ${t(word)}`);
    rest -= count * size;
  }
  return parts.length > 0 ? parts.join(" ") : `0 ${t("unitSecond")}`;
}

/** The zone's offset: `+08:00`. */
function zoneText() {
  const minutes = Math.abs(facts.zoneSeconds) / 60;
  return `${facts.zoneSeconds < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** A name inside other text: whatever direction its letters run in, the text around it stays in order. */
function isolated(name) {
  return `\u2068${name}\u2069`;
}

/** Multiples of 1, 2 or 5 times a power of ten that divide 0 to `most` into about `count`, no closer than `least`. */
function ticks(most, count, least = 0) {
  if (!(most > 0)) return [0];
  const rough = Math.max(most / count, least);
  const power = 10 ** Math.floor(Math.log10(rough));
  const sizes = [1, 2, 5, 10].map((factor) => factor * power);
  const wanted = sizes.find((size) => size >= rough);
  // A mark beside 0 tells the scale, even if it is nearer than wanted.
  const step = wanted <= most ? wanted : sizes.filter((size) => size <= most && size >= least).pop() ?? wanted;
  const values = [];
  for (let index = 0; index * step <= most * 1.0001; index += 1) values.push(index * step);
  return values;
}
