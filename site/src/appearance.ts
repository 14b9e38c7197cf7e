// The switch between the appearance of the system, light and dark.

import { heed, keep, theme, wear } from "./choice.js";
import { button } from "./element.js";
import { say } from "./language.js";

const order = ["", "light", "dark"];

export function appearance(): void {
  const bar = document.querySelector("header.site .bar");
  if (!bar) return;
  let now = theme();
  const show = () => {
    wear(now);
    // The state shows as a shape, see style/scripts.css.
    toggle.dataset["state"] = now;
    toggle.title = toggle.ariaLabel = label(now);
  };
  const toggle = button("", () => {
    now = order[(order.indexOf(now) + 1) % order.length]!;
    keep("theme", now);
    show();
  });
  toggle.classList.add("appearance");
  heed("theme", () => {
    now = theme();
    show();
  });
  show();
  bar.insertBefore(toggle, bar.querySelector("button.menu"));
}

function label(theme: string): string {
  switch (theme) {
    case "light":
      return say("Appearance: light. Change to dark.");
    case "dark":
      return say("Appearance: dark. Change to that of the system.");
  }
  return say("Appearance: as the system. Change to light.");
}
