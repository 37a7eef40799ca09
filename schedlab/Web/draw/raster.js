import { baseColumns } from "../data/pyramid.js";
import { stayGoesOn, stayIsOpen, stayMilli, staysBetween } from "../data/stays.js";
import { colouredFrom } from "./tones.js";
import { exactVotes, firstVotes, levelVotes, RowVotes, ViewSpan } from "./votes.js";

// The picture of lanes. A pixel row stands for one GPU or for 2, 4, 8.. of them.

/** Below so many stays every stay is added; below the second where a column of the base covers two pixels. */
const exactAlways = 60000;
const exactLimit = 800000;

/** Paints a view: {width, height, from, to, bands: [{band, top, bottom, fromGPU, toGPU}]} in device pixels and seconds. */
export class LanesRaster {
  constructor(run) {
    this.run = run;
    this.strips = [];
    this.levels = null;
    this.first = null;
    this.tones = null;
    this.spanned = null;
  }

  /** What a band of a view is drawn from: "exact", "levels" or "first". */
  way(view, band) {
    if (!this.levels) return "first";
    if (rowSize(band) < this.levels[0].gpusPerRow) return "exact";
    const pixels = (baseColumns * (view.to - view.from)) / (this.run.toSeconds - this.run.fromSeconds) / view.width;
    const limit = (pixels < 0.5 ? exactLimit : exactAlways) / view.bands.length;
    return this.countStays(view, [band], limit) < limit ? "exact" : "levels";
  }

  /** Stays in bands of a view, at most once each strip; counting ends at a limit. */
  countStays(view, bands, limit) {
    const span = this.span(view);
    let count = 0;
    for (const band of bands) {
      for (let gpu = Math.floor(band.fromGPU); gpu < Math.ceil(band.toGPU) && count < limit; gpu += 1) {
        for (const strip of span.strips) {
          const [first, last] = staysBetween(strip, gpu, span.from, span.to);
          count += last - first;
        }
      }
    }
    return count;
  }

