import { stayMilli } from "./stays.js";

// Votes of cells as docs/page-parts.md describes them: 2,048 columns x rows of GPUs, and levels of 2, 4, 8.. rows of a band.

export const baseColumns = 2048;

/** An empty level: rows of `gpusPerRow` GPUs by band. */
function emptyLevel(bands, gpusPerRow) {
  let rows = 0;
  const firstRows = bands.map((band) => {
    const first = rows;
    rows += Math.ceil(band.gpuCount / gpusPerRow);
    return first;
  });
  const cells = rows * baseColumns;
  return { gpusPerRow, rows, firstRows, busy: new Float32Array(cells), net: new Float32Array(cells), job: new Uint32Array(cells) };
}

/** The smallest power of two with at most 1,024 rows, or one row a band. */
export function baseGPUsPerRow(bands) {
  let size = 1;
  const rows = () => bands.reduce((sum, band) => sum + Math.ceil(band.gpuCount / size), 0);
  while (rows() > 1024 && bands.some((band) => band.gpuCount > size)) size *= 2;
  return size;
}

/** The base of a run, to be filled strip by strip. */
export function emptyBase(bands) { return emptyLevel(bands, baseGPUsPerRow(bands)); }

/** Adds the stays of a strip to the base. */
export function addStrip(base, bands, strip, times, fromSeconds, toSeconds) {
  const width = (toSeconds - fromSeconds) / baseColumns;
  if (!(width > 0)) return;
  bands.forEach((band, b) => {
    for (let gpu = band.firstGPU; gpu < band.firstGPU + band.gpuCount; gpu += 1) {
      const row = (base.firstRows[b] + Math.floor((gpu - band.firstGPU) / base.gpusPerRow)) * baseColumns;
      for (let i = strip.offsets[gpu]; i < strip.offsets[gpu + 1]; i += 1) {
        const begin = (times[strip.begin[i]] - fromSeconds) / width;
        const end = (times[strip.end[i]] - fromSeconds) / width;
        const milli = stayMilli(strip.share[i]) / 1000;
        const last = Math.min(baseColumns - 1, Math.ceil(end) - 1);
        for (let c = Math.max(0, Math.floor(begin)); c <= last; c += 1) {
          const overlap = Math.min(end, c + 1) - Math.max(begin, c);
          if (overlap > 0) mergeCell(base, row + c, overlap * milli, overlap * milli, strip.job[i]);
        }
      }
    }
  });
}

/** The levels above a base, each from the one below, until every band is one row. */
export function levelsAbove(base, bands) {
  const levels = [base];
  for (let below = base; bands.some((band) => band.gpuCount > below.gpusPerRow) && levels.length < 20;) {
    const level = emptyLevel(bands, below.gpusPerRow * 2);
    bands.forEach((band, b) => {
      const rows = Math.ceil(band.gpuCount / below.gpusPerRow);
      for (let r = 0; r < rows; r += 1) {
        const from = (below.firstRows[b] + r) * baseColumns;
        const to = (level.firstRows[b] + (r >> 1)) * baseColumns;
        for (let c = 0; c < baseColumns; c += 1) {
          if (below.busy[from + c] > 0) mergeCell(level, to + c, below.busy[from + c], below.net[from + c], below.job[from + c]);
        }
      }
    });
    levels.push(level);
    below = level;
  }
  return levels;
}

/** Merges a vote into that of a cell. */
function mergeCell(level, cell, busy, net, job) {
  level.busy[cell] += busy;
  if (level.job[cell] === job) {
    level.net[cell] += net;
  } else if (level.net[cell] >= net) {
    level.net[cell] -= net;
  } else {
    level.net[cell] = net - level.net[cell];
    level.job[cell] = job;
  }
}
