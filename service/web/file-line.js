// A file being added as a line: how much of it has been sent, what became of it, and why not.

import * as api from "./api.js";
import { announce, el } from "./dom.js";
import { explain, formatSize, t } from "./i18n.js";

export class FileLine {
  constructor(file) {
    Object.assign(this, { file, state: "waiting", sent: 0, problem: null });
    this.abort = new AbortController();
    this.status = el("span", { class: "job-status" });
    this.bar = el("progress", { max: Math.max(1, file.size), value: 0 });
    this.button = el("button", { type: "button", class: "quiet", onclick: () => this.cancel() });
    this.node = el("li", { class: "adding" }, el("span", { class: "upload-name" }, file.name), this.status, this.bar, this.button);
    this.draw();
  }

  get ended() {
    return !["waiting", "sending", "sent"].includes(this.state);
  }

  /** Send the file; resolves with the job it became, else with null. Never throws a Problem. */
  async send() {
    if (this.ended) return null; // called off while others were sent
    this.state = "sending";
    this.draw();
    try {
      const became = await api.sendDocument(this.file, (loaded, total) => this.progress(loaded, total), this.abort.signal);
      if (became.job_id) return became;
      this.end(became.status);
    } catch (error) {
      if (error instanceof api.Problem) this.problem = error;
      else if (error.name !== "AbortError") throw error;
      this.end(this.problem ? "failed" : "cancelled");
    }
    return null;
  }

  /** What goes with the file in its form is counted as well: never more than the file has. */
  progress(loaded, total) {
    this.sent = Math.min(loaded, this.file.size);
    if (loaded >= total) this.state = "sent";
    this.draw();
  }

  cancel() {
    if (this.state === "waiting") this.end("cancelled");
    else this.abort.abort();
  }

  end(state) {
    this.state = state;
    this.draw();
    announce(`${this.file.name}: ${this.words()}`);
  }

  draw() {
    this.status.textContent = this.words();
    if (this.state === "sent") this.bar.removeAttribute("value"); // nobody knows how long reading takes
    else this.bar.value = this.sent;
    this.bar.hidden = this.ended;
    this.bar.setAttribute("aria-label", t("jobProgress", this.file.name));
    // What has arrived is stored: there is nothing to call off any more.
    this.button.hidden = this.ended || this.state === "sent";
    this.button.textContent = t("cancel");
    this.button.setAttribute("aria-label", t("cancelLabel", this.file.name));
    this.node.classList.toggle("done", this.ended && !["failed", "cancelled"].includes(this.state));
    this.node.classList.toggle("failed", this.state === "failed");
  }

  words() {
    if (this.problem) return explain(this.problem, this.file.name);
    if (this.state === "sending") return t("sendingBytes", formatSize(this.sent), formatSize(this.file.size));
    return t("fileStates")[this.state];
  }
}
