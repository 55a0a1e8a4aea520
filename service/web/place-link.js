// A place in an article as the fragment of this page's address: #article=ID&start=3&end=9, in code
// points. An article's id is made from its content, so the characters there never change.

/** The fragment that opens this place; without offsets, the article from its beginning. */
export function fragmentOf({ docId, start, end }) {
  const named = new URLSearchParams({ article: docId });
  if (start !== undefined) {
    named.set("start", start);
    named.set("end", end);
  }
  return `#${named}`;
}

/** The whole address of a place, to hand to others. */
export function linkTo(place) {
  return new URL(fragmentOf(place), location.origin + location.pathname).href;
}

/** The place a fragment names, or null. */
export function placeIn(fragment) {
  const named = new URLSearchParams(fragment.slice(1));
  const docId = named.get("article");
  if (!docId) return null;
  const [start, end] = [named.get("start"), named.get("end")].map((text) => Number.parseInt(text, 10));
  return start >= 0 && end > start ? { docId, start, end } : { docId };
}
