// The words of `unmatched.csv` in the language of the page. The file's own words are English; where a
// sentence is one that the engine is known to write, it is said in Chinese, else it stays as it is.

const reasonWords = {
  no_process: ["没有设备提供该工艺", "No machine offers the process"],
  no_pricing_mode: ["没有可用计价方式的报价", "No offer in a pricing mode that serves"],
  no_certification: ["没有工厂持有所需认证", "No factory holds the certificates"],
  no_tolerance: ["没有设备达到精度", "No machine is precise enough"],
  no_material: ["没有报价接受该材料", "No offer takes the material"],
  no_size: ["没有设备够大", "No machine is large enough"],
  no_quantity: ["没有报价接受该数量", "No offer allows the quantity"],
  too_late: ["即使设备全空也赶不上截止", "Not even empty machines make the deadline"],
  over_budget: ["按时完成的做法都超出预算", "Every way in time costs more than the budget"],
  no_capacity: ["产能已占用，或用在别处更值", "Taken, or worth more elsewhere"],
};

/** A reason in words. */
function reasonText(code) {
  return reasonWords[code] ? reasonWords[code][language === "zh" ? 0 : 1] : code;
}

const lastOffers = "the last (?:offer|(\\d+) offers) for (.+?)";
const detailPatterns = [
  [/^no machine offers (.+)$/, (m) => `没有设备提供 ${m[1]}`],
  [new RegExp(`^${lastOffers}: pricing modes that the order does not take or that cannot price its (hours|pieces)$`),
    (m) => `${m[2]} 剩下的 ${m[1] ?? 1} 个报价，计价方式不被订单接受，或不能按${m[3] === "hours" ? "小时" : "件"}计价`],
  [new RegExp(`^${lastOffers}: factories without (.+) between release and deadline$`),
    (m) => `${m[2]} 剩下的 ${m[1] ?? 1} 个报价，其工厂在订单的最早开工与截止时间之间没有认证 ${m[3].replaceAll(" and ", "、")}`],
  [new RegExp(`^${lastOffers}: machines coarser than (IT\\d+)$`),
    (m) => `${m[2]} 剩下的 ${m[1] ?? 1} 个报价，设备都达不到 ${m[3]}`],
  [new RegExp(`^${lastOffers}: (.+) is not taken$`),
    (m) => `${m[2]} 剩下的 ${m[1] ?? 1} 个报价，都不接受材料 ${m[3]}`],
  [new RegExp(`^${lastOffers}: machines too small for (.+) mm$`),
    (m) => `${m[2]} 剩下的 ${m[1] ?? 1} 个报价，设备都放不下 ${m[3]} mm 的工件`],
  [new RegExp(`^${lastOffers}: (\\S+) (hours|pieces) in at most (\\d+) parts? are not allowed$`),
    (m) => `${m[2]} 剩下的 ${m[1] ?? 1} 个报价，都不接受把 ${m[3]} ${m[4] === "hours" ? "小时" : "件"}分成至多 ${m[5]} 批`],
  [/^done at the earliest at (\S+) on empty machines, (.+) after the deadline (\S+)$/,
    (m) => `即使设备全空，最早也要 ${plainTime(m[1])} 才能完成，比截止时间 ${plainTime(m[3])} 晚 ${durationWords(m[2])}`],
  [/^cannot be done within the horizon, even on empty machines; the deadline is (\S+)$/,
    (m) => `即使设备全空，也无法在计划期内完成；截止时间为 ${plainTime(m[1])}`],
  [/^costs at least (\S+) by any way that makes the deadline; the budget is (\S+)$/,
    (m) => `凡能按时完成的做法至少要 ${m[1]} 元；预算为 ${m[2]} 元`],
  [/^the (?:one offer|(\d+) cheapest offers) that would serve it (?:has|have) no room left before the deadline within its budget$/,
    (m) => (m[1] ? `能做的最便宜的 ${m[1]} 个报价，在截止时间前、预算内都已没有空闲` : "能做的报价只有 1 个，在截止时间前、预算内已没有空闲")],
];

