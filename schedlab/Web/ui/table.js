import { button, el, fill } from "./dom.js";

/** A table: columns [{name, isNumber, text(row), value(row)}]; a heading sorts by its column where `value` is given,
    numbers first from the greatest, texts from the first. The first `most` rows are shown. */
export function table(caption, columns, rows, most = Infinity) {
  const body = el("tbody");
  let order = { column: null, isDown: false };
  const headings = columns.map((column) => {
    const heading = el("th", { scope: "col", class: column.isNumber ? "n" : null });
    heading.append(column.value ? button(column.name, () => sortBy(column, heading)) : column.name);
    return heading;
  });
  function sortBy(column, heading) {
    order = { column, isDown: order.column === column ? !order.isDown : Boolean(column.isNumber) };
    const sorted = rows.slice().sort((a, b) => compareValues(column.value(a), column.value(b)) * (order.isDown ? -1 : 1));
    headings.forEach((h) => h.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", order.isDown ? "descending" : "ascending");
    show(sorted);
  }
  function show(shown) {
    fill(body, shown.slice(0, most).map((row) => el("tr", {}, columns.map((column) => el("td", { class: column.isNumber ? "n" : null }, column.text(row))))));
  }
  show(rows);
  return el("table", { class: columns.some((c) => c.isNumber) && !columns[columns.length - 1].isNumber ? "open" : null }, el("caption", { class: "hidden" }, caption), el("thead", {}, el("tr", {}, headings)), body);
}

function compareValues(a, b) {
  if (typeof a === "number" && typeof b === "number") return (Number.isNaN(a) ? -Infinity : a) - (Number.isNaN(b) ? -Infinity : b);
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

/** A column of numbers, shown by `show` and sorted by what `value` tells of a row. */
export function figure(name, value, show = String) { return { name, isNumber: true, text: (row) => show(value(row)), value }; }

/** A long list of which only the rows in view exist. `make(i)` gives an element of `height` pixels. */
export class VirtualRows {
  constructor(label, height, make) {
    this.height = height;
    this.make = make;
    this.count = 0;
    this.spacer = el("div", { class: "spacer" });
    this.element = el("div", { class: "rows", role: "group", "aria-label": label, tabindex: "0", scroll: () => this.show() }, this.spacer);
  }

  /** Shows a list of another length. */
  set(count) {
    this.count = count;
    this.spacer.style.height = `${count * this.height}px`;
    this.show();
  }

  show() {
    const first = Math.max(0, Math.floor(this.element.scrollTop / this.height) - 2);
    const last = Math.min(this.count, first + Math.ceil((this.element.clientHeight || 300) / this.height) + 4);
    const rows = [];
    for (let i = first; i < last; i += 1) {
      const row = this.make(i);
      row.style.top = `${i * this.height}px`;
      rows.push(row);
    }
    fill(this.spacer, rows);
  }
}
