import { baseColumns } from "../data/pyramid.js";
import { stayMilli, staysBetween } from "../data/stays.js";

// Who held the GPUs of a pixel row in the time of each pixel, from exact stays, the pyramid or the first picture. Votes
// stand at heads, the pixels at which they change; a head holds up to the next one.

/** The votes of one pixel row; made once a picture and reused from row to row. */
export class RowVotes {
  constructor(width) {
    this.width = width;
    /** `count` pixels, ascending, then `width`. */
    this.heads = new Int32Array(width + 1);
    this.count = 0;
    /** The place of each pixel in `heads`. */
    this.place = new Int32Array(width + 1);
    this.busy = new Float64Array(width);
    this.net = new Float64Array(width);
    this.job = new Uint32Array(width);
    this.shared = new Uint8Array(width);
    /** What a pixel weighs where all GPUs are taken the whole time. */
    this.full = new Float64Array(width);
    /** The most that may be busy, where only rounded cells are known; else `busy`. */
    this.most = this.busy;
    this.isHead = new Uint8Array(width + 2);
    this.stretches = new Int32Array(64);
  }

  /** Forgets all votes; every marked pixel, and else every pixel, is a head. */
  begin(full, isMarked) {
    const { heads, place, isHead, width } = this;
    let count = 0;
    for (let x = 0; x < width; x += 1) {
      if (x === 0 || !isMarked || isHead[x]) heads[count++] = x;
      place[x] = count - 1;
    }
    heads[count] = width;
    place[width] = count;
    this.count = count;
    this.busy.fill(0, 0, count);
    this.net.fill(0, 0, count);
    this.shared.fill(0, 0, count);
    this.full.fill(full, 0, count);
    this.most = this.busy;
  }

  add(k, job, weight, busy) {
    this.busy[k] += busy;
    if (this.job[k] === job) {
      this.net[k] += weight;
    } else if (this.net[k] >= weight) {
      this.net[k] -= weight;
    } else {
      this.net[k] = weight - this.net[k];
      this.job[k] = job;
    }
  }
}

/** Of a view: instants of its ends, strips that it touches, columns of the base by pixel. */
export class ViewSpan {
  constructor(raster, view) {
    const { run } = raster;
    this.from = raster.instant(view.from);
    this.to = raster.instant(view.to);
    this.strips = raster.strips.filter((strip) => strip.lastInstant > this.from && strip.firstInstant < this.to);
    this.factor = baseColumns / (run.toSeconds - run.fromSeconds);
    this.start = (view.from - run.fromSeconds) * this.factor;
    this.step = ((view.to - view.from) * this.factor) / view.width;
    this.firstColumns = new Int32Array(view.width);
    this.lastColumns = new Int32Array(view.width);
    for (let x = 0; x < view.width; x += 1) {
      // Beyond the run, where another one on its clock goes on, a pixel has no columns.
      const seconds = view.from + ((x + 0.5) * (view.to - view.from)) / view.width;
      if (seconds >= run.fromSeconds && seconds < run.toSeconds) [this.firstColumns[x], this.lastColumns[x]] = this.columns(x);
    }
  }

  /** Columns of the base that a pixel stands for: [first, last). */
  columns(x) {
    const first = Math.min(baseColumns - 1, Math.max(0, Math.floor(this.start + x * this.step + 1e-9)));
    return [first, Math.min(baseColumns, Math.max(first + 1, Math.floor(this.start + (x + 1) * this.step + 1e-9)))];
  }
}

/** Votes of every stay on GPUs [a, b), each in proportion to the pixels that it covers. */
export function exactVotes(votes, times, view, span, a, b) {
  const scale = view.width / (view.to - view.from);
  const { width, isHead } = votes;
  let found = 0;
  isHead.fill(0);
  for (let gpu = a; gpu < b; gpu += 1) {
    for (let s = 0; s < span.strips.length; s += 1) {
      const strip = span.strips[s];
      const [first, last] = staysBetween(strip, gpu, span.from, span.to);
      if (first === last) continue;
      if (found + 3 > votes.stretches.length) votes.stretches = grown(votes.stretches);
      votes.stretches[found++] = s;
      votes.stretches[found++] = first;
      votes.stretches[found++] = last;
      for (let i = first; i < last; i += 1) {
        const begin = Math.max(0, Math.floor((times[strip.begin[i]] - view.from) * scale));
        const end = Math.min(width, Math.floor((times[strip.end[i]] - view.from) * scale));
        isHead[begin] = 1;
        isHead[begin + 1] = 1;
        isHead[end] = 1;
        isHead[end + 1] = 1;
      }
    }
  }
  votes.begin(b - a, true);
  for (let k = 0; k < found; k += 3) addStays(votes, times, view, scale, span.strips[votes.stretches[k]], votes.stretches[k + 1], votes.stretches[k + 2]);
}

