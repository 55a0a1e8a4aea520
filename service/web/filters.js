// Which documents may answer: a publisher, a source, days; shown beside the box while in force.

import { listPublishers, Problem } from "./api.js";
import { byId, el, isComposing } from "./dom.js";
import { formatDate, t } from "./i18n.js";

// Korean news dates its articles by Korean days, wherever the page is read.
const DAY_BEGINS = "T00:00:00+09:00";

const FIELDS = ["publisher", "source", "from", "to"];

/** What is filtered by, as the service takes it. */
export function asRequest({ publisher, source, from, to } = {}) {
  return {
    ...(publisher && { publisher }),
    ...(source && { source }),
    ...(from && { published_after: from + DAY_BEGINS }),
    ...(to && { published_before: dayAfter(to) + DAY_BEGINS }),
  };
}

/** "2026-02-28" becomes "2026-03-01": the last day of a range is part of it. */
export function dayAfter(day) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** What is filtered by, for people. */
export function filterWords(filters) {
  return wordsByField(filters).map(([, words]) => words);
}

function wordsByField({ publisher, source, from, to } = {}) {
  return [
    ["publisher", publisher],
    ["source", source],
    ["from", from && t("fromDay", formatDate(from))],
    ["to", to && t("toDay", formatDate(to))],
  ].filter(([, words]) => words);
}

/** Only where it differs: a date that is half typed has no value, and would be wiped out by one. */
function fill(field, value) {
  if (field.value !== value) field.value = value;
}

export class FilterBar {
  constructor() {
    this.values = {};
    this.panel = byId("filter-panel");
    this.button = byId("open-filters");
    this.button.addEventListener("click", () => this.show(this.panel.hidden));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || isComposing(event)) return;
      event.stopPropagation(); // the article beside it stays open
      this.show(false);
      this.button.focus();
    });
    for (const field of FIELDS) {
      byId(`filter-${field}`).addEventListener("change", (event) => this.set(field, event.target.value.trim()));
    }
    byId("clear-filters").addEventListener("click", () => this.clear());
  }

  show(shown) {
    this.panel.hidden = !shown;
    this.button.setAttribute("aria-expanded", String(shown));
    if (shown) byId("filter-publisher").focus();
  }

  /** Read the publishers that can be chosen from; called when the documents have changed. */
  async refresh() {
    this.publishers = await listPublishers().catch((error) => {
      if (error instanceof Problem) return []; // it can still be asked without this filter
      throw error;
    });
    this.draw();
  }

  set(field, value) {
    this.values = { ...this.values, [field]: value };
    this.draw();
  }

  clear() {
    this.values = {};
    this.draw();
  }

  draw() {
    const known = (this.publishers ?? []).map(({ publisher, documents }) => [publisher, `${publisher} (${documents})`]);
    byId("filter-publisher").replaceChildren(
      ...[["", t("anyPublisher")], ...known].map(([value, words]) => el("option", { value }, words)),
    );
    for (const field of FIELDS) fill(byId(`filter-${field}`), this.values[field] ?? "");
    const { from, to } = this.values;
    byId("filter-crossed").textContent = from && to && from > to ? t("datesCrossed") : "";
    byId("filter-chips").replaceChildren(...wordsByField(this.values).map((chosen) => this.chip(chosen)));
  }

  chip([field, words]) {
    const remove = () => {
      this.set(field, "");
      this.button.focus(); // the button that was pressed is gone
    };
    const name = { type: "button", class: "chip", "aria-label": t("dropFilter", words), onclick: remove };
    return el("li", {}, el("button", name, words, el("span", { "aria-hidden": "true" }, " ✕")));
  }
}
