/**
 * Light and dark: as the system has it, until the reader chooses.
 *
 * @module
 */

import { button } from "./dom.ts";

const KEY = "fleet-rlm-theme";
const THEMES = ["auto", "light", "dark"] as const;
const THEME_SIGNS = { auto: "◐", light: "☀", dark: "☾" } as const;

/** The button that goes from one to the next. */
export function themeButton(onChange: () => void): HTMLButtonElement {
  let at = Math.max(0, THEMES.findIndex((theme) => theme === remembered()));
  const made = button("", () => {
    at = (at + 1) % THEMES.length;
    remember(THEMES[at]!);
    show();
  }, { class: "icon" });
  function show(): void {
    const theme = THEMES[at]!;
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    made.textContent = THEME_SIGNS[theme];
    const label = `Colours: ${theme === "auto" ? "as the system has them" : theme}`;
    made.title = label;
    made.setAttribute("aria-label", label);
    onChange();
  }
  show();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
  return made;
}

/** A page that was opened from a file may not be allowed to remember anything. */
function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Chosen for as long as the page is open.
  }
}
