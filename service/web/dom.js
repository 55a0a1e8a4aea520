// Elements are built here and nowhere else: text always goes in as text, never as markup.

/** Make an element; `attributes` that start with "on" are listeners, null and false are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** The element with that id. */
export const byId = (id) => document.getElementById(id);

/** Whether a key belongs to a syllable that is being composed, as Korean ones are: Enter and Escape
 * then end the syllable. Safari has ended it by the time of the event, and says by 229 that the key
 * was part of it. */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

/** Say something to screen readers only: an open dialog silences what lies outside it. */
export function announce(text) {
  for (const node of document.querySelectorAll(".announcer")) node.textContent = text;
}

/** A web address to link to, or null: stored addresses may hold any scheme. */
export function safeLink(url) {
  if (!url || !URL.canParse(url)) return null;
  return ["http:", "https:"].includes(new URL(url).protocol) ? url : null;
}
