import { formatTime, numberTicks, formatNumber, timeTicks } from "./scale.js";
import { themeColour } from "../theme.js";

const axisFont = "12px system-ui, 'DejaVu Sans', sans-serif";

/** A canvas in device pixels for a size in pixels of the page; its context draws in pixels of the page. */
export function fitCanvas(canvas, width, height) {
  const ratio = devicePixelRatio || 1;
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = axisFont;
  return context;
}

/** The time axis under a picture: ticks in people's units. */
export function drawTimeAxis(context, left, width, top, from, to, isLabelled = true) {
  const ticks = timeTicks(from, to, Math.max(2, Math.floor(width / 90)));
  context.fillStyle = themeColour("soft");
  context.strokeStyle = themeColour("line");
  context.textBaseline = "top";
  context.lineWidth = 1;
  for (const value of ticks.values) {
    const x = Math.round(left + ((value - from) / (to - from)) * width) + 0.5;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + 5);
    context.stroke();
    const text = formatTime(value, ticks.stepSeconds, ticks.unit);
    const half = context.measureText(text).width / 2;
    context.textAlign = "left";
    if (isLabelled) context.fillText(text, Math.min(left + width - 2 * half, Math.max(left, x - half)), top + 7);
  }
  if (isLabelled) {
    const names = { s: "seconds", min: "minutes", h: "hours", d: "days" };
    context.fillText(names[ticks.unit.short], 10, top + 7);
  }
  return ticks;
}

/** Ticks of a value axis from 0: [{value, text}]. */
export function valueTicks(height, greatest, isShare) {
  const scale = isShare ? 100 : 1;
  const ticks = numberTicks(0, greatest * scale, Math.max(1, Math.floor(height / 26)));
  return ticks.values.map((value) => ({ value: value / scale, text: formatNumber(value, ticks.decimals) + (isShare ? " %" : "") }));
}

/** A value axis in the left margin with lines across. */
export function drawValueAxis(context, left, width, top, bottom, greatest, ticks) {
  context.textBaseline = "middle";
  context.textAlign = "right";
  context.lineWidth = 1;
  for (const { value, text } of ticks) {
    const y = Math.round(bottom - (value / greatest) * (bottom - top)) + 0.5;
    context.strokeStyle = themeColour("line");
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + width, y);
    context.stroke();
    context.fillStyle = themeColour("soft");
    context.fillText(text, left - 6, Math.max(top + 6, Math.min(bottom - 5, y)));
  }
}
