// The list of conversations kept in this browser: open, rename, take away as a file, delete.

import { announce, byId, el, isComposing } from "./dom.js";
import { formatOwnDate, t } from "./i18n.js";
import { download } from "./output.js";
import { findThread, listThreads, onThreads, putThread, removeThread, renameThread } from "./threads.js";
import { threadJson, threadMarkdown } from "./transcript.js";

// What file systems take, with room for the ending.
const NAME_CHARS = 60;

export class ThreadPanel {
  /** `current` gives the id of the conversation that is shown, or null. */
  constructor({ current, onOpen, onNew, onRemove }) {
    Object.assign(this, { current, onOpen, onNew, onRemove });
    this.dialog = byId("threads");
    this.renaming = null; // the id whose title is being typed
    this.removed = null; // the conversation that can still be brought back
    byId("open-threads").addEventListener("click", () => this.show());
    byId("close-threads").addEventListener("click", () => this.dialog.close());
    byId("another-chat").addEventListener("click", () => this.leave(onNew));
    onThreads(() => this.draw());
  }

  show() {
    Object.assign(this, { renaming: null, removed: null });
    this.draw();
    this.dialog.showModal();
  }

  leave(then) {
    this.dialog.close();
    then();
  }

  draw() {
    const lines = listThreads().map((thread) =>
      thread.id === this.renaming ? this.renamingLine(thread) : this.line(thread),
    );
    if (this.removed) lines.unshift(this.undoLine());
    byId("thread-list").replaceChildren(...(lines.length ? lines : [el("li", { class: "fine" }, t("noThreads"))]));
  }

  line(thread) {
    const { id, title, changed, turns } = thread;
    const details = [formatOwnDate(changed), t("questions", turns.length)].join(" · ");
    const small = (words, act) =>
      el("button", { type: "button", class: "small", "aria-label": `${words}: ${title}`, onclick: act }, words);
    return el(
      "li",
      { class: "thread" },
      el(
        "button",
        { type: "button", class: "source", "aria-current": id === this.current() ? "true" : null, onclick: () => this.leave(() => this.onOpen(thread)) },
        el("span", { class: "source-title" }, title),
        el("span", { class: "source-details" }, details),
      ),
      el(
        "p",
        { class: "thread-actions" },
        small(t("rename"), () => this.rename(id)),
        small("Markdown", () => download(fileName(title, "md"), "text/markdown", threadMarkdown(thread))),
        small("JSON", () => download(fileName(title, "json"), "application/json", threadJson(thread))),
        small(t("remove"), () => this.remove(thread)),
      ),
    );
  }

  renamingLine({ id, title }) {
    const field = el("input", { type: "text", class: "field", value: title, maxlength: 200, "aria-label": t("newTitle") });
    const save = (event) => {
      event.preventDefault();
      if (field.value.trim()) renameThread(id, field.value.trim());
      this.rename(null);
    };
    const stop = (event) => {
      if (event.key !== "Escape" || isComposing(event)) return;
      event.preventDefault(); // the list itself stays open
      this.rename(null);
    };
    return el(
      "li",
      { class: "thread" },
      el(
        "form",
        { class: "renaming", onsubmit: save, onkeydown: stop },
        field,
        el("button", { type: "submit", class: "primary" }, t("save")),
        el("button", { type: "button", class: "quiet", onclick: () => this.rename(null) }, t("cancel")),
      ),
    );
  }

  rename(id) {
    this.renaming = id;
    this.draw();
    const field = byId("thread-list").querySelector("input");
    if (field) field.select();
    else byId("close-threads").focus(); // the button that was pressed is gone
  }

  remove(thread) {
    removeThread(thread.id);
    this.removed = thread;
    this.onRemove(thread.id);
    announce(t("removed", thread.title));
    this.draw();
    byId("undo").focus();
  }

  undoLine() {
    const undo = () => {
      putThread(findThread(this.removed.id) ?? this.removed); // another tab may have gone on with it
      this.removed = null;
      this.draw();
      byId("close-threads").focus();
    };
    return el(
      "li",
      { class: "thread undo" },
      el("span", {}, t("removed", this.removed.title)),
      el("button", { type: "button", class: "quiet", id: "undo", onclick: undo }, t("undo")),
    );
  }
}

/** A title as a file's name: letters and digits of any script, the rest as hyphens. */
export function fileName(title, ending) {
  const name = title.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "");
  return `${[...name].slice(0, NAME_CHARS).join("") || "conversation"}.${ending}`;
}
