// What an answer's text says before its first quotation: those are shown as blocks of their own.

/** The text up to the first quotation, or all of it where none has come yet. */
export function openingOf(text, citations) {
  if (citations.length === 0) return text;
  const [{ quote, marker }] = citations;
  const at = text.indexOf(`“${quote}” [${marker}]`);
  return at < 0 ? text : text.slice(0, at);
}
