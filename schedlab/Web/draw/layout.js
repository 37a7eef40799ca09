// Where bands lie: visible GPUs share the height in proportion, each type at least 14 px, 6 px between types. Pure.

const leastHeight = 14;
const gapHeight = 6;

/** The bands of a view in pixels of the page: {band, top, bottom, fromGPU, toGPU}; `range` = [from, to) in GPUs or null. */
export function layOut(bands, range, height) {
  const shown = bands.map((band, b) => ({
    band: b,
    fromGPU: Math.max(band.firstGPU, range ? range[0] : 0),
    toGPU: Math.min(band.firstGPU + band.gpuCount, range ? range[1] : Infinity)
  })).filter((band) => band.toGPU - band.fromGPU > 1e-6);
  const room = Math.max(shown.length, height - gapHeight * (shown.length - 1));
  const heights = new Array(shown.length).fill(0);
  const fixed = new Set();
  for (let again = true; again;) {
    again = false;
    const left = room - fixed.size * leastHeight;
    const gpus = shown.reduce((sum, band, i) => sum + (fixed.has(i) ? 0 : band.toGPU - band.fromGPU), 0);
    shown.forEach((band, i) => {
      if (fixed.has(i)) return;
      heights[i] = (left * (band.toGPU - band.fromGPU)) / gpus;
      if (heights[i] < leastHeight && shown.length * leastHeight <= room) {
        heights[i] = leastHeight;
        fixed.add(i);
        again = true;
      }
    });
  }
  let top = 0;
  return shown.map((band, i) => {
    const placed = { ...band, top: Math.round(top), bottom: Math.round(top + heights[i]) };
    top += heights[i] + gapHeight;
    return placed;
  });
}

/** The GPU (a fraction) at a height, or the nearest one between bands. */
export function gpuAt(placed, y) {
  if (placed.length === 0) return 0;
  const band = placed.find((b) => y < b.bottom) ?? placed[placed.length - 1];
  const part = Math.min(1, Math.max(0, (y - band.top) / (band.bottom - band.top || 1)));
  return Math.min(band.toGPU - 1e-6, band.fromGPU + part * (band.toGPU - band.fromGPU));
}

/** Where GPUs [first, first + count) begin and end, or null out of view. */
export function extentOf(placed, first, count) {
  const band = placed.find((b) => first < b.toGPU - 1e-6 && first + count > b.fromGPU + 1e-6);
  if (!band) return null;
  const height = (gpu) => band.top + ((gpu - band.fromGPU) / (band.toGPU - band.fromGPU)) * (band.bottom - band.top);
  return [height(Math.max(first, band.fromGPU)), height(Math.min(first + count, band.toGPU))];
}

/** A range kept within [from, to] and no shorter than `least`. */
export function keepWithin([a, b], from, to, least) {
  const length = Math.min(to - from, Math.max(least, b - a));
  const start = Math.min(Math.max(from, (a + b - length) / 2), to - length);
  return [start, start + length];
}