  /** The greatest index of an instant at or before a time, plus a half where it lies between two. */
  instant(seconds) {
    const times = this.run.times;
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (times[middle] <= seconds) low = middle + 1; else high = middle;
    }
    return low === 0 ? -0.5 : low - 1 + (times[low - 1] === seconds ? 0 : 0.5);
  }

  /** What a view shows of the run; kept for one view and the strips that were read. */
  span(view) {
    if (this.spanned?.view !== view || this.spanned.count !== this.strips.length) {
      this.spanned = { view, count: this.strips.length, span: new ViewSpan(this, view) };
    }
    return this.spanned.span;
  }

  /** Votes of GPUs [a, b) of a band over the columns of a view; good until they are asked for again. */
  votes(view, band, a, b, way) {
    const span = this.span(view);
    if (this.row?.width !== view.width) this.row = new RowVotes(view.width);
    const votes = this.row;
    if (way === "exact") exactVotes(votes, this.run.times, view, span, a, b);
    else if (way === "levels") levelVotes(votes, this.levels, span, band, this.run.bands[band].firstGPU, a, b);
    else firstVotes(votes, this.first, span, band, a, b);
    return votes;
  }

  /** The picture: pixels, which ways it was drawn, and the stays in it where rows are high enough to name them. */
  draw(view) {
    const pixels = new Uint32Array(view.width * view.height);
    pixels.fill(this.tones.gap);
    this.taken = new Map();
    const ways = view.bands.map((band) => this.way(view, band));
    view.bands.forEach((band, b) => this.drawBand(view, band, ways[b], pixels));
    const exact = view.bands.filter((_, b) => ways[b] === "exact");
    const way = ["first", "levels"].find((own) => ways.includes(own)) ?? "exact";
    return { pixels, way, stays: this.visibleStays(view, exact, 6000, 8) };
  }

  drawBand(view, band, way, pixels) {
    const { width } = view;
    const isTall = way === "exact" && (band.bottom - band.top) / (band.toGPU - band.fromGPU) >= 8;
    const own = this.run.bands[band.band];
    const line = new Uint32Array(width);
    const { firstColumns, lastColumns } = this.span(view);
    const isWhole = view.from >= this.run.fromSeconds && view.to <= this.run.toSeconds;
    let marks = null;
    let shown = -1;
    for (let y = band.top; y < band.bottom; y += 1) {
      const [a, b] = rowGPUs(band, own, y);
      if (isTall && y + 1 < band.bottom && rowGPUs(band, own, y + 1)[0] !== a) continue;
      if (a !== shown) {
        const votes = this.votes(view, band.band, a, b, way);
        this.toneLine(votes, line);
        if (!isWhole) for (let x = 0; x < width; x += 1) if (firstColumns[x] === lastColumns[x]) line[x] = this.tones.gap;
        marks = isTall ? this.marksOf(view, votes, a) : null;
        shown = a;
      }
      pixels.set(line, y * width);
      if (marks) this.hatch(marks, y, width, pixels);
    }
  }

  /** 1 where a share of the GPU is taken, 2 where it is free on a node that is partly taken. */
  marksOf(view, votes, gpu) {
    const marks = new Uint8Array(view.width);
    for (let k = 0; k < votes.count; k += 1) if (votes.shared[k]) marks.fill(1, votes.heads[k], votes.heads[k + 1]);
    const free = new Uint8Array(view.width);
    for (let k = 0; k < votes.count; k += 1) if (votes.busy[k] <= 0) free.fill(1, votes.heads[k], votes.heads[k + 1]);
    const taken = this.takenOnNode(view, gpu);
    for (let x = 0; x < view.width; x += 1) if (free[x] && taken[x]) marks[x] = 2;
    return marks;
  }

  /** 1 where anything is taken of the node of a GPU. */
  takenOnNode(view, gpu) {
    const first = this.run.nodeFirst[gpu];
    if (!this.taken.has(first)) {
      const votes = new RowVotes(view.width);
      const taken = new Uint8Array(view.width);
      exactVotes(votes, this.run.times, view, this.span(view), first, first + this.run.nodeSize[gpu]);
      for (let k = 0; k < votes.count; k += 1) if (votes.busy[k] > 0) taken.fill(1, votes.heads[k], votes.heads[k + 1]);
      this.taken.set(first, taken);
    }
    return this.taken.get(first);
  }

  hatch(marks, y, width, pixels) {
    for (let x = 0; x < width; x += 1) {
      if (marks[x] === 1 && (x + y) % 5 === 0) pixels[y * width + x] = this.tones.share;
      if (marks[x] === 2 && (x - y + 7000) % 7 === 0) pixels[y * width + x] = this.tones.hatch;
    }
  }

  /** Colours of a row: equal neighbours are toned once. */
  toneLine(votes, line) {
    const { tones } = this;
    const { heads, job } = votes;
    let shown = -1;
    let holder = -1;
    let colour = 0;
    for (let k = 0; k < votes.count; k += 1) {
      const occupancy = occupancyOf(votes, k);
      const share = occupancy === 0 ? 0 : shareOf(votes, k);
      if (share < colouredFrom) {
        colour = tones.greys[occupancy];
        shown = -1;
      } else if (occupancy * 64 + share !== shown || job[k] !== holder) {
        colour = tones.of(occupancy, share, job[k]);
        shown = occupancy * 64 + share;
        holder = job[k];
      }
      const x = heads[k];
      const next = heads[k + 1];
      if (next === x + 1) line[x] = colour; else line.fill(colour, x, next);
    }
  }

  /** Stays in a view as {gpu, job, milli, from, to, isOpen}, at most `most`; none where rows are lower than `height`. */
  visibleStays(view, bands, most, height) {
    const found = [];
    const times = this.run.times;
    const span = this.span(view);
    for (const band of bands) {
      if ((band.bottom - band.top) / (band.toGPU - band.fromGPU) < height) continue;
      for (let gpu = Math.floor(band.fromGPU); gpu < Math.ceil(band.toGPU); gpu += 1) {
        for (const strip of span.strips) {
          const [first, last] = staysBetween(strip, gpu, span.from, span.to);
          for (let i = first; i < last; i += 1) {
            if (times[strip.end[i]] <= view.from) continue;
            if (found.length >= most) return found;
            found.push({
              gpu, job: strip.job[i], milli: stayMilli(strip.share[i]), from: times[strip.begin[i]], to: times[strip.end[i]],
              goesOn: stayGoesOn(strip.share[i]), isOpen: stayIsOpen(strip.share[i])
            });
          }
        }
      }
    }
    return found;
  }
}

/** GPUs that a pixel row stands for: a power of two, so that each row has at least one pixel. */
export function rowSize(band) {
  const perPixel = (band.toGPU - band.fromGPU) / (band.bottom - band.top);
  return perPixel <= 1 ? 1 : 2 ** Math.ceil(Math.log2(perPixel) - 1e-9);
}

/** The GPUs [a, b) of a pixel row of a band. */
export function rowGPUs(band, own, y) {
  const perPixel = (band.toGPU - band.fromGPU) / (band.bottom - band.top);
  const size = rowSize(band);
  const gpu = band.fromGPU + (y - band.top + 0.5) * perPixel - own.firstGPU;
  const row = Math.max(0, Math.min(Math.ceil(own.gpuCount / size) - 1, Math.floor(gpu / size)));
  return [own.firstGPU + row * size, own.firstGPU + Math.min(own.gpuCount, (row + 1) * size)];
}

/** Occupancy of a head of votes, 0 to 63: 0 only where nothing ran, 63 only where all was taken. */
function occupancyOf(votes, k) {
  const busy = votes.busy[k];
  if (busy <= 0) return 0;
  const full = votes.full[k];
  if (busy >= full * (1 - 1e-6)) return 63;
  return Math.min(62, Math.max(1, Math.floor((busy / full) * 63 + 0.5)));
}

/** Guaranteed share of the job that a head of votes names, 0 to 63; below 16 it has no colour. */
function shareOf(votes, k) { return Math.floor((votes.net[k] / votes.most[k]) * 63 + 0.5); }

/** A head of votes: {occupancy, share, job}, the last two 0 and -1 without a colour. */
export function cellOf(votes, k) {
  const occupancy = occupancyOf(votes, k);
  const share = occupancy === 0 ? 0 : shareOf(votes, k);
  return share >= colouredFrom ? { occupancy, share, job: votes.job[k] } : { occupancy, share: 0, job: -1 };
}
