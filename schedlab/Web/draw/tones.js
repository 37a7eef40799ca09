// Colours of cells: background to "busy" by occupancy, mixed towards the job's from a quarter of guaranteed share up.

export const colouredFrom = 16;

/** What cells look like: {idle, busy, gap, hatch, share, jobs: a colour by job, chosen: a job that stands out, or -1}. */
export class Tones {
  constructor(given) {
    Object.assign(this, given);
    const isDimmed = given.chosen >= 0;
    this.greys = Uint32Array.from({ length: 64 }, (_, o) => mix(given.idle, given.busy, depth(o) * (isDimmed ? 0.55 : 1)));
    this.bright = blendTable(given, 1);
    this.others = isDimmed ? blendTable(given, 0.38) : this.bright;
  }

  /** The colour of a cell (0 to 63 each); job -1 = none is guaranteed enough of it. */
  of(occupancy, share, job) {
    if (job < 0) return this.greys[occupancy];
    const table = job === this.chosen ? this.bright : this.others;
    const at = (occupancy * 64 + share) * 4;
    const own = this.jobs[job] ?? this.busy;
    const part = table[at + 3];
    const red = table[at] + (own & 255) * part;
    const green = table[at + 1] + ((own >> 8) & 255) * part;
    const blue = table[at + 2] + ((own >> 16) & 255) * part;
    return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
  }
}

function depth(occupancy) { return occupancy === 0 ? 0 : 0.18 + (0.82 * occupancy) / 63; }

/** By occupancy x 64 + share: red, green, blue, and the part of the job's own. */
function blendTable({ idle, busy }, strength) {
  const table = new Float64Array(64 * 64 * 4);
  for (let o = 0; o < 64; o += 1) {
    for (let s = colouredFrom; s < 64; s += 1) {
      const towards = 0.2 + (0.8 * (s - colouredFrom)) / (63 - colouredFrom);
      const load = 0.25 + (0.75 * o) / 63;
      const at = (o * 64 + s) * 4;
      for (let c = 0; c < 3; c += 1) {
        const [low, high] = [(idle >> (8 * c)) & 255, (busy >> (8 * c)) & 255];
        const shown = (low + (high - low) * depth(o)) * (1 - towards) + low * (1 - load) * towards;
        table[at + c] = low * (1 - strength) + shown * strength + 0.5;
      }
      table[at + 3] = load * towards * strength;
    }
  }
  return table;
}

/** Mixes two colours. */
function mix(a, b, part) {
  const red = (a & 255) + ((b & 255) - (a & 255)) * part;
  const green = ((a >> 8) & 255) + (((b >> 8) & 255) - ((a >> 8) & 255)) * part;
  const blue = ((a >> 16) & 255) + (((b >> 16) & 255) - ((a >> 16) & 255)) * part;
  return (0xff000000 | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}
