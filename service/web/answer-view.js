// One answer: a status when it needs saying, then the quotations; while it streams, its text so far.

import { citationView, relatedView } from "./citation-view.js";
import { el } from "./dom.js";
import { explain, t } from "./i18n.js";

// More related passages than these bury the plain statement that there is no answer.
const RELATED = 3;

/** The nodes that show what a turn knows of its answer by now. */
export function answerView(turn, openArticle, retry) {
  if (turn.problem) return [problemView(turn.problem, retry)];
  const { answer } = turn;
  if (!answer) return [streamingView(turn)];
  if (answer.status === "not_in_documents") return refusalView(answer, openArticle);
  return [
    understoodView(turn),
    answer.status === "partial" ? el("p", { class: "status partial" }, t("partial")) : null,
    proseView(answer),
    el(
      "ol",
      { class: "citations" },
      answer.citations.map((citation) => citationView(citation, openArticle)),
    ),
    turn.stopped ? el("p", { class: "fine" }, t("stopped")) : null,
  ].filter(Boolean);
}

function streamingView(turn) {
  if (turn.stopped) return el("p", { class: "fine" }, t("stopped"));
  if (!turn.text) return el("p", { class: "searching" }, t("searching"));
  return el("p", { class: "streaming" }, turn.text);
}

function understoodView(turn) {
  const understood = turn.answer.question;
  if (!understood || understood === turn.question.trim().normalize("NFC")) return null;
  return el("p", { class: "fine understood" }, t("understood", understood));
}

/** What the answer says besides its quotations; an extractive answer says nothing besides. */
export function proseBeside(answer) {
  let rest = answer.text;
  for (const citation of answer.citations) rest = rest.replaceAll(citation.quote, " ");
  const words = rest.replace(/\[\d+\]/g, " ").replace(/[^\p{L}\p{N}]+/gu, "");
  return words.length > 0;
}

function proseView(answer) {
  if (!proseBeside(answer)) return null;
  return el("p", { class: "prose" }, answer.text);
}

function refusalView(answer, openArticle) {
  const related = answer.hits.slice(0, RELATED);
  const said = el(
    "div",
    { class: "status refusal" },
    el("strong", {}, t("notFound")),
    el("p", {}, t("notFoundText")),
  );
  if (related.length === 0) return [said];
  return [
    said,
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
