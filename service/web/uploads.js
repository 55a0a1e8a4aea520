// What is being added: files one after the other, and the jobs that some of them become.

import * as api from "./api.js";
import { announce, el } from "./dom.js";
import { FileLine } from "./file-line.js";
import { explain } from "./i18n.js";
import { isFinished, JobLine } from "./jobs.js";

// Jobs looked through for unfinished ones when the panel opens; more than wait at once.
const JOBS = 200;

export class Uploads {
  /** `onStored` is called when the stored documents may be others; it never throws a Problem.
   * `mayChange` says whether jobs may be called off. */
  constructor(list, { onStored, mayChange }) {
    Object.assign(this, { list, onStored, mayChange });
    this.lines = []; // of files and jobs, as they are shown
    this.sending = Promise.resolve(); // the last of what was handed in
  }

  /** Send files, after those that are under way; resolves when each is stored or a job. */
  send(files) {
    const lines = files.map((file) => this.add(new FileLine(file)));
    this.sending = this.sending.then(() => this.sendAll(lines));
    return this.sending;
  }

  async sendAll(lines) {
    for (const line of lines) {
      const job = await line.send();
      if (job) this.follow(job, line);
    }
    await this.onStored();
  }

  /** Show the jobs that others, or this page before it was loaded again, have left under way. */
  async findJobs() {
    const { jobs } = await api.listJobs(JOBS);
    for (const job of jobs.reverse()) {
      const shown = this.lines.some((line) => line.job?.job_id === job.job_id);
      if (!isFinished(job) && !shown) this.follow(job);
    }
  }

  /** Follow a job on a line of its own, or on the one of the file that became it. */
  follow(job, before = this.add({ node: el("li"), ended: true })) {
    const line = new JobLine(job, { node: before.node, onEnd: this.onStored, mayCancel: this.mayChange });
    this.lines.splice(this.lines.indexOf(before), 1, line);
    line.follow();
  }

  add(line) {
    this.lines.push(line);
    this.list.append(line.node);
    return line;
  }

  /** Say what went wrong where the files' fates are said. */
  report(problem) {
    const node = el("li", { class: "failed" });
    const draw = () => (node.textContent = explain(problem));
    draw();
    this.add({ node, draw, ended: true });
    announce(explain(problem));
  }

  /** Let go of what has come to its end. */
  tidy() {
    this.lines = this.lines.filter((line) => !line.ended);
    this.list.replaceChildren(...this.lines.map((line) => line.node));
  }

  draw() {
    for (const line of this.lines) line.draw();
  }
}
