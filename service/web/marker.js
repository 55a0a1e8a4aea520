// A citation's number in the text: pointing at it shows who said it and where, pressing it opens it.

import { byId, el } from "./dom.js";
import { formatDate, t } from "./i18n.js";

// Long enough to move the pointer from the number onto the card.
const LINGER_MILLISECONDS = 200;
// Enough of a quotation to know it again.
const QUOTE_CHARS = 120;
const GAP = 6;

let shownFor = null;
let leaving = 0;

export function markerView(citation, open) {
  let peeking = false;
  const button = el(
    "button",
    {
      type: "button",
      class: "cite",
      "aria-label": t("openArticle", citation.marker),
      onpointerenter: (event) => event.pointerType !== "touch" && showCard(button, citation),
      onpointerleave: (event) => event.pointerType !== "touch" && hideSoon(),
      onfocus: () => showCard(button, citation),
      onblur: hideCard,
      // A finger cannot point: its first tap shows the card, the next one opens the article.
      onpointerdown: (event) => (peeking = event.pointerType === "touch" && shownFor !== button),
      onkeydown: (event) => {
        if (event.key !== "Escape" || shownFor !== button) return;
        event.stopPropagation(); // an open article stays open
        hideCard();
      },
      onclick: (event) => {
        if (peeking) showCard(button, citation);
        else open(event);
        peeking = false;
      },
    },
    `[${citation.marker}]`,
  );
  return button;
}

/** Put the card away; also when the text below it is drawn anew. */
export function hideCard() {
  clearTimeout(leaving);
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
  byId("card").hidden = true;
}

function hideSoon() {
  leaving = setTimeout(hideCard, LINGER_MILLISECONDS);
}

/** Keep the card at its number while the page moves. */
export function moveCard() {
  if (shownFor) place(byId("card"), shownFor.getBoundingClientRect());
}

function showCard(button, citation) {
  if (shownFor !== button) hideCard();
  clearTimeout(leaving);
  shownFor = button;
  button.setAttribute("aria-describedby", "card");
  const card = byId("card");
  card.onpointerenter = () => clearTimeout(leaving);
  card.onpointerleave = hideSoon;
  card.replaceChildren(...cardContent(citation));
  card.hidden = false;
  place(card, button.getBoundingClientRect());
}

/** Above the number where there is room, else below; never over the window's edge. */
function place(card, at) {
  const { width, height } = card.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, at.left), document.documentElement.clientWidth - width - GAP);
  const above = at.top - height - GAP;
  card.style.left = `${left}px`;
  card.style.top = `${above > GAP ? above : at.bottom + GAP}px`;
}

function cardContent({ speaker, addressee, quote, title, publisher, published_at: published }) {
  const characters = [...quote];
  const shown = characters.length > QUOTE_CHARS ? `${characters.slice(0, QUOTE_CHARS).join("")}…` : quote;
  const who = [speaker, addressee].filter(Boolean).join(` ${t("toWhom")} `);
  const where = [publisher, formatDate(published)].filter(Boolean).join(" · ");
  return [
    who && el("p", { class: "card-who" }, who),
    el("p", {}, shown),
    el("p", { class: "card-title" }, title),
    where && el("p", { class: "fine" }, where),
  ].filter(Boolean);
}
