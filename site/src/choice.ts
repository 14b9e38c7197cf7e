// What the reader chose, kept by the browser. Where it keeps nothing, a choice holds for the page.

const prefix = "hindcast-";

export function recall(name: string): string {
  try {
    return localStorage.getItem(prefix + name) ?? "";
  } catch {
    return "";
  }
}

/** An empty value is the choice of the beginning, and is not kept. */
export function keep(name: string, value: string): void {
  try {
    if (value === "") localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    // Storage can be forbidden or full.
  }
}

/** Calls back when another tab chooses. */
export function heed(name: string, chosen: () => void): void {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key === prefix + name) chosen();
  });
}

/** The appearance that was chosen: "light", "dark", or empty for that of the system. */
export function theme(): string {
  const kept = recall("theme");
  return kept === "light" || kept === "dark" ? kept : "";
}

export function wear(theme: string): void {
  if (theme === "") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
