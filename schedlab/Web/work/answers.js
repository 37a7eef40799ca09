import { stayGoesOn, stayIsOpen, stayMilli, staysBetween } from "../data/stays.js";
import { rowGPUs } from "../draw/raster.js";

// What the worker answers beside pictures: all from exact stays.

/** Stays of GPUs [a, b) that hold the instant of a time: joined over strips. */
export function staysAt(raster, a, b, seconds, most = 64) {
  const times = raster.run.times;
  const at = raster.instant(seconds);
  const found = [];
  for (let gpu = a; gpu < b && found.length < most; gpu += 1) {
    for (let s = 0; s < raster.strips.length; s += 1) {
      const strip = raster.strips[s];
      const [first, last] = staysBetween(strip, gpu, at, Math.floor(at) + 1);
      for (let i = first; i < last; i += 1) {
        if (times[strip.begin[i]] <= seconds && seconds < times[strip.end[i]]) found.push(wholeStay(raster, s, gpu, i));
      }
    }
  }
  return found;
}

/** A stay with what belongs to it in the strips before and after. */
function wholeStay(raster, s, gpu, i) {
  const { strips, run } = raster;
  const [job, milli] = [strips[s].job[i], stayMilli(strips[s].share[i])];
  let [from, to] = [run.times[strips[s].begin[i]], run.times[strips[s].end[i]]];
  let share = strips[s].share[i];
  for (let k = s; stayGoesOn(share) && k > 0;) {
    k -= 1;
    const before = sameStay(strips[k], gpu, job, milli, false);
    if (before < 0) break;
    from = run.times[strips[k].begin[before]];
    share = strips[k].share[before];
  }
  share = strips[s].share[i];
  for (let k = s; stayIsOpen(share) && k + 1 < strips.length;) {
    k += 1;
    const after = sameStay(strips[k], gpu, job, milli, true);
    if (after < 0) break;
    to = run.times[strips[k].end[after]];
    share = strips[k].share[after];
  }
  return { gpu, job, milli, from, to, isOpen: stayIsOpen(share) };
}

/** The stay of a strip that goes on from the strip before (or into the next one), or -1. */
function sameStay(strip, gpu, job, milli, isFirst) {
  for (let i = strip.offsets[gpu]; i < strip.offsets[gpu + 1]; i += 1) {
    const goes = isFirst ? stayGoesOn(strip.share[i]) : stayIsOpen(strip.share[i]);
    if (goes && strip.job[i] === job && stayMilli(strip.share[i]) === milli) return i;
  }
  return -1;
}

/** A bit by job: whether it holds a GPU at a time; and what is taken of each GPU in milli-GPU. */
export function stateAt(raster, seconds) {
  const { run } = raster;
  const runs = new Uint8Array(run.jobCount);
  const taken = new Uint16Array(run.gpuCount);
  const at = raster.instant(seconds);
  for (const strip of raster.strips) {
    if (strip.lastInstant < at || strip.firstInstant > at) continue;
    for (let gpu = 0; gpu < run.gpuCount; gpu += 1) {
      const [first, last] = staysBetween(strip, gpu, at, Math.floor(at) + 1);
      for (let i = first; i < last; i += 1) {
        if (run.times[strip.begin[i]] > seconds || seconds >= run.times[strip.end[i]]) continue;
        runs[strip.job[i]] = 1;
        taken[gpu] += stayMilli(strip.share[i]);
      }
    }
  }
  return { runs, taken };
}

/** All stays of a job, joined over strips, by beginning then GPU. */
export function lifeOf(raster, job) {
  const life = [];
  raster.strips.forEach((strip, s) => {
    for (let gpu = 0; gpu < raster.run.gpuCount; gpu += 1) {
      for (let i = strip.offsets[gpu]; i < strip.offsets[gpu + 1]; i += 1) {
        if (strip.job[i] !== job || (stayGoesOn(strip.share[i]) && s > 0)) continue;
        life.push(wholeStay(raster, s, gpu, i));
      }
    }
  });
  return life.sort((a, b) => a.from - b.from || a.gpu - b.gpu);
}

/** Share taken of each band in equal slices of a range. */
export function loadTable(raster, from, to, sliceCount) {
  const view = { width: sliceCount, from, to };
  return raster.run.bands.map((band, b) => {
    const votes = raster.votes(view, b, band.firstGPU, band.firstGPU + band.gpuCount, "exact");
    return Array.from({ length: sliceCount }, (_, x) => votes.busy[votes.place[x]] / band.gpuCount);
  });
}

/** The cell drawn at a pixel of a view: its GPUs and time, for tests and readouts. */
export function pixelRow(raster, view, y) {
  const band = view.bands.find((b) => y >= b.top && y < b.bottom);
  return band ? { band: band.band, gpus: rowGPUs(band, raster.run.bands[band.band], y) } : null;
}
