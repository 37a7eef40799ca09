// Numbers, times and ticks for people. Pure: no page, no clock.

const timeUnits = [
  { seconds: 1, short: "s" }, { seconds: 60, short: "min" }, { seconds: 3600, short: "h" }, { seconds: 86400, short: "d" }];

/** The unit in which a length of time is read: hours from 2 h on, days from 2 days on. */
export function timeUnit(lengthSeconds) {
  const length = Math.abs(lengthSeconds);
  if (length >= 2 * 86400) return timeUnits[3];
  if (length >= 2 * 3600) return timeUnits[2];
  return length >= 120 ? timeUnits[1] : timeUnits[0];
}

/** A number with thousands apart and a fixed number of decimals. */
export function formatNumber(value, decimals = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const text = Math.abs(value).toFixed(decimals);
  const [whole, rest] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const sign = value < 0 && Number(text) !== 0 ? "−" : "";
  return sign + grouped + (rest ? "." + rest : "");
}

/** A length of time: "41 s", "12.5 min", "7.3 h", "21.8 d". */
export function formatSpan(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return "–";
  const unit = timeUnit(seconds);
  const decimals = unit.seconds === 1 ? (Number.isInteger(seconds) ? 0 : 1) : 1;
  return formatNumber(seconds / unit.seconds, decimals) + " " + unit.short;
}

/** A point in time, in the unit of the range in which it stands, with as many decimals as a step needs. */
export function formatTime(seconds, stepSeconds, unit) {
  const step = stepSeconds / unit.seconds;
  const decimals = step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));
  return formatNumber(seconds / unit.seconds, decimals);
}

/** A moment of a run, in the unit of the run's length: "31.2 h". */
export function formatMoment(seconds, lengthSeconds) {
  const unit = timeUnit(lengthSeconds);
  return `${formatTime(seconds, unit.seconds / (unit.seconds === 86400 ? 100 : 10), unit)} ${unit.short}`;
}

/** Seconds as they are, for tooltips: "1,483,200 s". */
export function formatExact(seconds) {
  const rounded = Math.round(seconds * 1000) / 1000;
  const decimals = Number.isInteger(rounded) ? 0 : 3;
  return formatNumber(rounded, decimals) + " s";
}

export function formatShare(share) {
  if (Number.isNaN(share)) return "–";
  const percent = share * 100;
  return formatNumber(percent, percent > 0 && percent < 9.95 ? 1 : 0) + " %";
}

/** Ticks at 1, 2 or 5 times a power of ten, at most `most` of them: {values, step, decimals}. */
export function numberTicks(from, to, most) {
  if (!(to > from)) return { values: [from], step: 1, decimals: 0 };
  const raw = (to - from) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(raw) + 1e-12);
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw * (1 - 1e-9));
  const values = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-9; k += 1) values.push(k * step);
  return { values, step, decimals: step >= 1 ? 0 : Math.ceil(-Math.log10(step) - 1e-9) };
}

/** Ticks of a range of time, in the unit of its length. */
export function timeTicks(from, to, most) {
  const unit = timeUnit(to - from);
  const ticks = numberTicks(from / unit.seconds, to / unit.seconds, most);
  return { unit, stepSeconds: ticks.step * unit.seconds, values: ticks.values.map((v) => v * unit.seconds) };
}

/** The top of a scale: all but the greatest 0.5 % lie below, and whether more is cut off. */
export function robustTop(values) {
  const sorted = Float64Array.from(values).filter((v) => !Number.isNaN(v)).sort();
  if (sorted.length === 0) return { top: 1, isCut: false };
  const greatest = sorted[sorted.length - 1];
  const usual = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.995))];
  const isCut = greatest > usual * 1.25 && usual > 0;
  return { top: (isCut ? usual : greatest) || 1, isCut };
}
