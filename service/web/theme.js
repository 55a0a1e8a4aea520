// Light or dark: the system's choice, until the button says otherwise.

const REMEMBERED = "briefing.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

/** "light" or "dark", as the page looks now. */
export function theme() {
  return document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light");
}

/** Change to the other one; back at the system's choice, the page follows the system again. */
export function toggleTheme() {
  const other = theme() === "dark" ? "light" : "dark";
  const chosen = other === (system.matches ? "dark" : "light") ? null : other;
  apply(chosen);
  try {
    if (chosen) localStorage.setItem(REMEMBERED, chosen);
    else localStorage.removeItem(REMEMBERED);
  } catch {
    // storage is switched off: the choice lasts as long as the page
  }
}

/** Call `redraw` when the system changes its mind. */
export function onSystemTheme(redraw) {
  system.addEventListener("change", redraw);
}

function apply(chosen) {
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
}

function remembered() {
  try {
    const kept = localStorage.getItem(REMEMBERED);
    return ["light", "dark"].includes(kept) ? kept : null;
  } catch {
    return null;
  }
}

apply(remembered());
