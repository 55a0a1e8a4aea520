// A turn as it is kept: what is needed to show it again and to go on from it, and no more.

import { RELATED } from "./answer-view.js";
import { Problem } from "./api.js";

/** An id for a turn or a conversation, random enough within one browser; randomUUID needs https. */
export const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

/** What is kept of a turn; one that has not ended is kept as it will be if it is left: stopped. */
export function keptTurn({ id, question, filters, text, citations, answer, problem }) {
  const kept = { id, question, filters };
  if (problem) return { ...kept, problem: { code: problem.code, detail: problem.message, detail_ko: problem.korean } };
  if (!answer) return { ...kept, stopped: true, text, citations };
  // The passages around an answer are many times its size; only a refusal shows some.
  const hits = answer.status === "not_in_documents" ? answer.hits.slice(0, RELATED) : [];
  return { ...kept, answer: { ...answer, hits } };
}

/** A kept turn as the conversation holds its turns. */
export function restoredTurn({ problem, answer = null, text, citations, ...kept }) {
  return {
    ...kept,
    answer,
    text: answer?.text ?? text ?? "",
    citations: answer?.citations ?? citations ?? [],
    problem: problem ? new Problem(problem) : null,
  };
}

/** Turns as they are kept, each with its id: those kept before turns had one go by their place. */
export const identified = (turns) => turns.map((turn, at) => ({ id: at, ...turn }));