function grown(numbers) {
  const more = new Int32Array(numbers.length * 2);
  more.set(numbers);
  return more;
}

function addStays(votes, times, view, scale, strip, first, last) {
  const { width, heads, place } = votes;
  for (let i = first; i < last; i += 1) {
    const milli = stayMilli(strip.share[i]);
    const job = strip.job[i];
    const begin = Math.max(0, (times[strip.begin[i]] - view.from) * scale);
    const end = Math.min(width, (times[strip.end[i]] - view.from) * scale);
    for (let k = place[Math.floor(begin)]; k < votes.count && heads[k] < end; k += 1) {
      const x = heads[k];
      const weight = ((Math.min(end, x + 1) - Math.max(begin, x)) * milli) / 1000;
      if (weight <= 0) continue;
      votes.add(k, job, weight, weight);
      if (milli < 1000) votes.shared[k] = 1;
    }
  }
}

/** Votes of cells of the pyramid for GPUs [a, b) of a band. */
export function levelVotes(votes, levels, span, band, firstGPU, a, b) {
  const level = levels.find((l) => l.gpusPerRow >= b - a) ?? levels[levels.length - 1];
  const fromRow = Math.floor((a - firstGPU) / level.gpusPerRow);
  const toRow = Math.max(fromRow + 1, Math.ceil((b - firstGPU) / level.gpusPerRow));
  const { busy, net, job } = level;
  votes.begin(0, false);
  for (let x = 0; x < votes.width; x += 1) {
    const from = span.firstColumns[x];
    const to = span.lastColumns[x];
    let sum = 0;
    let most = 0;
    let holder = 0;
    for (let row = fromRow; row < toRow; row += 1) {
      const start = (level.firstRows[band] + row) * baseColumns;
      for (let cell = start + from; cell < start + to; cell += 1) {
        if (busy[cell] === 0) continue;
        sum += busy[cell];
        if (job[cell] === holder) {
          most += net[cell];
        } else if (most >= net[cell]) {
          most -= net[cell];
        } else {
          most = net[cell] - most;
          holder = job[cell];
        }
      }
    }
    votes.full[x] = (to - from) * (b - a);
    votes.busy[x] = sum;
    votes.net[x] = most;
    votes.job[x] = holder;
  }
}

/** Votes of rounded cells: only what is certain is coloured, by the least that each cell guarantees. */
export function firstVotes(votes, first, span, band, a, b) {
  votes.begin(0, false);
  if (!first) return;
  votes.most = new Float64Array(votes.width);
  const own = first.bands[band];
  const fromRow = Math.floor((a - own.firstGPU) / first.gpusPerRow);
  const toRow = Math.min(own.rowCount, Math.max(fromRow + 1, Math.ceil((b - own.firstGPU) / first.gpusPerRow)));
  for (let x = 0; x < votes.width; x += 1) {
    for (let row = fromRow; row < toRow; row += 1) {
      const gpus = Math.min(first.gpusPerRow, own.gpuCount - row * first.gpusPerRow);
      for (let c = span.firstColumns[x]; c < span.lastColumns[x]; c += 1) {
        const cell = (own.firstRow + row) * baseColumns + c;
        votes.full[x] += gpus;
        const occupancy = first.occupancy[cell];
        if (occupancy === 0) continue;
        const net = (Math.max(0, first.share[cell] - 0.5) / 63) * Math.max(0, occupancy - 0.5) / 63;
        votes.add(x, first.jobs[first.index[cell]], net * gpus, (occupancy / 63) * gpus);
        votes.most[x] += (Math.min(63, occupancy + 0.5) / 63) * gpus;
      }
    }
  }
}
