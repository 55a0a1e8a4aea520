// A job as a line below the uploads: how far it is, what it reads, what it could not read and why,
// and a button to call it off.

import * as api from "./api.js";
import { announce, el } from "./dom.js";
import { explain, t } from "./i18n.js";

// Failures named one by one; the others are counted.
const NAMED = 20;

const FINISHED = new Set(["done", "failed", "cancelled"]);

export const isFinished = (job) => FINISHED.has(job.state);

export class JobLine {
  /** `onEnd` is called once, when the job has come to its end. */
  constructor(job, { onEnd, mayCancel, node = el("li") }) {
    Object.assign(this, { job, onEnd, mayCancel, node });
    this.problem = null;
    this.failures = [];
    this.bar = el("progress"); // without a value: nobody knows how much an archive holds
    this.status = el("span", { class: "job-status" });
    this.button = el("button", { type: "button", class: "quiet", onclick: () => this.cancel() });
    this.failureCount = el("summary");
    this.failureList = el("ul");
    this.failed = el("details", { class: "job-failures" }, this.failureCount, this.failureList);
    this.node.replaceChildren(el("span", { class: "upload-name" }, job.name), this.status, this.bar, this.button, this.failed);
    this.node.classList.add("adding", "job");
    this.draw();
  }

  /** Follow the job to its end; never throws a Problem, but shows it. */
  async follow() {
    await this.guarded(async () => {
      for await (const { event, data } of api.followJob(this.job.job_id)) {
        if (event === "item") {
          this.take(data);
          continue;
        }
        this.job = data;
        this.draw();
      }
      announce(`${this.job.name}: ${this.words()}`);
      await this.onEnd();
    });
  }

  /** Why the file itself could not be used is said as the job's end. */
  take({ status, source, ...why }) {
    if (status === "failed" && source !== this.job.name) this.failures.push({ source, ...why });
  }

  get ended() {
    return isFinished(this.job) || this.problem !== null;
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
    this.status.textContent = this.words();
    this.bar.hidden = this.ended;
    this.button.hidden = this.ended || !this.mayCancel();
    this.bar.setAttribute("aria-label", t("jobProgress", this.job.name));
    this.button.textContent = t("cancel");
    this.button.setAttribute("aria-label", t("cancelLabel", this.job.name));
    this.node.classList.toggle("done", this.job.state === "done");
    this.node.classList.toggle("failed", this.job.state === "failed" || this.problem !== null);
    this.drawFailures();
  }

  drawFailures() {
    const more = this.failures.length - NAMED;
    const lines = this.failures.slice(0, NAMED).map((item) =>
      el("li", {}, el("span", { class: "upload-name" }, item.source), el("span", {}, explain(failureOf(item), item.source))),
    );
    if (more > 0) lines.push(el("li", {}, t("andMore", more)));
    this.failed.hidden = this.failures.length === 0;
    this.failureCount.textContent = t("jobFailures", this.failures.length);
    this.failureList.replaceChildren(...lines);
  }

  words() {
    if (this.problem) return explain(this.problem);
    const { state, reading } = this.job;
    const counts = t("jobCounts", this.job);
    if (state === "running" && reading) return `${counts} · ${t("jobReading", reading.split("/").at(-1))}`;
    if (state === "failed" && this.job.code) return `${t("jobStates").failed}: ${explain(failureOf(this.job), this.job.name)}`;
    return `${t("jobStates")[state]} · ${counts}`;
  }
}

/** Why a job or one of its documents failed, as a problem that can be explained. */
const failureOf = ({ code, message, message_ko: korean }) =>
  new api.Problem({ code, detail: message ?? code, detail_ko: korean });
