// The API key, where the service asks for one: asked for once, and forgotten with the tab.

import { el } from "./dom.js";
import { language } from "./i18n.js";

const REMEMBERED = "briefing.key";
// What a header takes: anything else would fail each request as if there were no service.
const SENDABLE = "\\s*[!-~]+\\s*";
const WORDS = {
  ko: {
    title: "API 키",
    text: "이 서비스는 API 키가 있어야 쓸 수 있습니다. 키는 이 탭을 닫으면 지워집니다.",
    wrong: "이 키는 올바르지 않거나 폐기되었습니다.",
    send: "확인",
    leave: "나중에",
    pattern: "키는 띄어쓰기 없는 영문자, 숫자, 기호로 되어 있습니다.",
  },
  en: {
    title: "API key",
    text: "This service asks for an API key. It is forgotten when this tab is closed.",
    wrong: "This key is wrong, or was revoked.",
    send: "Use it",
    leave: "Later",
    pattern: "A key is made of Latin letters, digits and signs, without spaces.",
  },
};

let key = remembered();
let asking = null; // the one question that all requests wait for

function remembered() {
  try {
    return sessionStorage.getItem(REMEMBERED);
  } catch {
    return null; // storage is switched off: the key lasts as long as the page
  }
}

function remember(given) {
  key = given;
  try {
    sessionStorage.setItem(REMEMBERED, given);
  } catch {
    // not remembered then
  }
}

/** The options of a request, with the key if there is one. */
export function withKey(options = {}) {
  return key ? { ...options, headers: { ...options.headers, Authorization: `Bearer ${key}` } } : options;
}

/** After a request was refused: whether there is another key now that it may be tried with. */
export async function askForKey(refused) {
  const tried = refused.headers?.Authorization;
  if (key && tried !== `Bearer ${key}`) return true; // given while the request was under way
  asking ??= ask(Boolean(tried)).finally(() => (asking = null));
  const given = await asking;
  if (given) remember(given);
  return given !== "";
}

/** Resolves with what was typed, or "" when the dialog was left. */
function ask(wrong) {
  const words = WORDS[language()];
  const input = el("input", { type: "password", id: "api-key", autocomplete: "off", required: true, pattern: SENDABLE, title: words.pattern });
  const form = el(
    "form",
    { method: "dialog", class: "key" },
    el("h2", { id: "api-key-title" }, words.title),
    el("p", { role: wrong ? "alert" : null }, wrong ? words.wrong : words.text),
    el("label", { for: "api-key", class: "unseen" }, words.title),
    input,
    el("button", { type: "submit", class: "primary" }, words.send),
    el("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, words.leave),
  );
  const dialog = el("dialog", { class: "documents", "aria-labelledby": "api-key-title" }, form);
  return new Promise((resolve) => {
    let given = "";
    form.addEventListener("submit", () => (given = input.value.trim()));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(given);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
