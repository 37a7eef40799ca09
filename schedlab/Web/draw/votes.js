import { baseColumns } from "../data/pyramid.js";
import { stayMilli, staysBetween } from "../data/stays.js";

// The votes of pixel rows: who held the GPUs of a row in the time of each pixel. Three sources give the same votes:
// exact stays, the pyramid, and the first picture.

/** The votes of one pixel row; made once a picture and reused from row to row. */
export class RowVotes {
  constructor(width) {
    this.width = width;
    this.busy = new Float64Array(width);
    this.net = new Float64Array(width);
    this.job = new Uint32Array(width);
    this.shared = new Uint8Array(width);
    /** What a pixel weighs where all GPUs are taken the whole time. */
    this.full = new Float64Array(width);
    /** The most that may be busy, where only rounded cells are known; else `busy`. */
    this.most = this.busy;
  }

  clear(full) {
    this.busy.fill(0);
    this.net.fill(0);
    this.shared.fill(0);
    this.full.fill(full);
    this.most = this.busy;
  }

  add(x, job, weight, busy) {
    this.busy[x] += busy;
    if (this.job[x] === job) {
      this.net[x] += weight;
    } else if (this.net[x] >= weight) {
      this.net[x] -= weight;
    } else {
      this.net[x] = weight - this.net[x];
      this.job[x] = job;
    }
  }
}

/** What a view shows of a run: instants of its ends, strips that it touches, and columns of the base by pixel. */
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
      // Two runs on one clock may not begin and end together: beyond the run a pixel has no columns.
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

/** Adds every stay of a GPU in proportion to the pixels that it covers. */
export function addExact(votes, times, view, span, gpu) {
  const scale = view.width / (view.to - view.from);
  for (const strip of span.strips) {
    const [first, last] = staysBetween(strip, gpu, span.from, span.to);
    for (let i = first; i < last; i += 1) {
      const milli = stayMilli(strip.share[i]);
      const begin = Math.max(0, (times[strip.begin[i]] - view.from) * scale);
      const end = Math.min(view.width, (times[strip.end[i]] - view.from) * scale);
      const job = strip.job[i];
      for (let x = Math.floor(begin); x < end; x += 1) {
        const weight = ((Math.min(end, x + 1) - Math.max(begin, x)) * milli) / 1000;
        if (weight <= 0) continue;
        votes.add(x, job, weight, weight);
        if (milli < 1000) votes.shared[x] = 1;
      }
    }
  }
}

/** Adds cells of the pyramid for GPUs [a, b) of a band. */
export function addLevels(votes, levels, span, band, firstGPU, a, b) {
  const level = levels.find((l) => l.gpusPerRow >= b - a) ?? levels[levels.length - 1];
  const fromRow = Math.floor((a - firstGPU) / level.gpusPerRow);
  const toRow = Math.max(fromRow + 1, Math.ceil((b - firstGPU) / level.gpusPerRow));
  const { busy, net, job } = level;
  for (let x = 0; x < votes.width; x += 1) {
    const [from, to] = [span.firstColumns[x], span.lastColumns[x]];
    votes.full[x] = (to - from) * (b - a);
    for (let row = fromRow; row < toRow; row += 1) {
      const start = (level.firstRows[band] + row) * baseColumns;
      for (let cell = start + from; cell < start + to; cell += 1) {
        if (busy[cell] > 0) votes.add(x, job[cell], net[cell], busy[cell]);
      }
    }
  }
}

/** Adds rounded cells: only what is certain is coloured, by the least that each cell guarantees. */
export function addFirst(votes, first, span, band, a, b) {
  votes.full.fill(0);
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
