// A column of rounds as bands: least, mean and greatest value in each of `width` columns of time. Pure.

/** Each value holds from its clock to the next one; the last to `end`. NaN where nothing holds. */
export function bandColumns(clocks, values, end, from, to, width) {
  const low = new Float64Array(width).fill(Number.NaN);
  const high = new Float64Array(width).fill(Number.NaN);
  const mean = new Float64Array(width).fill(Number.NaN);
  const step = (to - from) / width;
  let i = lastBefore(clocks, from);
  for (let x = 0; x < width; x += 1) {
    const [a, b] = [from + x * step, from + (x + 1) * step];
    let [least, most, sum, time] = [Infinity, -Infinity, 0, 0];
    while (i + 1 < clocks.length && clocks[i + 1] <= a) i += 1;
    for (let k = Math.max(0, i); k < clocks.length && clocks[k] < b; k += 1) {
      const value = values[k];
      const until = k + 1 < clocks.length ? clocks[k + 1] : end;
      if (until <= a && clocks[k] < a) continue;
      if (Number.isNaN(value)) continue;
      if (value < least) least = value;
      if (value > most) most = value;
      const part = Math.max(0, Math.min(b, until) - Math.max(a, clocks[k]));
      sum += value * part;
      time += part;
    }
    if (least > most) continue;
    low[x] = least;
    high[x] = most;
    mean[x] = time > 0 ? sum / time : (least + most) / 2;
  }
  return { low, high, mean };
}

/** Means of a column over any range of time: O(log rounds) each. */
export class TimeMean {
  constructor(clocks, values, end) {
    Object.assign(this, { clocks, values, end });
    this.sums = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i += 1) {
      const until = i + 1 < values.length ? clocks[i + 1] : Math.max(end, clocks[i]);
      this.sums[i + 1] = this.sums[i] + values[i] * (until - clocks[i]);
    }
  }

  /** The integral from the beginning to a time. */
  until(seconds) {
    const i = lastBefore(this.clocks, seconds);
    return i < 0 ? 0 : this.sums[i] + this.values[i] * (Math.max(this.clocks[i], Math.min(seconds, this.end)) - this.clocks[i]);
  }

  mean(from, to) { return (this.until(to) - this.until(from)) / (to - from || 1); }
}

/** The last index whose clock is at or before a time, or -1. */
export function lastBefore(clocks, seconds) {
  let low = 0;
  let high = clocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (clocks[middle] <= seconds) low = middle + 1; else high = middle;
  }
  return low - 1;
}

/** A column divided by a number, as f64. */
export function scaled(column, divisor) { return Float64Array.from(column, (value) => value / divisor); }

/** The value that a column keeps all the time, or null where it changes. NaN at the beginning does not count. */
export function constantValue(values) {
  let found = null;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (found === null) found = value;
    else if (Math.abs(found - value) > 1e-9 * Math.max(1, Math.abs(found))) return null;
  }
  return found;
}

/** When a test of rounds holds: {share, first, longest: [from, to]}, or null = never. */
export function timesWhere(clocks, end, isTrue) {
  let [sum, start, longest] = [0, -1, null];
  let first = null;
  for (let i = 0; i <= clocks.length; i += 1) {
    const holds = i < clocks.length && isTrue(i);
    if (holds && start < 0) start = i;
    if (holds || start < 0) continue;
    const stretch = [clocks[start], i < clocks.length ? clocks[i] : Math.max(end, clocks[start])];
    start = -1;
    first ??= stretch[0];
    sum += stretch[1] - stretch[0];
    if (!longest || stretch[1] - stretch[0] > longest[1] - longest[0]) longest = stretch;
  }
  return first === null ? null : { share: sum / (end - clocks[0] || 1), first, longest };
}
