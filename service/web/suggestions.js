// First questions made from what is stored: who said something to whom, or an article's title.

import { readDocument } from "./api.js";
import { language, t } from "./i18n.js";

const SHOWN = 4;
// Looked at for quotations; each is one small request.
const LOOKED_AT = 6;
const TITLE_CHARS = 60;

/** What the stored articles offer to ask about: the newest documents' quotations and titles. */
export async function findTopics(documents) {
  const read = await Promise.all(documents.slice(0, LOOKED_AT).map((found) => readDocument(found.doc_id)));
  return read.map((article) => ({ title: article.title, quote: bestQuote(article.quotes) }));
}

function bestQuote(quotes) {
  return quotes.find((quote) => quote.speaker && quote.addressee) ?? quotes.find((quote) => quote.speaker) ?? null;
}

/** The questions to offer, in the page's language, without repeats. */
export function questions(topics) {
  return [...new Set(topics.map(questionFor))].slice(0, SHOWN);
}

function questionFor({ title, quote }) {
  if (!quote) return t("askTitle", shorten(title));
  const speaker = language() === "ko" ? withTopicParticle(quote.speaker) : quote.speaker;
  if (!quote.addressee) return t("askSaid", speaker);
  return t("askQuote", speaker, quote.addressee, asked(quote.verb));
}

/** The reporting verb as a question asks it: "주문하다" becomes "주문했나". */
function asked(verb) {
  return verb?.endsWith("하다") ? `${verb.slice(0, -2)}했나` : "말했나";
}

/** A name with 은 or 는, whichever its last syllable takes; both when it is no Hangul. */
export function withTopicParticle(name) {
  const last = name.codePointAt(name.length - 1);
  if (last < 0xac00 || last > 0xd7a3) return `${name}은(는)`;
  return (last - 0xac00) % 28 === 0 ? `${name}는` : `${name}은`;
}

function shorten(title) {
  const characters = [...title];
  return characters.length > TITLE_CHARS ? `${characters.slice(0, TITLE_CHARS).join("")}…` : title;
}
