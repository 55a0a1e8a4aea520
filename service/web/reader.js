// The side panel with an article, scrolled to the exact characters that were quoted.

import { readDocument } from "./api.js";
import { copyButton, correctionsView } from "./citation-view.js";
import { el, isComposing, safeLink } from "./dom.js";
import { explain, formatDate, t } from "./i18n.js";
import { slice, toCodePoints, toUtf16 } from "./offsets.js";
import { fragmentOf, linkTo } from "./place-link.js";
import { reasonWords } from "./reasons.js";

export class Reader {
  constructor(panel) {
    this.panel = panel;
    this.place = null;
    this.document = null;
    this.opener = null;
    this.narrow = matchMedia("(max-width: 999px)"); // as in panels.css
    this.narrow.addEventListener("change", () => this.cover());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || isComposing(event)) return;
      // An open dialog takes its Escape itself.
      if (this.place && !document.querySelector("dialog[open]")) this.close();
    });
  }

  /** Show {docId, start, end, quote}; without a start, the article from its beginning. The
   * page's address names the place, so that it can be handed on. */
  async open(place, opener) {
    Object.assign(this, { place, opener, document: null, problem: null });
    history.replaceState(null, "", fragmentOf(place));
    this.panel.hidden = false;
    document.body.classList.add("reading");
    this.cover();
    this.draw();
    try {
      const read = await readDocument(place.docId);
      if (this.place === place) this.document = read;
    } catch (error) {
      if (this.place === place) this.problem = error;
    }
    if (this.place !== place) return; // another article was opened meanwhile
    this.draw();
    this.panel.focus({ preventScroll: true });
    this.panel.querySelector("mark")?.scrollIntoView({ block: "center" });
  }

  close() {
    this.place = null;
    this.panel.hidden = true;
    history.replaceState(null, "", location.pathname);
    document.body.classList.remove("reading");
    this.cover();
    if (this.opener?.isConnected) this.opener.focus();
  }

  /** Where the article covers the page, the keyboard must not reach what lies behind it. */
  cover() {
    const covered = this.place !== null && this.narrow.matches;
    for (const behind of document.querySelectorAll(".skip, .bar, .chat")) behind.inert = covered;
  }

  draw() {
    if (!this.place) return;
    this.panel.replaceChildren(
      el(
        "header",
        { class: "panel-head" },
        el("h2", {}, this.document?.title ?? t("article")),
        copyButton(t("copyLink"), null, () => linkTo(this.place)),
        el("button", { type: "button", class: "quiet close", id: "close-reader", "aria-label": t("close"), onclick: () => this.close() }, "✕"),
      ),
      ...this.body(),
    );
  }

  body() {
    if (this.problem) {
      const gone = this.problem.code === "unknown_document";
      return [el("p", { class: "status problem", role: "alert" }, gone ? t("gone") : explain(this.problem))];
    }
    if (!this.document) return [el("p", { class: "fine" }, t("opening"))];
    return articleView(this.document, this.place, (place) => this.open(place, this.opener));
  }
}

function articleView(article, place, open) {
  const modified = article.modified_at ? t("modified", formatDate(article.modified_at)) : null;
  const details = [article.publisher, article.section, article.byline, formatDate(article.published_at), modified];
  const link = safeLink(article.url);
  const quoted = place.start !== undefined;
  const intact = quoted && isIntact(article.text, place);
  return [
    el("p", { class: "fine" }, details.filter(Boolean).join(" · ")),
    link ? el("p", { class: "fine" }, el("a", { href: link, rel: "noreferrer noopener", target: "_blank" }, t("original"))) : null,
    newerView(article, open),
    correctionsView(article, open),
    quoted && !intact ? el("p", { class: "status problem", role: "alert" }, t("changed")) : null,
    el(
      "div",
      { class: "article", lang: article.language },
      paragraphs(article.text, intact ? place : null, new Set(article.subheadlines.map((line) => line.start))),
    ),
    droppedView(article.dropped),
  ].filter(Boolean);
}

/** Whether the place is there; a link names characters only, a citation says which they are. */
function isIntact(text, { start, end, quote }) {
  if (quote === undefined) return end <= toCodePoints(text, text.length);
  return slice(text, start, end) === quote;
}

/** The lines that were taken out of the page when it was read, and why. */
function droppedView(dropped) {
  if (dropped.length === 0) return null;
  return el(
    "details",
    { class: "dropped" },
    el("summary", {}, t("dropped", dropped.length)),
    el("ul", {}, dropped.map(({ text, reason }) => el("li", {}, el("span", {}, text), " ", el("em", { class: "why" }, reasonWords(reason))))),
  );
}

function newerView({ superseded_by: newer }, open) {
  if (!newer) return null;
  return el(
    "p",
    { class: "status partial" },
    `${t("superseded")} `,
    el("button", { type: "button", class: "copy", onclick: () => open({ docId: newer }) }, t("newerVersion")),
  );
}

/** One element a line, with what lies between the place's offsets marked; `headings` are starts. */
export function paragraphs(text, place, headings = new Set()) {
  const starts = new Set([...headings].map((start) => toUtf16(text, start)));
  const from = place ? toUtf16(text, place.start) : 0;
  const to = place ? toUtf16(text, place.end) : 0;
  const made = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const start = Math.min(Math.max(from - at, 0), line.length);
    const end = Math.min(Math.max(to - at, 0), line.length);
    const tag = starts.has(at + line.length - line.trimStart().length) ? "h3" : "p";
    if (line.trim()) made.push(lineView(tag, line, start, end));
    at += line.length + 1;
  }
  return made;
}

function lineView(tag, line, start, end) {
  if (end <= start) return el(tag, {}, line);
  return el(tag, {}, line.slice(0, start), el("mark", {}, line.slice(start, end)), line.slice(end));
}
