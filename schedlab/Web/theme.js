// Colours: custom properties of the style sheet, and those of jobs and classes, which are made here.

const propertyValues = new Map();

/** Light or dark: what was chosen, else what the system prefers. */
export function applyTheme(choice) {
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const { dataset } = document.documentElement;
  if (dataset.theme !== (dark ? "dark" : "light")) propertyValues.clear();
  dataset.theme = dark ? "dark" : "light";
  return dark ? "dark" : "light";
}

export function themeColour(name) {
  if (!propertyValues.has(name)) propertyValues.set(name, getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim());
  return propertyValues.get(name);
}

/** A colour "#rrggbb" as 0xAABBGGRR. */
export function packedColour(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  return (0xff000000 | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

export function cssColour(packed) { return `rgb(${packed & 255} ${(packed >> 8) & 255} ${(packed >> 16) & 255})`; }

/** A colour of even lightness (OKLCH: 0 to 1, chroma, degrees) as 0xAABBGGRR. */
export function evenColour(lightness, chroma, degrees) {
  for (let c = chroma; c >= 0; c -= 0.01) {
    const a = c * Math.cos((degrees * Math.PI) / 180);
    const b = c * Math.sin((degrees * Math.PI) / 180);
    const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
    const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
    const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
    const linear = [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s];
    if (linear.some((v) => v < -0.001 || v > 1.001) && c > 0.01) continue;
    const [red, green, blue] = linear.map((v) => {
      const clipped = Math.min(1, Math.max(0, v));
      return Math.round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055));
    });
    return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
  }
  return 0xff808080;
}

/** 24 colours for names that have no order: 12 hues, two lightnesses each. */
export function nameColours(theme) {
  const colours = [];
  const [first, second] = theme === "dark" ? [0.76, 0.62] : [0.64, 0.5];
  for (let k = 0; k < 24; k += 1) colours.push(evenColour(k % 2 ? second : first, 0.15, 20 + (k >> 1) * 30));
  return colours;
}

/** A scale of `count` colours for what has an order, from little to much. */
export function orderColours(theme, count) {
  const colours = [];
  for (let k = 0; k < count; k += 1) {
    const part = count > 1 ? k / (count - 1) : 0;
    const lightness = theme === "dark" ? 0.5 + 0.36 * part : 0.66 - 0.28 * part;
    colours.push(evenColour(lightness, 0.13, 230 - 190 * part));
  }
  return colours;
}

/** A stable number for a job, so that neighbours differ. */
export function spread(number) { return Math.imul(number + 1, 0x9e3779b1) >>> 8; }
