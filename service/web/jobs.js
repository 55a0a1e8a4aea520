// A job as a line below the uploads: how far it is, what it reads, and a button to call it off.

import * as api from "./api.js";
import { announce, el } from "./dom.js";
import { explain, t } from "./i18n.js";

const FINISHED = new Set(["done", "failed", "cancelled"]);

export const isFinished = (job) => FINISHED.has(job.state);

export class JobLine {
  /** `onEnd` is called once, when the job has come to its end. */
  constructor(job, { onEnd, node = el("li") }) {
    this.job = job;
    this.onEnd = onEnd;
    this.node = node;
    this.problem = null;
    this.bar = el("progress"); // without a value: nobody knows how much an archive holds
    this.status = el("span", { class: "job-status" });
    this.button = el("button", { type: "button", class: "quiet", onclick: () => this.cancel() });
    this.node.replaceChildren(el("span", { class: "upload-name" }, job.name), this.status, this.bar, this.button);
    this.node.classList.add("job");
    this.draw();
  }

  /** Follow the job to its end; never throws a Problem, but shows it. */
  async follow() {
    await this.guarded(async () => {
      for await (const { event, data } of api.followJob(this.job.job_id)) {
        if (event === "item") continue;
        this.job = data;
        this.draw();
      }
      announce(`${this.job.name}: ${this.words()}`);
      await this.onEnd();
    });
  }

  async cancel() {
    this.button.disabled = true;
    await this.guarded(() => api.cancelJob(this.job.job_id));
  }

  async guarded(work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof api.Problem)) throw error;
      this.problem = error;
      this.draw();
    }
  }

  draw() {
    const ended = isFinished(this.job) || this.problem !== null;
    this.status.textContent = this.words();
    this.bar.hidden = this.button.hidden = ended;
    this.bar.setAttribute("aria-label", t("jobProgress", this.job.name));
    this.button.textContent = t("cancel");
    this.button.setAttribute("aria-label", t("cancelLabel", this.job.name));
    this.node.classList.toggle("done", this.job.state === "done");
    this.node.classList.toggle("failed", this.job.state === "failed" || this.problem !== null);
  }

  words() {
    if (this.problem) return explain(this.problem);
    const { state, reading } = this.job;
    const counts = t("jobCounts", this.job);
    if (state === "running" && reading) return `${counts} · ${t("jobReading", reading.split("/").at(-1))}`;
    if (state === "failed" && this.job.code) return `${t("jobStates").failed} (${this.job.code})`;
    return `${t("jobStates")[state]} · ${counts}`;
  }
}
