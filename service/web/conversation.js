// The turns of one conversation: asks the service, keeps what came, and redraws what changed.

import { answerView } from "./answer-view.js";
import * as api from "./api.js";
import { announce, el } from "./dom.js";
import { asRequest, filterWords } from "./filters.js";
import { t } from "./i18n.js";
import { hideCard } from "./marker.js";
import { openingOf } from "./opening.js";
import { identified, keptTurn, newId, restoredTurn } from "./turns.js";

// A follow-up leans on the last few turns; older ones and very long ones only fill the request.
const HISTORY_TURNS = 6;
const HISTORY_CHARS = 2000;

export class Conversation {
  /** `onTurn` is told a turn to keep whenever one begins and when it has ended, with all the turns;
   * `onProblem` what went wrong. */
  constructor(list, { openArticle, onBusy, onTurn, onProblem }) {
    Object.assign(this, { list, openArticle, onBusy, onTurn, onProblem });
    this.turns = [];
    this.running = null;
  }

  /** Ask a question; resolves when its answer is complete, stopped or failed. */
  async ask(question, filters = {}) {
    const before = this.turns.at(-1);
    const turn = this.append({ id: newId(), question, filters });
    if (before) this.draw(before); // it can be tried again no more
    turn.node.scrollIntoView({ block: "start" });
    await this.answer(turn);
  }

  /** Show a conversation that was kept, in place of this one. */
  show(keptTurns) {
    this.clear();
    for (const kept of identified(keptTurns)) this.append(restoredTurn(kept));
    this.redraw(); // once all are there: only the last one can be tried again
    this.turns.at(-1)?.node.scrollIntoView({ block: "start" });
  }

  /** Take in what another tab has kept of this conversation meanwhile. */
  update(keptTurns) {
    const before = this.turns.at(-1);
    for (const kept of identified(keptTurns).filter(hasWords)) this.takeIn(kept);
    if (before !== this.turns.at(-1)) this.redraw(); // only the last one can be tried again
  }

  takeIn(kept) {
    const known = this.turns.find(({ id }) => id === kept.id);
    if (known?.reply.hasAttribute("aria-busy")) return; // it is being answered here
    if (known && JSON.stringify(keptTurn(known)) === JSON.stringify(kept)) return;
    this.draw(known ? Object.assign(known, restoredTurn(kept)) : this.append(restoredTurn(kept)));
  }

  append(turn) {
    turn.reply = el("div", { class: "reply" });
    turn.asked = el("h2", { class: "asked" });
    turn.node = el("li", { class: "turn" }, turn.asked, turn.reply);
    this.turns.push(turn);
    this.list.append(turn.node);
    return turn;
  }

  async answer(turn) {
    const abort = new AbortController();
    Object.assign(turn, { text: "", citations: [], answer: null, problem: null, stopped: false });
    this.running = abort;
    this.onBusy(true);
    this.draw(turn);
    turn.reply.setAttribute("aria-busy", "true");
    this.keep(turn); // a turn that is left before its end is kept as well
    try {
      const history = this.historyBefore(turn);
      for await (const { event, data } of api.chat(turn.question, history, abort.signal, asRequest(turn.filters))) {
        this.take(turn, event, data);
      }
      announce(spoken(turn.answer));
    } catch (error) {
      if (error.name === "AbortError") turn.stopped = true;
      else if (error instanceof api.Problem) turn.problem = error;
      else throw error;
    } finally {
      turn.reply.removeAttribute("aria-busy");
      // A conversation that was cleared meanwhile has another request running, or none.
      if (this.running === abort) {
        this.running = null;
        this.onBusy(false);
      }
      this.draw(turn);
    }
    if (!this.turns.includes(turn)) return;
    this.keep(turn);
    if (turn.problem) this.onProblem(turn.problem);
  }

  keep(turn) {
    this.onTurn(keptTurn(turn), this.turns.map(keptTurn));
  }

  take(turn, event, data) {
    if (event === "delta") turn.text += data.text;
    if (event === "citation") turn.citations.push(data);
    if (event === "answer") {
      turn.answer = data;
      turn.text = data.text;
      turn.citations = data.citations;
    }
    this.draw(turn);
  }

  draw(turn) {
    hideCard(); // its number is about to be replaced
    const last = turn === this.turns.at(-1);
    const words = filterWords(turn.filters);
    turn.asked.replaceChildren(el("span", { class: "unseen" }, `${t("you")}: `), turn.question);
    if (words.length > 0) turn.asked.append(el("span", { class: "asked-of" }, `${t("filters")}: ${words.join(" · ")}`));
    turn.reply.replaceChildren(
      ...answerView(turn, {
        openArticle: this.openArticle,
        retry: last ? () => this.answer(turn) : null,
        widen: last && words.length > 0 ? () => this.ask(turn.question) : null,
      }),
    );
  }

  redraw() {
    for (const turn of this.turns) this.draw(turn);
  }

  stop() {
    this.running?.abort();
  }

  clear() {
    this.stop();
    this.turns = [];
    this.list.replaceChildren();
  }

  historyBefore(turn) {
    return this.turns
      .slice(0, this.turns.indexOf(turn))
      .filter((earlier) => earlier.answer)
      .slice(-HISTORY_TURNS)
      .map((earlier) => ({
        question: [...earlier.question].slice(-HISTORY_CHARS).join(""), // what is asked stands last
        answer: [...earlier.answer.text].slice(0, HISTORY_CHARS).join(""),
      }));
  }
}

/** Whether there is anything to show of a kept turn; there is not while it is being answered. */
const hasWords = ({ stopped, text }) => !stopped || text !== "";

/** What a screen reader says once an answer is complete: what it opens with, and how much there is. */
function spoken({ text, citations }) {
  if (citations.length === 0) return t("notFound");
  return `${openingOf(text, citations).trim()} ${t("answerReady", citations.length)}`;
}
