// The switch between the theme of the system, the light and the dark one.

import { button } from "./element.js";
import { translate } from "./language.js";
import { applyTheme, onPreferenceChange, preferredTheme, setPreference } from "./preferences.js";

const order = ["", "light", "dark"];

export function addThemeSwitch(): void {
  const bar = document.querySelector("header.site .bar");
  if (!bar) return;
  let theme = preferredTheme();
  const show = () => {
    applyTheme(theme);
    // The state shows as a shape, see style/scripts.css.
    toggle.dataset["state"] = theme;
    toggle.title = toggle.ariaLabel = label(theme);
  };
  const toggle = button("", () => {
    theme = order[(order.indexOf(theme) + 1) % order.length]!;
    setPreference("theme", theme);
    show();
  });
  toggle.classList.add("appearance");
  onPreferenceChange("theme", () => {
    theme = preferredTheme();
    show();
  });
  show();
  bar.insertBefore(toggle, bar.querySelector("button.menu"));
}

function label(theme: string): string {
  switch (theme) {
    case "light":
      return translate("Appearance: light. Change to dark.");
    case "dark":
      return translate("Appearance: dark. Change to that of the system.");
  }
  return translate("Appearance: as the system. Change to light.");
}
