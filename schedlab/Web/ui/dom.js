// Elements without markup: texts of records enter by textContent only.

/** An element: attributes (functions are listeners, "class" and data as written) and children (texts, elements, null). */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  put(element, ...children);
  return element;
}

/** Adds children: elements as they are, everything else as text. */
export function put(element, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren();
  return put(element, ...children);
}

export function swatch(colour) {
  const mark = el("span", { class: "swatch", "aria-hidden": "true" });
  mark.style.background = colour;
  return mark;
}

/** A panel with a heading, tools at its right and a body. */
export function panel(title, explanation, tools, ...body) {
  return el("section", { class: "panel", "aria-label": title },
    el("header", {}, el("h2", {}, title), explanation ? el("p", { class: "grow" }, explanation) : el("span", { class: "grow" }), tools),
    ...body);
}

export function command(text) { return el("code", { class: "cmd" }, text); }

/** Says something to those who listen instead of look. */
export function say(text) {
  const live = document.getElementById("live");
  if (live.textContent !== text) live.textContent = text;
}
