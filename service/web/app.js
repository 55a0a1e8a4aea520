// Wires the parts of the page together.

import { checkReady, listDocuments, Problem } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Documents } from "./documents.js";
import { byId, el } from "./dom.js";
import { applyStrings, explain, onLanguage, t, toggleLanguage } from "./i18n.js";
import { Reader } from "./reader.js";
import { findTopics, questions } from "./suggestions.js";

// The model loads in some ten seconds; asking each second costs nothing.
const POLL_MILLISECONDS = 1000;

const reader = new Reader(byId("reader"));
const openArticle = (place, opener) => reader.open(place, opener);
const conversation = new Conversation(byId("turns"), {
  openArticle,
  onBusy: (busy) => composer.set({ busy }),
});
const composer = new Composer({ onAsk: ask, onStop: () => conversation.stop() });
const documents = new Documents({ openArticle, onChange: showCorpus });

let topics = [];
let notice = null; // a function, so that it can be said again in the other language

function ask(question) {
  byId("welcome").hidden = true;
  byId("new-chat").hidden = false;
  conversation.ask(question);
}

function startAgain() {
  conversation.clear();
  composer.set({ busy: false });
  byId("welcome").hidden = false;
  byId("new-chat").hidden = true;
  byId("question").focus();
}

function say(words) {
  notice = words;
  byId("notice").hidden = words === null;
  byId("notice").textContent = words?.() ?? "";
}

async function showCorpus(page) {
  byId("document-count").textContent = String(page.total);
  say(page.total === 0 ? () => t("noDocuments") : null);
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

async function waitUntilReady() {
  for (;;) {
    try {
      await checkReady();
      return;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      say(() => (error.loading ? t("loading") : `${explain(error)} (${error.message})`));
      await new Promise((resume) => setTimeout(resume, POLL_MILLISECONDS));
    }
  }
}

function redraw() {
  applyStrings();
  byId("language").textContent = t("otherLanguage");
  if (notice) say(notice);
  drawSuggestions();
  conversation.redraw();
  documents.draw();
  reader.draw();
}

byId("language").addEventListener("click", toggleLanguage);
byId("new-chat").addEventListener("click", startAgain);
onLanguage(redraw);
redraw();
await waitUntilReady();
say(null);
composer.set({ ready: true });
await showCorpus(await listDocuments(12, 0));
