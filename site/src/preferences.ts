// The preferences of the reader, kept by the browser. Where it keeps nothing, they last as long as the page.

const prefix = "hindcast-";

export function getPreference(name: string): string {
  try {
    return localStorage.getItem(prefix + name) ?? "";
  } catch {
    return "";
  }
}

/** An empty value is the default, and is not kept. */
export function setPreference(name: string, value: string): void {
  try {
    if (value === "") localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    // Storage can be forbidden or full.
  }
}

/** Calls back when another tab changes a preference. */
export function onPreferenceChange(name: string, changed: () => void): void {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key === prefix + name) changed();
  });
}

/** "light", "dark", or empty for that of the system. */
export function preferredTheme(): string {
  const theme = getPreference("theme");
  return theme === "light" || theme === "dark" ? theme : "";
}

export function applyTheme(theme: string): void {
  if (theme === "") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
