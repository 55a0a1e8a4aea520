// An answer or a whole conversation as text that stands without the page, citations included.

import { placeOf } from "./citation-view.js";
import { safeLink } from "./dom.js";
import { filterWords } from "./filters.js";
import { formatDate, formatOwnDate, t } from "./i18n.js";
import { openingOf } from "./opening.js";
import { linkTo } from "./place-link.js";

/** A turn as plain text: the question, the answer's text, and below it where each quotation is. */
export function turnText({ question, answer }) {
  const sources = answer.citations.map((citation) =>
    [`[${citation.marker}] ${citation.title}`, citation.url, linkTo(placeOf(citation))].filter(Boolean).join("\n    "),
  );
  return [question, answer.text, ...(sources.length ? [sources.join("\n")] : [])].join("\n\n");
}

/** A conversation as Markdown: a heading a question, a block a quotation. */
export function threadMarkdown({ title, created, turns }) {
  const head = `# ${line(title)}\n\n${t("exported", formatOwnDate(created))}`;
  return `${[head, ...turns.map(turnMarkdown)].join("\n\n")}\n`;
}

function turnMarkdown(turn) {
  const heading = `## ${line(turn.question)}`;
  const words = filterWords(turn.filters).map(escaped);
  const filters = words.length > 0 ? `${t("filters")}: ${words.join(" · ")}` : null;
  return [heading, filters, ...answerMarkdown(turn)].filter(Boolean).join("\n\n");
}

function answerMarkdown({ answer, problem, text, citations }) {
  if (problem) return [`(${problem.code})`];
  const said = answer ?? { text, citations };
  const opening = escaped(openingOf(said.text, said.citations).trim());
  return [opening, ...said.citations.map(citationMarkdown), answer ? null : t("stopped")];
}

function citationMarkdown(citation) {
  const who = [citation.speaker, citation.addressee].filter(Boolean).join(" → ");
  const where = [who, citation.title, citation.publisher, formatDate(citation.published_at)];
  const said = where.filter(Boolean).map(escaped).join(", ");
  const link = safeLink(citation.url);
  const source = link ? ` <${new URL(link).href}>` : "";
  const lines = [`${escaped(citation.quote)} \\[${citation.marker}\\]`, "", `— ${said}${source} ([${t("place")}](${linkTo(placeOf(citation))}))`];
  return lines.join("\n").split("\n").map((line) => `> ${line}`).join("\n");
}

/** Shown as it is: none of it is taken for Markdown or HTML. */
const escaped = (text) => text.replaceAll(/[\\`*_<>[\]#|~]/g, "\\$&");

/** A heading ends where its line does. */
const line = (text) => escaped(text.trim().replaceAll(/\s+/g, " "));

/** A conversation as JSON; its offsets count code points, as the service's do. */
export function threadJson(thread) {
  return `${JSON.stringify({ format: "briefing-qa conversation", version: 1, ...thread }, null, 2)}\n`;
}
