// What an answer's text says before its first quotation: those are shown as blocks of their own.

/** The text up to the first quotation, or all of it where none has come yet. */
export function openingOf(text, citations) {
  if (citations.length === 0) return text;
  const [{ quote, marker }] = citations;
  // With its source: a language model may have quoted it whole before.
  const at = text.indexOf(`“${quote}” [${marker}]\n— `);
  return at < 0 ? text : text.slice(0, at);
}
