// Wires the parts of the page together.

import { checkReady, listDocuments, Problem } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Documents } from "./documents.js";
import { byId, el } from "./dom.js";
import { FilterBar } from "./filters.js";
import { applyStrings, explain, onLanguage, otherLanguage, t, toggleLanguage } from "./i18n.js";
import { moveCard } from "./marker.js";
import { placeIn } from "./place-link.js";
import { Reader } from "./reader.js";
import { findTopics, questions } from "./suggestions.js";
import { onSystemTheme, theme, toggleTheme } from "./theme.js";
import { ThreadPanel } from "./thread-panel.js";
import { findThread, keepTurn, onThreads } from "./threads.js";
import { newId } from "./turns.js";

// The model loads in some ten seconds; asking each second costs nothing.
const POLL_MILLISECONDS = 1000;
// Which conversation a tab shows outlives its being loaded again, and not the tab.
const SHOWN = "briefing.conversation";

const reader = new Reader(byId("reader"));
const openArticle = (place, opener) => reader.open(place, opener);
const filters = new FilterBar();
const conversation = new Conversation(byId("turns"), {
  openArticle,
  onBusy: (busy) => composer.set({ busy }),
  onTurn: keep,
  onProblem: (problem) => problem.code === "unreachable" && connect(),
});
const composer = new Composer({ onAsk: ask, onStop: () => conversation.stop() });
const documents = new Documents({ openArticle, onChange: showCorpus });
new ThreadPanel({
  current: () => shown,
  onOpen: showThread,
  onNew: startAgain,
  onRemove: (id) => id === shown && startAgain(),
});

let topics = [];
let notice = null; // functions, so that it can be said again in the other language
let connecting = null; // the one loop that asks until the service is ready
let shown = null; // the id of the conversation that is shown, once it has been kept

function ask(question) {
  welcome(false);
  filters.show(false);
  conversation.ask(question, filters.values);
}

function welcome(welcoming) {
  byId("welcome").hidden = !welcoming;
  byId("new-chat").hidden = welcoming;
}

function startAgain() {
  show(null);
  conversation.clear();
  composer.set({ busy: false });
  welcome(true);
  byId("question").focus();
}

function showThread({ id, turns }) {
  show(id);
  conversation.show(turns);
  composer.set({ busy: false });
  welcome(false);
}

function keep(turn, turns) {
  show(shown ?? newId());
  keepTurn(shown, turn, turns);
}

/** What another tab has added to the conversation that is shown is shown here, too. */
function catchUp() {
  const thread = findThread(shown);
  if (thread) conversation.update(thread.turns);
}

function show(id) {
  shown = id;
  try {
    if (id) sessionStorage.setItem(SHOWN, id);
    else sessionStorage.removeItem(SHOWN);
  } catch {
    // storage is switched off: nothing is shown again after loading
  }
}

function showAgain() {
  try {
    const thread = findThread(sessionStorage.getItem(SHOWN));
    if (thread) showThread(thread);
  } catch {
    // as above
  }
}

/** Say something above the conversation; a `remedy` is offered as a button. */
function say(words, remedy = null) {
  notice = words && [words, remedy];
  byId("notice").hidden = words === null;
  byId("notice").replaceChildren(...[words?.(), remedy?.()].filter(Boolean));
}

async function showCorpus(page) {
  byId("document-count").textContent = String(page.total);
  say(page.total === 0 ? () => t(documents.changing ? "noDocuments" : "noDocumentsHere") : null);
  filters.refresh();
  topics = await findTopics(page.documents).catch((error) => {
    if (error instanceof Problem) return []; // an article went away between the two requests
    throw error;
  });
  drawSuggestions();
}

function drawSuggestions() {
  const offered = questions(topics);
  byId("suggestions-title").hidden = offered.length === 0;
  byId("suggestions").replaceChildren(
    ...offered.map((question) =>
      el("li", {}, el("button", { type: "button", onclick: () => composer.fill(question) }, question)),
    ),
  );
}

/** Wait until the service is ready, with all others who do. */
function connect() {
  connecting ??= untilReady().finally(() => (connecting = null));
  return connecting;
}

/** Ask again and again until the service is ready, and say meanwhile why it is not. */
async function untilReady() {
  composer.set({ ready: false });
  for (;;) {
    try {
      await checkReady();
      const newest = await listDocuments(12, 0);
      documents.allowChanges(newest.changing);
      composer.set({ ready: true });
      return await showCorpus(newest);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await (error.keyless ? keyWanted() : pause(error));
    }
  }
}

/** Say why the service is not ready, and wait before it is asked again. */
function pause(error) {
  const said = () => [...new Set([explain(error), error.message])].join(" — ");
  say(() => (error.loading ? t("loading") : `${said()} (${error.code})`));
  // A model that loads is there as soon as it is; a service that is asked too often wants its pause.
  const wait = error.loading ? 0 : error.retryAt - Date.now();
  return new Promise((resume) => setTimeout(resume, Math.max(POLL_MILLISECONDS, wait)));
}

/** The question for a key was left: it is asked again when somebody wants it to be. */
function keyWanted() {
  return new Promise((resume) => {
    const ask = () => el("button", { type: "button", class: "small", id: "give-key", onclick: resume }, t("giveKey"));
    say(() => `${t("keyNeeded")} `, ask);
    byId("give-key").focus();
  });
}

function openLinked() {
  const place = placeIn(location.hash);
  if (place) openArticle(place, byId("question"));
}

function redraw() {
  applyStrings();
  byId("language").lang = otherLanguage();
  drawTheme();
  if (notice) say(...notice);
  drawSuggestions();
  filters.draw();
  conversation.redraw();
  documents.draw();
  reader.draw();
}

function drawTheme() {
  byId("theme").setAttribute("aria-label", t(theme() === "dark" ? "toLight" : "toDark"));
}

byId("language").addEventListener("click", toggleLanguage);
byId("theme").addEventListener("click", () => {
  toggleTheme();
  drawTheme();
});
byId("new-chat").addEventListener("click", startAgain);
window.addEventListener("hashchange", openLinked);
window.addEventListener("scroll", moveCard, { passive: true });
onSystemTheme(drawTheme);
onThreads(catchUp);
onLanguage(redraw);
redraw();
showAgain();
await connect();
openLinked();
