// The documents panel: what is stored, adding files by button or by dropping them, removing.

import * as api from "./api.js";
import { announce, byId, el } from "./dom.js";
import { formatDate, t } from "./i18n.js";
import { Uploads } from "./uploads.js";

const PAGE = 50;
// Longer than between two keys, shorter than is noticed.
const PAUSE_MILLISECONDS = 200;

export class Documents {
  constructor({ openArticle, onChange }) {
    this.dialog = byId("documents");
    this.openArticle = openArticle;
    this.onChange = onChange;
    this.listed = [];
    this.total = 0;
    this.uploads = new Uploads(byId("uploads"), {
      onStored: () => this.guarded(() => this.load()),
      mayChange: () => this.changing,
    });
    this.asking = null; // the id whose removal is to be confirmed
    this.named = ""; // the words looked for in the documents' names
    this.changing = true; // whether this page may add and remove, or only read
    byId("open-documents").addEventListener("click", () => this.show());
    byId("close-documents").addEventListener("click", () => this.dialog.close());
    byId("more-documents").addEventListener("click", () => this.guarded(() => this.more()));
    byId("files").addEventListener("change", (event) => {
      this.uploads.send([...event.target.files]);
      event.target.value = ""; // so that the same file can be chosen again
    });
    byId("document-search").addEventListener("input", (event) => this.look(event.target.value));
    this.acceptDrops(byId("drop"));
  }

  /** Offer to add and to remove, or neither: where the service or the key only reads, it is refused. */
  allowChanges(changing) {
    this.changing = changing;
    byId("drop").hidden = !changing;
    this.draw();
  }

  /** Look for words in names once the typing pauses. */
  look(words) {
    this.named = words.trim();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.guarded(() => this.list()), PAUSE_MILLISECONDS);
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
      this.uploads.send(files);
    });
  }

  show() {
    this.uploads.tidy();
    this.dialog.showModal();
    this.guarded(() => this.load());
    this.guarded(() => this.uploads.findJobs());
  }

  /** Read the first page again, and tell the rest of the page what is there now. */
  async load() {
    const page = await this.list();
    this.onChange(this.named ? await api.listDocuments(PAGE, 0) : page);
  }

  /** Read and show the first page of those that are looked for. */
  async list() {
    const named = this.named;
    const page = await api.listDocuments(PAGE, 0, named);
    if (named !== this.named) return this.list(); // other words were typed meanwhile
    this.listed = page.documents;
    this.total = page.total;
    this.allowChanges(page.changing);
    return page;
  }

  async more() {
    const named = this.named;
    const page = await api.listDocuments(PAGE, this.listed.length, named);
    if (named !== this.named) return; // as above
    this.listed.push(...page.documents);
    this.total = page.total;
    this.draw();
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
      this.uploads.report(error);
    }
  }

  draw() {
    this.uploads.draw();
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
    const about = found?.doc_id ?? this.asking;
    this.asking = found?.doc_id ?? null;
    this.draw();
    // The button that was pressed is gone: on to the one that takes it back, or back to the first.
    const at = this.listed.findIndex(({ doc_id: id }) => id === about);
    byId("document-list").children[at]?.querySelector(".confirm .quiet, .remove")?.focus();
  }
}
