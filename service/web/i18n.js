// Which language the page speaks: the browser's, until the toggle says otherwise.

import { STRINGS } from "./strings.js";

const REMEMBERED = "briefing.language";
let current = remembered() ?? (navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en");
const listeners = new Set();

function remembered() {
  try {
    const kept = localStorage.getItem(REMEMBERED);
    return kept in STRINGS ? kept : null;
  } catch {
    return null; // storage is switched off: the choice lasts as long as the page
  }
}

export const language = () => current;

export const otherLanguage = () => (current === "ko" ? "en" : "ko");

/** The words for a key; those that depend on something are functions of it. */
export function t(key, ...given) {
  const words = STRINGS[current][key];
  return typeof words === "function" ? words(...given) : words;
}

/** Call `redraw` whenever the language changes. */
export function onLanguage(redraw) {
  listeners.add(redraw);
}

export function toggleLanguage() {
  current = otherLanguage();
  try {
    localStorage.setItem(REMEMBERED, current);
  } catch {
    // not remembered then
  }
  for (const redraw of listeners) redraw();
}

/** Fill in the words of everything in the page that names a key. */
export function applyStrings() {
  document.documentElement.lang = current;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = t(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = t(node.dataset.placeholder);
}

/** What to say about a failure, beside the name of what failed, if that is shown already. */
export function explain(problem, name = "") {
  if (current === "ko" && problem.korean) return problem.korean;
  return problem.message.startsWith(`${name}: `) ? problem.message.slice(name.length + 2) : problem.message;
}

/** A size as people write it, from kilobytes on. */
export function formatSize(bytes) {
  const [unit, size] = bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(current, { style: "unit", unit, maximumFractionDigits: 1 }).format(size);
}

/** A day as people write it: the one in Korea, where the briefings come from, wherever it is read;
 * the same as in the text of an answer and in the filters. A date without a clock is that day. */
export function formatDate(iso) {
  if (!iso) return null;
  return written(new Date(iso), iso.includes("T") ? "Asia/Seoul" : "UTC");
}

/** The day on which something was done on this page, where its reader is. */
export const formatOwnDate = (iso) => written(new Date(iso));

const written = (moment, timeZone) => new Intl.DateTimeFormat(current, { dateStyle: "medium", timeZone }).format(moment);
