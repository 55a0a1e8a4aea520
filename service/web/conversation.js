// The turns of one conversation: asks the service, keeps what came, and redraws what changed.

import { answerView } from "./answer-view.js";
import * as api from "./api.js";
import { announce, el } from "./dom.js";
import { t } from "./i18n.js";

// A follow-up leans on the last few turns; older ones and very long answers only fill the request.
const HISTORY_TURNS = 6;
const HISTORY_CHARS = 2000;

export class Conversation {
  constructor(list, { openArticle, onBusy }) {
    this.list = list;
    this.openArticle = openArticle;
    this.onBusy = onBusy;
    this.turns = [];
    this.running = null;
  }

  /** Ask a question; resolves when its answer is complete, stopped or failed. */
  async ask(question) {
    const turn = { question };
    turn.reply = el("div", { class: "reply" });
    turn.asked = el("span", { class: "unseen" });
    turn.node = el(
      "li",
      { class: "turn" },
      el("p", { class: "asked" }, turn.asked, question),
      turn.reply,
    );
    this.turns.push(turn);
    this.list.append(turn.node);
    turn.node.scrollIntoView({ block: "start" });
    await this.answer(turn);
  }

  async answer(turn) {
    const abort = new AbortController();
    Object.assign(turn, { text: "", citations: [], answer: null, problem: null, stopped: false });
    this.running = abort;
    this.onBusy(true);
    this.draw(turn);
    turn.reply.setAttribute("aria-busy", "true");
    try {
      for await (const { event, data } of api.chat(turn.question, this.historyBefore(turn), abort.signal)) {
        this.take(turn, event, data);
      }
      announce(turn.answer?.citations.length ? t("answerReady", turn.answer.citations.length) : t("notFound"));
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
    const retry = turn === this.turns.at(-1) ? () => this.answer(turn) : null;
    turn.asked.textContent = `${t("you")}: `;
    turn.reply.replaceChildren(...answerView(turn, this.openArticle, retry));
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
        question: earlier.question,
        answer: [...earlier.answer.text].slice(0, HISTORY_CHARS).join(""),
      }));
  }
}
