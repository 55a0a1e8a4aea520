// The box questions are typed into.

import { byId, isComposing } from "./dom.js";

export class Composer {
  constructor({ onAsk, onStop }) {
    this.form = byId("composer");
    this.field = byId("question");
    this.onAsk = onAsk;
    this.ready = false;
    this.busy = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("input", () => this.refresh());
    byId("stop").addEventListener("click", onStop);
  }

  /** Put a question in and send it. */
  fill(question) {
    this.field.value = question;
    this.submit();
  }

  submit() {
    const question = this.field.value.trim();
    if (!question || this.busy || !this.ready) return;
    this.field.value = "";
    this.refresh();
    this.onAsk(question);
  }

  set({ ready = this.ready, busy = this.busy }) {
    const wasBusy = this.busy;
    Object.assign(this, { ready, busy });
    byId("send").hidden = busy;
    byId("stop").hidden = !busy;
    this.refresh();
    // Whoever reads on elsewhere meanwhile stays there; the button that was pressed is gone.
    if (wasBusy && !busy && nothingHasFocus()) this.field.focus({ preventScroll: true });
  }

  refresh() {
    byId("send").disabled = !this.ready || this.field.value.trim() === "";
    // Grow with the text; where the browser does it by itself (field-sizing) this changes nothing.
    this.field.rows = Math.min(6, Math.max(1, this.field.value.split("\n").length));
  }
}

const nothingHasFocus = () => [null, document.body, byId("send"), byId("stop")].includes(document.activeElement);
