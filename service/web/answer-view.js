// One answer as far as it has come: what it says itself, then its quotations as blocks.

import { citationView, copyButton, placeOf, relatedView } from "./citation-view.js";
import { el } from "./dom.js";
import { filterWords } from "./filters.js";
import { explain, t } from "./i18n.js";
import { markerView } from "./marker.js";
import { openingOf } from "./opening.js";
import { turnText } from "./transcript.js";

// More related passages than these bury the plain statement that there is no answer.
export const RELATED = 3;

/** The nodes that show what a turn knows of its answer by now; `act` has openArticle, and what can
 * be tried: retry, widen (the same question without its filters), each null where it cannot be. */
export function answerView(turn, act) {
  if (turn.problem) return problemView(turn.problem, act.retry);
  if (turn.answer?.status === "not_in_documents") return refusalView(turn, act);
  if (!turn.text && !turn.stopped) return [el("p", { class: "searching" }, t("searching"))];
  const shorts = turn.answer?.short_answers ?? [];
  return [
    understoodView(turn),
    ...openingView(turn, act.openArticle),
    el(
      "ol",
      { class: "citations" },
      turn.citations.map((citation) => citationView(citation, shorts, act.openArticle)),
    ),
    writtenView(turn),
    turn.stopped ? el("p", { class: "fine" }, t("stopped")) : null,
    turn.stopped && act.retry ? retryButton(0, act.retry) : null,
    turn.answer ? el("p", { class: "after" }, copyButton(t("copyAnswer"), null, () => turnText(turn))) : null,
  ].filter(Boolean);
}

function understoodView(turn) {
  const understood = turn.answer?.question;
  if (!understood || understood === turn.question.trim().normalize("NFC")) return null;
  return el("p", { class: "fine understood" }, t("understood", understood));
}

function writtenView(turn) {
  const by = turn.answer?.written_by ?? "extraction";
  return by === "extraction" ? null : el("p", { class: "fine" }, t("writtenBy", by));
}

function openingView(turn, openArticle) {
  const paragraphs = openingOf(turn.text, turn.citations).split("\n\n").filter((words) => words.trim());
  return paragraphs.map((words, at) => {
    const content = withMarkers(words, turn.citations, openArticle);
    // The shortest answer, where there is one, is the text's first paragraph.
    if (at === 0 && turn.answer?.short_answers?.length) return el("p", { class: "short" }, content);
    const partial = turn.answer?.status === "partial";
    return el("p", { class: partial ? "status partial" : "prose" }, content);
  });
}

/** The text with the numbers of citations that have come as buttons. */
function withMarkers(words, citations, openArticle) {
  return words.split(/(\[\d+\])/).map((piece) => {
    const citation = citations.find(({ marker }) => piece === `[${marker}]`);
    if (!citation) return piece;
    return markerView(citation, (event) => openArticle(placeOf(citation), event.currentTarget));
  });
}

function refusalView(turn, { openArticle, widen }) {
  const related = turn.answer.hits.slice(0, RELATED);
  const said = el(
    "div",
    { class: "status refusal" },
    el("strong", {}, t("notFound")),
    el("p", {}, t("notFoundText")),
    widen ? el("p", {}, t("filteredBy", filterWords(turn.filters).join(" · "))) : null,
    widen ? el("button", { type: "button", class: "quiet", onclick: widen }, t("askUnfiltered")) : null,
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
  const said = el(
    "div",
    { class: "status problem", role: "alert" },
    el("p", {}, explain(problem)),
    el("p", { class: "fine" }, problem.code),
  );
  return retry ? [said, retryButton(problem.retryAt, retry)] : [said];
}

/** Where the service said how long to wait, the button counts down to then. */
function retryButton(retryAt, retry) {
  const button = el("button", { type: "button", class: "quiet retry", onclick: retry });
  const count = () => {
    const seconds = Math.ceil((retryAt - Date.now()) / 1000);
    button.disabled = seconds > 0;
    button.textContent = seconds > 0 ? t("retryIn", seconds) : t("retry");
    if (seconds > 0) setTimeout(count, 1000);
  };
  count();
  return button;
}
