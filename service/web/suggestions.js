// First questions made from what is stored: who said something to whom, or an article's title.

import { readDocument } from "./api.js";
import { language, t } from "./i18n.js";

const SHOWN = 4;
// Looked at for quotations; each is one small request.
const LOOKED_AT = 12;
const TITLE_CHARS = 60;
// What an article puts behind somebody, and behind something, that is spoken to; not "에 대해", "에 관해".
const TO_PEOPLE = /^(?:에게|께|한테)/;
const TO_OTHERS = /^에(?!게|서|\s*[대관])/;

/** What the stored articles offer to ask about: the newest documents' quotations and titles. */
export async function findTopics(documents) {
  const read = await Promise.all(documents.slice(0, LOOKED_AT).map((found) => readDocument(found.doc_id)));
  return read.map((article) => ({
    title: article.title,
    text: article.text,
    language: article.language,
    quote: bestQuote(article.quotes),
  }));
}

/** Who asked whom makes the best question; what somebody said in so many words the next best. */
function bestQuote(quotes) {
  const said = quotes.filter((quote) => quote.speaker);
  return said.find((quote) => quote.addressee) ?? said.find((quote) => quote.direct) ?? null;
}

/** The questions to offer, in the page's language and of articles in it first, without repeats. */
export function questions(topics) {
  const own = topics.filter((topic) => topic.language === language());
  const others = topics.filter((topic) => topic.language !== language());
  return [...new Set([...own, ...others].map(questionFor))].slice(0, SHOWN);
}

function questionFor({ title, text, quote }) {
  if (!quote) return t("askTitle", shorten(title));
  const { speaker, addressee, verb } = quote;
  if (language() === "en") {
    if (!addressee) return t("askSaid", speaker);
    return t(verb === "tell" ? "askTold" : "askQuote", speaker, addressee);
  }
  const topic = withTopicParticle(speaker);
  return addressee ? t("askQuote", topic, withDativeParticle(addressee, text), asked(verb)) : t("askSaid", topic);
}

/** The reporting verb as a question asks it: "주문하다" becomes "주문했나". */
export function asked(verb) {
  return /^.+하다$/.test(verb ?? "") ? `${verb.slice(0, -2)}했나` : "말했나";
}

/** A name with 에게 or 에, as its article has it; where that has neither, a name before an office is a person's. */
export function withDativeParticle(addressee, text) {
  const behind = text.split(addressee.split(" ").at(-1)).slice(1);
  const people = behind.some((rest) => TO_PEOPLE.test(rest));
  const others = behind.some((rest) => TO_OTHERS.test(rest));
  return people || (!others && addressee.includes(" ")) ? `${addressee}에게` : `${addressee}에`;
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
