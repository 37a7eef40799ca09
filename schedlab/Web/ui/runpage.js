import { Lanes } from "../draw/lanes.js";
import { el, panel } from "./dom.js";

export class RunPage {
  constructor(app, { run, engine }) {
    this.app = app;
    this.lanes = new Lanes(run, engine, 520, "Lanes");
    this.element = el("div", { class: "run" }, el("div", {}, panel("Lanes", "", null, this.lanes.element)));
    engine.listen(() => this.update(app.store.state));
  }
  update(state) { this.lanes.draw(state, this.app.theme); }
}
