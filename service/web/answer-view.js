// One answer as far as it has come: what it says itself, then its quotations as blocks.

import { citationView, relatedView } from "./citation-view.js";
import { el } from "./dom.js";
import { explain, t } from "./i18n.js";

// More related passages than these bury the plain statement that there is no answer.
const RELATED = 3;

/** The nodes that show what a turn knows of its answer by now. */
export function answerView(turn, openArticle, retry) {
  if (turn.problem) return [problemView(turn.problem, retry)];
  if (turn.answer?.status === "not_in_documents") return refusalView(turn, openArticle);
  if (!turn.text && !turn.stopped) return [el("p", { class: "searching" }, t("searching"))];
  return [
    understoodView(turn),
    ...proseBeside(turn.text, turn.citations).map((paragraph, at) => proseView(paragraph, at, turn)),
    el(
      "ol",
      { class: "citations" },
      turn.citations.map((citation) => citationView(citation, openArticle)),
    ),
    turn.stopped ? el("p", { class: "fine" }, t("stopped")) : null,
  ].filter(Boolean);
}

function understoodView(turn) {
  const understood = turn.answer?.question;
  if (!understood || understood === turn.question.trim().normalize("NFC")) return null;
  return el("p", { class: "fine understood" }, t("understood", understood));
}

/** The paragraphs of an answer that are no quotation: those are shown as blocks of their own. */
export function proseBeside(text, citations) {
  const quotes = citations.map((citation) => citation.quote);
  return text
    .split("\n\n")
    .filter((paragraph) => paragraph.trim() && !quotes.some((quote) => paragraph.includes(quote)));
}

function proseView(paragraph, at, turn) {
  // The shortest answer, where there is one, is the text's first paragraph.
  if (at === 0 && turn.answer?.short_answers?.length) return el("p", { class: "short" }, paragraph);
  const partial = turn.answer?.status === "partial";
  return el("p", { class: partial ? "status partial" : "prose" }, paragraph);
}

function refusalView(turn, openArticle) {
  const related = turn.answer.hits.slice(0, RELATED);
  const said = el(
    "div",
    { class: "status refusal" },
    el("strong", {}, t("notFound")),
    el("p", {}, t("notFoundText")),
  );
  const head = [understoodView(turn), said].filter(Boolean);
  if (related.length === 0) return head;
  return [
    ...head,
    el("h3", { class: "related-title" }, t("related")),
    el("ul", { class: "related" }, related.map((hit) => relatedView(hit, openArticle))),
  ];
}

function problemView(problem, retry) {
  return el(
    "div",
    { class: "status problem", role: "alert" },
    el("p", {}, explain(problem)),
    el("p", { class: "fine" }, problem.code),
    retry ? el("button", { type: "button", class: "quiet", onclick: retry }, t("retry")) : null,
  );
}
