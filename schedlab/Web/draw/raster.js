import { baseColumns } from "../data/pyramid.js";
import { stayGoesOn, stayIsOpen, stayMilli, staysBetween } from "../data/stays.js";
import { addExact, addFirst, addLevels, RowVotes, ViewSpan } from "./votes.js";

// The picture of lanes as pixels. A pixel row stands for one GPU or for 2, 4, 8.. of them; a pixel for their time in a
// column of the view.

const colouredFrom = 16;
/** Below so many stays every stay is added; below the second where a column of the base covers two pixels. */
const exactAlways = 60000;
const exactLimit = 1200000;

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

  /** What a view is drawn from: "exact", "levels" or "first". */
  way(view) {
    if (!this.levels) return "first";
    const pixels = (baseColumns * (view.to - view.from)) / (this.run.toSeconds - this.run.fromSeconds) / view.width;
    const isFine = view.bands.some((band) => rowSize(band) < this.levels[0].gpusPerRow);
    if (isFine) return "exact";
    const limit = pixels < 0.5 ? exactLimit : exactAlways;
    return this.countStays(view, limit) < limit ? "exact" : "levels";
  }

  /** Stays in a view, at most once each strip; counting ends at a limit. */
  countStays(view, limit) {
    const span = this.span(view);
    let count = 0;
    for (const band of view.bands) {
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
    votes.clear(b - a);
    if (way === "exact") for (let gpu = a; gpu < b; gpu += 1) addExact(votes, this.run.times, view, span, gpu);
    else if (way === "levels") addLevels(votes, this.levels, span, band, this.run.bands[band].firstGPU, a, b);
    else addFirst(votes, this.first, span, band, a, b);
    return votes;
  }

  /** The picture: pixels, which way it was drawn, and the stays in it where rows are high enough to name them. */
  draw(view) {
    const way = this.way(view);
    const pixels = new Uint32Array(view.width * view.height);
    pixels.fill(this.tones.gap);
    this.taken = new Map();
    for (const band of view.bands) this.drawBand(view, band, way, pixels);
    return { pixels, way, stays: way === "exact" ? this.visibleStays(view, 6000, 8) : [] };
  }

  drawBand(view, band, way, pixels) {
    const { width } = view;
    const isTall = way === "exact" && (band.bottom - band.top) / (band.toGPU - band.fromGPU) >= 8;
    const own = this.run.bands[band.band];
    const line = new Uint32Array(width);
    const { firstColumns, lastColumns } = this.span(view);
    let marks = null;
    let shown = -1;
    for (let y = band.top; y < band.bottom; y += 1) {
      const [a, b] = rowGPUs(band, own, y);
      if (isTall && y + 1 < band.bottom && rowGPUs(band, own, y + 1)[0] !== a) continue;
      if (a !== shown) {
        const votes = this.votes(view, band.band, a, b, way);
        this.toneLine(votes, line);
        for (let x = 0; x < width; x += 1) if (firstColumns[x] === lastColumns[x]) line[x] = this.tones.gap;
        marks = isTall ? this.marksOf(view, votes, a) : null;
        shown = a;
      }
      pixels.set(line, y * width);
      if (marks) this.hatch(marks, y, width, pixels);
    }
  }

  /** 1 where a share of the GPU is taken, 2 where it is free on a node that is partly taken. */
  marksOf(view, votes, gpu) {
    const taken = this.takenOnNode(view, gpu);
    const marks = new Uint8Array(view.width);
    for (let x = 0; x < view.width; x += 1) {
      if (votes.shared[x]) marks[x] = 1; else if (votes.busy[x] <= 0 && taken[x] > 0) marks[x] = 2;
    }
    return marks;
  }

  takenOnNode(view, gpu) {
    const first = this.run.nodeFirst[gpu];
    if (!this.taken.has(first)) {
      const votes = new RowVotes(view.width);
      for (let g = first; g < first + this.run.nodeSize[gpu]; g += 1) addExact(votes, this.run.times, view, this.span(view), g);
      this.taken.set(first, votes.busy);
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
    let key = -1;
    let colour = this.tones.idle;
    for (let x = 0; x < line.length; x += 1) {
      const own = cellOf(votes, x);
      if (own !== key) {
        key = own;
        colour = this.tone(own % 64, Math.floor(own / 64) % 64, own >= 4096 ? Math.floor(own / 4096) - 1 : -1);
      }
      line[x] = colour;
    }
  }

  /** Stays in a view as {gpu, job, milli, from, to, isOpen}, at most `most`; none where rows are lower than `height`. */
  visibleStays(view, most, height) {
    const found = [];
    const times = this.run.times;
    const span = this.span(view);
    for (const band of view.bands) {
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

  /** Background -> busy by occupancy; mixed towards the job's colour from a quarter of guaranteed share up. */
  tone(occupancy, share, job) {
    const tones = this.tones;
    const load = occupancy / 63;
    const deep = occupancy === 0 ? 0 : 0.18 + 0.82 * load;
    if (job < 0) return mix(tones.idle, tones.busy, tones.chosen >= 0 ? deep * 0.55 : deep);
    const grey = mix(tones.idle, tones.busy, deep);
    const full = mix(tones.idle, tones.jobs[job] ?? tones.busy, 0.25 + 0.75 * load);
    const shown = mix(grey, full, 0.2 + 0.8 * ((share - colouredFrom) / (63 - colouredFrom)));
    return tones.chosen >= 0 && tones.chosen !== job ? mix(tones.idle, shown, 0.38) : shown;
  }
}

/** Mixes two colours of the form 0xAABBGGRR. */
export function mix(a, b, part) {
  const red = (a & 255) + ((b & 255) - (a & 255)) * part;
  const green = ((a >> 8) & 255) + (((b >> 8) & 255) - ((a >> 8) & 255)) * part;
  const blue = ((a >> 16) & 255) + (((b >> 16) & 255) - ((a >> 16) & 255)) * part;
  return (0xff000000 | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
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

/** A pixel as one number: occupancy (0 to 63) + 64 x guaranteed share + 4096 x (job + 1), the last two 0 without a colour. */
export function cellOf(votes, x) {
  const busy = votes.busy[x];
  if (busy <= 0) return 0;
  const full = votes.full[x];
  const occupancy = busy >= full * (1 - 1e-6) ? 63 : Math.min(62, Math.max(1, Math.round((busy / full) * 63)));
  const share = Math.round((votes.net[x] / votes.most[x]) * 63);
  return share >= colouredFrom ? occupancy + 64 * share + 4096 * (votes.job[x] + 1) : occupancy;
}
