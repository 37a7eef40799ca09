import { shifted } from "../draw/overview.js";

// What mouse, touch and keys do to a picture of lanes. Pages share it, so every picture behaves alike.

/** Zooms a state's range of time about an instant. */
export function zoomTime(lanes, store, factor, about) {
  const { run } = lanes;
  const [from, to] = lanes.range(store.state);
  const middle = about ?? (store.state.t !== null && store.state.t > from && store.state.t < to ? store.state.t : (from + to) / 2);
  const length = Math.min(run.to - run.from, Math.max((to - from) * factor, run.length / 20000, 1));
  if (length >= (run.to - run.from) * 0.9999) return store.set({ x: null });
  return store.set({ x: shifted(run, middle - ((middle - from) / (to - from)) * length, length) });
}

/** Zooms the rows about a GPU. */
export function zoomRows(lanes, store, factor, about) {
  const { gpuCount } = lanes.run;
  const [from, to] = lanes.rows(store.state) ?? [0, gpuCount];
  const middle = about ?? (from + to) / 2;
  const length = Math.max(Math.min(4, gpuCount), (to - from) * factor);
  if (length >= gpuCount * 0.999) return store.set({ y: null });
  const start = Math.max(0, Math.min(gpuCount - length, middle - ((middle - from) / (to - from)) * length));
  return store.set({ y: [start, start + length] });
}

/** Moves the range of time by a part of itself. */
export function panTime(lanes, store, part) {
  const [from, to] = lanes.range(store.state);
  if (store.state.x) store.set({ x: shifted(lanes.run, from + (to - from) * part, to - from) });
}

/** Listens to a picture; `picked` and `hovered` get {seconds, gpu}. */
export function controlLanes(lanes, store, picked, hovered, ranged) {
  const face = lanes.face;
  const place = (event) => {
    const box = face.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  let drag = null;
  face.addEventListener("wheel", (event) => {
    const point = lanes.pointAt(...place(event));
    if (!point) return;
    event.preventDefault();
    const factor = Math.exp(Math.max(-240, Math.min(240, event.deltaY || event.deltaX)) * 0.0022);
    if (event.shiftKey) zoomRows(lanes, store, factor, point.gpuPart); else zoomTime(lanes, store, factor, point.seconds);
  }, { passive: false });
  face.addEventListener("pointerdown", (event) => {
    const [x, y] = place(event);
    drag = { x, y, moved: false, range: lanes.range(store.state), isRange: event.shiftKey, from: lanes.pointAt(x, y) };
    face.setPointerCapture(event.pointerId);
  });
  face.addEventListener("pointermove", (event) => {
    const [x, y] = place(event);
    if (!drag) {
      hovered(lanes.pointAt(x, y));
      return;
    }
    if (Math.abs(x - drag.x) + Math.abs(y - drag.y) > 4) drag.moved = true;
    if (!drag.moved) return;
    if (drag.isRange) {
      const to = lanes.pointAt(x, y);
      if (to && drag.from) ranged([drag.from.seconds, to.seconds].sort((a, b) => a - b));
    } else if (store.state.x) {
      const length = drag.range[1] - drag.range[0];
      store.set({ x: shifted(lanes.run, drag.range[0] - ((x - drag.x) / lanes.plotWidth()) * length, length) });
    }
  });
  face.addEventListener("pointerup", (event) => {
    const wasMoved = drag && drag.moved;
    drag = null;
    const point = lanes.pointAt(...place(event));
    if (!wasMoved && point) picked(point);
  });
  face.addEventListener("pointercancel", () => { drag = null; });
  face.addEventListener("pointerleave", () => hovered(null));
  face.addEventListener("dblclick", () => store.set({ x: null, y: null }));
}
