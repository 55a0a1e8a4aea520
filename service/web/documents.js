// The documents panel: what is stored, adding files by button or by dropping them, removing.

import * as api from "./api.js";
import { announce, byId, el } from "./dom.js";
import { explain, formatDate, t } from "./i18n.js";
import { isFinished, JobLine } from "./jobs.js";

const PAGE = 50;
// Longer than between two keys, shorter than is noticed.
const PAUSE_MILLISECONDS = 200;
// Jobs looked through for unfinished ones when the panel opens; more than wait at once.
const JOBS = 200;

export class Documents {
  constructor({ openArticle, onChange }) {
    this.dialog = byId("documents");
    this.openArticle = openArticle;
    this.onChange = onChange;
    this.listed = [];
    this.total = 0;
    this.jobs = new Map(); // the lines of jobs that are shown, by id
    this.asking = null; // the id whose removal is to be confirmed
    this.named = ""; // the words looked for in the documents' names
    this.changing = true; // whether this service stores and removes, or only reads
    byId("open-documents").addEventListener("click", () => this.show());
    byId("close-documents").addEventListener("click", () => this.dialog.close());
    byId("more-documents").addEventListener("click", () => this.guarded(() => this.more()));
    byId("files").addEventListener("change", (event) => {
      this.send([...event.target.files]);
      event.target.value = ""; // so that the same file can be chosen again
    });
    byId("document-search").addEventListener("input", (event) => this.look(event.target.value));
    this.acceptDrops(byId("drop"));
  }

  /** Offer to add and to remove, or neither: a service that only reads would refuse it. */
  allowChanges(changing) {
    this.changing = changing;
    byId("drop").hidden = !changing;
    this.draw();
  }

  /** Look for words in names once the typing pauses. */
  look(words) {
    this.named = words.trim();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.guarded(() => this.load()), PAUSE_MILLISECONDS);
  }

  acceptDrops(zone) {
    // A file dropped beside the zone would otherwise replace the page; it is taken as well.
    window.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("dragover", () => zone.classList.add("over"));
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    window.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      const files = [...event.dataTransfer.files];
      if (files.length === 0 || !this.changing) return; // none: a piece of text was dragged
      if (!this.dialog.open) this.show();
      this.send(files);
    });
  }

  show() {
    for (const [id, line] of this.jobs) if (isFinished(line.job) || line.problem) this.jobs.delete(id);
    byId("uploads").replaceChildren(...[...this.jobs.values()].map((line) => line.node));
    this.dialog.showModal();
    this.guarded(() => this.load());
    this.guarded(() => this.findJobs());
  }

  /** Show the jobs that others, or this page before it was loaded again, have left under way. */
  async findJobs() {
    const { jobs } = await api.listJobs(JOBS);
    for (const job of jobs.reverse()) {
      if (isFinished(job) || this.jobs.has(job.job_id)) continue;
      const node = el("li");
      byId("uploads").append(node);
      this.followJob(job, node);
    }
  }

  followJob(job, node) {
    const line = new JobLine(job, { node, onEnd: () => this.guarded(() => this.load()) });
    this.jobs.set(job.job_id, line);
    line.follow();
  }

  /** Read the first page again, and tell the rest of the page what is there now. */
  async load() {
    const named = this.named;
    const page = await api.listDocuments(PAGE, 0, named);
    if (named !== this.named) return; // other words were typed meanwhile
    this.listed = page.documents;
    this.total = page.total;
    this.draw();
    this.onChange(named ? await api.listDocuments(PAGE, 0) : page);
  }

  async more() {
    const page = await api.listDocuments(PAGE, this.listed.length, this.named);
    this.listed.push(...page.documents);
    this.total = page.total;
    this.draw();
  }

  /** Files go one after the other, each with a line that says what became of it. */
  async send(files) {
    for (const [at, file] of files.entries()) {
      const which = files.length > 1 ? `${at + 1}/${files.length} ` : "";
      const bar = el("progress", { "aria-label": t("jobProgress", file.name) });
      const line = el("li", {}, el("span", { class: "upload-name" }, file.name), bar, el("span", {}, which + t("uploading")));
      byId("uploads").append(line);
      try {
        const became = await api.sendDocument(file);
        if (became.job_id) {
          this.followJob(became, line);
          continue;
        }
        line.lastChild.textContent = t(became.status);
        line.classList.add("done");
      } catch (error) {
        if (!(error instanceof api.Problem)) throw error;
        line.lastChild.textContent = explain(error);
        line.classList.add("failed");
      } finally {
        bar.remove();
      }
    }
    await this.guarded(() => this.load());
  }

  async remove(found) {
    await api.removeDocument(found.doc_id);
    this.asking = null;
    announce(t("removed", found.title));
    await this.load();
    byId("close-documents").focus(); // the button that was pressed is gone
  }

  async guarded(work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof api.Problem)) throw error;
      byId("uploads").append(el("li", { class: "failed" }, explain(error)));
    }
  }

  draw() {
    for (const line of this.jobs.values()) line.draw();
    byId("document-list").replaceChildren(
      ...(this.listed.length ? this.listed.map((found) => this.line(found)) : [el("li", { class: "fine" }, this.nothing())]),
    );
    byId("more-documents").hidden = this.listed.length >= this.total;
  }

  nothing() {
    if (this.named) return t("noneNamed", this.named);
    return t(this.changing ? "noDocuments" : "noDocumentsHere");
  }

  line(found) {
    const details = [found.publisher, formatDate(found.published_at), t("characters", found.characters)];
    const open = () => {
      this.dialog.close();
      this.openArticle({ docId: found.doc_id }, byId("open-documents"));
    };
    return el(
      "li",
      { class: "document" },
      el(
        "button",
        { type: "button", class: "source", onclick: open },
        el("span", { class: "source-title" }, found.title),
        el("span", { class: "source-details" }, details.filter(Boolean).join(" · ")),
      ),
      this.changing ? this.changeOf(found) : null,
    );
  }

  changeOf(found) {
    return this.asking === found.doc_id ? this.confirmation(found) : this.removal(found);
  }

  removal(found) {
    return el("button", { type: "button", class: "quiet remove", "aria-label": t("removeLabel", found.title), onclick: () => this.askToRemove(found) }, t("remove"));
  }

  confirmation(found) {
    return el(
      "span",
      { class: "confirm", role: "group", "aria-label": t("removeLabel", found.title) },
      el("span", {}, t("reallyRemove")),
      el("button", { type: "button", class: "danger", onclick: () => this.guarded(() => this.remove(found)) }, t("remove")),
      el("button", { type: "button", class: "quiet", onclick: () => this.askToRemove(null) }, t("cancel")),
    );
  }

  askToRemove(found) {
    this.asking = found?.doc_id ?? null;
    this.draw();
    byId("document-list").querySelector(".confirm .quiet")?.focus();
  }
}
