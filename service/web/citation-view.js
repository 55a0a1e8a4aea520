// A quotation as a block: its marker, the words, who said them to whom, and where they stand.

import { announce, el } from "./dom.js";
import { formatDate, t } from "./i18n.js";
import { slice } from "./offsets.js";
import { copyText } from "./output.js";
import { linkTo } from "./place-link.js";

// Enough of a related passage to see what it is about.
const RELATED_CHARS = 160;
// Long enough to be read, short enough not to look like what the button does.
const SAID_MILLISECONDS = 3000;

export const placeOf = ({ doc_id: docId, start, end, quote }) => ({ docId, start, end, quote });

/** `shorts` are the short answers, whose words stand out in their quotation. */
export function citationView(citation, shorts, openArticle) {
  const place = placeOf(citation);
  const open = (event) => openArticle(place, event.currentTarget);
  return el(
    "li",
    { class: "citation" },
    el(
      "button",
      { type: "button", class: "marker", "aria-label": t("openArticle", citation.marker), onclick: open },
      `[${citation.marker}]`,
    ),
    el(
      "figure",
      {},
      el("blockquote", { class: "quote", lang: languageOf(citation.quote) }, quoteView(citation, shorts)),
      el(
        "figcaption",
        {},
        whoView(citation),
        whenView(citation),
        el("button", { type: "button", class: "source", onclick: open }, ...sourceLine(citation)),
        correctionsView(citation, openArticle),
        copiesView(citation.also_carried_by, openArticle),
        copyButton(t("copyLink"), t("copyLinkTo", citation.marker), () => linkTo(place)),
      ),
    ),
  );
}

/** The quotation, with the words of a short answer that was cut out of it set in bold. */
function quoteView({ marker, quote, start }, shorts) {
  const short = shorts.find((one) => one.marker === marker);
  if (!short) return quote;
  const [from, to] = [short.start - start, short.end - start];
  if (slice(quote, from, to) !== short.text) return quote;
  return [slice(quote, 0, from), el("strong", {}, short.text), slice(quote, to, Infinity)];
}

/** A small button that copies what `text` gives, and says for a while whether it did. */
export function copyButton(words, label, text) {
  let saying = 0;
  const press = async (event) => {
    const button = event.currentTarget;
    const said = (await copyText(text())) ? t("copied") : t("notCopied");
    button.textContent = said;
    announce(said);
    clearTimeout(saying);
    saying = setTimeout(() => (button.textContent = words), SAID_MILLISECONDS);
  };
  return el("button", { type: "button", class: "small", "aria-label": label, onclick: press }, words);
}

export function relatedView(hit, openArticle) {
  const place = { docId: hit.doc_id, start: hit.start, end: hit.end, quote: hit.text };
  const open = (event) => openArticle(place, event.currentTarget);
  const shown = [...hit.text];
  const text = shown.length > RELATED_CHARS ? `${shown.slice(0, RELATED_CHARS).join("")}…` : hit.text;
  return el(
    "li",
    {},
    el("p", { class: "related-text" }, text),
    el("button", { type: "button", class: "source", onclick: open }, ...sourceLine(hit)),
    correctionsView(hit, openArticle),
    copiesView(hit.also_carried_by, openArticle),
  );
}

/** What is known of an article's being wrong: a line each, which opens the notice. */
export function correctionsView({ doc_id: docId, corrections }, openArticle) {
  if (!corrections || corrections.length === 0) return null;
  return el(
    "ul",
    { class: "corrections" },
    corrections.map((one) => {
      if (one.doc_id === docId) return el("li", {}, t("correctedItself", one.kind));
      const where = [one.title, formatDate(one.published_at)].filter(Boolean).join(" · ");
      const open = (event) => openArticle({ docId: one.doc_id }, event.currentTarget);
      return el(
        "li",
        {},
        `${t("corrected", one.kind)} `,
        el("button", { type: "button", class: "copy", onclick: open }, where),
      );
    }),
  );
}

function whoView({ speaker, addressee }) {
  if (!speaker && !addressee) return null;
  return el(
    "p",
    { class: "who" },
    el("span", { class: "speaker" }, speaker ?? "?"),
    addressee ? el("span", { class: "arrow", "aria-hidden": "true" }, ` ${t("toWhom")} `) : null,
    addressee ? el("span", { class: "addressee" }, addressee) : null,
  );
}

/** The days that a quotation names, whatever it calls them. */
function whenView({ when }) {
  if (!when || when.length === 0) return null;
  const shown = when.map(({ first, last }) =>
    first === last ? formatDate(first) : `${formatDate(first)} – ${formatDate(last)}`,
  );
  return el("p", { class: "when" }, `${t("when")}: ${shown.join(", ")}`);
}

function sourceLine({ title, publisher, published_at: published, verified }) {
  const details = [publisher, formatDate(published)].filter(Boolean).join(" · ");
  const check = verified ? el("span", { class: "verified", title: t("verified") }, "✓") : null;
  return [
    el("span", { class: "source-title" }, title),
    el("span", { class: "source-details" }, details, check),
  ];
}

function copiesView(copies, openArticle) {
  if (!copies || copies.length === 0) return null;
  const buttons = copies.map((copy) =>
    el(
      "button",
      {
        type: "button",
        class: "copy",
        title: copy.title,
        onclick: (event) => openArticle({ docId: copy.doc_id }, event.currentTarget),
      },
      copy.publisher ?? copy.title,
    ),
  );
  return el("p", { class: "copies" }, el("span", {}, `${t("alsoCarried")}: `), buttons);
}

const languageOf = (text) => (/[\uac00-\ud7a3]/.test(text) ? "ko" : "en");
