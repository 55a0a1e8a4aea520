// Conversations kept in this browser: one versioned list, the latest first, within bounds.
// Every change reads the list anew and writes one conversation, and of that one turn, so that two tabs
// do not write over each other's.

import { identified } from "./turns.js";

const KEY = "briefing.conversations";
const VERSION = 1;
// What a later or a broken page wrote is put aside here, not written over.
const ASIDE = `${KEY}.unreadable`;
const MOST = 50;
// Browsers give a site some five million characters for everything.
const MOST_CHARACTERS = 2_000_000;

let memory = []; // the list where storage is switched off: it lasts as long as the page

/** All kept conversations {id, title, created, changed, turns}, the latest first. */
export function listThreads() {
  let kept;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    return memory;
  }
  if (kept === null) return [];
  const found = parsed(kept);
  if (found) return found;
  localStorage.removeItem(KEY); // first, so that there is room
  localStorage.setItem(ASIDE, kept);
  return [];
}

function parsed(kept) {
  try {
    const { version, conversations } = JSON.parse(kept);
    return version === VERSION && Array.isArray(conversations) ? conversations : null;
  } catch {
    return null;
  }
}

export function findThread(id) {
  return listThreads().find((thread) => thread.id === id) ?? null;
}

/** Keep one turn of a conversation beside those that are kept. One that is not kept, new or removed in
 * another tab, is kept with all `turns` and called by its first question. */
export function keepTurn(id, turn, turns) {
  const now = new Date().toISOString();
  const known = findThread(id) ?? { id, title: turns[0].question, created: now, turns };
  putThread({ ...known, changed: now, turns: withTurn(identified(known.turns), turn) });
}

function withTurn(turns, turn) {
  const at = turns.findIndex(({ id }) => id === turn.id);
  return at < 0 ? [...turns, turn] : turns.with(at, turn);
}

export function renameThread(id, title) {
  const found = findThread(id);
  if (found) write(listThreads().map((thread) => (thread.id === id ? { ...found, title } : thread)));
}

/** Put a whole conversation into the list; also undoes a removal. */
export function putThread(thread) {
  const others = listThreads().filter(({ id }) => id !== thread.id);
  write([...others, thread].sort((one, other) => other.changed.localeCompare(one.changed)));
}

export function removeThread(id) {
  write(listThreads().filter((thread) => thread.id !== id));
}

/** Call `redraw` when another tab changed the list. */
export function onThreads(redraw) {
  window.addEventListener("storage", (event) => event.key === KEY && redraw());
}

/** The oldest conversations make room for the others. */
function write(threads) {
  memory = threads.slice(0, MOST);
  while (memory.length > 1 && packed(memory).length > MOST_CHARACTERS) memory.pop();
  try {
    localStorage.setItem(KEY, packed(memory));
  } catch {
    // storage is switched off or full: they last as long as the page
  }
}

const packed = (conversations) => JSON.stringify({ version: VERSION, conversations });