const fixPatterns = [
  [/^deadline \+(.+)$/, (m) => [`截止时间推后 ${durationWords(m[1])}`, `deadline ${m[1]} later`]],
  [/^budget \+(.+)$/, (m) => [`预算增加 ${m[1]} 元`, `budget ${m[1]} yuan larger`]],
  [/^pricing_mode (\S+)$/, (m) => {
    const mode = ["time", "piece", "value"].includes(m[1]) ? t(m[1]) : m[1];
    return [`接受${mode}计价`, `the order takes pricing ${mode.toLowerCase()}`];
  }],
  [/^certification (.+ at .+)$/, (m) => {
    const [name, factory] = splitAtPlace(m[1], column("factory.id"));
    return [`${factory} 取得认证 ${name}`, `${factory} holds certificate ${name}`];
  }],
  [/^material (.+ at .+)$/, (m) => {
    const [name, machine] = splitAtPlace(m[1], column("machine.id"));
    return [`${machine} 接受材料 ${name}`, `${machine} takes ${name}`];
  }],
  [/^tolerance (\S+) at (.+)$/, (m) => [`${m[2]} 精度达到 ${m[1]}`, `${m[2]} holds ${m[1]}`]],
  [/^size (\S+) at (.+)$/, (m) => [`${m[2]} 能放下 ${m[1]} mm`, `${m[2]} takes parts of ${m[1]} mm`]],
  [/^max_quantity (\S+) at (.+)$/, (m) => [`${m[2]} 接受多至 ${m[1]}`, `${m[2]} takes as many as ${m[1]}`]],
  [/^min_quantity (\S+) at (.+)$/, (m) => [`${m[2]} 接受少至 ${m[1]}`, `${m[2]} takes as few as ${m[1]}`]],
];

/** `name at place`, cut where a place that there is follows: both may hold " at " themselves. */
function splitAtPlace(text, places) {
  const words = text.split(" at ");
  for (let cut = 1; cut < words.length; cut += 1) {
    const place = words.slice(cut).join(" at ");
    if (places.includes(place)) return [isolated(words.slice(0, cut).join(" at ")), isolated(place)];
  }
  return [text, ""];
}

/** `1d 4h` in Chinese. */
function durationWords(text) {
  const units = { d: "天", h: "小时", m: "分", s: "秒" };
  return text.split(" ").map((part) => part.replace(/[dhms]$/, (unit) => ` ${units[unit]} `)).join("").trim();
}

function plainTime(text) {
  return text.replace(/:\d\d[+-]\d\d:\d\d$/, "").replace("T", " ");
}

/** The column `detail` of an order left over. */
function detailText(detail) {
  if (language !== "zh") return detail;
  for (const [pattern, words] of detailPatterns) {
    const match = pattern.exec(detail);
    if (match) return words(match);
  }
  return detail;
}

/** The column `fix` of an order left over. */
function fixText(fix) {
  if (fix === "") return t("fixNone");
  for (const [pattern, words] of fixPatterns) {
    const match = pattern.exec(fix);
    if (match) return words(match)[language === "zh" ? 0 : 1];
  }
  return fix;
}

/** What a group of fixes changes: its kind and its subject. */
function changeText(kind, subject) {
  const words = {
    tolerance: ["提高 {0} 的精度", "A finer tolerance at {0}"],
    size: ["{0} 能放下更大的工件", "Larger parts at {0}"],
    max_quantity: ["{0} 接受更大的批量", "Larger quantities at {0}"],
    min_quantity: ["{0} 接受更小的批量", "Smaller quantities at {0}"],
  };
  if (kind === "") return t("fixNone");
  if (["pricing_mode", "certification", "material"].includes(kind)) return fixText(`${kind} ${subject}`);
  const pair = words[kind];
  return pair ? pair[language === "zh" ? 0 : 1].replace("{0}", () => isolated(subject)) : `${kind} ${subject}`;
}
